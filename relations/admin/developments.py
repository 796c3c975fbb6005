from django.contrib import admin
from django.db.models import F

from relations.admin.audited import AuditedAdmin
from relations.admin.inlines import CitationInline, LinkInline
from relations.admin.layout import date_column, date_fields
from relations.models import Development, DevelopmentIssue, DevelopmentParty


class DevelopmentPartyInline(LinkInline):
    model = DevelopmentParty
    verbose_name = "party"
    verbose_name_plural = "parties"


class DevelopmentIssueInline(LinkInline):
    model = DevelopmentIssue
    verbose_name = "issue"


@admin.register(Development)
class DevelopmentAdmin(AuditedAdmin):
    list_display = ["name", "kind", date_column("happened"), "publication_status"]
    list_filter = ["publication_status", "kind"]
    search_fields = ["name", "slug", "summary"]
    ordering = [F("happened_earliest").desc(nulls_last=True), "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "summary", "round"]}),
        ("When", {"fields": date_fields("happened")}),
    ]
    inlines = [DevelopmentPartyInline, DevelopmentIssueInline, CitationInline]
