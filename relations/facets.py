"""Facets of a query: how many of its rows have each value, are tied to each entry, or may fall
into each year.

The count of a value is the number of rows that would be left if one filtered by it as well: the
most frequent value first. Values that no row has are left out, and so are those after the first
hundred. A facet costs a fixed number of queries.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR

from django.core.exceptions import EmptyResultSet

from relations.querysets import TreeQuerySet
from relations.querysets.record import required_entries
from relations.vocabularies import PublicationStatus

MOST_VALUES = 100


@dataclass(frozen=True)
class FacetValue:
    """One value, how it is called, and how many rows have it."""

    value: str
    label: str
    count: int


def by_term(rows, name, vocabulary):
    """Rows for each value of a vocabulary in the column `name`, or what `<name>_path` gives."""
    counts = dict(rows.counted_by(name))
    return _most_frequent((term.value, term.label, counts.get(term.value)) for term in vocabulary)


def by_dispute(rows):
    """Facts that some passage disputes, and those that none does."""
    disputed, undisputed = rows.disputed().count(), rows.undisputed().count()
    return _most_frequent([("true", "Disputed", disputed), ("false", "Not disputed", undisputed)])


def by_year(rows, *, certain):
    """Rows whose date may fall into each year; if `certain`, rows whose date cannot fall outside.

    A date that is open at one end counts in the years that the other dates of the rows span.
    """
    spans = list(rows.counted_by_years())
    known = [year for first, last, _ in spans for year in (first, last) if MINYEAR < year < MAXYEAR]
    counts = Counter()
    for first, last, number in spans:
        if first == last or not certain:
            for year in range(max(first, min(known)), min(last, max(known)) + 1):
                counts[f"{year:04}"] += number
    return _most_frequent((year, year, number) for year, number in counts.items())


def by_entry(rows, name, model, *, with_those_above=False):
    """Rows tied to each published entry of `model` by the column `name` or along `<name>_path`.

    In a tree a row may count once for each entry above the one it is tied to as well, as far up as
    all are published: so `within` finds it.
    """
    try:
        ties, parameters = rows.ties(name).query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        return []
    table = model._meta.db_table
    status = PublicationStatus.PUBLISHED.value
    climbs = with_those_above and isinstance(model.objects.all(), TreeQuerySet)
    upwards = f"""
        UNION
        SELECT lineage.entry, above.id FROM lineage
        JOIN {table} below ON below.id = lineage.ancestor
        JOIN {table} above ON above.id = below.parent_id
        WHERE above.publication_status = %s"""
    sql = f"""
        WITH RECURSIVE lineage (entry, ancestor) AS (
            SELECT id, id FROM {table} WHERE publication_status = %s {upwards if climbs else ""}
        )
        SELECT {table}.*, counts.count
        FROM (
            SELECT lineage.ancestor, COUNT(DISTINCT ties.counted) AS count
            FROM ({ties}) ties
            JOIN lineage ON lineage.entry = ties.entry
            GROUP BY lineage.ancestor
        ) counts
        JOIN {table} ON {table}.id = counts.ancestor
        ORDER BY counts.count DESC, {table}.slug
        LIMIT {MOST_VALUES}"""
    entries = model.objects.raw(sql, [status] * (2 if climbs else 1) + list(parameters))
    named = entries.prefetch_related(*required_entries(model))
    return [FacetValue(entry.slug, str(entry), entry.count) for entry in named]


def _most_frequent(values):
    found = [FacetValue(*value) for value in values if value[2]]
    return sorted(found, key=lambda each: (-each.count, each.value))[:MOST_VALUES]
