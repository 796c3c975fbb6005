"""Duplicates: found, compared, merged, parted again as they were, or kept apart for good."""

import hashlib
from random import Random

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relations import models
from relations.change_log import foreign_keys
from relations.desk import duplicates, merging
from relations.desk.merging import MergeRefused, merge, undo
from relations.merged_entries import survivors
from relations.models import DistinctPair, Merge, recorded_models
from relations.record_rules import broken_rules
from relations.vocabularies import PositionChange, PublicationStatus
from tests import builders
from tests.thoroughness import seeds

DRAFT, IN_REVIEW, PUBLISHED, RETRACTED = PublicationStatus
NOUNS = list(duplicates.WORDS)
pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return get_user_model().objects.create_user("editor", is_staff=True)


def everything():
    """Every row of the record, without the time of saving."""
    return {
        (model._meta.model_name, row.pop("id")): row | {"updated_at": None}
        for model in recorded_models()
        for row in model._base_manager.values()
    }


def refused(one, other, by):
    """The sentences with which the merge is refused; it changed nothing."""
    before, merges = everything(), Merge.objects.count()
    with pytest.raises(MergeRefused) as refusal:
        merge(one, other, by)
    assert everything() == before
    assert Merge.objects.count() == merges
    return "\n".join(refusal.value.reasons)


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def changed(row, **values):
    row = fresh(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def a_quotation(text="We shall fish.", **overrides):
    """A statement with a citation of its words."""
    statement = builders.a_statement(text=text)
    values = {
        "statement": statement,
        "start": 0,
        "end": len(text),
        "exact": text,
        "passage_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    return statement, builders.a_citation(**values | overrides)


# Merging, and back --------------------------------------------------------------------------------
class Scribe:
    """Writes random records: a few entries of each noun, tied to each other at random."""

    def __init__(self, seed):
        self.random = Random(seed)

    def write(self):
        for _ in range(3):
            self._store(builders.a_party, publication_status=self._status())
        for _ in range(2):
            for model, build in builders.BUILDERS.items():
                ends = dict(self._ends(model))
                if model is models.Citation:
                    kinds = [kind for kind in ends if kind != "document"]
                    kept = {"document", self.random.choice(kinds)} if kinds else {"document"}
                    ends = {name: row for name, row in ends.items() if name in kept}
                if model in (models.RoundSchedule, models.DiscrepancyAccount):
                    ends["sequence"] = self.random.randint(1, 1000)
                if model is models.Position:  # which are merged on one issue of one party only
                    ends |= {"party": models.Party.objects.first()}
                    ends |= {"issue": models.Issue.objects.first()}
                self._store(build, publication_status=self._status(), **ends)
        for model in recorded_models(models.Link):
            for _ in range(6):
                choices = {
                    field.name: self.random.choice(field.choices)[0]
                    for field in model._meta.concrete_fields
                    if field.choices
                }
                self._store(model.objects.create, **choices, **dict(self._ends(model)))

    def pair(self, model):
        while model.objects.count() < 2:
            builders.BUILDERS[model]()
        return self.random.sample(list(model.objects.all()), 2)

    def _status(self):
        return self.random.choice([PUBLISHED, PUBLISHED, PUBLISHED, DRAFT])

    def _ends(self, model):
        for field in foreign_keys(model):
            rows = list(field.related_model.objects.all())
            if rows and (not field.null or self.random.random() < 0.6):
                yield field.name, self.random.choice(rows)

    def _store(self, build, **values):
        try:
            with transaction.atomic():
                build(**values)
        except IntegrityError:
            pass  # such as an entry that would be its own parent


@pytest.mark.dialect
@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(1))
def test_a_merge_that_is_undone_leaves_every_row_as_it_was(seed, editor):
    scribe = Scribe(seed)
    scribe.write()
    pairs = [scribe.pair(model) for model in NOUNS]
    before, public, broken = everything(), _public(), _broken()
    merged = []
    for loser, winner in [*pairs, *(reversed(pair) for pair in pairs)]:
        try:
            made = merge(loser, winner, editor)
        except MergeRefused:
            assert everything() == before
            assert not Merge.objects.standing().exists()
            continue
        assert (everything() != before) == bool(made.moved)
        assert _public() <= public
        given_up = f"{loser._meta.model_name} {loser.pk} "
        assert {fault for fault in _broken() - broken if given_up not in fault} == set()
        undo(made, editor)
        assert everything() == before
        assert fresh(made).undone_by == editor
        merged.append(loser._meta.model_name)
    assert len(set(merged)) > 3, merged


def _broken():
    """Every rule of the record that is broken, by which row."""
    return {f"{row._meta.model_name} {row.pk} {fault}" for row, fault in broken_rules()}


def _public():
    """Every entry the public sees."""
    found = set()
    for model in recorded_models(models.Entry):
        found |= {(model, pk) for pk in model.objects.published().values_list("pk", flat=True)}
    return found


@pytest.mark.dialect
@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model.__name__)
def test_all_that_points_at_the_loser_points_at_the_winner(model, editor):
    build = builders.BUILDERS[model]
    loser, winner = build(publication_status=DRAFT), build(publication_status=DRAFT)
    if model is models.Position:
        same = {"party": loser.party, "issue": loser.issue}
        winner = changed(winner, **same, change=PositionChange.REAFFIRMED)
    pointing = [
        _row_about(loser, kind, field)
        for kind in recorded_models()
        for field in foreign_keys(kind)
        if field.related_model is model and (kind, field.name) != (models.Position, "ascribed_by")
    ]
    assert pointing
    merge(loser, winner, editor)
    assert list(merging.rows_about(loser)) == []
    for row, name in pointing:
        assert getattr(fresh(row), name) == winner, name
        version = row.history.first()
        assert version.history_user == editor
        assert version.history_change_reason == f"Merged {loser.slug} into {winner.slug}"


