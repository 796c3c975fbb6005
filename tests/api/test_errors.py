"""Every error is a problem of RFC 9457, whoever raises it; the admin keeps its pages."""

import json
import logging
import os
import re
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection, transaction

from api.errors import PROBLEM_TYPES
from api.v1.entries import EntryViewSet
from tests import builders
from tests.api.wire import Answer, ask, assert_problem
from tests.postgres import free_port

pytestmark = pytest.mark.dialect

ROUNDS = "/api/v1/rounds"
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLSTATEs and sessions belong to PostgreSQL"
)
on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="locks and progress handlers belong to SQLite"
)
HOST = {"HTTP_HOST": "evil.example"}

# Method, target, headers; the type of the problem, and what its detail says.
ERRORS = [
    ("GET", f"{ROUNDS}?bogus=1", {}, "invalid-parameter", "no such parameter"),
    ("GET", f"{ROUNDS}?page_size=0", {}, "invalid-parameter", "whole number from 1 to 500"),
    ("GET", f"{ROUNDS}?status=x", {}, "invalid-parameter", "“x” is not one of the allowed values"),
    ("GET", f"{ROUNDS}?party=nobody", {}, "invalid-parameter", "the slug “nobody”"),
    ("GET", f"{ROUNDS}/alpha?x=1", {}, "invalid-parameter", "no such parameter"),
    ("GET", ROUNDS, HOST, "invalid-request", "Host header"),
    ("GET", "/", HOST, "invalid-request", "Host header"),
    ("GET", f"{ROUNDS}/nobody", {}, "not-found", "no published entry"),
    ("GET", f"{ROUNDS}/ALPHA", {}, "not-found", "no such address"),
    ("GET", f"{ROUNDS}/alpha.json", {}, "not-found", "no such address"),
    ("GET", "/api/v1/nowhere", {}, "not-found", "no such address"),
    ("GET", "/nowhere", {}, "not-found", "no such address"),
    ("GET", "/static/nothing.css", {}, "not-found", "no such address"),
    ("POST", ROUNDS, {}, "method-not-allowed", "use GET or HEAD"),
    ("DELETE", f"{ROUNDS}/alpha", {}, "method-not-allowed", "use GET or HEAD"),
    ("PUT", "/nowhere", {}, "method-not-allowed", "use GET or HEAD"),
    ("PATCH", "/static/api/site.css", {}, "method-not-allowed", "use GET or HEAD"),
    ("GET", ROUNDS, {"HTTP_ACCEPT": "text/xml"}, "not-acceptable", "Accept header"),
    ("GET", f"{ROUNDS}/alpha", {"HTTP_ACCEPT": "text/csv"}, "not-acceptable", "Accept header"),
    ("GET", ROUNDS, {"HTTP_IF_MATCH": '"x"'}, "precondition-failed", "If-Match"),
    ("GET", "/", {"HTTP_IF_MATCH": '"x"'}, "precondition-failed", "If-Match"),
    ("GET", f"{ROUNDS}?x={'y' * 4096}", {}, "uri-too-long", "4,096 bytes"),
    ("GET", f"/?x={'y' * 4096}", {}, "uri-too-long", "4,096 bytes"),
]


@pytest.mark.parametrize(("method", "target", "headers", "slug", "detail"), ERRORS)
def test_error_is_a_problem_that_says_what_is_wrong(method, target, headers, slug, detail, db):
    builders.a_round(slug="alpha")
    problem = assert_problem(ask(target, method=method, **headers), int(PROBLEM_TYPES[slug].status))
    assert problem["type"] == f"/problems#{slug}"
    assert problem["title"] == PROBLEM_TYPES[slug].title
    assert detail in problem["detail"]
    assert ("errors" in problem) == (slug == "invalid-parameter")
    assert problem["instance"].startswith(target[:12])


@pytest.mark.parametrize(
    ("target", "instance"),
    [
        (f"{ROUNDS}?a[]=%zz&b=<x>#y", f"{ROUNDS}?a%5B%5D=%25zz&b=%3Cx%3E%23y"),
        (f"{ROUNDS}/x%3Fy%23z", f"{ROUNDS}/x%3Fy%23z"),
        ("//evil.example/x", "/evil.example/x"),
        (f"{ROUNDS}/é".encode(), f"{ROUNDS}/%C3%A9"),
        (f"{ROUNDS}?é=1".encode(), f"{ROUNDS}?%C3%A9=1"),
    ],
)
def test_instance_is_the_address_as_a_valid_reference(target, instance, db):
    answer = ask(target)
    assert assert_problem(answer, answer.status)["instance"] == instance


def test_every_type_leads_to_its_place_on_the_page_of_problems(reader):
    page = reader.get("/problems").content.decode()
    ids = re.findall(r'id="([^"]+)"', page)
    assert ids == list(PROBLEM_TYPES)
    for problem in PROBLEM_TYPES.values():
        assert str(int(problem.status)) in page


