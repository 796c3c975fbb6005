"""What the search needs in the database is kept true, whatever happens to rows and tables."""

import pytest
from django.apps import apps
from django.db import connection, migrations, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate, pre_migrate

from relations.models import Development, Party, Round
from relations.search_index import fts_table
from relations.search_upkeep import keep_search
from tests import builders
from tests.relations.test_search import found, is_postgres

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]


def test_index_follows_every_change_of_a_row():
    development = builders.a_development(name="Seizure")
    assert found(Development, "seizure") == [development]
    development.name = "Release"
    development.save()
    assert found(Development, "seizure") == []
    assert found(Development, "release") == [development]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE relations_development SET name = 'Ransom', id = id + 1000")
    (ransomed,) = found(Development, "ransom")
    assert (ransomed.slug, _indexed(Development)) == (development.slug, 1)
    ransomed.delete()
    assert found(Development, "ransom") == []
    assert _indexed(Development) == 0


def test_index_forgets_what_is_rolled_back():
    party = builders.a_party(name="Ruritania")
    with transaction.atomic():
        party.name = "Graustark"
        party.save()
        builders.a_party(name="Graustark")
        assert len(found(Party, "graustark")) == 2
        transaction.set_rollback(True)
    assert found(Party, "graustark") == []
    assert found(Party, "ruritania") == [party]


def _indexed(model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        count = "SELECT count(*) FROM "
        cursor.execute(count + (table if is_postgres() else fts_table(table)))
        return cursor.fetchone()[0]


class _Migration:
    app_label = "relations"


def _migrate(change, plan):
    """Change the database as `migrate` does, between its two signals."""
    sender = apps.get_app_config("relations")
    options = {"sender": sender, "using": "default", "plan": plan, "apps": apps}
    options |= {"app_config": sender, "verbosity": 0, "interactive": False}
    pre_migrate.send(**options)
    change()
    post_migrate.send(**options)


def _alter_titles(*, back=False):
    """A change of a searched column; SQLite rebuilds the table for it."""
    before = MigrationExecutor(connection).loader.project_state()
    longer = migrations.AlterField("round", "title", models.CharField(max_length=300))
    after = before.clone()
    longer.state_forwards("relations", after)
    with connection.schema_editor() as editor:
        if back:
            longer.database_backwards("relations", editor, after, before)
        else:
            longer.database_forwards("relations", editor, before, after)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_search_survives_migrations_that_alter_and_rebuild_a_table():
    before = builders.a_round(slug="a", title="Fishing before")
    try:
        _migrate(_alter_titles, [(_Migration, False)])
        after = builders.a_round(slug="b", title="Fishing after")
        assert found(Round, "fishing") == [before, after]
        before.delete()
        assert found(Round, "fishing") == [after]
    finally:
        _migrate(lambda: _alter_titles(back=True), [(_Migration, True)])
    assert len(found(Round, "fishing")) == 1


@pytest.mark.django_db(transaction=True)
def test_index_that_was_lost_is_made_and_filled_anew():
    meeting = builders.a_round(slug="a", title="Fishing")
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute("ALTER TABLE relations_round DROP COLUMN search_vector")
        else:
            cursor.execute("DROP TRIGGER relations_round_search_insert")
    unseen = builders.a_round(slug="b", title="Fishing unseen")
    _migrate(lambda: None, [])
    assert found(Round, "fishing") == [meeting, unseen]


def test_upkeep_leaves_alone_what_is_as_it_must_be(django_assert_max_num_queries):
    with django_assert_max_num_queries(5) as queries:
        keep_search(apps.get_app_config("relations"), "default")
    changed = ("CREATE", "DROP", "ALTER", "INSERT")
    assert not [each for each in queries if each["sql"].startswith(changed)]
