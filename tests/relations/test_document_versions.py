"""A document that changed: its passages are placed, proposed, and moved when that is approved."""

import hashlib

import pytest
from django.urls import reverse

from relations import models
from relations.desk import review
from relations.desk.new_versions import NewVersion, versions_to_place
from relations.desk.review import ReviewError, fingerprint
from relations.document_texts import current_text, store_text
from relations.models import Proposal
from relations.passages import Passage
from tests import builders
from tests.people import a_user, a_viewer, logged_in

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]

OLD = "The minister spoke. “We shall fish,” she said. “We shall fish,” he said. Then all left.\n"


@pytest.fixture
def anna():
    return a_user("anna")


@pytest.fixture
def rhea():
    return a_user("rhea", "review_entries")


@pytest.fixture
def document(anna):
    sha256 = hashlib.sha256(OLD.encode()).hexdigest()
    document = builders.a_document(sha256=sha256, length=len(OLD), slug="talks")
    store_text(document, OLD, anna)
    return document


def cited(document, words, nth=0, **fact):
    start = -1
    for _ in range(nth + 1):
        start = OLD.index(words, start + 1)
    passage = Passage(OLD, start, start + len(words))
    place = {"start": start, "end": passage.end, "line": 1, "passage_sha256": passage.sha256}
    return builders.a_citation(document=document, **place, **fact)


def a_quotation(document, words):
    statement = builders.a_statement(text=words)
    return cited(document, words, statement=statement, exact=words)


def words_of(citation):
    citation.refresh_from_db()
    text = current_text(models.Document.objects.get(pk=citation.document_id))
    return text.text[citation.start : citation.end]


def approved(proposal, author, reviewer):
    review.send(proposal, author)
    review.approve(Proposal.objects.get(), reviewer, seen=fingerprint(proposal))


def version_page(document, number):
    return reverse("admin:relations_document_version", args=[document.pk, number])


def test_passages_move_with_a_new_version_when_it_is_approved(document, anna, rhea, reader):
    citation = cited(document, "The minister spoke", person=builders.a_person())
    excluded = builders.an_exclusion(document=document, start=0, end=3)
    new = f"A headline\n{OLD}"
    version = NewVersion(store_text(document, new, anna))
    assert version.counts["exact"] == 2
    proposal = version.propose(anna, "A headline was added.")
    before = reader.get_json("/api/v1/documents/talks")
    assert before["sha256"] == hashlib.sha256(OLD.encode()).hexdigest()
    assert words_of(citation) == "The minister spoke"
    approved(proposal, anna, rhea)
    after = reader.get_json("/api/v1/documents/talks")
    assert after["sha256"] == hashlib.sha256(new.encode()).hexdigest()
    assert (after["length"], after["version"]) == (len(new), 2)
    assert words_of(citation) == "The minister spoke"
    assert (citation.line, citation.version) == (2, 2)
    assert citation.correction_reason == "A headline was added."
    assert words_of(excluded) == "The"


def test_a_quotation_in_another_spelling_moves_with_its_words(document, anna, rhea):
    citation = a_quotation(document, "“We shall fish,” she")
    new = OLD.replace("“", '"').replace("”", '"')
    version = NewVersion(store_text(document, new, anna))
    assert [each.placement.outcome for each in version.moved] == ["folded"]
    approved(version.propose(anna, "Other quotation marks."), anna, rhea)
    citation.refresh_from_db()
    assert citation.exact == words_of(citation) == '"We shall fish," she'
    assert citation.statement.text == citation.exact


def test_what_another_document_prints_keeps_the_spelling_that_one_has(document, anna, rhea):
    citation = a_quotation(document, "“We shall fish,” she")
    elsewhere = builders.a_citation(
        statement=citation.statement,
        start=0,
        end=len(citation.exact),
        exact=citation.exact,
        passage_sha256=citation.passage_sha256,
    )
    new = OLD.replace("“", '"').replace("”", '"')
    approved(NewVersion(store_text(document, new, anna)).propose(anna, "Marks."), anna, rhea)
    citation.refresh_from_db()
    assert citation.exact == ""
    assert words_of(citation) == '"We shall fish," she'
    assert models.Statement.objects.get(pk=elsewhere.statement_id).text == elsewhere.exact


