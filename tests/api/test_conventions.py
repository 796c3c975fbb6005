"""The page of conventions is true: what it says is asked of the real record.

Each row binds words of the page to a request and to what its answer must be.
"""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from api.errors import PROBLEM_TYPES
from api.facets import MOST_VALUES as MOST_FACETS
from api.filter_kinds import CERTAINTIES
from api.guides import deprecation_table
from api.middleware import LONGEST_QUERY
from api.pagination import DEFAULT_PAGE, LARGEST_PAGE
from api.strict_filtering import LONGEST_VALUE, MOST_VALUES
from api.v1 import VERSION
from relations.imprecise_dates import parse
from relations.search_terms import LONGEST_SEARCH, MOST_TERMS
from tests.api.contract import SCHEMA
from tests.api.wire import ask

FILE = settings.BASE_DIR / "api" / "v1" / "guide" / "conventions.md"
PAGE = re.sub(r"\s+", " ", FILE.read_text(encoding="utf-8"))
STATEMENT = "/api/v1/statements/ryabkov-principal-irritant"
CITATION = "/api/v1/citations/statement-ryabkov-principal-irritant-in-fresh-talks-on-frictions"
BIBTEX = "application/x-bibtex"
CSL = "application/vnd.citationstyles.csl+json"


def is_problem(slug, parameter=None):
    """The answer is a problem of that type, which names the parameter."""

    def check(answer):
        problem = answer.json()
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.status_code == PROBLEM_TYPES[slug].status
        assert problem["type"] == f"/problems#{slug}"
        return not parameter or parameter in {each["parameter"] for each in problem["errors"]}

    return check


def is_type(content_type):
    return lambda answer: answer["Content-Type"].partition(";")[0] == content_type


def counts(number):
    return lambda answer: answer.json()["count"] == number


def results(check):
    """Every result of the list, of which there are some, passes."""
    return lambda answer: answer.json()["results"] and all(map(check, answer.json()["results"]))


