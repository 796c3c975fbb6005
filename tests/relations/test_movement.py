"""How positions moved: the steps of a chain, their order, and which of them are asked for."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from relations import models
from relations.movement import Movements
from relations.vocabularies import PositionChange, PublicationStatus
from tests.builders import (
    a_citation,
    a_document,
    a_party,
    a_position,
    a_round,
    a_statement,
    an_issue,
)
from tests.thoroughness import examples

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]

SPRING = (date(2025, 3, 1), date(2025, 5, 31))
HIDDEN = [status for status in PublicationStatus if status != PublicationStatus.PUBLISHED]


def hide(row, status=PublicationStatus.DRAFT):
    row.publication_status, row.retraction_reason = status, "Found wrong."
    row.save()


def express(position, **statement):
    said = a_statement(**statement)
    models.PositionStatement.objects.create(position=position, statement=said)
    return said


def chains(links=(), statement_links=(), **asked):
    movements = Movements(models.Position.objects.published(), **asked)
    heads = movements.heads().with_links().order_by("slug")
    return movements.chains(list(heads), links, statement_links)


def steps(**asked):
    """Slugs of the steps of the one chain there is, in order; none if there is no chain."""
    found = chains(**asked)
    assert len(found) <= 1
    return " ".join(movement.step.slug for chain in found for movement in chain.movements)


@pytest.fixture
def chain():
    """Builds positions of one party on one issue."""
    same = {"party": a_party(), "issue": an_issue()}
    return lambda slug, **values: a_position(slug=slug, **(same | values))


# Steps


def test_a_position_is_a_step_when_it_begins():
    position = a_position(since_on="2025-05", since_as_printed="in May", round=a_round())
    citation = a_citation(position=position)
    (found,) = chains(links=("round", "citations"))
    (step,) = found.movements
    assert (found.party, found.issue) == (position.party, position.issue)
    assert (step.position, step.step, step.is_beginning) == (position, position, True)
    assert step.change is PositionChange.NEW
    assert step.round == position.round
    assert list(step.citations.all()) == [citation]
    assert (step.moved_on, step.moved_as_printed, step.moved_basis) == (
        "2025-05",
        "in May",
        "stated",
    )
    assert (step.moved_earliest, step.moved_latest) == (date(2025, 5, 1), date(2025, 5, 31))
    assert step.moved_note == ""
    with pytest.raises(AttributeError):
        _ = step.said_on


def test_a_later_statement_is_a_step_with_its_own_date_round_and_evidence():
    position = a_position(since_on="2025-05", change="hardened", round=a_round())
    a_citation(position=position)
    said = express(position, said_on="2025-06-02", said_as_printed="on Monday", round=a_round())
    citation = a_citation(statement=said)
    (found,) = chains(statement_links=("round", "citations"))
    begun, again = found.movements
    assert begun.change is PositionChange.HARDENED
    assert again.change is PositionChange.REAFFIRMED
    assert (again.position, again.step, again.is_beginning) == (position, said, False)
    assert (again.moved_on, again.moved_as_printed) == ("2025-06-02", "on Monday")
    assert again.round == said.round
    assert list(again.citations.all()) == [citation]


def test_statements_stand_with_the_step_they_express():
    position = a_position(since_on="2025-05")
    at_once = express(position, said_on="2025-05-20")
    undated = express(position)
    later = express(position, said_on="2025-06")
    begun, again = chains()[0].movements
    assert set(begun.statements) == {at_once, undated}
    assert again.statements == [later]


def test_an_undated_position_is_never_reaffirmed_by_a_statement():
    express(a_position(slug="undated"), said_on="2030")
    assert steps() == "undated"


def test_a_position_may_reaffirm_by_itself(chain):
    again = chain("again", since_on="2025", change="reaffirmed")
    chain("first", since_on="2024", superseded_by=again)
    assert steps() == "first again"
    assert steps(changes=("reaffirmed",)) == "again"


DATES = st.sampled_from(
    [
        None,
        "2025",
        "2025-05",
        "2025-05-14",
        "2025-05-15",
        "2025-21",
        "2025-34",
        "2025-05~",
        "../2025-05",
        "2025-05/..",
        "2025-05-14/2025-06",
        "2026",
    ]
)


@settings(max_examples=examples(15), database=None)
@given(since=DATES, said=DATES)
def test_the_database_and_a_tie_agree_on_what_reaffirms(since, said):
    with transaction.atomic():
        position = a_position(since_on=since)
        statement = express(position, said_on=said)
        tie = models.PositionStatement.objects.get(position=position, statement=statement)
        reaffirms = models.PositionStatement.objects.reaffirming().filter(pk=tie.pk).exists()
        assert tie.reaffirms is reaffirms
        # So each statement stands in exactly one step.
        told = [each for step in chains()[0].movements for each in step.statements]
        assert told == [statement]
        transaction.set_rollback(True)


# Chains


def test_a_chain_is_of_one_party_on_one_issue():
    state = a_party()
    body, other = a_party(parent=state), a_party()
    sea = an_issue()
    cod = an_issue(parent=sea)
    # Crosswise, so that both parties and both issues are on the page, but not in every pair.
    a_position(slug="a", party=body, issue=sea)
    a_position(slug="b", party=state, issue=cod)
    a_position(slug="c", party=body, issue=sea)
    a_position(slug="d", party=other, issue=sea)
    found = [[each.step.slug for each in chain.movements] for chain in chains()]
    assert found == [["a", "c"], ["b"], ["d"]]
    movements = Movements(models.Position.objects.all())
    heads = list(movements.heads().filter(slug__in=["a", "b"]).with_links())
    a_position(slug="e", party=state, issue=sea)
    assert [len(chain.movements) for chain in movements.chains(heads)] == [2, 1]


@pytest.mark.parametrize("status", HIDDEN)
@pytest.mark.parametrize("what", ["position", "party", "issue"])
def test_a_chain_is_only_of_published_positions(what, status):
    position = a_position(slug="hidden")
    assert steps() == "hidden"
    hide({"position": position, "party": position.party, "issue": position.issue}[what], status)
    assert steps() == ""


@pytest.mark.parametrize("status", HIDDEN)
def test_a_hidden_statement_neither_reaffirms_nor_expresses(status):
    position = a_position(since_on="2025-05", slug="shown")
    hide(express(position, slug="later", said_on="2025-06"), status)
    hide(express(position, said_on="2025-05"), status)
    assert steps() == "shown"
    assert chains()[0].movements[0].statements == []
    assert steps(changes=("reaffirmed",)) == ""


def test_a_hidden_position_is_superseded_by_none(chain):
    after = chain("after", since_on="2025", change="softened")
    before = chain("before", superseded_by=after)
    express(after, said_on="2026")

    def superseded(steps):
        return [list(step.position.supersedes.all()) for step in steps]

    assert superseded(chains()[0].movements) == [[], [before], [before]]
    hide(before)
    assert superseded(chains()[0].movements) == [[], []]


# Order


def test_steps_are_in_the_order_of_their_dates_and_undated_ones_come_last(chain):
    chain("undated-a")
    late = chain("late", since_on="2025-06-02")
    chain("early", since_on="2025-01")
    chain("undated-b")
    express(late, slug="repeated", said_on="2025-07")
    chain("between", since_on="2025-07-01")
    assert steps() == "early late between repeated undated-a undated-b"


def test_an_undated_position_comes_before_the_one_that_replaces_it(chain):
    last = chain("a-last", since_on="2025-03", change="softened")
    middle = chain("b-middle", change="hardened", superseded_by=last)
    chain("c-first", superseded_by=middle)
    chain("d-other", since_on="2025-02")
    chain("e-other")
    assert steps() == "d-other c-first b-middle a-last e-other"


def test_a_position_dated_later_still_comes_before_the_one_that_replaces_it(chain):
    after = chain("after", since_on="2025-03", change="softened")
    before = chain("before", since_on="2025-05", superseded_by=after)
    express(before, slug="repeated", said_on="2025-06")
    express(after, slug="said", said_on="2025-04")
    assert steps() == "before after said repeated"


def test_two_positions_come_before_the_one_that_replaces_both(chain):
    after = chain("a", since_on="2025-03", change="softened")
    chain("b", superseded_by=after)
    chain("c", superseded_by=after)
    assert steps() == "b c a"


def test_a_step_left_out_still_orders_those_around_it(chain):
    last = chain("a-last", since_on="2025-03", change="softened")
    middle = chain("b-middle", change="hardened", superseded_by=last)
    chain("c-first", superseded_by=middle)
    assert steps(changes=("new", "softened")) == "c-first a-last"


def test_positions_that_replace_each_other_end_in_some_order(chain):
    one = chain("one", change="softened")
    other = chain("other", change="softened", superseded_by=one)
    one.superseded_by = other
    one.save()
    assert sorted(steps().split()) == ["one", "other"]


# Range of days and changes


@pytest.mark.parametrize(
    ("moved", "possible", "certain"),
    [
        (None, False, False),
        ("2025-02-28", False, False),
        ("2025-03-01", True, True),
        ("2025-21", True, True),
        ("2025", True, False),
        ("2025-05-31/2025-06-01", True, False),
        ("2025-05-31", True, True),
        ("2025-06-01", False, False),
        ("../2025-03", True, False),
    ],
)
def test_a_range_of_days_leaves_what_may_or_must_fall_into_it(moved, possible, certain):
    position = a_position(slug="begun", since_on=moved)
    expected = {True: "begun", False: ""}
    assert steps(days=SPRING) == expected[possible]
    assert steps(days=SPRING, is_certain=True) == expected[certain]
    position.since_on, position.since_basis = "2020", "stated"
    position.save()
    statement = express(position, slug="repeated", said_on=moved)
    expected = {True: "repeated", False: ""}
    # A statement that may be from before the beginning reaffirms nothing.
    is_later = moved is not None and not moved.startswith("..")
    assert steps(days=SPRING) == expected[possible and is_later]
    assert steps(days=SPRING, is_certain=True) == expected[certain]
    assert statement


@pytest.mark.parametrize("change", PositionChange)
def test_a_change_is_found_by_its_name_and_by_no_other(change):
    a_position(slug="moved", change=change)
    for asked in PositionChange:
        assert steps(changes=(asked,)) == ("moved" if asked == change else "")
    assert steps(changes=tuple(PositionChange)) == steps() == "moved"


def test_the_change_and_the_range_hold_for_one_and_the_same_step(chain):
    first = chain("first", since_on="2025-01")
    second = chain("second", since_on="2025-04", change="hardened")
    first.superseded_by = second
    first.save()
    express(second, slug="repeated", said_on="2025-07")
    assert steps(days=SPRING) == "second"
    assert steps(days=SPRING, changes=("hardened",)) == "second"
    assert steps(days=SPRING, changes=("new",)) == ""
    assert steps(days=SPRING, changes=("reaffirmed",)) == ""
    assert steps(changes=("hardened", "reaffirmed")) == "second repeated"
    summer = (date(2025, 6, 1), date(2025, 8, 31))
    assert steps(days=summer) == "repeated"
    assert steps(days=summer, changes=("hardened",)) == ""


def test_only_the_given_positions_are_steps():
    one, other = a_position(since_on="2024"), a_position(since_on="2024")
    for position in (one, other):
        express(position, said_on="2025")
    movements = Movements(models.Position.objects.filter(pk=one.pk))
    (found,) = movements.chains(list(movements.heads().with_links()))
    assert {movement.position for movement in found.movements} == {one}


# Cost


def test_the_timeline_runs_a_fixed_number_of_queries_however_much_it_tells():
    document = a_document()

    def grow():
        for _ in range(2):
            later = a_position(since_on="2025", change="softened", round=a_round())
            position = a_position(
                since_on="2024", party=later.party, issue=later.issue, superseded_by=later
            )
            for said in ("2024", "2025", "2026"):
                statement = express(position, said_on=said, round=a_round())
                a_citation(statement=statement, document=document)
            a_citation(position=position, document=document)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            links = ("round", "citations")
            for chain in chains(links=links, statement_links=links):
                str((chain.party, chain.issue))
                for step in chain.movements:
                    str((step.position, step.round, step.statements, step.step))
                    list(step.citations.all())
                    list(step.position.supersedes.all())
        return len(asked)

    grow()
    few = queries()
    for _ in range(3):
        grow()
    assert queries() == few
