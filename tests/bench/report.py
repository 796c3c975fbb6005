"""The figures as a table: what was measured, what it was to be, and whether it is."""

import os
import platform
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

INTRODUCTION = """\
`make bench` generates a record of each size from a seed. It measures the service beside Django
REST framework as its guide shows it, Django Ninja, Datasette, the same rows by SQL alone and an
empty Django view, on SQLite and on PostgreSQL. `make bench SIZES="1000 100000"` chooses the sizes.

A public answer is kept in a response cache until the record changes, plain and compressed; a 304
does not even need that. What is not in the cache is read as rows of values, in a fixed number of
queries. Counts and facets are the same on every page of a list, so they too are cached until the
record changes."""


@dataclass(frozen=True)
class Line:
    """A line of the table. `reached` is None where nothing was to be reached."""

    what: str
    found: str
    wanted: str = ""
    reached: bool | None = None

    def cells(self):
        verdict = {True: "yes", False: "**no**", None: ""}[self.reached]
        return self.what, self.found, self.wanted, verdict


def at_least(what, value, wanted, unit=""):
    return Line(what, f"{value:,.1f}{unit}", f"≥ {wanted:,g}{unit}", value >= wanted)


def at_most(what, value, wanted, unit=""):
    return Line(what, f"{value:,.1f}{unit}", f"≤ {wanted:,g}{unit}", value <= wanted)


def told(what, value, unit=""):
    return Line(what, f"{value:,.1f}{unit}")


def markdown(sections, postgresql):
    """The whole report; `sections` maps titles to lines."""
    versions = ", ".join(
        f"{name} {version(name)}"
        for name in ("django", "djangorestframework", "granian", "django-ninja", "datasette")
    )
    parts = [
        "# How fast it is",
        INTRODUCTION,
        f"Measured on {datetime.now(UTC):%Y-%m-%d} by `make bench`: {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, PostgreSQL {postgresql}, "
        f"{versions}. Each server has one worker with one thread on one core, whoever asks it is "
        "on the other; PostgreSQL takes what is left. Medians of turns in which all contestants "
        "were measured one after the other; read them as ratios. *Hot* is an answer from the "
        "response cache, *cold* one that has to be made.",
    ]
    for title, lines in sections.items():
        rows = ["| What | Measured | Wanted | Reached |", "|---|---:|---:|---|"]
        rows += [f"| {' | '.join(line.cells())} |" for line in lines]
        parts += [f"## {title}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"
