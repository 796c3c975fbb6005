"""The timeline over HTTP: its contract, its parameters, its pages, and what must not be seen."""

import json
from datetime import UTC, datetime
from itertools import count
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from relations import models
from relations.vocabularies import PositionChange, PublicationStatus
from tests import builders
from tests.api.contract import OPERATIONS, SCHEMA, validate
from tests.api.wire import ask

pytestmark = pytest.mark.django_db

TIMELINE, OPERATION = OPERATIONS["getTimeline"]
HIDDEN = [status for status in PublicationStatus if status != PublicationStatus.PUBLISHED]


def express(position, **statement):
    said = builders.a_statement(**statement)
    models.PositionStatement.objects.create(position=position, statement=said)
    return said


def movements_of(answer):
    return [movement for chain in answer["results"] for movement in chain["movements"]]


def steps(reader, query=""):
    """Position and change of each step."""
    answer = reader.get(f"{TIMELINE}?{query}")
    assert answer.status_code == 200, answer.content
    return [(each["position"]["slug"], each["change"]) for each in movements_of(answer.json())]


# Answers


def test_the_timeline_answers_as_its_schema_says_with_every_change_and_null(reader):
    builders.a_full_record()
    position = models.Position.objects.exclude(superseded_by=None).get()
    builders.a_citation(statement=express(position, said_on="2026-05"))
    for change in set(PositionChange) - {"new", "reaffirmed"}:
        builders.a_position(change=change)
    answer = reader.get_json(TIMELINE, count="true")
    validate(answer, OPERATION)
    assert answer["count"] == len(answer["results"])
    shown = movements_of(answer)
    assert {movement["change"] for movement in shown} == set(PositionChange)
    assert {bool(movement["supersedes"]) for movement in shown} == {True, False}
    for key, schema in SCHEMA["components"]["schemas"]["Movement"]["properties"].items():
        if "null" in schema.get("type", ()) or {"type": "null"} in schema.get("anyOf", ()):
            assert {movement[key] is None for movement in shown} == {True, False}, key


def test_a_step_says_what_changed_when_where_and_on_what_evidence(reader):
    party, issue, round = builders.a_party(), builders.an_issue(), builders.a_round()
    after = builders.a_position(
        slug="after",
        party=party,
        issue=issue,
        act="concede",
        summary="Gives up cod.",
        change="softened",
        since_on="2025-05",
        since_as_printed="in May",
        since_basis="inferred",
        since_note="No year.",
        round=round,
    )
    builders.a_position(slug="before", party=party, issue=issue, superseded_by=after)
    cited = builders.a_citation(position=after)
    at_once = express(after, said_on="2025-05-02")
    later = express(after, said_on="2025-06-02", said_as_printed="on Monday")
    cited_later = builders.a_citation(statement=later)
    (chain,) = reader.get_json(TIMELINE)["results"]
    assert (chain["party"]["slug"], chain["issue"]["slug"]) == (party.slug, issue.slug)
    _, moved, again = chain["movements"]
    citations = [[each.pop("citations")[0]["slug"]] for each in (moved, again)]
    assert citations == [[cited.slug], [cited_later.slug]]
    held = {
        "position": {"slug": "after", "name": str(after)},
        "act": "concede",
        "summary": "Gives up cod.",
        "supersedes": [{"slug": "before", "name": str(models.Position.objects.get(slug="before"))}],
    }
    assert moved == held | {
        "change": "softened",
        "moved_on": "2025-05",
        "moved_as_printed": "in May",
        "moved_earliest": "2025-05-01",
        "moved_latest": "2025-05-31",
        "moved_basis": "inferred",
        "moved_note": "No year.",
        "round": {"slug": round.slug, "name": str(round)},
        "statements": [{"slug": at_once.slug, "name": str(at_once)}],
    }
    assert again == held | {
        "change": "reaffirmed",
        "moved_on": "2025-06-02",
        "moved_as_printed": "on Monday",
        "moved_earliest": "2025-06-02",
        "moved_latest": "2025-06-02",
        "moved_basis": "stated",
        "moved_note": "",
        "round": None,
        "statements": [{"slug": later.slug, "name": str(later)}],
    }


