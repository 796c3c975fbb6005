"""The contents page of version 1, in reading order."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from api.v1 import (
    changes,
    citations,
    codebook,
    developments,
    discrepancies,
    documents,
    exclusions,
    feeds,
    issues,
    matrix,
    negotiations,
    offices,
    parties,
    people,
    positions,
    releases,
    round_calendar,
    rounds,
    search,
    statements,
    timeline,
)
from api.v1.matrix_tables import matrix_table_paths
from api.v1.tables import table_paths

router = SimpleRouter(trailing_slash=False)
router.register("negotiations", negotiations.NegotiationViewSet, "negotiation")
router.register("rounds", rounds.RoundViewSet, "round")
router.register("issues", issues.IssueViewSet, "issue")
router.register("parties", parties.PartyViewSet, "party")
router.register("people", people.PersonViewSet, "person")
router.register("offices", offices.OfficeViewSet, "office")
router.register("positions", positions.PositionViewSet, "position")
router.register("statements", statements.StatementViewSet, "statement")
router.register("developments", developments.DevelopmentViewSet, "development")
router.register("documents", documents.DocumentViewSet, "document")
router.register("citations", citations.CitationViewSet, "citation")
router.register("exclusions", exclusions.ExclusionViewSet, "exclusion")
router.register("discrepancies", discrepancies.DiscrepancyViewSet, "discrepancy")

# What the contents page of the version lists, with the names of the addresses.
CONTENTS = {
    **{prefix: f"{basename}-list" for prefix, _, basename in router.registry},
    **{name: name for name in ("matrix", "timeline", "search", "changes")},
    "calendar": "round-calendar",
    **{
        f"{noun.model._meta.model_name}_feed": f"{noun.model._meta.model_name}-list"
        for noun in feeds.FEEDS
    },
    **{name: name for name in ("codebook", "releases")},
}
# What must be filled in behind these, as in a URI template of RFC 6570.
QUESTIONS = {"search": "{?q}"} | {
    name: "/{slug}/feed.atom" for name in CONTENTS if name.endswith("_feed")
}
# No noun of its own: positions, told in chains.
timeline_view = timeline.TimelineView.as_view({"get": "list"}, basename="timeline", detail=False)

urlpatterns = [
    path("search", search.SearchView.as_view(), name="search"),
    path("positions/matrix", matrix.MatrixView.as_view(), name="matrix"),
    *matrix_table_paths(),
    path("positions/timeline", timeline_view, name="timeline"),
    *router.urls,
    *table_paths(router),
    path("changes", changes.ChangesView.as_view(registry=router.registry), name="changes"),
    path(
        "rounds.ics",
        round_calendar.RoundCalendarViewSet.as_view({"get": "calendar"}, basename="round"),
        name="round-calendar",
    ),
    *(
        path(
            f"{noun.model._meta.verbose_name_plural}/<slug:slug>/feed.atom",
            noun.as_view({"get": "retrieve"}, basename=noun.model._meta.model_name, detail=True),
            name=f"{noun.model._meta.model_name}-feed",
        )
        for noun in feeds.FEEDS
    ),
    path("codebook", codebook.CodebookView.as_view(), name="codebook"),
    path("releases", releases.ReleasesView.as_view(), name="releases"),
    path("releases/<str:name>.zip", releases.ReleaseView.as_view(), name="release"),
]
