from api.filter_kinds import (
    AfterFilter,
    BeforeFilter,
    CertaintyFilter,
    EntryFilter,
    TextFilter,
    VocabularyFilter,
)
from api.strict_filtering import StrictFilterSet
from api.v1.briefs import DevelopmentBrief, Included, IncludedEntries, PositionBrief, StatementBrief
from api.v1.entries import (
    EntryViewSet,
    by_party,
    cited_in,
    disputed,
    happened_by,
    min_independent_sources,
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


class ParticipantSerializer(RecordSerializer):
    """A party at a round, and who represented it."""

    party = EntryLink(help_text="The party that took part or is to take part.")
    person = EntryLink(
        allow_null=True,
        help_text="Who represented it; null where nobody is named or the person is not public.",
    )

    class Meta:
        model = models.RoundParticipant
        fields = ["party", "person", "role", "level", "as_printed"]


class ScheduleSerializer(FactSerializer):
    """One date the round was given by somebody."""

    class Meta:
        model = models.RoundSchedule
        fields = [
            "slug",
            "sequence",
            *imprecise_date("scheduled"),
            "city",
            "announced_by",
            "note",
            *EVIDENCE,
        ]


class RoundIncluded(Included):
    """The long related parts of a round, each only if asked for."""

    statements = IncludedEntries(
        StatementBrief,
        help_text="Statements made at it or referring to it.",
    )
    positions = IncludedEntries(
        PositionBrief,
        help_text="Positions expressed at it.",
    )
    developments = IncludedEntries(
        DevelopmentBrief,
        help_text="Developments that follow from it.",
    )


class RoundSerializer(FactSerializer):
    url = Permalink("round")
    negotiation = EntryLink(help_text="The negotiation the round belongs to.")
    participants = ParticipantSerializer(many=True, help_text="Who took part or is to take part.")
    issues = LinkedEntries("issue", source="issue_links", help_text="Issues on the agenda.")
    schedules = ScheduleSerializer(
        many=True, help_text="The dates the round was given, oldest first."
    )
    included = RoundIncluded()

    class Meta:
        model = models.Round
        fields = [
            "slug",
            "url",
            "negotiation",
            "title",
            *imprecise_date("held"),
            "city",
            "country",
            "place_as_printed",
            "mode",
            "status",
            "number_as_stated",
            "participants",
            "issues",
            "outcome_kind",
            "outcome",
            "schedules",
            *EDITION,
            *EVIDENCE,
            "included",
        ]


class RoundFilter(StrictFilterSet):
    negotiation = EntryFilter(models.Negotiation, "Slug of a negotiation.", phrase="in_negotiation")
    party = by_party("among the participants")
    person = EntryFilter(
        models.Person, "Slug of a person among the participants.", phrase="attended_by"
    )
    issue = on_issue()
    status = VocabularyFilter(vocabularies.RoundStatus, "Whether the round took place.")
    mode = VocabularyFilter(vocabularies.RoundMode, "How the sides talk.")
    outcome_kind = VocabularyFilter(vocabularies.OutcomeKind, "What came of it.")
    place = TextFilter(
        "A city, an ISO 3166-1 alpha-2 country code, or the place as printed, such as Geneva.",
        phrase="at_place",
    )
    as_of = happened_by("it was held, or was to be")
    held_after = AfterFilter("Held in or after this time.")
    held_before = BeforeFilter("Held in or before this time.")
    certainty = CertaintyFilter()
    document = cited_in()
    disputed = disputed()
    min_independent_sources = min_independent_sources()


class RoundViewSet(EntryViewSet):
    """Meetings, calls and video conferences, held or scheduled, with participants and agenda."""

    model = models.Round
    links = ("participants__person", "issue_links", "schedules__citations", "citations")
    includes = RoundIncluded.names()
    serializer_class = RoundSerializer
    filterset_class = RoundFilter
    orderings = {"held_on": "held_earliest", **EntryViewSet.orderings}
    default_ordering = "held_on"
