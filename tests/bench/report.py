"""The figures as a table: what was measured, what it was to be, and whether it is."""

import os
import platform
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version


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
        f"Measured on {datetime.now(UTC):%Y-%m-%d} by `make bench`: {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, PostgreSQL {postgresql}, "
        f"{versions}. Each server has one worker with one thread on one core, whoever asks it is "
        "on the other; PostgreSQL takes what is left. Medians of turns in which all contestants "
        "were measured one after the other; read them as ratios. *Cold* is an answer that has to "
        "be made, *hot* one that is ready.",
    ]
    for title, lines in sections.items():
        rows = ["| What | Measured | Wanted | Reached |", "|---|---:|---:|---|"]
        rows += [f"| {' | '.join(line.cells())} |" for line in lines]
        parts += [f"## {title}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"
