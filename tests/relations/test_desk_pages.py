"""The desk in the admin: proposals over what is public, pages of review, the queue, conflicts."""

import html

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relations import models
from relations.admin.audited import AuditedAdmin
from relations.desk import review
from relations.desk.review import fingerprint
from relations.models import Proposal
from tests import builders
from tests.builders import BUILDERS
from tests.people import a_member, a_user, a_viewer, logged_in
from tests.relations.test_admin import add_row, address, form_data, row

pytestmark = pytest.mark.django_db

NOUNS = list(BUILDERS)


@pytest.fixture
def anna():
    return a_user("anna")


@pytest.fixture
def rhea():
    return a_user("rhea", "review_entries")


@pytest.fixture
def edith():
    return a_user("edith", "review_entries", "retract_entries")


def page_of(entry, name, *arguments):
    pattern = f"admin:relations_{entry._meta.model_name}_{name}"
    return reverse(pattern, args=[entry.pk, *arguments])


def told(answer):
    """What the page that follows says, entities resolved."""
    return html.unescape(answer.content.decode())


def a_cited_statement(**values):
    statement = builders.a_statement(mode="indirect", **values)
    builders.a_citation(statement=statement)
    return statement


def saved(client, entry, **values):
    """Save the form of an entry with other values."""
    url = address("change", entry)
    return client.post(url, form_data(client, url) | values)


def decided(client, entry, decision, comment="", follow=True):
    url = page_of(entry, "review")
    page = client.get(url)
    seen = page.context["seen"] if page.status_code == 200 else ""
    data = {"decision": decision, "comment": comment, "seen": seen}
    return client.post(url, data, follow=follow)


# Proposals ---------------------------------------------------------------------------------------


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model.__name__)
def test_what_is_saved_over_a_published_entry_is_a_proposal(model, anna):
    entry = BUILDERS[model]()
    stored, versions = row(entry), entry.history.count()
    field = next(
        name
        for name in ("note", "description", "summary", "name", "title", "question", "venue", "city")
        if name in {column.name for column in model._meta.concrete_fields}
    )
    answer = saved(logged_in(anna), entry, **{field: "Other words."})
    assert answer.status_code == 302
    assert row(entry) == stored
    assert entry.history.count() == versions
    proposal = Proposal.objects.get()
    assert (proposal.author, proposal.status, proposal.reason) == (anna, "draft", "A test.")
    (change,) = proposal.changes
    assert change["after"][field] == "Other words."


@pytest.mark.slow
def test_the_form_shows_the_proposal_to_its_author_and_the_entry_to_others(anna, rhea):
    statement = a_cited_statement(venue="Strelsau")
    client = logged_in(anna)
    saved(client, statement, venue="Zenda")
    page = client.get(address("change", statement))
    assert page.context["adminform"].form["venue"].value() == "Zenda"
    assert page.context["adminform"].form["change_reason"].value() == "A test."
    assert 'value="Zenda"' in told(page)
    page = logged_in(rhea).get(address("change", statement))
    assert "anna is writing a correction" in told(page)
    assert "Strelsau" in told(page)
    assert 'name="_save"' not in told(page)


@pytest.mark.slow
def test_who_saves_while_another_correction_is_open_sees_both_texts(anna):
    statement, editor = a_cited_statement(venue="Strelsau"), a_member("ede", "curator")
    client = logged_in(editor)
    data = form_data(client, address("change", statement)) | {"venue": "Hentzau"}
    saved(logged_in(anna), statement, venue="Zenda")
    stored, kept = row(statement), Proposal.objects.values().get()
    page = client.post(address("change", statement), data)
    assert page.status_code == 409
    assert "anna is writing a correction" in told(page)
    assert all(words in told(page) for words in ("Zenda", "Hentzau", "What anna proposes"))
    assert "successfully" not in told(page)
    assert (row(statement), Proposal.objects.values().get()) == (stored, kept)
    # What cannot be read is shown in the form, as ever.
    page = client.post(address("change", statement), data | {"said_on": "3/4/2025"})
    assert page.status_code == 200
    assert "Hentzau" in told(page)
    assert logged_in(a_viewer("vic")).post(address("change", statement), data).status_code == 403


