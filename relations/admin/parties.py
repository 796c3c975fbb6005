from django.contrib import admin

from relations.admin.audited import AuditedAdmin
from relations.admin.inlines import CitationInline
from relations.models import Party


@admin.register(Party)
class PartyAdmin(AuditedAdmin):
    list_display = ["name", "kind", "parent", "iso_code", "publication_status"]
    list_filter = ["publication_status", "kind"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug", "other_names", "iso_code", "wikidata_id"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "parent", "other_names"]}),
        ("Identifiers elsewhere", {"fields": ["iso_code", "wikidata_id"]}),
    ]
    inlines = [CitationInline]
