"""What a proposal changes, field by field, in words for a reader."""

from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.forms.utils import pretty_name

from relations.desk.row_changes import content_fields
from relations.imprecise_dates import describe, parse
from relations.models import Entry

NOTHING = "–"


@dataclass(frozen=True)
class FieldDifference:
    """One column: what stood there and what would; equal where nothing changes."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowDifference:
    """One row: what it is, what happens to it, and in which columns."""

    kind: str
    name: str
    verb: str
    fields: list = field(default_factory=list)
    row: object = None


def differences(changes):
    """A RowDifference for each change."""
    return [_difference(change) for change in changes]


def _difference(change):
    model = apps.get_model("relations", change["model"])
    stored = model._base_manager.filter(pk=change["id"]).first()
    before = model(**(change["before"] or {}))
    after = model(**(change["after"] or {}))
    verb = "added" if not change["before"] else "removed" if not change["after"] else "changed"
    names = [*(change["before"] or {}), *(change["after"] or {})]
    fields = [
        FieldDifference(label_of(column), shown(before, column), shown(after, column))
        for column in content_fields(model)
        if column.attname in names
    ]
    if verb != "changed":
        fields = [each for each in fields if each.before != each.after]
    row = stored or (after if change["after"] else before)
    return RowDifference(model._meta.verbose_name, _name(row), verb, fields, stored)


def whole(rows):
    """A RowDifference for each row as it stands, with every column that says something."""
    return [
        RowDifference(
            row._meta.verbose_name,
            _name(row),
            "new",
            [
                FieldDifference(label_of(column), "", text)
                for column in content_fields(type(row))
                if (text := shown(row, column)) != NOTHING
            ],
            row,
        )
        for row in rows
    ]


def label_of(column):
    return pretty_name(column.verbose_name)


def shown(row, column):
    """The value of a column as text: names of entries and values, dates in words."""
    value = getattr(row, column.attname)
    if value in (None, "", []):
        return NOTHING
    if column.many_to_one:
        return _related(row, column)
    if column.choices:
        return dict(column.flatchoices).get(value, value)
    if column.name.endswith("_on"):
        return f"{value}: {describe(parse(value))}"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _related(row, foreign_key):
    try:
        return str(getattr(row, foreign_key.name))
    except ObjectDoesNotExist:
        number = getattr(row, foreign_key.attname)
        return f"{foreign_key.related_model._meta.verbose_name} {number}, deleted"


def _name(row):
    try:
        return row.slug if isinstance(row, Entry) and not row.pk else str(row)
    except ObjectDoesNotExist:
        return f"{row._meta.verbose_name} {row.pk or ''}".strip()
