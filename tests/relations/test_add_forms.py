"""Adding an entry with all its rows at once: what was typed is stored, or shown again."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client

from relations.models import Link
from tests.builders import BUILDERS
from tests.relations.test_admin import address, form_data

pytestmark = pytest.mark.django_db

NOUNS = list(BUILDERS)
DRAFT = {"publication_status": "draft", "reviewed_in": None}


@pytest.fixture
def boss():
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("boss"))
    return client


def an_example(model):
    """A draft with a row in each inline of its page."""
    example = BUILDERS[model](**DRAFT)
    for inline in admin.site._registry[model].inlines:
        a_row(inline, example)
    return example


def a_row(inline, parent):
    owner = owner_field(inline.model, parent)
    if not issubclass(inline.model, Link):
        return BUILDERS[inline.model](**{owner: parent}, **DRAFT)
    values = {owner: parent}
    for field in inline.model._meta.concrete_fields:
        if field.many_to_one and field.name != owner:
            values[field.name] = BUILDERS[field.related_model]()
        elif field.choices:
            values[field.name] = field.choices[0][0]
    return inline.model.objects.create(**values)


def owner_field(model, parent):
    """The first field that points at the parent: positions point at each other twice."""
    fields = model._meta.concrete_fields
    return next(f.name for f in fields if f.many_to_one and f.related_model is type(parent))


def typed(client, example):
    """What somebody types into the form that adds an entry: that of an example, with new slugs."""
    data = form_data(client, address("change", example))
    page = client.get(address("add", example))
    prefixes = {
        formset.formset.prefix: formset.formset.fk.name
        for formset in page.context["inline_admin_formsets"]
    }
    for prefix, owner in prefixes.items():
        for number in range(int(data[f"{prefix}-INITIAL_FORMS"])):
            data[f"{prefix}-{number}-id"] = ""
            data[f"{prefix}-{number}-{owner}"] = ""
        data[f"{prefix}-INITIAL_FORMS"] = 0
    for name in data:
        if name.split("-")[-1] == "slug":
            data[name] = f"new-{data[name]}"
        elif name.split("-")[-1] in (*NEW_VALUES, "iso_code", "wikidata_id", "opened_version"):
            data[name] = NEW_VALUES.get(name.split("-")[-1], "")
    if "pasted_text" in page.context["adminform"].form.fields:
        data["pasted_text"] = "We shall fish."
    return data


NEW_VALUES = {"sha256": "f" * 64, "sequence": 7}


def rows_of(entry):
    """Number of rows in each inline of the entry's page."""
    return {
        inline.model: inline.model._base_manager.filter(
            **{owner_field(inline.model, entry): entry}
        ).count()
        for inline in admin.site._registry[type(entry)].inlines
    }


@pytest.mark.slow
@pytest.mark.parametrize("popup", ["", "?_popup=1"], ids=["page", "popup"])
@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model.__name__)
def test_an_entry_is_added_with_all_its_rows(model, popup, boss):
    example = an_example(model)
    data = typed(boss, example)
    if popup:
        data["_popup"] = "1"
    answer = boss.post(address("add", example) + popup, data)
    assert answer.status_code == (200 if popup else 302), answer.context["errors"]
    entry = model.objects.get(slug=f"new-{example.slug}")
    assert rows_of(entry) == dict.fromkeys(rows_of(example), 1)


@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model.__name__)
def test_a_form_that_is_refused_shows_all_that_was_typed(model, boss):
    """Every row is there twice, which links refuse; the slug of the entry is wrong."""
    example = an_example(model)
    data = typed(boss, example) | {"slug": "No Slug"}
    page = boss.post(address("add", example), data)
    assert page.status_code == 200
    assert not model.objects.exclude(pk=example.pk).filter(slug__startswith="new").exists()
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += formset.formset.forms
    shown = {field.html_name: field.value() for form in forms for field in form}
    lost = {
        name
        for name, value in data.items()
        if name in shown and value not in ("", None) and not shown[name]
    }
    assert lost == set()


@pytest.mark.parametrize("link", Link.__subclasses__(), ids=lambda link: link.__name__)
def test_a_link_that_is_entered_twice_is_refused_before_its_entry_is_stored(link, boss):
    model = next(
        model
        for model in NOUNS
        for inline in admin.site._registry[model].inlines
        if inline.model is link
    )
    example = an_example(model)
    data = typed(boss, example)
    page = boss.get(address("add", example))
    (prefix,) = (
        formset.formset.prefix
        for formset in page.context["inline_admin_formsets"]
        if formset.formset.model is link
    )
    for name in [name for name in data if name.startswith(f"{prefix}-0-")]:
        data[name.replace("-0-", "-1-", 1)] = data[name]
    data[f"{prefix}-TOTAL_FORMS"] = 2
    answer = boss.post(address("add", example), data)
    assert answer.status_code == 200
    assert not model.objects.filter(slug=f"new-{example.slug}").exists()
    formsets = answer.context["inline_admin_formsets"]
    told = " ".join(str(each.formset.non_form_errors()) for each in formsets)
    assert "duplicate" in told or "once" in told
