"""The columns of a resource as a table, from its serializer: they are the same for every result."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db.models import Model
from drf_spectacular.drainage import get_override
from rest_framework import serializers

from api.json_renderer import json_bytes
from api.row_reading import Page
from api.v1.briefs import Included
from api.v1.parts import EntryLink, LinkedEntries

KINDS_OF_FIELDS = {
    serializers.BooleanField: "boolean",
    serializers.IntegerField: "integer",
    serializers.DateField: "date",
    serializers.DateTimeField: "datetime",
}


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds, and from which field of a row it is taken, and how.

    `kind` is `string`, `integer`, `boolean`, `date`, `datetime` or `array`. Where the value is the
    slug of an entry, or an array of slugs, `refers_to` is the model of these entries.
    """

    name: str
    about: str
    field: str
    taken: Callable | None = None
    kind: str = "string"
    between: str | None = None
    is_nullable: bool = False
    choices: tuple = ()
    refers_to: type[Model] | None = None

    def value(self, row):
        """The value in a row as the JSON shows it."""
        return self.taken(row[self.field]) if self.taken else row[self.field]

    def cell(self, row):
        """The value as one cell."""
        (cell,) = self.cells([row[self.field]])
        return cell

    def cells(self, shown):
        """The cells of what the field shows of many rows.

        Several values are joined, or written as JSON where nothing stands between them.
        """
        values = map(self.taken, shown) if self.taken else shown
        if self.kind == "array":
            values = map(_json if self.between is None else self.between.join, values)
        return values


class PageOfCells(Page):
    """Cells of the rows of a serializer. Of what a cell names by slug, only the slug is read."""

    def __init__(self, request, serializer):
        super().__init__(request)
        self.serializer = serializer

    def belonging(self, serializer, key, numbers):
        field = serializer.Meta.model._meta.get_field(key.removesuffix("_id"))
        is_in_cell = field.related_model is self.serializer.Meta.model
        only = ("slug",) if is_in_cell and _has_address(serializer) else None
        return super().belonging(serializer, key, numbers, only)

    def cells(self, columns, numbers):
        """The cells of the columns in the rows with these numbers, in their order."""
        shown = self.shown(self.serializer, numbers, dict.fromkeys(each.field for each in columns))
        cells = zip(*(column.cells(shown[column.field]) for column in columns), strict=True)
        rows = dict(zip(shown["pk"], cells, strict=True))
        return [rows[number] for number in numbers if number in rows]


@cache
def _has_address(serializer):
    return "url" in serializer().fields


def columns_of(serializer) -> dict:
    """The columns of the rows of a serializer, in order, by name."""
    found = [
        column
        for name, field in serializer.fields.items()
        if not isinstance(field, Included)
        for column in _columns(name, field)
    ]
    return {column.name: column for column in found}


def _columns(name, field):
    about = str(field.help_text or "")
    shape = _shape(field)
    if isinstance(shape, LinkedEntries):
        link = _related(field)
        end = link._meta.get_field(shape.to).related_model
        yield _joined(name, f"{about} Slugs, with `;` between.", name, "slug", ";", end)
        yield _joined(f"{name}_name", f"Names of `{name}`, for reading.", name, "name", "; ")
    elif isinstance(shape, EntryLink):
        null = {"is_nullable": field.allow_null}
        end = {"refers_to": _related(field)}
        yield Column(name, f"{about} Its slug.", name, _inner("slug"), **null, **end)
        yield Column(f"{name}_name", f"Name of `{name}`.", name, _inner("name"), **null)
    elif isinstance(shape, serializers.ListSerializer) and _has_address(type(shape.child)):
        end = shape.child.Meta.model
        yield _joined(name, f"{about} Slugs, with `;` between.", name, "slug", ";", end)
    elif isinstance(shape, serializers.Serializer):
        for key, part in shape.fields.items():
            yield Column(
                f"{name}_{key}", str(part.help_text), name, _inner(key), **_values(part, part)
            )
    elif isinstance(shape, serializers.ListSerializer | serializers.ListField):
        yield Column(name, f"{about} As JSON.", name, kind="array")
    else:
        yield Column(name, about, name, **_values(field, shape))


def _shape(field):
    """The field, or what a field without a shape of its own says that it answers."""
    if isinstance(field, LinkedEntries):
        return field
    shown = get_override(field, "field")
    if shown is None:
        return field
    return shown() if isinstance(shown, type) else shown


def _related(field):
    """The model at the far end of the column or relation that the field shows."""
    return field.parent.Meta.model._meta.get_field(field.source).related_model


def _values(field, shape):
    """What is known of the values of a field that has one value."""
    known = {"is_nullable": field.allow_null}
    if isinstance(shape, dict):
        return known | {"kind": shape["type"]}
    if isinstance(field, serializers.ChoiceField):
        known["choices"] = ("", *field.choices) if field.allow_blank else tuple(field.choices)
    return known | {"kind": KINDS_OF_FIELDS.get(type(field), "string")}


def _joined(name, about, field, key, between, refers_to=None):
    def values(entries):
        return [entry[key] for entry in entries]

    return Column(name, about, field, values, "array", between, refers_to=refers_to)


def _inner(key):
    return lambda shown: shown and shown[key]


def _json(value):
    return json_bytes(value).decode()
