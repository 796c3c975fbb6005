"""Cursors: a place in the very query they are from, and in no other, whoever made them up."""

import base64
import hashlib
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests import builders
from tests.api.contract import LISTS, OPERATIONS
from tests.api.parameter_values import PARAMETERS, choices_of
from tests.api.wire import ask, check
from tests.thoroughness import examples

ROUNDS = "/api/v1/rounds"
SEARCH = "/api/v1/search?q=fish"
CHANGES = "/api/v1/changes?since=0"
pytestmark = pytest.mark.django_db


def refuse(target):
    """The cursor of the address is refused by name."""
    problem = check(ask(target), 400)
    (error,) = problem["errors"]
    assert (error["parameter"], error["code"]) == ("cursor", "invalid"), target
    assert error["detail"] == "Use a cursor from `next` or `previous` of this very query."


def fingerprint(path, ordering, chosen=()):
    """What ties a cursor to its query; no secret, so that anybody can make it up."""
    return hashlib.sha256(json.dumps([path, ordering, [*chosen]]).encode()).hexdigest()[:12]


def encoded(content):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


# Of other queries ---------------------------------------------------------------------------------
QUERIES = [
    f"{ROUNDS}?ordering=held_on",
    f"{ROUNDS}?ordering=slug",
    f"{ROUNDS}?ordering=updated_at",
    f"{ROUNDS}?ordering=slug&status=held",
    f"{ROUNDS}?ordering=slug&held_before=2030",
    f"{ROUNDS}?ordering=slug&search=fish",
    f"{ROUNDS}?ordering=slug&recorded_at={{today}}",
    f"{ROUNDS}?ordering=slug&recorded_at={{now}}",
    "/api/v1/positions?ordering=slug",
    "/api/v1/positions/timeline?ordering=party",
    "/api/v1/positions/timeline?ordering=-party",
    "/api/v1/citations?ordering=start",
    SEARCH,
    f"{SEARCH}&kind=round&kind=position",
    f"{SEARCH}&recorded_at={{today}}",
    "/api/v1/search?q=fishing",
]


@pytest.fixture
def cursors(db):
    """Address of each query, with the cursor of the second of its pages of one row."""
    for _ in range(2):
        negotiation = builders.a_negotiation()
        builders.a_round(held_on="2025", title="A round on fish", negotiation=negotiation)
        builders.a_position()
        builders.a_citation(round=builders.a_round(title="Fishing", negotiation=negotiation))
    now = timezone.now()
    found = {}
    for query in QUERIES:
        target = query.format(today=f"{now:%Y-%m-%d}", now=f"{now:%Y-%m-%dT%H:%M:%S.%fZ}")
        page = ask(f"{target}&page_size=1")
        check(page, 200)
        found[target] = parse_qs(urlsplit(page.json()["next"]).query)["cursor"][0]
    for since in (0, 1):  # only a revision that touches more than a page holds needs one
        cursor = encoded([f"changes since {since}", False, "rounds", "x"])
        found[f"/api/v1/changes?since={since}"] = cursor
    return found


@pytest.mark.slow
def test_cursor_is_refused_by_every_query_but_its_own(cursors):
    assert len(set(cursors.values())) == len(cursors)
    for target in cursors:
        for origin, cursor in cursors.items():
            if origin == target:
                check(ask(f"{target}&cursor={cursor}"), 200)
            else:
                refuse(f"{target}&cursor={cursor}")


def test_cursor_holds_whatever_is_shown_beside_the_rows(cursors):
    first = f"{ROUNDS}?ordering=slug"
    for beside in ("page_size=500", "count=true", "facet=year&facet=status", "include=statements"):
        check(ask(f"{first}&{beside}&cursor={cursors[first]}"), 200)
    check(ask(f"{SEARCH}&count=true&page_size=2&cursor={cursors[SEARCH]}"), 200)


