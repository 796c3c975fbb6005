from django.contrib import admin

from relations.admin.audited import AuditedAdmin
from relations.admin.inlines import CitationInline, LinkInline
from relations.models import Negotiation, NegotiationParty


class NegotiationPartyInline(LinkInline):
    model = NegotiationParty
    verbose_name = "party"
    verbose_name_plural = "parties"


@admin.register(Negotiation)
class NegotiationAdmin(AuditedAdmin):
    list_display = ["name", "track", "publication_status"]
    list_filter = ["publication_status", "track"]
    search_fields = ["name", "slug", "description", "membership_rule"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "track", "description", "membership_rule"]}),
    ]
    inlines = [NegotiationPartyInline, CitationInline]
