"""How the databases find what is asked for: no question reads a large table from end to end.

Asked of a record made up large enough for the planners to choose as they would among millions:
statements, citations and what links them. Counting everything reads everything, and is no list.
"""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from api.v1.urls import router
from tests.bench.synthetic import fill

pytestmark = pytest.mark.dialect

STATEMENTS = 12_000
LARGE = ("statement", "citation", "statementparty", "statementissue")
# What is asked of each list: every filter and ordering, with values that are there.
VALUES = {
    "account": None,  # the record made up has no discrepancies
    "as_of": "2020-05-05",
    "authority": "ambassador",
    "bearing": "disputes",
    "certainty": None,  # says how a range is read
    "discrepancy": None,
    "development": None,
    "disputed": "true",
    "document": "document-9",
    "issue": "issue-9",
    "kind": "position",
    "language": "en",
    "min_independent_sources": "2",
    "mode": "direct",
    "negotiation": "negotiation-2",
    "office": None,
    "party": "party-9",
    "person": "person-9",
    "position": "position-1",
    "reported_by": "TASS",
    "reported_via": "TASS",
    "round": "round-3",
    "said_after": "2020-01",
    "said_before": "2020-02",
    "schedule": None,
    "search": "plutonium",
    "statement": None,
}


@pytest.fixture(scope="module")
def large_record(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        fill(STATEMENTS)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # A table of millions has so many more pages than one of thousands.
                cursor.execute(f"SET LOCAL seq_page_cost = {1_000_000 // STATEMENTS}")
        yield
        transaction.set_rollback(True)


def lists():
    views = {prefix: view for prefix, view, _ in router.registry}
    for prefix in ("statements", "citations"):
        view = views[prefix]
        yield f"/api/v1/{prefix}"
        for name in view.filterset_class.base_filters:
            if VALUES[name]:
                yield f"/api/v1/{prefix}?{name}={VALUES[name]}"
        for name in view.orderings:
            for sign in ("", "-"):
                yield f"/api/v1/{prefix}?ordering={sign}{name}"
    yield "/api/v1/search?q=plutonium"
    for asked in ("", "?issue=issue-9", "?party=party-9", "?negotiation=negotiation-2"):
        yield f"/api/v1/positions/matrix{asked}"


def test_every_filter_is_asked_or_said_to_have_nothing_to_find():
    views = {prefix: view for prefix, view, _ in router.registry}
    names = {
        name
        for prefix in ("statements", "citations")
        for name in views[prefix].filterset_class.base_filters
    }
    assert names == set(VALUES)


SCANS = {
    # An index of the status finds nearly all rows, so whoever uses it alone reads them all; half of
    # them, on the average, whoever makes a list of all before or after a day.
    "sqlite": (
        r"SCAN (\w+)$|SEARCH (\w+) USING INDEX \w+_publication_status_\w+ "
        r"|SEARCH [UV]\d USING .*INDEX (relations_[a-z]+)_\w+ \(\w+[<>]\?\)"
    ),
    # PostgreSQL may gather that way, once, what it holds citations against in so small a record.
    "postgresql": r"Seq Scan on (\w+)",
}


def scans(sql):
    """Large tables that the plan of the query reads from end to end."""
    explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
    with connection.cursor() as cursor:
        cursor.execute(explain + sql)
        plan = [str(row[-1]) for row in cursor.fetchall()]
    found = filter(None, (re.search(SCANS[connection.vendor], line) for line in plan))
    read = [next(filter(None, match.groups())) for match in found]
    return {table for table in read if table.removeprefix("relations_") in LARGE}


@pytest.mark.slow
@pytest.mark.parametrize("path", list(lists()))
def test_no_question_reads_a_large_table_from_end_to_end(path, reader, large_record, db):
    with CaptureQueriesContext(connection) as asked:
        found = reader.get_json(path)
        if found.get("next"):
            reader.get_json(found["next"])
    assert found["rows" if "matrix" in path else "results"]
    read = {
        query["sql"]: scans(query["sql"]) for query in asked if query["sql"].startswith("SELECT")
    }
    assert not any(read.values()), read


def test_a_scan_would_be_seen(large_record, db):
    assert scans("SELECT * FROM relations_statement WHERE venue = 'nowhere'") == {
        "relations_statement"
    }