@pytest.mark.dialect
@pytest.mark.slow
def test_each_parameter_is_answered(reader):
    state, sea = builders.a_party(slug="state"), builders.an_issue(slug="sea")
    body = builders.a_party(slug="body", parent=state)
    cod = builders.an_issue(slug="cod", parent=sea)
    talks = builders.a_round(negotiation=builders.a_negotiation(slug="talks"))
    builders.a_position(slug="a", party=body, issue=sea, since_on="2025-01")
    hard = builders.a_position(
        slug="b", party=state, issue=cod, since_on="2025-05-14", change="hardened", round=talks
    )
    builders.a_position(slug="c", since_on="2025")
    express(hard, said_on="2025-07")
    first, second, again, third = (
        ("a", "new"),
        ("b", "hardened"),
        ("b", "reaffirmed"),
        ("c", "new"),
    )

    def seen(query):
        return set(steps(reader, query))

    assert seen("") == {first, second, again, third}
    assert seen("party=state") == {first, second, again}
    assert seen("party=body") == {first}
    assert seen("issue=sea") == {first, second, again}
    assert seen("issue=cod") == {second, again}
    assert seen("negotiation=talks") == {second, again}
    assert seen("change=hardened") == {second}
    assert seen("change=hardened&change=reaffirmed") == {second, again}
    assert seen("moved_after=2025-05") == {second, again, third}
    assert seen("moved_after=2025-05&certainty=certain") == {second, again}
    assert seen("moved_before=2025-05") == {first, second, third}
    assert seen("moved_before=2025-05&certainty=certain") == {first, second}
    assert seen("moved_after=2025-05&moved_before=2025-06") == {second, third}
    assert seen("moved_after=2025-05&moved_before=2025-06&change=new") == {third}
    assert seen("moved_after=2025-07&change=hardened") == set()
    assert seen("moved_after=2025-06&moved_before=2025-06") == {third}


# Parameters

SLUGS = ["nowhere", "No Way", "draft", ""]
DAYS = ["2025-02-30", "2025-5-1", "0000", "0000-12-31", "-0001", "today", " 2025", ""]
REFUSED = {
    "issue": SLUGS,
    "party": SLUGS,
    "negotiation": SLUGS,
    "change": ["bogus", "New", ["new", "bogus"], ""],
    "moved_after": [*DAYS, ["2025", "2025"]],
    "moved_before": DAYS,
    "certainty": ["maybe", ["certain", "certain"], ""],
    "recorded_at": ["2025-02-30", "2025-5-1", "yesterday", "9999-01-01", ""],
    "page_size": ["0", "501", "-1", "1.5", "many", ""],
    "cursor": ["nonsense", ""],
    "count": ["yes", ""],
    "ordering": ["slug", ""],
    "as_of": ["2025-05-14"],
    "act": ["reserve"],
}
ALLOWED = {"change": PositionChange.values, "ordering": ["party", "-party"]}


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_value_is_refused_by_the_name_of_its_parameter(name, reader, subtests):
    for build in (builders.an_issue, builders.a_party, builders.a_negotiation):
        build(slug="draft", publication_status="draft")
    for value in REFUSED[name]:
        with subtests.test(value=value):
            problem = reader.get_json(TIMELINE, expect=400, **{name: value})
            assert problem["type"] == "/problems#invalid-parameter"
            (error,) = problem["errors"]
            assert error["parameter"] == name
            assert error["detail"]
            if name in ALLOWED and value:
                assert error["allowed"] == ALLOWED[name]


def test_a_range_that_ends_before_it_begins_is_refused(reader):
    problem = reader.get_json(TIMELINE, expect=400, moved_after="2025-06", moved_before="2025-05")
    assert [error["parameter"] for error in problem["errors"]] == ["moved_before"]
    reader.get_json(TIMELINE, moved_after="2025-05", moved_before="2025-05-01")