@pytest.mark.slow
def test_cursor_that_was_cut_off_or_added_to_is_refused(cursors):
    for target, cursor in cursors.items():
        for length in {1, 4, len(cursor) // 2, len(cursor) - 1}:
            refuse(f"{target}&cursor={cursor[:length]}")
        for changed in (f"{cursor}x", f"x{cursor}", f"{cursor}%20", cursor[1:]):
            refuse(f"{target}&cursor={changed}")
        for changed, code in ((f"{cursor}%00", "unprintable"), (cursor + 500 * "x", "too_long")):
            problem = check(ask(f"{target}&cursor={changed}"), 400)
            assert [error["code"] for error in problem["errors"]] == [code]


# Made up -----------------------------------------------------------------------------------------
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
    "YWJj%20",
    "a.b.c",
    encoded(b"p=\x00"),
    encoded(b"\x00"),
    encoded(b"\xff\xfe[\x00"),
    encoded(b"\xed\xa0\x80"),
    encoded(b"p=abc"),
    encoded(b"[" * 180 + b"]" * 180),
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


PAGED = [path for path, parameter in PARAMETERS if parameter["name"] == "cursor"]


@pytest.mark.slow
def test_made_up_cursor_is_refused_by_name():
    builders.a_round(held_on="2025")
    for cursor in NO_CURSORS:
        refuse(f"{ROUNDS}?ordering=held_on&cursor={cursor}")
    for path in PAGED:
        for cursor in NO_CURSORS[::3]:
            refuse(f"{path}?{'q=fish&' if path.endswith('/search') else ''}cursor={cursor}")


SOUGHT = fingerprint("/api/v1/search", "relevance", [["q", ["fish"]]])
NO_PLACES = [
    (SEARCH, [SOUGHT, None, None, "round", "x"]),
    (SEARCH, [SOUGHT, "1", None, None, "x"]),
    (SEARCH, [SOUGHT, "1", None, "round", None]),
    (SEARCH, [SOUGHT, "", None, "round", "x"]),
    (SEARCH, [SOUGHT, "1.0", None, "round", "x"]),
    (SEARCH, [SOUGHT, "٣", None, "round", "x"]),
    (SEARCH, [SOUGHT, "1", "2025", "round", "x"]),
    (SEARCH, [SOUGHT, "1", "2025-02-30", "round", "x"]),
    (CHANGES, ["changes since 0", None, "x"]),
    (CHANGES, ["changes since 0", "rounds", None]),
    (CHANGES, ["changes since 0", "rounds", 5]),
    (CHANGES, ["changes since 00", "rounds", "x"]),
]


@pytest.mark.dialect
@pytest.mark.parametrize(("target", "content"), NO_PLACES)
def test_cursor_without_a_key_that_every_row_has_is_refused(target, content):
    builders.a_round(title="Fish")
    query, *keys = content
    for is_backward in (False, True):
        refuse(f"{target}&cursor={encoded([query, is_backward, *keys])}")


@pytest.mark.dialect
@pytest.mark.slow
@pytest.mark.parametrize("relevance", ["9" * 300, "-" + "9" * 300, "0"])
@pytest.mark.parametrize("newest", [None, "0001-01-01", "9999-12-31"])
def test_made_up_cursor_of_a_search_is_only_a_place(relevance, newest):
    builders.a_round(title="Fish")
    builders.a_round(slug="hidden", title="Fish", publication_status="draft")
    for is_backward in (False, True):
        for kind, slug in (("round", "x"), ("zzz", ""), ("", "😀")):
            cursor = encoded([SOUGHT, is_backward, relevance, newest, kind, slug])
            answer = ask(f"{SEARCH}&cursor={cursor}")
            check(answer, 200)
            assert b"hidden" not in answer.body


@pytest.mark.dialect
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


@pytest.mark.dialect
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


@pytest.mark.dialect
@pytest.mark.parametrize("key", ["", "%s%(x)s", "' OR 1=1--", "zzz", "😀", "x" * 320])
def test_made_up_cursor_with_a_possible_slug_is_only_a_place(key):
    """It shows what anybody may see; the query stays what it is."""
    builders.a_round(slug="hidden", publication_status="draft")
    for is_backward in (False, True):
        answer = ask(f"{ROUNDS}?ordering=slug&cursor={encoded([SLUG, is_backward, key])}")
        check(answer, 200)
        assert b"hidden" not in answer.body


# Anything at all ----------------------------------------------------------------------------------
KEYS = st.none() | st.sampled_from(["", "x", "0", "5", "2025-05-14", "round", "rounds"]) | st.text()
PLACES = [
    (f"{path}?ordering={ordering}", fingerprint(path, ordering))
    for path in [*LISTS.values(), "/api/v1/positions/timeline"]
    for parameter in next(o for p, o in OPERATIONS.values() if p == path)["parameters"]
    if parameter["name"] == "ordering"
    for ordering in choices_of(parameter)
] + [(SEARCH, SOUGHT), (CHANGES, "changes since 0")] * 20


@pytest.mark.dialect
@hypothesis_settings(max_examples=examples(40), database=None)
@given(
    place=st.sampled_from(PLACES),
    is_backward=st.booleans(),
    keys=st.lists(KEYS, min_size=1, max_size=4),
)
def test_no_made_up_cursor_is_answered_with_a_failure(place, is_backward, keys):
    target, query = place
    answer = ask(f"{target}&cursor={encoded([query, is_backward, *keys])}")
    assert answer.status in (200, 400)
    check(answer, answer.status)
