"""The total order of a list, chosen by `ordering`: the same for its pages and for its tables."""

from dataclasses import dataclass

from django.db import connection, models
from django.db.models import F
from django.db.models.functions import Collate

from api.errors import InvalidParameters, invalid_parameter
from api.named_enums import named_enum


@dataclass(frozen=True)
class Ordering:
    """A value of `ordering`, and the columns it sorts by, ending in one without ties."""

    value: str
    columns: tuple

    @classmethod
    def asked(cls, request, view):
        """The ordering that the request asks for, else the default of the view."""
        allowed = ordering_values(view)
        value = request.query_params.get("ordering", allowed[0])
        if value not in allowed:
            detail = "There is no such ordering here."
            raise InvalidParameters(invalid_parameter("ordering", "invalid", detail, allowed))
        column = view.orderings[value.removeprefix("-")]
        tie_breaker = view.tie_breaker
        return cls(value, (column,) if column == tie_breaker else (column, tie_breaker))

    def is_descending(self, column):
        return self.value.startswith("-") and column == self.columns[0]

    def expressions(self, model, *, is_backward=False):
        """What to order rows of a model by; those without a value come last, on every database."""
        return [self._expression(model, column, is_backward) for column in self.columns]

    def _expression(self, model, column, is_backward):
        nulls = {}
        if column_of(model, column).null:  # else no index would be known to have that order
            nulls = {"nulls_first": True} if is_backward else {"nulls_last": True}
        is_descending = self.is_descending(column) != is_backward
        return F(column).desc(**nulls) if is_descending else F(column).asc(**nulls)


def column_of(model, path):
    """The column of a model, or at the end of a path, such as `party__slug`."""
    *way, name = path.split("__")
    for relation in way:
        model = model._meta.get_field(relation).related_model
    return model._meta.get_field(name)


def ordering_values(view):
    """The values of `ordering` that the view allows; the first is its default."""
    default = view.default_ordering
    values = [f"{sign}{name}" for name in view.orderings for sign in ("", "-")]
    return [default, *(value for value in values if value != default)]


def ordering_parameter(view):
    """`ordering` as the OpenAPI document describes it."""
    return {
        "in": "query",
        "name": "ordering",
        "description": (
            f"Order of the entries; `-` turns it round. Default: `{view.default_ordering}`. "
            "Entries without a value come last."
        ),
        "schema": named_enum(
            f"{view.basename.capitalize()}Ordering",
            "What the list is ordered by, and which way.",
            {value: _meaning(view, value) for value in ordering_values(view)},
        ),
    }


def _meaning(view, value):
    """Which way the ordering goes, and what the field that it goes by says."""
    name = value.removeprefix("-")
    field = view.model._meta.get_field(name)
    column = view.model._meta.get_field(view.orderings[name].split("__")[0])
    ways = ("From a to z", "From z to a")
    if isinstance(column, models.DateField):
        ways = ("Earliest first", "Latest first")
    elif isinstance(column, models.IntegerField):
        ways = ("Lowest first", "Highest first")
    return f"{ways[value.startswith('-')]}: {field.help_text}"


def by_code_point(column):
    """The column in the order that Python and every database sort texts in alike."""
    return Collate(column, "C" if connection.vendor == "postgresql" else "BINARY")
