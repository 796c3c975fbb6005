"""The contents page of version 1, in reading order."""

from rest_framework.routers import SimpleRouter

from api.v1 import views

router = SimpleRouter(trailing_slash=False)
router.register("negotiations", views.NegotiationViewSet, "negotiation")
router.register("rounds", views.RoundViewSet, "round")
router.register("issues", views.IssueViewSet, "issue")
router.register("parties", views.PartyViewSet, "party")
router.register("people", views.PersonViewSet, "person")
router.register("offices", views.OfficeViewSet, "office")
router.register("positions", views.PositionViewSet, "position")
router.register("statements", views.StatementViewSet, "statement")
router.register("developments", views.DevelopmentViewSet, "development")
router.register("documents", views.DocumentViewSet, "document")
router.register("citations", views.CitationViewSet, "citation")
router.register("discrepancies", views.DiscrepancyViewSet, "discrepancy")

app_name = "v1"
urlpatterns = router.urls
