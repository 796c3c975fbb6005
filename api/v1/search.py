"""One search through all kinds of entries, best first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, DateField, IntegerField, Q
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from api import record_time
from api.errors import InvalidParameters, invalid_parameter
from api.filter_kinds import SearchFilter
from api.kept_counts import kept
from api.named_enums import named_enum
from api.openapi import RecordSchema
from api.ordering import Ordering
from api.pagination import KeysetPagination, read_cursor, read_page_size
from api.strict_filtering import check_parameters, chosen_values
from relations import models, search_terms
from relations.highlighting import highlight
from relations.search_index import searched

# The kinds in reading order. Citations and exclusions are searched in their own lists: they repeat
# the words of statements, or carry no fact.
KINDS = {
    "negotiation": models.Negotiation,
    "round": models.Round,
    "issue": models.Issue,
    "party": models.Party,
    "person": models.Person,
    "office": models.Office,
    "position": models.Position,
    "statement": models.Statement,
    "development": models.Development,
    "document": models.Document,
    "discrepancy": models.Discrepancy,
}
PARAMETERS = ("q", "kind", "page_size", "cursor", "count")
KIND = named_enum(
    "SearchKind",
    "What kind of entry was found.",
    {kind: model.__doc__ for kind, model in KINDS.items()},
)
ORDER = (
    "The best come first: what is called so, then those with most terms found in what names them, "
    "then those with most found at all. Among equals come those that have a name and no date, such "
    "as people, then the newest by the last day their date can mean, undated ones last; then by "
    "kind and slug."
)


# The date of a person, party, issue or negotiation: what has a name and no date comes first.
TIMELESS = date.max


@dataclass(frozen=True)
class Hit:
    """An entry that was found, and the keys of its place among all kinds."""

    relevance: int
    newest: date | None
    kind: str
    entry: object

    @property
    def slug(self):
        return self.entry.slug

    @property
    def place(self):
        """Sorts hits; those of one kind at one place are left as the database has sorted them."""
        age = -self.newest.toordinal() if self.newest else 0
        return -self.relevance, self.newest is None, age, self.kind

    @property
    def date(self):
        dated_by = _dated_by(type(self.entry))
        return getattr(self.entry, f"{dated_by}_on") if dated_by else None

    def highlight(self, search):
        """What the entry says comes before what it is called, which `name` tells already."""
        chosen = searched(type(self.entry))
        texts = (getattr(self.entry, name) for name in chosen.body + chosen.heading)
        joined = [", ".join(text) if isinstance(text, list) else text for text in texts]
        return highlight(joined, search.terms)


def _dated_by(model):
    return getattr(model.objects.all(), "dated_by", None)


def _newest(model):
    """What stands for the date of an entry of a kind without dates."""
    return TIMELESS if "name" in searched(model).heading else None


class RankedPagination(KeysetPagination):
    """Pages of hits of several kinds, each kind continued after the same place."""

    ordering = Ordering("relevance", ("relevance", "newest", "kind", "slug"))
    fields = (IntegerField(), DateField(null=True), CharField(), CharField())

    def __init__(self, request):
        self.request = request
        self.size = read_page_size(request.query_params)
        self.wants_count = self._wants_count()
        self.query = self._fingerprint()
        self.cursor = read_cursor(request.query_params, self.query, self.fields)

    def keys_of(self, row):
        return row.relevance, row.newest, row.kind, row.slug

    def hits(self, ranked):
        """The hits of this page; `ranked` maps each kind to its entries in ranks, best first."""
        is_backward = self.cursor is not None and self.cursor.is_backward
        hits = []
        for kind, ranks in ranked.items():
            hits += self._next(kind, ranks, is_backward)
        hits.sort(key=lambda hit: hit.place, reverse=is_backward)
        return self._cut(hits[: self.size + 1], self.cursor)

    def _next(self, kind, ranks, is_backward):
        """The hits of a kind that come next: as many as a page has, and one more."""
        hits = []
        for entries in reversed(ranks) if is_backward else ranks:
            if self.cursor:
                entries = entries.filter(self._beside(kind, entries.model, is_backward))
            entries = entries.reverse() if is_backward else entries
            latest = f"{_dated_by(entries.model)}_latest"
            hits += [
                Hit(entry.relevance, getattr(entry, latest, _newest(entries.model)), kind, entry)
                for entry in entries[: self.size + 1 - len(hits)]
            ]
            if len(hits) > self.size:
                break
        return hits

    def _beside(self, kind, model, is_backward):
        """Condition: an entry of the kind comes after the cursor's (before, if backward)."""
        relevance, newest, at_kind, slug = self.cursor.keys
        less, more = ("gt", "lt") if is_backward else ("lt", "gt")
        if kind == at_kind:
            beside = Q(**{f"slug__{more}": slug})
        else:
            beside = _all(kind < at_kind if is_backward else kind > at_kind)
        dated_by = _dated_by(model)
        if dated_by is None:
            own = _newest(model)
            level = _all(newest == own)
            beyond = _all(newest != own and is_backward == (own == TIMELESS))
        else:
            latest, undated = f"{dated_by}_latest", Q(**{f"{dated_by}_latest__isnull": True})
            level = undated if newest is None else Q(**{latest: newest})
            if newest is None:
                beyond = ~undated if is_backward else _all(False)
            else:
                beyond = Q(**{f"{latest}__{less}": newest})
                beyond = beyond if is_backward else beyond | undated
        return Q(**{f"relevance__{less}": relevance}) | (
            Q(relevance=relevance) & (beyond | (level & beside))
        )


