"""Evidence in the answers: passages with hash and chain, Web Annotations, the codebook."""

import json
import subprocess
import sys
from hashlib import sha256

import pytest
from jsonschema import Draft202012Validator

from relations.codebook import codebook
from relations.passages import SourceText
from tests import builders
from tests.api.contract import OPERATIONS, SCHEMA, validate
from tests.documentation import programs

ANNOTATION = "application/ld+json"
PROFILE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
ARTICLE = "Mr Rassendyll spoke 🐟: “We shall ‘fish’.” Then he left."
WORDS = "We shall ‘fish’."


def an_article():
    """A document that tells the truth about the article."""
    return builders.a_document(
        sha256=sha256(ARTICLE.encode()).hexdigest(), length=len(ARTICLE), publisher="The Angler"
    )


def cite(words=WORDS, document=None, **overrides):
    """A citation of words in the article."""
    (passage,) = SourceText(ARTICLE, "").find(words)
    values = {
        "document": document or an_article(),
        "statement": builders.a_statement(text=words, reported_by="Fish Wire"),
        "start": passage.start,
        "end": passage.end,
        "line": passage.line,
        "passage_sha256": passage.sha256,
        "exact": words,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
    }
    return builders.a_citation(**values | overrides)


# Inline -------------------------------------------------------------------------------------------
def test_a_fact_carries_what_its_passages_can_be_checked_by(reader, db):
    citation = cite(reported_via="Rural Press")
    fact = reader.get_json(f"/api/v1/statements/{citation.statement.slug}")
    (shown,) = fact["citations"]
    assert shown["document"]["slug"] == citation.document.slug
    assert shown["document_sha256"] == sha256(ARTICLE.encode()).hexdigest()
    assert shown["passage_sha256"] == sha256(WORDS.encode()).hexdigest()
    assert ARTICLE[shown["start"] : shown["end"]] == shown["exact"] == fact["text"]
    assert shown["bearing"] == "supports"
    assert [(link["role"], link["name"]) for link in shown["reporting_chain"]] == [
        ("source", "Mr Rassendyll"),
        ("outlet", "Fish Wire"),
        ("outlet", "Rural Press"),
        ("document", "Talks go on"),
    ]


def test_a_fact_counts_its_independent_sources_and_says_whether_it_is_disputed(reader, db):
    held = builders.a_round()
    for publisher, via in (("The Angler", ""), ("", "the angler"), ("", ""), ("", "Fish Wire")):
        document = builders.a_document(publisher=publisher)
        builders.a_citation(round=held, document=document, reported_via=via)
    fact = reader.get_json(f"/api/v1/rounds/{held.slug}")
    assert (fact["independent_sources"], fact["disputed"]) == (3, False)
    builders.a_citation(round=held, bearing="disputes")
    fact = reader.get_json(f"/api/v1/rounds/{held.slug}")
    assert (fact["independent_sources"], fact["disputed"]) == (3, True)
    found = reader.get_json("/api/v1/rounds", min_independent_sources="3", disputed="true")
    assert [row["slug"] for row in found["results"]] == [held.slug]
    assert not reader.get_json("/api/v1/rounds", min_independent_sources="4")["results"]


def test_a_document_that_credits_an_agency_once_is_no_source_beside_it(reader, db):
    held, article = builders.a_round(), builders.a_document()
    for via in ("", "Fish Wire", ""):
        builders.a_citation(round=held, document=article, reported_via=via)
    assert reader.get_json(f"/api/v1/rounds/{held.slug}")["independent_sources"] == 1
    assert not reader.get_json("/api/v1/rounds", min_independent_sources="2")["results"]
    builders.a_citation(round=held, document=article, reported_via="Rural Press")
    assert reader.get_json(f"/api/v1/rounds/{held.slug}")["independent_sources"] == 2
    assert reader.get_json("/api/v1/rounds", min_independent_sources="2")["results"]


