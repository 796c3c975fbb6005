"""Who stands where on a day: which rows, which columns, and what each cell says."""

from datetime import date
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations import models
from relations.matrix import HEARD, matrix
from relations.vocabularies import Act, Bearing, CellKind, DevelopmentRole, PublicationStatus
from tests.builders import (
    a_citation,
    a_development,
    a_document,
    a_negotiation,
    a_party,
    a_position,
    a_round,
    a_statement,
    an_issue,
)

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]

DAY = date(2025, 6, 1)
HIDDEN = [status for status in PublicationStatus if status != PublicationStatus.PUBLISHED]
DRAFT = PublicationStatus.DRAFT


def hide(row, status=DRAFT):
    row.publication_status, row.retraction_reason = status, "Found wrong."
    row.save()
    return row


def issues_of(shown):
    return [row.issue for row in shown.rows]


def cell_of(shown, issue, party):
    row = next(row for row in shown.rows if row.issue == issue)
    return next(cell for cell in row.cells if cell.party == party)


def kind_on(day, issue, party, **options):
    return cell_of(matrix(day, parties=[party], **options), issue, party).kind


# Rows


def test_rows_are_a_tree_with_wider_issues_first_and_each_level_by_name():
    sea = an_issue(name="Sea", slug="a")
    land = an_issue(name="Land", slug="z")
    whales = an_issue(name="Whales", parent=sea)
    cod = an_issue(name="Cod", parent=sea)
    fins = an_issue(name="A fin", parent=whales)
    roads = an_issue(name="Roads", parent=land)
    assert issues_of(matrix(DAY)) == [land, roads, sea, cod, whales, fins]


def test_rows_of_one_name_are_in_the_order_of_their_slugs():
    second, first = an_issue(slug="b", name="Sea"), an_issue(slug="a", name="Sea")
    assert issues_of(matrix(DAY)) == [first, second]


def test_rows_of_given_issues_are_those_with_all_that_is_below_them():
    world = an_issue(name="World")
    sea = an_issue(name="Sea", parent=world)
    cod = an_issue(name="Cod", parent=sea)
    fins = an_issue(name="Fins", parent=cod)
    land = an_issue(name="Land")
    assert issues_of(matrix(DAY, issues=[sea])) == [sea, cod, fins]
    assert issues_of(matrix(DAY, issues=[cod, land])) == [cod, fins, land]
    assert issues_of(matrix(DAY, issues=[cod, sea])) == [sea, cod, fins]


@pytest.mark.parametrize("status", HIDDEN)
def test_a_row_below_a_hidden_issue_stands_at_the_top_and_shows_no_parent(status):
    sea = an_issue(name="Sea")
    cod = an_issue(name="Cod", parent=sea)
    before, after = an_issue(name="Birds"), an_issue(name="Dogs")
    assert [row.issue.parent for row in matrix(DAY).rows] == [None, None, None, sea]
    hide(sea, status)
    assert issues_of(matrix(DAY)) == [before, cod, after]
    assert [row.issue.parent for row in matrix(DAY).rows] == [None, None, None]


def a_statement_on(issue, round):
    statement = a_statement(round=round)
    models.StatementIssue.objects.create(statement=statement, issue=issue)
    return statement


def a_position_on(issue, round):
    return a_position(issue=issue, round=round)


def a_development_on(issue, round):
    development = a_development(round=round)
    models.DevelopmentIssue.objects.create(development=development, issue=issue)
    return development


def the_round_with(issue, round):
    models.RoundIssue.objects.create(round=round, issue=issue)
    return round


TIES = [a_statement_on, a_position_on, a_development_on, the_round_with]


@pytest.mark.parametrize("tie", TIES)
def test_rows_of_a_negotiation_are_the_issues_of_what_is_tied_to_its_rounds(tie):
    talks, others = a_round(), a_round()
    issue, elsewhere, _ = an_issue(), an_issue(), an_issue()
    tied = tie(issue, talks)
    tie(elsewhere, others)
    assert issues_of(matrix(DAY, negotiations=[talks.negotiation])) == [issue]
    both = matrix(DAY, negotiations=[talks.negotiation, others.negotiation])
    assert set(issues_of(both)) == {issue, elsewhere}
    assert issues_of(matrix(DAY, negotiations=[talks.negotiation], issues=[elsewhere])) == []
    hide(tied)
    assert issues_of(matrix(DAY, negotiations=[talks.negotiation])) == []


# Columns


def test_columns_are_the_parties_that_belong_to_no_other_and_hold_a_position():
    issue = an_issue()
    strelsau = a_party(name="Strelsau")
    ministry = a_party(name="A ministry", parent=a_party(name="Ruritania"))
    a_party(name="Onlooker")
    hidden = a_party(name="Hidden")
    hide(a_position(party=hidden, issue=issue))
    a_position(party=strelsau, issue=issue, since_on="2030")
    a_position(party=ministry, issue=issue)
    assert matrix(DAY).parties == [ministry.parent, strelsau]
    assert [cell.party for cell in matrix(DAY).rows[0].cells] == [ministry.parent, strelsau]


