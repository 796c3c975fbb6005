"""Pages by keyset: each page continues after the last row seen, in a total order.

Every row appears exactly once however many rows share a value; a page costs the same at any depth.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from api.errors import InvalidParameters, invalid_parameter
from api.facets import count_facets, facet_description, facet_enum, facets_of, facets_schema
from api.kept_counts import kept, which
from api.named_enums import several_of
from api.ordering import Ordering, column_of, ordering_parameter
from api.strict_filtering import chosen_values

LARGEST_PAGE = 500
DEFAULT_PAGE = 50
PARAMETERS = ("cursor", "page_size", "ordering", "count", "facet")
REPEATABLE_PARAMETERS = ("facet",)


def parameters_of(view):
    """The parameters above that the view's list takes."""
    return [name for name in PARAMETERS if name != "facet" or facets_of(view)]


@dataclass(frozen=True)
class Cursor:
    """A place between two rows of one query: the keys of the row beside it, and the way on."""

    query: str
    is_backward: bool
    keys: tuple

    def encode(self):
        content = json.dumps([self.query, self.is_backward, *self.keys], separators=(",", ":"))
        return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text, query, fields):
        """The cursor written as `text`; raises ValueError unless it belongs to `query`."""
        padded = text + "=" * (-len(text) % 4)
        content = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if not isinstance(content, list) or len(content) != 2 + len(fields):
            raise ValueError("not a cursor")
        found, is_backward, *keys = content
        if found != query or not isinstance(is_backward, bool):
            raise ValueError("a cursor of another query")
        if not all(key is None or (isinstance(key, str) and key.isprintable()) for key in keys):
            raise ValueError("not the keys of a row")
        if any(key is None and not field.null for field, key in zip(fields, keys, strict=True)):
            raise ValueError("not the keys of a row")
        values = tuple(
            None if key is None else field.to_python(key)
            for field, key in zip(fields, keys, strict=True)
        )
        if [_text(value) for value in values] != keys:
            raise ValueError("not the keys as encode() writes them")
        return cls(query, is_backward, values)


PAGE_SIZE_SCHEMA = {
    "type": "integer",
    "minimum": 1,
    "maximum": LARGEST_PAGE,
    "default": DEFAULT_PAGE,
}
CURSOR_SCHEMA = {"type": "string", "minLength": 1, "maxLength": 500}


def read_page_size(parameters):
    text = parameters.get("page_size")
    if text is None:
        return DEFAULT_PAGE
    if text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= LARGEST_PAGE:
        return int(text)
    refuse("page_size", f"Use a whole number from 1 to {LARGEST_PAGE}.")


def read_cursor(parameters, query, fields):
    """The cursor of `query` among the parameters, or None; its keys are values of the fields."""
    text = parameters.get("cursor")
    if text is None:
        return None
    try:
        return Cursor.decode(text, query, fields)
    except (ValueError, OverflowError, RecursionError, binascii.Error, ValidationError):
        refuse("cursor", "Use a cursor from `next` or `previous` of this very query.")


def refuse(parameter, detail, allowed=()):
    raise InvalidParameters(invalid_parameter(parameter, "invalid", detail, allowed))


