"""The admin: who may do what, what is kept, and what a curator is told."""

import hashlib
import html
import json

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.forms.models import model_to_dict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relations import models
from relations.admin.audited import AuditedAdmin
from relations.vocabularies import ExclusionReason, PublicationStatus, Vocabulary
from tests import builders
from tests.builders import BUILDERS

NOUNS = list(BUILDERS)
REGISTERED = list(admin.site._registry)
LINKS = [model for model in models.Link.__subclasses__() if model._meta.app_label == "relations"]

pytestmark = pytest.mark.django_db


def named(model):
    return model.__name__


def staff(name, *permissions):
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def viewer():
    """A client that may look at everything, histories too, and do nothing."""
    views = Permission.objects.filter(codename__startswith="view_")
    return staff("viewer", *views.values_list("codename", flat=True))


@pytest.fixture
def boss():
    """A client of a superuser."""
    get_user_model().objects.create_superuser("boss")
    client = Client()
    client.force_login(get_user_model().objects.get(username="boss"))
    return client


def a_draft(model, **values):
    """An entry of the noun that was never public, and so is edited in place."""
    return BUILDERS[model](publication_status="draft", reviewed_in=None, **values)


def address(page, entry):
    opts = entry._meta
    arguments = [] if page in ("add", "changelist") else [entry.pk]
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=arguments)


def version_address(entry):
    opts = entry._meta
    version = entry.history.first().pk
    return reverse(f"admin:relations_{opts.model_name}_simple_history", args=[entry.pk, version])


def form_data(client, url):
    """What a browser would send back for the form at `url`, unchanged, with a reason."""
    page = client.get(url)
    assert page.status_code == 200, url
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if not field.field.disabled:
                data[field.html_name] = "" if value is None else value
    return data | {"change_reason": "A test."}


