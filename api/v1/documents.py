from rest_framework import serializers

from api.filter_kinds import AfterFilter, BeforeFilter, CertaintyFilter, TextFilter
from api.strict_filtering import StrictFilterSet
from api.v1.briefs import CitationBrief, Included, IncludedEntries
from api.v1.entries import EntryViewSet, happened_by
from api.v1.parts import EDITION, Permalink, RecordSerializer, imprecise_date
from relations import models


class DocumentIncluded(Included):
    """The long related parts of a document, each only if asked for."""

    citations = IncludedEntries(
        CitationBrief,
        help_text="Passages cited from it, in the order of the text.",
    )


class DocumentSerializer(RecordSerializer):
    url = Permalink("document")
    source_url = serializers.URLField(
        source="url", allow_null=True, help_text="Address of the document itself, where known."
    )
    included = DocumentIncluded()

    class Meta:
        model = models.Document
        fields = [
            "slug",
            "url",
            "title",
            "publisher",
            "author",
            "language",
            "translated_from",
            "translator",
            *imprecise_date("published"),
            "source_url",
            "file_name",
            "sha256",
            "length",
            "note",
            *EDITION,
            "included",
        ]


class DocumentFilter(StrictFilterSet):
    publisher = TextFilter("Publisher as the document names it.")
    language = TextFilter("BCP 47 tag of the language of the text, such as en.")
    as_of = happened_by("it was published")
    published_after = AfterFilter("Published in or after this time.")
    published_before = BeforeFilter("Published in or before this time.")
    certainty = CertaintyFilter()


class DocumentViewSet(EntryViewSet):
    """The sources, each fixed by the hash of its file; what a document does not say is empty."""

    model = models.Document
    includes = DocumentIncluded.names()
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter
    orderings = {"published_on": "published_earliest", **EntryViewSet.orderings}
