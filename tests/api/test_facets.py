"""Facets by example: trees, drafts, years, order, limits, and what is refused."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations import facets, models
from relations.vocabularies import PublicationStatus
from tests import builders
from tests.api.contract import LISTS, OPERATIONS, choices
from tests.builders import a_party, a_round, a_statement, an_issue

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]

DRAFT = {"publication_status": PublicationStatus.DRAFT}


def count(reader, path, query):
    return reader.get_json(path, count="true", page_size="1", **query)["count"]


def facets_of(reader, path, names, **query):
    return reader.get_json(path, page_size="1", facet=names, **query)["facets"]


# Trees --------------------------------------------------------------------------------------------
def attend(round, party):
    models.RoundParticipant.objects.create(round=round, party=party, role="party")


def test_entry_with_two_bodies_of_a_party_counts_once_for_the_party(reader, db):
    state = a_party(slug="state", name="The State")
    held = a_round()
    for slug in ("first", "second"):
        attend(held, a_party(slug=slug, parent=state))
    found = facets_of(reader, "/api/v1/rounds", ["party"])["party"]
    assert [(each["value"], each["count"]) for each in found] == [
        ("first", 1),
        ("second", 1),
        ("state", 1),
    ]
    assert found[2]["label"] == "The State"


def test_facet_of_a_filter_given_counts_what_has_its_other_values_too(reader, db):
    """The values are added to those given as one more filter, not as one more value."""
    both, one = a_round(), a_round()
    first, second = a_party(slug="first"), a_party(slug="second")
    for held, party in ((both, first), (both, second), (one, first)):
        attend(held, party)
    attend(a_round(), a_party(slug="third"))
    found = facets_of(reader, "/api/v1/rounds", ["party"], party="first")["party"]
    assert {each["value"]: each["count"] for each in found} == {"first": 2, "second": 1}


def test_draft_between_two_parties_keeps_the_count_from_the_upper_one(reader, db):
    top = a_party(slug="top")
    bottom = a_party(slug="bottom", parent=a_party(slug="middle", parent=top, **DRAFT))
    attend(a_round(), bottom)
    found = facets_of(reader, "/api/v1/rounds", ["party"])["party"]
    assert [each["value"] for each in found] == ["bottom"]
    assert count(reader, "/api/v1/rounds", {"party": "top"}) == 0


def test_parties_in_a_ring_are_counted(reader, db):
    first = a_party(slug="first")
    second = a_party(slug="second", parent=first)
    first.parent = second
    first.save()
    attend(a_round(), first)
    found = facets_of(reader, "/api/v1/rounds", ["party"])["party"]
    assert [(each["value"], each["count"]) for each in found] == [("first", 1), ("second", 1)]


def test_draft_on_the_way_to_an_entry_keeps_it_from_being_counted(reader, db):
    builders.an_office(party=a_party(slug="hidden-office-of"), **DRAFT)
    statement = a_statement(speaker=builders.a_person(slug="speaker"), **DRAFT)
    position = builders.a_position()
    models.PositionStatement.objects.create(position=position, statement=statement)
    builders.a_statement(round=a_round(negotiation=builders.a_negotiation(), **DRAFT))
    assert facets_of(reader, "/api/v1/people", ["party"])["party"] == []
    assert facets_of(reader, "/api/v1/positions", ["person"])["person"] == []
    assert facets_of(reader, "/api/v1/statements", ["negotiation"])["negotiation"] == []


# Years --------------------------------------------------------------------------------------------
def years(reader, **query):
    found = facets_of(reader, "/api/v1/rounds", ["year"], **query)["year"]
    assert all(each["label"] == each["value"] for each in found)
    return {each["value"]: each["count"] for each in found}


def test_year_counts_what_may_fall_into_it_or_cannot_fall_outside(reader, db):
    for held_on in ("2025-05-14", "2025", "2024/2025", None):
        a_round(held_on=held_on)
    assert years(reader) == {"2025": 3, "2024": 1}
    assert years(reader, certainty="certain") == {"2025": 2}


def test_open_end_is_cut_to_the_years_that_the_dates_span(reader, db):
    for held_on in ("../2024", "2023", "2026/.."):
        a_round(held_on=held_on)
    assert years(reader) == {"2023": 2, "2024": 1, "2026": 1}
    assert years(reader, certainty="certain") == {"2023": 1}
    assert years(reader, held_after="2026") == {"2026": 1}


def test_list_without_a_date_has_no_years(reader, db):
    a_round()
    assert years(reader) == {}


# Order and limits ---------------------------------------------------------------------------------
def test_most_frequent_value_comes_first_then_the_order_of_values(reader, db):
    for status in ("held", "scheduled", "held", "cancelled", "scheduled", "held"):
        a_round(status=status)
    found = facets_of(reader, "/api/v1/rounds", ["status"])["status"]
    assert [(each["value"], each["count"]) for each in found] == [
        ("held", 3),
        ("scheduled", 2),
        ("cancelled", 1),
    ]
    assert found[2]["label"] == "Cancelled"


def test_facet_has_the_hundred_most_frequent_values(reader, db):
    held = a_round()
    issues = [an_issue(slug=f"issue-{number:03}") for number in range(101)]
    for issue in issues:
        models.RoundIssue.objects.create(round=held, issue=issue)
    models.RoundIssue.objects.create(round=a_round(), issue=issues[100])
    found = facets_of(reader, "/api/v1/rounds", ["issue"])["issue"]
    assert [each["value"] for each in found] == ["issue-100", *(f"issue-{n:03}" for n in range(99))]
    for year in range(1900, 2001):
        a_round(held_on=str(year))
    assert list(years(reader)) == [str(year) for year in range(1900, 2000)]


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_each_facet_takes_a_fixed_number_of_queries(name, reader, db):
    path = LISTS[name]
    builders.a_full_record()
    for facet in choices(name, "facet"):
        with CaptureQueriesContext(connection) as few:
            facets_of(reader, path, [facet])
        assert len(few) <= 30
    with CaptureQueriesContext(connection) as without:
        reader.get_json(path, page_size="1")
    with CaptureQueriesContext(connection) as with_all:
        facets_of(reader, path, choices(name, "facet"))
    assert len(with_all) - len(without) <= 3 * len(choices(name, "facet"))


# The domain by itself -----------------------------------------------------------------------------
def test_nothing_is_counted_in_a_query_that_can_have_no_rows(db):
    attend(a_round(held_on="2025", status="held"), a_party())
    nothing = models.Round.objects.none()
    assert facets.by_entry(nothing, "party", models.Party) == []
    assert facets.by_year(nothing, certain=False) == []
    assert facets.by_dispute(nothing) == []


def test_rows_found_over_several_joins_and_in_an_order_count_once(db):
    held = a_round(held_on="2025")
    for party in (a_party(slug="one"), a_party(slug="two")):
        attend(held, party)
    rows = models.Round.objects.filter(participants__party__name="Ruritania").order_by("-title")
    assert len(rows) == 2
    assert [each.count for each in facets.by_entry(rows, "party", models.Party)] == [1, 1]
    assert facets.by_year(rows, certain=True) == [facets.FacetValue("2025", "2025", 1)]


# Parameter ----------------------------------------------------------------------------------------
def test_page_without_facet_has_no_facets(reader, db):
    a_round(held_on=date(2025, 5, 14).isoformat())
    assert set(reader.get_json("/api/v1/rounds")) == {"next", "previous", "results"}
    page = reader.get_json("/api/v1/rounds", facet="status")
    assert set(page["facets"]) == {"status"}


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [
        *[(name, ["colour"], "invalid") for name in LISTS],
        ("listRounds", ["FIRST", "FIRST"], "repeated"),
        ("listRounds", ["FIRST,FIRST"], "invalid"),
    ],
)
def test_unknown_or_doubled_facet_is_answered_with_those_allowed(name, values, code, reader, db):
    path, allowed = OPERATIONS[name][0], choices(name, "facet")
    asked = [value.replace("FIRST", allowed[0]) for value in values]
    (error,) = reader.get_json(path, expect=400, facet=asked)["errors"]
    assert (error["parameter"], error["code"], error["allowed"]) == ("facet", code, allowed)


def test_next_page_has_the_facets_too_and_a_cursor_fits_with_or_without_them(reader, db):
    for _ in range(3):
        a_round(status="held")
    page = reader.get_json("/api/v1/rounds", page_size="1", facet="status")
    second = reader.get_json(page["next"])
    assert (
        second["facets"]
        == page["facets"]
        == {"status": [{"value": "held", "label": "Held", "count": 3}]}
    )
    bare = reader.get_json(page["next"].replace("facet=status&", ""))
    assert bare["results"] == second["results"]
    assert "facets" not in bare