# 500 ----------------------------------------------------------------------------------------------
@pytest.fixture
def fails(monkeypatch):
    """Make every view of the API do this instead of reading its rows."""

    def replace(action):
        monkeypatch.setattr(EntryViewSet, "get_queryset", lambda view: action())

    return replace


def test_failure_is_logged_and_tells_nothing(fails, db, caplog):
    def fail():
        raise RuntimeError("SECRET")

    fails(fail)
    answer = ask(ROUNDS)
    problem = assert_problem(answer, 500)
    assert problem["type"] == "/problems#internal-error"
    for told in (b"SECRET", b"Traceback", b"RuntimeError", b".py"):
        assert told not in answer.body
    (logged,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "SECRET" in str(logged.exc_info[1])


# The admin ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("target", "headers", "status"),
    [
        ("/admin/login/", HOST, 400),
        ("/admin/login/", {"REQUEST_METHOD": "POST"}, 403),
        ("/admin/jsi18n/nowhere/%3Cscript%3E", {}, 302),
        ("/admin/login/?next=%22%3E%3Cscript%3E", {}, 200),
    ],
)
def test_admin_answers_with_pages(target, headers, status, db):
    answer = ask(target, **headers)
    assert answer.status == status
    assert answer.content_type == "text/html"
    assert b"<script>" not in answer.body.lower().replace(b'<script src="', b"")


def test_admin_answers_an_unknown_address_with_a_page(admin_client):
    answer = admin_client.get("/admin/nowhere/")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")


def test_admin_answers_a_failure_with_a_page(admin_client, monkeypatch):
    from django.contrib import admin

    def fail(*args):
        raise RuntimeError("SECRET")

    monkeypatch.setattr(admin.site, "each_context", fail)
    admin_client.raise_request_exception = False
    answer = admin_client.get("/admin/")
    assert answer.status_code == 500
    assert answer["Content-Type"].startswith("text/html")
    assert b"SECRET" not in answer.content


# Services of their own, with their own environment ------------------------------------------------
def answers_of(code, **environment):
    """The answers that a service with this environment gives; `code` asks, `note` keeps them."""
    prepared = (
        "import json, logging, django; django.setup(); logging.disable()\n"
        "from tests.api.wire import ask\n"
        "def note(a): print(json.dumps([a.status, a.headers, a.body.decode()]))\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", prepared + code],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "api.settings", **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        timeout=60,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr
    lines = (json.loads(line) for line in finished.stdout.splitlines())
    return [Answer(status, headers, body.encode()) for status, headers, body in lines]


@pytest.mark.slow
def test_throttle_answers_429_until_retry_after():
    """It stands before every look at the database, and another X-Forwarded-For does not help."""
    code = (
        "for number in range(4):\n"
        "    note(ask('/api/v1/rounds?bogus=1', HTTP_X_FORWARDED_FOR=f'10.0.0.{number}'))\n"
        "note(ask('/api/v1/rounds?bogus=1', REMOTE_ADDR='10.0.0.9'))\n"
        "note(ask('/problems'))\n"
    )
    environment = {"THROTTLE_RATE": "3/hour", "DATABASE_URL": "sqlite://:memory:"}
    answers = answers_of(code, **environment)
    assert [answer.status for answer in answers] == [400, 400, 400, 429, 400, 200]
    problem = assert_problem(answers[3], 429)
    assert problem["type"] == "/problems#too-many-requests"
    assert 3500 < int(answers[3].headers["Retry-After"]) <= 3600


def assert_unavailable(answer, slug="unavailable"):
    problem = assert_problem(answer, 503)
    assert problem["type"] == f"/problems#{slug}"
    assert int(answer.headers["Retry-After"]) > 0


ASK_ALL = (
    "for path in ('/api/v1/rounds', '/api/v1/rounds/x', '/api/v1/rounds?party=x', '/'):\n"
    "    note(ask(path))\n"
    "note(ask('/admin/', HTTP_COOKIE='sessionid=' + 'a' * 32))\n"
    "note(ask('/api/v1/rounds?bogus=1'))\n"
    "note(ask('/problems'))\n"
)


def unopenable(tmp_path):
    return f"sqlite:///{tmp_path / 'nowhere' / 'record.sqlite3'}"


def dead_port(tmp_path):
    return f"postgres://nobody:nothing@127.0.0.1:{free_port()}/record"


@pytest.mark.slow
@pytest.mark.parametrize("database", [unopenable, dead_port])
def test_service_without_its_database_answers_503(database, tmp_path):
    """What needs no database still works."""
    environment = {"DATABASE_URL": database(tmp_path), "SECRET_KEY": "x" * 50}
    *pages, admin, refused, problems = answers_of(ASK_ALL, **environment)
    for answer in pages:
        assert_unavailable(answer)
        assert b"nowhere" not in answer.body
    assert admin.status == 503
    assert admin.content_type == "text/html"
    assert (refused.status, problems.status) == (400, 200)