def _row_about(entry, kind, field):
    given = {field.name: entry}
    if kind in builders.BUILDERS:
        if field.name == "superseded_by":
            given |= {"party": entry.party, "issue": entry.issue}
        return builders.BUILDERS[kind](publication_status=DRAFT, **given), field.name
    for end in foreign_keys(kind):
        if end.name not in given and not end.null:
            given[end.name] = builders.BUILDERS[end.related_model]()
    choices = {each.name: each.choices[0][0] for each in kind._meta.concrete_fields if each.choices}
    return kind.objects.create(**choices, **given), field.name


@pytest.mark.dialect
def test_the_loser_is_retracted_if_it_ever_was_public_and_else_stays_a_draft(editor):
    winner, public, draft = (
        builders.a_party(),
        builders.a_party(),
        builders.a_party(publication_status=DRAFT),
    )
    once = changed(builders.a_party(), publication_status=DRAFT)
    for loser in (public, draft, once):
        merge(loser, winner, editor)
    for loser in (public, once):
        loser = fresh(loser)
        assert loser.publication_status == RETRACTED
        assert loser.retraction_reason == f"Merged into {winner.slug}"
    assert fresh(draft).publication_status == DRAFT


@pytest.mark.dialect
def test_the_reason_for_which_the_loser_was_retracted_before_is_kept(editor):
    loser = builders.a_party(publication_status=RETRACTED, retraction_reason="A slip.")
    merge(loser, builders.a_party(), editor)
    assert fresh(loser).retraction_reason == "A slip."


@pytest.mark.dialect
def test_all_rows_of_a_merge_change_at_one_time(editor):
    loser, winner = builders.a_party(), builders.a_party()
    offices = [builders.an_office(party=loser) for _ in range(2)]
    made = merge(loser, winner, editor)
    versions = [row.history.first() for row in (*offices, fresh(loser))]
    assert {version.history_date for version in versions} == {made.at}


