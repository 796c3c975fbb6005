"""Every parameter of every operation, with values it must refuse and values it must accept.

The expected answers stand in `parameter_values`, so that both databases are held to the same.
"""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from relations.revision import record_revision
from tests import builders
from tests.api.contract import OPERATIONS
from tests.api.parameter_values import (
    ACCEPTED,
    KINDS_BY_NAME,
    MARKUP,
    NO_DATES,
    PARAMETERS,
    REFUSED,
    UNREADABLE,
    accepted_by,
    choices_of,
    dealt,
    error_about,
    is_repeatable,
    kind_of,
    listed,
    refused_by,
)
from tests.api.wire import ask, check, some_target, status_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_of_each")]


def refuse(path, query, *errors):
    """The query is refused with these errors and nothing else is said."""
    answer = ask(some_target(path, query))
    assert answer.status == 400, (path, query, answer.status)
    problem = check(answer, 400)
    del problem["instance"]
    assert problem == {
        "type": "/problems#invalid-parameter",
        "title": "Invalid parameter",
        "status": 400,
        "detail": errors[0]["detail"],
        "errors": list(errors),
    }, (path, query)


def error(parameter, code, detail, allowed=()):
    name = parameter if isinstance(parameter, str) else parameter["name"]
    return {"parameter": name, "code": code, "detail": detail, "allowed": list(allowed)}


def test_every_parameter_is_of_a_kind():
    names = {parameter["name"] for _, parameter in PARAMETERS}
    of_no_kind = {p["name"] for _, p in PARAMETERS if kind_of(p) not in REFUSED}
    assert not of_no_kind, "Say in tests/api/parameter_values.py what they take."
    assert not set(KINDS_BY_NAME) - names


@pytest.mark.dialect
@pytest.mark.slow
def test_unreadable_value_is_refused_by_name():
    for path, parameter, (value, code, detail) in dealt(lambda _: UNREADABLE):
        refuse(path, f"{parameter['name']}={value}", error(parameter, code, detail))


@pytest.mark.slow
def test_value_that_means_nothing_is_refused_by_name():
    revision = record_revision()
    for path, parameter, value in dealt(refused_by):
        expected = error_about(parameter, value, revision)
        refuse(path, f"{parameter['name']}={value}", expected)


@pytest.mark.slow
def test_refusal_asks_nothing_of_the_record():
    """Slugs are looked up, all at once; those of no entry among the merged ones, all at once too,
    and then the entries that may have been meant.

    A feed of changes asks which revision is the last.
    """
    for path, parameter in PARAMETERS:
        kind = kind_of(parameter)
        value = REFUSED["search"][0] if kind in ("search", "text") else f"{MARKUP}%25(x)s%25d{{0}}"
        with CaptureQueriesContext(connection) as queries:
            problem = check(ask(some_target(path, f"{parameter['name']}={value}")), 400)
        assert [each["parameter"] for each in problem["errors"]] == [parameter["name"]]
        asked = [query["sql"] for query in queries]
        wanted = 3 if kind == "slug" else int(path.endswith("/changes"))
        assert len(asked) == wanted, (path, asked)


@pytest.mark.dialect
@pytest.mark.slow
def test_value_with_a_meaning_is_accepted():
    for path, parameter, value in dealt(accepted_by):
        kind = kind_of(parameter)
        query = f"{parameter['name']}={value}"
        answer = ask(some_target(path, query))
        # Of entries that were not recorded yet there is nothing.
        is_gone = kind == "instant" and "{slug}" in path
        check(answer, 404 if is_gone else 200)
        if kind in ("text", "search", "instant") and not is_gone:
            assert is_empty(path, answer), (path, query)


def is_empty(path, answer):
    """Whether it is a list, table or calendar without entries, or a matrix without rows."""
    if path.endswith(".csv"):
        return answer.body.count(b"\r\n") == 1
    if path.endswith(".xlsx"):
        sheet = zipfile.ZipFile(io.BytesIO(answer.body)).read("xl/worksheets/sheet1.xml")
        return sheet.count(b"<row ") == 1
    if path.endswith(".ics"):
        return b"BEGIN:VEVENT" not in answer.body and b"BEGIN:VJOURNAL" not in answer.body
    if path.endswith(".jsonl"):
        return answer.body == b""
    return answer.json()["rows" if path.endswith("/matrix") else "results"] == []


@pytest.mark.slow
def test_everything_may_be_asked_at_once():
    """Of the past too, where views stand in for tables. SQLite joins 64 tables at most."""
    chosen = {"day": "2025-05-14", "imprecise date": "2025", "instant": f"{timezone.now():%F}"}
    for path, operation in OPERATIONS.values():
        if path.endswith((".xlsx", ".jsonl")):  # read as .csv is
            continue
        asked = []
        for parameter in operation["parameters"]:
            kind, name = kind_of(parameter), parameter["name"]
            if parameter["in"] == "query" and kind != "cursor":
                values = accepted_by(parameter)
                value = chosen.get(kind, values[0 if kind == "text" else -1])
                asked.append(f"{name}={value}")
        check(ask(some_target(path, "&".join(asked))), status_of(path))


# Ranges -------------------------------------------------------------------------------------------
RANGES = [
    (path, parameter["name"].removesuffix("_after"))
    for path, parameter in PARAMETERS
    if parameter["name"].endswith("_after")
]
WITHIN_A_YEAR = ["2025", "2025-05", "2025-21", "2025-33", "2025~", "../2025", "2025/.."]


