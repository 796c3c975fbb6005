from django.contrib import admin

from relations.admin.audited import AuditedAdmin
from relations.admin.layout import date_column, date_fields
from relations.models import Document


@admin.register(Document)
class DocumentAdmin(AuditedAdmin):
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
