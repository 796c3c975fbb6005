"""Two entries side by side: their columns, where their words differ, and what points at them."""

from dataclasses import dataclass
from functools import cache

from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from relations.change_log import foreign_keys
from relations.desk.differences import NOTHING, shown
from relations.models import Citation, Entry, recorded_models
from relations.querysets.record import required_entries
from relations.word_differences import word_difference

MOST_ROWS = 50


@dataclass
class ComparedColumn:
    """One column of both entries: each side is a list of (words, whether the other differs)."""

    label: str
    left: list
    right: list

    @property
    def differs(self):
        return any(is_different for _, is_different in (*self.left, *self.right))


@dataclass
class ReferringRow:
    """A row that points at an entry; `url` is its page, if it has one."""

    name: str
    about: str
    url: str | None


@dataclass
class Reference:
    """A way to point at the entries: the first rows that do, and how many there are in all."""

    label: str
    left: list
    left_number: int
    right: list
    right_number: int


def compared_columns(left, right):
    """The columns in which the one or the other entry says something."""
    columns, left_out = [], {"id", *Entry.WORKFLOW_FIELDS} - {"publication_status"}
    for field in left._meta.concrete_fields:
        texts = [shown(entry, field) for entry in (left, right)]
        if field.name not in left_out and texts != [NOTHING, NOTHING]:
            columns.append(ComparedColumn(field.verbose_name, *differences(*texts)))
    return columns


def differences(left, right):
    """Both texts in parts, each with whether it is another one in the other text."""
    if NOTHING in (left, right):
        return [(left, left != right)], [(right, left != right)]
    pieces = word_difference(left, right)
    return [
        [(piece.words, piece.kind == own) for piece in pieces if piece.kind in ("same", own)]
        for own in ("removed", "added")
    ]


def references(left, right):
    """What points at the one or the other entry: a fixed number of queries for each noun."""
    found = []
    for model in recorded_models():
        fields = [each for each in foreign_keys(model) if each.related_model is type(left)]
        for field in fields:
            label = str(model._meta.verbose_name_plural)
            if len(fields) > 1:
                label += f", {field.verbose_name}"
            found.append(_reference(label, model, field, left, right))
    return [each for each in found if each.left or each.right]


def _reference(label, model, field, left, right):
    each = {"partition_by": field.attname}
    rows = model._base_manager.filter(**{f"{field.attname}__in": [left.pk, right.pk]})
    rows = rows.select_related(*_names_of(model)).annotate(
        place=Window(RowNumber(), order_by="pk", **each), number=Window(Count("pk"), **each)
    )
    sides = {left.pk: [], right.pk: []}
    for row in rows.filter(place__lte=MOST_ROWS).order_by("pk"):
        sides[getattr(row, field.attname)].append(row)
    numbers = [sides[pk][0].number if sides[pk] else 0 for pk in (left.pk, right.pk)]
    shown_rows = [[_referring(row) for row in sides[pk]] for pk in (left.pk, right.pk)]
    return Reference(label, shown_rows[0], numbers[0], shown_rows[1], numbers[1])


@cache
def _names_of(model):
    """Paths to the entries that the rows of a model are named after."""
    if model is Citation:  # it has a dozen facts, of which each stands on the page already
        return ["document"]
    paths = []
    for field in foreign_keys(model):
        beyond = required_entries(field.related_model)
        paths += [field.name, *(f"{field.name}__{path}" for path in beyond)]
    return paths


def _referring(row):
    if not isinstance(row, Entry):
        return ReferringRow(str(row), "", None)
    about = [row.get_publication_status_display()]
    if isinstance(row, Citation):
        about.append(row.get_bearing_display())
        about.append(f"“{row.exact}”" if row.exact else f"code points {row.start} to {row.end}")
    url = reverse(f"admin:relations_{row._meta.model_name}_change", args=[row.pk])
    return ReferringRow(str(row), ", ".join(map(str, about)), url)
