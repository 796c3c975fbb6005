"""Of which kind every parameter is, and what the parameters of each kind refuse and accept.

Values stand as they are sent, percent-encoded. What is expected does not depend on the database.
"""

import json
from collections import Counter
from urllib.parse import unquote_plus

from relations.imprecise_dates import ImpreciseDateError, parse
from tests.api.contract import LISTS, OPERATIONS, SCHEMA
from tests.thoroughness import THOROUGH

# Of parameters whose schema does not tell, and of none else.
KINDS_BY_NAME = {
    "as_of": "day",
    "in_force_on": "day",
    "recorded_at": "instant",
    "cursor": "cursor",
    "page_size": "page size",
    "since": "revision",
    "min_independent_sources": "number of sources",
    "q": "search",
    "search": "search",
    "language": "text",
    "place": "text",
    "publisher": "text",
    "reported_by": "text",
    "reported_via": "text",
}

COMMON_KINDS = {"choice", "imprecise date", "part of the answer", "slug", "text"}


def kind_of(parameter):
    """The kind of a parameter; None if nobody has said."""
    name, schema = parameter["name"], parameter["schema"]
    if schema.get("items", schema).get("$ref", "").endswith("/Slug"):
        return "slug"
    if name in ("facet", "include", "columns"):
        return "part of the answer"
    if schema.get("type") == "array" or "$ref" in schema or schema["type"] == "boolean":
        return "choice"
    if name.endswith(("_after", "_before")):
        return "imprecise date"
    return KINDS_BY_NAME.get(name)


def is_repeatable(parameter):
    return parameter["schema"].get("type") == "array"


def choices_of(parameter):
    """The closed list of values of a parameter, empty where there is none."""
    schema = parameter["schema"].get("items", parameter["schema"])
    if schema.get("type") == "boolean":
        return ["true", "false"]
    return (
        SCHEMA["components"]["schemas"]
        .get(schema.get("$ref", "/").rsplit("/", 1)[1], {})
        .get("enum", [])
    )


# The path and each query parameter of every operation; in `make test`, without the tables that have
# all their parameters from the list beside them.
PARAMETERS = [
    (path, parameter)
    for path, operation in OPERATIONS.values()
    for parameter in operation["parameters"]
    if parameter["in"] == "query"
    and (THOROUGH or "statements" in path or not path.endswith((".xlsx", ".jsonl")))
]


def dealt(values_of):
    """Path, parameter and value, dealt out so that each parameter gets some of its values.

    A list, its tables and its calendar share a parameter, so they share its values too. Kinds with
    many parameters, each read by the same code, give every one of them a quarter of the values.
    """
    sharing, numbers = {}, Counter()
    for path, parameter in PARAMETERS:
        key = parameter["name"], json.dumps(parameter["schema"], sort_keys=True)
        sharing.setdefault(key, []).append((path, parameter))
    for shared in sharing.values():
        parameter = shared[0][1]
        kind, values = kind_of(parameter), values_of(parameter)
        numbers[kind] += 1
        if kind in COMMON_KINDS:
            values = values[numbers[kind] % 4 :: 4] or values
        for number, value in enumerate(values):
            yield *shared[number % len(shared)], value


