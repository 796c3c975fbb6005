"""The record as one SQLite file, the same to the byte from the same rows.

Whatever SQLite could choose is stated, unused space is zeroed, and the rows come in one order.
What the header counts and notes of the writer is set last: the number of changes, and with it the
change for which the header is valid, to 1; the version of the library, which no reader uses, to 0
(https://www.sqlite.org/fileformat2.html#the_database_header).
"""

import sqlite3
from contextlib import closing
from itertools import chain

from api.json_renderer import json_bytes

SETTINGS = (
    "PRAGMA page_size = 4096",
    "PRAGMA encoding = 'UTF-8'",
    "PRAGMA auto_vacuum = NONE",
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
)
TYPES = {"integer": "INTEGER", "boolean": "INTEGER"}
# Offsets in the header, and what stands there in every archive.
CHANGE_COUNTER, VERSION_VALID_FOR, LIBRARY_VERSION = (24, 1), (92, 1), (96, 0)


def write_sqlite(path, resources):
    """Write a table for each resource, with keys, indexes, and a view of each tie to many."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for setting in SETTINGS:
            database.execute(setting)
        database.execute("BEGIN")
        names = {resource.model: resource.name for resource in resources}
        for resource in resources:
            database.execute(_table(resource, names))
        for resource in resources:
            _fill(database, resource)
        nouns = {resource.model: resource.noun for resource in resources}
        for statement in chain.from_iterable(_ties(each, nouns) for each in resources):
            database.execute(statement)
        _describe(database, resources)
        database.execute("COMMIT")
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise ValueError(f"Published entries refer to others that are missing: {broken[:5]}")
    _set_header(path)


def _table(resource, names):
    lines = [_column(column) for column in resource.columns]
    lines += [
        f"FOREIGN KEY ({quoted(column.name)}) REFERENCES {quoted(names[column.refers_to])} (slug)"
        for column in _references(resource)
    ]
    return f"CREATE TABLE {quoted(resource.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _column(column):
    words = [quoted(column.name), TYPES.get(column.kind, "TEXT")]
    if not column.is_nullable:
        words.append("NOT NULL")
    if column.name == "slug":
        words.append("PRIMARY KEY")
    return " ".join(words)


def _references(resource):
    return [each for each in resource.columns if each.refers_to and each.kind != "array"]


def _fill(database, resource):
    places = ", ".join("?" for _ in resource.columns)
    database.executemany(
        f"INSERT INTO {quoted(resource.name)} VALUES ({places})",
        ([_value(column, row) for column in resource.columns] for row in resource.rows()),
    )


def _value(column, row):
    value = column.value(row)
    return json_bytes(value).decode() if column.kind == "array" else value


def _ties(resource, nouns):
    """Indexes of the columns that refer to an entry, views of those that refer to many."""
    table = quoted(resource.name)
    for column in resource.columns:
        if not column.refers_to:
            continue
        name = quoted(f"{resource.name}_{column.name}")
        if column.kind != "array":
            yield f"CREATE INDEX {name} ON {table} ({quoted(column.name)})"
        else:
            yield (
                f"CREATE VIEW {name} AS SELECT {table}.slug AS slug, "
                f"each.value AS {quoted(nouns[column.refers_to])} "
                f"FROM {table}, json_each({table}.{quoted(column.name)}) AS each"
            )


def _describe(database, resources):
    database.execute(
        'CREATE TABLE "columns" ("table" TEXT NOT NULL, "column" TEXT NOT NULL, '
        '"about" TEXT NOT NULL, PRIMARY KEY ("table", "column"))'
    )
    database.executemany(
        'INSERT INTO "columns" VALUES (?, ?, ?)',
        (
            (resource.name, column.name, column.about)
            for resource in resources
            for column in resource.columns
        ),
    )


def _set_header(path):
    with path.open("r+b") as file:
        for offset, number in (CHANGE_COUNTER, VERSION_VALID_FOR, LIBRARY_VERSION):
            file.seek(offset)
            file.write(number.to_bytes(4, "big"))


def quoted(name):
    """A name of SQL, which may be one of its words, such as `end`."""
    return f'"{name}"'
