"""The columns of a resource as a table, from its serializer: they are the same for every result."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model
from drf_spectacular.drainage import get_override
from rest_framework import serializers

from api.json_renderer import json_bytes
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
    """A column: its name, what it holds, and its value in a row as the JSON shows it.

    `kind` is `string`, `integer`, `boolean`, `date`, `datetime` or `array`. Where the value is the
    slug of an entry, or an array of slugs, `refers_to` is the model of these entries.
    """

    name: str
    about: str
    value: Callable
    kind: str = "string"
    between: str | None = None
    is_nullable: bool = False
    choices: tuple = ()
    refers_to: type[Model] | None = None

    def cell(self, row):
        """The value as one cell: several are joined, or JSON where nothing stands between them."""
        value = self.value(row)
        if self.kind != "array":
            return value
        return _json(value) if self.between is None else self.between.join(value)


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
        yield Column(name, f"{about} Its slug.", _inner(name, "slug"), **null, **end)
        yield Column(f"{name}_name", f"Name of `{name}`.", _inner(name, "name"), **null)
    elif isinstance(shape, serializers.ListSerializer) and "url" in shape.child.fields:
        end = shape.child.Meta.model
        yield _joined(name, f"{about} Slugs, with `;` between.", name, "slug", ";", end)
    elif isinstance(shape, serializers.Serializer):
        for key, part in shape.fields.items():
            yield Column(
                f"{name}_{key}", str(part.help_text), _inner(name, key), **_values(part, part)
            )
    elif isinstance(shape, serializers.ListSerializer | serializers.ListField):
        yield Column(name, f"{about} As JSON.", _key(name), "array")
    else:
        yield Column(name, about, _key(name), **_values(field, shape))


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
    def values(row):
        return [entry[key] for entry in row[field]]

    return Column(name, about, values, "array", between, refers_to=refers_to)


def _inner(field, key):
    return lambda row: row[field] and row[field][key]


def _key(name):
    return lambda row: row[name]


def _json(value):
    return json_bytes(value).decode()
