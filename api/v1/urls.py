"""The contents page of version 1, in reading order."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from api.v1 import (
    citations,
    codebook,
    developments,
    discrepancies,
    documents,
    exclusions,
    issues,
    negotiations,
    offices,
    parties,
    people,
    positions,
    rounds,
    search,
    statements,
)

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

app_name = "v1"
urlpatterns = [
    path("search", search.SearchView.as_view(), name="search"),
    *router.urls,
    path("codebook", codebook.CodebookView.as_view(), name="codebook"),
]