def test_who_contradicts_a_fact_is_not_whom_it_is_from(reader, db):
    schedule = builders.a_schedule(announced_by="the Ruritanian side")
    for bearing in ("supports", "disputes"):
        builders.a_citation(schedule=schedule, bearing=bearing)
    (shown,) = reader.get_json("/api/v1/rounds")["results"][0]["schedules"]
    chains = {each["bearing"]: each["reporting_chain"] for each in shown["citations"]}
    assert [link["role"] for link in chains["supports"]] == ["source", "document"]
    assert [link["role"] for link in chains["disputes"]] == ["document"]


# Web Annotation -----------------------------------------------------------------------------------
def annotation(reader, citation):
    answer = reader.get(f"/api/v1/citations/{citation.slug}", headers={"accept": ANNOTATION})
    assert answer.status_code == 200
    assert answer["Content-Type"] == PROFILE
    return answer.json()


def test_a_citation_is_a_web_annotation_of_words_and_position(reader, db):
    citation = cite()
    shown = annotation(reader, citation)
    assert shown["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert shown["type"] == "Annotation"
    assert shown["id"].endswith(f"/api/v1/citations/{citation.slug}")
    assert shown["body"].endswith(f"/api/v1/statements/{citation.statement.slug}")
    target = shown["target"]
    assert target["source"]["id"].endswith(f"/api/v1/documents/{citation.document.slug}")
    assert target["source"]["schema:sha256"] == citation.document.sha256
    quote, position = target["selector"]
    assert quote["type"] == "TextQuoteSelector"
    assert quote["prefix"] + quote["exact"] + quote["suffix"] in ARTICLE
    assert position["type"] == "TextPositionSelector"
    assert ARTICLE[position["start"] : position["end"]] == quote["exact"] == WORDS
    assert position["schema:sha256"] == citation.passage_sha256


def test_a_passage_of_prose_has_no_quote_selector(reader, db):
    citation = cite(
        "Then he left.",
        statement=builders.a_statement(mode="indirect"),
        exact="",
        prefix="",
        suffix="",
    )
    (selector,) = annotation(reader, citation)["target"]["selector"]
    assert selector["type"] == "TextPositionSelector"


def test_the_annotation_fits_its_schema(reader, db):
    _, operation = OPERATIONS["getCitation"]
    named = operation["responses"]["200"]["content"][ANNOTATION]["schema"]
    assert named == {"$ref": "#/components/schemas/WebAnnotation"}
    schema = SCHEMA["components"]["schemas"]["WebAnnotation"]
    shown = annotation(reader, cite())
    Draft202012Validator({**SCHEMA, **named}).validate(shown)
    assert set(shown) == set(schema["properties"]) == set(schema["required"])


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/*"])
def test_json_is_the_answer_unless_the_annotation_is_asked_for(accept, reader, db):
    answer = reader.get(f"/api/v1/citations/{cite().slug}", headers={"accept": accept})
    assert answer["Content-Type"] == "application/json"
    assert "Accept" in answer["Vary"]
    assert "fact" in answer.json()


def test_both_forms_have_an_etag_of_their_own(reader, db):
    path = f"/api/v1/citations/{cite().slug}"
    plain = reader.get(path)
    linked = reader.get(path, headers={"accept": ANNOTATION})
    assert plain["ETag"] != linked["ETag"]
    again = {"accept": ANNOTATION, "if-none-match": linked["ETag"]}
    assert reader.get(path, headers=again).status_code == 304


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/ld+json, application/json;q=0.5", PROFILE),
        ("application/json;q=0.1, application/ld+json", PROFILE),
        ("application/ld+json;q=0.2, application/json;q=0.9", "application/json"),
        ("application/ld+json, */*;q=0.1", PROFILE),
        ("text/html, */*;q=0.1", "application/json"),
    ],
)
def test_the_format_of_the_highest_quality_is_sent(accept, content_type, reader, db):
    answer = reader.get(f"/api/v1/citations/{cite().slug}", headers={"accept": accept})
    assert answer["Content-Type"] == content_type


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/problem+json", "application/json"),
        ("application/problem+json;q=0.9, application/ld+json", "application/ld+json"),
        ("Application/Problem+JSON, application/json", "application/json"),
    ],
)
def test_the_format_of_errors_says_nothing_of_the_format_wanted(accept, content_type, reader, db):
    """Generated clients name it beside the others, and alone before a download."""
    citation = builders.a_citation(round=builders.a_round())
    answer = reader.get(f"/api/v1/citations/{citation.slug}", headers={"accept": accept})
    assert answer["Content-Type"].partition(";")[0] == content_type
    table = reader.get("/api/v1/rounds.csv", headers={"accept": "application/problem+json"})
    assert table["Content-Type"].startswith("text/csv")
    assert table.getvalue()


