"""The matrix over HTTP: its contract, its parameters, and what must never be seen in it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.v1.urls import urlpatterns
from relations import models
from relations.matrix import DOCUMENTS_FIRST
from relations.models.position import RESERVED_SLUGS
from relations.vocabularies import CellKind, PublicationStatus
from tests import builders
from tests.api.contract import OPERATIONS, SCHEMA, validate
from tests.api.wire import ask, assert_problem

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]

MATRIX, OPERATION = OPERATIONS["getMatrix"]
HIDDEN = [status for status in PublicationStatus if status != PublicationStatus.PUBLISHED]


def told_of(issue, party, document):
    """A statement of the party on the issue, cited in the document."""
    statement = builders.a_statement()
    models.StatementIssue.objects.create(statement=statement, issue=issue)
    models.StatementParty.objects.create(statement=statement, party=party)
    builders.a_citation(statement=statement, document=document)
    return statement


def cells_of(answer):
    """Kind and slugs of the positions of each cell, by the slugs of issue and party."""
    return {
        (row["issue"]["slug"], cell["party"]["slug"]): (
            cell["kind"],
            [position["slug"] for position in cell["positions"]],
        )
        for row in answer["rows"]
        for cell in row["cells"]
    }


# Answers


def test_the_matrix_answers_as_its_schema_says_with_every_kind_of_cell_and_null(reader):
    builders.a_full_record()
    position = models.Position.objects.exclude(superseded_by=None).get()
    builders.a_position(act="reserve")
    told_of(position.issue, builders.a_position().party, builders.a_document())
    answer = reader.get_json(MATRIX, as_of="2026-01-01")
    validate(answer, OPERATION)
    assert {cell["kind"] for row in answer["rows"] for cell in row["cells"]} == set(CellKind)
    assert {row["parent"] is None for row in answer["rows"]} == {True, False}
    shown = [
        position
        for row in answer["rows"]
        for cell in row["cells"]
        for position in cell["positions"]
    ]
    for key, schema in SCHEMA["components"]["schemas"]["Position"]["properties"].items():
        if "null" in schema.get("type", ()) or {"type": "null"} in schema.get("anyOf", ()):
            assert {position[key] is None for position in shown} == {True, False}, key


def test_the_matrix_of_an_empty_record_is_empty(reader):
    answer = reader.get_json(MATRIX, as_of="2025-05-14")
    validate(answer, OPERATION)
    assert answer == {"as_of": "2025-05-14", "parties": [], "rows": []}


def test_a_position_in_a_cell_is_the_one_at_its_own_address(reader):
    builders.a_full_record()
    for row in reader.get_json(MATRIX, as_of="2026-01-01")["rows"]:
        for position in [each for cell in row["cells"] for each in cell["positions"]]:
            assert reader.get_json(position["url"]) == position


def test_cells_stand_in_the_order_of_the_parties(reader):
    for name in ("Strelsau", "Ruritania", "Zenda"):
        builders.a_position(party=builders.a_party(name=name))
    answer = reader.get_json(MATRIX)
    assert [party["name"] for party in answer["parties"]] == ["Ruritania", "Strelsau", "Zenda"]
    for row in answer["rows"]:
        assert [cell["party"] for cell in row["cells"]] == answer["parties"]


def test_the_matrix_is_of_today_unless_a_day_is_given(reader):
    before = timezone.now().date()
    yesterday, tomorrow = before - timedelta(days=1), before + timedelta(days=2)
    position = builders.a_position(since_on=str(yesterday))
    builders.a_position(
        party=position.party, issue=position.issue, since_on=str(tomorrow), act="reserve"
    )
    answer = reader.get_json(MATRIX)
    assert answer["as_of"] in {str(before), str(timezone.now().date())}
    assert [*cells_of(answer).values()] == [("position", [position.slug])]


def test_each_parameter_is_answered(reader):
    talks = builders.a_round(negotiation=builders.a_negotiation(slug="talks"))
    state = builders.a_party(slug="state")
    models.NegotiationParty.objects.create(negotiation=talks.negotiation, party=state)
    sea, land = builders.an_issue(slug="sea"), builders.an_issue(slug="land")
    after = builders.a_position(slug="after", party=state, issue=sea, since_on="2025-06-01")
    builders.a_position(
        slug="before", party=state, issue=sea, since_on="2025-05", superseded_by=after, round=talks
    )
    builders.a_position(slug="other", issue=land, party=builders.a_party(slug="farmer"))

    def seen(**parameters):
        return cells_of(reader.get_json(MATRIX, **parameters))

    assert seen(issue="sea", as_of="2025-05-31") == {("sea", "state"): ("position", ["before"])}
    assert seen(issue="sea", as_of="2025-06-01") == {("sea", "state"): ("position", ["after"])}
    assert seen(issue="sea", as_of="2025-05-01", certainty="certain") == {
        ("sea", "state"): ("not_researched", [])
    }
    assert seen(negotiation="talks") == {("sea", "state"): ("position", ["after"])}
    assert seen(negotiation="talks", party="farmer") == {("sea", "farmer"): ("not_researched", [])}
    assert set(seen(party=["farmer", "state"], issue=["land", "sea"])) == {
        (issue, party) for issue in ("land", "sea") for party in ("farmer", "state")
    }


# Parameters

SLUGS = ["nowhere", "No Way", "draft", ""]
REFUSED = {
    "issue": SLUGS,
    "party": SLUGS,
    "negotiation": SLUGS,
    "as_of": [
        "2025-02-30",
        "2025-5-1",
        "0000-12-31",
        "-0001-01-01",
        "10000-01-01",
        "2025",
        "20250501",
        "2025-W20-1",
        "2025-05-14T00:00:00",
        " 2025-05-14",
        "2025-05-14 ",
        "٢٠٢٥-05-14",
        "today",
        ["2025-05-14", "2025-05-14"],
        "",
    ],
    "certainty": ["maybe", "Certain", ["certain", "certain"], ""],
    "recorded_at": ["2025-02-30", "2025-5-1", "yesterday", "9999-01-01", ""],
    "page_size": ["1"],
    "cursor": ["WyJ4Il0"],
    "ordering": ["slug"],
    "act": ["reserve"],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_value_is_refused_by_the_name_of_its_parameter(name, reader, subtests):
    for build in (builders.an_issue, builders.a_party, builders.a_negotiation):
        build(slug="draft", publication_status="draft")
    for value in REFUSED[name]:
        with subtests.test(value=value):
            problem = reader.get_json(MATRIX, expect=400, **{name: value})
            assert problem["type"] == "/problems#invalid-parameter"
            (error,) = problem["errors"]
            assert error["parameter"] == name
            assert error["detail"]
            if value == "maybe":
                assert error["allowed"] == ["possible", "certain"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-29"])
def test_every_day_of_the_calendar_can_be_asked(day, reader):
    builders.a_position(since_on="2025")
    assert reader.get_json(MATRIX, as_of=day)["as_of"] == day


# Record time


def recorded_long_ago():
    """Move all that was recorded so far back to the year 2020."""
    for model in models.recorded_models():
        history = QuerySet(model.history.model)
        history.update(history_date=datetime(2020, 1, 1, 12, tzinfo=UTC))


def test_the_day_before_a_correction_the_earlier_words_are_answered(reader):
    position = builders.a_position(summary="Wants cod.", since_on="2019")
    recorded_long_ago()
    position.summary, position.act = "Wants herring.", "reserve"
    position.save()
    builders.a_position(party=position.party)

    def said(**parameters):
        answer = reader.get_json(MATRIX, as_of="2025-05-14", **parameters)
        validate(answer, OPERATION)
        cell = answer["rows"][0]["cells"][0]
        return cell["kind"], cell["positions"][0]["summary"], len(answer["rows"])

    assert said() == ("declined", "Wants herring.", 2)
    assert said(recorded_at="2020-01-01") == ("position", "Wants cod.", 1)
    assert said(recorded_at="2020-01-01T12:00:00Z") == ("position", "Wants cod.", 1)
    assert reader.get_json(MATRIX, recorded_at="2019-12-31")["rows"] == []
    assert said() == ("declined", "Wants herring.", 2)


# Publication

MARK = "CANARY"


def a_seen_matrix():
    """What is shown in a cell, by the names of what can be hidden."""
    document, round = builders.a_document(title=MARK), builders.a_round(title=MARK)
    party, issue = builders.a_party(name=MARK), builders.an_issue(name=MARK)
    wider = builders.an_issue(name=MARK)
    narrower = builders.an_issue(parent=wider)
    statement = told_of(issue, party, document)
    statement.speaker_as_printed = statement.text = MARK
    statement.save()
    condition = builders.a_position(
        party=builders.a_party(name=MARK), issue=builders.an_issue(), summary=MARK
    )
    ascriber = builders.a_party(name=MARK)
    position = builders.a_position(
        party=party, issue=issue, round=round, ascribed_by=ascriber, summary=MARK
    )
    models.PositionStatement.objects.create(position=position, statement=statement)
    models.PositionCondition.objects.create(position=position, condition=condition)
    citation = builders.a_citation(position=position, document=document, reported_via=MARK)
    builders.a_position(issue=narrower)
    return {
        "document": document,
        "round": round,
        "negotiation": round.negotiation,
        "party": party,
        "issue": issue,
        "wider issue": wider,
        "statement": statement,
        "condition": condition,
        "ascriber": ascriber,
        "position": position,
        "citation": citation,
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("document", PublicationStatus.DRAFT),
        ("round", PublicationStatus.DRAFT),
        ("negotiation", PublicationStatus.DRAFT),
        ("party", PublicationStatus.DRAFT),
        ("issue", PublicationStatus.DRAFT),
        ("wider issue", PublicationStatus.DRAFT),
        ("statement", PublicationStatus.DRAFT),
        ("condition", PublicationStatus.DRAFT),
        ("ascriber", PublicationStatus.DRAFT),
        *[("position", status) for status in HIDDEN],
        ("citation", PublicationStatus.DRAFT),
    ],
)
def test_nothing_unpublished_is_seen_in_the_matrix(what, status, reader):
    row = a_seen_matrix()[what]
    # A round is not shown without its negotiation.
    slug = row.rounds.get().slug if what == "negotiation" else row.slug
    assert f'"{slug}"' in reader.get(MATRIX).content.decode()
    row.publication_status, row.retraction_reason = status, "Found wrong."
    row.save()
    answer = reader.get_json(MATRIX)
    validate(answer, OPERATION)
    assert answer["rows"]
    assert f'"{slug}"' not in json.dumps(answer)
    assert f"/{slug}" not in json.dumps(answer)


# HTTP


def test_the_matrix_is_answered_to_head_and_not_again_to_those_who_have_it():
    builders.a_position()
    answer = ask(f"{MATRIX}?as_of=2025-05-14")
    head = ask(f"{MATRIX}?as_of=2025-05-14", method="HEAD")
    assert (head.status, head.headers["ETag"]) == (200, answer.headers["ETag"])
    again = ask(f"{MATRIX}?as_of=2025-05-14", HTTP_IF_NONE_MATCH=answer.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    builders.a_position()
    again = ask(f"{MATRIX}?as_of=2025-05-14", HTTP_IF_NONE_MATCH=answer.headers["ETag"])
    assert again.status == 200


@pytest.mark.parametrize("path", ["positions/matrix", "positions/timeline"])
def test_there_is_nothing_below_and_nothing_to_be_changed(path):
    assert_problem(ask(f"/api/v1/{path}/x"), 404)
    assert_problem(ask(f"/api/v1/{path}x"), 404)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert_problem(ask(f"/api/v1/{path}", method=method), 405)
    answer = ask(f"/api/v1/{path}/?as_of=2025-05-14")
    assert answer.status == 308
    assert answer.headers["Location"] == f"/api/v1/{path}?as_of=2025-05-14"


def test_no_position_is_called_as_an_address_beside_it():
    routes = [str(pattern.pattern) for pattern in urlpatterns]
    beside = {route.rpartition("/")[2] for route in routes if route.startswith("positions/")}
    beside = {name for name in beside if "." not in name}  # no slug has one
    assert beside == set(RESERVED_SLUGS)
    for slug in beside:
        position = builders.a_position(slug=f"{slug}-of-all")
        position.full_clean()
        position.slug = slug
        with pytest.raises(ValidationError) as refusal:
            position.full_clean()
        assert list(refusal.value.message_dict) == ["slug"]


@pytest.mark.slow
def test_the_matrix_runs_a_fixed_number_of_queries(reader):
    """Of documents alone it may ask again, for twice as many."""

    def queries():
        with CaptureQueriesContext(connection) as asked:
            validate(reader.get_json(MATRIX, as_of="2026-01-01"), OPERATION)
        return len(asked)

    for _ in range(3):
        builders.a_full_record()
    assert models.Document.objects.count() > DOCUMENTS_FIRST
    few = queries()
    for _ in range(2):
        builders.a_full_record()
    assert models.Document.objects.count() < 3 * DOCUMENTS_FIRST
    assert queries() == few
