"""Answers that are ready: as few bytes and as little work as can be, and never another answer."""

import gc
import gzip
import json
from contextlib import suppress
from datetime import UTC, datetime

import brotli
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from api import ready_answers
from api.wsgi import application
from relations.models import Round, RoundIssue
from relations.record_state import record_state
from tests import builders
from tests.api.wire import ask

ROUNDS = "/api/v1/rounds"
UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}


@pytest.fixture
def made(monkeypatch):
    """The addresses that Django was asked for, in order."""
    asked, inner = [], application.application

    def listen(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return inner(environ, start_response)

    monkeypatch.setattr(application, "application", listen)
    application.kept.clear()
    return asked


def test_the_same_question_is_answered_once(made, db):
    builders.a_round()
    first, again = ask(ROUNDS), ask(ROUNDS)
    assert made == [ROUNDS]
    assert (first.status, first.body, first.headers) == (again.status, again.body, again.headers)


@pytest.mark.parametrize(
    "other",
    [
        {"target": f"{ROUNDS}?page_size=1"},
        {"HTTP_HOST": "127.0.0.1"},
        {"SERVER_PORT": "8080"},
        {"wsgi.url_scheme": "https"},
        {"SCRIPT_NAME": "/record"},
        {"HTTP_ACCEPT": "application/json"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
    ],
    ids=str,
)
def test_another_question_has_another_answer_and_etag(other, made, db):
    builders.a_round()
    first = ask(ROUNDS)
    second = ask(**{"target": ROUNDS, **other})
    assert len(made) == 2
    assert first.headers["ETag"] != second.headers["ETag"]
    assert ask(**{"target": ROUNDS, **other}).body == second.body
    assert len(made) == 2


@pytest.mark.parametrize(
    "header", ["HTTP_COOKIE", "HTTP_ORIGIN", "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_X_ANYTHING"]
)
def test_nothing_else_reaches_django(header, made, db):
    builders.a_round()
    assert ask(ROUNDS, **{header: "x"}).headers == ask(ROUNDS, **{header: "y"}).headers
    assert made == [ROUNDS]


def test_304_costs_no_answer_and_none_has_to_be_at_hand(made, db):
    builders.a_round()
    etag = ask(ROUNDS).headers["ETag"]
    application.kept.clear()
    with CaptureQueriesContext(connection) as queries:
        for condition in (etag, f"W/{etag}", f'"x", {etag}'):
            for method in ("GET", "HEAD"):
                answer = ask(ROUNDS, method=method, HTTP_IF_NONE_MATCH=condition)
                assert (answer.status, answer.body) == (304, b"")
                assert answer.headers["ETag"] == etag
    assert (made, len(queries)) == ([ROUNDS], 0)


def test_an_etag_cannot_be_guessed(monkeypatch, db):
    before = ask(ROUNDS).headers["ETag"]
    monkeypatch.setattr(ready_answers, "_secret", lambda: b"another installation")
    assert ask(ROUNDS, HTTP_IF_NONE_MATCH=before).status == 200


WRITES = {
    "save": lambda entry: entry.save(),
    "SQL": lambda entry: connection.cursor().execute(
        "UPDATE relations_round SET title = 'Raw' WHERE id = %s", [entry.pk]
    ),
    "delete": lambda entry: entry.delete(),
    "link": lambda entry: RoundIssue.objects.create(round=entry, issue=builders.an_issue()),
}


@pytest.mark.parametrize("write", WRITES)
def test_every_change_makes_every_answer_anew(write, made, db):
    entry = builders.a_round()
    before, state = ask(ROUNDS).headers["ETag"], record_state()
    WRITES[write](entry)
    assert record_state() != state
    after = ask(ROUNDS, HTTP_IF_NONE_MATCH=before)
    assert (after.status, after.headers["ETag"] != before, len(made)) == (200, True, 2)


def test_a_number_that_comes_again_is_another_state(db):
    """As after a backup was restored."""
    entry = builders.a_round()
    states = []
    for title in ("One", "Another"):
        with suppress(InterruptedError), transaction.atomic():
            entry.title = title
            entry.save()
            states.append(record_state())
            raise InterruptedError
    assert states[0][0] == states[1][0]
    assert states[0] != states[1]


def test_while_an_answer_is_made_no_garbage_is_searched_for(monkeypatch, db):
    searching, inner = [], application.application

    def look(environ, start_response):
        searching.append(gc.isenabled())
        return inner(environ, start_response)

    monkeypatch.setattr(application, "application", look)
    application.kept.clear()
    ask(ROUNDS)
    ask("/problems")
    assert searching == [False, True]
    assert gc.isenabled()


def test_matrix_of_today_is_another_one_tomorrow(made, monkeypatch, db):
    target = "/api/v1/positions/matrix"
    found = []
    for instant in (datetime(2026, 3, 1, 23, 59, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)):
        monkeypatch.setattr("django.utils.timezone.now", lambda instant=instant: instant)
        found.append(ask(target))
        assert ask(target).body == found[-1].body
        assert ask(target, HTTP_IF_NONE_MATCH=found[-1].headers["ETag"]).status == 304
    assert [each.json()["as_of"] for each in found] == ["2026-03-01", "2026-03-02"]
    assert found[0].headers["ETag"] != found[1].headers["ETag"]
    assert len(made) == 2


def test_an_answer_made_while_the_record_changed_is_made_again(monkeypatch, db):
    entry = builders.a_round(title="Before")
    inner, made = application.application, []
    application.kept.clear()

    def change_after_reading(environ, start_response):
        body = [b"".join(inner(environ, start_response))]
        if not made:
            entry.title = "After"
            entry.save()
        made.append(body)
        return body

    monkeypatch.setattr(application, "application", change_after_reading)
    answer = ask(ROUNDS)
    assert [json.loads(body[0])["results"][0]["title"] for body in made] == ["Before", "After"]
    assert answer.json()["results"][0]["title"] == "After"
    assert ask(ROUNDS, HTTP_IF_NONE_MATCH=answer.headers["ETag"]).status == 304


def test_an_answer_that_is_never_of_one_state_has_no_etag(monkeypatch, db):
    entry = builders.a_round()
    inner = application.application
    application.kept.clear()

    def always_change(environ, start_response):
        body = [b"".join(inner(environ, start_response))]
        entry.save()
        return body

    monkeypatch.setattr(application, "application", always_change)
    answer = ask(ROUNDS)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in answer.headers


def test_problems_and_other_addresses_are_not_kept(made, db):
    for target in (f"{ROUNDS}?bogus=1", f"{ROUNDS}/none", "/api/v1/releases", "/api/v1"):
        made.clear()
        ask(target)
        ask(target)
        assert len(made) == 2, target
    assert not application.kept


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("identity", None),
        ("*", "br"),
        ("br", "br"),
        ("gzip;q=0, *", "br"),
        ("gzip;q=x", "gzip"),
        ("", None),
    ],
)
def test_the_client_chooses_how_an_answer_is_packed(accepted, coding, db):
    builders.a_round()
    plain = ask(ROUNDS)
    packed = ask(ROUNDS, HTTP_ACCEPT_ENCODING=accepted)
    assert packed.headers.get("Content-Encoding") == coding
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert UNPACK[coding](packed.body) == plain.body
    assert int(packed.headers["Content-Length"]) == len(packed.body)