@pytest.mark.dialect
def test_a_link_that_would_stand_twice_is_deleted_and_comes_back(editor):
    loser, winner, party = builders.a_statement(), builders.a_statement(), builders.a_party()
    link = models.StatementParty.objects.create(statement=loser, party=party)
    models.StatementParty.objects.create(statement=winner, party=party)
    made = merge(loser, winner, editor)
    assert not models.StatementParty.objects.filter(pk=link.pk).exists()
    assert link.history.first().history_type == "-"
    undo(made, editor)
    assert models.StatementParty.objects.get(pk=link.pk).statement == loser


@pytest.mark.dialect
def test_links_that_say_different_things_of_one_pair_are_refused(editor):
    loser, winner, party = builders.a_round(), builders.a_round(), builders.a_party()
    for meeting, role in ((loser, "party"), (winner, "observer")):
        models.RoundParticipant.objects.create(round=meeting, party=party, role=role)
    assert "The round lists this party without a person already." in refused(loser, winner, editor)


@pytest.mark.dialect
def test_a_citation_of_the_same_passage_is_merged_with_the_other_one(editor):
    document = builders.a_document()
    loser, its_citation = a_quotation(document=document)
    winner, other = a_quotation(document=document)
    before = everything()
    made = merge(loser, winner, editor)
    assert list(winner.citations.all()) == [other]
    assert fresh(its_citation).retraction_reason == f"Merged into {other.slug}"
    assert survivors(models.Citation, [its_citation.slug]) == {its_citation.slug: other}
    part = made.parts.get()
    with pytest.raises(MergeRefused, match="part of the merge of"):
        undo(part, editor)
    undo(made, editor)
    assert everything() == before
    assert not Merge.objects.standing().exists()


@pytest.mark.dialect
def test_passages_of_one_fact_that_overlap_are_refused(editor):
    document = builders.a_document()
    loser, winner = builders.a_party(), builders.a_party()
    builders.a_citation(document=document, party=loser, start=5, end=20)
    builders.a_citation(document=document, party=winner, start=10, end=30)
    assert "which would be of the same fact" in refused(loser, winner, editor)


@pytest.mark.dialect
def test_a_speaker_who_would_be_named_as_somebody_else_is_refused(editor):
    loser, winner = builders.a_person(), builders.a_person(name="Sapt")
    builders.a_statement(speaker=loser)
    assert "“Mr Rassendyll” names somebody else" in refused(loser, winner, editor)
    merge(loser, changed(winner, other_names=["Rassendyll"]), editor)


# What is refused ----------------------------------------------------------------------------------
@pytest.mark.dialect
def test_entries_of_two_kinds_and_an_entry_with_itself_are_refused(editor):
    party = builders.a_party()
    for other in (party, builders.an_issue()):
        assert refused(party, other, editor) == "Choose two different entries of one kind."


@pytest.mark.dialect
def test_what_is_published_does_not_disappear_into_what_is_not(editor):
    loser = builders.a_party()
    winner = builders.a_party(publication_status=DRAFT)
    assert "merge the other way round" in refused(loser, winner, editor)


@pytest.mark.dialect
def test_what_is_public_does_not_disappear_into_what_is_hidden(editor):
    loser = builders.a_round()
    hidden = builders.a_negotiation(publication_status=DRAFT)
    assert "is published and" in refused(loser, builders.a_round(negotiation=hidden), editor)


@pytest.mark.dialect
def test_nothing_is_merged_into_what_is_retracted_or_while_it_is_in_review(editor):
    loser = builders.a_party(publication_status=DRAFT)
    gone = builders.a_party(publication_status=RETRACTED, retraction_reason="A slip.")
    waiting = builders.a_party(publication_status=IN_REVIEW)
    assert "is retracted: merge into one that stands." in refused(loser, gone, editor)
    assert "is in review" in refused(loser, waiting, editor)
    assert "is in review" in refused(waiting, loser, editor)


@pytest.mark.dialect
def test_what_was_merged_is_not_merged_again(editor):
    loser, winner, third = (builders.a_party() for _ in range(3))
    merge(loser, winner, editor)
    assert f"was merged into “{winner.slug}” already" in refused(loser, third, editor)
    assert f"was merged into “{winner.slug}” already" in refused(third, loser, editor)


