from api.filter_kinds import EntryFilter, VocabularyFilter
from api.strict_filtering import StrictFilterSet
from api.v1.briefs import Included, IncludedEntries, PartyBrief, PositionBrief
from api.v1.entries import EntryViewSet, cited_in, disputed, min_independent_sources
from api.v1.parts import EDITION, EVIDENCE, EntryLink, FactSerializer, Permalink, other_names
from relations import models, vocabularies


class PartyIncluded(Included):
    """The long related parts of a party, each only if asked for."""

    bodies = IncludedEntries(
        PartyBrief,
        help_text="The bodies next below it.",
    )
    positions = IncludedEntries(
        PositionBrief,
        help_text="Positions it holds, not those of its bodies.",
    )


class PartySerializer(FactSerializer):
    url = Permalink("party")
    parent = EntryLink(allow_null=True, help_text="The party this body belongs to.")
    other_names = other_names("Other names and spellings found in the documents.")
    included = PartyIncluded()

    class Meta:
        model = models.Party
        fields = [
            "slug",
            "url",
            "name",
            "kind",
            "parent",
            "iso_code",
            "wikidata_id",
            "other_names",
            *EDITION,
            *EVIDENCE,
            "included",
        ]


class PartyFilter(StrictFilterSet):
    party = EntryFilter(
        models.Party, "Slug of a party; answers it and all its bodies.", phrase="within"
    )
    kind = VocabularyFilter(vocabularies.PartyKind, "What sort of party it is.")
    document = cited_in()
    disputed = disputed()
    min_independent_sources = min_independent_sources()


class PartyViewSet(EntryViewSet):
    """States and bodies that negotiate, hold positions, are quoted or acted upon, as a tree."""

    model = models.Party
    links = ("parent", "citations")
    includes = PartyIncluded.names()
    serializer_class = PartySerializer
    filterset_class = PartyFilter