def test_columns_are_of_those_that_hold_a_position_on_an_issue_of_the_rows():
    sea, land = an_issue(), an_issue()
    sailor = a_position(issue=an_issue(parent=sea)).party
    farmer = a_position(issue=land).party
    assert matrix(DAY, issues=[sea]).parties == [sailor]
    assert matrix(DAY, issues=[land]).parties == [farmer]


def test_a_column_of_a_body_whose_state_is_hidden_is_its_own():
    ministry = a_party(parent=a_party())
    a_position(party=ministry)
    hide(ministry.parent)
    assert matrix(DAY).parties == [ministry]


def test_given_columns_are_taken_as_they_are_in_the_order_of_their_names():
    state = a_party(name="Ruritania")
    body, other = a_party(name="Bureau", parent=state), a_party(name="Other")
    a_position()
    given = matrix(DAY, parties=[other, state, body], negotiations=[a_negotiation()])
    assert given.parties == [body, other, state]


def test_columns_of_a_negotiation_are_its_parties():
    negotiation = a_negotiation()
    parties = [a_party(name="A", parent=a_party()), a_party(name="B")]
    for party in reversed(parties):
        models.NegotiationParty.objects.create(negotiation=negotiation, party=party)
    a_position(round=a_round(negotiation=negotiation))
    assert matrix(DAY, negotiations=[negotiation]).parties == parties
    hide(parties[0])
    assert matrix(DAY, negotiations=[negotiation]).parties == parties[1:]


def test_a_position_of_a_body_counts_for_it_and_for_all_it_belongs_to():
    state = a_party(name="A")
    ministry = a_party(name="B", parent=state)
    bureau = a_party(name="C", parent=ministry)
    position = a_position(party=ministry)
    shown = matrix(DAY, parties=[state, ministry, bureau])
    held = [cell.positions for cell in shown.rows[0].cells]
    assert held == [[position], [position], []]


def test_a_position_of_a_body_hidden_from_the_public_counts_for_nobody():
    state = a_party()
    bureau = a_party(parent=a_party(parent=state))
    position = a_position(party=bureau)
    assert cell_of(matrix(DAY, parties=[state]), position.issue, state).positions == [position]
    hide(bureau.parent)
    assert cell_of(matrix(DAY, parties=[state]), position.issue, state).positions == []


# Positions of a cell


def test_a_position_stands_in_the_row_of_its_own_issue_only():
    sea = an_issue()
    position = a_position(issue=an_issue(parent=sea))
    shown = matrix(DAY)
    assert cell_of(shown, sea, position.party).positions == []
    assert cell_of(shown, position.issue, position.party).positions == [position]


def test_positions_of_a_cell_begin_with_the_earliest_and_end_with_undated_ones():
    party, issue = a_party(), an_issue()
    dates = {"c": None, "b": None, "z": "2024", "e": "2025-01-01", "d": "2025-01-01"}
    for slug, since in dates.items():
        a_position(slug=slug, party=party, issue=issue, since_on=since)
    found = cell_of(matrix(DAY), issue, party).positions
    assert [position.slug for position in found] == ["z", "d", "e", "b", "c"]


def test_a_move_is_seen_between_the_day_before_and_the_day_itself():
    after = a_position(since_on="2025-06-01", act=Act.RESERVE)
    party, issue = after.party, after.issue
    before = a_position(party=party, issue=issue, since_on="2025-01-10", superseded_by=after)
    days = [date(2025, 1, 9), date(2025, 1, 10), date(2025, 5, 31), DAY]
    cells = [cell_of(matrix(day), issue, party) for day in days]
    assert [cell.positions for cell in cells] == [[], [before], [before], [after]]
    assert [cell.kind for cell in cells][1:] == [
        CellKind.POSITION,
        CellKind.POSITION,
        CellKind.DECLINED,
    ]


@pytest.mark.parametrize(
    ("dates", "possible", "certain"),
    [
        ({}, True, False),
        ({"since_on": "2025-06-01"}, True, True),
        ({"since_on": "2025-06"}, True, False),
        ({"since_on": "2025-06-02"}, False, False),
        ({"since_on": "2025", "until_on": "2025-06-01"}, True, False),
        ({"since_on": "2024", "until_on": "2025-06-01"}, True, True),
        ({"since_on": "2024", "until_on": "2025-05-31"}, False, False),
        ({"until_on": "2025"}, True, False),
    ],
)
def test_dates_decide_whether_a_position_may_or_must_be_in_force(dates, possible, certain):
    position = a_position(**dates)
    for is_certain, expected in ((False, possible), (True, certain)):
        cell = matrix(DAY, is_certain=is_certain).rows[0].cells[0]
        assert (cell.positions == [position]) is expected


