"""The groups of the desk, as the migration makes them."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from relations import models
from relations.roles import ROLES, make_roles
from tests.people import a_member, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def roles():
    make_roles(apps)


def test_the_migration_made_the_four_groups(django_db_blocker):
    names = {role.name for role in ROLES}
    assert names == {"curator", "reviewer", "editor-in-chief", "reader"}
    assert names <= set(Group.objects.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        (
            "curator",
            {"change_statement", "add_citation", "add_documenttext", "import_spreadsheets"},
            {"review_entries", "retract_entries", "merge_entries"},
        ),
        (
            "reviewer",
            {"view_statement", "view_proposal", "review_entries"},
            {"change_statement", "retract_entries", "import_spreadsheets"},
        ),
        (
            "editor-in-chief",
            {"change_statement", "review_entries", "retract_entries", "merge_entries"},
            {"add_user", "change_group"},
        ),
        (
            "reader",
            {"view_statement", "view_documenttext"},
            {"change_statement", "add_statement", "review_entries", "delete_statement"},
        ),
    ],
)
def test_each_role_may_what_it_needs_and_no_more(role, may, may_not):
    member = a_member("mia", role)
    assert {name for name in may if not member.has_perm(f"relations.{name}")} == set()
    assert {name for name in may_not if member.has_perm(f"relations.{name}")} == set()
    assert not member.has_perm("auth.add_user")


def test_every_table_of_the_record_is_seen_by_every_role_and_written_by_curators():
    curator, reader = a_member("cora", "curator"), a_member("ray", "reader")
    for model in models.recorded_models():
        name = model._meta.model_name
        for verb in ("view", "add", "change"):
            assert curator.has_perm(f"relations.{verb}_{name}")
            assert reader.has_perm(f"relations.{verb}_{name}") == (verb == "view")


def test_what_an_administrator_added_stays():
    group = Group.objects.get(name="reader")
    added = Permission.objects.get(codename="add_user")
    group.permissions.add(added)
    make_roles(apps)
    assert added in group.permissions.all()


def test_every_special_permission_exists():
    special = {name for role in ROLES for name in role.special}
    assert special == set(
        Permission.objects.filter(codename__in=special).values_list("codename", flat=True)
    )
    assert a_user("anna").has_perm("relations.add_statement")
