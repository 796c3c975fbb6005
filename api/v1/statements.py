from api.filter_kinds import (
    AfterFilter,
    BeforeFilter,
    CertaintyFilter,
    EntryFilter,
    TextFilter,
    VocabularyFilter,
)
from api.strict_filtering import StrictFilterSet
from api.v1.briefs import Included, IncludedEntries, PositionBrief
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
    imprecise_date,
)
from relations import models, vocabularies


class StatementIncluded(Included):
    """The long related parts of a statement, each only if asked for."""

    positions = IncludedEntries(
        PositionBrief,
        source="position_links",
        to="position",
        help_text="Positions it expresses.",
    )


class StatementSerializer(FactSerializer):
    url = Permalink("statement")
    speaker = EntryLink(
        allow_null=True, help_text="Who said it; null where the documents do not name the speaker."
    )
    parties = LinkedEntries("party", source="party_links", help_text="Parties it speaks for.")
    issues = LinkedEntries("issue", source="issue_links", help_text="Issues it is about.")
    round = EntryLink(
        allow_null=True, help_text="The round at which it was said or to which it refers."
    )
    included = StatementIncluded()

    class Meta:
        model = models.Statement
        fields = [
            "slug",
            "url",
            "speaker",
            "speaker_as_printed",
            "parties",
            "authority",
            "mode",
            "text",
            "language",
            "is_translation",
            *imprecise_date("said"),
            "venue",
            "reported_by",
            "issues",
            "round",
            *EDITION,
            *EVIDENCE,
            "included",
        ]


class StatementFilter(StrictFilterSet):
    person = EntryFilter(models.Person, "Slug of the speaker.", column="speaker")
    party = by_party("it speaks for")
    issue = on_issue()
    negotiation = of_negotiation()
    round = at_round()
    mode = VocabularyFilter(vocabularies.StatementMode, "Whether the words are the speaker's own.")
    authority = VocabularyFilter(vocabularies.Authority, "In which capacity the speaker speaks.")
    language = TextFilter("BCP 47 tag of the language of the text, such as en.")
    reported_by = TextFilter("Outlet or agency that had the words, such as Interfax.")
    as_of = happened_by("it was said")
    said_after = AfterFilter("Said in or after this time.")
    said_before = BeforeFilter("Said in or before this time.")
    certainty = CertaintyFilter()
    document = cited_in()
    disputed = disputed()
    min_independent_sources = min_independent_sources()


class StatementViewSet(EntryViewSet):
    """Words said or reported: exact for quotations, told in our own words for reported speech."""

    model = models.Statement
    links = ("speaker", "party_links", "issue_links", "round", "citations")
    includes = StatementIncluded.names()
    serializer_class = StatementSerializer
    filterset_class = StatementFilter
    orderings = {"said_on": "said_earliest", **EntryViewSet.orderings}
    default_ordering = "-said_on"
