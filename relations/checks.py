"""System checks of the environment the record is kept in."""

import sqlite3

from django.core.checks import Tags, Warning, register
from django.db import connections

# First releases, per branch, in which a reset of the write-ahead log cannot corrupt the file.
SAFE_SQLITE_RELEASES = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


def is_safe_sqlite(version):
    """True if `version`, such as (3, 50, 7), has the fix for the write-ahead log reset."""
    branch = [safe for safe in SAFE_SQLITE_RELEASES if safe[:2] == version[:2]]
    return version >= (branch[0] if branch else SAFE_SQLITE_RELEASES[-1])


@register(Tags.database, deploy=True)  # who tries things out can do nothing about it
def check_sqlite_version(app_configs, databases=None, **kwargs):
    if not any(connections[alias].vendor == "sqlite" for alias in databases or []):
        return []
    if is_safe_sqlite(sqlite3.sqlite_version_info):
        return []
    return [
        Warning(
            f"SQLite {sqlite3.sqlite_version} has a rare fault: connections that write at the same "
            "moment can corrupt the database. To try things out it is fine.",
            hint=(
                "For a lasting installation run one server process (the default) and keep backups, "
                "or use a Python with SQLite 3.44.6, 3.50.7, 3.51.3 or later, or PostgreSQL by "
                "DATABASE_URL."
            ),
            id="relations.W001",
        )
    ]


@register(Tags.database)
def check_postgresql_durability(app_configs, databases=None, **kwargs):
    """Warn where the server may lose commits that it has acknowledged."""
    warnings = []
    for alias in databases or []:
        if connections[alias].vendor != "postgresql":
            continue
        for setting in ("fsync", "synchronous_commit"):
            with connections[alias].cursor() as cursor:
                cursor.execute(f"SHOW {setting}")
                (value,) = cursor.fetchone()
            if value == "off":
                warnings.append(
                    Warning(
                        f"PostgreSQL runs with {setting} off and can lose acknowledged commits.",
                        hint=f"Set {setting} to on.",
                        id="relations.W002",
                    )
                )
    return warnings
