from api.filter_kinds import AfterFilter, BeforeFilter, CertaintyFilter, VocabularyFilter
from api.strict_filtering import StrictFilterSet
from api.v1.entries import (
    EntryViewSet,
    at_round,
    by_party,
    cited_in,
    disputed,
    happened_by,
    min_independent_sources,
    of_negotiation,
    on_issue,
)
from api.v1.parts import (
    EDITION,
    EVIDENCE,
    EntryLink,
    FactSerializer,
    LinkedEntries,
    Permalink,
    RecordSerializer,
    imprecise_date,
)
from relations import models, vocabularies


class InvolvedPartySerializer(RecordSerializer):
    """A party in a development, and whether it acts or is affected."""

    party = EntryLink(help_text="The party.")

    class Meta:
        model = models.DevelopmentParty
        fields = ["party", "role"]


class DevelopmentSerializer(FactSerializer):
    url = Permalink("development")
    parties = InvolvedPartySerializer(
        many=True, source="party_links", help_text="Who acts and who is affected."
    )
    issues = LinkedEntries("issue", source="issue_links", help_text="Issues it bears on.")
    round = EntryLink(allow_null=True, help_text="The round it follows from.")

    class Meta:
        model = models.Development
        fields = [
            "slug",
            "url",
            "name",
            "kind",
            "summary",
            *imprecise_date("happened"),
            "parties",
            "issues",
            "round",
            *EDITION,
            *EVIDENCE,
        ]


class DevelopmentFilter(StrictFilterSet):
    kind = VocabularyFilter(vocabularies.DevelopmentKind, "What sort of development it is.")
    party = by_party("that acts or is affected")
    issue = on_issue()
    negotiation = of_negotiation()
    round = at_round()
    as_of = happened_by("it happened")
    happened_after = AfterFilter("Happened in or after this time.")
    happened_before = BeforeFilter("Happened in or before this time.")
    certainty = CertaintyFilter()
    document = cited_in()
    disputed = disputed()
    min_independent_sources = min_independent_sources()


class DevelopmentViewSet(EntryViewSet):
    """What happened outside the rounds and bears on an issue: a measure, note, offer, incident."""

    model = models.Development
    links = ("party_links", "issue_links", "round", "citations")
    serializer_class = DevelopmentSerializer
    filterset_class = DevelopmentFilter
    orderings = {"happened_on": "happened_earliest", **EntryViewSet.orderings}
    default_ordering = "-happened_on"
