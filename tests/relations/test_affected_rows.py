"""The rules over affected rows find whatever the rules over the whole record find."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from relations import models
from relations.affected_rows import ChangedRows
from relations.change_log import foreign_keys
from relations.models import Entry, Statement, recorded_models
from relations.record_rules import broken_rules
from tests import builders
from tests.api.test_filters import build_world
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db

DRAFT = {"publication_status": "draft"}
TEXTS = {
    "person": {"name": "Nobody Else"},
    "office": {"title": "Nobody"},
    "statement": {"speaker_as_printed": "Rassendyll", "text": "Other words."},
    "citation": {"exact": "Other words.", "start": 0, "end": 12},
    "position": {"change": "hardened"},
}


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup, django_db_blocker):
    """A small record, of which some parts are drafts and some rules are broken."""
    with django_db_blocker.unblock(), transaction.atomic():
        build_world()
        talks = builders.a_negotiation(slug="unpublished-talks", **DRAFT)
        builders.a_schedule(round=builders.a_round(negotiation=talks))
        builders.a_citation(party=builders.a_party(), document=builders.a_document(**DRAFT))
        minister = builders.an_office(title="Minister").person
        builders.a_statement(speaker=minister, speaker_as_printed="the minister")
        position = builders.a_position(superseded_by=builders.a_position())
        models.PositionCondition.objects.create(position=position, condition=builders.a_position())
        yield
        transaction.set_rollback(True)


def changes(row):
    """Values, by attname, each of which makes the row another."""
    if isinstance(row, Entry):
        yield DRAFT
        yield {"publication_status": "published", "retraction_reason": ""}
        yield {"publication_status": "retracted", "retraction_reason": "Found wrong."}
    for name, value in TEXTS.get(row._meta.model_name, {}).items():
        yield {name: value}
    for field in foreign_keys(type(row)):
        others = field.related_model.objects.exclude(pk=getattr(row, field.attname))
        yield {field.attname: others.order_by("pk").values_list("pk", flat=True).first()}
        yield {field.attname: None}


def faults(among=None):
    broken = broken_rules(among) if among else broken_rules()
    return {(type(row), row.pk, sentence) for row, sentence in broken}


@pytest.mark.long
@pytest.mark.parametrize("model", recorded_models(), ids=lambda model: model.__name__)
def test_no_change_breaks_or_mends_a_rule_of_a_row_that_is_not_affected(model):
    """One transaction a change, rolled back; what the database refuses is no change."""
    before, tried = faults(), 0
    for row in model.objects.order_by("pk")[: examples(1)]:
        for values in changes(row):
            former = {name: getattr(row, name) for name in values}
            if former == values:
                continue
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        QuerySet(model).filter(pk=row.pk).update(**values)
                except IntegrityError:
                    continue
                changed = ChangedRows()
                changed.add(model.objects.get(pk=row.pk), former)
                among = changed.affected()
                after, found = faults(), faults(among)
                transaction.set_rollback(True)
            assert after - before <= found <= after, (row, values)
            assert before - after <= faults(among), (row, values)
            tried += 1
    assert tried


def test_a_change_is_felt_by_rows_that_are_several_steps_away():
    """From a party over an office and its holder to a statement; from a document to its facts."""
    minister = models.Office.objects.get(title="Minister")
    changed = ChangedRows()
    changed.add(minister.party, before={"publication_status": "draft"})
    assert minister.person.statements.get() in changed.affected()(Statement)

    citation = models.Citation.objects.get(document__publication_status="draft")
    changed = ChangedRows()
    changed.add(citation.document, before={"publication_status": "published"})
    assert citation.party in changed.affected()(models.Party)


def test_a_new_row_affects_what_it_refers_to():
    before = faults()
    link = models.RoundParticipant.objects.last()
    round = builders.a_round()
    new = faults() - before
    assert new
    changed = ChangedRows()
    changed.add(round)
    assert faults(changed.affected()) >= new
    link.round = round
    link.pk = None
    link.save()
    changed = ChangedRows()
    changed.add(link)
    assert round in changed.affected()(models.Round)


def test_of_a_model_without_affected_rows_nothing_is_asked(django_assert_num_queries):
    changed = ChangedRows()
    changed.add(builders.a_party())
    among = changed.affected()
    with django_assert_num_queries(0):
        assert not list(among(Statement))
        assert not faults(ChangedRows().affected())