def test_what_is_not_acceptable_depends_on_accept_too(reader, db):
    answer = reader.get(f"/api/v1/citations/{cite().slug}", headers={"accept": "text/html"})
    assert answer.status_code == 406
    assert "Accept" in answer["Vary"]


def test_the_profile_may_be_asked_for(reader, db):
    answer = reader.get(f"/api/v1/citations/{cite().slug}", headers={"accept": PROFILE})
    assert answer["Content-Type"] == PROFILE


@pytest.mark.parametrize("path", ["/api/v1/citations", "/api/v1/rounds", "/api/v1/codebook"])
def test_a_list_is_no_annotation(path, reader, db):
    problem = reader.get(path, headers={"accept": ANNOTATION})
    assert problem.status_code == 406
    assert problem["Content-Type"].startswith("application/problem+json")


def test_no_unpublished_citation_is_annotated(reader, db):
    citation = cite(publication_status="draft")
    answer = reader.get(f"/api/v1/citations/{citation.slug}", headers={"accept": ANNOTATION})
    assert answer.status_code == 404
    assert WORDS not in answer.content.decode()


# Codebook -----------------------------------------------------------------------------------------
def test_the_codebook_is_served_as_the_code_has_it(reader, db):
    shown = reader.get_json("/api/v1/codebook")
    assert shown == json.loads(json.dumps(codebook()))
    validate(shown, OPERATIONS["getCodebook"][1])
    reader.get_json("/api/v1/codebook", expect=400, bogus="1")


def test_the_page_of_the_codebook_shows_every_value(reader, db):
    page = reader.get("/codebook").content.decode()
    for vocabulary in codebook()["vocabularies"]:
        for value in vocabulary["values"]:
            assert f'id="{vocabulary["name"]}.{value["value"]}"' in page


# Check it yourself --------------------------------------------------------------------------------
def check(folder, article, address):
    """What the program of docs/verification.md prints."""
    program = programs()["check.py"]
    assert len(program.splitlines()) <= 10
    (folder / "check.py").write_text(program)
    (folder / "article.txt").write_bytes(article)
    command = [sys.executable, "check.py", "article.txt", address]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_a_reader_without_the_project_verifies_a_quote(live_server, tmp_path):
    quoted = cite()
    address = f"{live_server.url}/api/v1/citations/{quoted.slug}"
    run = check(tmp_path, ARTICLE.encode(), address)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        "the same document: True",
        "the same passage: True",
        "the same words: True",
        WORDS,
    ]
    prose = cite(
        "Then he left.",
        document=quoted.document,
        statement=builders.a_statement(mode="indirect"),
        exact="",
        prefix="",
        suffix="",
    )
    run = check(tmp_path, ARTICLE.encode(), f"{live_server.url}/api/v1/citations/{prose.slug}")
    assert run.stdout.splitlines()[2] == "the same words: nobody is quoted here"
    run = check(tmp_path, ARTICLE.replace("‘fish’", "'fish'").encode(), address)
    assert run.stdout.splitlines()[:3] == [
        "the same document: False",
        "the same passage: False",
        "the same words: False",
    ]