# Refused whatever the parameter takes: the value, the code of the error and its words.
_EMPTY = ("empty", "Give a value or leave the parameter out.")
_UNPRINTABLE = ("unprintable", "The value holds control characters or is not UTF-8.")
_TOO_LONG = ("too_long", "Use at most 500 characters.")
UNREADABLE = [
    ("", *_EMPTY),
    ("%20%09", *_EMPTY),
    ("%C2%85", *_EMPTY),
    ("%E2%80%83", *_EMPTY),
    ("%00", *_UNPRINTABLE),
    ("a%00b", *_UNPRINTABLE),
    ("%ED%A0%80", *_UNPRINTABLE),
    ("%FF%FE", *_UNPRINTABLE),
    ("%C0%AF", *_UNPRINTABLE),
    ("%F4%90%80%80", *_UNPRINTABLE),
    ("a%0D%0ASet-Cookie:x=1", *_UNPRINTABLE),
    ("%C2%9F", *_UNPRINTABLE),
    ("x" * 501, *_TOO_LONG),
    ("x%20" * 1000, *_TOO_LONG),
]
MARKUP = "%3Cscript%3Ealert(1)%3C/script%3E"
SQL = [
    "'%20OR%201=1--",
    "';DROP%20TABLE%20relations_round;--",
    "1)%20UNION%20SELECT%201--",
    "%27%27",
]
# Letters in other orders, on top of each other, and beyond the first 65,536.
SCRIPTS = ["%D7%A9%D7%9C%D7%95%D7%9D", "%E2%80%AEabc", "e%CC%81%CC%81", "%F0%9F%92%A9"]
# What no parameter but one for free text can mean.
NONSENSE = [
    MARKUP,
    *SQL,
    *SCRIPTS,
    "%25s",
    "%25(value)s",
    "%",
    "{0}",
    "(a%2B)%2B%24",
    ".*.*.*",
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
    "x" * 201,
    "x" * 500,
]
NO_NUMBERS = ["1.5", "10.0", "+1", "%2B1", "0x10", "1_0", "%D9%A3", "%C2%B2", "1e3", "true"]
NO_NUMBERS += ["%205", "5%20"]
NO_DATES = [
    "0000",
    "0000-01-01",
    "0001-01-01",
    "0999",
    "9999",
    "9999-12-31",
    "10000",
    "10000-01-01",
    "2025-00",
    "2025-02-30",
    "2025-02-29",
    "2025-13",
    "2025-20",
    "2025-25",
    "2025-37",
    "2025-99",
    "2025-21-01",
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
    "%7B2025,2026%7D",
    "[2025..2026]",
    "2025/",
    "/2025",
    "..",
    "../..",
    "2026/2025",
    "2025/2026/2027",
    "2025~~",
    "~2025",
    "14-15%20May%202024",
    "%D9%A2%D9%A0%D9%A2%D9%A5",
    "%202025",
]
DATES = ["1000", "9998", "2025", "2025-05", "2024-02-29", "2025-21", "2025-24", "2025-33"]
DATES += ["2025-36", "2025~", "2025?", "2025%25", "2026-24~", "../2025", "2025/..", "2025-05/.."]
DATES += ["2025-05/2025-06"]
DAYS = ["0001-01-01", "9999-12-31", "2024-02-29"]
INSTANTS = ["0001-01-01", "2024-02-29", "1970-01-01T00:00:00Z", "2025-12-31T23:59:59.999999Z"]
INSTANTS += ["2025-05-14T00:00:00%2B14:00", "2025-05-14T00:00:00-05:30"]
# Words with the signs of FTS5, of tsquery and of patterns among them, which here are no signs.
WORDS = [
    "a%26b%7Cc!d%3C-%3Ee",
    "zzz%20AND%20zzzz%20NOT%20a",
    "zzz%20or%20zzzz",
    "a%2Bb%20-c",
    "%22zzz%20zzzz%22",
    "zzz'",
    "zzz%5C",
    "%D7%A9%D7%9C%D7%95%D7%9D",
    "%E2%80%AEzzz",
    "ze%CC%81%CC%81z",
    "zzz%EF%BF%BF",
    "%E3%89%91",  # a number of another category than digits
    "x" * 200,
    "x%20" * 9 + "x",
    "%22" + "x%20" * 99 + "%22",
    SQL[1],
]
NOT_A_DAY = [date for date in NO_DATES if date not in DAYS]
FOREIGN_SIGNS = ("^", "*", ".*.*.*", "zzz:*", "zzz*", "^zzz", "title:zzz")
FOREIGN = (
    "`{}` looks like an operator, and there is no such one: use AND, OR, NOT, - and "
    '"...". To find it as it stands, put it in quotation marks.'
)
WRONG_SEARCHES = {
    "x" * 201: "Use at most 200 characters.",
    "x%20" * 10 + "x": "Use at most 10 words or phrases.",
    "-zzz": "Say what is to be found too, not only what is not.",
    "or": "Put a word or a phrase on either side of `or`.",
    "zzz%20OR": "Put a word or a phrase on either side of `or`.",
    **dict.fromkeys(["%22", "zzz%20%22"], "A quotation mark is not closed."),
    **dict.fromkeys(
        ["'", "-", "%26%7C!%3C-%3E", "%22%22", SQL[0], "%E2%80%AE", SCRIPTS[3]],
        "Each word or phrase needs a letter or a digit.",
    ),
    **{sign: FOREIGN.format(sign) for sign in FOREIGN_SIGNS},
    "NEAR(a%20b)": FOREIGN.format("NEAR(a"),
    "(zz%2B)%2B%24": FOREIGN.format("(zz+)+$"),
    "AND%20zzz": "Put a word or a phrase before `AND`.",
    "zzz%20NOT": "Put a word or a phrase after `NOT`.",
}
REFUSED = {
    "slug": [*NONSENSE, "A-PARTIES", "a-parties%20", "a--b", "a_b"],
    "choice": [*NONSENSE, "HELD", "held%20", "bogus", "TRUE", "1", "slug,held_on", "--slug"],
    "part of the answer": [*NONSENSE, "bogus", "YEAR", "slug%20", "slug,url", "*"],
    "imprecise date": [*NONSENSE, *NO_DATES],
    "day": [*NONSENSE, *NOT_A_DAY, *(date for date in DATES if date not in DAYS), "%202025-05-14"],
    "instant": [
        *NONSENSE,
        *(date for date in NOT_A_DAY if date not in INSTANTS),
        "2025-05-14T24:00:00Z",
        "2025-05-14T23:59:60Z",
        "2025-05-14T00:00Z",
        "2025-05-14T00:00:00.1234567Z",
        "2025-05-14%2000:00:00Z",
        "9999-12-31",
        "9999-12-31T23:59:59Z",
    ],
    "cursor": [*NONSENSE, *NO_NUMBERS],
    "page size": [*NONSENSE, *NO_NUMBERS, "0", "000", "501", "0001"],
    "revision": [*NONSENSE, *NO_NUMBERS, str(2**53), str(2**63)],
    "number of sources": [*NONSENSE, *NO_NUMBERS, "0", "1001"],
    "search": [*WRONG_SEARCHES],
    "text": ["x" * 201, "%F0%9F%92%A9" * 201],
}
ACCEPTED = {
    "imprecise date": DATES,
    "day": DAYS,
    "instant": INSTANTS,
    "page size": ["1", "500"],
    "revision": ["0", "1"],
    "number of sources": ["1", "1000"],
    "search": WORDS,
    "text": [
        *(value for value in NONSENSE if len(value) <= 200),
        *NO_DATES,
        "%5C",
        "_",
        "G_neva",
        "%25",
        "%EF%BF%BF",
        "x" * 200,
        "%F0%9F%92%A9" * 200,
    ],
}
NOUNS = {
    "account": "discrepancyaccounts",
    "discrepancy": "discrepancies",
    "party": "parties",
    "person": "people",
    "schedule": "roundschedules",
}