def test_what_is_ambiguous_or_lost_waits_for_a_person(document, anna, rhea):
    ambiguous = cited(document, "We shall fish", person=builders.a_person())
    lost = cited(document, "Then all left", person=builders.a_person())
    new = "We shall fish. We shall fish. Then most left."
    text = store_text(document, new, anna)
    assert versions_to_place() == [text]
    client, page = logged_in(anna), version_page(document, 2)
    shown = client.get(page)
    assert [each.row for each in shown.context["open"]] == [ambiguous, lost]
    with pytest.raises(ReviewError, match="2 passages are not placed"):
        NewVersion(text).propose(anna, "Rewritten.")
    assert "Only alike" in shown.content.decode()  # a suggestion, chosen by nobody yet
    client.post(page, {"passage": f"citation-{ambiguous.pk}", "place": "15-28"})
    found = client.get(page, {"passage": f"citation-{lost.pk}", "quote": "most left"})
    (undecided,) = found.context["open"]
    assert [place.exact for place in undecided.places] == ["most left"]
    place = undecided.places[0]
    answer = client.post(
        page,
        {"passage": f"citation-{lost.pk}", "place": f"{place.start}-{place.end}"},
        follow=True,
    )
    assert "Propose this version" in answer.content.decode()
    client.post(page, {"reason": "Rewritten."})
    approved(Proposal.objects.get(), anna, rhea)
    assert words_of(ambiguous) == "We shall fish"
    assert ambiguous.start == 15
    assert words_of(lost) == "most left"
    assert versions_to_place() == []


def test_a_passage_that_is_gone_is_asked_for_no_more_once_it_is_retracted(document, anna):
    lost = cited(document, "Then all left", person=builders.a_person())
    text = store_text(document, "Nothing of it.", anna)
    assert len(NewVersion(text).undecided) == 1
    review.retract(lost, a_user("edith", "retract_entries"), "It is not printed any more.")
    assert NewVersion(text).undecided == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"passage": "citation-0", "place": "0-5"}, "There is no such passage"),
        ({"passage": "nonsense", "place": "0-5"}, "Choose one of the places"),
        ({"passage": "citation-1", "place": "x"}, "Choose one of the places"),
        ({"reason": " "}, "Say for the public"),
    ],
)
def test_a_decision_that_is_none_is_refused(data, told, document, anna):
    store_text(document, "Nothing of it.", anna)
    answer = logged_in(anna).post(version_page(document, 2), data, follow=True)
    assert told in answer.content.decode()
    assert not models.ChosenPlace.objects.exists()
    assert not Proposal.objects.exists()


def test_another_text_on_the_page_of_the_text_becomes_a_version(document, anna):
    url = reverse("admin:relations_document_text", args=[document.pk])
    answer = logged_in(anna).post(url, {"pasted_text": f"{OLD}And more."})
    assert answer["Location"] == version_page(document, 2)
    assert current_text(document).number == 1


def test_without_the_text_before_nothing_can_be_placed(anna):
    document = builders.a_document()
    text = store_text(document, "Something else.", anna)
    with pytest.raises(ReviewError, match="Add it first"):
        NewVersion(text)
    answer = logged_in(anna).get(version_page(document, 1), follow=True)
    assert "Add it first" in answer.content.decode()


def test_a_viewer_places_nothing_by_forged_posts(document, anna):
    cited(document, "Then all left", person=builders.a_person())
    store_text(document, "Nothing of it.", anna)
    viewer = logged_in(a_viewer("vic"))
    for data in ({"passage": "citation-1", "place": "0-5"}, {"reason": "x"}):
        assert viewer.post(version_page(document, 2), data).status_code == 403
    assert not models.ChosenPlace.objects.exists()
