from api.filter_kinds import EntryFilter, VocabularyFilter
from api.strict_filtering import StrictFilterSet
from api.v1.entries import EntryViewSet, cited_in, min_independent_sources
from api.v1.parts import EDITION, EVIDENCE, EntryLink, FactSerializer, Permalink, RecordSerializer
from relations import models, vocabularies


class AccountSerializer(FactSerializer):
    """One of the answers to the question, with its own citations."""

    class Meta:
        model = models.DiscrepancyAccount
        fields = ["slug", "sequence", "summary", *EVIDENCE]


class DiscrepancySerializer(RecordSerializer):
    url = Permalink("discrepancy")
    negotiation = EntryLink(allow_null=True, help_text="The negotiation it concerns.")
    accounts = AccountSerializer(many=True, help_text="What each source says; no order of merit.")

    class Meta:
        model = models.Discrepancy
        fields = [
            "slug",
            "url",
            "question",
            "negotiation",
            "status",
            "note",
            "accounts",
            *EDITION,
        ]


class DiscrepancyFilter(StrictFilterSet):
    status = VocabularyFilter(vocabularies.DiscrepancyStatus, "Whether the question is settled.")
    negotiation = EntryFilter(models.Negotiation, "Slug of a negotiation.", phrase="in_negotiation")
    document = cited_in()
    min_independent_sources = min_independent_sources("With accounts supported, taken together,")


class DiscrepancyViewSet(EntryViewSet):
    """Questions on which the sources disagree, with each source's account and its citations."""

    model = models.Discrepancy
    links = ("negotiation", "accounts__citations")
    serializer_class = DiscrepancySerializer
    filterset_class = DiscrepancyFilter
