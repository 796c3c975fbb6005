"""Feeds of a negotiation, an issue and a party, read as XML."""

from datetime import datetime
from html import unescape
from xml.etree import ElementTree

import pytest

from relations import models
from tests import builders
from tests.api.contract import TEXTS

HOST = "http://testserver"
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [name for name in TEXTS if name.endswith("Feed")]


def feed(reader, path):
    """The root of a feed, with everything RFC 4287 asks of it."""
    answer = reader.get(path)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for node in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = node.findall(f"{ATOM}{name}")
            assert found.text.strip()
        assert text(node, "id").startswith("tag:negotiation-record,2026:")
        assert datetime.fromisoformat(text(node, "updated")).tzinfo
        assert len(node.findall(f"{ATOM}link[@rel='alternate']")) == 1
    assert text(root.find(f"{ATOM}author"), "name") == "Negotiation record"
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == f"{HOST}{path}"
    ids = [text(entry, "id") for entry in entries(root)]
    assert len(set(ids)) == len(ids)
    return root


def text(node, name):
    found = node.find(f"{ATOM}{name}")
    return None if found is None else found.text


def entries(root):
    return root.findall(f"{ATOM}entry")


def kinds(root):
    return sorted(entry.find(f"{ATOM}category").get("term") for entry in entries(root))


def of(noun):
    return f"/api/v1/{noun._meta.verbose_name_plural}/{noun.slug}/feed.atom"


@pytest.fixture
def nouns(db):
    """A negotiation, issue and party to which one entry of every kind is tied, and no other."""
    party = builders.a_party()
    issue = builders.an_issue()
    body, sub_issue = builders.a_party(parent=party), builders.an_issue(parent=issue)
    negotiation = builders.a_negotiation()
    held = builders.a_round(negotiation=negotiation, outcome="They will <fish> & dance.")
    models.RoundParticipant.objects.create(round=held, party=body, role="party")
    models.RoundIssue.objects.create(round=held, issue=sub_issue)
    statement = builders.a_statement(round=held, text="We & <they>\nshall fish.")
    models.StatementParty.objects.create(statement=statement, party=body)
    models.StatementIssue.objects.create(statement=statement, issue=sub_issue)
    builders.a_position(party=body, issue=sub_issue, round=held)
    development = builders.a_development(round=held)
    models.DevelopmentParty.objects.create(development=development, party=body, role="actor")
    models.DevelopmentIssue.objects.create(development=development, issue=sub_issue)
    builders.a_discrepancy(negotiation=negotiation)
    for build in builders.BUILDERS.values():
        build()
    return {"negotiation": negotiation, "issue": issue, "party": party}


@pytest.mark.parametrize("noun", ["negotiation", "issue", "party"])
def test_feed_holds_what_is_tied_to_the_noun_and_what_belongs_to_it(noun, nouns, reader):
    facts = ["development", "position", "round", "statement"]
    expected = ["discrepancy", *facts] if noun == "negotiation" else facts
    root = feed(reader, of(nouns[noun]))
    assert kinds(root) == sorted(expected)
    assert str(nouns[noun]) in text(root, "title")


def test_entry_tells_kind_name_words_address_and_times(nouns, reader):
    root = feed(reader, of(nouns["negotiation"]))
    (entry,) = [each for each in entries(root) if ":statement/" in text(each, "id")]
    statement = models.Statement.objects.get(text__startswith="We & <they>")
    address = f"http://testserver/api/v1/statements/{statement.slug}"
    assert text(entry, "title") == "Statement: Mr Rassendyll: “We & <they> shall fish.”"
    assert entry.find(f"{ATOM}link").get("href") == address
    assert text(entry, "id") == "tag:negotiation-record,2026:statement/" + address.rsplit("/", 1)[1]
    summary = entry.find(f"{ATOM}summary")
    assert summary.get("type") == "html"
    assert "<" not in summary.text
    assert unescape(summary.text) == statement.text
    assert datetime.fromisoformat(text(entry, "updated")) == statement.updated_at
    assert text(entry, "published") == text(entry, "updated")


