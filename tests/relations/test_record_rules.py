"""Rules that span rows: for each a row that breaks it and one that does not."""

import pytest

from relations import record_rules
from relations.models import Citation, PositionStatement, RoundParticipant
from relations.record_rules import FACTS, RULES, broken_rules
from relations.vocabularies import (
    FactKind,
    ParticipantRole,
    PositionChange,
    PublicationStatus,
    StatementMode,
)
from tests import builders
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
    an_exclusion,
    an_issue,
    an_office,
)

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]

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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("build", "name", "target", "hidden"),
    [
        (a_party, "parent", a_party, DRAFT),
        (a_party, "parent", a_party, RETRACTED),
        (an_issue, "parent", an_issue, DRAFT),
        (an_office, "person", a_person, DRAFT),
        (a_round, "negotiation", a_negotiation, DRAFT),
        (a_schedule, "round", a_round, DRAFT),
        (a_statement, "speaker", a_person, DRAFT),
        (a_statement, "round", a_round, DRAFT),
        (a_position, "issue", an_issue, DRAFT),
        (a_position, "superseded_by", a_position, DRAFT),
        (a_position, "ascribed_by", a_party, DRAFT),
        (a_discrepancy, "negotiation", a_negotiation, DRAFT),
        (an_account, "discrepancy", a_discrepancy, DRAFT),
        (a_citation, "document", a_document, DRAFT),
        (a_citation, "statement", a_statement, DRAFT),
        (a_citation, "statement", a_statement, RETRACTED),
        (a_citation, "account", an_account, DRAFT),
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


def test_a_tie_to_an_entry_may_stay_when_that_is_retracted_but_not_to_a_draft():
    rule = record_rules.published_refers_to_published
    statement = a_statement()
    tie = PositionStatement.objects.create(position=a_position(), statement=statement)
    linked(statement, **RETRACTED)
    assert breaking(rule) == []
    linked(statement, **DRAFT)
    assert breaking(rule) == [tie]


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


def a_position_superseded_by_one_of_the_same_party_and_issue(change=PositionChange.HARDENED):
    position = a_position()
    later = a_position(issue=position.issue, party=position.party, change=change)
    return linked(position, superseded_by=later)


def test_a_successor_on_another_issue_is_told():
    position = a_position()
    linked(position, superseded_by=a_position(party=position.party))
    assert breaking(record_rules.successors_are_of_the_same_kind) == [position]


# changes_are_against_an_earlier_position


def a_position_that_replaces_one_and_is_new():
    new = PositionChange.NEW
    return a_position_superseded_by_one_of_the_same_party_and_issue(new).superseded_by


def a_position_that_replaces_one_and_says_how():
    return a_position_superseded_by_one_of_the_same_party_and_issue().superseded_by


def test_a_change_of_nothing_is_told():
    position = a_position(change=PositionChange.SOFTENED)
    assert breaking(record_rules.changes_are_against_an_earlier_position) == [position]


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


# speakers_are_named_as_themselves


def a_statement_of_somebody_else():
    return a_statement(speaker_as_printed="Colonel Sapt")


def a_statement_of_the_speaker():
    return a_statement(speaker_as_printed="Mr Rassendyll")


def told_of_speaker(printed, name="Rudolf Rassendyll", titles=(), **values):
    """Whether a statement of a person is told, with the words by which a document names them."""
    speaker = a_person(name=name, **values)
    for title in titles:
        an_office(person=speaker, title=title)
    statement = a_statement(speaker=speaker, speaker_as_printed=printed)
    return statement in breaking(record_rules.speakers_are_named_as_themselves)


@pytest.mark.parametrize(
    "printed",
    ["Rudolf Rassendyll", "Rassendyll", "RASSENDYLL", "Mr. Rassendyll's spokesman", "King Rudolf"],
)
def test_a_speaker_may_be_named_by_any_word_of_the_name(printed):
    assert not told_of_speaker(printed)


def test_a_speaker_may_be_named_by_another_name_or_by_a_title():
    assert not told_of_speaker("Рудольф", other_names=["Рудольф Рассендилл"])
    assert not told_of_speaker("the Deputy Minister", titles=["Deputy Minister of Fishing"])
    assert told_of_speaker("Рудольф")
    assert told_of_speaker("the Deputy Minister", titles=["Ambassador"])
    assert told_of_speaker("the Deputy Minister")


@pytest.mark.parametrize("printed", ["Colonel Sapt", "Rassen", "de Gaulle", "a diplomat", "X"])
def test_a_speaker_is_told_who_shares_no_whole_word_with_the_one_printed(printed):
    assert told_of_speaker(printed, name="Rassendyll de la Tour", titles=["Envoy to a court"])


def test_a_title_of_somebody_else_names_nobody():
    an_office(title="Colonel")
    assert told_of_speaker("the Colonel")


def test_the_sentence_about_a_speaker_names_both():
    a_statement_of_somebody_else()
    assert sentences(record_rules.speakers_are_named_as_themselves) == [
        "is by Rassendyll, but “Colonel Sapt” names somebody else."
    ]


def test_unnamed_speakers_and_drafts_are_named_by_nothing():
    a_statement(speaker=None, speaker_as_printed="a diplomat")
    a_statement(speaker_as_printed="Colonel Sapt", **DRAFT)
    a_statement(speaker_as_printed="Colonel Sapt", **RETRACTED)
    a_statement(speaker_as_printed="Colonel Sapt", speaker=a_person(**DRAFT))
    assert breaking(record_rules.speakers_are_named_as_themselves) == []


# passages_do_not_collide

# Two passages of one document, of which the second begins no earlier: where they meet.
MEETING = [
    ((100, 114), (100, 114)),
    ((100, 114), (113, 120)),
    ((100, 114), (105, 110)),
    ((100, 114), (100, 101)),
    ((100, 101), (100, 114)),
]
APART = [((100, 114), (114, 120)), ((100, 114), (200, 214)), ((0, 1), (1, 2))]


NOT_EXCLUDED = "what is excluded carries no fact, so nothing else may stand there."


def collisions():
    return list(record_rules.passages_do_not_collide())


def on_pages(build_first, build_second, first=(100, 114), second=(100, 114), *, apart=False):
    """Two rows anchored in one document, or apart in two."""
    document = a_document()
    rows = []
    for build, (start, end) in ((build_first, first), (build_second, second)):
        document = a_document() if apart else document
        rows.append(build(document=document, start=start, end=end))
    return rows


def quoted(**values):
    """A citation of a statement whose words are as long as the passage."""
    text = "x" * (values["end"] - values["start"])
    return cite_exactly(a_statement(text=text), text, **values)


def two_for_one_fact():
    """Builders of two citations of one fact."""
    party = a_party()

    def cite(**values):
        return a_citation(party=party, **values)

    return cite, cite


COLLIDING = {
    "citation and exclusion": (lambda: (a_citation, an_exclusion), NOT_EXCLUDED),
    "exclusion and citation": (lambda: (an_exclusion, a_citation), NOT_EXCLUDED),
    "exclusion twice": (lambda: (an_exclusion, an_exclusion), NOT_EXCLUDED),
    "fact twice": (two_for_one_fact, "one passage is cited once for a fact."),
    "words twice": (lambda: (quoted, quoted), "the same words are quoted as two statements."),
}
each_collision = pytest.mark.parametrize(
    ("builders", "reason"), COLLIDING.values(), ids=list(COLLIDING)
)


def an_excluded_passage_that_is_cited():
    citation = a_citation()
    return an_exclusion(document=citation.document, start=citation.start, end=citation.end)


def a_passage_cited_for_another_fact():
    citation = a_citation()
    return a_citation(document=citation.document, start=citation.start, end=citation.end)


@pytest.mark.parametrize(
    ("collision", "first", "second"),
    [
        *[(collision, *MEETING[1]) for collision in COLLIDING],
        *[("citation and exclusion", *passages) for passages in MEETING if passages != MEETING[1]],
    ],
)
def test_passages_that_meet_collide(collision, first, second):
    builders, reason = COLLIDING[collision]
    rows = on_pages(*builders(), first, second)
    ((told, sentence),) = collisions()
    (other,) = set(rows) - {told}
    assert sentence == f"overlaps {other.slug}: {reason}"
    if first[0] != second[0]:
        assert told == rows[1]


@pytest.mark.parametrize(
    ("collision", "first", "second"),
    [
        *[(collision, *APART[0]) for collision in COLLIDING],
        *[("citation and exclusion", *passages) for passages in APART[1:]],
    ],
)
def test_passages_that_only_touch_or_lie_apart_do_not_collide(collision, first, second):
    builders, _ = COLLIDING[collision]
    on_pages(*builders(), first, second)
    on_pages(*builders(), second, first)
    assert collisions() == []


@each_collision
def test_passages_of_two_documents_do_not_collide(builders, reason):
    on_pages(*builders(), apart=True)
    assert collisions() == []


@each_collision
@pytest.mark.parametrize("hidden", [DRAFT, RETRACTED], ids=["draft", "retracted"])
def test_passages_that_are_not_published_do_not_collide(builders, reason, hidden):
    _, second = on_pages(*builders())
    assert len(collisions()) == 1
    linked(second, **hidden)
    assert collisions() == []


@pytest.mark.parametrize(("first", "second"), MEETING)
def test_one_passage_may_tell_several_facts(first, second):
    on_pages(a_citation, a_citation, first, second)  # two statements, of which none is quoted
    on_pages(a_citation, quoted, first, second)  # one is
    on_pages(quoted, lambda **values: a_citation(party=a_party(), **values), first, second)
    assert collisions() == []


def test_facts_of_two_kinds_with_one_row_number_are_two_facts():
    party, person = a_party(pk=7_001), a_person(pk=7_001)
    on_pages(
        lambda **values: a_citation(party=party, **values),
        lambda **values: a_citation(person=person, **values),
    )
    assert collisions() == []


def test_a_long_passage_collides_with_each_that_it_holds():
    document = a_document()
    a_citation(document=document, start=100, end=200)
    held = [an_exclusion(document=document, start=at, end=at + 5) for at in (110, 150, 195)]
    an_exclusion(document=document, start=200, end=210)
    assert breaking(record_rules.passages_do_not_collide) == held


# All of them

CASES = [
    (
        record_rules.speakers_are_named_as_themselves,
        a_statement_of_somebody_else,
        a_statement_of_the_speaker,
    ),
    (
        record_rules.passages_do_not_collide,
        an_excluded_passage_that_is_cited,
        a_passage_cited_for_another_fact,
    ),
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
        record_rules.changes_are_against_an_earlier_position,
        a_position_that_replaces_one_and_is_new,
        a_position_that_replaces_one_and_says_how,
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


@pytest.mark.slow
@each_rule
def test_the_broken_rules_of_the_record_include_each_rule(rule, broken, kept):
    assert (broken(), sentences(rule)[0]) in list(broken_rules())


def test_an_empty_record_breaks_no_rule():
    assert list(broken_rules()) == []


def test_a_speaker_of_a_short_name_is_named():
    builders.a_statement(speaker=builders.a_person(name="Xi Jinping"), speaker_as_printed="Mr Xi")
    assert not list(record_rules.speakers_are_named_as_themselves())


def test_a_word_that_names_nobody_is_not_shared_by_a_name():
    person = builders.a_person(name="Sapt")
    builders.an_office(person=person, title="Keeper of the Seal")
    builders.a_statement(speaker=person, speaker_as_printed="the King of the Sea")
    assert list(record_rules.speakers_are_named_as_themselves())


def test_an_unpublished_office_names_no_speaker():
    person = builders.a_person(name="Sapt")
    builders.an_office(person=person, title="Colonel", publication_status="draft")
    builders.a_statement(speaker=person, speaker_as_printed="the Colonel")
    assert list(record_rules.speakers_are_named_as_themselves())
