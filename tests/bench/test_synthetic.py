"""The record made up for benchmarks: the same each time, true to the rules, answered by the API."""

import pytest
from django.db import transaction

from relations.models import Citation, Revision, Statement
from relations.record_rules import broken_rules
from tests.bench.synthetic import fill

STATEMENTS = 300


@pytest.fixture(scope="module")
def made_up(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        fill(STATEMENTS)
        yield
        transaction.set_rollback(True)


# Before the others, whose record stays until the last of them.
@pytest.mark.parametrize("seed", [1, 2])
def test_one_seed_makes_one_record(seed, db):
    with transaction.atomic():
        fill(20, seed)
        made = list(Statement.objects.order_by("pk").values_list("slug", "text", "said_on"))
        transaction.set_rollback(True)
    with transaction.atomic():
        fill(20, seed)
        again = list(Statement.objects.order_by("pk").values_list("slug", "text", "said_on"))
        transaction.set_rollback(True)
    assert made == again
    assert len(set(made)) == 20


def test_it_keeps_the_rules_of_the_record(made_up, db):
    assert Statement.objects.count() == STATEMENTS
    assert list(broken_rules()) == []
    cited = Citation.objects.filter(statement__isnull=False).values("statement").distinct()
    assert cited.count() == STATEMENTS


def test_dates_modes_and_ties_are_of_every_sort(made_up, db):
    assert {each.mode for each in Statement.objects.all()} == {"direct", "fragment", "indirect"}
    assert 0 < Statement.objects.filter(said_on=None).count() < STATEMENTS
    assert {each.issue_links.count() for each in Statement.objects.all()} >= {1, 2}
    assert 0 < Statement.objects.filter(publication_status="draft").count() < STATEMENTS / 10


def test_lists_search_changes_and_triggers_work_as_ever(made_up, reader, db):
    page = reader.get_json("/api/v1/statements", count="true", facet="mode", party="party-1")
    assert page["count"] > len(page["results"]) > 0
    assert reader.get_json("/api/v1/search", q="sanctions")["results"]
    assert reader.get_json("/api/v1/changes")["results"]
    before = Revision.objects.get().number
    Statement.objects.first().save()
    assert Revision.objects.get().number > before