def test_published_stays_when_the_entry_is_saved_again(nouns, reader):
    held = nouns["negotiation"].rounds.get()
    before = held.updated_at
    held.save()
    newest = entries(feed(reader, of(nouns["negotiation"])))[0]
    assert f"/{held.slug}" in text(newest, "id")
    assert datetime.fromisoformat(text(newest, "updated")) == held.updated_at > before
    assert before <= datetime.fromisoformat(text(newest, "published")) < held.updated_at


def test_published_is_not_when_it_was_drafted(nouns, reader):
    drafted = builders.a_round(negotiation=nouns["negotiation"], publication_status="draft")
    drafted_at = drafted.updated_at
    drafted.publication_status = "published"
    drafted.save()
    newest = entries(feed(reader, of(nouns["negotiation"])))[0]
    assert datetime.fromisoformat(text(newest, "published")) > drafted_at


def test_published_is_left_out_where_no_history_tells_it(nouns, reader):
    models.Round.history.all().delete()
    for entry in entries(feed(reader, of(nouns["negotiation"]))):
        assert (text(entry, "published") is None) == (":round/" in text(entry, "id"))


def test_feed_has_the_newest_fifty_of_all_kinds_newest_first(db, reader):
    negotiation = builders.a_negotiation()
    oldest = builders.a_round(negotiation=negotiation)
    newer = [builders.a_discrepancy(negotiation=negotiation) for _ in range(26)]
    newer += [builders.a_round(negotiation=negotiation) for _ in range(24)]
    root = feed(reader, of(negotiation))
    found = [text(entry, "id").rsplit("/", 1)[1] for entry in entries(root)]
    assert found == [each.slug for each in reversed(newer)]
    assert oldest.slug not in found
    assert datetime.fromisoformat(text(root, "updated")) == newer[-1].updated_at


def test_empty_feed_is_as_old_as_its_noun(db, reader):
    issue = builders.an_issue()
    root = feed(reader, of(issue))
    assert not entries(root)
    assert datetime.fromisoformat(text(root, "updated")) == issue.updated_at


def test_what_is_not_public_is_in_no_feed(nouns, reader):
    held = nouns["negotiation"].rounds.get()
    held.publication_status = "in_review"
    held.save()
    assert kinds(feed(reader, of(nouns["negotiation"]))) == ["discrepancy"]
    assert "round" not in kinds(feed(reader, of(nouns["issue"])))


@pytest.mark.parametrize("name", FEEDS)
def test_a_slug_that_is_unknown_or_not_public_is_not_found(name, reader, db):
    builders.a_full_record()
    for model in (models.Negotiation, models.Issue, models.Party):
        builders.BUILDERS[model](
            slug="hidden", publication_status="retracted", retraction_reason="X"
        )
    for slug, status in (("nowhere", 404), ("hidden", 410), ("no_slug", 404)):
        problem = reader.get(TEXTS[name].replace("{slug}", slug))
        assert problem.status_code == status
        assert problem["Content-Type"] == "application/problem+json"


def test_feed_is_the_same_until_something_changes(nouns, reader):
    path = of(nouns["party"])
    etag = reader.get(path)["ETag"]
    assert reader.get(path, headers={"if-none-match": etag}).status_code == 304
    models.Position.objects.filter(party__parent=nouns["party"]).get().save()
    assert reader.get(path, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("name", FEEDS)
def test_every_feed_of_the_record_is_valid(name, reader, record, db):
    noun = name.removeprefix("get").removesuffix("Feed")
    total = 0
    for entry in getattr(models, noun).objects.published():
        total += len(entries(feed(reader, of(entry))))
    assert total > 50


def test_an_id_is_the_same_whatever_name_the_server_has(nouns, reader):
    path = of(nouns["party"])
    ids = []
    for host in ("127.0.0.1", "localhost"):
        root = ElementTree.fromstring(reader.get(path, headers={"host": host}).content)
        ids.append([text(node, "id") for node in (root, *entries(root))])
        assert host in root.find(f"{ATOM}link[@rel='self']").get("href")
    assert ids[0] == ids[1]
