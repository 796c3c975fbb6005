"""Rules that span rows: for each a row that breaks it and one that does not."""

import pytest

from relations import record_rules
from relations.models import Citation, RoundParticipant
from relations.record_rules import FACTS, RULES, broken_rules
from relations.vocabularies import FactKind, ParticipantRole, PublicationStatus, StatementMode
from tests.builders import (
    BUILDERS,
    a_citation,
    a_discrepancy,
    a_document,
    a_negotiation,
    a_party,
    a_person,
    a_position,
    a_round,
    a_schedule,
    a_statement,
    an_account,
    an_issue,
    an_office,
)

pytestmark = pytest.mark.django_db

DRAFT = {"publication_status": PublicationStatus.DRAFT}
RETRACTED = {
    "publication_status": PublicationStatus.RETRACTED,
    "retraction_reason": "Found wrong.",
}


def breaking(rule):
    """The rows that break a rule, each once for each sentence."""
    return [row for row, _ in rule()]


def sentences(rule):
    return [sentence for _, sentence in rule()]


def linked(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def attend(round, **overrides):
    values = {"party": a_party(), "role": ParticipantRole.PARTY}
    return RoundParticipant.objects.create(round=round, **(values | overrides))


def cite_exactly(statement, text=None, **overrides):
    text = statement.text if text is None else text
    values = {"statement": statement, "exact": text, "start": 100, "end": 100 + len(text)}
    return a_citation(**(values | overrides))


def test_every_rule_is_in_force_and_tested():
    rules = {
        member
        for name, member in vars(record_rules).items()
        if getattr(member, "__module__", None) == record_rules.__name__
        and not name.startswith("_")
        and member is not broken_rules
    }
    assert rules == set(RULES)
    assert len(RULES) == len(rules)
    assert {rule for rule, _, _ in CASES} == rules


# facts_are_cited


def an_uncited_fact():
    return a_party()


def a_cited_fact():
    return a_citation(party=a_party()).party


@pytest.mark.parametrize("kind", FactKind.values)
def test_a_published_fact_of_each_kind_needs_a_published_citation(kind):
    fact = BUILDERS[Citation._meta.get_field(kind).related_model]()
    assert fact in breaking(record_rules.facts_are_cited)
    draft = a_citation(**{kind: fact}, **DRAFT)
    assert fact in breaking(record_rules.facts_are_cited)
    linked(draft, publication_status=PublicationStatus.PUBLISHED)
    assert fact not in breaking(record_rules.facts_are_cited)


def test_a_citation_in_a_hidden_document_is_no_evidence():
    party = a_citation(party=a_party(), document=a_document(**DRAFT)).party
    assert party in breaking(record_rules.facts_are_cited)


def test_a_draft_needs_no_citation():
    assert a_party(**DRAFT) not in breaking(record_rules.facts_are_cited)


def test_every_kind_of_fact_is_looked_at():
    assert len(FACTS) == len(FactKind)


# published_refers_to_published


def a_party_below_a_draft():
    return a_party(parent=a_party(**DRAFT))


def a_party_below_a_published_one():
    return a_party(parent=a_party())


@pytest.mark.parametrize("hidden", [DRAFT, RETRACTED], ids=["draft", "retracted"])
@pytest.mark.parametrize(
    ("build", "name", "target"),
    [
        (a_party, "parent", a_party),
        (an_issue, "parent", an_issue),
        (an_office, "person", a_person),
        (a_round, "negotiation", a_negotiation),
        (a_schedule, "round", a_round),
        (a_statement, "speaker", a_person),
        (a_statement, "round", a_round),
        (a_position, "issue", an_issue),
        (a_position, "superseded_by", a_position),
        (a_position, "ascribed_by", a_party),
        (a_discrepancy, "negotiation", a_negotiation),
        (an_account, "discrepancy", a_discrepancy),
        (a_citation, "document", a_document),
        (a_citation, "statement", a_statement),
        (a_citation, "account", an_account),
    ],
)
def test_a_published_entry_may_not_refer_to_a_hidden_one(build, name, target, hidden):
    rule = record_rules.published_refers_to_published
    row = build(**{name: target(**hidden)})
    assert breaking(rule) == [row]
    assert sentences(rule) == [
        f"is published, but its {name} is not: publish that, or withdraw this."
    ]
    linked(row, **DRAFT)
    assert breaking(rule) == []


# trees_have_no_cycles


def a_party_in_a_cycle():
    first = a_party()
    linked(first, parent=a_party(parent=a_party(parent=first)))
    return first


def a_party_in_a_tree():
    root = a_party()
    a_party(parent=root)
    return a_party(parent=a_party(parent=root))


@pytest.mark.parametrize("plant", [a_party, an_issue])
def test_every_row_of_a_cycle_is_told_and_no_row_that_only_leads_into_it(plant):
    first = plant()
    second = plant(parent=first)
    linked(first, parent=second)
    plant(parent=second)
    assert set(breaking(record_rules.trees_have_no_cycles)) == {first, second}


# superseding_ends


def a_position_that_supersedes_itself_in_the_end():
    first = a_position()
    linked(first, superseded_by=a_position(superseded_by=first))
    return first


def a_position_that_is_superseded_twice():
    return a_position(superseded_by=a_position(superseded_by=a_position()))


# successors_are_of_the_same_kind


def a_position_superseded_by_one_of_another_party():
    position = a_position()
    return linked(position, superseded_by=a_position(issue=position.issue))


def a_position_superseded_by_one_of_the_same_party_and_issue():
    position = a_position()
    later = a_position(issue=position.issue, party=position.party)
    return linked(position, superseded_by=later)


def test_a_successor_on_another_issue_is_told():
    position = a_position()
    linked(position, superseded_by=a_position(party=position.party))
    assert breaking(record_rules.successors_are_of_the_same_kind) == [position]


# quotations_stand_in_a_document


def a_quotation_cited_without_its_words():
    return a_citation(statement=a_statement()).statement


def a_quotation_cited_with_its_words():
    return cite_exactly(a_statement()).statement


@pytest.mark.parametrize("mode", [StatementMode.DIRECT, StatementMode.FRAGMENT])
def test_quoted_words_are_those_of_a_published_citation(mode):
    rule = record_rules.quotations_stand_in_a_document
    statement = a_statement(mode=mode)
    cite_exactly(statement, **DRAFT)
    cite_exactly(statement, "We shall Fish.")
    cite_exactly(statement, "We shall fish")
    assert breaking(rule) == [statement]
    cite_exactly(statement)
    assert breaking(rule) == []


def test_reported_speech_and_drafts_need_no_exact_words():
    a_statement(mode=StatementMode.INDIRECT)
    a_statement(**DRAFT)
    assert breaking(record_rules.quotations_stand_in_a_document) == []


# reported_speech_repeats_no_words


def a_citation_of_reported_speech_with_words():
    return cite_exactly(a_statement(mode=StatementMode.INDIRECT))


def a_citation_of_reported_speech_without_words():
    return a_citation(statement=a_statement(mode=StatementMode.INDIRECT))


def test_a_citation_of_a_quotation_may_repeat_words():
    cite_exactly(a_statement())
    assert breaking(record_rules.reported_speech_repeats_no_words) == []


# discrepancies_have_two_sides


def a_discrepancy_with_one_published_account():
    discrepancy = an_account(sequence=1).discrepancy
    an_account(discrepancy=discrepancy, sequence=2, **DRAFT)
    return discrepancy


def a_discrepancy_with_two_published_accounts():
    discrepancy = an_account(sequence=1).discrepancy
    an_account(discrepancy=discrepancy, sequence=2)
    return discrepancy


def test_a_discrepancy_without_an_account_is_told_unless_it_is_a_draft():
    told = a_discrepancy()
    a_discrepancy(**DRAFT)
    assert breaking(record_rules.discrepancies_have_two_sides) == [told]


# rounds_have_participants


def a_round_without_participants():
    return a_round()


def a_round_with_a_participant():
    return attend(a_round()).round


def test_a_round_whose_only_party_is_hidden_lists_nobody():
    round = attend(a_round(), party=a_party(**DRAFT)).round
    a_round(**DRAFT)
    assert breaking(record_rules.rounds_have_participants) == [round]


# All of them

CASES = [
    (record_rules.facts_are_cited, an_uncited_fact, a_cited_fact),
    (
        record_rules.published_refers_to_published,
        a_party_below_a_draft,
        a_party_below_a_published_one,
    ),
    (record_rules.trees_have_no_cycles, a_party_in_a_cycle, a_party_in_a_tree),
    (
        record_rules.superseding_ends,
        a_position_that_supersedes_itself_in_the_end,
        a_position_that_is_superseded_twice,
    ),
    (
        record_rules.successors_are_of_the_same_kind,
        a_position_superseded_by_one_of_another_party,
        a_position_superseded_by_one_of_the_same_party_and_issue,
    ),
    (
        record_rules.quotations_stand_in_a_document,
        a_quotation_cited_without_its_words,
        a_quotation_cited_with_its_words,
    ),
    (
        record_rules.reported_speech_repeats_no_words,
        a_citation_of_reported_speech_with_words,
        a_citation_of_reported_speech_without_words,
    ),
    (
        record_rules.discrepancies_have_two_sides,
        a_discrepancy_with_one_published_account,
        a_discrepancy_with_two_published_accounts,
    ),
    (
        record_rules.rounds_have_participants,
        a_round_without_participants,
        a_round_with_a_participant,
    ),
]


each_rule = pytest.mark.parametrize(
    ("rule", "broken", "kept"), CASES, ids=[rule.__name__ for rule, _, _ in CASES]
)


@each_rule
def test_a_rule_tells_the_row_that_breaks_it_and_not_the_row_that_keeps_it(rule, broken, kept):
    broken, kept = broken(), kept()
    told = breaking(rule)
    assert broken in told
    assert kept not in told
    assert all(sentence.endswith(".") for sentence in sentences(rule))


@each_rule
def test_the_broken_rules_of_the_record_include_each_rule(rule, broken, kept):
    assert (broken(), sentences(rule)[0]) in list(broken_rules())


def test_an_empty_record_breaks_no_rule():
    assert list(broken_rules()) == []
