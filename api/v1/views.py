"""The resources of version 1. A docstring is the public description of its operations."""

from rest_framework.viewsets import ReadOnlyModelViewSet

from api.pagination import PARAMETERS
from api.strict_filtering import check_parameters
from api.v1 import filters, serializers
from relations import models, vocabularies


class EntryViewSet(ReadOnlyModelViewSet):
    """Published entries of one noun, listed page by page and looked up by slug."""

    http_method_names = ["get", "head"]
    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]{1,200}"
    model = None
    links = ()
    filterset_class = None
    orderings = {"slug": "slug", "updated_at": "updated_at"}
    default_ordering = "slug"

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        filterset = None if self.detail else self.filterset_class
        filters = filterset.base_filters if filterset else {}
        repeatable = filterset.repeatable_parameters() if filterset else ()
        allowed = [] if self.detail else [*filters, *PARAMETERS]
        check_parameters(request.query_params, allowed, repeatable)

    def get_queryset(self):
        return self.model.objects.published().with_links(*self.links)


class NegotiationViewSet(EntryViewSet):
    """Processes of talks on a subject, each with the rule of which rounds belong to it."""

    model = models.Negotiation
    links = ("party_links", "citations")
    serializer_class = serializers.NegotiationSerializer
    filterset_class = filters.NegotiationFilter


class RoundViewSet(EntryViewSet):
    """Meetings, calls and video conferences, held or scheduled, with participants and agenda."""

    model = models.Round
    links = ("participants__person", "issue_links", "schedules__citations", "citations")
    serializer_class = serializers.RoundSerializer
    filterset_class = filters.RoundFilter
    orderings = {"held_on": "held_earliest", **EntryViewSet.orderings}
    default_ordering = "held_on"


class IssueViewSet(EntryViewSet):
    """Matters in dispute, as a tree from the general to the particular."""

    model = models.Issue
    links = ("parent", "citations")
    serializer_class = serializers.IssueSerializer
    filterset_class = filters.IssueFilter


class PartyViewSet(EntryViewSet):
    """States and bodies that negotiate, hold positions, are quoted or acted upon, as a tree."""

    model = models.Party
    links = ("parent", "citations")
    serializer_class = serializers.PartySerializer
    filterset_class = filters.PartyFilter


class PersonViewSet(EntryViewSet):
    """People who speak, attend or are named, with their offices."""

    model = models.Person
    links = ("offices", "citations")
    serializer_class = serializers.PersonSerializer
    filterset_class = filters.PersonFilter


class OfficeViewSet(EntryViewSet):
    """What a person is for a party, and when, as far as the documents say."""

    model = models.Office
    links = ("citations",)
    serializer_class = serializers.OfficeSerializer
    filterset_class = filters.OfficeFilter


class PositionViewSet(EntryViewSet):
    """What a party wants on an issue, from a time on, with the statements that express it."""

    model = models.Position
    links = (
        "superseded_by",
        "round",
        "ascribed_by",
        "condition_links",
        "statement_links",
        "citations",
    )
    serializer_class = serializers.PositionSerializer
    filterset_class = filters.PositionFilter
    orderings = {"since_on": "since_earliest", **EntryViewSet.orderings}


class StatementViewSet(EntryViewSet):
    """Words said or reported: exact for quotations, told in our own words for reported speech."""

    model = models.Statement
    links = ("speaker", "party_links", "issue_links", "round", "citations")
    serializer_class = serializers.StatementSerializer
    filterset_class = filters.StatementFilter
    orderings = {"said_on": "said_earliest", **EntryViewSet.orderings}
    default_ordering = "-said_on"


class DevelopmentViewSet(EntryViewSet):
    """What happened outside the rounds and bears on an issue: a measure, note, offer, incident."""

    model = models.Development
    links = ("party_links", "issue_links", "round", "citations")
    serializer_class = serializers.DevelopmentSerializer
    filterset_class = filters.DevelopmentFilter
    orderings = {"happened_on": "happened_earliest", **EntryViewSet.orderings}
    default_ordering = "-happened_on"


class DocumentViewSet(EntryViewSet):
    """The sources, each fixed by the hash of its file; what a document does not say is empty."""

    model = models.Document
    serializer_class = serializers.DocumentSerializer
    filterset_class = filters.DocumentFilter
    orderings = {"published_on": "published_earliest", **EntryViewSet.orderings}


class CitationViewSet(EntryViewSet):
    """Passages of documents, by offset and hash, each with the one fact it supports or disputes."""

    model = models.Citation
    links = vocabularies.FactKind.values
    serializer_class = serializers.CitationSerializer
    filterset_class = filters.CitationFilter
    orderings = {"start": "start", **EntryViewSet.orderings}


class DiscrepancyViewSet(EntryViewSet):
    """Questions on which the sources disagree, with each source's account and its citations."""

    model = models.Discrepancy
    links = ("negotiation", "accounts__citations")
    serializer_class = serializers.DiscrepancySerializer
    filterset_class = filters.DiscrepancyFilter
