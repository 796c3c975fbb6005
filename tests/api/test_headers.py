"""What every answer says about itself: to browsers of other sites, to caches, to proxies."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.staticfiles import finders

from tests import builders
from tests.api.contract import DETAILS, LISTS, TABLES
from tests.api.wire import ask

PAGES = ["/", "/problems", "/api/v1", "/api/v1/docs", "/api/v1/redoc"]
FILES = ["/api/v1/openapi.yaml", "/api/v1/openapi-3.0.yaml"]
ERRORS = [
    "/nowhere",
    "/api/v1/nowhere",
    "/api/v1/rounds?bogus=1",
    "/api/v1/rounds/nobody",
    f"/api/v1/rounds?x={'y' * 5000}",
]
STATIC = ["/static/api/site.css", "/static/api/icon.svg", "/static/api/swagger.js"]
ROUNDS = [path for path in TABLES.values() if "/rounds." in path]
PUBLIC = [*LISTS.values(), *ROUNDS, *PAGES, *FILES, *ERRORS, *STATIC]
EXPOSED = {
    "content-disposition",
    "deprecation",
    "etag",
    "link",
    "record-revision",
    "retry-after",
    "sunset",
}
ORIGIN = {"HTTP_ORIGIN": "https://reader.example"}
# Of no session, and of no form: those that a browser keeps from another visit.
COOKIES = {"HTTP_COOKIE": "sessionid=short; csrftoken=malformed"}


def tags(header):
    return {part.strip().lower() for part in header.split(",") if part.strip()}


# Cookies ------------------------------------------------------------------------------------------
def test_public_answer_knows_no_cookie(db):
    for target in PUBLIC:
        plain, answer = ask(target), ask(target, **COOKIES)
        for headers in (plain.headers, answer.headers):
            assert "Set-Cookie" not in headers, target
            assert "cookie" not in tags(headers.get("Vary", "")), target
        assert answer.body == plain.body, target


# Other origins ------------------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_api_may_be_read_from_every_origin_errors_included(method, db):
    for target in PUBLIC:
        if target.startswith("/api/"):
            headers = ask(target, method=method, **ORIGIN).headers
            assert headers["access-control-allow-origin"] == "*", target
            assert tags(headers["access-control-expose-headers"]) == EXPOSED
            assert "access-control-allow-credentials" not in headers


def test_refused_host_may_be_read_from_every_origin(db):
    answer = ask("/api/v1/rounds", HTTP_HOST="evil.example", **ORIGIN)
    assert answer.status == 400
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("target", ["/admin/login/", "/"])
def test_other_pages_may_not_be_read_from_other_origins(target, db):
    assert "access-control-allow-origin" not in ask(target, **ORIGIN).headers


@pytest.mark.parametrize("target", ["/api/v1/rounds", "/api/v1/rounds/x", "/api/v1/nowhere"])
def test_preflight_allows_reading_and_conditional_requests(target):
    asked = {
        "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "GET",
        "HTTP_ACCESS_CONTROL_REQUEST_HEADERS": "if-none-match",
    }
    answer = ask(target, method="OPTIONS", **ORIGIN, **asked)
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert tags(answer.headers["access-control-allow-methods"]) == {"get", "head", "options"}
    assert {"if-none-match", "accept"} <= tags(answer.headers["access-control-allow-headers"])


# ETag ---------------------------------------------------------------------------------------------
@pytest.fixture
def addresses(db):
    """A list and an entry of every noun."""
    for build in builders.BUILDERS.values():
        build()
    lists = list(LISTS.values())
    return lists + [path.replace("{slug}", first_slug(path)) for path in DETAILS.values()]


def first_slug(path):
    return ask(path.replace("/{slug}", "")).json()["results"][0]["slug"]


@pytest.mark.slow
def test_etag_is_strong_stable_and_answers_304(addresses):
    for target in [*addresses, *TABLES.values(), *PAGES, *FILES]:
        first = ask(target)
        etag = first.headers["ETag"]
        assert etag.startswith('"')
        assert etag.endswith('"')
        assert ask(target).headers["ETag"] == etag, target
        for method in ("GET", "HEAD"):
            for sent in (etag, f'"x", W/{etag}'):
                again = ask(target, method=method, HTTP_IF_NONE_MATCH=sent)
                assert (again.status, again.body) == (304, b"")
                assert again.headers["ETag"] == etag
            assert ask(target, method=method, HTTP_IF_NONE_MATCH='"x"').status == 200


def test_etag_differs_after_every_change_by_query_and_by_entry(db):
    entry = builders.a_round(slug="alpha")
    builders.a_round(slug="beta", held_on="2025")

    def etags():
        targets = ("", "?page_size=1", "?count=true", "?ordering=slug", "/alpha", "/beta")
        return [ask(f"/api/v1/rounds{target}").headers["ETag"] for target in targets]

    before = etags()
    assert len(set(before)) == len(before)
    entry.title = "Second thoughts"
    entry.save()
    after = etags()
    assert len({*before, *after}) == 2 * len(before)


def test_etag_differs_after_a_change_of_what_stands_inside(db):
    citation = builders.a_citation()
    target = f"/api/v1/statements/{citation.statement.slug}"
    before = ask(target).headers["ETag"]
    citation.publication_status = "draft"
    citation.save()
    assert ask(target, HTTP_IF_NONE_MATCH=before).status == 200


def test_304_may_be_read_from_every_origin(db):
    etag = ask("/api/v1/rounds").headers["ETag"]
    answer = ask("/api/v1/rounds", HTTP_IF_NONE_MATCH=etag, **ORIGIN)
    assert answer.status == 304
    assert answer.headers["access-control-allow-origin"] == "*"


# Every answer -------------------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_answer_is_safe_to_look_at(method, db):
    for target in [*PUBLIC, "/admin/login/", "/api/v1/rounds/"]:
        answer = ask(target, method=method)
        policy = dict(part.split(maxsplit=1) for part in policy_of(answer))
        assert policy["default-src"] == "'self'", target
        assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert "script-src" not in policy
        assert not re.search(r"//|\*|unsafe-eval", str(policy))
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def policy_of(answer):
    return [part.strip() for part in answer.headers["Content-Security-Policy"].split(";")]


@pytest.mark.parametrize(
    ("targets", "content_type"),
    [
        (LISTS.values(), "application/json"),
        (["/api/v1"], "application/json"),
        (ERRORS, "application/problem+json"),
        (FILES, "application/yaml; charset=utf-8"),
        (["/", "/problems", "/api/v1/docs", "/api/v1/redoc"], "text/html; charset=utf-8"),
    ],
)
def test_content_type_is_the_one_promised(targets, content_type, db):
    for target in targets:
        assert ask(target).headers["Content-Type"] == content_type


def test_head_says_what_get_says_without_a_body(reader, db):
    for target in [*PUBLIC, "/api/v1/rounds/"]:
        got, head = reader.get(target), reader.head(target)
        assert head.status_code == got.status_code, target
        assert b"".join(head) == b""
        for name, value in got.items():
            if name == "Content-Length" and target in ROUNDS:
                assert name not in head  # it is known once the table is written
            else:
                assert head[name] == value, (target, name)
        got.getvalue()  # else the file stays open


def test_allow_names_the_methods_that_are_allowed(db):
    builders.a_round(slug="alpha")
    for target in [*LISTS.values(), "/api/v1/rounds/alpha"]:
        assert tags(ask(target).headers["Allow"]) == {"get", "head"}, target


# Redirects ----------------------------------------------------------------------------------------
REDIRECTS = [
    ("/api/v1/", "/api/v1"),
    ("/api/v1/rounds/", "/api/v1/rounds"),
    ("/api/v1/rounds///", "/api/v1/rounds"),
    ("/api/v1/rounds/alpha/", "/api/v1/rounds/alpha"),
    ("/api/v1/openapi.yaml/", "/api/v1/openapi.yaml"),
    ("/api/v1/nowhere/", "/api/v1/nowhere"),
    ("/api/v1/rounds/?party=a&party=b&x=", "/api/v1/rounds?party=a&party=b&x="),
    ("/api/v1/rounds/?place=Z%C3%BCrich%20%26+1", "/api/v1/rounds?place=Z%C3%BCrich%20%26+1"),
    ("/api/v1/rounds/?place=Zürich", "/api/v1/rounds?place=Z%C3%BCrich"),
    ("/api/v1/rounds/?a=%0D%0AX:y", "/api/v1/rounds?a=%0D%0AX:y"),
    (f"/api/v1/rounds/?x={'y' * 4000}", f"/api/v1/rounds?x={'y' * 4000}"),
    ("/api/v1/rounds%3Fx=1/", "/api/v1/rounds%3Fx=1"),
    ("/api/v1/rounds%23x/", "/api/v1/rounds%23x"),
    ("/api//evil.example/", "/api//evil.example"),
    ("/api/%5Cevil.example/", "/api/%5Cevil.example"),
    ("/api/https://evil.example/", "/api/https://evil.example"),
    ("/api/../%2Fevil.example/", "/api/..//evil.example"),
]


@pytest.mark.parametrize(("target", "location"), REDIRECTS)
def test_trailing_slash_is_taken_off(target, location):
    for method in ("GET", "HEAD"):
        answer = ask(target, method=method)
        assert answer.status == 308
        assert answer.headers["Location"] == location


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/",
        "///evil.example/",
        "/%2Fevil.example/",
        "/%5Cevil.example/",
        "//evil.example/api/v1/",
        "/%2F%2Fevil.example/api/",
        "/https://evil.example/",
        "/api/%0D%0ALocation:%20https://evil.example/",
    ],
)
def test_no_address_leads_to_another_host(target):
    answer = ask(target)
    assert answer.status == 404
    assert "Location" not in answer.headers


# Static files -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("api/site.css", "text/css"),
        ("api/icon.svg", "image/svg+xml"),
        ("api/swagger.js", "text/javascript"),
        ("drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js", "text/javascript"),
        ("drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js", "text/javascript"),
        ("admin/css/base.css", "text/css"),
    ],
)
def test_static_file_is_served_as_it_is(name, content_type):
    answer = ask(f"/static/{name}")
    assert answer.status == 200
    assert answer.content_type == content_type
    with open(finders.find(name), "rb") as file:
        assert answer.body == file.read()


def test_time_of_the_last_change_is_told_in_utc(db):
    builders.a_round(slug="alpha")
    told = ask("/api/v1/rounds/alpha").json()["updated_at"]
    assert told.endswith("Z")
    assert abs(datetime.fromisoformat(told) - datetime.now(UTC)).total_seconds() < 600
