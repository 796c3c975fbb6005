from api.filter_kinds import CertaintyFilter, EntryFilter
from api.strict_filtering import StrictFilterSet
from api.v1.entries import (
    EntryViewSet,
    by_party,
    cited_in,
    disputed,
    in_force,
    min_independent_sources,
)
from api.v1.parts import EDITION, EVIDENCE, EntryLink, FactSerializer, Permalink, imprecise_date
from relations import models


class OfficeSerializer(FactSerializer):
    url = Permalink("office")
    person = EntryLink(help_text="Who holds or held the office.")
    party = EntryLink(help_text="The party or body the office belongs to.")

    class Meta:
        model = models.Office
        fields = [
            "slug",
            "url",
            "person",
            "party",
            "title",
            *imprecise_date("since"),
            *imprecise_date("until"),
            *EDITION,
            *EVIDENCE,
        ]


class OfficeFilter(StrictFilterSet):
    person = EntryFilter(models.Person, "Slug of the person.", column="person")
    party = by_party("of the office")
    as_of = in_force("it")
    certainty = CertaintyFilter()
    document = cited_in()
    disputed = disputed()
    min_independent_sources = min_independent_sources()


class OfficeViewSet(EntryViewSet):
    """What a person is for a party, and when, as far as the documents say."""

    model = models.Office
    links = ("citations",)
    serializer_class = OfficeSerializer
    filterset_class = OfficeFilter
