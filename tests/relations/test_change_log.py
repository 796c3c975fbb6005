"""Every change is numbered and logged, whoever writes it; a number is never passed by."""

import threading

import pytest
from django.core import serializers
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, transaction
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import QuerySet

from relations import change_log, models, triggers
from relations.models import Change, Entry, recorded_models
from relations.retraction import reasons_of_retraction
from relations.revision import record_revision
from tests import builders

pytestmark = pytest.mark.dialect

SECONDS = 30  # for a thread that is not kept waiting, on a busy machine


def logged_since(revision):
    changes = Change.objects.filter(revision__gt=revision)
    return [(change.model, change.slug, change.is_public) for change in changes]


# Who writes ---------------------------------------------------------------------------------------
def by_bulk(party):
    QuerySet(models.Party).filter(pk=party.pk).update(name="Strelsau")


def by_sql(party):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE relations_party SET name = %s WHERE id = %s", ["S", party.pk])


def by_loaddata(party):
    party.name = "Strelsau"
    for loaded in serializers.deserialize("json", serializers.serialize("json", [party])):
        loaded.save()


def by_the_model(party):
    party.name = "Strelsau"
    party.save()


@pytest.mark.parametrize("write", [by_bulk, by_sql, by_loaddata, by_the_model])
def test_a_change_is_logged_whoever_makes_it(write, db):
    party = builders.a_party()
    before = record_revision()
    write(party)
    assert record_revision() == before + 1
    assert logged_since(before) == [("party", party.slug, True)]


def test_bulk_creation_and_deletion_are_logged_row_by_row(db):
    before = record_revision()
    issues = [
        models.Issue(slug=slug, name="Fishing", description="Who may fish.") for slug in ("a", "b")
    ]
    QuerySet(models.Issue).bulk_create(issues, ignore_conflicts=True)
    QuerySet(models.Issue).filter(slug="a")._raw_delete(connection.alias)
    assert logged_since(before) == [
        ("issue", "a", False),
        ("issue", "b", False),
        ("issue", "a", False),
    ]
    assert record_revision() == before + 3


@pytest.mark.slow
def test_the_loader_logs_every_entry_as_it_is_published(db):
    call_command("load_record", verbosity=0)
    before = record_revision()
    assert before >= sum(model.objects.count() for model in recorded_models(Entry))
    call_command("load_record", verbosity=0)
    assert record_revision() == before
    assert_log_agrees()


def test_what_is_rolled_back_leaves_no_change_and_no_number(db):
    before = record_revision()
    with transaction.atomic():
        builders.a_citation()
        assert record_revision() > before
        transaction.set_rollback(True)
    assert record_revision() == before
    assert logged_since(before) == []


# What is touched ----------------------------------------------------------------------------------
def assert_log_agrees():
    """The log's last word on every entry is what `published()` says of it."""
    for model in recorded_models(Entry):
        public = set(model.objects.published().values_list("slug", flat=True))
        logged = Change.objects.of(model).public_at(record_revision())
        assert set(logged.values_list("slug", flat=True)) == public, model


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", builders.BUILDERS, ids=lambda model: model.__name__)
def test_the_log_knows_what_is_public_after_each_change_of_a_status(model, db):
    builders.a_full_record()
    builders.a_citation(position=builders.a_position())
    assert_log_agrees()
    for status in ("draft", "published", "retracted"):
        values = {"publication_status": status, "retraction_reason": "Wrong."}
        QuerySet(model).filter(pk=model.objects.first().pk).update(**values)
        assert_log_agrees()


def test_a_row_that_comes_before_the_one_it_needs_is_public_once_that_is_there(db):
    """As `loaddata` may write them: the database looks at foreign keys at the end only."""
    party = builders.a_party()
    office = builders.an_office(party=party)
    with transaction.atomic():
        QuerySet(models.Party).filter(pk=party.pk)._raw_delete(connection.alias)
        QuerySet(models.Office).filter(pk=office.pk).update(title="Minister")
        builders.a_party(pk=party.pk, slug="again")
    assert_log_agrees()


def test_a_part_that_moves_touches_both_entries(db):
    schedule = builders.a_schedule()
    left, other = schedule.round, builders.a_round()
    before = record_revision()
    schedule.round = other
    schedule.save()
    touched = {slug for _, slug, _ in logged_since(before)}
    assert touched == {schedule.slug, left.slug, other.slug}


def test_a_slug_that_is_given_up_is_logged_as_gone(db):
    party = builders.a_party(slug="old")
    before = record_revision()
    QuerySet(models.Party).filter(pk=party.pk).update(slug="new")
    assert logged_since(before) == [("party", "old", False), ("party", "new", True)]


def test_every_table_of_the_record_is_logged(db):
    assert change_log.logged_models() == recorded_models()
    with connection.cursor() as cursor:
        tables = {table for table, _ in triggers.installed(cursor, change_log.PREFIX).values()}
    assert tables == {model._meta.db_table for model in recorded_models()}


def test_an_entry_that_is_a_draft_gives_no_reason(db):
    party = builders.a_party(publication_status="draft", retraction_reason="Wrong.")
    shown = builders.a_position(party=party)
    assert reasons_of_retraction(models.Party, [party.slug]) == {}
    assert reasons_of_retraction(models.Position, [shown.slug]) == {}
    QuerySet(models.Party).filter(pk=party.pk).update(publication_status="retracted")
    assert reasons_of_retraction(models.Position, [shown.slug]) == {shown.slug: "Wrong."}