@pytest.mark.parametrize("status", HIDDEN)
def test_a_hidden_position_is_in_no_cell_and_supersedes_none(status):
    hidden = hide(a_position(since_on="2025-02"), status)
    shown = a_position(
        party=hidden.party, issue=hidden.issue, since_on="2025-01", superseded_by=hidden
    )
    assert matrix(DAY).rows[0].cells[0].positions == [shown]


# Kinds of cells


@pytest.mark.parametrize(
    ("acts", "kind"),
    [
        ([Act.REQUEST], CellKind.POSITION),
        ([Act.RESERVE], CellKind.DECLINED),
        ([Act.RESERVE, Act.RESERVE], CellKind.DECLINED),
        ([Act.RESERVE, Act.REQUEST], CellKind.POSITION),
    ],
)
def test_a_cell_is_declined_where_every_position_in_force_is_reserved(acts, kind):
    party, issue = a_party(), an_issue()
    for act in acts:
        a_position(party=party, issue=issue, act=act)
    a_position(party=party, issue=issue, since_on="2030")
    cell = cell_of(matrix(DAY), issue, party)
    assert cell.kind == kind
    assert len(cell.positions) == len(acts)


# Dates of the facts by which a party is heard.
DATED = {
    "statement": "said_on",
    "position": "since_on",
    "round": "held_on",
    "development": "happened_on",
}


def on_issue(kind, issue, **values):
    if kind == "position":
        return a_position(issue=issue, **values)
    fact = {"statement": a_statement, "round": a_round, "development": a_development}[kind](
        **values
    )
    link = {
        "statement": models.StatementIssue,
        "round": models.RoundIssue,
        "development": models.DevelopmentIssue,
    }
    link[kind].objects.create(**{kind: fact, "issue": issue})
    return fact


def of_party(kind, party, **values):
    if kind == "position":
        return a_position(party=party, **values)
    if kind == "statement":
        fact = a_statement(**values)
        models.StatementParty.objects.create(statement=fact, party=party)
    elif kind == "round":
        fact = a_round(**values)
        models.RoundParticipant.objects.create(round=fact, party=party, role="party")
    else:
        fact = a_development(**values)
        act_in(fact, party)
    return fact


def act_in(development, party, role=DevelopmentRole.ACTOR):
    models.DevelopmentParty.objects.create(development=development, party=party, role=role)


@pytest.mark.slow
@pytest.mark.parametrize(("on_it", "of_it"), [*product(HEARD, HEARD)])
def test_a_party_is_silent_if_one_document_tells_of_the_issue_and_lets_it_speak(on_it, of_it):
    issue, party, document = an_issue(), a_party(), a_document()
    a_citation(document=document, **{on_it: on_issue(on_it, issue)})
    fact = of_party(of_it, party)
    citation = a_citation(**{of_it: fact})
    assert kind_on(DAY, issue, party) == CellKind.NOT_RESEARCHED
    citation.document = document
    citation.save()
    assert kind_on(DAY, issue, party) == CellKind.SILENT
    assert kind_on(DAY, an_issue(), party) == CellKind.NOT_RESEARCHED
    assert kind_on(DAY, issue, a_party()) == CellKind.NOT_RESEARCHED


# Which of the two facts is changed; the other is always as it should be.
SIDES = [(side, kind) for side in ("on", "of") for kind in HEARD]


def heard(side, kind, bearing=Bearing.SUPPORTS, **values):
    """An issue, a party, and the citation and fact of one kind that make the party silent on it."""
    issue, party, document = an_issue(), a_party(), a_document()
    on_it = on_issue(kind if side == "on" else "statement", issue, **values if side == "on" else {})
    of_it = of_party(kind if side == "of" else "statement", party, **values if side == "of" else {})
    cited = {}
    for each, fact in (("on", on_it), ("of", of_it)):
        name = kind if side == each else "statement"
        chosen = bearing if side == each else Bearing.SUPPORTS
        cited[each] = a_citation(document=document, bearing=chosen, **{name: fact})
    return issue, party, cited[side]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("side", "kind", "what", "status"),
    [
        *[(*side, what, DRAFT) for side in SIDES for what in ("fact", "citation")],
        *[("of", "statement", "document", status) for status in HIDDEN],
        *[
            ("of", "statement", what, status)
            for what in ("fact", "citation")
            for status in HIDDEN
            if status != DRAFT
        ],
    ],
)
def test_nobody_is_heard_in_what_is_hidden(side, kind, what, status):
    issue, party, citation = heard(side, kind)
    assert kind_on(DAY, issue, party) == CellKind.SILENT
    hide({"fact": citation.fact, "document": citation.document, "citation": citation}[what], status)
    assert kind_on(DAY, issue, party) == CellKind.NOT_RESEARCHED


