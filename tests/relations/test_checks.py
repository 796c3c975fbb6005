"""The warning of a SQLite that can corrupt a database several connections write to."""

import sqlite3

import pytest
from django.core import checks
from django.db import connections

from relations.checks import check_sqlite_version, is_safe_sqlite


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 34, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 9), True),
        ((3, 45, 0), False),
        ((3, 46, 1), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_a_sqlite_is_safe_from_the_fix_of_its_branch_on(version, safe):
    assert is_safe_sqlite(version) is safe


def warnings_with(monkeypatch, version, vendor="sqlite", databases=("default",)):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    monkeypatch.setattr(sqlite3, "sqlite_version", ".".join(map(str, version)))
    monkeypatch.setattr(connections["default"], "vendor", vendor)
    return check_sqlite_version(None, databases=databases)


def test_an_unsafe_sqlite_is_warned_of_with_a_remedy(monkeypatch):
    (warning,) = warnings_with(monkeypatch, (3, 46, 1))
    assert warning.id == "relations.W001"
    assert warning.msg.startswith("SQLite 3.46.1 has a rare fault")
    assert "DATABASE_URL" in warning.hint


def test_a_safe_sqlite_is_not_warned_of(monkeypatch):
    assert warnings_with(monkeypatch, (3, 51, 3)) == []


def test_an_unsafe_sqlite_that_is_not_used_is_not_warned_of(monkeypatch):
    assert warnings_with(monkeypatch, (3, 46, 1), vendor="postgresql") == []


@pytest.mark.parametrize("databases", [None, []])
def test_nothing_is_warned_of_where_no_database_is_checked(monkeypatch, databases):
    assert warnings_with(monkeypatch, (3, 46, 1), databases=databases) == []


def test_the_check_is_registered_for_databases():
    registered = checks.registry.registry
    assert check_sqlite_version in registered.get_checks(include_deployment_checks=True)
    assert check_sqlite_version not in registered.get_checks()
    assert checks.Tags.database in check_sqlite_version.tags
