from api.filter_kinds import (
    AfterFilter,
    AsOfFilter,
    BeforeFilter,
    CertaintyFilter,
    EntryFilter,
    VocabularyFilter,
)
from api.strict_filtering import StrictFilterSet
from api.v1.briefs import Included, IncludedEntries, PositionBrief, StatementBrief
from api.v1.entries import (
    EntryViewSet,
    at_round,
    by_party,
    cited_in,
    disputed,
    in_force,
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
    imprecise_date,
)
from relations import models, vocabularies


class PositionIncluded(Included):
    """The long related parts of a position, each only if asked for."""

    statements = IncludedEntries(
        StatementBrief,
        source="statement_links",
        to="statement",
        help_text="Statements that express it.",
    )
    supersedes = IncludedEntries(
        PositionBrief,
        help_text="Earlier positions that it replaces.",
    )


class PositionSerializer(FactSerializer):
    url = Permalink("position")
    party = EntryLink(help_text="Whose position it is.")
    issue = EntryLink(help_text="The issue it is about.")
    superseded_by = EntryLink(
        allow_null=True, help_text="The later position that replaces this one."
    )
    round = EntryLink(allow_null=True, help_text="The round at which it was expressed.")
    ascribed_by = EntryLink(
        allow_null=True,
        help_text="The party that says it is held; null where the holder or the document does.",
    )
    conditional_on = LinkedEntries(
        "condition",
        source="condition_links",
        help_text="Positions that must be met before this one holds.",
    )
    statements = LinkedEntries(
        "statement", source="statement_links", help_text="Statements that express it."
    )
    included = PositionIncluded()

    class Meta:
        model = models.Position
        fields = [
            "slug",
            "url",
            "party",
            "issue",
            "act",
            "summary",
            *imprecise_date("since"),
            *imprecise_date("until"),
            "superseded_by",
            "change",
            "round",
            "ascribed_by",
            "conditional_on",
            "statements",
            *EDITION,
            *EVIDENCE,
            "included",
        ]


class PositionFilter(StrictFilterSet):
    party = by_party("that holds it")
    issue = on_issue()
    act = VocabularyFilter(vocabularies.Act, "What the party does by taking the position.")
    change = VocabularyFilter(
        vocabularies.PositionChange, "What it changes against the position it supersedes."
    )
    person = EntryFilter(
        models.Person, "Slug of a person whose statement expresses it.", phrase="expressed_by"
    )
    negotiation = of_negotiation()
    round = at_round()
    as_of = in_force("it")
    in_force_on = AsOfFilter("The same as `as_of`.")
    since_after = AfterFilter("Held from this time on or later.")
    since_before = BeforeFilter("Held from this time on or earlier.")
    certainty = CertaintyFilter()
    document = cited_in()
    disputed = disputed()
    min_independent_sources = min_independent_sources()


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
    includes = PositionIncluded.names()
    serializer_class = PositionSerializer
    filterset_class = PositionFilter
    see_also = (
        "Who stands where on a day, party by party: `getMatrix`. How positions moved, step by "
        "step: `getTimeline`."
    )
    orderings = {"since_on": "since_earliest", **EntryViewSet.orderings}