class KeysetPagination(BasePagination):
    """Pages of a view that names its `orderings` (public name → column) and a default.

    Rows that share a value follow each other by the view's `tie_breaker`, a text that no two rows
    share. Columns may be those of required entries, such as `party__slug`.
    """

    def paginate_queryset(self, queryset, request, view=None):
        numbers = self.paginate_numbers(queryset, request, view)
        found = queryset.in_bulk(numbers)
        return [found[number] for number in numbers if number in found]

    def paginate_numbers(self, queryset, request, view):
        """The row numbers of the entries on the page, in its order."""
        self.request = request
        self.size = read_page_size(request.query_params)
        self.ordering = Ordering.asked(request, view)
        fields = [column_of(queryset.model, column) for column in self.ordering.columns]
        self.query = self._fingerprint()
        cursor = read_cursor(request.query_params, self.query, fields)
        is_backward = cursor is not None and cursor.is_backward
        self.facets = chosen_values(request.query_params, "facet", facets_of(view))
        self.counted = {}
        if self._wants_count():
            self.counted["count"] = kept(request, ("count", which(queryset)), queryset.count)
        if self.facets:
            self.counted["facets"] = count_facets(self.facets, view, queryset)

        order = self.ordering.expressions(queryset.model, is_backward=is_backward)
        rows = queryset.order_by(*order).values_list("pk", *self.ordering.columns)
        places = []
        for span in self._spans(cursor, fields) if cursor else [Q()]:
            places += rows.filter(span)[: self.size + 1 - len(places)]
            if len(places) > self.size:
                break
        return [number for number, *_ in self._cut(places, cursor)]

    def keys_of(self, row):
        """The keys of the place of a row: the values of the columns of the ordering."""
        return row[1:]

    def _cut(self, rows, cursor):
        """The rows of the page, of one more that was looked for; says how to go on from them."""
        is_backward = cursor is not None and cursor.is_backward
        has_more = len(rows) > self.size
        rows = rows[: self.size]
        if is_backward:
            rows.reverse()
        is_past_first = has_more if is_backward else cursor is not None
        self.next = self._link(rows, -1, False) if has_more or is_backward else None
        self.previous = self._link(rows, 0, True) if is_past_first else None
        return rows

    def get_paginated_response(self, data):
        page = {"next": self.next, "previous": self.previous, "results": data}
        return Response({**self.counted, **page})

    # Schema ---------------------------------------------------------------------------------------
    def get_paginated_response_schema(self, schema):
        link = {"type": "string", "format": "uri", "nullable": True}
        facets = {"facets": facets_schema(self.view)} if facets_of(self.view) else {}
        return {
            "type": "object",
            "description": "One page of a list.",
            "properties": {
                "count": {
                    "type": "integer",
                    "minimum": 0,
                    "maximum": 2147483647,
                    "description": "Number of entries on all pages; only there with `count=true`.",
                },
                **facets,
                "next": {**link, "description": "Address of the next page; null on the last one."},
                "previous": {
                    **link,
                    "description": "Address of the page before; null on the first.",
                },
                "results": {**schema, "description": "The entries of this page."},
            },
        }

    def get_schema_operation_parameters(self, view):
        about = {
            "cursor": (
                CURSOR_SCHEMA,
                "Place in the list, as `next` and `previous` of a page give it.",
            ),
            "page_size": (PAGE_SIZE_SCHEMA, "Number of entries on a page."),
            "count": (
                {"type": "boolean", "default": False},
                "Whether the page tells the number of entries on all pages.",
            ),
        }
        if facets_of(view):
            about["facet"] = (several_of(facet_enum(view)), facet_description(view))
        described = {
            name: {
                "in": "query",
                "name": name,
                "description": description,
                "schema": schema,
                **({"explode": True, "style": "form"} if name in REPEATABLE_PARAMETERS else {}),
            }
            for name, (schema, description) in about.items()
        }
        if view.orderings:
            described["ordering"] = ordering_parameter(view)
        return [described[name] for name in parameters_of(view) if name in described]

    # Parameters -----------------------------------------------------------------------------------
    def _wants_count(self):
        text = self.request.query_params.get("count", "false")
        if text not in ("true", "false"):
            refuse("count", "Use true or false.", ["true", "false"])
        return text == "true"

    def _fingerprint(self):
        """A short hash of all that decides which rows the query has, and in which order."""
        query = self.request.query_params
        chosen = sorted(
            (name, sorted(values))
            for name, values in query.lists()
            if name not in (*PARAMETERS, "include")
        )
        text = json.dumps([self.request.path, self.ordering.value, chosen])
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    # Position -------------------------------------------------------------------------------------
    def _spans(self, cursor, fields):
        """Conditions for the rows on from a place, nearest first; `fields` are those of its keys.

        Each is one range of an index that has the order, whichever way it is read: the rows that
        are level with the place but for the tie-breaker, those beyond, those without a value.
        """
        *sorted_by, tie_breaker = zip(self.ordering.columns, cursor.keys, strict=True)
        next_in_line = self._beyond(*tie_breaker, cursor.is_backward)
        if not sorted_by:
            yield next_in_line
            return
        ((column, key),) = sorted_by
        has_no_value = Q(**{f"{column}__isnull": True})
        if key is None:
            yield has_no_value & next_in_line
            if cursor.is_backward:
                yield ~has_no_value
            return
        yield Q(**{column: key}) & next_in_line
        yield self._beyond(column, key, cursor.is_backward)
        if not cursor.is_backward and fields[0].null:
            yield has_no_value

    def _beyond(self, column, key, is_backward):
        lookup = "lt" if self.ordering.is_descending(column) != is_backward else "gt"
        return Q(**{f"{column}__{lookup}": key})

    def _link(self, rows, index, is_backward):
        query = self.request.query_params.copy()
        if rows:
            keys = tuple(map(_text, self.keys_of(rows[index])))
            query["cursor"] = Cursor(self.query, is_backward, keys).encode()
        else:  # the rows of this page are gone since; there is always a first page
            del query["cursor"]
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")


def _text(key):
    """The one way a key is written in a cursor; instants in UTC."""
    if key is None:
        return None
    if isinstance(key, datetime):
        key = key.astimezone(UTC)
    return key.isoformat() if isinstance(key, date) else str(key)