@pytest.mark.slow
def test_all_that_becomes_public_is_shown_to_the_reviewer(anna, rhea):
    draft = {"publication_status": "draft", "reviewed_in": None}
    statement = builders.a_statement(**draft)
    party, issue = builders.a_party(name="Ruritania"), builders.an_issue(name="Fishing rights")
    models.StatementParty.objects.create(statement=statement, party=party)
    models.StatementIssue.objects.create(statement=statement, issue=issue)
    held = builders.a_round(**draft)
    person = builders.a_person(name="Rudolf Rassendyll")
    models.RoundParticipant.objects.create(round=held, party=party, person=person, role="party")
    for entry, words in ((statement, ["Ruritania", "Fishing rights"]), (held, ["Rassendyll"])):
        sent = told(logged_in(anna).get(page_of(entry, "submit")))
        review.submit(entry, anna)
        page = told(logged_in(rhea).get(page_of(entry, "review")))
        for word in words:
            assert word in sent
            assert word in page


@pytest.mark.slow
def test_the_reason_of_one_proposal_is_not_that_of_another(anna):
    client = logged_in(anna)
    saved(client, a_cited_statement(), venue="Zenda", change_reason="Of the first.")
    client.get(address("change", models.Statement.objects.get()))
    for entry in (builders.a_party(), a_cited_statement()):
        page = client.get(address("change", entry))
        assert page.context["adminform"].form["change_reason"].value() is None


@pytest.mark.slow
def test_a_proposal_keeps_links_and_rows_that_are_added_changed_and_removed(anna, rhea, reader):
    statement = a_cited_statement(slug="words")
    kept = models.StatementParty.objects.create(
        statement=statement, party=builders.a_party(slug="kept")
    )
    gone = models.StatementParty.objects.create(
        statement=statement, party=builders.a_party(slug="gone")
    )
    client, url = logged_in(anna), address("change", statement)
    data = form_data(client, url) | {"party_links-1-DELETE": "on", "citations-0-note": "Look."}
    add_row(data, "issue_links", issue=builders.an_issue(slug="new-issue").pk)
    add_row(
        data,
        "citations",
        slug="second-place",
        document=builders.a_document().pk,
        start=1,
        end=9,
        line=1,
        passage_sha256="0" * 64,
        bearing="supports",
    )
    assert client.post(url, data).status_code == 302
    assert models.StatementParty.objects.filter(pk=gone.pk).exists()
    assert statement.citations.count() == 1
    # Once more, with the rows that are only proposed among the others.
    data = form_data(client, url) | {"venue": "Zenda"}
    assert data["citations-TOTAL_FORMS"] == 2
    assert client.post(url, data).status_code == 302
    decided(client, statement, "send")
    before = reader.get("/api/v1/statements/words").content
    answer = decided(logged_in(rhea), statement, "approve", "Right.")
    assert "Published." in told(answer)
    answer = reader.get_json("/api/v1/statements/words")
    assert reader.get("/api/v1/statements/words").content != before
    assert [party["slug"] for party in answer["parties"]] == ["kept"]
    assert [issue["slug"] for issue in answer["issues"]] == ["new-issue"]
    assert (answer["venue"], answer["version"]) == ("Zenda", 2)
    assert (answer["correction_reason"], answer["reviewed_in"]) == ("A test.", "desk")
    citations = {each.slug: each for each in statement.citations.all()}
    assert citations.pop("second-place").publication_status == "published"
    (first,) = citations.values()
    assert (first.note, first.version) == ("Look.", 2)
    assert kept.history.count() == 1


@pytest.mark.slow
def test_two_tabs_of_one_author_do_not_undo_each_other(anna):
    statement = a_cited_statement(venue="Strelsau")
    client, url = logged_in(anna), address("change", statement)
    saved(client, statement, venue="Zenda")
    first, second = form_data(client, url), form_data(client, url)
    assert client.post(url, first | {"venue": "Hentzau"}).status_code == 302
    page = client.post(url, second | {"venue": "Tarlenheim"})
    assert page.status_code == 200
    assert Proposal.objects.get().changes[0]["after"]["venue"] == "Hentzau"