def refused_by(parameter):
    """Values that the parameter refuses; `1` is one of a few choices."""
    return [each for each in REFUSED[kind_of(parameter)] if each not in choices_of(parameter)]


def accepted_by(parameter):
    """Values that the parameter accepts where there is one of each; the last may be several."""
    name, kind = parameter["name"], kind_of(parameter)
    if kind == "slug":
        return [f"a-{NOUNS.get(name, f'{name}s')}"]
    if kind in ("choice", "part of the answer"):
        choices = choices_of(parameter)
        return [*choices, *([f"&{name}=".join(choices)] if is_repeatable(parameter) else [])]
    return ACCEPTED.get(kind, [])


# What is said about a refused value ---------------------------------------------------------------
SAID = {
    "slug": "There is no published entry with the slug “{text}”.{listed}",
    "choice": "“{text}” is not one of the allowed values.",
    "part of the answer": "“{text}” is not one of the allowed values.",
    "day": "Use a day, such as 2025-05-14.",
    "instant": "Use a day, such as 2026-11-24, or an instant with its offset, such as "
    "2026-11-24T12:00:00Z or 2026-11-24T14:00:00+02:00.",
    "cursor": "Use a cursor from `next` or `previous` of this very query.",
    "page size": "Use a whole number from 1 to 500.",
    "number of sources": "Use a whole number from 1 to 1000.",
    "text": "Ensure this value has at most 200 characters (it has {length}).",
}
SAID_BY_NAME = {"ordering": "There is no such ordering here.", "count": "Use true or false."}
SAID_OF_THE_FUTURE = "This time is still to come: ask for what was recorded by now or earlier."
EXAMPLES = {
    "imprecise date": ["2025", "2025-05", "2025-05-14", "2026-21", "2026-33"],
    "day": ["2025-05-14"],
    "instant": ["2026-11-24", "2026-11-24T12:00:00Z"],
    "number of sources": ["1", "2", "3"],
}


def error_about(parameter, value, revision):
    """The one error that the answer must have; `revision` is that of the record."""
    text = unquote_plus(value)
    return {
        "parameter": parameter["name"],
        "code": "invalid",
        "detail": _said(parameter, value, text, revision),
        "allowed": choices_of(parameter) or EXAMPLES.get(kind_of(parameter), []),
    }


def _said(parameter, value, text, revision):
    kind = kind_of(parameter)
    if kind == "search":
        return WRONG_SEARCHES[value]
    if kind == "imprecise date":
        try:
            return f"{parse(text)} is a date"
        except ImpreciseDateError as error:
            return str(error)
    if kind == "instant" and text.startswith("9999-12-31"):
        return SAID_OF_THE_FUTURE
    if kind == "revision":
        anew = " If the record was built anew, begin anew with since=0."
        said = f"Use a whole number from 0 to {revision}, the revision of the record."
        return said + anew if text.isascii() and text.isdigit() else said
    said = SAID_BY_NAME.get(parameter["name"], SAID.get(kind))
    repeat = " To give several, repeat the parameter." if "," in text else ""
    return said.format(text=text, length=len(text), listed=repeat + listed(parameter["name"]))


def listed(name):
    """What is said of the list in which a parameter looks for slugs, if there is one."""
    path = f"/api/v1/{NOUNS.get(name, f'{name}s')}"
    return f" All are listed at {path}." if path in LISTS.values() else ""
