"""The rows of a resource as every installation with the same record has them."""

import json
from dataclasses import dataclass
from datetime import UTC
from functools import cached_property
from pathlib import Path

from django.db.models import Max

from api.ordering import by_code_point
from api.table_formats import write_jsonl
from api.v1.entries import EntryViewSet
from api.v1.table_columns import columns_of
from relations.models import Entry, recorded_models

# When an entry was saved is a fact of the installation, not of the record.
LEFT_OUT = {"updated_at"}
# Keys that tell the order of rows in a list, for each kind of row.
PLACES = (
    ("document", "start", "slug"),
    ("sequence", "slug"),
    ("slug",),
    ("party", "person"),
    ("party",),
)


@dataclass(frozen=True)
class Resource:
    """A list of the API within an archive that is being made.

    `name` is that of the list, `noun` that of one entry, `folder` where its tables are written.
    """

    name: str
    noun: str
    view: EntryViewSet
    folder: Path

    @classmethod
    def all_of(cls, registry, folder):
        """Those of a router's registry, in its order."""
        return [
            # Without a request, an address is a path.
            cls(name, noun, viewset(request=None, format_kwarg=None, included=()), folder)
            for name, viewset, noun in registry
        ]

    @property
    def model(self):
        return self.view.model

    @property
    def about(self):
        return " ".join(self.view.__doc__.split())

    @cached_property
    def columns(self):
        columns = columns_of(self.view.get_serializer()).values()
        return [column for column in columns if column.name not in LEFT_OUT]

    @property
    def csv(self):
        return self.folder / "csv" / f"{self.name}.csv"

    @property
    def jsonl(self):
        return self.folder / "jsonl" / f"{self.name}.jsonl"

    def entries(self):
        """The published entries with what their rows show, in the order of their slugs."""
        return self.view.get_queryset().order_by(by_code_point("slug"))

    def write_rows(self):
        """Read the rows from the database into the JSON Lines, of which all else is made."""
        rows = map(row_of, self.view.each_row(self.entries()))
        with self.jsonl.open("wb") as file:
            write_jsonl(file, {}, rows, {})

    def rows(self):
        """The rows that were written, one at a time."""
        with self.jsonl.open(encoding="utf-8", newline="\n") as file:
            yield from map(json.loads, file)


def row_of(answer):
    """The row of the API without what is left out, and with its lists in one order."""
    return {key: in_one_order(value) for key, value in answer.items() if key not in LEFT_OUT}


def in_one_order(value):
    """The value with the rows of each list in an order that depends on nothing but the rows.

    The API shows links in the order in which they were stored.
    """
    if isinstance(value, dict):
        return {key: in_one_order(each) for key, each in value.items()}
    if not isinstance(value, list):
        return value
    rows = [in_one_order(each) for each in value]
    for keys in PLACES:
        if all(isinstance(row, dict) and row.keys() >= set(keys) for row in rows):
            return sorted(rows, key=lambda row: [_place(row[key]) for key in keys])
    return rows


def _place(value):
    """A text or number to sort by: of an entry, its slug; of none, what comes first."""
    return (value["slug"] if value else "") if value is None or isinstance(value, dict) else value


def newest_change():
    """Day (UTC) on which something published was last saved; None if nothing is published."""
    times = [
        model.objects.published().aggregate(time=Max("updated_at"))["time"]
        for model in recorded_models(Entry)
    ]
    newest = max(filter(None, times), default=None)
    return newest and newest.astimezone(UTC).date()