def test_range_that_ends_before_it_begins_is_refused_by_name():
    examples = ["2025", "2025-05", "2025-05-14", "2026-21", "2026-33"]
    for path, stem in RANGES:
        for first, last in (("2026", "2025"), ("2025-05-15", "2025-05-14"), ("2025-22", "2025-33")):
            detail = "The range ends before it begins."
            query = f"{stem}_after={first}&{stem}_before={last}"
            refuse(path, query, error(f"{stem}_before", "invalid", detail, examples))


@pytest.mark.dialect
@pytest.mark.slow
def test_range_whose_ends_may_meet_is_accepted():
    for number, (path, stem) in enumerate(RANGES):
        date = WITHIN_A_YEAR[number % len(WITHIN_A_YEAR)]
        for first, last in ((date, date), ("2025-12-31", "2025"), ("2025", "2025-01-01")):
            for certainty in ("possible", "certain"):
                query = f"{stem}_after={first}&{stem}_before={last}&certainty={certainty}"
                check(ask(some_target(path, query)), 200)


def test_both_ends_of_a_range_are_named_if_both_are_wrong():
    for path, stem in RANGES:
        query = f"{stem}_after={NO_DATES[0]}&{stem}_before={NO_DATES[9]}"
        problem = check(ask(some_target(path, query)), 400)
        named = [each["parameter"] for each in problem["errors"]]
        assert named == [f"{stem}_after", f"{stem}_before"]


# How much of it -----------------------------------------------------------------------------------
@pytest.mark.slow
def test_single_valued_parameter_is_refused_twice():
    for path, parameter in PARAMETERS:
        if not is_repeatable(parameter):
            name = parameter["name"]
            expected = error(parameter, "repeated", "Give this parameter once.")
            refuse(path, f"{name}=1&{name}=1", expected)


@pytest.mark.slow
def test_part_of_an_answer_is_refused_twice_and_a_filter_is_not():
    for path, parameter in PARAMETERS:
        if is_repeatable(parameter):
            name, value = parameter["name"], accepted_by(parameter)[0]
            query = f"{name}={value}&{name}={value}"
            if kind_of(parameter) == "part of the answer":
                allowed = choices_of(parameter)
                refuse(path, query, error(name, "repeated", "Give each value once.", allowed))
    for path, parameter, value in dealt(lambda each: accepted_by(each)[:1]):
        if is_repeatable(parameter) and kind_of(parameter) != "part of the answer":
            name = parameter["name"]
            check(ask(some_target(path, "&".join([f"{name}={value}"] * 100))), 200)


@pytest.mark.slow
def test_hundred_and_one_values_are_too_many():
    for path, parameter in PARAMETERS:
        if is_repeatable(parameter):
            query = "&".join([f"{parameter['name']}=x"] * 101)
            refuse(path, query, error(parameter, "too_many", "Give at most 100 values."))


def test_every_unknown_slug_is_named_in_the_order_given():
    slugs = [f"nobody-{number}" for number in (7, 3, 9, 1)]
    said = " ".join(f"There is no published entry with the slug “{slug}”." for slug in slugs)
    query = "&".join(f"{{name}}={slug}" for slug in slugs)
    for path, parameter, asked in dealt(lambda _: [query]):
        if kind_of(parameter) == "slug":
            asked = asked.format(name=parameter["name"])
            sentences = said + listed(parameter["name"])
            refuse(path, asked, error(parameter, "invalid", sentences))


def test_search_takes_as_many_queries_however_many_words():
    def queries(words):
        with CaptureQueriesContext(connection) as captured:
            check(ask(f"/api/v1/search?q={'%20or%20'.join(words)}"), 200)
        return len(captured)

    rare = [f"zz{number}" for number in range(9)]
    # What one word finds is read by ranks, in a query more for each rank.
    assert queries(["fish", *rare]) == queries(["fish", rare[0]]) < queries(["fish"])


def test_query_without_the_words_to_be_found_says_so():
    problem = check(ask("/api/v1/search?count=true"), 400)
    assert problem["errors"] == [error("q", "missing", "Say what is to be found.")]


# What they mean -----------------------------------------------------------------------------------
def slugs(target):
    answer = ask(target)
    check(answer, 200)
    return [row["slug"] for row in answer.json()["results"]]


def test_free_text_has_no_wildcards():
    builders.a_round(slug="found", city="Geneva")
    assert slugs("/api/v1/rounds?place=geneva") == ["found"]
    for value in ("%25", "_", "G_neva", "Gen%25", "%5C", "Gen.*", "gen", "geneva*"):
        assert slugs(f"/api/v1/rounds?place={value}") == [], value


def test_bytes_that_are_not_utf_8_are_read_as_latin_1():
    builders.a_round(slug="found", city="Zürich")
    for raw in (b"Z\xc3\xbcrich", b"Z\xfcrich"):
        assert slugs(b"/api/v1/rounds?place=" + raw) == ["found"]


def test_edge_of_the_calendar_is_a_day_and_an_edge_of_the_dates_a_range():
    builders.a_position(since_on="../2025", until_on="2026/..")
    builders.a_round(held_on="../2025")
    builders.a_round(held_on="2025/..")
    for certainty in ("possible", "certain"):
        for day in ACCEPTED["day"]:
            slugs(f"/api/v1/positions?as_of={day}&certainty={certainty}")
        for date in ACCEPTED["imprecise date"]:
            slugs(f"/api/v1/rounds?held_after={date}&facet=year&certainty={certainty}")
