from django.contrib import admin

from relations.admin.audited import AuditedAdmin
from relations.admin.inlines import CitationInline, EntryInline
from relations.admin.layout import date_column, date_fields
from relations.models import Office, Person


class OfficeInline(EntryInline):
    model = Office
    fields = ["slug", "party", "title", *date_fields("since"), *date_fields("until")]


@admin.register(Person)
class PersonAdmin(AuditedAdmin):
    list_display = ["name", "wikidata_id", "publication_status"]
    list_filter = ["publication_status"]
    search_fields = ["name", "slug", "other_names", "wikidata_id"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "other_names"]}),
        ("Identifiers elsewhere", {"fields": ["wikidata_id"]}),
    ]
    inlines = [OfficeInline, CitationInline]


@admin.register(Office)
class OfficeAdmin(AuditedAdmin):
    list_display = [
        "title",
        "person",
        "party",
        date_column("since"),
        date_column("until"),
        "publication_status",
    ]
    list_filter = ["publication_status"]
    list_select_related = ["person", "party"]
    search_fields = ["title", "slug", "person__name", "party__name"]
    fieldsets = [
        (None, {"fields": ["person", "party", "title", "slug"]}),
        ("Since when", {"fields": date_fields("since")}),
        ("Until when", {"fields": date_fields("until")}),
    ]
    inlines = [CitationInline]
