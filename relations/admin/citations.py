from django.contrib import admin

from relations.admin.audited import AuditedAdmin
from relations.models import Citation
from relations.vocabularies import FactKind


class FactKindFilter(admin.SimpleListFilter):
    title = "kind of fact"
    parameter_name = "fact_kind"

    def lookups(self, request, model_admin):
        return FactKind.choices

    def queryset(self, request, queryset):
        return queryset.of_kind(self.value()) if self.value() in FactKind.values else queryset


@admin.register(Citation)
class CitationAdmin(AuditedAdmin):
    list_display = ["slug", "kind", "document", "line", "bearing", "publication_status"]
    list_filter = ["publication_status", "bearing", FactKindFilter]
    list_select_related = ["document"]
    search_fields = ["slug", "document__title", "document__slug", "exact", "note"]
    fieldsets = [
        (
            "The passage",
            {"fields": ["document", "slug", ("start", "end", "line"), "passage_sha256"]},
        ),
        (
            "The fact",
            {
                "fields": ["bearing", *FactKind.values],
                "description": "Choose exactly one fact, of one kind.",
            },
        ),
        (
            "The quoted words",
            {
                "fields": ["exact", "prefix", "suffix"],
                "description": "Only where the fact is a statement in the speaker's own words.",
            },
        ),
        ("About the passage", {"fields": ["reported_via", "note"]}),
    ]

    @admin.display(description="fact")
    def kind(self, citation):
        return FactKind(citation.fact_kind).label
