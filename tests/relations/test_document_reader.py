"""A document's text in the admin: brought in, read, marked; passages become what they are."""

import hashlib
import html
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relations import models
from relations.desk.marked_text import segments
from relations.desk.similar_statements import similar_statements
from relations.document_texts import current_text, store_text, supplied_text
from relations.models import DocumentText
from relations.passages import SourceText
from relations.verification import check_words
from tests import builders
from tests.people import a_user, a_viewer, logged_in

pytestmark = pytest.mark.django_db

TEXT = (
    "🐟 Talks at Strelsau\n"
    "“We shall fish, and we shall stay,” Mr Rassendyll said.\n"
    "He added: “That’s co\u2011operation.” <script>alert(1)</script> & more\u2028here\n"
    "“That’s co\u2011operation,” the envoy said."
)


@pytest.fixture
def anna():
    return a_user("anna")


@pytest.fixture
def client(anna):
    return logged_in(anna)


def a_document_with(text=TEXT, user=None, **values):
    """A document whose text is stored if a user brings it in."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    document = builders.a_document(sha256=sha256, length=len(text), **values)
    if user:
        store_text(document, text.encode(), user)
    return document


@pytest.fixture
def document(anna):
    return a_document_with(user=anna, slug="talks")


def address(document, page, **query):
    url = reverse(f"admin:relations_document_{page}", args=[document.pk])
    return f"{url}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


def passage(words, text=TEXT):
    start = text.index(words)
    return {"text": 1, "start": start, "end": start + len(words)}


def text_on(page):
    """The text as a browser would have it, from the page of the reader."""
    found = re.search(
        r'<div class="document-text".*?>(.*)</div>\s*<div class="reader-side"', page, re.S
    )
    words = re.sub(r"</?mark[^>]*>", "", found.group(1))
    return html.unescape(words.replace("\r", "\n").replace("&#13;", "\r"))


STATEMENT = {
    "mode": "direct",
    "speaker_as_printed": "Mr Rassendyll",
    "authority": "deputy_minister",
    "language": "en",
    "is_translation": "unknown",
    "slug": "rassendyll-fish",
    "said_basis": "",
    "bearing": "supports",
}


# Texts -------------------------------------------------------------------------------------------


def test_a_text_is_stored_once_by_version_and_never_changed(document, anna):
    text = current_text(document)
    assert (text.number, text.text, text.length, text.added_by) == (1, TEXT, len(TEXT), anna)
    assert store_text(document, TEXT.encode(), anna) == text
    other = store_text(document, f"{TEXT}.".encode(), anna)
    assert other.number == 2
    assert current_text(document) == text
    text.text = "Another."
    with pytest.raises(ValidationError, match="never changed"):
        text.save()
    with pytest.raises(ValidationError, match="never deleted"):
        text.delete()
    for refused in ("update", "delete", "bulk_create", "bulk_update"):
        with pytest.raises(NotImplementedError, match="store another version"):
            getattr(DocumentText.objects.all(), refused)()


@pytest.mark.parametrize("values", [{"text": ""}, {"number": 1, "sha256": "1" * 64}, {"number": 2}])
def test_the_database_refuses_a_text_that_is_empty_or_there_already(values, document, anna):
    stored = current_text(document)
    row = {"number": 2, "text": "x", "sha256": stored.sha256, "length": 1, "added_by": anna}
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentText(
            document=document,
            **{**row, **{"sha256": "2" * 64}, **values} if "text" in values else {**row, **values},
        ).save()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "byte 0"),
        (" \n", "empty"),
        ("a\0b", r"U\+0000 at position 1"),
        ("a\ud800b", r"U\+D800 at position 1"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(content, told):
    with pytest.raises(ValidationError, match=told):
        supplied_text(content)


def test_an_uploaded_file_is_kept_byte_for_byte_and_a_pasted_text_has_line_feeds():
    assert supplied_text("a\r\nb \r\n").text == "a\nb \n"
    kept = supplied_text("\ufeffa\r\nb".encode())
    assert kept.text == "\ufeffa\r\nb"
    assert kept.sha256 == hashlib.sha256("\ufeffa\r\nb".encode()).hexdigest()


def test_no_text_is_in_any_answer_of_the_api(reader, anna):
    secret = "Zanzibarquux"
    document = a_document_with(f"{secret} {TEXT}", user=anna, slug="secret-text")
    builders.a_citation(document=document)
    for url in (
        "/api/v1/documents/secret-text",
        "/api/v1/documents",
        "/api/v1/documents.csv",
        "/api/v1/documents.jsonl",
        f"/api/v1/search?q={secret}",
        "/api/v1/citations",
        "/api/v1/changes?since=0",
    ):
        answer = reader.get(url)
        assert answer.status_code == 200, url
        assert secret.encode() not in answer.getvalue().replace(f'"{secret}'.encode(), b""), url


# Bringing in -------------------------------------------------------------------------------------


def new_document(client, **values):
    data = {"title": "Talks", "slug": "talks", "language": "en", "published_basis": "", **values}
    return client.post(reverse("admin:relations_document_add"), data)


def test_a_new_document_has_its_hash_and_length_from_its_text(client, anna):
    answer = new_document(client, pasted_text=TEXT.replace("\n", "\r\n"))
    assert answer.status_code == 302, answer.context["errors"]
    document = models.Document.objects.get(slug="talks")
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert document.length == len(TEXT)
    assert document.publication_status == "draft"
    assert current_text(document).added_by == anna
    page = new_document(client, pasted_text=TEXT, slug="again")
    assert "This is the text of “Talks” already." in str(page.context["errors"])


def test_a_file_is_uploaded_as_it_is(client):
    upload = SimpleUploadedFile("talks.txt", b"a\r\nb")
    assert new_document(client, uploaded_text=upload).status_code == 302
    assert current_text(models.Document.objects.get(slug="talks")).text == "a\r\nb"


@pytest.mark.parametrize(
    "values",
    [{}, {"pasted_text": "x", "uploaded_text": SimpleUploadedFile("x.txt", b"x")}],
)
def test_a_new_document_needs_its_text_in_one_of_two_ways(values, client):
    page = new_document(client, **values)
    assert "one of the two" in str(page.context["errors"])
    assert not models.Document.objects.exists()


def test_the_text_of_a_document_of_the_files_is_added_if_it_is_the_one(client):
    document = a_document_with()
    page = client.post(address(document, "text"), {"pasted_text": "Another text."})
    assert "This is another text" in page.content.decode()
    assert not DocumentText.objects.exists()
    answer = client.post(address(document, "text"), {"pasted_text": TEXT})
    assert answer["Location"] == reverse("admin:relations_document_read", args=[document.pk])
    assert current_text(document).text == TEXT


# Reading -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [TEXT, "a\r\nb\rc\n", "\n\nleading", "x" * 300, "<b>&amp;</b>"])
def test_the_page_has_the_text_to_the_code_point(text, client, anna):
    document = a_document_with(text, user=anna)
    builders.a_citation(document=document, start=0, end=min(3, len(text)))
    builders.a_citation(document=document, start=1, end=min(5, len(text)))
    page = client.get(address(document, "read")).content.decode()
    assert text_on(page) == text
    assert "<script>alert" not in page


class Span:
    def __init__(self, start, end):
        self.start, self.end = start, end


def test_overlapping_passages_are_cut_into_pieces_that_make_the_text():
    one, two, beyond = Span(1, 4), Span(2, 6), Span(5, 99)
    found = segments("abcdefgh", [one, two, beyond])
    assert "".join(each.words for each in found) == "abcdefgh"
    assert [(each.words, set(each.passages)) for each in found] == [
        ("a", set()),
        ("b", {one}),
        ("cd", {one, two}),
        ("e", {two}),
        ("f", {two, beyond}),
        ("gh", {beyond}),
    ]


def test_what_is_cited_stands_beside_the_text_with_a_way_to_its_fact(client, document):
    citation = builders.a_citation(document=document, start=0, end=7)
    page = client.get(address(document, "read")).content.decode()
    assert f'data-passages="citation-{citation.pk}"' in page
    assert reverse("admin:relations_statement_change", args=[citation.statement_id]) in page


def test_a_quote_typed_straight_is_found_in_the_spelling_of_the_document(client, document):
    page = client.get(address(document, "read"), {"quote": '"We shall fish, and we'})
    (place,) = page.context["places"]
    assert place.exact == "“We shall fish, and we"


def test_of_several_places_a_person_chooses(client, document):
    page = client.get(address(document, "read"), {"quote": "That's co-operation"})
    assert [place.line for place in page.context["places"]] == [3, 4]
    assert "Which do you mean?" in page.content.decode()


def test_words_that_are_not_there_are_refused_with_the_difference(client, document):
    page = client.get(address(document, "read"), {"quote": "We shall fish, and they shall stay"})
    content = page.content.decode()
    assert "not in the document" in content
    assert "<del>they</del><ins>we</ins>" in content


def test_reading_asks_as_much_for_twelve_citations_as_for_two(client, document):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(document, "read")).status_code == 200
        return len(queries)

    for start in (0, 2):
        builders.a_citation(document=document, start=start, end=start + 5)
    count()
    few = count()
    for start in range(4, 14):
        builders.a_citation(document=document, start=start, end=start + 5)
    assert count() == few


def test_suggestions_store_nothing(client, document):
    page = client.get(address(document, "read")).content.decode()
    assert "perhaps by Mr Rassendyll" in page
    assert "no speaker is named" in page  # “He added” names nobody
    assert not models.Statement.objects.exists()
    assert not models.Citation.objects.exists()


# Marking -----------------------------------------------------------------------------------------


def test_a_passage_becomes_a_statement_with_its_ties_and_its_citation(client, document, anna):
    party, issue = builders.a_party(), builders.an_issue()
    words = "We shall fish, and we shall stay,"
    data = STATEMENT | {"parties": [party.pk], "issues": [issue.pk], "text": "Not these words."}
    answer = client.post(address(document, "cite", **passage(words)), data)
    assert answer.status_code == 302, answer.context["outcome"].form.errors
    statement = models.Statement.objects.get()
    assert (statement.text, statement.publication_status) == (words, "draft")
    assert [link.party for link in statement.party_links.all()] == [party]
    assert [link.issue for link in statement.issue_links.all()] == [issue]
    citation = statement.citations.get()
    assert citation.exact == words == TEXT[citation.start : citation.end]
    assert (citation.line, citation.publication_status) == (2, "draft")
    assert citation.passage_sha256 == hashlib.sha256(words.encode()).hexdigest()
    for row in (statement, citation, statement.party_links.get()):
        version = row.history.get()
        assert (version.history_user, version.history_change_reason) == (
            anna,
            "Marked in the document.",
        )


def test_blanks_around_a_passage_are_left_out(client, document):
    start = TEXT.index("\n“We")
    where = {"text": 1, "start": start, "end": start + len("\n“We shall fish,")}
    client.post(address(document, "cite", **where), STATEMENT)
    assert models.Statement.objects.get().text == "“We shall fish,"


def test_reported_speech_is_in_our_own_words_and_its_citation_repeats_none(client, document):
    where = address(document, "cite", **passage("the envoy said"))
    page = client.post(where, STATEMENT | {"mode": "indirect"})
    assert page.context["outcome"].form.errors == {"text": ["Tell in our own words what was said."]}
    data = STATEMENT | {"mode": "indirect", "text": "He called it cooperation."}
    assert client.post(where, data).status_code == 302
    assert models.Statement.objects.get().text == "He called it cooperation."
    citation = models.Citation.objects.get()
    assert (citation.exact, citation.prefix, citation.suffix) == ("", "", "")


def test_a_passage_becomes_a_position(client, document):
    statement = builders.a_statement()
    data = {
        "party": builders.a_party().pk,
        "issue": builders.an_issue().pk,
        "act": "request",
        "summary": "Wants to fish.",
        "slug": "wants-to-fish",
        "since_basis": "",
        "statements": [statement.pk],
        "bearing": "supports",
    }
    where = address(document, "cite", **passage("We shall fish"), **{"as": "position"})
    assert client.post(where, data).status_code == 302
    position = models.Position.objects.get()
    assert [link.statement for link in position.statement_links.all()] == [statement]
    assert position.citations.get().exact == ""


def test_a_passage_becomes_evidence_of_what_is_in_the_record(client, document):
    person, party = builders.a_person(), builders.a_party()
    where = address(document, "cite", **passage("Mr Rassendyll"), **{"as": "fact"})
    for chosen in ({}, {"person": person.pk, "party": party.pk}):
        page = client.post(where, {"bearing": "disputes", **chosen})
        assert "Choose exactly one entry" in page.content.decode()
    assert client.post(where, {"bearing": "disputes", "person": person.pk}).status_code == 302
    citation = person.citations.get()
    assert (citation.bearing, citation.publication_status) == ("disputes", "draft")


def test_another_place_of_a_statement_must_print_its_very_words(client, document):
    statement = builders.a_statement(text="We shall fish")
    where = address(document, "cite", **passage("we shall stay"), **{"as": "fact"})
    page = client.post(where, {"bearing": "supports", "statement": statement.pk})
    assert "differ from the text of the statement" in page.content.decode()
    where = address(document, "cite", **passage("We shall fish"), **{"as": "fact"})
    assert client.post(where, {"bearing": "supports", "statement": statement.pk}).status_code == 302
    assert statement.citations.get().exact == "We shall fish"


def test_a_passage_may_carry_no_fact(client, document):
    where = address(document, "cite", **passage("🐟 Talks at Strelsau"), **{"as": "nothing"})
    assert client.post(where, {"reason": "heading"}).status_code == 302
    exclusion = models.Exclusion.objects.get()
    assert (exclusion.line, exclusion.start, exclusion.publication_status) == (1, 0, "draft")


def test_a_slug_that_is_taken_is_told_and_nothing_is_stored(client, document):
    where = address(document, "cite", **passage("We shall fish"))
    assert client.post(where, STATEMENT).status_code == 302
    page = client.post(where, STATEMENT)
    assert "slug" in page.context["outcome"].form.errors
    assert models.Statement.objects.count() == models.Citation.objects.count() == 1


def test_evidence_sent_twice_is_stored_once(client, document):
    person = builders.a_person()
    where = address(document, "cite", **passage("Mr Rassendyll"), **{"as": "fact"})
    data = {"bearing": "supports", "person": person.pk}
    assert client.post(where, data).status_code == 302
    page = client.post(where, data)
    assert "This passage is cited for it already" in page.content.decode()
    citation = person.citations.get()
    assert client.post(where, {**data, "person": builders.a_person().pk}).status_code == 302
    # What was retracted does not stand in the way of citing it rightly.
    citation.publication_status, citation.retraction_reason = "retracted", "A wrong bearing."
    citation.save()
    assert client.post(where, data).status_code == 302


def test_an_exclusion_sent_twice_is_stored_once(client, document):
    where = address(document, "cite", **passage("🐟 Talks at Strelsau"), **{"as": "nothing"})
    assert client.post(where, {"reason": "heading"}).status_code == 302
    page = client.post(where, {"reason": "heading"})
    assert "This passage is said to carry no fact already" in page.content.decode()
    assert models.Exclusion.objects.count() == 1


def test_a_quote_beside_a_carriage_return_is_cited_with_what_stands_before_it(client, anna):
    document = a_document_with("One.\r\nHe said “abc”.\r\nNext.", user=anna)
    start = len("One.\r\nHe said “")
    where = address(document, "cite", text=1, start=start, end=start + 3)
    assert client.post(where, STATEMENT).status_code == 302
    citation = models.Citation.objects.get()
    assert (citation.prefix, citation.exact, citation.suffix) == ("\nHe said “", "abc", "”.")
    source = SourceText.of(current_text(document).text.encode())
    assert list(check_words(citation, source.text)) == []


def test_if_the_citation_cannot_be_stored_the_statement_is_not_either(client, anna):
    document = a_document_with("He said “a\r\nb”.", user=anna)  # the record stores no CR
    page = client.post(address(document, "cite", text=1, start=9, end=13), STATEMENT)
    assert "U+000D" in page.content.decode()
    assert not models.Statement.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "told"),
    [
        ({"text": 1, "start": 5, "end": 5}, "no passage from 5 to 5"),
        ({"text": 1, "start": 5, "end": 99_999}, "no passage from 5 to 99999"),
        ({"text": 1, "start": -1, "end": 5}, "no passage from -1"),
        ({"text": 1, "start": "x", "end": 5}, "in numbers"),
        ({"text": 1}, "in numbers"),
        ({"text": 2, "start": 1, "end": 5}, "another version"),
        ({"start": 1, "end": 5}, "another version"),
        ({"text": 1, "start": 19, "end": 20}, "no words"),
    ],
)
def test_what_is_no_passage_of_this_text_is_refused(where, told, client, document):
    for answer in (
        client.get(address(document, "cite", **where), follow=True),
        client.post(address(document, "cite", **where), STATEMENT, follow=True),
    ):
        assert told in html.unescape(answer.content.decode())
    assert not models.Statement.objects.exists()


def test_similar_statements_are_shown_before_saving(client, document):
    same = builders.a_statement(text='"We shall fish and we shall stay"')
    builders.a_statement(text="Something else entirely.")
    page = client.get(address(document, "cite", **passage("We shall fish, and we shall stay")))
    assert [statement for statement, _ in page.context["similar"]] == [same]
    holds = builders.a_statement(text="Then: We shall fish, and we shall stay, for ever and ever.")
    found = [each for each, _ in similar_statements("We shall fish, and we shall stay")]
    assert set(found) == {same, holds}
    assert similar_statements("…") == []


# Permissions -------------------------------------------------------------------------------------


def test_a_viewer_reads_and_writes_nothing_by_forged_posts(document):
    viewer = logged_in(a_viewer("vic"))
    assert viewer.get(address(document, "read")).status_code == 200
    assert viewer.get(address(document, "text")).status_code == 403
    for url, data in (
        (address(document, "text"), {"pasted_text": "Another."}),
        (address(document, "cite", **passage("We shall fish")), STATEMENT),
        (
            address(document, "cite", **passage("We shall"), **{"as": "nothing"}),
            {"reason": "heading"},
        ),
    ):
        assert viewer.post(url, data).status_code == 403, url
    assert not models.Statement.objects.exists()
    assert DocumentText.objects.count() == 1


@pytest.mark.parametrize("missing", ["statement", "citation", "statementparty", "statementissue"])
def test_nobody_makes_by_a_passage_what_they_may_not_add(missing, document):
    names = {"statement", "citation", "statementparty", "statementissue"} - {missing}
    member = logged_in(a_user("meg", "view_document", *(f"add_{n}" for n in names), curates=False))
    where = address(document, "cite", **passage("We shall fish"))
    assert member.get(where).status_code == 403
    data = STATEMENT | {"parties": [builders.a_party().pk], "issues": [builders.an_issue().pk]}
    assert member.post(where, data).status_code == 403
    assert not models.Statement.objects.exists()


def test_who_may_not_see_documents_reads_no_text(document):
    nobody = logged_in(a_user("nobody", curates=False))
    for page in ("read", "cite", "text"):
        assert nobody.get(address(document, page, **passage("We shall"))).status_code == 403


def test_marking_is_guarded_against_other_sites(document, anna):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    answer = client.post(address(document, "cite", **passage("We shall fish")), STATEMENT)
    assert answer.status_code == 403