def cursor_of(url):
    return dict(parse_qsl(urlsplit(url).query))["cursor"]


def test_a_cursor_belongs_to_its_own_question(reader):
    for _ in range(3):
        builders.a_position(since_on="2025")
    cursor = cursor_of(reader.get_json(TIMELINE, page_size="1", change="new")["next"])
    reader.get_json(TIMELINE, change="new", cursor=cursor)
    for other in ({}, {"change": "hardened"}, {"change": "new", "ordering": "-party"}):
        problem = reader.get_json(TIMELINE, expect=400, cursor=cursor, **other)
        assert problem["errors"][0]["parameter"] == "cursor"
    reader.get_json("/api/v1/positions", expect=400, cursor=cursor, change="new")


# Pages


def walk(reader, url, way="next", between=lambda: None):
    """Slugs of party and issue of each chain from this address on, in order."""
    seen = []
    while url:
        page = reader.get_json(url)
        chains = page["results"] if way == "next" else reversed(page["results"])
        seen += [(chain["party"]["slug"], chain["issue"]["slug"]) for chain in chains]
        url = page[way]
        between()
        assert len(seen) < 100, "The walk does not end."
    return seen


@pytest.fixture
def chains():
    """Three parties, each with positions on three issues; as (party, issue) by their slugs."""
    issues = [builders.an_issue() for _ in range(3)]
    parties = [builders.a_party() for _ in range(3)]
    pairs = [(party, issue) for party in parties for issue in issues]
    numbers = count(100)
    for party, issue in [*pairs, *reversed(pairs)]:
        builders.a_position(slug=f"p-{next(numbers)}", party=party, issue=issue, since_on="2025")
    return {(party.slug, issue.slug): (party, issue) for party, issue in pairs}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "ordering"), [(1, "party"), (2, "-party"), (4, "party"), (9, "-party"), (500, "party")]
)
def test_a_walk_shows_each_chain_once(ordering, size, chains, reader):
    url = f"{TIMELINE}?page_size={size}&ordering={ordering}&moved_after=2025"
    seen = walk(reader, url)
    assert sorted(seen) == sorted(chains)
    parties = list(models.Party.objects.order_by("slug").values_list("slug", flat=True))
    issues = list(models.Issue.objects.order_by("slug").values_list("slug", flat=True))
    turned = parties[::-1] if ordering == "-party" else parties
    assert seen == [(party, issue) for party in turned for issue in issues]
    pages = [reader.get_json(url)]
    while pages[-1]["next"]:
        pages.append(reader.get_json(pages[-1]["next"]))
    last = [(row["party"]["slug"], row["issue"]["slug"]) for row in pages[-1]["results"]]
    back = walk(reader, pages[-1]["previous"], "previous") if pages[-1]["previous"] else []
    assert [*reversed(back), *last] == seen


@pytest.mark.dialect
@pytest.mark.slow
@pytest.mark.parametrize("ordering", ["party", "-party"])
@pytest.mark.parametrize("slugs", ["a-{}", "z-{}"])
def test_steps_added_during_a_walk_hide_no_chain_and_repeat_none(slugs, ordering, chains, reader):
    """Wherever the slugs of the new positions stand among those of their chains."""
    numbers = count()

    def add():
        for party, issue in chains.values():
            slug = slugs.format(next(numbers))
            builders.a_position(slug=slug, party=party, issue=issue, since_on="2025")

    seen = walk(reader, f"{TIMELINE}?page_size=2&ordering={ordering}", between=add)
    assert len(seen) == len(set(seen))
    assert set(seen) == set(chains)


@pytest.mark.dialect
def test_steps_withdrawn_during_a_walk_hide_no_chain_and_repeat_none(chains, reader):
    """As long as another step of the chain is left."""
    heads = iter([*models.Position.objects.order_by("slug")[: len(chains)]])

    def withdraw():
        for head in [next(heads, None), next(heads, None)]:
            if head:
                head.publication_status = "draft"
                head.save()

    seen = walk(reader, f"{TIMELINE}?page_size=2", between=withdraw)
    assert sorted(seen) == sorted(chains)


