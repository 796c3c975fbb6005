from django.contrib import admin
from django.db.models import F

from relations.admin.audited import AuditedAdmin
from relations.admin.inlines import LinkInline, QuotationInline
from relations.admin.layout import date_column, date_fields
from relations.models import Statement, StatementIssue, StatementParty


class StatementPartyInline(LinkInline):
    model = StatementParty
    verbose_name = "party it speaks for"
    verbose_name_plural = "parties it speaks for"


class StatementIssueInline(LinkInline):
    model = StatementIssue
    verbose_name = "issue"


@admin.register(Statement)
class StatementAdmin(AuditedAdmin):
    list_display = ["__str__", "mode", "authority", date_column("said"), "publication_status"]
    list_filter = ["publication_status", "mode", "authority", "language"]
    search_fields = ["text", "slug", "speaker__name", "speaker_as_printed", "reported_by"]
    ordering = [F("said_earliest").desc(nulls_last=True), "slug"]
    fieldsets = [
        (
            "Who and what",
            {
                "fields": [
                    "speaker",
                    "speaker_as_printed",
                    "authority",
                    "mode",
                    "text",
                    ("language", "is_translation"),
                    "slug",
                ]
            },
        ),
        ("When and where", {"fields": [*date_fields("said"), "venue", "round"]}),
        ("How it reached us", {"fields": ["reported_by"]}),
    ]
    inlines = [StatementPartyInline, StatementIssueInline, QuotationInline]