@pytest.mark.dialect
def test_words_that_differ_from_a_quotation_are_refused(editor):
    loser, _ = a_quotation("We shall fish.")
    winner, _ = a_quotation("We shall not fish.")
    sentence = "The quoted words differ from the text of the statement."
    assert sentence in refused(loser, winner, editor)


@pytest.mark.dialect
def test_an_entry_that_would_point_at_itself_is_refused(editor):
    loser = builders.a_party()
    winner = builders.a_party(parent=loser)
    assert "A party cannot belong to itself." in refused(loser, winner, editor)


@pytest.mark.dialect
def test_a_circle_of_entries_is_refused(editor):
    loser = builders.an_issue()
    between = builders.an_issue(parent=loser)
    winner = builders.an_issue(parent=between)
    assert "comes back to itself through `parent`." in refused(loser, winner, editor)


@pytest.mark.dialect
def test_two_schedules_at_one_place_are_refused(editor):
    loser, winner = builders.a_schedule().round, builders.a_schedule().round
    assert "The round has a schedule with this sequence already." in refused(loser, winner, editor)


@pytest.mark.dialect
def test_a_rule_that_was_broken_before_does_not_stand_in_the_way(editor):
    loser, winner = builders.a_statement(), builders.a_statement()  # neither is cited
    merge(loser, winner, editor)


# What one person may not publish ------------------------------------------------------------------
@pytest.mark.dialect
def test_links_of_a_draft_stay_with_it_if_moving_them_would_publish_them(editor):
    loser, winner = builders.a_statement(publication_status=DRAFT), builders.a_statement()
    link = models.StatementParty.objects.create(statement=loser, party=builders.a_party())
    merge(loser, winner, editor)
    assert fresh(link).statement == loser
    assert not winner.party_links.exists()


@pytest.mark.dialect
def test_links_between_drafts_move_to_what_is_published(editor):
    loser, winner = builders.a_party(publication_status=DRAFT), builders.a_party()
    statement = builders.a_statement(publication_status=DRAFT)
    link = models.StatementParty.objects.create(statement=statement, party=loser)
    merge(loser, winner, editor)
    assert fresh(link).party == winner


@pytest.mark.dialect
def test_a_published_entry_shows_nothing_new_because_a_draft_was_merged(editor):
    loser, winner = builders.a_round(publication_status=DRAFT), builders.a_round()
    shown, hidden = (
        builders.a_statement(round=loser),
        builders.a_statement(round=loser, publication_status=DRAFT),
    )
    merge(loser, winner, editor)
    assert fresh(shown).round == loser
    assert fresh(hidden).round == winner


@pytest.mark.dialect
def test_a_citation_of_a_draft_moves_and_stays_a_draft(editor):
    loser, winner = builders.a_party(publication_status=DRAFT), builders.a_party()
    citation = builders.a_citation(party=loser, publication_status=DRAFT)
    published = builders.a_citation(party=loser)
    merge(loser, winner, editor)
    assert (fresh(citation).party, fresh(citation).publication_status) == (winner, DRAFT)
    assert fresh(published).party == loser


# Undoing ------------------------------------------------------------------------------------------
@pytest.mark.dialect
def test_a_row_that_was_changed_since_is_named_and_nothing_is_undone(editor):
    loser, winner = builders.a_party(), builders.a_party()
    office = builders.an_office(party=loser)
    made = merge(loser, winner, editor)
    changed(office, title="Minister")
    before = everything()
    with pytest.raises(MergeRefused) as refusal:
        undo(made, editor)
    assert refusal.value.reasons == [
        f"Office “{office.slug}” was changed by somebody since: title."
    ]
    assert everything() == before
    changed(office, title="Deputy Foreign Minister")
    undo(made, editor)
    assert fresh(office).party == loser


