"""What a document may hold, for a curator to look at: quotes with their speakers, and dates.

Nothing here is stored. A speaker is only suggested by name: whom a pronoun stands for, and what a
document leaves open, a person decides.
"""

import re
from dataclasses import dataclass

from relations.imprecise_dates import ImpreciseDateError, describe, parse
from relations.paragraphs import ABBREVIATION, END, parts_of

MARKS = re.compile(
    r"“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|(?<!\w)\"([^\"]+)\"|(?<!\w)‘([^‘’]+(?:’\w[^‘’]*)*)’(?!\w)"
)
# A list has hyphens and other dashes; the long one opens direct speech.
DASHED = re.compile(r"^—\s+(.+)$")

VERBS = (
    "said|says|told|tells|added|adds|noted|notes|stated|states|stressed|stresses|emphasi[sz]ed"
    "|explained|explains|wrote|writes|posted|warned|warns|argued|argues|insisted|insists|replied|replies|answered"
    "|declared|declares|announced|remarked|claimed|claims|acknowledged|admitted|confirmed|confirms"
    "|commented|concluded|recalled|reiterated|called|described|asked|demanded|urged|reported|suggested"
    "|observed|mentioned|underlined"
)
NAME_WORD = r"[^\W\d_a-zа-я][\w.’'-]*"
LINK_WORD = rf"\s+(?:of|for|the|de|von|van|al|bin|and)(?=\s+{NAME_WORD})"
NAME = rf"(?:{NAME_WORD}(?:{LINK_WORD}|\s+{NAME_WORD})*)"
VERB = rf"(?:{VERBS})"
ADVERB = r"(?:(?:also|then|later|\w+ly|has|had|have)\s+)?"
AFTER = re.compile(
    rf"^[\s,]*(?:(?P<name>{NAME})\s+{ADVERB}{VERB}\b|{VERB}\s+(?:the\s+)?(?P<later>{NAME}))"
)
BEFORE = re.compile(
    rf"(?:(?P<name>{NAME})(?:,[^,“”\"]{{3,80}},)?\s+{ADVERB}{VERB}\b[^“”\".!?,;]{{0,40}}"
    rf"|[Aa]ccording to\s+(?:the\s+)?(?P<source>{NAME}),?\s*)$"
)
NO_NAME = re.compile(
    r"(?:An?|And|As|At|But|By|For|From|He|Her|His|However|I|If|In|Its?|Later|Meanwhile|Moreover|My|No|Nor"
    r"|Of|On|One|Or|Our|She|So|Some|That|The|Their|Then|There|These|They|This|Those|To|We|What|When|While"
    r"|Who|With|Yet|You|Your)\b\s*"
)
FEWEST_WORDS = 3


@dataclass(frozen=True)
class SuggestedQuote:
    """`text[start:end]`, without the quotation marks, and by whom it may be; empty if unnamed.

    `is_short` tells that it may be no speech at all but a word the author keeps at a distance.
    """

    start: int
    end: int
    speaker_as_printed: str
    is_short: bool


@dataclass(frozen=True)
class SuggestedDate:
    """`text[start:end]`, and how it would be read: as `edtf`, or the problem with it."""

    start: int
    end: int
    as_printed: str
    edtf: str
    reading: str
    problem: str


def suggested_quotes(text: str) -> list[SuggestedQuote]:
    """Passages in quotation marks, and lines of an interview that begin with a dash, in order."""
    found = []
    for part in parts_of(text):
        dashed = DASHED.match(part.words)
        if dashed:
            found.append(_quote(part.start + dashed.start(1), part.start + dashed.end(1), text, ""))
            continue
        for match in MARKS.finditer(part.words):
            group = match.lastindex
            before, after = part.words[: match.start()], part.words[match.end() :]
            # What is quoted itself names no speaker, and may hold many names.
            speaker = _speaker(_last_sentence(before), _first_sentence(after))
            start, end = part.start + match.start(group), part.start + match.end(group)
            found.append(_quote(start, end, text, speaker))
    return found


def _quote(start, end, text, speaker):
    words = text[start:end]
    end -= len(words) - len(words.rstrip())
    start += len(words) - len(words.lstrip())
    return SuggestedQuote(start, end, speaker, len(words.split()) < FEWEST_WORDS)


