from django.contrib import admin
from django.db.models import F

from relations.admin.audited import AuditedAdmin
from relations.admin.inlines import CitationInline, LinkInline
from relations.admin.layout import date_column, date_fields
from relations.models import Position, PositionCondition, PositionStatement


class PositionStatementInline(LinkInline):
    model = PositionStatement
    verbose_name = "statement that expresses it"
    verbose_name_plural = "statements that express it"


class PositionConditionInline(LinkInline):
    model = PositionCondition
    fk_name = "position"
    verbose_name = "condition"
    verbose_name_plural = "conditions: positions that must be met first"


@admin.register(Position)
class PositionAdmin(AuditedAdmin):
    list_display = ["party", "issue", "act", "summary", date_column("since"), "publication_status"]
    list_display_links = ["party", "issue"]
    list_filter = ["publication_status", "act"]
    list_select_related = ["party", "issue"]
    search_fields = ["summary", "slug", "party__name", "issue__name"]
    ordering = [F("since_earliest").desc(nulls_last=True), "slug"]
    fieldsets = [
        (
            "Who wants what",
            {"fields": ["party", "issue", "act", "summary", "ascribed_by", "slug"]},
        ),
        ("Since when", {"fields": [*date_fields("since"), "round", "change"]}),
        ("Until when", {"fields": [*date_fields("until"), "superseded_by"]}),
    ]
    inlines = [PositionStatementInline, PositionConditionInline, CitationInline]