@pytest.mark.dialect
def test_a_row_that_was_deleted_since_is_named(editor):
    loser, winner = builders.a_statement(), builders.a_statement()
    link = models.StatementParty.objects.create(statement=loser, party=builders.a_party())
    made = merge(loser, winner, editor)
    fresh(link).delete()
    with pytest.raises(MergeRefused, match=f"statement party {link.pk} was deleted by somebody"):
        undo(made, editor)


@pytest.mark.dialect
def test_a_link_that_was_made_in_the_meantime_stops_the_undoing(editor):
    loser, winner, party = builders.a_statement(), builders.a_statement(), builders.a_party()
    models.StatementParty.objects.create(statement=loser, party=party)
    made = merge(loser, winner, editor)
    models.StatementParty.objects.create(statement=loser, party=party)
    before = everything()
    with pytest.raises(MergeRefused, match="The statement lists this party already"):
        undo(made, editor)
    assert everything() == before


@pytest.mark.dialect
def test_a_chain_of_merges_is_undone_from_its_end(editor):
    first, second, third = (builders.a_party() for _ in range(3))
    office = builders.an_office(party=first)
    before = everything()
    one, two = merge(first, second, editor), merge(second, third, editor)
    assert fresh(office).party == third
    with pytest.raises(MergeRefused, match=f"Undo the later merge of {two} first."):
        undo(one, editor)
    undo(two, editor)
    assert fresh(office).party == second
    undo(one, editor)
    assert everything() == before


@pytest.mark.dialect
def test_a_merge_is_undone_once_and_may_be_made_again(editor):
    loser, winner = builders.a_party(), builders.a_party()
    made = merge(loser, winner, editor)
    undo(made, editor)
    with pytest.raises(MergeRefused, match="is undone already"):
        undo(made, editor)
    merge(loser, winner, editor)


