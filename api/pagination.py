"""Pages by keyset: each page continues after the last row seen, in a total order.

Every row appears exactly once however many rows share a value; a page costs the same at any depth.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from api.errors import InvalidParameters, invalid_parameter

LARGEST_PAGE = 500
DEFAULT_PAGE = 50
PARAMETERS = ("cursor", "page_size", "ordering", "count")


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
        if keys[-1] is None:
            raise ValueError("not the keys of a row")
        values = tuple(
            None if key is None else field.to_python(key)
            for field, key in zip(fields, keys, strict=True)
        )
        if [_text(value) for value in values] != keys:
            raise ValueError("not the keys as encode() writes them")
        return cls(query, is_backward, values)


class KeysetPagination(BasePagination):
    """Pages of a view that names its `orderings` (public name → column) and a default.

    Rows that share a value follow each other by the view's `tie_breaker`, a text that no two rows
    share. Columns may be those of required entries, such as `party__slug`.
    """

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        self.size = self._page_size()
        self.ordering = self._ordering(view)
        self.columns = self._columns(view)
        fields = [_field(queryset.model, column) for column in self.columns]
        self.query = self._fingerprint()
        cursor = self._cursor(fields)
        is_backward = cursor is not None and cursor.is_backward
        self.count = queryset.count() if self._wants_count() else None

        rows = queryset.order_by(*self._order(is_backward))
        if cursor:
            rows = rows.filter(self._after(cursor.keys, is_backward))
        rows = list(rows[: self.size + 1])
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
        return Response(page if self.count is None else {"count": self.count, **page})

    # Schema ---------------------------------------------------------------------------------------
    def get_paginated_response_schema(self, schema):
        link = {"type": "string", "format": "uri", "nullable": True}
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
                "next": {**link, "description": "Address of the next page; null on the last one."},
                "previous": {
                    **link,
                    "description": "Address of the page before; null on the first.",
                },
                "results": {**schema, "description": "The entries of this page."},
            },
        }

    def get_schema_operation_parameters(self, view):
        size = {
            "type": "integer",
            "minimum": 1,
            "maximum": LARGEST_PAGE,
            "default": DEFAULT_PAGE,
        }
        cursor = {"type": "string", "minLength": 1, "maxLength": 500}
        ordering = {
            "type": "string",
            "enum": ordering_values(view),
            "title": f"{view.basename.capitalize()}Ordering",
        }
        about = {
            "cursor": (cursor, "Place in the list, as `next` and `previous` of a page give it."),
            "page_size": (size, "Number of entries on a page."),
            "ordering": (
                ordering,
                f"Order of the entries; `-` turns it round. Default: `{view.default_ordering}`. "
                "Entries without a value come last.",
            ),
            "count": (
                {"type": "boolean", "default": False},
                "Whether the page tells the number of entries on all pages.",
            ),
        }
        return [
            {"in": "query", "name": name, "description": description, "schema": schema}
            for name, (schema, description) in about.items()
        ]

    # Parameters -----------------------------------------------------------------------------------
    def _page_size(self):
        text = self.request.query_params.get("page_size")
        if text is None:
            return DEFAULT_PAGE
        if text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= LARGEST_PAGE:
            return int(text)
        self._refuse("page_size", f"Use a whole number from 1 to {LARGEST_PAGE}.")

    def _wants_count(self):
        text = self.request.query_params.get("count", "false")
        if text not in ("true", "false"):
            self._refuse("count", "Use true or false.", ["true", "false"])
        return text == "true"

    def _ordering(self, view):
        allowed = ordering_values(view)
        ordering = self.request.query_params.get("ordering", allowed[0])
        if ordering not in allowed:
            self._refuse("ordering", "There is no such ordering here.", allowed)
        return ordering

    def _columns(self, view):
        column = view.orderings[self.ordering.removeprefix("-")]
        return (column,) if column == view.tie_breaker else (column, view.tie_breaker)

    def _fingerprint(self):
        """A short hash of all that decides which rows the query has, and in which order."""
        query = self.request.query_params
        chosen = sorted(
            (name, sorted(values))
            for name, values in query.lists()
            if name not in ("cursor", "page_size", "count", "ordering")
        )
        text = json.dumps([self.request.path, self.ordering, chosen])
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def _cursor(self, fields):
        text = self.request.query_params.get("cursor")
        if text is None:
            return None
        try:
            return Cursor.decode(text, self.query, fields)
        except (ValueError, OverflowError, RecursionError, binascii.Error, ValidationError):
            self._refuse("cursor", "Use a cursor from `next` or `previous` of this very query.")

    def _refuse(self, parameter, detail, allowed=()):
        raise InvalidParameters(invalid_parameter(parameter, "invalid", detail, allowed))

    # Order and position ---------------------------------------------------------------------------
    def _order(self, is_backward):
        """Order expressions; rows without a value come last, on every database."""
        nulls = {"nulls_first": True} if is_backward else {"nulls_last": True}
        return [
            F(column).desc(**nulls)
            if self._is_descending(column) != is_backward
            else F(column).asc(**nulls)
            for column in self.columns
        ]

    def _is_descending(self, column):
        return self.ordering.startswith("-") and column == self.columns[0]

    def _after(self, keys, is_backward):
        """Condition: the row comes after (before, if backward) the row with these keys."""
        condition = Q(pk__in=[])
        for column, key in reversed(list(zip(self.columns, keys, strict=True))):
            is_level = Q(**{f"{column}__isnull": True} if key is None else {column: key})
            condition = self._beyond(column, key, is_backward) | (is_level & condition)
        return condition

    def _beyond(self, column, key, is_backward):
        nulls = Q(**{f"{column}__isnull": True})
        if key is None:
            return ~nulls if is_backward else Q(pk__in=[])
        lookup = "lt" if self._is_descending(column) != is_backward else "gt"
        beyond = Q(**{f"{column}__{lookup}": key})
        return beyond if is_backward else beyond | nulls

    def _link(self, rows, index, is_backward):
        query = self.request.query_params.copy()
        if rows:
            keys = [_value(rows[index], column) for column in self.columns]
            query["cursor"] = Cursor(self.query, is_backward, tuple(map(_text, keys))).encode()
        else:  # the rows of this page are gone since; there is always a first page
            del query["cursor"]
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")


def _field(model, column):
    *way, name = column.split("__")
    for relation in way:
        model = model._meta.get_field(relation).related_model
    return model._meta.get_field(name)


def _value(row, column):
    return attrgetter(column.replace("__", "."))(row)


def _text(key):
    """The one way a key is written in a cursor; instants in UTC."""
    if key is None:
        return None
    if isinstance(key, datetime):
        key = key.astimezone(UTC)
    return key.isoformat() if isinstance(key, date) else str(key)


def ordering_values(view):
    """The values of `ordering` that the view allows; the first is its default."""
    default = view.default_ordering
    values = [f"{sign}{name}" for name in view.orderings for sign in ("", "-")]
    return [default, *(value for value in values if value != default)]
