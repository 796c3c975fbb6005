"""Rows on the page of the entry they belong to.

They are stacked, because in a table Django gives their fields no labels.
"""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet

from relations.admin.entry_forms import EntryRowForm, is_only_looked_at
from relations.admin.form_fields import CuratedFields
from relations.admin.layout import derived_bounds
from relations.models import Citation


class RowInline(CuratedFields, admin.StackedInline):
    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if is_only_looked_at(request):
            formset.form.not_edited = ()
        return formset

    def get_queryset(self, request):
        """The rows with what their names are made of."""
        paths = []
        for field in self._foreign_keys():
            beyond = self._admin_of(field).list_select_related or ()
            paths += [field.name, *(f"{field.name}__{path}" for path in beyond)]
        return super().get_queryset(request).select_related(*paths)


class LinkFormSet(BaseInlineFormSet):
    """Finds a link that is entered twice also where a part of it is empty.

    Such a row equals no other in SQL, so Django would leave it to the database, which refuses it.
    """

    def clean(self):
        super().clean()
        seen = set()
        # Not the entry itself, which all rows share, and which has no number before it is stored.
        names = [name for name in self.model.natural_key_fields if name != self.fk.name]
        for form in self.forms:
            if not getattr(form, "cleaned_data", None) or form.cleaned_data.get("DELETE"):
                continue
            key = tuple(form.cleaned_data.get(name) for name in names)
            if None in key and key in seen:
                raise ValidationError(f"Enter each {self.model._meta.verbose_name} once.")
            seen.add(key)


class LinkInline(RowInline):
    """Ties to other entries. They may be removed; their history stays."""

    formset = LinkFormSet


class EntryInline(RowInline):
    """Entries that belong to another. They are deleted, if at all, on their own page."""

    form = EntryRowForm
    can_delete = False
    show_change_link = True

    def get_fields(self, request, obj=None):
        return [*self.fields, "publication_status", "opened_version"]

    def get_readonly_fields(self, request, obj=None):
        return ["publication_status", *derived_bounds(self.model)]


class CitationInline(EntryInline):
    """Evidence of the fact on whose page it stands."""

    model = Citation
    fields = [
        "slug",
        "document",
        ("start", "end", "line"),
        "passage_sha256",
        "bearing",
        "reported_via",
        "note",
    ]


class QuotationInline(CitationInline):
    """Evidence of a statement, which may repeat its words."""

    fields = [*CitationInline.fields, "exact", "prefix", "suffix"]
