from api.filter_kinds import VocabularyFilter
from api.strict_filtering import StrictFilterSet
from api.v1.briefs import Included, IncludedEntries, RoundBrief
from api.v1.entries import EntryViewSet, by_party, cited_in, disputed, min_independent_sources
from api.v1.parts import EDITION, EVIDENCE, FactSerializer, LinkedEntries, Permalink
from relations import models, vocabularies


class NegotiationIncluded(Included):
    """The long related parts of a negotiation, each only if asked for."""

    rounds = IncludedEntries(
        RoundBrief,
        help_text="Its rounds.",
    )


class NegotiationSerializer(FactSerializer):
    url = Permalink("negotiation")
    parties = LinkedEntries("party", source="party_links", help_text="Parties that negotiate.")
    included = NegotiationIncluded()

    class Meta:
        model = models.Negotiation
        fields = [
            "slug",
            "url",
            "name",
            "description",
            "membership_rule",
            "track",
            "parties",
            *EDITION,
            *EVIDENCE,
            "included",
        ]


class NegotiationFilter(StrictFilterSet):
    party = by_party("that negotiates")
    track = VocabularyFilter(vocabularies.Track, "Official level of the talks.")
    document = cited_in()
    disputed = disputed()
    min_independent_sources = min_independent_sources()


class NegotiationViewSet(EntryViewSet):
    """Processes of talks on a subject, each with the rule of which rounds belong to it."""

    model = models.Negotiation
    links = ("party_links", "citations")
    includes = NegotiationIncluded.names()
    serializer_class = NegotiationSerializer
    filterset_class = NegotiationFilter