@pytest.mark.slow
@pytest.mark.parametrize(
    ("side", "kind", "on", "possible", "certain"),
    [
        *[(*side, "2025-06", True, False) for side in SIDES],
        *[(*side, "2025-06-02", False, False) for side in SIDES],
        ("of", "statement", None, True, False),
        ("of", "statement", "2025-06-01", True, True),
    ],
)
def test_nobody_is_heard_in_what_happens_after_the_day(side, kind, on, possible, certain):
    issue, party, citation = heard(side, kind, **{DATED[kind]: on})
    other = models.Statement.objects.exclude(pk=citation.statement_id).get()
    other.said_on, other.said_basis = "2020", "stated"
    other.save()
    expected = {True: CellKind.SILENT, False: CellKind.NOT_RESEARCHED}
    assert kind_on(DAY, issue, party) == expected[possible]
    assert kind_on(DAY, issue, party, is_certain=True) == expected[certain]


@pytest.mark.parametrize(("side", "kind"), SIDES)
def test_nobody_is_heard_in_a_passage_that_disputes_the_fact(side, kind):
    issue, party, _ = heard(side, kind, bearing=Bearing.DISPUTES)
    assert kind_on(DAY, issue, party) == CellKind.NOT_RESEARCHED


def test_who_is_merely_affected_by_a_development_is_not_heard():
    issue, party, citation = heard("of", "development")
    affected = a_party()
    act_in(citation.development, affected, DevelopmentRole.AFFECTED)
    assert kind_on(DAY, issue, party) == CellKind.SILENT
    assert kind_on(DAY, issue, affected) == CellKind.NOT_RESEARCHED


def test_a_body_speaks_for_its_state_and_the_state_not_for_its_bodies():
    issue, party, _ = heard("of", "statement")
    state = party.parent = a_party()
    party.save()
    body = a_party(parent=party)
    assert kind_on(DAY, issue, party) == CellKind.SILENT
    assert kind_on(DAY, issue, state) == CellKind.SILENT
    assert kind_on(DAY, issue, body) == CellKind.NOT_RESEARCHED
    hide(party)
    assert kind_on(DAY, issue, state) == CellKind.NOT_RESEARCHED


def test_who_gave_up_a_position_is_silent_since_then():
    position = a_position(since_on="2024", until_on="2025-05-31")
    a_citation(position=position)
    assert kind_on(DAY, position.issue, position.party) == CellKind.SILENT
    early = date(2023, 12, 31)
    assert kind_on(early, position.issue, position.party) == CellKind.NOT_RESEARCHED


# Cost


def test_the_matrix_runs_a_fixed_number_of_queries_however_much_it_shows(monkeypatch):
    monkeypatch.setattr("relations.matrix.DOCUMENTS_FIRST", 1000)
    talks = a_negotiation()

    def grow():
        party = a_party(parent=a_party())
        models.NegotiationParty.objects.create(negotiation=talks, party=party)
        issue = an_issue(parent=an_issue())
        for kind in HEARD:
            a_citation(**{kind: on_issue(kind, issue)})
            a_citation(**{kind: of_party(kind, party)})
        position = a_position(party=party, issue=issue, round=a_round(negotiation=talks))
        a_citation(position=position)

    def queries(**options):
        with CaptureQueriesContext(connection) as asked:
            shown = matrix(DAY, **options)
            for cell in [cell for row in shown.rows for cell in row.cells]:
                for position in cell.positions:
                    str(position)
            for row in shown.rows:
                str(row.issue.parent)
        return len(asked)

    def all_queries():
        given = {
            "parties": list(models.Party.objects.all()),
            "issues": list(models.Issue.objects.all()),
            "negotiations": [talks],
        }
        return queries(), queries(**given)

    grow()
    grow()  # from now on there are cells without a position
    few = all_queries()
    for _ in range(3):
        grow()
    assert all_queries() == few


def test_documents_are_gone_through_to_the_last(monkeypatch):
    monkeypatch.setattr("relations.matrix.DOCUMENTS_FIRST", 1)
    issue, party = an_issue(), a_party()
    for _ in range(6):
        a_citation(statement=a_statement())
    citation = a_citation(statement=on_issue("statement", issue))
    a_citation(statement=of_party("statement", party), document=citation.document)
    assert cell_of(matrix(DAY, parties=[party]), issue, party).kind == CellKind.SILENT
    apart = a_party()
    a_citation(statement=of_party("statement", apart))
    assert cell_of(matrix(DAY, parties=[apart]), issue, apart).kind == CellKind.NOT_RESEARCHED
