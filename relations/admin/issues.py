from django.contrib import admin

from relations.admin.audited import AuditedAdmin
from relations.admin.inlines import CitationInline
from relations.models import Issue


@admin.register(Issue)
class IssueAdmin(AuditedAdmin):
    list_display = ["name", "parent", "publication_status"]
    list_filter = ["publication_status"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug", "description"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [(None, {"fields": ["name", "slug", "parent", "description"]})]
    inlines = [CitationInline]