# Words of the page; path and query; headers; what the answer must be: its status, or a check.
TRUE = [
    ("Entries come in lists", "statements", {}, 200),
    (
        "each has an address of its own",
        STATEMENT,
        {},
        lambda a: a.json()["url"].endswith(STATEMENT),
    ),
    ("a typed one is redirected with 308", "rounds/", {}, 308),
    (
        "A repeated filter means either",
        "positions?party=russia&party=ukraine&count=true&page_size=500",
        {},
        lambda a: {each["party"]["slug"] for each in a.json()["results"]} >= {"russia", "ukraine"},
    ),
    (
        "Different filters mean both",
        "statements?person=sergei-ryabkov&mode=fragment",
        {},
        results(
            lambda row: row["mode"] == "fragment" and row["speaker"]["slug"] == "sergei-ryabkov"
        ),
    ),
    ("no comma lists", "rounds?party=russia,ukraine", {}, is_problem("invalid-parameter", "party")),
    (
        "A party includes its bodies",
        "parties?party=russia",
        {},
        lambda a: len(a.json()["results"]) > 1,
    ),
    (
        "an issue its sub-issues",
        "positions?issue=arms-control",
        {},
        lambda a: "start-treaty" in {each["issue"]["slug"] for each in a.json()["results"]},
    ),
    (
        "in the list of citations they are that very entry",
        "citations?issue=arms-control",
        {},
        results(lambda row: row["fact"]["slug"] == "arms-control"),
    ),
    (
        "A parameter that is unknown",
        "rounds?stauts=held",
        {},
        is_problem("invalid-parameter", "stauts"),
    ),
    ("empty", "rounds?status=", {}, is_problem("invalid-parameter", "status")),
    ("wrong", "rounds?status=x", {}, is_problem("invalid-parameter", "status")),
    (
        "given twice where it may not be",
        "rounds?count=true&count=true",
        {},
        is_problem("invalid-parameter", "count"),
    ),
    ("`search` finds words in any form", "developments?search=tankers&count=true", {}, counts(1)),
    (
        "`-without`",
        "search?q=tanker+-bella",
        {},
        lambda a: "bella-1-seizure" not in {each["slug"] for each in a.json()["results"]},
    ),
    ("`this or that`", "search?q=embargo+or+tanker", {}, results(lambda row: row["highlight"])),
    (
        "`facet=party` adds `facets`",
        "statements?facet=party&facet=mode",
        {},
        lambda a: list(a.json()["facets"]) == ["party", "mode"],
    ),
    (
        "`include=statements` adds `included`",
        "positions?include=statements",
        {},
        results(lambda row: "statements" in row["included"]),
    ),
    (
        "A list answers `results`, `next` and `previous`",
        "rounds",
        {},
        lambda a: list(a.json()) == ["next", "previous", "results"],
    ),
    (
        "`count=true` adds the number on all pages",
        "rounds?count=true&page_size=1",
        {},
        lambda a: a.json()["count"] > len(a.json()["results"]) == 1,
    ),
    (
        f"`page_size` is 1 to {LARGEST_PAGE}",
        f"rounds?page_size={LARGEST_PAGE + 1}",
        {},
        is_problem("invalid-parameter", "page_size"),
    ),
    (
        f"without it a page has {DEFAULT_PAGE} entries",
        "citations",
        {},
        lambda a: len(a.json()["results"]) == DEFAULT_PAGE,
    ),
    (
        "Tables (`.csv`, `.xlsx`, `.jsonl`) have no pages",
        "citations.csv?page_size=5",
        {},
        is_problem("invalid-parameter", "page_size"),
    ),
    (
        "whole result",
        "citations.jsonl",
        {},
        lambda a: a.getvalue().count(b"\n") > DEFAULT_PAGE,
    ),
    (
        "Entries without a value come last, either way",
        "statements?ordering=-said_on&page_size=500",
        {},
        lambda a: a.json()["results"][0]["said_on"] and not a.json()["results"][-1]["said_on"],
    ),
    (
        "Entries without a value come last, either way",
        "statements?ordering=said_on&page_size=500",
        {},
        lambda a: a.json()["results"][0]["said_on"] and not a.json()["results"][-1]["said_on"],
    ),
    (
        "An entry without a date is in no range",
        "statements?said_after=1900",
        {},
        results(lambda row: row["said_on"]),
    ),
    (
        "certainty=certain` finds only what cannot fall outside",
        "rounds?held_after=2025-21&held_before=2025-21&certainty=certain",
        {},
        results(
            lambda row: "2025-03-01" <= row["held_earliest"] <= row["held_latest"] <= "2025-05-31"
        ),
    ),
    ("An instant works too", "rounds?recorded_at=2026-11-24T12:00:00Z", {}, 200),
    ("The two go together", "positions?as_of=2025-12-01&recorded_at=2026-11-24", {}, 200),
    (
        "`updated_at` are in UTC and end in `Z`",
        "rounds",
        {},
        results(lambda row: row["updated_at"].endswith("Z")),
    ),
    (
        "`held_on` has `held_earliest` and `held_latest`",
        "rounds",
        {},
        results(
            lambda row: {"held_on", "held_earliest", "held_latest", "held_basis"} <= row.keys()
        ),
    ),
    (
        "Such a text is never null",
        "statements",
        {},
        results(
            lambda row: isinstance(row["said_as_printed"], str) and isinstance(row["venue"], str)
        ),
    ),
    ("for programs at [/api/v1/codebook]", "codebook", {}, lambda a: a.json()["vocabularies"]),
    (
        "`exact` of a citation",
        CITATION,
        {},
        lambda a: len(a.json()["exact"]) == a.json()["end"] - a.json()["start"],
    ),
    (
        "`declined`",
        "positions/matrix?issue=peace-plan&as_of=2025-12-01",
        {},
        lambda a: "declined" in {cell["kind"] for cell in a.json()["rows"][0]["cells"]},
    ),
    ("`columns` chooses columns", "rounds.csv?columns=slug", {}, is_type("text/csv")),
    ("`/api/v1/positions/matrix.csv`", "positions/matrix.csv", {}, is_type("text/csv")),
    (f"`Accept: {CSL}`", STATEMENT, {"accept": CSL}, is_type(CSL)),
    (f"`{BIBTEX}`", STATEMENT, {"accept": BIBTEX}, is_type(BIBTEX)),
    (
        "W3C Web Annotation",
        CITATION,
        {"accept": "application/ld+json"},
        is_type("application/ld+json"),
    ),
    ("`/api/v1/rounds.ics`", "rounds.ics", {}, is_type("text/calendar")),
    ("feed.atom`", "issues/sanctions/feed.atom", {}, is_type("application/atom+xml")),
    ("`/api/v1/releases`", "releases", {}, 200),
    ("refused with 406", "rounds", {"accept": "text/turtle"}, is_problem("not-acceptable")),
    ("`not-found`", "rounds/none", {}, is_problem("not-found")),
    ("An entry varies by `Accept`", STATEMENT, {}, lambda a: "Accept" in a["Vary"]),
    ("No answer varies by a cookie", STATEMENT, {}, lambda a: "Cookie" not in a["Vary"]),
    ("`Record-Revision` of tables", "rounds.csv", {}, lambda a: int(a["Record-Revision"]) > 0),
    ("and of changes", "changes", {}, lambda a: int(a["Record-Revision"]) > 0),
    ("/api/v1/changes?since=0&page_size=500", "changes?since=0&page_size=500", {}, 200),
    (
        f"at most {LONGEST_QUERY:,} bytes (else 414)",
        f"rounds?search={'x' * LONGEST_QUERY}",
        {},
        is_problem("uri-too-long"),
    ),
    (
        f"a value at most {LONGEST_VALUE} characters",
        f"rounds?place={'x' * (LONGEST_VALUE + 1)}",
        {},
        is_problem("invalid-parameter", "place"),
    ),
    (
        f"and {LONGEST_SEARCH} where words are searched",
        f"rounds?search={'x' * (LONGEST_SEARCH + 1)}",
        {},
        is_problem("invalid-parameter", "search"),
    ),
    (
        f"a repeated parameter at most {MOST_VALUES} values",
        "rounds?" + "&".join(["party=russia"] * (MOST_VALUES + 1)),
        {},
        is_problem("invalid-parameter", "party"),
    ),
    (
        f"at most {MOST_TERMS} words or phrases",
        "rounds?search=" + "+".join("abcdefghijk"),
        {},
        is_problem("invalid-parameter", "search"),
    ),
    (
        "Any web page may read the API (CORS)",
        "rounds",
        {"origin": "https://a.example"},
        lambda a: a["Access-Control-Allow-Origin"] == "*",
    ),
    (
        "`ETag`, `Record-Revision` and the other headers included",
        "rounds",
        {"origin": "https://a.example"},
        lambda a: (
            {"ETag", "Record-Revision"} <= set(a["Access-Control-Expose-Headers"].split(", "))
        ),
    ),
    ("No cookie is read or set", "rounds", {}, lambda a: not a.cookies),
]