def _all(is_meant):
    """Condition: every row, or none."""
    return ~Q(pk__in=[]) if is_meant else Q(pk__in=[])


@extend_schema_field(KIND)
class KindField(serializers.CharField):
    pass


@extend_schema_field({"type": "integer", "minimum": 0, "maximum": 2147483647})
class CountField(serializers.IntegerField):
    pass


class SearchResultSerializer(serializers.Serializer):
    """An entry that was found."""

    kind = KindField(help_text="What kind of entry it is.")
    slug = serializers.CharField(help_text="Slug of the entry.")
    name = serializers.CharField(help_text="Name or short description of the entry.")
    url = serializers.URLField(help_text="Permanent address of the entry.")
    date = serializers.CharField(
        allow_null=True, help_text="Its date, as precise as is known; null where it has none."
    )
    highlight = serializers.CharField(
        help_text=(
            "What was found, about 300 characters of one text of the entry as HTML: `<mark>` "
            "stands around each match, everything else is escaped."
        )
    )


class KindCountSerializer(serializers.Serializer):
    """How many entries of one kind were found."""

    value = KindField(help_text="The kind.")
    label = serializers.CharField(help_text="Name of the kind, for people.")
    count = CountField(help_text="Number of entries of this kind, whatever `kind` asks for.")


class SearchFacetsSerializer(serializers.Serializer):
    """What was found, counted."""

    kind = KindCountSerializer(many=True, help_text="Every kind in order, with its number.")


class SearchPageSerializer(serializers.Serializer):
    """One page of what was found."""

    count = CountField(help_text="Number of entries on all pages; only there with `count=true`.")
    next = serializers.URLField(
        allow_null=True, help_text="Address of the next page; null on the last one."
    )
    previous = serializers.URLField(
        allow_null=True, help_text="Address of the page before; null on the first."
    )
    facets = SearchFacetsSerializer(help_text="What was found, counted by kind.")
    results = SearchResultSerializer(many=True, help_text="The entries of this page.")


class SearchSchema(RecordSchema):
    def get_operation_id(self):
        return "search"

    def get_summary(self):
        return "Search the record"

    def get_description(self):
        return (
            f"{self.view.__doc__} For a question in words. Entries of one kind, by party, issue, "
            f"date or other facts, are in its list, such as `listStatements`. {ORDER}"
        )

    def get_response_serializers(self):
        return SearchPageSerializer

    def _get_parameters(self):
        asked = [
            {
                "in": "query",
                "name": "q",
                "required": True,
                "description": f"Words to be found. {search_terms.SYNTAX}",
                "schema": SearchFilter().schema(),
            },
            {
                "in": "query",
                "name": "kind",
                "description": "Kinds of entries to be found; repeat it for several.",
                "schema": {"type": "array", "minItems": 1, "items": dict(KIND)},
                "explode": True,
                "style": "form",
            },
        ]
        paging = KeysetPagination().get_schema_operation_parameters(self.view)
        paging = [each for each in paging if each["name"] in PARAMETERS]
        return [*asked, *paging, record_time.SCHEMA]


class SearchView(record_time.AnswersOfThePast, APIView):
    """All kinds of entries by their words, the best first, with the words that were found."""

    http_method_names = ["get", "head"]
    schema = SearchSchema()
    basename = "search"
    orderings = {}
    default_ordering = RankedPagination.ordering.value
    has_facets = False

    def get(self, request):
        check_parameters(request.query_params, [*PARAMETERS, record_time.PARAMETER], ("kind",))
        self.ask_the_past(request)
        kinds = self._kinds()
        pages = RankedPagination(request)
        search = self._search()
        found = {kind: model.objects.published() for kind, model in KINDS.items()}
        numbers = kept(request, ("search", search), lambda: self._numbers(found, search))
        hits = pages.hits({kind: found[kind].with_links().in_ranks(search) for kind in kinds})
        page = {
            "next": pages.next,
            "previous": pages.previous,
            "facets": {"kind": [self._facet(kind, number) for kind, number in numbers.items()]},
            "results": [self._result(hit, search) for hit in hits],
        }
        if pages.wants_count:
            page = {"count": sum(numbers[kind] for kind in kinds), **page}
        return Response(page)

    def _numbers(self, found, search):
        return {kind: rows.matching(search).count() for kind, rows in found.items()}

    def _kinds(self):
        kinds = chosen_values(self.request.query_params, "kind", KINDS, may_repeat=True)
        return dict.fromkeys(kinds or KINDS)

    def _search(self):
        try:
            return search_terms.parse(self.request.query_params["q"])
        except KeyError:
            problem = invalid_parameter("q", "missing", "Say what is to be found.")
        except ValueError as error:
            problem = invalid_parameter("q", "invalid", str(error))
        raise InvalidParameters(problem)

    def _facet(self, kind, number):
        label = str(KINDS[kind]._meta.verbose_name_plural)
        return {"value": kind, "label": label.capitalize(), "count": number}

    def _result(self, hit, search):
        path = reverse(f"v1:{hit.kind}-detail", args=[hit.slug])
        return {
            "kind": hit.kind,
            "slug": hit.slug,
            "name": str(hit.entry),
            "url": self.request.build_absolute_uri(path),
            "date": hit.date,
            "highlight": hit.highlight(search),
        }
