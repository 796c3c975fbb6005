from django.contrib import admin
from django.core.exceptions import ValidationError

from relations.admin.audited import AuditedAdmin
from relations.admin.document_reader import DocumentReader, SuppliedTextForm
from relations.admin.document_versions import DocumentVersions
from relations.admin.entry_forms import EntryForm
from relations.admin.layout import date_column, date_fields
from relations.document_texts import store_text
from relations.models import Document


class NewDocumentForm(SuppliedTextForm, EntryForm):
    """A document with its text, from which its hash and its length follow."""

    def clean(self):
        cleaned = super().clean()
        other = Document.objects.filter(sha256=self.supplied.sha256).first()
        if other:
            raise ValidationError(
                f"This is the text of “{other}” already. Open that document; if its text is not "
                "here yet, choose “Add the text” there."
            )
        self.instance.sha256, self.instance.length = self.supplied.sha256, self.supplied.length
        return cleaned


@admin.register(Document)
class DocumentAdmin(DocumentVersions, DocumentReader, AuditedAdmin):
    """Without its citations: there may be hundreds, and each stands on the page of its fact."""

    list_display = [
        "title",
        "publisher",
        date_column("published"),
        "language",
        "length",
        "publication_status",
    ]
    list_filter = ["publication_status", "language"]
    search_fields = ["title", "slug", "publisher", "author", "url", "sha256"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "slug", "publisher", "author", "url", "note"]}),
        ("Language", {"fields": ["language", "translated_from", "translator"]}),
        ("When it was published", {"fields": date_fields("published")}),
        ("The file", {"fields": ["file_name", "sha256", "length"]}),
    ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = NewDocumentForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj:
            return fieldsets
        text = ("The text", {"fields": ["pasted_text", "uploaded_text", "file_name"]})
        return [text if title == "The file" else (title, rest) for title, rest in fieldsets]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "sha256", "length"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            store_text(obj, form.content, request.user)
