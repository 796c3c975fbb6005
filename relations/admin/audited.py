"""What every page of the record has in common: reasons, history to read, nothing public lost."""

from itertools import pairwise

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.dateformat import format as date_format
from simple_history.admin import SimpleHistoryAdmin

from relations.admin import histories
from relations.admin.duplicates import DuplicatePages
from relations.admin.entry_forms import EntryForm
from relations.admin.form_fields import CuratedFields
from relations.admin.layout import PUBLICATION_FIELDS, not_filled_in
from relations.admin.proposing import Proposing
from relations.admin.review_pages import ReviewPages
from relations.admin.spreadsheets import Spreadsheets
from relations.desk.review import may_change
from relations.retraction import was_ever_public


class AuditedAdmin(
    Proposing, ReviewPages, DuplicatePages, Spreadsheets, CuratedFields, SimpleHistoryAdmin
):
    """An admin whose history is only read, and where what was public is retracted, never deleted.

    Subclasses give `fieldsets` without the publication and the reason, which stand at the end of
    every page, and `list_select_related` where names are made of other entries.
    """

    form = EntryForm
    # The bulk deletion is the only action Django brings, and nothing else acts on many rows.
    actions = None
    list_per_page = 50
    save_on_top = True
    show_full_result_count = False

    class Media:
        # The last one continues what the others do, so it names them, to stand behind them.
        js = ["admin/js/jquery.init.js", "admin/js/autocomplete.js", "relations/select_labels.js"]

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        related = self.list_select_related
        return queryset.select_related(*related) if related else queryset

    def get_fieldsets(self, request, obj=None):
        publication = ("Publication", {"fields": PUBLICATION_FIELDS})
        change = ("This change", {"fields": ["change_reason", "opened_version"]})
        may_write = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        return [*self.fieldsets, publication, *([change] if may_write else [])]

    def get_readonly_fields(self, request, obj=None):
        return not_filled_in(self.model)

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj and was_ever_public(obj))

    def save_form(self, request, form, change):
        entry = super().save_form(request, form, change)
        entry._change_reason = form.cleaned_data["change_reason"] or None
        return entry

    def save_formset(self, request, form, formset, change):
        """The reason for changing the entry is that for changing its rows."""
        for row in formset.forms:
            row.instance._change_reason = form.instance._change_reason
        super().save_formset(request, form, formset, change)

    def history_view(self, request, object_id, extra_context=None):
        _only_read(request)
        try:
            context = {"linked_versions": histories.of_links(self, request, object_id)}
            return super().history_view(request, object_id, context | (extra_context or {}))
        except (ValueError, OverflowError) as error:
            raise Http404 from error

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        """Called by simple_history for the versions of a page, newest first."""
        versions = list(historical_records)
        for version, before in pairwise(versions):
            version.changes = histories.changes(version, before)
        if versions:
            versions[-1].changes = histories.changes(versions[-1], versions[-1].prev_record)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """One version, to read. simple_history's own view stores whatever is posted to it."""
        _only_read(request)
        version = histories.version_or_404(self.model, object_id, version_id)
        if not self.has_view_history_or_change_history_permission(request, version.instance):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"Version of {date_format(version.history_date, 'j F Y, H:i:s')} UTC",
            "subtitle": histories.name_of(version),
            "opts": self.model._meta,
            "object_id": object_id,
            "version": version,
            "columns": histories.columns(version),
            "restore_address": self._restore_address(request, object_id, version_id),
            **(extra_context or {}),
        }
        return self.render_history_view(request, self.object_history_form_template, context)

    def _restore_address(self, request, object_id, version_id):
        """Where the version can be restored; None for those who may not."""
        entry = self.get_object(request, unquote(object_id))
        if entry is None or not may_change(request.user, entry):
            return None
        return reverse(
            f"admin:relations_{self.model._meta.model_name}_restore", args=[entry.pk, version_id]
        )


def _only_read(request):
    if request.method not in ("GET", "HEAD"):
        raise PermissionDenied
