"""Dates as vague as the source gives them: a closed subset of EDTF (ISO 8601-2).

A date is a year, a month, a day, a season (21 to 24) or a quarter (33 to 36), if need be with `~`
(approximate), `?` (uncertain) or `%` (both) after it. An interval joins two dates by `/`, and `..`
stands for an open end.

Every date has a first and a last day it can mean. A qualifier does not move them: no number of days
is an honest measure of "approximately". Winter bears the year in which it begins.
"""

import calendar
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

MAX_LENGTH = 64
OPEN = ".."
QUALIFIERS = {"~": "approximately ", "?": "perhaps ", "%": "perhaps approximately "}

# The year 9999 is left out: its last day stands for an open end.
FIRST_YEAR, LAST_YEAR = 1000, 9998

ALLOWED = (
    "Write 2025, 2025-05, 2025-02-27, a season such as 2026-21 (21 spring to 24 winter) or "
    "a quarter such as 2026-34 (33 to 36); put ~ after it if it is approximate, ? if uncertain, "
    "% if both; write an open end as ../2025 or 2025/.., an interval as 2025-05/2025-06."
)

DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<part>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<qualifier>[~?%])?"
)


class ImpreciseDateError(ValueError):
    """The text is no date of the subset; the message says what is wrong and what is allowed."""


@dataclass(frozen=True, slots=True)
class PartOfYear:
    """Whole months; a last month that comes before the first lies in the following year."""

    name: str
    first_month: int
    last_month: int

    def bounds(self, year):
        year_of_end = year + 1 if self.last_month < self.first_month else year
        return date(year, self.first_month, 1), _last_day_of_month(year_of_end, self.last_month)


MONTHS = {
    1: PartOfYear("January", 1, 1),
    2: PartOfYear("February", 2, 2),
    3: PartOfYear("March", 3, 3),
    4: PartOfYear("April", 4, 4),
    5: PartOfYear("May", 5, 5),
    6: PartOfYear("June", 6, 6),
    7: PartOfYear("July", 7, 7),
    8: PartOfYear("August", 8, 8),
    9: PartOfYear("September", 9, 9),
    10: PartOfYear("October", 10, 10),
    11: PartOfYear("November", 11, 11),
    12: PartOfYear("December", 12, 12),
}
SEASONS = {
    21: PartOfYear("spring", 3, 5),
    22: PartOfYear("summer", 6, 8),
    23: PartOfYear("autumn", 9, 11),
    24: PartOfYear("winter", 12, 2),
}
QUARTERS = {
    33: PartOfYear("first quarter", 1, 3),
    34: PartOfYear("second quarter", 4, 6),
    35: PartOfYear("third quarter", 7, 9),
    36: PartOfYear("fourth quarter", 10, 12),
}
PARTS_OF_YEAR = MONTHS | SEASONS | QUARTERS


@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """A date as it is stored, with the first and the last day it can mean."""

    text: str
    earliest: date
    latest: date

    @property
    def has_open_start(self):
        return self.earliest == date.min

    @property
    def has_open_end(self):
        return self.latest == date.max

    @property
    def is_approximate(self):
        return "~" in self.text or "%" in self.text

    @property
    def is_uncertain(self):
        return "?" in self.text or "%" in self.text


@lru_cache(maxsize=4096)
def parse(text: str) -> ImpreciseDate:
    """The date that `text` means; `ImpreciseDateError` if it is not one of the subset."""
    if len(text) > MAX_LENGTH:
        raise ImpreciseDateError(f"A date has at most {MAX_LENGTH} characters. {ALLOWED}")
    try:
        return _read(text)
    except ImpreciseDateError as error:
        raise ImpreciseDateError(_advice(text) or str(error)) from None


def describe(value: ImpreciseDate) -> str:
    """How the date is read, in plain English, with the days it is taken to mean."""
    words = in_words(value)
    if all(_is_exact(each) for each in value.text.split("/")):
        return words
    taken_to_be = "taken to be " if value.is_approximate or value.is_uncertain else ""
    return f"{words} ({taken_to_be}{_bounds_in_words(value)})"


