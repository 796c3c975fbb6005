"""Parts that the pages of several nouns are made of."""

from django.contrib import admin
from django.contrib.admin.utils import flatten

from relations.imprecise_date_fields import DerivedBoundField
from relations.imprecise_dates import describe, parse

# Nobody fills them in: they follow from what happens at the desk.
PUBLICATION_FIELDS = [
    "publication_status",
    ("reviewed_in", "submitted_by", "reviewed_by"),
    ("version", "corrected_at", "correction_reason"),
    "retraction_reason",
    "updated_at",
]


def date_fields(stem):
    """The fields of an imprecise date, in the order in which they are filled in."""
    return [
        f"{stem}_on",
        f"{stem}_basis",
        f"{stem}_as_printed",
        f"{stem}_note",
        (f"{stem}_earliest", f"{stem}_latest"),
    ]


def derived_bounds(model):
    """Names of the fields that nobody fills in, because they follow from a date."""
    return [
        field.name for field in model._meta.concrete_fields if isinstance(field, DerivedBoundField)
    ]


def not_filled_in(model):
    """Names of all fields that are shown and not filled in."""
    return [*flatten(PUBLICATION_FIELDS), *derived_bounds(model)]


def date_column(stem):
    """A column with the date in words, sorted by the first day it can mean.

    The days themselves, which stand in brackets after the words, are left to the entry's own page.
    """

    @admin.display(description=stem, ordering=f"{stem}_earliest")
    def column(entry):
        text = getattr(entry, f"{stem}_on")
        return describe(parse(text)).partition(" (")[0] if text else None

    column.__name__ = f"{stem}_reading"
    return column