def test_a_proposal_over_an_earlier_text_is_shown_and_put_on_top_on_demand(anna):
    statement = a_cited_statement(venue="Strelsau")
    client = logged_in(anna)
    saved(client, statement, venue="Zenda")
    statement = models.Statement.objects.get(pk=statement.pk)
    statement.venue = "Hentzau"
    statement.save()
    page = client.get(address("change", statement))
    assert page.status_code == 409
    assert "Zenda" in told(page)
    client.post(address("change", statement), {"_begin_anew": "1"})
    page = client.get(address("change", statement))
    assert page.context["adminform"].form["venue"].value() == "Zenda"


@pytest.mark.slow
def test_nothing_differs_nothing_to_send(anna):
    statement = a_cited_statement()
    client = logged_in(anna)
    answer = client.post(
        address("change", statement), form_data(client, address("change", statement)), follow=True
    )
    assert "Nothing differs" in told(answer)
    assert "Nothing is changed yet." in told(decided(client, statement, "send"))


# Conflicts ---------------------------------------------------------------------------------------


def test_the_second_of_two_who_save_sees_both_texts_and_decides(anna, rhea):
    issue = builders.an_issue(publication_status="draft", reviewed_in=None, name="Fishing")
    url = address("change", issue)
    hers, his = form_data(logged_in(anna), url), form_data(logged_in(rhea), url)
    assert logged_in(anna).post(url, hers | {"name": "Fisheries"}).status_code == 302
    page = logged_in(rhea).post(url, his | {"name": "Fish", "description": "Who eats it."})
    assert row(issue)["name"] == "Fisheries"
    content = told(page)
    assert "anna changed “Fisheries”" in content
    (conflict,) = page.context["conflicts"]
    shown = {field.label: (field.before, field.after) for field in conflict.fields}
    assert shown["Name"] == ("Fisheries", "Fish")
    assert "Who eats it." in content  # nothing that was entered is lost
    form = page.context["adminform"].form
    again = his | {"name": "Fish", "description": "Who eats it."}
    again["opened_version"] = form["opened_version"].value()
    assert logged_in(rhea).post(url, again).status_code == 302
    assert row(issue)["name"] == "Fish"


# Pages of review ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_draft_goes_through_the_pages_to_the_public(anna, rhea, reader):
    issue = builders.an_issue(publication_status="draft", reviewed_in=None, slug="fishing")
    builders.a_citation(issue=issue, publication_status="draft", reviewed_in=None)
    issue._history_user = anna
    issue.save()
    author, reviewer = logged_in(anna), logged_in(rhea)
    assert "Send for review" in told(author.get(address("change", issue)))
    assert author.get(page_of(issue, "submit")).status_code == 200
    assert row(issue)["publication_status"] == "draft"
    assert "Sent for review." in told(author.post(page_of(issue, "submit"), follow=True))
    assert "that is for reviewers" in told(author.get(page_of(issue, "review")))
    assert "Say what should be changed" in told(decided(reviewer, issue, "send_back"))
    assert "Sent back." in told(decided(reviewer, issue, "send_back", "The name is not printed."))
    assert "The name is not printed." in told(author.get(page_of(issue, "review")))
    author.post(page_of(issue, "submit"))
    assert "kept" in told(decided(reviewer, issue, "comment", "Better."))
    assert "Published." in told(decided(reviewer, issue, "approve"))
    assert reader.get_json("/api/v1/issues/fishing")["reviewed_in"] == "desk"


def test_what_is_in_review_is_read_only_for_everybody(anna):
    boss = get_user_model().objects.create_superuser("boss")
    issue = builders.an_issue(publication_status="draft", reviewed_in=None)
    data = form_data(logged_in(boss), address("change", issue))
    review.submit(issue, anna)
    for user in (anna, boss):
        client = logged_in(user)
        assert "It is in review" in told(client.get(address("change", issue)))
        stored = row(issue)
        page = client.post(address("change", issue), data | {"name": "Words that are not lost"})
        assert page.status_code == 200  # a draft that was changed since it was opened
        assert "Words that are not lost" in told(page)
        assert row(issue) == stored


