from django.contrib import admin
from django.db.models import F

from relations.admin.audited import AuditedAdmin
from relations.admin.inlines import CitationInline, EntryInline, LinkInline
from relations.admin.layout import date_column, date_fields
from relations.models import Round, RoundIssue, RoundParticipant, RoundSchedule


class ParticipantInline(LinkInline):
    model = RoundParticipant
    verbose_name = "participant"


class AgendaInline(LinkInline):
    model = RoundIssue
    verbose_name = "issue on the agenda"
    verbose_name_plural = "agenda"


class ScheduleInline(EntryInline):
    model = RoundSchedule
    verbose_name = "schedule"
    fields = [
        "slug",
        "sequence",
        *date_fields("scheduled"),
        "city",
        "announced_by",
        "note",
    ]


@admin.register(Round)
class RoundAdmin(AuditedAdmin):
    list_display = [
        "title",
        "negotiation",
        date_column("held"),
        "status",
        "publication_status",
    ]
    list_filter = [
        "publication_status",
        "status",
        "mode",
        "outcome_kind",
        ("negotiation", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["negotiation"]
    search_fields = ["title", "slug", "city", "negotiation__name", "held_as_printed"]
    ordering = [F("held_earliest").desc(nulls_last=True), "slug"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (
            None,
            {"fields": ["negotiation", "title", "slug", "mode", "status", "number_as_stated"]},
        ),
        (
            "When and where",
            {"fields": [*date_fields("held"), "place_as_printed", "city", "country"]},
        ),
        ("What came of it", {"fields": ["outcome_kind", "outcome"]}),
    ]
    inlines = [ParticipantInline, AgendaInline, ScheduleInline, CitationInline]


@admin.register(RoundSchedule)
class RoundScheduleAdmin(AuditedAdmin):
    list_display = [
        "round",
        "sequence",
        date_column("scheduled"),
        "city",
        "announced_by",
        "publication_status",
    ]
    list_filter = ["publication_status"]
    list_select_related = ["round"]
    search_fields = ["slug", "round__title", "city", "announced_by"]
    fieldsets = [
        (None, {"fields": ["round", "slug", "sequence", "announced_by", "note"]}),
        ("When and where", {"fields": [*date_fields("scheduled"), "city"]}),
    ]
    inlines = [CitationInline]