@pytest.mark.slow
@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("words", "target", "headers", "expected"),
    TRUE,
    ids=[f"{row[0]}: {row[1][:40]}" for row in TRUE],
)
def test_what_the_page_says_is_so(words, target, headers, expected, reader, db):
    assert words in PAGE, "The page no longer says so: change or remove this row."
    target = target if target.startswith("/") else f"/api/v1/{target}"
    answer = reader.get(target, headers=headers)
    if isinstance(expected, int):
        assert answer.status_code == expected
    else:
        assert expected(answer)
    answer.getvalue()  # else the file stays open


@pytest.mark.usefixtures("record")
def test_next_leads_through_every_entry_once_and_gives_the_cursor(reader, db):
    assert "it is the parameter of that name in the address `next`" in PAGE
    asked, slugs, cursor = "/api/v1/positions?page_size=7&count=true", [], {}
    while cursor is not None:
        page = reader.get(asked, {}) if not cursor else reader.get(f"{asked}&cursor={cursor}")
        slugs += [each["slug"] for each in page.json()["results"]]
        address = page.json()["next"]
        cursor = parse_qs(urlsplit(address).query)["cursor"][0] if address else None
        if cursor and len(slugs) == 7:
            other = reader.get(f"/api/v1/positions?party=russia&cursor={cursor}")
            assert other.status_code == 400, "a cursor of another query is refused"
    assert len(slugs) == len(set(slugs)) == page.json()["count"]