@pytest.mark.dialect
def test_count_is_of_chains(chains, reader):
    assert reader.get_json(TIMELINE, count="true", page_size="1")["count"] == len(chains)
    assert reader.get_json(TIMELINE, count="true", change="hardened")["count"] == 0


# Record time


@pytest.mark.dialect
def test_the_day_before_a_correction_the_earlier_step_is_answered(reader):
    position = builders.a_position(summary="Wants cod.", since_on="2019")
    express(position, said_on="2019-05")
    for model in models.recorded_models():
        history = QuerySet(model.history.model)
        history.update(history_date=datetime(2020, 1, 1, 12, tzinfo=UTC))
    position.summary, position.change = "Wants herring.", "hardened"
    position.save()
    express(position, said_on="2020-05")

    def told(**parameters):
        answer = reader.get_json(TIMELINE, **parameters)
        validate(answer, OPERATION)
        return [
            (step["change"], step["summary"], step["moved_on"]) for step in movements_of(answer)
        ]

    now = [("hardened", "Wants herring.", "2019"), ("reaffirmed", "Wants herring.", "2020-05")]
    assert told() == now
    assert told(recorded_at="2020-01-01") == [("new", "Wants cod.", "2019")]
    assert told(recorded_at="2020-01-01", change="hardened") == []
    assert told(recorded_at="2019-12-31") == []
    assert told() == now


# Publication


def a_seen_chain():
    """What is shown in a chain, by the names of what can be hidden."""
    party, issue, document = builders.a_party(), builders.an_issue(), builders.a_document()
    round = builders.a_round()
    after = builders.a_position(
        party=party, issue=issue, since_on="2025", change="hardened", round=round
    )
    before = builders.a_position(party=party, issue=issue, since_on="2024", superseded_by=after)
    statement, later = express(after, said_on="2025"), express(after, said_on="2026")
    return {
        "party": party,
        "issue": issue,
        "document": document,
        "round": round,
        "position": after,
        "superseded position": before,
        "statement": statement,
        "later statement": later,
        "citation": builders.a_citation(position=after, document=document),
        "citation of the statement": builders.a_citation(statement=later),
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("party", PublicationStatus.DRAFT),
        ("issue", PublicationStatus.DRAFT),
        ("document", PublicationStatus.DRAFT),
        ("round", PublicationStatus.DRAFT),
        *[("position", status) for status in HIDDEN],
        ("superseded position", PublicationStatus.DRAFT),
        ("statement", PublicationStatus.DRAFT),
        ("later statement", PublicationStatus.DRAFT),
        ("citation", PublicationStatus.DRAFT),
        ("citation of the statement", PublicationStatus.DRAFT),
    ],
)
def test_nothing_unpublished_is_seen_in_the_timeline(what, status, reader):
    builders.a_position()
    row = a_seen_chain()[what]
    assert f'"{row.slug}"' in reader.get(TIMELINE).content.decode()
    row.publication_status, row.retraction_reason = status, "Found wrong."
    row.save()
    answer = reader.get_json(TIMELINE)
    validate(answer, OPERATION)
    assert answer["results"]
    assert f'"{row.slug}"' not in json.dumps(answer)
    assert f"/{row.slug}" not in json.dumps(answer)


# HTTP


def test_the_timeline_is_answered_to_head_and_not_again_to_those_who_have_it():
    builders.a_position()
    answer, head = ask(TIMELINE), ask(TIMELINE, method="HEAD")
    assert (head.status, head.headers["ETag"]) == (200, answer.headers["ETag"])
    again = ask(TIMELINE, HTTP_IF_NONE_MATCH=answer.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    builders.a_position()
    assert ask(TIMELINE, HTTP_IF_NONE_MATCH=answer.headers["ETag"]).status == 200


def test_the_timeline_runs_a_fixed_number_of_queries(reader):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            validate(reader.get_json(TIMELINE), OPERATION)
        return len(asked)

    a_seen_chain()
    few = queries()
    for _ in range(3):
        a_seen_chain()
    assert queries() == few