# What the tables hold -----------------------------------------------------------------------------
@pytest.mark.dialect
def test_the_database_refuses_decisions_that_cannot_be(editor):
    values = {"model": "party", "by": editor}
    ends = {"loser_id": 1, "loser_slug": "a", "winner_id": 2, "winner_slug": "b"}
    Merge.objects.create(**values, **ends)
    DistinctPair.objects.create(**values, lower_id=1, higher_id=2)
    for table, wrong in (
        (Merge, ends),
        (Merge, ends | {"loser_id": 2}),
        (Merge, ends | {"loser_id": 3, "undone_by": editor}),
        (DistinctPair, {"lower_id": 1, "higher_id": 2}),
        (DistinctPair, {"lower_id": 2, "higher_id": 1}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            table.objects.create(**values, **wrong)


# Candidates ---------------------------------------------------------------------------------------
def slugs_of(pairs, model):
    entries = model.objects.in_bulk()
    return {frozenset({entries[p.lower_id].slug, entries[p.higher_id].slug}) for p in pairs}


@pytest.mark.dialect
@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model.__name__)
def test_entries_with_nearly_the_same_words_are_found(model):
    build, words = builders.BUILDERS[model], duplicates.WORDS[model]
    column = words.columns[-1]
    shared = {name: getattr(build(**{column: "Quite another."}), name) for name in words.within}
    others = {name: f"{name}" for name in words.columns[:-1]}
    one = build(**shared, **others, **{column: "They will talk about fishing at sea in spring"})
    others = {name: f"no {name} like it" for name in words.columns[:-1]}
    other = build(
        **shared, **others, **{column: "They will talk about fishing at sea in the spring"}
    )
    assert slugs_of(duplicates.similar_pairs(model), model) == {frozenset({one.slug, other.slug})}
    assert duplicates.similar_entries(one)[0][0] == other.pk


@pytest.mark.dialect
def test_entries_apart_in_what_must_be_equal_are_not_compared():
    builders.a_position(), builders.a_position()  # same words, two parties on two issues
    assert duplicates.similar_pairs(models.Position) == []


@pytest.mark.dialect
def test_another_spelling_of_a_name_is_compared_too():
    one = builders.a_person(name="Rudolf Rassendyll", other_names=["Sergei Ryabkov"])
    other = builders.a_person(name="Sergey Ryabkov")
    pair = duplicates.similar_pairs(models.Person)[0]
    assert (pair.lower_id, pair.higher_id) == (one.pk, other.pk)


@pytest.mark.dialect
def test_what_is_retracted_or_merged_is_no_candidate(editor):
    builders.a_party()
    builders.a_party(publication_status=RETRACTED, retraction_reason="A slip.")
    assert duplicates.similar_pairs(models.Party) == []
    draft = builders.a_party(publication_status=DRAFT)
    assert len(duplicates.similar_pairs(models.Party)) == 1
    merge(draft, models.Party.objects.published().get(), editor)
    assert duplicates.similar_pairs(models.Party) == []


@pytest.mark.dialect
def test_long_texts_that_differ_in_a_few_letters_are_all_found():
    random = Random(1)
    vocabulary = ["".join(random.choices("abcdefghijklmnop", k=7)) for _ in range(400)]
    texts = [" ".join(random.choices(vocabulary, k=20)) for _ in range(300)]
    planted = set()
    for index in range(100):
        letters = list(texts[index])
        for place in random.sample(range(len(letters)), 6):
            letters[place] = "x"
        planted.add((index, len(texts)))
        texts.append("".join(letters))
    pairs = duplicates._alike(tuple(((0,), number, text) for number, text in enumerate(texts)))
    assert {(pair.lower_id, pair.higher_id) for pair in pairs} == planted


# Pages --------------------------------------------------------------------------------------------
def a_client(name, *permissions):
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def viewer():
    """May look at parties and statements."""
    return a_client("viewer", "view_party", "view_statement")


@pytest.fixture
def curator():
    """May change parties, and merge nothing."""
    return a_client("curator", "view_party", "change_party")


@pytest.fixture
def chief():
    """May merge parties and statements."""
    return a_client("chief", "view_party", "view_statement", "merge_entries")


def address(page, model, *arguments):
    return reverse(f"admin:relations_{model._meta.model_name}_{page}", args=arguments)


def told(answer):
    """What the page says after a redirection."""
    assert answer.status_code == 200
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model.__name__)
def test_the_lists_and_the_pages_of_a_noun_lead_to_its_duplicates(model, admin_client):
    entry = builders.BUILDERS[model]()
    changelist = admin_client.get(address("changelist", model)).content.decode()
    assert f'href="{address("duplicates", model)}"' in changelist
    page = admin_client.get(address("change", model, entry.pk)).content.decode()
    assert f'href="{address("similar", model, entry.pk)}"' in page


@pytest.mark.slow
def test_what_cannot_be_doubled_has_no_such_pages(admin_client):
    for model in set(builders.BUILDERS) - set(NOUNS):
        page = admin_client.get(address("change", model, builders.BUILDERS[model]().pk))
        assert b"similar entries" not in page.content
        assert b"duplicates" not in admin_client.get(address("changelist", model)).content


@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model.__name__)
def test_two_entries_of_any_noun_are_compared(model, admin_client):
    one, other = (builders.BUILDERS[model]() for _ in range(2))
    page = admin_client.get(address("compare", model, one.pk, other.pk))
    shown = {column.label for column in page.context["columns"]}
    left_out = {"id", *models.Entry.WORKFLOW_FIELDS} - {"publication_status"}
    said = {
        column.verbose_name
        for column in model._meta.concrete_fields
        if column.name not in left_out and getattr(one, column.attname) not in ("", None, [])
    }
    assert shown == said
    content = page.content.decode()
    assert f'href="{address("change", model, one.pk)}">{one.slug}</a>' in content
    assert f'href="{address("change", model, other.pk)}">{other.slug}</a>' in content
    assert "style=" not in content


def test_words_that_differ_are_marked(viewer):
    one = builders.a_statement(text="We shall <fish> at dawn.")
    other = builders.a_statement(text="We shall <fish> at noon.")
    page = viewer.get(address("compare", models.Statement, one.pk, other.pk)).content.decode()
    assert "<mark>dawn</mark>" in page
    assert "<mark>noon</mark>" in page
    assert "We shall &lt;fish&gt; at " in page


