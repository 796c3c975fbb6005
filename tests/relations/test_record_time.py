"""Record time: every table as it stood, and nothing of the past left behind."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from relations import models
from relations.models import recorded_models
from relations.record_time import as_recorded_at
from relations.search_terms import parse
from relations.vocabularies import PublicationStatus
from tests import builders

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]


def rows_of(model):
    """Every column of every row."""
    return list(model.objects.order_by("pk").values())


def all_rows():
    return {model: rows_of(model) for model in recorded_models()}


def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def test_every_table_shows_every_column_as_it_stood():
    builders.a_full_record()
    before, then = all_rows(), timezone.now()
    assert all(before.values())
    for model in recorded_models():
        for row in model.objects.all():
            row.save()  # changes `updated_at`, where there is one
    builders.a_full_record()
    models.RoundParticipant.objects.first().delete()
    assert all_rows() != before
    with as_recorded_at(then):
        assert all_rows() == before
    assert all_rows() != before


def test_a_row_has_its_newest_version_and_none_before_it_was_made():
    early = timezone.now()
    issue = builders.an_issue(name="Fishing")
    first = timezone.now()
    change(issue, name="Whaling")
    change(issue, name="Sealing")
    second = timezone.now()
    change(issue, name="Rowing")
    for instant, names in ((early, []), (first, ["Fishing"]), (second, ["Sealing"])):
        with as_recorded_at(instant):
            assert [issue.name for issue in models.Issue.objects.all()] == names


def test_of_two_versions_of_one_instant_the_later_counts():
    issue = builders.an_issue(name="Fishing")
    change(issue, name="Whaling")
    instant = timezone.now()
    models.Issue.history.all().update(history_date=instant)
    with as_recorded_at(instant):
        assert models.Issue.objects.get().name == "Whaling"
    with as_recorded_at(instant - timedelta(microseconds=1)):
        assert not models.Issue.objects.exists()


def test_what_is_deleted_is_there_before_and_gone_after():
    issue = builders.an_issue()
    before = timezone.now()
    slug = issue.slug
    issue.delete()
    with as_recorded_at(before):
        assert models.Issue.objects.get().slug == slug
    with as_recorded_at(timezone.now()):
        assert not models.Issue.objects.exists()


def test_a_retraction_counts_from_the_time_it_was_made():
    issue = builders.an_issue()
    before = timezone.now()
    change(issue, publication_status=PublicationStatus.RETRACTED, retraction_reason="Wrong.")
    after = timezone.now()
    with as_recorded_at(before):
        assert models.Issue.objects.published().get() == issue
    with as_recorded_at(after):
        assert not models.Issue.objects.published().exists()


def test_the_read_language_is_answered_from_the_past():
    """Recursive, joined and prefetched queries alike."""
    parent, child = builders.an_issue(), builders.an_issue()
    change(child, parent=parent)
    position = builders.a_position(issue=child)
    before = timezone.now()
    change(child, parent=None, name="Elsewhere")
    with as_recorded_at(before):
        (found,) = models.Position.objects.published().with_links("issue__parent").on(parent)
        assert found == position
        assert found.issue.name == "Fishing"
        assert found.issue.parent == parent
    assert not models.Position.objects.on(parent)


def test_the_past_is_searched_and_leaves_no_index():
    issue = builders.an_issue(name="Fishing")
    before = timezone.now()
    change(issue, name="Whaling")
    fish, whale = parse("fish"), parse("whale")
    with as_recorded_at(before, with_search=True):
        assert models.Issue.objects.matching(fish).get() == issue
        assert not models.Issue.objects.matching(whale)
    assert models.Issue.objects.matching(whale).get() == issue
    assert not models.Issue.objects.filter(name="Fishing").matching(fish)


def test_nothing_can_be_written_into_the_past():
    issue = builders.an_issue()
    with (
        as_recorded_at(timezone.now()),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        change(issue, name="Whaling")
    assert models.Issue.objects.get().name == "Fishing"


def test_an_error_inside_leaves_nothing_of_the_past():
    issue = builders.an_issue()
    before = timezone.now()
    change(issue, name="Whaling")
    with pytest.raises(ZeroDivisionError), as_recorded_at(before):
        raise ZeroDivisionError
    assert models.Issue.objects.get().name == "Whaling"


@pytest.mark.django_db(transaction=True)
def test_a_past_that_could_not_be_set_up_leaves_nothing_of_it(monkeypatch):
    """Half of the views are made when one of them fails."""
    issue = builders.an_issue()
    before = timezone.now()
    change(issue, name="Whaling")
    known = recorded_models()
    # The same table twice: the second view of it cannot be made.
    monkeypatch.setattr("relations.record_time.recorded_models", lambda: [*known, known[0]])
    with pytest.raises(DatabaseError), as_recorded_at(before):
        pytest.fail("it was set up all the same")
    monkeypatch.undo()
    assert models.Issue.objects.get().name == "Whaling"


@pytest.mark.django_db(transaction=True)
def test_a_past_that_cannot_be_left_ends_with_its_connection(monkeypatch):
    """Whoever uses the connection next must not be answered from the past."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        closed = []
        monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    issue = builders.an_issue()
    before = timezone.now()
    change(issue, name="Whaling")
    with pytest.raises(DatabaseError), as_recorded_at(before), connection.cursor() as cursor:
        cursor.execute(f"DROP VIEW {models.Party._meta.db_table}")
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        assert closed == [True]  # closing it would lose the whole database
        monkeypatch.undo()
        with connection.cursor() as cursor:
            for model in recorded_models():
                cursor.execute(f"DROP VIEW IF EXISTS temp.{model._meta.db_table}")
    assert models.Issue.objects.get().name == "Whaling"
