from django.contrib import admin

from relations.admin.audited import AuditedAdmin
from relations.admin.inlines import CitationInline, EntryInline
from relations.models import Discrepancy, DiscrepancyAccount


class AccountInline(EntryInline):
    model = DiscrepancyAccount
    verbose_name = "account"
    fields = ["slug", "sequence", "summary"]


@admin.register(Discrepancy)
class DiscrepancyAdmin(AuditedAdmin):
    list_display = ["question", "negotiation", "status", "publication_status"]
    list_filter = ["publication_status", "status"]
    list_select_related = ["negotiation"]
    search_fields = ["question", "slug", "note"]
    fieldsets = [(None, {"fields": ["question", "slug", "negotiation", "status", "note"]})]
    inlines = [AccountInline]


@admin.register(DiscrepancyAccount)
class DiscrepancyAccountAdmin(AuditedAdmin):
    list_display = ["discrepancy", "sequence", "summary", "publication_status"]
    list_filter = ["publication_status"]
    list_select_related = ["discrepancy"]
    search_fields = ["summary", "slug", "discrepancy__question"]
    fieldsets = [(None, {"fields": ["discrepancy", "slug", "sequence", "summary"]})]
    inlines = [CitationInline]