# Migrations ---------------------------------------------------------------------------------------
def after_migrations():
    emit_post_migrate_signal(0, False, connection.alias)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_table_that_was_remade_is_logged_again():
    party = builders.a_party()
    change_log.remove(connection)
    QuerySet(models.Party).filter(pk=party.pk).update(name="Unseen")
    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            # As the migration has it: the model itself would make a second model of its history.
            past = MigrationLoader(connection).project_state().apps
            editor._remake_table(past.get_model("relations", "Party"))
    before = record_revision()
    after_migrations()
    assert ("party", party.slug, True) in logged_since(before)
    before = record_revision()
    party.save()
    assert logged_since(before) == [("party", party.slug, True)]


@pytest.mark.django_db(transaction=True)
def test_a_missing_trigger_is_made_again_and_what_went_unseen_is_logged():
    gone, party = builders.a_party(), builders.a_party()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER relations_log_party_delete")
        else:
            cursor.execute("DROP TRIGGER relations_log_party_delete ON relations_party")
    gone.delete()
    before = record_revision()
    after_migrations()
    assert {("party", gone.slug, False), ("party", party.slug, True)} <= set(logged_since(before))
    before = record_revision()
    after_migrations()
    party.delete()
    assert logged_since(before) == [("party", party.slug, False)]


def steps():
    return MigrationLoader(connection, replace_migrations=False)


def migrate_to(name):
    """Take the steps which the squashed migration stands for, as an older installation does."""
    executor = MigrationExecutor(connection)
    executor.loader = steps()
    plan = executor.migration_plan([("relations", name)])
    emit_pre_migrate_signal(0, False, connection.alias, plan=plan)
    executor.migrate([("relations", name)], plan)
    return executor.loader.project_state(("relations", name)).apps


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_an_older_installation_becomes_what_a_new_one_is():
    party = builders.a_party()
    draft = builders.a_party(publication_status="draft", reviewed_in=None)
    past = migrate_to("0002_exclusions")
    past.get_model("relations", "Party").objects.filter(pk=party.pk).update(name="Unseen")
    squashed = MigrationLoader(connection).get_migration_by_prefix("relations", "0001_squashed")
    migrate_to(squashed.replaces[-1][1])
    after_migrations()
    assert set(logged_since(0)) == {("party", party.slug, True), ("party", draft.slug, False)}
    rows = models.Party.objects.order_by("pk").values_list("name", "reviewed_in")
    assert list(rows) == [("Unseen", "version_control"), (draft.name, None)]


def test_the_steps_lead_to_what_the_squashed_migration_makes(db):
    squashed, taken = MigrationLoader(connection), steps()
    difference = MigrationAutodetector(squashed.project_state(), taken.project_state())
    assert difference.changes(graph=taken.graph) == {}


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_can_be_written_to():
    builders.a_full_record()
    call_command("flush", interactive=False, verbosity=0)
    before = record_revision()
    party = builders.a_party()
    assert record_revision() == before + 1
    assert ("party", party.slug, True) in logged_since(before)


# Writers at the same time -------------------------------------------------------------------------
class Writer(threading.Thread):
    """Writes a party in a transaction of its own, and commits when told to."""

    def __init__(self, slug):
        super().__init__()
        self.slug = slug
        self.has_written, self.may_commit = threading.Event(), threading.Event()
        self.start()

    def run(self):
        try:
            with transaction.atomic():
                builders.a_party(slug=self.slug)
                self.has_written.set()
                self.may_commit.wait(SECONDS)
        finally:
            connection.close()

    def commit(self):
        self.may_commit.set()
        self.join(SECONDS)


# SQLite has one writer at a time by itself, and in memory no reader beside it.
if connection.vendor == "postgresql":

    @pytest.mark.django_db(transaction=True)
    def test_a_reader_between_two_commits_misses_nothing():
        """By a sequence, the second could be seen first, and the first come in below it."""
        start = record_revision()
        first = Writer("first")
        assert first.has_written.wait(SECONDS)
        second = Writer("second")
        # It has to wait for the first, so that its number cannot be seen before the smaller one.
        assert not second.has_written.wait(0.5)
        assert record_revision() == start
        assert logged_since(start) == []
        first.commit()
        assert second.has_written.wait(SECONDS)
        seen = record_revision()
        assert logged_since(start) == [("party", "first", True)]
        second.commit()
        assert logged_since(seen) == [("party", "second", True)]

    @pytest.mark.django_db(transaction=True)
    def test_two_writers_of_the_same_rows_in_opposite_order_do_not_wait_in_a_circle():
        """The second waits before it holds any row, so the first can take both."""
        rows = [builders.a_party(), builders.a_party()]
        errors = []

        def write(parties):
            try:
                with transaction.atomic():
                    for party in parties:
                        by_bulk(party)
                        threading.Event().wait(0.2)
            except Exception as error:
                errors.append(error)
            finally:
                connection.close()

        writers = [threading.Thread(target=write, args=[order]) for order in (rows, rows[::-1])]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(SECONDS)
        assert errors == []
