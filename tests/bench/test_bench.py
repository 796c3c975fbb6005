"""The benchmark runs, on a tiny record; what it measures is for `make bench` alone."""

import json
import os

import pytest

from tests.bench import databases, measures
from tests.bench.__main__ import main
from tests.bench.servers import granian

STATEMENTS = 200


@pytest.fixture
def on_sqlite(monkeypatch, tmp_path):
    """Records of the benchmark go to SQLite, into a folder of the test."""
    cores = os.sched_getaffinity(0)
    monkeypatch.setattr(databases, "KEPT", tmp_path / "kept")
    monkeypatch.setenv("DATABASE_URL", "sqlite://:memory:")
    monkeypatch.delenv("STATEMENT_TIMEOUT_MS", raising=False)
    yield tmp_path
    os.sched_setaffinity(0, cores)


def test_the_benchmark_measures_everything_and_writes_the_table(on_sqlite, capsys):
    written = on_sqlite / "results.md"
    options = ["--turns", "1", "--seconds", "0.02", "--loaded", str(STATEMENTS)]
    main(["--sizes", str(STATEMENTS), *options, "--write", str(written)])
    table = written.read_text()
    assert table in capsys.readouterr().out
    for what in (
        "hot against Django REST framework",
        "304 against an empty view",
        "cold against Django Ninja",
        "cold against Datasette",
        "raw SQL through the driver, requests/s",
        "cold deep page, 200 against 200 statements",
        "filters: slowest p95 of 21 questions",
        "orderings: slowest p95 of 6 questions",
        "facets: slowest p95 of 9 questions",
        "facets: the first after a change",
        "search: slowest p95",
        "matrix of an issue or two parties: slowest p95",
        "matrix of all issues and parties: p95",
        "memory it takes meanwhile",
        "`load_record` of",
        "queries in the database",
    ):
        assert f"| {what}" in table


def test_all_contestants_answer_the_same_rows(on_sqlite):
    url, _ = databases.on_sqlite(STATEMENTS)

    def rows(application, target, **environment):
        with granian(application, url, **environment) as server, measures.client(server) as reader:
            status, _, body = reader.ask(target)
        assert status == 200, body
        return json.loads(body)["results"]

    ours = rows(measures.OURS, measures.LIST)
    assert len(ours) == 50
    for name in ("idiomatic_drf", "ninja"):
        theirs = rows(measures.CONTESTANT, "/statements", CONTESTANT=name)
        assert [row.keys() for row in theirs] == [row.keys() for row in ours]
        for told in ("slug", "text", "speaker", "parties", "issues", "round", "said_earliest"):
            assert [row[told] for row in theirs] == [row[told] for row in ours], (name, told)
        cited = [[each["slug"] for each in row["citations"]] for row in theirs]
        assert cited == [[each["slug"] for each in row["citations"]] for row in ours]
    raw = rows("tests.bench.contestants.raw_sql:application", "/")
    for told in ("slug", "text", "said_earliest"):
        assert [row[told] for row in raw] == [row[told] for row in ours]
    for told in ("parties", "issues", "citations"):
        assert [[each["slug"] for each in row[told]] for row in raw] == [
            [each["slug"] for each in row[told]] for row in ours
        ]