@pytest.mark.slow
def test_service_whose_database_is_locked_answers_503_until_it_is_free(tmp_path):
    code = (
        "import sqlite3\n"
        "from django.db import connection\n"
        "connection.settings_dict['OPTIONS']['timeout'] = 0.1\n"
        "other = sqlite3.connect(connection.settings_dict['NAME'])\n"
        "other.execute('BEGIN EXCLUSIVE')\n"
        "note(ask('/api/v1/rounds'))\n"
        "other.rollback()\n"
        "note(ask('/api/v1/rounds'))\n"
    )
    url = f"sqlite:///{tmp_path / 'record.sqlite3'}"
    locked, free = answers_of(code, DATABASE_URL=url, DATA_DIR=str(tmp_path))
    assert_unavailable(locked)
    # The file is empty: a missing table is no passing trouble.
    assert_problem(free, 500)


# Errors of a live database ------------------------------------------------------------------------
def raised_by_postgresql(sqlstate):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{sqlstate}'; END $$")


@on_postgresql
@pytest.mark.parametrize(
    ("sqlstate", "slug"),
    [
        ("57P01", "unavailable"),
        ("57P02", "unavailable"),
        ("57P03", "unavailable"),
        ("53300", "unavailable"),
        ("53100", "unavailable"),
        ("55P03", "unavailable"),
        ("40P01", "unavailable"),
        ("40001", "unavailable"),
        ("08006", "unavailable"),
        ("57014", "query-too-slow"),
        ("22021", "internal-error"),
        ("23505", "internal-error"),
        ("42P01", "internal-error"),
        ("XX000", "internal-error"),
    ],
)
def test_sqlstate_decides_whether_to_try_again(sqlstate, slug, fails, db):
    fails(lambda: raised_by_postgresql(sqlstate))
    if slug == "internal-error":
        assert_problem(ask(ROUNDS), 500)
    else:
        assert_unavailable(ask(ROUNDS), slug)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_connection_that_only_a_new_one_heals_is_closed(fails):
    for sqlstate in ("25006", "25P03"):
        connection.ensure_connection()
        fails(lambda state=sqlstate: raised_by_postgresql(state))
        assert_unavailable(ask(ROUNDS))
        assert connection.connection is None


@pytest.fixture
def session_ended(transactional_db):
    """The server has ended the session that the service still holds for open."""
    check_out = connection.copy()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        with check_out.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        check_out.close()


@on_postgresql
def test_session_ended_by_the_server_is_503_once(session_ended, reader):
    assert reader.get(ROUNDS).status_code == 503
    connection.close_if_unusable_or_obsolete()  # as the end of a request does
    assert reader.get(ROUNDS).status_code == 200


@on_postgresql
def test_session_ended_by_the_server_costs_no_answer_of_the_record(session_ended):
    assert ask(ROUNDS).status == 200


@on_postgresql
def test_statement_timeout_is_a_query_too_slow(fails, db):
    def sleep():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 20")
            cursor.execute("SELECT pg_sleep(5)")

    fails(sleep)
    assert_unavailable(ask(ROUNDS), "query-too-slow")


def locked(folder):
    held = sqlite3.connect(folder / "x", isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    sqlite3.connect(folder / "x", timeout=0).execute("CREATE TABLE t (x)")


def full(folder):
    small = sqlite3.connect(folder / "x")
    small.execute("CREATE TABLE t (x)")
    small.execute("PRAGMA max_page_count = 2")
    small.execute("INSERT INTO t VALUES (zeroblob(100000))")


def not_to_be_opened(folder):
    sqlite3.connect(folder / "nowhere" / "x")


def interrupted(folder):
    slow = sqlite3.connect(":memory:")
    slow.set_progress_handler(lambda: 1, 1)
    slow.execute("SELECT 1")


def without_the_table(folder):
    sqlite3.connect(":memory:").execute("SELECT * FROM t")


@on_sqlite
@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")
@pytest.mark.parametrize(
    ("trouble", "slug"),
    [
        (locked, "unavailable"),
        (full, "unavailable"),
        (not_to_be_opened, "unavailable"),
        (interrupted, "query-too-slow"),
        (without_the_table, "internal-error"),
    ],
)
def test_sqlite_error_decides_whether_to_try_again(trouble, slug, fails, db, tmp_path):
    def fail():
        with connection.wrap_database_errors:
            trouble(tmp_path)

    fails(fail)
    if slug == "internal-error":
        assert_problem(ask(ROUNDS), 500)
    else:
        assert_unavailable(ask(ROUNDS), slug)


def test_instance_keeps_bytes_that_are_no_text(db):
    for sent, kept in (("%ff", "%FF"), ("%25ff", "%25ff"), ("%C3%A9", "%C3%A9")):
        answer = ask(f"{ROUNDS}/{sent}")
        assert answer.json()["instance"] == f"{ROUNDS}/{kept}"