def add_row(data, prefix, **values):
    """Add a row to the inline `prefix` of what `form_data` returned."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = number + 1
    data |= {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return data


def errors_on(page):
    """All that the page of a form complains of, as one text."""
    assert page.status_code == 200, "the form was accepted"
    told = [str(page.context["errors"])]
    for formset in page.context["inline_admin_formsets"]:
        told.append(str(formset.formset.errors))
    return "\n".join(told)


def row(entry):
    return type(entry).objects.filter(pk=entry.pk).values().get()


# What there is ------------------------------------------------------------------------------------


def test_every_noun_has_a_page():
    assert set(NOUNS) <= set(REGISTERED)


def test_every_noun_is_audited():
    assert all(isinstance(admin.site._registry[model], AuditedAdmin) for model in NOUNS)


def test_every_link_stands_on_the_page_of_what_it_links():
    inlines = {inline.model for noun in NOUNS for inline in admin.site._registry[noun].inlines}
    assert set(LINKS) <= inlines


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=named)
def test_every_column_has_a_place_on_its_page(model, boss):
    page = boss.get(address("change", BUILDERS[model]()))
    shown = {
        field.field["name"] if field.is_readonly else field.field.name
        for fieldset in page.context["adminform"]
        for line in fieldset
        for field in line
    }
    columns = {field.name for field in model._meta.concrete_fields if not field.primary_key}
    assert columns - shown == set()


def test_no_foreign_key_is_a_dropdown_of_a_whole_table():
    pages = [page for page in admin.site._registry.values() if isinstance(page, AuditedAdmin)]
    inlines = [inline(page.model, admin.site) for page in pages for inline in page.inlines]
    assert {form.model for form in (*pages, *inlines)} >= {*NOUNS, *LINKS}
    dropdowns = {}
    for form in (*pages, *inlines):
        keys = {field.name for field in form.model._meta.concrete_fields if field.many_to_one}
        if keys != set(form.get_autocomplete_fields(None)):
            dropdowns[str(form)] = keys
    assert dropdowns == {}


# Vocabularies that nobody chooses from: a fact is chosen by filling in one of the fields of its
# kind, and the links of a chain are read from other columns.
NOT_CHOSEN = {"FactKind", "ChainRole", "CellKind", "ChangeKind"}
# Those whose values follow from what happens at the desk.
SET_BY_THE_DESK = {"PublicationStatus", "ReviewPlace"}


@pytest.mark.slow
def test_the_definition_of_each_value_is_shown_where_it_is_chosen(boss):
    pages = "".join(boss.get(address("add", model())).content.decode() for model in NOUNS)
    for vocabulary in Vocabulary.__subclasses__():
        if vocabulary.__name__ not in NOT_CHOSEN | SET_BY_THE_DESK:
            assert all(value.definition.replace("'", "&#x27;") in pages for value in vocabulary)


def test_a_vocabulary_that_nobody_chooses_from_has_no_column():
    columns = [column for model in [*NOUNS, *LINKS] for column in model._meta.concrete_fields]
    chosen = {tuple(column.choices) for column in columns if column.choices}
    assert {
        vocabulary.__name__
        for vocabulary in Vocabulary.__subclasses__()
        if tuple(vocabulary.choices) not in chosen
    } == NOT_CHOSEN


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=named)
def test_no_form_sets_what_follows_from_the_desk(model, boss):
    entry = a_draft(model)
    for url in (address("add", entry), address("change", entry)):
        page = boss.get(url)
        forms = [page.context["adminform"].form]
        for formset in page.context["inline_admin_formsets"]:
            forms.append(formset.formset.empty_form)
        for form in forms:
            assert not set(models.Entry.WORKFLOW_FIELDS) & set(form.fields), url
    stored = row(entry)
    forged = {"publication_status": "published", "reviewed_in": "version_control", "version": 7}
    url = address("change", entry)
    assert boss.post(url, form_data(boss, url) | forged).status_code == 302
    for name in forged:
        assert row(entry)[name] == stored[name]


def test_the_page_of_an_exclusion_says_what_each_reason_means(boss):
    page = boss.get(address("add", models.Exclusion())).content.decode()
    assert all(reason.definition.replace("'", "&#x27;") in page for reason in ExclusionReason)


# Lists --------------------------------------------------------------------------------------------


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", REGISTERED, ids=named)
def test_a_list_asks_as_much_for_twelve_rows_as_for_two(model, boss):
    def build():
        if model in BUILDERS:
            return BUILDERS[model]()
        name = f"row-{model.objects.count()}"
        fields = {"username": name} if model is get_user_model() else {"name": name}
        return model.objects.create(**fields)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert boss.get(url).status_code == 200
        return len(queries), "\n".join(query["sql"] for query in queries)

    url = address("changelist", build())
    build()
    count()  # what is asked once and kept, such as content types
    few, _ = count()
    for _ in range(10):
        build()
    many, sql = count()
    assert many == few, sql


@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=named)
def test_a_list_can_be_searched(model, boss):
    entry = BUILDERS[model]()
    other = BUILDERS[model]()
    page = boss.get(address("changelist", entry), {"q": entry.slug})
    assert entry in page.context["cl"].queryset
    assert other not in page.context["cl"].queryset


def test_citations_can_be_listed_by_the_kind_of_their_fact(boss):
    of_statement, of_party = (
        builders.a_citation(),
        builders.a_citation(statement=None, party=builders.a_party()),
    )
    page = boss.get(address("changelist", of_party), {"fact_kind": "party"})
    assert list(page.context["cl"].queryset) == [of_party]
    assert of_statement.fact_kind == "statement"


# Permissions --------------------------------------------------------------------------------------


def forged_posts(entry):
    """Posts that would change, delete or multiply the entry for whoever may."""
    changed = {
        name: "" if value is None else f"{value}x" if isinstance(value, str) else value
        for name, value in model_to_dict(entry).items()
    }
    yield address("add", entry), changed
    yield address("change", entry), changed
    yield address("delete", entry), {"post": "yes"}
    yield address("history", entry), changed
    yield (
        address("changelist", entry),
        {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"},
    )
    yield (
        address("changelist", entry),
        {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": entry.pk, "_save": "1"},
    )
    yield reverse("admin:autocomplete"), {"term": "x", "app_label": entry._meta.app_label}
    if isinstance(entry, models.Entry):
        yield version_address(entry), changed


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", REGISTERED, ids=named)
def test_a_viewer_changes_nothing_by_forged_posts(model, viewer):
    if model in BUILDERS:
        entry = BUILDERS[model](publication_status=PublicationStatus.DRAFT)
    elif model is get_user_model():
        entry = model.objects.create_user("somebody")
    else:
        entry = model.objects.create(name="somebody")
    rows = list(model.objects.order_by("pk").values())
    for url, data in forged_posts(entry):
        # Where Django's own pages read whatever the method, they show what there is.
        assert viewer.post(url, data).status_code in (200, 302, 403, 405), url
        assert list(model.objects.order_by("pk").values()) == rows, url


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=named)
def test_a_viewer_sees_every_page_and_no_button_to_save(model, viewer):
    entry = BUILDERS[model]()
    for page in ("changelist", "change", "history"):
        answer = viewer.get(address(page, entry))
        assert answer.status_code == 200
        assert 'name="_save"' not in answer.content.decode()
        assert 'name="change_reason"' not in answer.content.decode()
    assert viewer.get(version_address(entry)).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=named)
def test_staff_without_permission_sees_no_history(model):
    entry = BUILDERS[model]()
    nobody = staff("nobody")
    assert nobody.get(address("history", entry)).status_code == 403
    assert nobody.get(version_address(entry)).status_code == 403


# History ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "who"), [*[(model, "boss") for model in NOUNS], (models.Statement, "viewer")]
)
def test_history_page_cannot_write(model, who, request):
    client = request.getfixturevalue(who)
    entry = BUILDERS[model]()
    url = version_address(entry)
    old = row(entry)
    entry.retraction_reason = "A later version."
    entry.save()
    stored, versions = row(entry), entry.history.count()
    assert stored != old
    data = {name: "" if value is None else value for name, value in model_to_dict(entry).items()}
    data |= {"retraction_reason": "", "change_reason": "Forged.", "opened_version": ""}
    for extra in ({}, {"_save": "Revert"}, {"_change_history": "1"}):
        assert client.post(url, data | extra).status_code == 403
        assert row(entry) == stored
        assert entry.history.count() == versions


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_history_is_only_read(method, boss):
    entry = builders.a_party()
    for url in (address("history", entry), version_address(entry)):
        assert getattr(boss, method)(url).status_code == 403
        assert boss.head(url).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=named)
def test_history_pages_offer_no_form(model, boss):
    entry = BUILDERS[model]()
    for url in (address("history", entry), version_address(entry)):
        content = boss.get(url).content.decode().partition('<main id="content-start"')[2]
        assert "<form" not in content
        assert "<input" not in content
        assert "Revert" not in content
        assert "style=" not in content


def test_a_version_that_is_not_there_is_not_found(boss):
    party, other = builders.a_party(), builders.a_party()
    pattern = "admin:relations_party_simple_history"
    for pk, version in ((party.pk, "x"), (party.pk, 0), (other.pk, party.history.get().pk)):
        assert boss.get(reverse(pattern, args=[pk, version])).status_code == 404
    assert boss.get(reverse("admin:relations_party_history", args=["x"])).status_code == 404


def test_history_tells_what_changed_and_why(boss):
    party = a_draft(models.Party, name="Ruritania")
    url = address("change", party)
    boss.post(url, form_data(boss, url) | {"name": "Strelsau", "change_reason": "Its new name."})
    content = boss.get(address("history", party)).content.decode()
    assert "Its new name." in content
    assert "<del>Ruritania</del> → <ins>Strelsau</ins>" in content
    assert "boss" in content
    version = boss.get(version_address(party)).content.decode()
    assert "<ins>Strelsau</ins>" in version
    assert "<del>Ruritania</del>" in version


def test_history_tells_which_links_were_removed(boss):
    negotiation = builders.a_negotiation()
    link = negotiation.party_links.create(party=builders.a_party(name="Ruritania"))
    link.delete()
    content = boss.get(address("history", negotiation)).content.decode()
    assert "Ruritania in Fishing talks" in content
    assert "Deleted" in content


def test_history_is_told_although_what_it_names_is_gone(boss):
    office = builders.an_office(publication_status="draft")
    person, pk = office.person, office.pk
    version = version_address(office)
    office.delete()
    models.Person.objects.filter(pk=person.pk).delete()
    page = boss.get(version)
    assert page.status_code == 200
    assert f"person {person.pk}, deleted" in page.content.decode()
    assert f"office {pk}" in page.content.decode()


# Reasons ------------------------------------------------------------------------------------------


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=named)
def test_a_change_needs_a_reason(model, boss):
    entry = BUILDERS[model]()
    url = address("change", entry)
    stored = row(entry)
    page = boss.post(url, form_data(boss, url) | {"change_reason": " "})
    assert page.context["adminform"].form.errors == {"change_reason": ["This field is required."]}
    assert row(entry) == stored


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=named)
def test_the_reason_for_a_change_is_kept(model, boss):
    entry = a_draft(model)
    url = address("change", entry)
    answer = boss.post(url, form_data(boss, url) | {"change_reason": "Checked anew."})
    assert answer.status_code == 302, errors_on(answer)
    version = entry.history.first()
    assert version.history_change_reason == "Checked anew."
    assert version.history_user.username == "boss"


@pytest.mark.parametrize(
    ("reason", "kept"), [("", None), ("Named in the note.", "Named in the note.")]
)
def test_a_new_entry_may_have_a_reason(reason, kept, boss):
    data = form_data(boss, reverse("admin:relations_issue_add"))
    data |= {"name": "Ports", "slug": "ports", "description": "Whose.", "change_reason": reason}
    assert boss.post(reverse("admin:relations_issue_add"), data).status_code == 302
    assert models.Issue.objects.get().history.get().history_change_reason == kept


def test_rows_that_are_added_changed_or_removed_with_an_entry_keep_its_reason(boss):
    meeting = a_draft(models.Round)
    changed = meeting.participants.create(party=builders.a_party(), role="party")
    removed = meeting.participants.create(party=builders.a_party(), role="party")
    untouched = meeting.participants.create(party=builders.a_party(), role="party")
    schedule = a_draft(models.RoundSchedule, round=meeting)
    url = address("change", meeting)
    data = form_data(boss, url) | {
        "participants-0-role": "host",
        "participants-1-DELETE": "on",
        "schedules-0-city": "Strelsau",
        "change_reason": "The note says so.",
    }
    add_row(data, "issue_links", issue=builders.an_issue().pk)
    answer = boss.post(url, data)
    assert answer.status_code == 302, errors_on(answer)
    for version, kind in (
        (changed.history.first(), "~"),
        (models.RoundParticipant.history.filter(id=removed.pk).first(), "-"),
        (schedule.history.first(), "~"),
        (meeting.issue_links.get().history.get(), "+"),
    ):
        assert (version.history_type, version.history_change_reason) == (kind, "The note says so.")
        assert version.history_user.username == "boss"
    assert untouched.history.count() == 1


# Two people at once -------------------------------------------------------------------------------


def test_a_change_does_not_silently_undo_another(boss):
    party = a_draft(models.Party, name="Ruritania")
    other = staff("anna", "view_party", "change_party")
    url = address("change", party)
    first, second = form_data(boss, url), form_data(other, url)
    assert other.post(url, second | {"name": "Strelsau"}).status_code == 302
    page = boss.post(url, first | {"iso_code": "RU"})
    assert "anna changed this party" in errors_on(page)
    party.refresh_from_db()
    assert (party.name, party.iso_code) == ("Strelsau", None)


def test_a_row_that_was_changed_on_its_own_page_is_not_silently_undone(boss):
    meeting = builders.a_round()
    schedule = builders.a_schedule(round=meeting)
    url = address("change", meeting)
    opened = form_data(boss, url)
    schedule.city = "Strelsau"
    schedule.save()
    assert "changed this round schedule" in errors_on(boss.post(url, opened))
    schedule.refresh_from_db()
    assert schedule.city == "Strelsau"


def test_a_form_without_the_version_it_was_opened_at_is_refused(boss):
    party = builders.a_party()
    url = address("change", party)
    data = form_data(boss, url)
    del data["opened_version"]
    assert "changed this party" in errors_on(boss.post(url, data))


# What was public stays ----------------------------------------------------------------------------


def published_once(model):
    entry = BUILDERS[model]()
    entry.publication_status = PublicationStatus.DRAFT
    entry.save()
    return entry


def published(model):
    return BUILDERS[model]()


def retracted(model):
    return BUILDERS[model](publication_status="retracted", retraction_reason="It was wrong.")


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "build"),
    [
        *[(model, published_once) for model in NOUNS],
        (models.Statement, published),
        (models.Statement, retracted),
    ],
)
def test_what_was_ever_public_cannot_be_deleted(model, build, boss):
    entry = build(model)
    assert boss.get(address("delete", entry)).status_code == 403
    assert boss.post(address("delete", entry), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=entry.pk).exists()
    assert "deletelink" not in boss.get(address("change", entry)).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=named)
def test_a_draft_can_be_deleted_and_its_history_stays(model, boss):
    entry = BUILDERS[model](publication_status=PublicationStatus.DRAFT)
    assert boss.post(address("delete", entry), {"post": "yes"}).status_code == 302
    assert not model.objects.filter(pk=entry.pk).exists()
    assert [version.history_type for version in model.history.filter(id=entry.pk)] == ["-", "+"]


def test_a_draft_is_not_deleted_along_with_what_was_public(boss):
    draft = builders.a_round(publication_status=PublicationStatus.DRAFT)
    schedule = builders.a_schedule(round=draft)
    assert boss.post(address("delete", draft), {"post": "yes"}).status_code == 403
    assert models.RoundSchedule.objects.filter(pk=schedule.pk).exists()


@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=named)
def test_nothing_can_be_done_to_many_rows_at_once(model, boss, rf):
    entry = BUILDERS[model](publication_status=PublicationStatus.DRAFT)
    request = rf.get("/")
    request.user = get_user_model().objects.get()
    assert admin.site._registry[model].get_actions(request) == {}
    data = {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"}
    boss.post(address("changelist", entry), data)
    assert model.objects.filter(pk=entry.pk).exists()


def test_an_entry_cannot_be_deleted_as_a_row_of_another():
    inlines = [inline for model in NOUNS for inline in admin.site._registry[model].inlines]
    of_entries = [inline for inline in inlines if not issubclass(inline.model, models.Link)]
    assert of_entries
    assert [inline for inline in of_entries if inline.can_delete] == []


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=named)
def test_the_slug_of_what_was_ever_public_stays(model, boss):
    entry = published_once(model)
    url = address("change", entry)
    answer = boss.post(url, form_data(boss, url) | {"slug": "another-slug"})
    assert answer.status_code == 302, errors_on(answer)
    assert row(entry)["slug"] == entry.slug


def test_the_slug_of_a_row_that_was_ever_public_stays(boss):
    schedule = builders.a_schedule()
    url = address("change", schedule.round)
    answer = boss.post(url, form_data(boss, url) | {"schedules-0-slug": "another-slug"})
    assert answer.status_code == 302, errors_on(answer)
    assert row(schedule)["slug"] == schedule.slug


def test_the_slug_of_a_draft_can_be_changed(boss):
    draft = builders.a_party(publication_status=PublicationStatus.DRAFT)
    url = address("change", draft)
    boss.post(url, form_data(boss, url) | {"slug": "ruritania"})
    assert row(draft)["slug"] == "ruritania"


# Forms --------------------------------------------------------------------------------------------


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=named)
def test_a_form_that_is_saved_as_it_was_opened_changes_nothing(model, boss):
    entry = BUILDERS[model]()
    stored = row(entry)
    url = address("change", entry)
    answer = boss.post(url, form_data(boss, url))
    assert answer.status_code == 302, errors_on(answer)
    assert row(entry) | {"updated_at": None} == stored | {"updated_at": None}


def test_words_survive_the_form_to_the_code_point(boss):
    words = " “We shall\nfish” 🐟 "
    statement = a_draft(models.Statement, text=words)
    url = address("change", statement)
    data = form_data(boss, url)
    data["text"] = data["text"].replace("\n", "\r\n")  # as browsers send it
    answer = boss.post(url, data)
    assert answer.status_code == 302, errors_on(answer)
    assert row(statement)["text"] == words


def test_names_are_entered_one_on_each_line(boss):
    party = a_draft(models.Party, other_names=["Ruritanien", "Ruritanie"])
    url = address("change", party)
    data = form_data(boss, url)
    assert data["other_names"] == "Ruritanien\nRuritanie"
    boss.post(url, data | {"other_names": "Ruritanien\r\n\r\n Ruritania \r\n"})
    assert row(party)["other_names"] == ["Ruritanien", "Ruritania"]


def test_a_malformed_date_is_refused_on_its_field(boss):
    meeting = builders.a_round()
    url = address("change", meeting)
    data = form_data(boss, url) | {"held_on": "3/4/2024", "held_basis": "stated"}
    page = boss.post(url, data)
    assert "can be read in two ways" in str(page.context["adminform"].form.errors["held_on"])


def test_the_days_a_date_can_mean_are_shown(boss):
    meeting = builders.a_round(held_on="2026-21")
    form = boss.get(address("change", meeting)).content.decode()
    assert "1 March 2026" in form
    assert "31 May 2026" in form
    changelist = boss.get(address("changelist", meeting)).content.decode()
    assert ">spring 2026</td>" in changelist


@pytest.mark.parametrize("facts", [(), ("party", "issue")])
def test_a_citation_of_no_fact_or_of_two_is_refused_with_advice(facts, boss):
    url = reverse("admin:relations_citation_add")
    data = form_data(boss, url) | {
        "document": builders.a_document().pk,
        "slug": "a-passage",
        "start": 1,
        "end": 2,
        "line": 1,
        "passage_sha256": "0" * 64,
    }
    data |= {name: BUILDERS[getattr(models, name.title())]().pk for name in facts}
    assert "Set exactly one of negotiation, round, schedule" in errors_on(boss.post(url, data))


def test_a_citation_on_the_page_of_a_fact_is_of_that_fact(boss):
    issue = a_draft(models.Issue)
    url = address("change", issue)
    data = add_row(
        form_data(boss, url),
        "citations",
        document=builders.a_document().pk,
        slug="a-passage",
        start=1,
        end=2,
        line=1,
        passage_sha256="0" * 64,
        bearing="supports",
    )
    answer = boss.post(url, data)
    assert answer.status_code == 302, errors_on(answer)
    assert issue.citations.get().fact == issue


def a_quotation(text="We shall fish."):
    statement = builders.a_statement(text=text)
    builders.a_citation(
        statement=statement,
        start=0,
        end=len(text),
        exact=text,
        passage_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    return statement


def test_the_words_of_a_statement_do_not_part_from_those_of_its_citations(boss):
    statement = a_quotation()
    url = address("change", statement)
    page = boss.post(url, form_data(boss, url) | {"text": "We shall not fish."})
    assert "The quoted words differ from the text of the statement." in errors_on(page)
    assert row(statement)["text"] == "We shall fish."


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"reason": "repetition"}, "Name the repeated line for a repetition, and only there."),
        ({"repeats_line": 1}, "Name the repeated line for a repetition, and only there."),
        ({"reason": "repetition", "repeats_line": 4}, "A passage cannot repeat its own line."),
        ({"end": 10_001}, "The document has only 10000 code points."),
        ({"end": 200}, "The end of the passage must come after its start."),
    ],
)
def test_an_exclusion_that_cannot_be_true_is_refused_with_advice(values, sentence, boss):
    exclusion = builders.an_exclusion()
    before = row(exclusion)
    url = address("change", exclusion)
    page = boss.post(url, form_data(boss, url) | values)
    assert sentence in html.unescape(errors_on(page))
    assert row(exclusion) == before


def test_an_exclusion_is_entered_with_its_history(boss):
    url = address("add", models.Exclusion())
    values = {
        "document": builders.a_document().pk,
        "slug": "again",
        "start": 10,
        "end": 20,
        "line": 2,
        "passage_sha256": "0" * 64,
        "reason": "repetition",
        "repeats_line": 1,
    }
    assert boss.post(url, form_data(boss, url) | values).status_code == 302
    exclusion = models.Exclusion.objects.get(slug="again")
    assert (exclusion.reason, exclusion.repeats_line) == ("repetition", 1)
    version = exclusion.history.get()
    assert (version.history_user.username, version.history_change_reason) == ("boss", "A test.")


def test_a_list_of_exclusions_can_be_narrowed_to_a_reason(boss):
    builders.an_exclusion(slug="a-heading")
    builders.an_exclusion(slug="a-menu", reason=ExclusionReason.NAVIGATION)
    url = address("changelist", models.Exclusion())
    assert 'href="?reason__exact=navigation"' in boss.get(url).content.decode()
    page = boss.get(url, {"reason__exact": "navigation"})
    assert [entry.slug for entry in page.context["cl"].result_list] == ["a-menu"]


def test_two_documents_under_one_file_name_are_refused(boss):
    builders.a_document(file_name="talks.txt")
    other = builders.a_document()
    url = address("change", other)
    page = boss.post(url, form_data(boss, url) | {"file_name": "talks.txt"})
    assert "Another document is kept under this file name." in errors_on(page)
    assert row(other)["file_name"] == ""


@pytest.mark.slow
def test_a_delegation_entered_twice_is_refused_with_advice(boss):
    meeting, party = builders.a_round(), builders.a_party()
    url = address("change", meeting)
    data = form_data(boss, url)
    for _ in range(2):
        add_row(data, "participants", party=party.pk, role="party", level="unknown")
    page = boss.post(url, data)
    assert page.status_code == 200
    assert "Enter each round participant once." in page.content.decode()


def test_autocomplete_finds_entries_for_those_who_may_see_them(viewer):
    party = builders.a_party(name="Ruritania")
    question = {
        "app_label": "relations",
        "model_name": "position",
        "field_name": "party",
        "term": "rurit",
    }
    answer = viewer.get(reverse("admin:autocomplete"), question)
    assert json.loads(answer.content)["results"] == [{"id": str(party.pk), "text": "Ruritania"}]
    assert staff("nobody").get(reverse("admin:autocomplete"), question).status_code == 403


def test_autocomplete_asks_as_much_for_twelve_names_as_for_two(boss):
    question = {"app_label": "relations", "model_name": "positionstatement"}
    question |= {"field_name": "position", "term": ""}

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert boss.get(reverse("admin:autocomplete"), question).status_code == 200
        return len(queries)

    for _ in range(2):
        builders.a_position()
    count()  # what is asked once and kept
    few = count()
    for _ in range(10):
        builders.a_position()
    assert count() == few


@pytest.mark.slow
@pytest.mark.parametrize("number", ["abc", "_", "%00", "9" * 30])
def test_history_of_a_malformed_number_is_not_found(number, admin_client):
    assert admin_client.get(f"/admin/relations/round/{number}/history/").status_code in (302, 404)
