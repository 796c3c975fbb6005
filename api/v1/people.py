from api.strict_filtering import StrictFilterSet
from api.v1.briefs import Included, IncludedEntries, StatementBrief
from api.v1.entries import EntryViewSet, by_party, cited_in, disputed, min_independent_sources
from api.v1.parts import (
    EDITION,
    EVIDENCE,
    EntryLink,
    FactSerializer,
    Permalink,
    RecordSerializer,
    other_names,
)
from relations import models


class HeldOfficeSerializer(RecordSerializer):
    """An office of the person."""

    url = Permalink("office")
    party = EntryLink(help_text="The party or body the office belongs to.")

    class Meta:
        model = models.Office
        fields = ["slug", "url", "title", "party", "since_on", "until_on"]


class PersonIncluded(Included):
    """The long related parts of a person, each only if asked for."""

    statements = IncludedEntries(
        StatementBrief,
        help_text="Statements of the person.",
    )


class PersonSerializer(FactSerializer):
    url = Permalink("person")
    other_names = other_names("Other spellings found in the documents.")
    offices = HeldOfficeSerializer(many=True, help_text="Offices the documents give the person.")
    included = PersonIncluded()

    class Meta:
        model = models.Person
        fields = [
            "slug",
            "url",
            "name",
            "other_names",
            "wikidata_id",
            "offices",
            *EDITION,
            *EVIDENCE,
            "included",
        ]


class PersonFilter(StrictFilterSet):
    party = by_party("for which the person holds an office")
    document = cited_in()
    disputed = disputed()
    min_independent_sources = min_independent_sources()


class PersonViewSet(EntryViewSet):
    """People who speak, attend or are named, with their offices."""

    model = models.Person
    links = ("offices", "citations")
    includes = PersonIncluded.names()
    serializer_class = PersonSerializer
    filterset_class = PersonFilter