@pytest.mark.slow
def test_obstacles_are_shown_and_keep_it_from_being_published(anna, rhea):
    issue = builders.an_issue(publication_status="draft", reviewed_in=None)
    review.submit(issue, anna)
    page = logged_in(rhea).get(page_of(issue, "review"))
    assert "no published citation" in told(page)
    assert "no published citation" in told(decided(logged_in(rhea), issue, "approve"))
    assert row(issue)["publication_status"] == "in_review"


def test_a_forged_decision_of_the_author_is_forbidden(rhea):
    boss = get_user_model().objects.create_superuser("boss")
    for author in (rhea, boss):
        issue = builders.an_issue(publication_status="draft", reviewed_in=None)
        builders.a_citation(issue=issue, publication_status="draft", reviewed_in=None)
        proposal = review.submit(issue, author)
        data = {"decision": "approve", "seen": fingerprint(proposal)}
        assert logged_in(author).post(page_of(issue, "review"), data).status_code == 403
        assert row(issue)["publication_status"] == "in_review"


def test_a_decision_on_what_was_changed_since_it_was_seen_is_told(anna, rhea):
    issue = builders.an_issue(publication_status="draft", reviewed_in=None)
    review.submit(issue, anna)
    data = {"decision": "approve", "seen": "0" * 16}
    answer = logged_in(rhea).post(page_of(issue, "review"), data, follow=True)
    assert "It was changed after you opened it" in told(answer)


@pytest.mark.slow
def test_a_retraction_names_its_consequences_and_needs_a_reason(edith, anna):
    statement = a_cited_statement()
    client = logged_in(edith)
    assert logged_in(anna).get(page_of(statement, "retract")).status_code == 403
    assert logged_in(anna).post(page_of(statement, "retract"), {"reason": "x"}).status_code == 403
    page = client.get(page_of(statement, "retract"))
    assert statement.slug in told(page)
    answer = client.post(page_of(statement, "retract"), {"reason": " "}, follow=True)
    assert "Say for the public" in told(answer)
    client.post(page_of(statement, "retract"), {"reason": "Misread."})
    assert (row(statement)["publication_status"], row(statement)["retraction_reason"]) == (
        "retracted",
        "Misread.",
    )
    assert "It is retracted" in told(client.get(address("change", statement)))


def test_a_version_is_restored_from_its_page(anna):
    issue = builders.an_issue(publication_status="draft", reviewed_in=None, name="Fishing")
    version = issue.history.first().pk
    issue.name = "Fish"
    issue.save()
    client, url = logged_in(anna), page_of(issue, "restore", version)
    assert url in told(client.get(page_of(issue, "simple_history", version)))
    assert "Say why" in told(client.post(url, {"reason": ""}, follow=True))
    client.post(url, {"reason": "It was better."})
    assert row(issue)["name"] == "Fishing"


PAGES = ["submit", "review", "retract"]


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model.__name__)
def test_a_viewer_takes_no_step_by_forged_posts(model, anna):
    entry = BUILDERS[model](publication_status="draft", reviewed_in=None)
    viewer = logged_in(a_viewer("vic"))
    version = entry.history.first().pk
    for url in (
        *(page_of(entry, name) for name in PAGES),
        page_of(entry, "restore", version),
    ):
        before = row(entry)
        data = {"reason": "x", "decision": "approve", "comment": "x", "_begin_anew": "1"}
        answer = viewer.post(url, data)
        # Without a proposal there is nothing to decide, of which the viewer is told.
        assert answer.status_code == (302 if url == page_of(entry, "review") else 403), url
        assert row(entry) == before
    proposal = review.submit(entry, anna)
    for decision in ("approve", "send_back", "take_back", "send", "withdraw", "comment"):
        data = {"decision": decision, "comment": "x", "seen": fingerprint(proposal)}
        assert viewer.post(page_of(entry, "review"), data).status_code == 403, decision
        assert row(entry)["publication_status"] == "in_review"


