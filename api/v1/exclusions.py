from api.filter_kinds import EntryFilter, VocabularyFilter
from api.strict_filtering import StrictFilterSet
from api.v1.entries import EntryViewSet
from api.v1.parts import EDITION, PASSAGE, EntryLink, Permalink, RecordSerializer
from relations import models
from relations.vocabularies import ExclusionReason


class ExclusionSerializer(RecordSerializer):
    url = Permalink("exclusion")
    document = EntryLink(help_text="The document the passage stands in.")

    class Meta:
        model = models.Exclusion
        fields = ["slug", "url", *PASSAGE, "reason", "repeats_line", "note", *EDITION]


class ExclusionFilter(StrictFilterSet):
    document = EntryFilter(models.Document, "Slug of the document.", column="document")
    reason = VocabularyFilter(ExclusionReason, "Why the passage carries no fact.")


class ExclusionViewSet(EntryViewSet):
    """Passages that carry no fact, each with the reason; all others are cited."""

    model = models.Exclusion
    serializer_class = ExclusionSerializer
    filterset_class = ExclusionFilter
    orderings = {"start": "start", **EntryViewSet.orderings}