def in_words(value: ImpreciseDate) -> str:
    """The date in plain English, without the days it is taken to mean."""
    beginning, slash, end = value.text.partition("/")
    if not slash:
        return _in_words(beginning)
    if value.has_open_start:
        return f"until {_in_words(end)}"
    if value.has_open_end:
        return f"from {_in_words(beginning)} on"
    return f"from {_in_words(beginning)} to {_in_words(end)}"


def _read(text):
    if not text:
        raise ImpreciseDateError(f"The date is empty. {ALLOWED}")
    if text != text.strip():
        raise ImpreciseDateError(f"{text!r} begins or ends with white space: leave it out.")
    return _read_interval(text) if "/" in text else _read_date(text)


def _read_date(text):
    match = DATE.fullmatch(text)
    if not match:
        raise ImpreciseDateError(f"{text!r} is not a date that can be stored. {ALLOWED}")
    year = int(match["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpreciseDateError(
            f"The year {match['year']} is not allowed: years run from {FIRST_YEAR} to {LAST_YEAR}, "
            f"and an open end is written as in ../2025 or 2025/.."
        )
    return ImpreciseDate(text, *_bounds(year, match["part"], match["day"]))


def _bounds(year, part, day):
    if part is None:
        return date(year, 1, 1), date(year, 12, 31)
    if int(part) not in PARTS_OF_YEAR:
        raise ImpreciseDateError(
            f"There is no month {part}: months are 01 to 12, seasons 21 (spring) to 24 (winter), "
            f"quarters 33 to 36."
        )
    if day is None:
        return PARTS_OF_YEAR[int(part)].bounds(year)
    if int(part) not in MONTHS:
        raise ImpreciseDateError(
            f"A season or a quarter has no days: write {year}-{part}, or a month with its day."
        )
    try:
        exact = date(year, int(part), int(day))
    except ValueError:
        last = _last_day_of_month(year, int(part))
        raise ImpreciseDateError(
            f"{MONTHS[int(part)].name} {year} has no day {day}: its days are 01 to {last.day}."
        ) from None
    return exact, exact


def _read_interval(text):
    if text.count("/") > 1:
        raise ImpreciseDateError(
            f"{text!r} has more than one slash. An interval is written as 2025-05/2025-06."
        )
    beginning, _, end = text.partition("/")
    if not (beginning and end):
        raise ImpreciseDateError(
            f"{text!r} names one end only. An open end is written with two dots, "
            f"as in ../2025 or 2025/.."
        )
    if beginning == end == OPEN:
        raise ImpreciseDateError(
            "An interval that is open at both ends says nothing: name one end, as in ../2025 or "
            "2025/.., or leave the date empty."
        )
    if beginning == OPEN:
        return ImpreciseDate(text, date.min, _read_date(end).latest)
    if end == OPEN:
        return ImpreciseDate(text, _read_date(beginning).earliest, date.max)

    first, last = _read_date(beginning), _read_date(end)
    if last.earliest < first.earliest or last.latest < first.latest:
        raise ImpreciseDateError(
            f"The interval {text} runs backwards: the date after the slash may neither begin nor "
            f"end before the one in front of it."
        )
    return ImpreciseDate(text, first.earliest, last.latest)


def _last_day_of_month(year, month):
    return date(year, month, calendar.monthrange(year, month)[1])


def _is_exact(end):
    """True for an open end and for a day without a qualifier, whose bounds are plain to see."""
    if end == OPEN:
        return True
    match = DATE.fullmatch(end)
    return bool(match["day"] and not match["qualifier"])


def _in_words(text):
    match = DATE.fullmatch(text)
    words = match["year"]
    if match["part"]:
        part = int(match["part"])
        name = PARTS_OF_YEAR[part].name
        words = f"the {name} of {words}" if part in QUARTERS else f"{name} {words}"
    if match["day"]:
        words = f"{int(match['day'])} {words}"
    return QUALIFIERS.get(match["qualifier"], "") + words


def _day_in_words(day):
    return f"{day.day} {MONTHS[day.month].name} {day.year}"


def _bounds_in_words(value):
    if value.has_open_start:
        return f"at the latest {_day_in_words(value.latest)}"
    if value.has_open_end:
        return f"at the earliest {_day_in_words(value.earliest)}"
    if value.earliest == value.latest:
        return _day_in_words(value.earliest)
    return f"{_day_in_words(value.earliest)} to {_day_in_words(value.latest)}"


# Familiar spellings, in lower case: refused, and answered with how the date is to be written.
MONTH_NUMBERS = {month.name.lower(): number for number, month in MONTHS.items()}
MONTH_NUMBERS |= {name[:3]: number for name, number in MONTH_NUMBERS.items()} | {"sept": 9}
SEASON_CODES = {season.name: code for code, season in SEASONS.items()} | {"fall": 23}

_YEAR = r"(?P<year>[0-9]{4})"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_LAST_DAY = r"(?P<last_day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"(?P<month>{'|'.join(MONTH_NUMBERS)})\.?"
_SEASON = rf"(?P<season>{'|'.join(SEASON_CODES)})"
_QUARTER = r"q(?P<quarter>[1-4])"

QUARTER_AND_YEAR = re.compile(rf"{_QUARTER}[ /-]?{_YEAR}")
YEAR_AND_QUARTER = re.compile(rf"{_YEAR}[ /-]?{_QUARTER}")
SEASON_AND_YEAR = re.compile(rf"{_SEASON} (?:of )?{_YEAR}")
MONTH_DAY_YEAR = re.compile(rf"{_MONTH} {_DAY},? {_YEAR}")
DAYS_MONTH_YEAR = re.compile(rf"(?:{_DAY}(?: ?[-–] ?{_LAST_DAY})? )?{_MONTH},? {_YEAR}")
YEAR_FIRST_IN_FIGURES = re.compile(
    rf"{_YEAR}[./-](?P<month>[0-9]{{1,2}})[./-](?P<day>[0-9]{{1,2}})"
)
YEAR_LAST_IN_FIGURES = re.compile(rf"(?P<one>[0-9]{{1,2}})[./-](?P<other>[0-9]{{1,2}})[./-]{_YEAR}")


def _advice(text):
    """How to write what a familiar spelling may mean; empty if it is none. Nothing is assumed."""
    readings = []
    for written in _possible_meanings(text.lower()):
        with suppress(ImpreciseDateError):
            readings.append(f"{written}, meaning {describe(_read(written))}")
    if not readings:
        return ""
    if len(readings) == 1:
        return f"{text!r} is not how dates are written here: write {readings[0]}."
    return f"{text!r} can be read in two ways: write either {'; or '.join(readings)}."


def _possible_meanings(text):
    """What a familiar spelling may mean, as it is to be written; part of it may be no date."""
    if match := QUARTER_AND_YEAR.fullmatch(text) or YEAR_AND_QUARTER.fullmatch(text):
        return [f"{match['year']}-{32 + int(match['quarter'])}"]

    if match := SEASON_AND_YEAR.fullmatch(text):
        year, season = int(match["year"]), SEASON_CODES[match["season"]]
        years = [year, year - 1] if match["season"] == "winter" else [year]
        return [f"{each}-{season}" for each in years]

    if match := MONTH_DAY_YEAR.fullmatch(text):
        return [_written(match["year"], MONTH_NUMBERS[match["month"]], match["day"])]

    if match := DAYS_MONTH_YEAR.fullmatch(text):
        year, month = match["year"], MONTH_NUMBERS[match["month"]]
        first = _written(year, month, match["day"])
        if not match["last_day"]:
            return [first]
        return [f"{first}/{_written(year, month, match['last_day'])}"]

    if match := YEAR_FIRST_IN_FIGURES.fullmatch(text):
        return [_written(match["year"], match["month"], match["day"])]

    if match := YEAR_LAST_IN_FIGURES.fullmatch(text):
        year, one, other = match["year"], match["one"], match["other"]
        # The same day twice, as in 5/5/2024, is no ambiguity.
        return list(dict.fromkeys([_written(year, other, one), _written(year, one, other)]))

    return []


def _written(year, month, day=None):
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
