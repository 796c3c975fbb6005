"""The address of an entry that was merged leads to where the entry is found now."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from api.v1.feeds import FEEDS
from api.v1.urls import router
from relations import models
from relations.desk.duplicates import WORDS
from relations.desk.merging import merge, undo
from relations.vocabularies import PublicationStatus
from tests import builders

PATHS = {view.model: f"/api/v1/{prefix}" for prefix, view, _ in router.registry}
pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return get_user_model().objects.create_user("editor")


def a_pair(model):
    build = builders.BUILDERS[model]
    return build(), build()


@pytest.mark.slow
@pytest.mark.parametrize("model", WORDS, ids=lambda model: model.__name__)
def test_the_old_address_of_any_noun_leads_to_the_new_one(model, reader, editor):
    loser, winner = a_pair(model)
    merge(loser, winner, editor)
    answer = reader.get(f"{PATHS[model]}/{loser.slug}")
    assert answer.status_code == 308
    assert answer["Location"] == f"{PATHS[model]}/{winner.slug}"
    assert answer.content == b""
    followed = reader.get(f"{PATHS[model]}/{loser.slug}", follow=True)
    assert followed.json()["slug"] == winner.slug


def test_a_citation_that_was_merged_along_leads_to_the_other(reader, editor):
    document = builders.a_document()
    loser, winner = a_pair(models.Party)
    old, new = (builders.a_citation(document=document, party=party) for party in (loser, winner))
    merge(loser, winner, editor)
    assert reader.get(f"/api/v1/citations/{old.slug}")["Location"].endswith(f"/{new.slug}")


def test_the_query_is_kept_and_checked(reader, editor):
    loser, winner = a_pair(models.Statement)
    merge(loser, winner, editor)
    path = f"/api/v1/statements/{loser.slug}"
    answer = reader.get(f"{path}?include=positions")
    assert answer["Location"] == f"/api/v1/statements/{winner.slug}?include=positions"
    assert reader.get(f"{path}?bogus=1").status_code == 400
    assert reader.head(path).status_code == 308
    assert reader.get(path, headers={"accept": "no/such"}).status_code == 406


def test_every_format_leads_on(reader, editor):
    loser, winner = a_pair(models.Statement)
    merge(loser, winner, editor)
    accept = {"accept": "application/x-bibtex"}
    path = f"/api/v1/statements/{loser.slug}"
    answer = reader.get(path, headers=accept)
    assert answer.status_code == 308
    assert "Accept" in answer["Vary"]
    assert winner.slug in reader.get(path, headers=accept, follow=True).content.decode()


@pytest.mark.parametrize("noun", FEEDS, ids=lambda noun: noun.model.__name__)
def test_a_feed_leads_on(noun, reader, editor):
    loser, winner = a_pair(noun.model)
    merge(loser, winner, editor)
    answer = reader.get(f"{PATHS[noun.model]}/{loser.slug}/feed.atom")
    assert answer.status_code == 308
    assert answer["Location"] == f"{PATHS[noun.model]}/{winner.slug}/feed.atom"


def test_a_chain_leads_to_its_end_at_once(reader, editor):
    first, second, third = (builders.a_party() for _ in range(3))
    merge(first, second, editor)
    merge(second, third, editor)
    for loser in (first, second):
        answer = reader.get(f"/api/v1/parties/{loser.slug}")
        assert answer["Location"] == f"/api/v1/parties/{third.slug}"


def test_a_merge_that_was_undone_leads_nowhere(reader, editor):
    loser, winner = a_pair(models.Party)
    made = merge(loser, winner, editor)
    undo(made, editor)
    assert reader.get(f"/api/v1/parties/{loser.slug}").json()["slug"] == loser.slug
    loser.publication_status, loser.retraction_reason = PublicationStatus.RETRACTED, "A slip."
    loser.save()
    assert reader.get(f"/api/v1/parties/{loser.slug}").status_code == 410


def test_a_draft_that_was_merged_leads_nowhere(reader, editor):
    winner = builders.a_party()
    draft = builders.a_party(publication_status=PublicationStatus.DRAFT)
    merge(draft, winner, editor)
    assert reader.get(f"/api/v1/parties/{draft.slug}").status_code == 404
    assert reader.get(f"/api/v1/statements?party={draft.slug}").status_code == 400


def test_nothing_leads_to_what_the_public_cannot_see(reader, editor):
    loser, winner = a_pair(models.Party)
    merge(loser, winner, editor)
    winner.publication_status = PublicationStatus.RETRACTED
    winner.retraction_reason = "A slip."
    winner.save()
    assert reader.get(f"/api/v1/parties/{loser.slug}").status_code == 410
    assert reader.get(f"/api/v1/statements?party={loser.slug}").status_code == 400


def test_a_filter_by_the_old_slug_finds_what_the_new_one_finds(reader, editor):
    loser, winner = a_pair(models.Party)
    statement = builders.a_statement()
    models.StatementParty.objects.create(statement=statement, party=loser)
    merge(loser, winner, editor)
    for asked in (loser.slug, winner.slug):
        page = reader.get_json("/api/v1/statements", party=asked)
        assert [row["slug"] for row in page["results"]] == [statement.slug]
        assert [party["slug"] for party in page["results"][0]["parties"]] == [winner.slug]
        rows = reader.get_json("/api/v1/positions/matrix", party=asked)
        assert [party["slug"] for party in rows["parties"]] == [winner.slug]
    page = reader.get_json("/api/v1/statements", party=[loser.slug, winner.slug])
    assert len(page["results"]) == 1
    problem = reader.get_json("/api/v1/statements", expect=400, party=[loser.slug, "nobody"])
    assert "“nobody”" in problem["errors"][0]["detail"]


def test_the_past_still_has_the_old_slug(reader, editor):
    loser, winner = a_pair(models.Party)
    office = builders.an_office(party=loser)
    before = timezone.now()
    merge(loser, winner, editor)
    path, asked = (
        f"/api/v1/parties/{loser.slug}",
        {"recorded_at": f"{before:%Y-%m-%dT%H:%M:%S.%fZ}"},
    )
    assert reader.get_json(path, **asked)["slug"] == loser.slug
    page = reader.get_json("/api/v1/offices", party=loser.slug, **asked)
    assert [row["party"]["slug"] for row in page["results"]] == [loser.slug]
    after = {"recorded_at": f"{timezone.now():%Y-%m-%dT%H:%M:%S.%fZ}"}
    answer = reader.get(path, after)
    assert answer["Location"] == f"/api/v1/parties/{winner.slug}?recorded_at=" + after[
        "recorded_at"
    ].replace(":", "%3A")
    page = reader.get_json("/api/v1/offices", party=loser.slug, **after)
    assert [row["slug"] for row in page["results"]] == [office.slug]
    assert page["results"][0]["party"]["slug"] == winner.slug
    long_ago = {"recorded_at": f"{before - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"}
    assert reader.get(path, long_ago).status_code == 404


@pytest.mark.slow
def test_the_changes_say_into_what_it_was_merged(reader, editor):
    loser, winner = a_pair(models.Party)
    office = builders.an_office(party=loser)
    since = reader.get_json("/api/v1/changes", page_size=500)["revision"]
    merge(loser, winner, editor)
    told = {
        row["slug"]: (row["kind"], row["reason"])
        for row in reader.get_json("/api/v1/changes", since=since)["results"]
    }
    assert told[loser.slug] == ("retracted", f"Merged into {winner.slug}")
    assert told[office.slug] == ("changed", None)


def test_a_retracted_entry_says_why_at_its_own_address(reader, db):
    party = builders.a_party(
        slug="gone", publication_status="retracted", retraction_reason="Named by mistake."
    )
    answer = reader.get_json("/api/v1/parties/gone", expect=410)
    assert answer["detail"] == "It was published, and retracted. The reason: Named by mistake."
    depends = builders.a_position(slug="of-gone", party=party)
    answer = reader.get_json(f"/api/v1/positions/{depends.slug}", expect=410)
    assert "Named by mistake." in answer["detail"]
    builders.a_party(slug="draft", publication_status="draft", retraction_reason="Not for you.")
    answer = reader.get_json("/api/v1/parties/draft", expect=404)
    assert "Not for you." not in answer["detail"]
    never = reader.get_json("/api/v1/parties/never", expect=404)
    assert answer["detail"] == never["detail"]
