"""The columns of a resource as a table, from its serializer: they are the same for every result."""

from collections.abc import Callable
from dataclasses import dataclass

from drf_spectacular.drainage import get_override
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from api.v1.briefs import Included
from api.v1.parts import EntryLink, LinkedEntries


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds, and its cell from a row as the JSON shows it."""

    name: str
    about: str
    cell: Callable


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
        yield _joined(name, f"{about} Slugs, with `;` between.", name, "slug", ";")
        yield _joined(f"{name}_name", f"Names of `{name}`, for reading.", name, "name", "; ")
    elif isinstance(shape, EntryLink):
        yield _inner(name, f"{about} Its slug.", name, "slug")
        yield _inner(f"{name}_name", f"Name of `{name}`.", name, "name")
    elif isinstance(shape, serializers.ListSerializer) and "url" in shape.child.fields:
        yield _joined(name, f"{about} Slugs, with `;` between.", name, "slug", ";")
    elif isinstance(shape, serializers.Serializer):
        for key, part in shape.fields.items():
            yield _inner(f"{name}_{key}", str(part.help_text), name, key)
    elif isinstance(shape, serializers.ListSerializer | serializers.ListField):
        yield Column(name, f"{about} As JSON.", lambda row: _json(row[name]))
    else:
        yield Column(name, about, lambda row: row[name])


def _shape(field):
    """The field, or what a field without a shape of its own says that it answers."""
    if isinstance(field, LinkedEntries):
        return field
    is_method = isinstance(field, serializers.SerializerMethodField)
    shown = get_override(getattr(field.parent, field.method_name) if is_method else field, "field")
    if shown is None:
        return field
    return shown() if isinstance(shown, type) else shown


def _joined(name, about, field, key, between):
    return Column(name, about, lambda row: between.join(entry[key] for entry in row[field]))


def _inner(name, about, field, key):
    return Column(name, about, lambda row: row[field] and row[field][key])


def _json(value):
    return JSONRenderer().render(value).decode()