def test_both_sides_show_what_points_at_them(viewer):
    document = builders.a_document(title="A note of the talks")
    one, citation = a_quotation(document=document)
    other = builders.a_statement()
    models.StatementParty.objects.create(statement=other, party=builders.a_party(name="Strelsau"))
    page = viewer.get(address("compare", models.Statement, one.pk, other.pk)).content.decode()
    assert "A note of the talks, line 3" in page
    assert "“We shall fish.”" in page
    assert reverse("admin:relations_citation_change", args=[citation.pk]) in page
    assert "Strelsau: Mr Rassendyll" in page


def test_a_long_list_of_what_points_at_an_entry_is_cut_and_counted(viewer):
    one, other = builders.a_party(), builders.a_party()
    for _ in range(52):
        builders.an_office(party=one, person=builders.a_person())
    page = viewer.get(address("compare", models.Party, one.pk, other.pk)).content.decode()
    assert page.count("/admin/relations/office/") == 50
    assert "52 in all" in page


@pytest.mark.slow
@pytest.mark.parametrize("page", ["duplicates", "similar", "compare"])
def test_a_page_asks_as_much_for_twelve_as_for_two(page, admin_client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(url).status_code == 200
        return len(queries), "\n".join(query["sql"] for query in queries)

    def build():
        party = builders.a_party()
        builders.a_position(party=party)
        builders.an_office(party=party)
        return party

    one, other = build(), build()
    arguments = {"duplicates": [], "similar": [one.pk], "compare": [one.pk, other.pk]}[page]
    url = address(page, models.Party, *arguments)
    count()
    few, _ = count()
    for _ in range(10):
        build()
        builders.a_position(party=one)
        models.StatementParty.objects.create(statement=builders.a_statement(), party=other)
    models.StatementParty.objects.create(statement=builders.a_statement(), party=one)
    many, sql = count()
    assert many == few, sql


def test_staff_without_permission_sees_no_page():
    one, other = builders.a_party(), builders.a_party()
    nobody = a_client("nobody")
    for page, arguments in (
        ("duplicates", []),
        ("similar", [one.pk]),
        ("compare", [one.pk, other.pk]),
    ):
        assert nobody.get(address(page, models.Party, *arguments)).status_code == 403


def test_entries_that_are_not_there_are_not_found(admin_client):
    party = builders.a_party()
    for page, arguments in (
        ("similar", [party.pk + 1]),
        ("similar", [10**30]),
        ("compare", [party.pk, party.pk]),
        ("compare", [party.pk, party.pk + 1]),
    ):
        assert admin_client.get(address(page, models.Party, *arguments)).status_code == 404
    assert admin_client.post(address("undo_merge", models.Party, 1)).status_code == 404
    assert admin_client.post(address("forget_pair", models.Party, 1)).status_code == 404


def decisions(one, other, made, pair):
    """Posts by which somebody could decide something."""
    yield address("merge", models.Party, one.pk, other.pk), {"into": other.pk}
    yield address("distinct", models.Party, one.pk, other.pk), {"note": "Two."}
    yield address("undo_merge", models.Party, made.pk), {}
    yield address("forget_pair", models.Party, pair.pk), {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "may"), [("viewer", set()), ("curator", {1, 3}), ("chief", {0, 2})]
)
def test_a_forged_decision_is_refused_and_changes_nothing(who, may, request, editor):
    client = request.getfixturevalue(who)
    one, other, loser, winner = (builders.a_party() for _ in range(4))
    made = merge(loser, winner, editor)
    pair = DistinctPair.objects.create(
        model="party", lower_id=one.pk, higher_id=winner.pk, by=editor
    )

    def state():
        return everything(), list(Merge.objects.values()), list(DistinctPair.objects.values())

    before = state()
    for index, (url, data) in enumerate(decisions(one, other, made, pair)):
        if index not in may:
            assert client.post(url, data).status_code == 403
            assert state() == before
        assert client.get(url, data).status_code in (403, 405)
        assert state() == before
    page = client.get(address("compare", models.Party, one.pk, other.pk)).content.decode()
    assert ("Merge left into right" in page) == (0 in may)
    assert ("Not a duplicate" in page) == (1 in may)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    for url, data in decisions(one, other, made, pair):
        assert strict.post(url, data).status_code == 403
        assert state() == before


