"""The parser of imprecise dates, without a database."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from time import strftime

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.imprecise_dates import (
    MAX_LENGTH,
    MONTHS,
    PARTS_OF_YEAR,
    QUALIFIERS,
    QUARTERS,
    SEASONS,
    ImpreciseDateError,
    describe,
    parse,
)

BOUNDS = [
    ("2025", "2025-01-01", "2025-12-31"),
    ("1000", "1000-01-01", "1000-12-31"),
    ("9998", "9998-01-01", "9998-12-31"),
    ("2025-05", "2025-05-01", "2025-05-31"),
    ("2025-02", "2025-02-01", "2025-02-28"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("1900-02", "1900-02-01", "1900-02-28"),
    ("2025-02-27", "2025-02-27", "2025-02-27"),
    ("2024-02-29", "2024-02-29", "2024-02-29"),
    ("2026-21", "2026-03-01", "2026-05-31"),
    ("2026-22", "2026-06-01", "2026-08-31"),
    ("2026-23", "2026-09-01", "2026-11-30"),
    ("2026-24", "2026-12-01", "2027-02-28"),
    ("2027-24", "2027-12-01", "2028-02-29"),
    ("9998-24", "9998-12-01", "9999-02-28"),
    ("2026-33", "2026-01-01", "2026-03-31"),
    ("2026-34", "2026-04-01", "2026-06-30"),
    ("2026-35", "2026-07-01", "2026-09-30"),
    ("2026-36", "2026-10-01", "2026-12-31"),
    ("2025~", "2025-01-01", "2025-12-31"),
    ("2025-05?", "2025-05-01", "2025-05-31"),
    ("2025-02-27%", "2025-02-27", "2025-02-27"),
    ("2026-21~", "2026-03-01", "2026-05-31"),
    ("2026-34?", "2026-04-01", "2026-06-30"),
    ("2025/2026", "2025-01-01", "2026-12-31"),
    ("2024-05-14/2024-05-15", "2024-05-14", "2024-05-15"),
    ("2025-05/2025-05", "2025-05-01", "2025-05-31"),
    ("2025-05-01/2025-05", "2025-05-01", "2025-05-31"),
    ("2025/2025-12-31", "2025-01-01", "2025-12-31"),
    ("2025-24/2026-21", "2025-12-01", "2026-05-31"),
    ("2025-33/2025-34", "2025-01-01", "2025-06-30"),
    ("2025~/2026-21?", "2025-01-01", "2026-05-31"),
    ("../2025-05", "0001-01-01", "2025-05-31"),
    ("../2026-24~", "0001-01-01", "2027-02-28"),
    ("2025-05/..", "2025-05-01", "9999-12-31"),
    ("2025%/..", "2025-01-01", "9999-12-31"),
]

# The text, and a part of the answer that names what is wrong or shows what is right.
REFUSED = [
    ("", "is empty"),
    (" 2025", "white space"),
    ("2025 ", "white space"),
    ("2025\n", "white space"),
    ("2025\u00a0", "white space"),
    ("٢٠٢٥", "Write 2025, 2025-05"),
    ("２０２５", "Write 2025, 2025-05"),
    ("2025-0٥", "Write 2025, 2025-05"),
    ("0999", "years run from 1000 to 9998"),
    ("0000", "years run from 1000 to 9998"),
    ("9999", "years run from 1000 to 9998"),
    ("9999-24", "years run from 1000 to 9998"),
    ("2025/9999", "an open end is written as"),
    ("12025", "Write 2025, 2025-05"),
    ("-2025", "Write 2025, 2025-05"),
    ("+2025", "Write 2025, 2025-05"),
    ("199", "Write 2025, 2025-05"),
    ("199X", "Write 2025, 2025-05"),
    ("2025-1X", "Write 2025, 2025-05"),
    ("2025-5", "Write 2025, 2025-05"),
    ("2025-", "Write 2025, 2025-05"),
    ("20250527", "Write 2025, 2025-05"),
    ("2025-05-27T10:00", "Write 2025, 2025-05"),
    ("2025-00", "There is no month 00"),
    ("2025-13", "There is no month 13"),
    ("2025-20", "There is no month 20"),
    ("2025-25", "There is no month 25"),
    ("2025-32", "There is no month 32"),
    ("2025-37", "There is no month 37"),
    ("2025-02-29", "its days are 01 to 28"),
    ("2025-04-31", "its days are 01 to 30"),
    ("2025-05-00", "its days are 01 to 31"),
    ("2025-21-05", "has no days"),
    ("2025-33-05", "has no days"),
    ("2025~?", "% if both"),
    ("~2025", "Write 2025, 2025-05"),
    ("2025~-05", "Write 2025, 2025-05"),
    ("..", "Write 2025, 2025-05"),
    ("../..", "open at both ends"),
    ("../..~", "Write 2025, 2025-05"),
    ("2025/", "names one end only"),
    ("/2025", "names one end only"),
    ("/", "names one end only"),
    ("2025/2026/2027", "more than one slash"),
    ("2025/2024", "runs backwards"),
    ("2025-06/2025-05", "runs backwards"),
    ("2025/2025-05", "runs backwards"),
    ("2025-05/2025", "runs backwards"),
    ("2025-24/2025-12", "runs backwards"),
    ("2025 / 2026", "Write 2025, 2025-05"),
    ("2024/25", "Write 2025, 2025-05"),
    ("2021/22", "Write 2025, 2025-05"),
    ("next week", "Write 2025, 2025-05"),
    ("early March 2023", "Write 2025, 2025-05"),
    ("between 10 and 12 April 2025", "Write 2025, 2025-05"),
    ("31 February 2025", "Write 2025, 2025-05"),
]

UNAMBIGUOUS = [
    ("Q2 2026", "2026-34"),
    ("q4/2026", "2026-36"),
    ("2026-Q1", "2026-33"),
    ("2026Q3", "2026-35"),
    ("spring 2026", "2026-21"),
    ("Summer of 2026", "2026-22"),
    ("autumn 2026", "2026-23"),
    ("Fall 2026", "2026-23"),
    ("May 2025", "2025-05"),
    ("Sept. 2025", "2025-09"),
    ("27 February 2025", "2025-02-27"),
    ("27th Feb 2025", "2025-02-27"),
    ("February 27, 2025", "2025-02-27"),
    ("14-15 May 2024", "2024-05-14/2024-05-15"),
    ("14 – 15 May 2024", "2024-05-14/2024-05-15"),
    ("27/2/2025", "2025-02-27"),
    ("2/27/2025", "2025-02-27"),
    ("27.02.2025", "2025-02-27"),
    ("5/5/2024", "2024-05-05"),
    ("2025-2-7", "2025-02-07"),
    ("2025/02/27", "2025-02-27"),
]

AMBIGUOUS = [
    ("3/4/2024", "2024-04-03", "2024-03-04"),
    ("03.04.2024", "2024-04-03", "2024-03-04"),
    ("winter 2025", "2025-24", "2024-24"),
]

READINGS = [
    ("2025", "2025 (1 January 2025 to 31 December 2025)"),
    ("2025-05", "May 2025 (1 May 2025 to 31 May 2025)"),
    ("2025-02-27", "27 February 2025"),
    ("2026-21", "spring 2026 (1 March 2026 to 31 May 2026)"),
    ("2025-24", "winter 2025 (1 December 2025 to 28 February 2026)"),
    ("2026-34", "the second quarter of 2026 (1 April 2026 to 30 June 2026)"),
    ("2025~", "approximately 2025 (taken to be 1 January 2025 to 31 December 2025)"),
    ("2025-05?", "perhaps May 2025 (taken to be 1 May 2025 to 31 May 2025)"),
    ("2025-02-27%", "perhaps approximately 27 February 2025 (taken to be 27 February 2025)"),
    ("2024-05-14/2024-05-15", "from 14 May 2024 to 15 May 2024"),
    ("2025-05/2025-06", "from May 2025 to June 2025 (1 May 2025 to 30 June 2025)"),
    (
        "2025-05-14/2025-06~",
        "from 14 May 2025 to approximately June 2025 (taken to be 14 May 2025 to 30 June 2025)",
    ),
    ("../2025-05", "until May 2025 (at the latest 31 May 2025)"),
    ("../2025-02-27", "until 27 February 2025"),
    ("2025-05/..", "from May 2025 on (at the earliest 1 May 2025)"),
    ("2025-02-27/..", "from 27 February 2025 on"),
]


def test_a_date_has_a_first_and_a_last_day():
    dates = [parse(text) for text, _, _ in BOUNDS]
    assert [(value.text, str(value.earliest), str(value.latest)) for value in dates] == BOUNDS


def refusal_of(text):
    """Why the text is no date; empty if it is one."""
    try:
        parse(text)
    except ImpreciseDateError as error:
        return str(error)
    return ""


def test_what_is_outside_the_subset_is_refused_with_an_answer():
    refusals = [(text, answer, refusal_of(text)) for text, answer in REFUSED]
    assert [row for row in refusals if row[1] not in row[2]] == []


def test_a_familiar_spelling_is_refused_and_the_right_one_shown():
    answer = "{!r} is not how dates are written here: write {}, meaning"
    refusals = [(answer.format(*row), refusal_of(row[0])) for row in UNAMBIGUOUS]
    assert [row for row in refusals if row[0] not in row[1]] == []


@pytest.mark.parametrize(("text", "one", "other"), AMBIGUOUS)
def test_an_ambiguous_spelling_is_refused_and_both_readings_shown(text, one, other):
    with pytest.raises(ImpreciseDateError, match="can be read in two ways") as refusal:
        parse(text)
    assert f"write either {one}, meaning" in str(refusal.value)
    assert f"; or {other}, meaning" in str(refusal.value)


def test_a_date_is_read_in_plain_english():
    assert [(text, describe(parse(text))) for text, _ in READINGS] == READINGS


def test_winter_ends_in_the_following_year():
    assert parse("2026-24").earliest == date(2026, 12, 1)
    assert parse("2026-24").latest == date(2027, 2, 28)


@pytest.mark.parametrize("table", [SEASONS, QUARTERS])
def test_the_parts_of_a_year_follow_each_other_without_a_gap(table):
    parts = [part.bounds(2026) for part in table.values()]
    for (_, end), (beginning, _) in pairwise(parts):
        assert beginning == end + timedelta(days=1)


def test_a_qualifier_does_not_move_the_bounds():
    assert QUALIFIERS
    assert [
        text + qualifier
        for text in ("2025", "2025-05", "2025-02-27", "2025-24", "2025-36")
        for qualifier in QUALIFIERS
        if bounds(text + qualifier) != bounds(text)
    ] == []


@pytest.mark.parametrize(
    ("text", "is_approximate", "is_uncertain"),
    [
        ("2025", False, False),
        ("2025~", True, False),
        ("2025?", False, True),
        ("2025%", True, True),
        ("2025~/2026?", True, True),
        ("../2025~", True, False),
    ],
)
def test_a_date_knows_its_qualifiers(text, is_approximate, is_uncertain):
    assert parse(text).is_approximate is is_approximate
    assert parse(text).is_uncertain is is_uncertain


@pytest.mark.parametrize(
    ("text", "has_open_start", "has_open_end"),
    [
        ("1000", False, False),
        ("9998-24", False, False),
        ("../2025", True, False),
        ("2025/..", False, True),
    ],
)
def test_a_date_knows_its_open_ends(text, has_open_start, has_open_end):
    assert parse(text).has_open_start is has_open_start
    assert parse(text).has_open_end is has_open_end


def test_a_text_beyond_the_longest_is_refused_unread():
    with pytest.raises(ImpreciseDateError, match="at most 64 characters") as refusal:
        parse("2025" * 1_000_000)
    assert len(str(refusal.value)) < 500


NEARLY_DATES = st.text(alphabet="0123456789-/.~?% QXspringMay\n٣", max_size=MAX_LENGTH + 1)
YEARS = st.integers(1000, 9998).map(str)
QUALIFIER = st.sampled_from(["", *QUALIFIERS])


def parts_of_year(codes):
    return st.builds("{}-{:02}".format, YEARS, st.sampled_from([*codes]))


DAYS = st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(str)
SINGLE_DATES = st.builds("{}{}".format, YEARS | parts_of_year(PARTS_OF_YEAR) | DAYS, QUALIFIER)


def bounds(text):
    return parse(text).earliest, parse(text).latest


@st.composite
def intervals(draw, ends):
    first, last = sorted([draw(ends), draw(ends)], key=bounds)
    if parse(last).latest < parse(first).latest:
        last = first
    return f"{first}/{last}"


OPEN_INTERVALS = st.builds("../{}".format, SINGLE_DATES) | st.builds("{}/..".format, SINGLE_DATES)
DATES = SINGLE_DATES | intervals(SINGLE_DATES) | OPEN_INTERVALS


@given(st.text() | NEARLY_DATES)
@settings(deadline=None)
def test_no_text_raises_anything_but_a_refusal(text):
    with suppress(ImpreciseDateError):
        assert parse(text).text == text
        assert describe(parse(text))


@given(DATES)
@settings(deadline=None)
def test_what_is_stored_reads_as_the_same_date(text):
    assert parse(text).text == text
    assert parse(parse(text).text) == parse(text)


@given(DATES)
@settings(deadline=None)
def test_no_date_begins_after_it_ends(text):
    assert parse(text).earliest <= parse(text).latest


@given(DATES)
@settings(deadline=None)
def test_only_an_open_end_has_the_bounds_of_an_open_end(text):
    beginning, _, end = text.partition("/")
    assert parse(text).has_open_start == (beginning == "..")
    assert parse(text).has_open_end == (end == "..")


# PyPI's edtf 5.0.2 is a second opinion on the strict bounds. It is not asked about what it gets
# wrong: winter (ends on 31 December), open ends (infinite floats), intervals that run backwards
# (accepted); nor about what it cannot read: a season or quarter with a qualifier on its own, and a
# quarter in an interval.
WINTER = 24
SEASONS_BUT_WINTER = SEASONS.keys() - {WINTER}
ENDS_FOR_EDTF = st.builds("{}{}".format, YEARS | parts_of_year(MONTHS) | DAYS, QUALIFIER)
DATES_FOR_EDTF = (
    ENDS_FOR_EDTF
    | parts_of_year(SEASONS_BUT_WINTER | QUARTERS.keys())
    | intervals(ENDS_FOR_EDTF | parts_of_year(SEASONS_BUT_WINTER))
)


@pytest.mark.slow
@given(DATES_FOR_EDTF)
@settings(deadline=None)
def test_the_bounds_agree_with_a_second_parser(text):
    second = parse_edtf(text)
    assert bounds(text) == tuple(
        date.fromisoformat(strftime("%Y-%m-%d", bound))
        for bound in (second.lower_strict(), second.upper_strict())
    )