def test_an_answer_may_be_kept_and_comes_in_fewer_bytes(reader, record, db):
    assert "`Cache-Control` is public" in PAGE
    assert "Brotli and gzip are spoken" in PAGE
    for accepted, coding in (("gzip, br", "br"), ("gzip", "gzip")):
        answer = ask("/api/v1/rounds", HTTP_ACCEPT_ENCODING=accepted)
        assert answer.headers["Content-Encoding"] == coding
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Cache-Control"].startswith("public, ")


def test_an_answer_is_not_sent_again_while_it_holds(reader, db):
    assert "the answer is 304 without a body" in PAGE
    etag = reader.get("/api/v1/rounds")["ETag"]
    assert etag.startswith('"')
    again = reader.get("/api/v1/rounds", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_only_reading_is_allowed(reader, db):
    assert "`GET` and `HEAD`" in PAGE
    assert reader.head("/api/v1/rounds").status_code == 200
    assert reader.post("/api/v1/rounds").status_code == 405


def test_every_kind_of_error_stands_in_the_table_with_its_status():
    rows = re.findall(r"^\| (\d{3}) \| (.*) \|$", FILE.read_text(), re.MULTILINE)
    shown = {
        (int(status), slug) for status, text in rows for slug in re.findall("`([a-z-]+)`", text)
    }
    assert shown == {(int(kind.status), slug) for slug, kind in PROBLEM_TYPES.items()}


def test_every_written_form_of_a_date_is_one():
    table = PAGE.partition("| written | is |")[2].partition("*")[0]
    forms = re.findall("`([^`]+)`", table)
    assert len(forms) == 13
    for form in forms:
        parse(form)


def test_the_numbers_that_no_request_can_show_are_those_of_the_code():
    assert f"at most {MOST_FACETS}." in PAGE
    source = (settings.BASE_DIR / "api" / "settings.py").read_text()
    (default,) = re.findall(r'"STATEMENT_TIMEOUT_MS", default=(\d+)', source)
    assert f"{int(default) // 1000} seconds unless it is set otherwise" in PAGE
    assert f"certainty={[*CERTAINTIES][1]}" in PAGE


def test_keys_that_may_be_missing_are_named():
    optional = {
        key
        for name, schema in SCHEMA["components"]["schemas"].items()
        for key in schema.get("properties", {})
        if key not in schema.get("required", ())
        and not name.endswith(("Facets", "Included"))
        and not name.startswith(("Csl", "WebAnnotation"))
    }
    (words,) = re.findall(r"Missing: never, but for what .*? of a problem", PAGE)
    assert set(re.findall("`(.*?)`", words)) == optional


@pytest.mark.parametrize("each", VERSION.deprecations, ids=lambda each: each.parameter)
def test_what_is_deprecated_stands_on_the_page_and_in_the_text(each, reader):
    text = reader.get("/api/v1/conventions.md").content.decode().partition("## Deprecation")[2]
    (row,) = [line for line in text.splitlines() if f"`{each.parameter}` of" in line]
    for part in (*each.paths, str(each.since), str(each.sunset), each.use):
        assert part in row
    page = reader.get("/api/v1/conventions").content.decode().partition('id="deprecation"')[2]
    assert f"<code>{each.parameter}</code> of <code>{each.paths[0]}</code>" in page


def test_a_version_without_deprecations_says_so():
    assert deprecation_table(()) == "Nothing is deprecated.\n"


def test_the_use_of_what_is_deprecated_is_told_as_the_page_says(reader, db):
    assert "headers `Deprecation` (since when) and `Sunset` (when it may be taken away)" in PAGE
    answer = reader.get("/api/v1/positions?in_force_on=2025-12-01")
    assert answer["Deprecation"]
    assert answer["Sunset"]
    assert "/api/v1/conventions#deprecation" in answer["Link"]


def test_the_sections_that_others_link_to_are_there(reader):
    page = reader.get("/api/v1/conventions").content.decode()
    for place in (
        "pages",
        "errors",
        "dates",
        "caching",
        "limits",
        "stability",
        "deprecation",
        "licence",
    ):
        assert f'<h2 id="{place}">' in page
        assert f'href="#{place}"' in page
