"""Related parts of an entry: complete, in order, published only, and there only if asked for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations import models
from relations.vocabularies import PublicationStatus
from tests import builders
from tests.api.contract import DETAILS, LISTS, OPERATIONS, choices

pytestmark = pytest.mark.django_db

DRAFT = {"publication_status": PublicationStatus.DRAFT}


def express(position, statement):
    models.PositionStatement.objects.create(position=position, statement=statement)


def statement_of(position, **overrides):
    statement = builders.a_statement(**overrides)
    express(position, statement)
    return statement


def position_of(statement, **overrides):
    position = builders.a_position(**overrides)
    express(position, statement)
    return position


# For each part of each resource: makes one more row of it for the entry.
MORE = {
    ("negotiations", "rounds"): lambda entry, **o: builders.a_round(negotiation=entry, **o),
    ("rounds", "statements"): lambda entry, **o: builders.a_statement(round=entry, **o),
    ("rounds", "positions"): lambda entry, **o: builders.a_position(round=entry, **o),
    ("rounds", "developments"): lambda entry, **o: builders.a_development(round=entry, **o),
    ("issues", "sub_issues"): lambda entry, **o: builders.an_issue(parent=entry, **o),
    ("issues", "positions"): lambda entry, **o: builders.a_position(issue=entry, **o),
    ("parties", "bodies"): lambda entry, **o: builders.a_party(parent=entry, **o),
    ("parties", "positions"): lambda entry, **o: builders.a_position(party=entry, **o),
    ("people", "statements"): lambda entry, **o: builders.a_statement(speaker=entry, **o),
    ("statements", "positions"): position_of,
    ("positions", "statements"): statement_of,
    ("positions", "supersedes"): lambda entry, **o: builders.a_position(superseded_by=entry, **o),
    ("documents", "citations"): lambda entry, **o: builders.a_citation(document=entry, **o),
}
MODELS = {
    "negotiations": models.Negotiation,
    "rounds": models.Round,
    "issues": models.Issue,
    "parties": models.Party,
    "people": models.Person,
    "statements": models.Statement,
    "positions": models.Position,
    "documents": models.Document,
}
# The date the rows of a part are ordered by.
DATES = {
    "rounds": "held_on",
    "statements": "said_on",
    "positions": "since_on",
    "supersedes": "since_on",
    "developments": "happened_on",
}
each_part = pytest.mark.parametrize(
    ("noun", "part"), MORE, ids=[f"{noun}-{part}" for noun, part in MORE]
)


def an_entry(noun):
    return builders.BUILDERS[MODELS[noun]]()


def included(reader, noun, entry, part):
    detail = reader.get_json(f"/api/v1/{noun}/{entry.slug}", include=part)
    rows = reader.get_json(f"/api/v1/{noun}", include=part, page_size="500")["results"]
    assert [row for row in rows if row["slug"] == entry.slug] == [detail]
    assert set(detail["included"]) == {part}
    return detail["included"][part]


def slugs(rows):
    return [row["slug"] for row in rows]


def test_every_part_in_the_schema_is_tested_here():
    found = {
        (path.split("/")[3], part)
        for name, (path, _) in OPERATIONS.items()
        for part in choices(name, "include")
    }
    assert found == set(MORE)
    for listed in LISTS:
        (detail,) = (name for name in DETAILS if DETAILS[name] == f"{LISTS[listed]}/{{slug}}")
        assert choices(listed, "include") == choices(detail, "include")


@pytest.mark.slow
@each_part
def test_part_has_the_rows_of_its_entry_and_no_others(noun, part, reader):
    entry, other = an_entry(noun), an_entry(noun)
    mine = MORE[noun, part](entry)
    MORE[noun, part](other)
    (row,) = included(reader, noun, entry, part)
    assert row["slug"] == mine.slug
    assert reader.get_json(row["url"])["slug"] == mine.slug


@each_part
def test_part_is_empty_where_there_is_nothing(noun, part, reader):
    assert included(reader, noun, an_entry(noun), part) == []


@each_part
def test_part_leaves_out_what_is_not_published(noun, part, reader):
    entry = an_entry(noun)
    MORE[noun, part](entry, **DRAFT)
    shown = MORE[noun, part](entry)
    assert slugs(included(reader, noun, entry, part)) == [shown.slug]


@pytest.mark.slow
@each_part
def test_part_is_ordered_by_date_then_slug_and_undated_rows_come_last(noun, part, reader):
    entry = an_entry(noun)
    if part == "citations":
        values = [{"start": 5}, {"start": 5}, {"start": 3}, {"start": 50}]
        expected = ["c", "a", "b", "d"]
    elif part in DATES:
        dates = ["2025-05", "2025-05", "2024", None]
        values = [{DATES[part]: date} if date else {} for date in dates]
        expected = ["c", "a", "b", "d"]
    else:
        values, expected = [{}] * 4, ["a", "b", "c", "d"]
    for slug, overrides in reversed([*zip("abcd", values, strict=True)]):
        MORE[noun, part](entry, slug=slug, **overrides)
    assert slugs(included(reader, noun, entry, part)) == expected


@each_part
def test_part_costs_the_same_number_of_queries_for_one_row_and_for_many(noun, part, reader):
    entry = an_entry(noun)
    MORE[noun, part](entry)
    url = f"/api/v1/{noun}/{entry.slug}?include={part}"
    with CaptureQueriesContext(connection) as few:
        reader.get_json(url)
    for _ in range(4):
        MORE[noun, part](entry)
    with CaptureQueriesContext(connection) as many:
        reader.get_json(url)
    assert len(few) == len(many)


def test_part_holds_more_rows_than_a_page(reader):
    person = builders.a_person()
    for _ in range(60):
        builders.a_statement(speaker=person)
    assert len(included(reader, "people", person, "statements")) == 60


def test_parts_go_no_deeper_than_one_level(reader):
    top = builders.an_issue(slug="top")
    builders.an_issue(slug="below", parent=builders.an_issue(slug="middle", parent=top))
    assert slugs(included(reader, "issues", top, "sub_issues")) == ["middle"]


def test_statement_in_a_part_has_its_words_and_its_speaker_only_if_public(reader):
    held = builders.a_round()
    builders.a_statement(slug="a", round=held, text="We fish.", said_on="2025")
    builders.a_statement(slug="b", round=held, speaker=builders.a_person(name="Spy", **DRAFT))
    said, hidden = included(reader, "rounds", held, "statements")
    assert (said["text"], said["said_on"], said["mode"]) == ("We fish.", "2025", "direct")
    assert said["speaker"]["name"] == "Rassendyll"
    assert hidden["speaker"] is None


def test_passage_in_a_part_says_which_fact_it_bears_on(reader):
    document, held = builders.a_document(), builders.a_round()
    builders.a_citation(document=document, schedule=builders.a_schedule(slug="may", round=held))
    (row,) = included(reader, "documents", document, "citations")
    assert (row["fact"]["kind"], row["fact"]["slug"]) == ("schedule", "may")
    assert row["fact"]["url"].endswith(f"/rounds/{held.slug}")


# Parameter ----------------------------------------------------------------------------------------
def test_nothing_is_included_or_loaded_unless_asked_for(reader):
    held = builders.a_round()
    builders.a_statement(round=held)
    url = f"/api/v1/rounds/{held.slug}"
    with CaptureQueriesContext(connection) as without:
        assert "included" not in reader.get_json(url)
    with CaptureQueriesContext(connection) as with_one:
        reader.get_json(url, include="statements")
    assert len(with_one) > len(without)
    both = reader.get_json(url, include=["statements", "positions"])["included"]
    assert set(both) == {"statements", "positions"}


@pytest.mark.parametrize("path", ["/api/v1/rounds", "/api/v1/rounds/any"])
@pytest.mark.parametrize(
    ("values", "code"),
    [
        (["participants"], "invalid"),
        (["statements,positions"], "invalid"),
        (["statements", "statements"], "repeated"),
        (["statements", ""], "empty"),
    ],
)
def test_unknown_or_doubled_part_is_refused(path, values, code, reader):
    (error,) = reader.get_json(path, expect=400, include=values)["errors"]
    assert (error["parameter"], error["code"]) == ("include", code)
    if code != "empty":
        assert error["allowed"] == ["statements", "positions", "developments"]


def test_resource_without_long_parts_has_no_such_parameter(reader):
    (error,) = reader.get_json("/api/v1/offices", expect=400, include="statements")["errors"]
    assert (error["parameter"], error["code"]) == ("include", "unknown")


def test_next_page_has_the_parts_too(reader):
    for _ in range(2):
        builders.a_round()
    page = reader.get_json("/api/v1/rounds", page_size="1", include="statements")
    second = reader.get_json(page["next"])
    assert second["results"][0]["included"] == {"statements": []}
    assert "included" not in reader.get_json(page["next"].replace("include=statements&", ""))