def test_small_answers_and_binaries_are_sent_as_they_are(db):
    gzipped = {"HTTP_ACCEPT_ENCODING": "gzip"}
    assert "Content-Encoding" not in ask(ROUNDS, **gzipped).headers
    builders.a_round()
    spreadsheet = ask(f"{ROUNDS}.xlsx", **gzipped)
    assert "Content-Encoding" not in spreadsheet.headers
    assert "Accept-Encoding" not in spreadsheet.headers.get("Vary", "")


def test_a_large_answer_is_packed_in_blocks_and_not_kept(monkeypatch, db):
    monkeypatch.setattr(ready_answers, "LARGEST_KEPT", 600)
    for _ in range(5):
        builders.a_statement(text="word " * 500)
    application.kept.clear()
    for target in ("/api/v1/statements.csv", "/api/v1/statements"):
        plain = ask(target)
        for accepted, coding in (("gzip, br", "gzip"), ("br", "br")):
            packed = ask(target, HTTP_ACCEPT_ENCODING=accepted)
            assert packed.headers["Content-Encoding"] == coding
            assert UNPACK[coding](packed.body) == plain.body
        assert ask(target, HTTP_IF_NONE_MATCH=plain.headers["ETag"]).status == 304
    assert not application.kept


def test_memory_is_bounded_and_the_oldest_goes_first(monkeypatch, made, db):
    for number in range(3):
        builders.a_round(slug=f"round-{number}")
        ask(f"{ROUNDS}/round-{number}")
    of_two = sum(sorted(map(ready_answers.size_of, application.kept.values()))[-2:])
    kept = type(application.kept)(of_two, ready_answers.size_of)
    monkeypatch.setattr(application, "kept", kept)
    made.clear()
    for number in (0, 1, 2, 2, 1, 0):
        ask(f"{ROUNDS}/round-{number}")
    assert [path[-1] for path in made] == ["0", "1", "2", "0"]
    assert application.kept.currsize <= application.kept.maxsize


@pytest.mark.parametrize("header", [name for name in ready_answers.BOUNDED if "HOST" not in name])
def test_nothing_of_any_length_is_remembered(header, made, db):
    builders.a_round()
    long = "x" * (ready_answers.LONGEST_PART + 1)
    sent = {"target": f"/api/{long}"} if header == "PATH_INFO" else {header: f"*/*, gzip, {long}"}
    addresses = ready_answers._is_made_of_record.cache_info().currsize
    for _ in range(2):
        answer = ask(**{"target": ROUNDS, **sent})
        assert answer.status == (404 if header == "PATH_INFO" else 200)
    assert (len(made), len(application.kept)) == (2, 0)
    assert ready_answers._is_made_of_record.cache_info().currsize == addresses


def test_without_memory_all_is_answered_still(monkeypatch, made, db):
    monkeypatch.setattr(application, "kept", type(application.kept)(0, ready_answers.size_of))
    assert [ask(ROUNDS).status, ask(ROUNDS).status] == [200, 200]
    assert len(made) == 2


def test_a_database_that_is_away_is_told_of(monkeypatch, db):
    monkeypatch.setattr(ready_answers, "record_state", lambda: None)
    builders.a_round()
    answer = ask(ROUNDS)
    assert answer.status == 200
    assert Round.objects.get().slug in answer.body.decode()


def test_shared_caches_may_be_let_answer_by_themselves(settings, db):
    assert "s-maxage" not in ask(ROUNDS).headers["Cache-Control"]
    settings.CACHE_CONTROL = "public, max-age=0, s-maxage=30, stale-if-error=86400"
    application.kept.clear()
    assert ask(ROUNDS).headers["Cache-Control"] == settings.CACHE_CONTROL