@pytest.mark.slow
def test_the_chief_merges_and_undoes_it_with_one_click_each(chief):
    one, other = builders.a_party(name="Ruritania"), builders.a_party(name="Ruritanian state")
    office = builders.an_office(party=one)
    before = everything()
    url = address("merge", models.Party, one.pk, other.pk)
    page = chief.post(url, {"into": other.pk}, follow=True)
    made = Merge.objects.get()
    assert told(page) == [f"Merged {made}: 2 rows changed."]
    assert fresh(office).party == other
    assert made.by.username == "chief"
    undo_address = address("undo_merge", models.Party, made.pk)
    assert undo_address in page.content.decode()
    assert undo_address in chief.get(address("duplicates", models.Party)).content.decode()
    page = chief.post(undo_address, follow=True)
    assert told(page) == [f"Undone: {made} is no longer merged."]
    assert everything() == before


@pytest.mark.slow
def test_the_chief_is_told_why_nothing_is_merged_or_undone(chief, editor):
    one = builders.a_party()
    other = builders.a_party(parent=one)
    url = address("merge", models.Party, one.pk, other.pk)
    assert told(chief.post(url, {"into": other.pk}, follow=True)) == [
        "Nothing was merged.",
        f"Party “{other.slug}”: A party cannot belong to itself.",
    ]
    assert told(chief.post(url, {"into": "x"}, follow=True)) == [
        "Choose which of the two entries stays."
    ]
    made = merge(other, one, editor)
    third = builders.a_party()
    merge(one, third, editor)
    page = chief.post(address("undo_merge", models.Party, made.pk), follow=True)
    assert told(page)[0] == "Nothing was undone."


def test_the_chief_is_told_what_stayed_behind(chief):
    one, other = builders.a_statement(publication_status=DRAFT), builders.a_statement()
    models.StatementParty.objects.create(statement=one, party=builders.a_party())
    url = address("merge", models.Statement, one.pk, other.pk)
    assert "1 row stayed with" in told(chief.post(url, {"into": other.pk}, follow=True))[1]


def test_not_a_duplicate_is_remembered_and_can_be_taken_back(curator):
    one, other = builders.a_party(), builders.a_party()
    compare = address("compare", models.Party, one.pk, other.pk)
    url = address("duplicates", models.Party)
    assert compare in curator.get(url).content.decode()
    page = curator.post(
        address("distinct", models.Party, other.pk, one.pk), {"note": "Two states."}, follow=True
    )
    content = page.content.decode()
    assert "Two states." in content
    assert compare not in content.partition("Not duplicates")[0]
    assert duplicates.similar_entries(one) == []
    assert "curator found on" in curator.get(compare).content.decode()
    curator.post(address("distinct", models.Party, one.pk, other.pk), {"note": "Again."})
    pair = DistinctPair.objects.get()
    assert pair.note == "Two states."
    assert told(curator.post(address("forget_pair", models.Party, pair.pk), follow=True))
    assert compare in curator.get(url).content.decode()
    assert duplicates.similar_entries(one)[0][0] == other.pk


def test_pairs_are_shown_page_by_page(viewer, monkeypatch):
    monkeypatch.setattr("relations.admin.duplicates.PAIRS_ON_A_PAGE", 2)
    for _ in range(4):
        builders.a_party()
    url = address("duplicates", models.Party)
    assert viewer.get(url).content.decode().count("/compare/") == 2
    last = viewer.get(url, {"p": "3"}).content.decode()
    assert "6 pairs" in last
    assert '<span class="this-page">3</span>' in last
