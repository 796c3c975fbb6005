"""The way to the public: who may take which step, and what a correction leaves as it is."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from relations import models
from relations.desk import proposals, review
from relations.desk.review import ReviewError, fingerprint
from relations.models import Proposal, ReviewEvent
from tests import builders
from tests.builders import BUILDERS
from tests.people import a_user

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]


@pytest.fixture
def anna():
    return a_user("anna")


@pytest.fixture
def rhea():
    return a_user("rhea", "review_entries")


@pytest.fixture
def boss():
    return get_user_model().objects.create_superuser("boss")


def written_by(entry, user):
    """The entry, after the user saved it."""
    entry._history_user = user
    entry.save()
    return type(entry).objects.get(pk=entry.pk)


def a_draft(build=builders.an_issue, **values):
    return build(publication_status="draft", reviewed_in=None, **values)


def a_cited_draft(user, build=builders.an_issue, **values):
    """A draft with a draft citation, both written by the user."""
    entry = written_by(a_draft(build, **values), user)
    kind = type(entry)._meta.model_name
    citation = a_draft(builders.a_citation, **{kind: entry})
    written_by(citation, user)
    return entry


def approved(proposal, user):
    review.approve(proposal, user, seen=fingerprint(proposal))


def stored(entry):
    return type(entry).objects.get(pk=entry.pk)


# Four eyes in the database -----------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("build", BUILDERS.values(), ids=lambda build: build.__name__)
def test_the_database_refuses_an_author_as_the_reviewer(build, anna, rhea):
    draft = a_draft(build)
    for submitted_by, reviewed_by, reviewed_in in (
        (anna, anna, "desk"),
        (None, rhea, "desk"),
        (anna, None, "desk"),
        (None, None, "desk"),
        (None, None, None),
        (anna, rhea, None),
        (anna, rhea, "version_control"),
        (None, rhea, "version_control"),
    ):
        draft.publication_status = "published"
        draft.submitted_by, draft.reviewed_by = submitted_by, reviewed_by
        draft.reviewed_in = reviewed_in
        with pytest.raises(IntegrityError), transaction.atomic():
            draft.save()
    draft.submitted_by, draft.reviewed_by, draft.reviewed_in = anna, rhea, "desk"
    draft.save()
    assert stored(draft).publication_status == "published"


@pytest.mark.parametrize("build", BUILDERS.values(), ids=lambda build: build.__name__)
def test_the_database_refuses_whoever_wrote_with_the_author(build, anna, rhea, boss):
    draft = written_by(a_draft(build), rhea)
    draft.publication_status, draft.reviewed_in = "published", "desk"
    draft.submitted_by, draft.reviewed_by = anna, rhea
    with pytest.raises(IntegrityError, match="four eyes"), transaction.atomic():
        draft.save()
    draft.reviewed_by = boss
    draft.save()
    assert stored(draft).reviewed_by == boss


def test_a_new_row_is_not_published_by_who_wrote_it_either(anna):
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.an_issue(reviewed_in="desk", submitted_by=anna, reviewed_by=anna)


def test_who_wrote_before_the_last_publication_may_review_the_next(anna, rhea, boss):
    entry = a_cited_draft(rhea)
    approved(review.submit(entry, rhea), boss)
    entry = stored(entry)
    entry.submitted_by, entry.reviewed_by = anna, rhea
    entry.save()
    assert stored(entry).reviewed_by == rhea


def test_whoever_changes_a_link_is_an_author_of_what_it_belongs_to(anna, rhea):
    draft = written_by(a_draft(builders.a_statement), anna)
    link = models.StatementParty(statement=draft, party=builders.a_party())
    link._history_user = rhea
    link.save()
    draft.publication_status, draft.reviewed_in = "published", "desk"
    draft.submitted_by, draft.reviewed_by = anna, rhea
    with pytest.raises(IntegrityError, match="four eyes"), transaction.atomic():
        draft.save()


def test_a_correction_is_not_approved_by_its_author_in_the_database(anna):
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(
            model="issue",
            row_id=1,
            kind="correction",
            status="approved",
            author=anna,
            reviewer=anna,
        )


# New entries -------------------------------------------------------------------------------------


def test_a_draft_becomes_public_with_its_citations_by_a_second_person(anna, rhea, reader):
    entry = a_cited_draft(anna, slug="fishing")
    reader.get_json("/api/v1/issues/fishing", expect=404)
    proposal = review.submit(entry, anna)
    assert stored(entry).publication_status == "in_review"
    reader.get_json("/api/v1/issues/fishing", expect=404)
    approved(proposal, rhea)
    assert reader.get_json("/api/v1/issues/fishing")["slug"] == "fishing"
    entry, citation = stored(entry), entry.citations.get()
    for row in (entry, citation):
        assert (row.submitted_by, row.reviewed_by, row.reviewed_in) == (anna, rhea, "desk")
        assert (row.publication_status, row.version) == ("published", 1)
    steps = ReviewEvent.objects.about(entry).values_list("step", "actor__username")
    assert list(steps) == [("wrote", "anna"), ("submitted", "anna"), ("published", "rhea")]


def test_nobody_publishes_what_they_wrote_superusers_included(anna, boss):
    proposal = review.submit(a_cited_draft(boss), boss)
    with pytest.raises(PermissionDenied, match="You wrote this"):
        approved(proposal, boss)
    with pytest.raises(PermissionDenied, match="for reviewers"):
        approved(proposal, anna)


def test_who_wrote_a_part_does_not_publish_it_for_another(anna, rhea):
    entry = a_cited_draft(anna)
    written_by(entry.citations.get(), rhea)
    with pytest.raises(PermissionDenied, match="You wrote this"):
        approved(review.submit(entry, anna), rhea)


def test_what_is_sent_back_is_a_draft_with_a_reason_and_goes_on_from_there(anna, rhea):
    entry = a_cited_draft(anna)
    proposal = review.submit(entry, anna)
    with pytest.raises(ReviewError, match="Say what"):
        review.send_back(proposal, rhea, " ")
    with pytest.raises(PermissionDenied):
        review.send_back(proposal, anna, "No.")
    review.send_back(proposal, rhea, "The line is wrong.")
    assert stored(entry).publication_status == "draft"
    assert entry.history.first().history_change_reason == "The line is wrong."
    again = review.submit(stored(entry), anna)
    assert again == proposal
    assert "The line is wrong." in proposal.events.values_list("comment", flat=True)
    approved(again, rhea)  # sending back is no writing
    assert stored(entry).publication_status == "published"


def test_the_author_takes_back_and_nobody_else(anna, rhea):
    entry = a_cited_draft(anna)
    proposal = review.submit(entry, anna)
    with pytest.raises(PermissionDenied):
        review.take_back(proposal, rhea)
    review.take_back(proposal, anna)
    assert stored(entry).publication_status == "draft"


def test_only_a_draft_is_sent_for_review(anna):
    with pytest.raises(ReviewError, match="this is published"):
        review.submit(builders.an_issue(), anna)


def test_what_was_changed_after_it_was_seen_is_not_published(anna, rhea):
    entry = a_cited_draft(anna)
    proposal = review.submit(entry, anna)
    seen = fingerprint(proposal)
    entry = stored(entry)
    entry.name = "Another name"
    entry.save()
    with pytest.raises(ReviewError, match="after you opened it"):
        review.approve(proposal, rhea, seen=seen)
    assert stored(entry).publication_status == "in_review"


def test_what_would_break_a_rule_of_the_record_is_not_published(anna, rhea):
    entry = written_by(a_draft(), anna)
    proposal = review.submit(entry, anna)
    assert any("no published citation" in each for each in review.obstacles(proposal))
    versions = entry.history.count()
    with pytest.raises(ReviewError, match="no published citation"):
        approved(proposal, rhea)
    assert stored(entry).publication_status == "in_review"
    assert entry.history.count() == versions


def test_the_second_of_two_reviewers_is_told_what_the_first_did(anna, rhea, boss):
    entry = a_cited_draft(anna)
    proposal = review.submit(entry, anna)
    seen = fingerprint(proposal)
    review.approve(proposal, rhea, seen=seen)
    versions = entry.history.count()
    with pytest.raises(ReviewError, match="rhea published it"):
        review.approve(proposal, boss, seen=seen)
    assert entry.history.count() == versions


# Corrections -------------------------------------------------------------------------------------


def corrected(entry, user, reason="A slip.", **values):
    """A proposal of the user that the entry should have other values."""
    before = proposals.picture(entry)
    key = entry._meta.model_name, entry.pk
    after = before | {key: before[key] | values}
    return proposals.keep(entry, user, before, after, reason)


def a_cited_issue(**values):
    issue = builders.an_issue(**values)
    builders.a_citation(issue=issue)
    return issue


def test_a_correction_leaves_what_is_public_until_it_is_approved(anna, rhea, reader):
    issue = a_cited_issue(slug="fishing", name="Fishing")
    proposal = corrected(issue, anna, name="Fisheries")
    before = reader.get("/api/v1/issues/fishing").content
    review.send(proposal, anna)
    assert reader.get("/api/v1/issues/fishing").content == before
    approved(Proposal.objects.get(), rhea)
    answer = reader.get_json("/api/v1/issues/fishing")
    assert answer["name"] == "Fisheries"
    issue = stored(issue)
    assert (issue.version, issue.correction_reason) == (2, "A slip.")
    assert issue.corrected_at
    assert (issue.submitted_by, issue.reviewed_by, issue.reviewed_in) == (anna, rhea, "desk")
    assert "A slip." in issue.history.first().history_change_reason


def test_a_correction_needs_another_to_approve_it(anna, boss):
    proposal = corrected(a_cited_issue(), boss, name="Fisheries")
    review.send(proposal, boss)
    with pytest.raises(PermissionDenied, match="You wrote this"):
        approved(Proposal.objects.get(), boss)


def test_a_correction_whose_entry_was_changed_since_is_not_applied(anna, rhea):
    issue = a_cited_issue(name="Fishing")
    proposal = corrected(issue, anna, name="Fisheries")
    review.send(proposal, anna)
    issue.name = "Fish"
    issue.save()
    with pytest.raises(ReviewError, match="changed by somebody since"):
        approved(Proposal.objects.get(), rhea)
    assert stored(issue).name == "Fish"


def test_a_correction_of_one_column_does_not_undo_a_change_of_another(anna, rhea):
    issue = a_cited_issue(name="Fishing")
    proposal = corrected(issue, anna, name="Fisheries")
    issue.description = "Who may catch what."
    issue.save()
    review.send(proposal, anna)
    approved(Proposal.objects.get(), rhea)
    assert (stored(issue).name, stored(issue).description) == ("Fisheries", "Who may catch what.")


def test_a_correction_may_be_put_on_top_of_what_stands_there_now(anna, rhea):
    issue = a_cited_issue(name="Fishing")
    proposal = corrected(issue, anna, name="Fisheries")
    issue.name = "Fish"
    issue.save()
    proposals.begin_anew(proposal)
    review.send(proposal, anna)
    approved(Proposal.objects.get(), rhea)
    assert stored(issue).name == "Fisheries"


def test_an_entry_has_one_open_correction(anna, rhea):
    issue = a_cited_issue()
    corrected(issue, anna, name="Fisheries")
    with pytest.raises(ReviewError, match="anna has a proposal"):
        corrected(issue, rhea, name="Fish")
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(model="issue", row_id=issue.pk, author=rhea, kind="correction")


def test_a_withdrawn_correction_makes_room_for_another(anna, rhea):
    issue = a_cited_issue()
    proposal = corrected(issue, anna, name="Fisheries")
    with pytest.raises(PermissionDenied):
        review.withdraw(proposal, rhea)
    review.withdraw(proposal, anna)
    corrected(issue, rhea, name="Fish")
    assert stored(issue).name == "Fishing"


def test_a_correction_without_a_change_is_not_sent(anna):
    proposal = corrected(a_cited_issue(name="Fishing"), anna, name="Fishing")
    with pytest.raises(ReviewError, match="Nothing is changed"):
        review.send(proposal, anna)


# Retraction and restoration ----------------------------------------------------------------------


def test_a_retraction_keeps_the_reason_and_everything_else(anna, rhea, reader):
    editor = a_user("edith", "retract_entries")
    statement = builders.a_statement(slug="words")
    builders.a_citation(statement=statement)
    proposal = corrected(statement, anna, venue="Strelsau")
    with pytest.raises(PermissionDenied):
        review.retract(statement, rhea, "Misread.")
    with pytest.raises(ReviewError, match="Say for the public"):
        review.retract(statement, editor, " ")
    review.retract(statement, editor, "Misread.")
    assert (stored(statement).publication_status, stored(statement).retraction_reason) == (
        "retracted",
        "Misread.",
    )
    assert statement.citations.get().publication_status == "retracted"
    reader.get_json("/api/v1/statements/words", expect=410)
    assert Proposal.objects.get(pk=proposal.pk).status == "withdrawn"
    with pytest.raises(ReviewError, match="this is retracted"):
        review.retract(stored(statement), editor, "Again.")


def test_what_the_record_would_lack_after_a_retraction_is_told_and_nothing_done(boss):
    statement = builders.a_statement()
    position = builders.a_position()
    builders.a_citation(position=position, slug="only-evidence")
    citation = position.citations.get()
    told = review.consequences(citation)
    assert any("no published citation" in each for each in told)
    assert stored(citation).publication_status == "published"
    assert citation.history.count() == 1
    assert stored(statement).publication_status == "published"


def test_an_earlier_version_is_restored_as_a_new_draft_with_its_links(anna, rhea, reader):
    statement = builders.a_statement(slug="words", venue="Strelsau", speaker=None)
    builders.a_citation(statement=statement, exact="We shall fish.", **SAME_WORDS)
    kept, removed = builders.a_party(slug="kept"), builders.a_party(slug="removed")
    models.StatementParty.objects.create(statement=statement, party=kept)
    link = models.StatementParty.objects.create(statement=statement, party=removed)
    statement.save()
    version = statement.history.first()
    link.delete()
    models.StatementParty.objects.create(statement=statement, party=builders.a_party(slug="late"))
    statement.venue = "Zenda"
    statement.save()
    review.retract(statement, a_user("edith", "retract_entries"), "Misread.")

    proposal = proposals.restore(version, anna, "It was right.")
    assert stored(statement).publication_status == "retracted"
    reader.get_json("/api/v1/statements/words", expect=410)
    review.send(proposal, anna)
    approved(Proposal.objects.get(), rhea)
    answer = reader.get_json("/api/v1/statements/words")
    assert answer["venue"] == "Strelsau"
    assert [party["slug"] for party in answer["parties"]] == ["kept", "removed"]
    assert (stored(statement).version, stored(statement).retraction_reason) == (2, "")
    assert statement.citations.get().publication_status == "published"


SAME_WORDS = {
    "start": 0,
    "end": 14,
    "passage_sha256": "1b1d2a2e0ac5b1c9c1d5f9e2cf1a1a2b1d2a2e0ac5b1c9c1d5f9e2cf1a1a2b00",
}


def test_a_draft_is_restored_at_once(anna):
    draft = written_by(a_draft(name="Fishing"), anna)
    version = draft.history.first()
    draft.name = "Fish"
    draft.save()
    assert proposals.restore(version, anna, "The first name was better.") is None
    assert stored(draft).name == "Fishing"
    assert draft.history.first().history_change_reason == "The first name was better."


def test_what_is_in_review_is_not_restored(anna):
    draft = a_cited_draft(anna)
    version = draft.history.first()
    review.submit(draft, anna)
    with pytest.raises(ReviewError, match="Take it back"):
        proposals.restore(version, anna, "Why not.")


# Files -------------------------------------------------------------------------------------------


def test_what_plain_loaddata_loads_is_marked_as_reviewed_with_its_file(tmp_path):
    from django.core import serializers
    from django.core.management import call_command

    party = builders.a_party(slug="ruritania")
    path = tmp_path / "party.json"
    path.write_text(serializers.serialize("json", [party], use_natural_primary_keys=True))
    models.Party.objects.filter(pk=party.pk).delete()
    call_command("loaddata", str(path), verbosity=0)
    assert models.Party.objects.get(slug="ruritania").reviewed_in == "version_control"


# Two at once -------------------------------------------------------------------------------------

# SQLite has one writer at a time by itself, and in memory no second connection.
if connection.vendor == "postgresql":

    @pytest.mark.django_db(transaction=True)
    def test_of_two_reviewers_at_once_one_publishes_and_the_other_is_told():
        anna, rhea = a_user("anna"), a_user("rhea", "review_entries")
        boss = get_user_model().objects.create_superuser("boss")
        entry = a_cited_draft(anna)
        proposal = review.submit(entry, anna)
        seen = fingerprint(proposal)
        versions = entry.history.count()
        ready, results = threading.Barrier(2), []

        def publish(user):
            try:
                ready.wait(30)
                review.approve(proposal, user, seen=seen)
                results.append("published")
            except ReviewError as error:
                results.append(str(error))
            finally:
                connection.close()

        threads = [threading.Thread(target=publish, args=[user]) for user in (rhea, boss)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(each == "published" for each in results) == [False, True]
        (told,) = (each for each in results if each != "published")
        assert "published it at" in told
        assert entry.history.count() == versions + 1
        assert ReviewEvent.objects.about(entry).filter(step="published").count() == 1
