"""Whoever may only look changes nothing, whatever they post to whichever address of the admin."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import URLPattern, reverse

from relations.desk import review
from relations.document_texts import store_text
from relations.models import Document, Statement
from tests import builders
from tests.builders import BUILDERS
from tests.people import a_user, a_viewer, logged_in

pytestmark = pytest.mark.django_db

# What each address needs beside the number of an entry.
NUMBERS = {"version_id": 1, "other_id": 1, "number": 1, "pair_id": 1, "merge_id": 1}


def tables():
    """All rows of the record, the desk and the accounts; sessions and logins may change."""
    models = [*apps.get_app_config("relations").get_models(), Group]
    rows = {model: list(model._base_manager.order_by("pk").values()) for model in models}
    users = get_user_model().objects.order_by("pk")
    rows["users"] = list(users.values("username", "is_staff", "is_superuser", "password"))
    return rows


def patterns_of(page):
    return [each for each in page.get_urls() if isinstance(each, URLPattern) and each.name]


def address(pattern, entry, others):
    """An address of the pattern, of the entry where it asks for one."""
    if pattern.name.endswith("simple_history"):  # its numbers have no names
        return reverse(f"admin:{pattern.name}", args=[entry.pk, others["version_id"]])
    values = {name: others.get(name, entry.pk) for name in pattern.pattern.converters}
    return reverse(f"admin:{pattern.name}", kwargs=values)


def everything(entry):
    """A post with whatever any page could take for a reason to write."""
    fields = {
        name: "" if value is None else f"{value}x" if isinstance(value, str) else value
        for name, value in model_to_dict(entry).items()
    }
    return fields | {
        "post": "yes",
        "action": "delete_selected",
        "_selected_action": entry.pk,
        "_save": "1",
        "decision": "approve",
        "comment": "x",
        "reason": "x",
        "seen": "0" * 16,
        "pasted_text": "Another text.",
        "passage": f"citation-{entry.pk}",
        "place": "0-5",
        "_begin_anew": "1",
        "change_reason": "x",
        "opened_version": entry.updated_at.isoformat(),
        "winner": entry.pk,
    }


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "status"),
    [
        *[(model, "draft") for model in BUILDERS],
        (Document, "in_review"),
        (Document, "published"),
        (Statement, "in_review"),
        (Statement, "published"),
    ],
)
def test_a_viewer_changes_nothing_at_any_address_of_a_noun(model, status):
    anna = a_user("anna")
    draft = status != "published"
    values = {"publication_status": "draft", "reviewed_in": None} if draft else {}
    entry, other = BUILDERS[model](**values), BUILDERS[model]()
    if status == "in_review":
        review.submit(entry, anna)
    if model._meta.model_name == "document":
        store_text(entry, "We shall fish.", anna)
    others = NUMBERS | {"version_id": entry.history.first().pk, "other_id": other.pk}
    viewer = logged_in(a_viewer("vic"))
    before = tables()
    posted = 0
    for pattern in patterns_of(admin.site._registry[model]):
        url = address(pattern, entry, others)
        for data in (everything(entry), {}):
            answer = viewer.post(f"{url}?text=1&start=0&end=5", data)
            assert answer.status_code in (200, 302, 403, 404, 405), (url, answer.status_code)
            posted += 1
    assert tables() == before
    assert posted > 20


@pytest.mark.slow
def test_a_viewer_changes_nothing_at_the_addresses_of_the_site():
    builders.a_party()
    viewer = logged_in(a_viewer("vic"))
    before = tables()
    for page in ("index", "desk_queue", "autocomplete", "jsi18n"):
        viewer.post(reverse(f"admin:{page}"), {"queue": "waiting", "post": "yes"})
    for model in (get_user_model(), Group):
        row = model.objects.first() or model.objects.create(name="guests")
        before = tables()
        for pattern in patterns_of(admin.site._registry[model]):
            if "user_id" in str(pattern.pattern) or pattern.pattern.converters:
                name = next(iter(pattern.pattern.converters))
                url = reverse(f"admin:{pattern.name}", kwargs={name: row.pk})
            else:
                url = reverse(f"admin:{pattern.name}")
            viewer.post(url, {"name": "x", "username": "x", "password1": "x", "post": "yes"})
            assert tables() == before, url


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", BUILDERS, ids=lambda model: model.__name__)
def test_no_address_writes_without_the_token_of_its_own_form(model):
    """A superuser's browser that another site makes post: refused before anything is looked at."""
    boss = get_user_model().objects.create_superuser("boss")
    client = Client(enforce_csrf_checks=True)
    client.force_login(boss)
    entry, other = BUILDERS[model](), BUILDERS[model]()
    others = NUMBERS | {"version_id": entry.history.first().pk, "other_id": other.pk}
    before = tables()
    for pattern in patterns_of(admin.site._registry[model]):
        url = address(pattern, entry, others)
        assert client.post(url, everything(entry)).status_code == 403, url
    assert tables() == before