def _speaker(before, after):
    for pattern, words in ((AFTER, after), (BEFORE, before)):
        match = pattern.search(words)
        if match:
            name = next(group for group in match.groups() if group)
            return _without_openers(name)
    return ""


def _without_openers(name):
    """The name without the capital that only begins a sentence; empty if nothing else is left."""
    while opener := NO_NAME.match(name):
        name = name[opener.end() :]
    return name.rstrip(".")


def _last_sentence(words):
    ends = [match.end() for match in END.finditer(words) if not _is_abbreviation(words, match)]
    return words[ends[-1] :] if ends else words


def _first_sentence(words):
    ends = [match.start() for match in END.finditer(words) if not _is_abbreviation(words, match)]
    return words[: ends[0] + 1] if ends else words


def _is_abbreviation(words, end):
    return ABBREVIATION.search(words[: end.start() + 1])


MONTHS = [
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
]
MONTH = r"(?P<month>{})".format(
    "|".join([*MONTHS, *(f"{name[:3]}\\b\\.?" for name in MONTHS), r"Sept\b\.?"])
)
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
UNTIL = r"(?:\s*[-–—]\s*(?P<until>\d{1,2})(?:st|nd|rd|th)?)?"
YEAR = r"(?P<year>(?:19|20)\d\d)\b"
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
QUARTERS = {
    "first": 33,
    "second": 34,
    "third": 35,
    "fourth": 36,
    "1": 33,
    "2": 34,
    "3": 35,
    "4": 36,
}
NO_YEAR = "The document prints no year here; add one only if the document itself tells it."

# The first that matches at a place counts, so the most exact stand first.
DATES = [
    re.compile(pattern, re.IGNORECASE if "(?P<season>" in pattern else 0)
    for pattern in (
        r"(?<![\d-])(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?![\d-])",
        rf"\b{DAY}{UNTIL}\s+(?:of\s+)?{MONTH},?\s+{YEAR}",
        rf"\b{MONTH}\s+{DAY}{UNTIL},?\s+{YEAR}",
        rf"\b(?P<season>{'|'.join(SEASONS)})(?:\s+of)?\s+{YEAR}",
        rf"\b(?:the\s+)?(?P<quarter>first|second|third|fourth)\s+quarter\s+of\s+{YEAR}",
        rf"\bQ(?P<number>[1-4])\s+{YEAR}",
        rf"\b{MONTH},?\s+(?:of\s+)?{YEAR}",
        r"(?<![\d/.])(?P<numbers>\d{1,2}[/.]\d{1,2}[/.](?:19|20)?\d\d)(?![\d/])",
        rf"\b{DAY}{UNTIL}\s+(?:of\s+)?{MONTH}(?!\w)",
        rf"\b{MONTH}\s+{DAY}{UNTIL}(?!\w)",
    )
]


def suggested_dates(text: str) -> list[SuggestedDate]:
    """Dates as they are printed, in order, each with how it would be read or why it is not."""
    taken, found = bytearray(len(text)), []
    for pattern in DATES:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            taken[match.start() : match.end()] = b"\1" * len(match.group())
            found.append(_date(match))
    return sorted(found, key=lambda date: date.start)


def _date(match):
    parts = {name: value for name, value in match.groupdict().items() if value}
    written = _edtf(parts)
    place = match.start(), match.end(), match.group()
    if written is None:
        return SuggestedDate(*place, "", "", NO_YEAR)
    try:
        return SuggestedDate(*place, written, describe(parse(written)), "")
    except ImpreciseDateError as error:
        return SuggestedDate(*place, "", "", str(error))


def _edtf(parts):
    """The date as the record writes it; None without a year."""
    if single := parts.get("iso") or parts.get("numbers"):
        return single
    if "year" not in parts:
        return None
    year = parts["year"]
    if "season" in parts:
        return f"{year}-{SEASONS[parts['season'].lower()]}"
    if quarter := parts.get("quarter") or parts.get("number"):
        return f"{year}-{QUARTERS[quarter]}"
    month = f"{year}-{_month(parts['month']):02}"
    if "day" not in parts:
        return month
    first = f"{month}-{int(parts['day']):02}"
    return f"{first}/{month}-{int(parts['until']):02}" if "until" in parts else first


def _month(name):
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))