@pytest.mark.slow
@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model.__name__)
def test_who_may_not_see_an_entry_sees_none_of_its_pages(model):
    entry = BUILDERS[model]()
    nobody = logged_in(a_user("nobody", curates=False))
    for name in PAGES:
        assert nobody.get(page_of(entry, name)).status_code == 403
        assert nobody.post(page_of(entry, name), {}).status_code == 403
    assert nobody.get(page_of(entry, "restore", entry.history.first().pk)).status_code == 403


@pytest.mark.slow
def test_nothing_is_done_by_looking(anna, edith):
    issue = builders.an_issue(publication_status="draft", reviewed_in=None)
    builders.a_citation(issue=issue, publication_status="draft", reviewed_in=None)
    review.submit(issue, anna)
    stored, versions = row(issue), issue.history.count()
    client = logged_in(edith)
    for name in PAGES:
        client.get(page_of(issue, name), {"decision": "approve", "reason": "x"})
    assert (row(issue), issue.history.count()) == (stored, versions)


# The queue ---------------------------------------------------------------------------------------


def test_the_queue_has_what_waits_for_whom(anna, rhea):
    hers = builders.an_issue(publication_status="draft", reviewed_in=None, name="Of anna")
    review.submit(hers, anna)
    own = builders.an_issue(publication_status="draft", reviewed_in=None, name="Of rhea")
    review.submit(own, rhea)
    queue = reverse("admin:desk_queue")
    page = told(logged_in(rhea).get(queue))
    assert "Of anna" in page
    assert "Of rhea" not in page
    assert "Of rhea" in told(logged_in(rhea).get(queue, {"queue": "mine"}))
    page = told(logged_in(anna).get(queue))
    assert "Nothing waits for you." in page
    review.send_back(Proposal.objects.about(hers).get(), rhea, "Look again.")
    assert "Of anna" in told(logged_in(anna).get(queue, {"queue": "drafts"}))
    assert "Waiting for me: 0" in told(logged_in(anna).get(reverse("admin:index")))


def test_the_queue_is_for_those_who_may_see_proposals():
    assert (
        logged_in(a_user("nobody", curates=False)).get(reverse("admin:desk_queue")).status_code
        == 403
    )


def test_the_queue_asks_as_much_for_twelve_as_for_two(anna, rhea):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert logged_in(rhea).get(reverse("admin:desk_queue")).status_code == 200
        return len(queries)

    for build in (builders.a_position, builders.a_citation):
        for _ in range(2):
            review.submit(build(publication_status="draft", reviewed_in=None), anna)
    count()
    few = count()
    for build in (builders.a_position, builders.a_citation):
        for _ in range(5):
            review.submit(build(publication_status="draft", reviewed_in=None), anna)
    assert count() == few


def test_every_noun_has_the_pages_of_the_desk():
    for model in NOUNS:
        names = {pattern.name for pattern in admin.site._registry[model].get_urls()}
        wanted = {f"relations_{model._meta.model_name}_{page}" for page in (*PAGES, "restore")}
        assert wanted <= names


def test_no_part_of_an_entrys_admin_takes_the_place_of_another_by_its_name():
    """Only what each passes on by `super()` may stand in several."""
    passed_on = {"get_urls", "desk_steps", "changeform_view", "media", "get_queryset"}
    for page in admin.site._registry.values():
        seen = {}
        for part in type(page).__mro__:
            if part.__module__.startswith("relations.admin.") and part is not AuditedAdmin:
                for name in vars(part):
                    if not name.startswith("__") and callable(vars(part)[name]):
                        seen.setdefault(name, []).append(part)
        taken = {name: parts for name, parts in seen.items() if len(parts) > 1}
        assert set(taken) <= passed_on | OVERRIDDEN, taken


# Methods of Django's that several parts refine, each with the others'.
OVERRIDDEN = {
    "get_form",
    "get_fieldsets",
    "get_readonly_fields",
    "save_model",
    "save_related",
    "get_fields",
    "has_change_permission",
    "formfield_for_dbfield",
    "changelist_view",
}
