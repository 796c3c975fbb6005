"""Every entry as CSL-JSON and as BibTeX, read back by another program."""

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pybtex.database import parse_string

from api.citing import BIBTEX, CSL, bibtex, csl_date
from api.v1.citing import csl_item
from relations import models
from relations.text_rules import collapse_whitespace
from tests import builders
from tests.api.contract import DETAILS, LISTS, OPERATIONS, SCHEMA

HOST = "http://testserver"
NUMBER, TEXT = {"type": "integer"}, {"type": "string"}
NAMES = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"literal": {"type": "string"}},
        "additionalProperties": False,
    },
}
# What the CSL data schema 1.0.2 allows for the variables in use.
CSL_DATA = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "type": {"enum": ["document", "entry"]},
        "title": TEXT,
        "container-title": TEXT,
        "version": TEXT,
        "publisher": TEXT,
        "language": TEXT,
        "URL": TEXT,
        "source": TEXT,
        "note": TEXT,
        "author": NAMES,
        "translator": NAMES,
        "issued": {
            "type": "object",
            "properties": {
                "date-parts": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": 2,
                    "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": NUMBER},
                },
                "season": {"type": ["integer", "string"]},
                "circa": {"type": ["boolean", "integer", "string"]},
                "literal": {"type": "string"},
            },
            "additionalProperties": False,
        },
    },
    "required": ["id", "type"],
    "additionalProperties": False,
}


def cited(reader, path):
    """The CSL item and the BibTeX entry at an address, the latter as pybtex reads it."""
    csl = reader.get(path, headers={"accept": CSL})
    tex = reader.get(path, headers={"accept": BIBTEX})
    assert csl.status_code == tex.status_code == 200
    assert csl["Content-Type"] == CSL
    assert tex["Content-Type"] == f"{BIBTEX}; charset=utf-8"
    return csl.json(), read(tex.content.decode())


def read(text):
    """The one entry, with its fields and names as people read them."""
    ((key, entry),) = parse_string(text, "bibtex").entries.items()
    assert entry.type == "misc"
    fields = {name: plain(value) for name, value in entry.fields.items()}
    people = {
        role: [plain(str(person)) for person in people] for role, people in entry.persons.items()
    }
    return {"key": key, **fields, **people}


SIGNS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{sign}": sign for sign in "%&$#_"},
}


def plain(text):
    """What LaTeX prints: commands replaced, braces that group left out."""
    commands = "|".join(map(re.escape, sorted(SIGNS, key=len, reverse=True)))
    return re.sub(f"{commands}|[{{}}]", lambda found: SIGNS.get(found[0], ""), text)


def fits(item):
    Draft202012Validator(CSL_DATA).validate(item)
    document = {**SCHEMA, "$ref": "#/components/schemas/CslItem"}
    Draft202012Validator(document).validate(item)


# Entries ------------------------------------------------------------------------------------------
def test_a_statement_is_cited_with_its_words_and_its_sources(reader, db):
    statement = builders.a_statement(text="We shall fish & “dance” at {100%}.")
    document = builders.a_document(title="Talks_go on")
    builders.a_citation(statement=statement, document=document, line=7)
    builders.a_citation(statement=statement, document=document, line=9, bearing="disputes")
    path = f"/api/v1/statements/{statement.slug}"
    item, entry = cited(reader, path)
    day = datetime.now(UTC).date()
    assert item == {
        "id": statement.slug,
        "type": "entry",
        "title": "Mr Rassendyll: “We shall fish & “dance” at {100%}.”",
        "container-title": "Negotiation record",
        "version": SCHEMA["info"]["version"],
        "author": [{"literal": "Rassendyll"}],
        "language": "en",
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": f"{HOST}{path}",
        "note": "Sources: Talks_go on, line 7. Disputed by: Talks_go on, line 9",
    }
    assert entry == {
        "key": statement.slug,
        "title": item["title"],
        "howpublished": "Negotiation record",
        "version": item["version"],
        "author": ["Rassendyll"],
        "langid": "en",
        "date": day.isoformat(),
        "year": str(day.year),
        "url": item["URL"],
        "note": item["note"],
    }


@pytest.mark.parametrize("mode", ["direct", "fragment", "indirect"])
def test_only_who_is_quoted_is_an_author(mode, reader, db):
    statement = builders.a_statement(mode=mode)
    item, entry = cited(reader, f"/api/v1/statements/{statement.slug}")
    assert ("author" in item) == ("author" in entry) == (mode != "indirect")


def test_a_speaker_who_is_not_public_is_no_author(reader, db):
    hidden = builders.a_person(publication_status="draft")
    statement = builders.a_statement(speaker=hidden)
    item, entry = cited(reader, f"/api/v1/statements/{statement.slug}")
    assert "author" not in item
    assert "author" not in entry


def test_a_source_that_is_not_public_is_not_named(reader, db):
    citation = builders.a_citation(document=builders.a_document(publication_status="draft"))
    item, entry = cited(reader, f"/api/v1/statements/{citation.statement.slug}")
    assert "note" not in item
    assert "note" not in entry


def test_a_document_is_cited_as_itself(reader, db):
    document = builders.a_document(
        publisher="The Herald",
        author="A. Hope & Sons",
        translator="A Machine",
        language="ru",
        published_on="2025-21~",
        url="https://news.example/a_b?c=1%20&d=~#e",
    )
    item, entry = cited(reader, f"/api/v1/documents/{document.slug}")
    assert item["type"] == "document"
    assert item["issued"] == {"date-parts": [[2025]], "season": 1, "circa": True}
    assert item["URL"] == entry["url"] == document.url
    assert item["author"] == [{"literal": "A. Hope & Sons"}]
    assert entry["author"] == ["A. Hope & Sons"]
    assert (item["publisher"], entry["publisher"]) == ("The Herald", "The Herald")
    assert (entry["date"], entry["year"]) == ("2025-21~", "2025")
    assert f"http://testserver/api/v1/documents/{document.slug}" in item["note"]
    assert "container-title" not in item


def test_what_a_document_does_not_say_is_left_out(reader, db):
    item, entry = cited(reader, f"/api/v1/documents/{builders.a_document().slug}")
    assert set(item) == {"id", "type", "title", "language", "source", "note"}
    assert set(entry) == {"key", "title", "langid", "note"}


@pytest.mark.parametrize(
    ("text", "date", "iso"),
    [
        ("2025", {"date-parts": [[2025]]}, "2025"),
        ("2025-05", {"date-parts": [[2025, 5]]}, "2025-05"),
        ("2025-05-09", {"date-parts": [[2025, 5, 9]]}, "2025-05-09"),
        ("2025-24", {"date-parts": [[2025]], "season": 4}, "2025-24"),
        ("2025-34", {"date-parts": [[2025, 4], [2025, 6]]}, "2025-04/2025-06"),
        ("2025?", {"date-parts": [[2025]], "circa": True}, "2025~"),
        ("2025-05/2025-06-07", {"date-parts": [[2025, 5], [2025, 6, 7]]}, "2025-05/2025-06-07"),
        ("2024/2025%", {"date-parts": [[2024], [2025]], "circa": True}, "2024~/2025~"),
        ("2025-21/2025-23", {"date-parts": [[2025, 3], [2025, 11]]}, "2025-03/2025-11"),
        ("../2025-05-09", {"literal": "until 9 May 2025"}, None),
        ("2025-05-09/..", {"literal": "from 9 May 2025 on"}, None),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(text, date, iso):
    assert csl_date(text) == date
    item = {"id": "a", "type": "document", "title": "A", "issued": date}
    fits(item)
    entry = read(bibtex(item))
    assert entry.get("date") == iso
    if not iso:
        assert entry["year"] == date["literal"]


# Hostile texts ------------------------------------------------------------------------------------
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60),
    st.text("{}\\%&$#_~^\"@,'= \n\tЖé“”", min_size=1, max_size=60),
).filter(str.strip)


@pytest.mark.slow
@given(title=TEXTS, name=TEXTS, note=TEXTS)
def test_no_text_breaks_the_bibtex(title, name, note):
    item = {
        "id": "a-1",
        "type": "entry",
        "title": title,
        "author": [{"literal": name}, {"literal": "Last"}],
        "note": note,
        "URL": "https://news.example/{a}\\b",
    }
    entry = read(bibtex(item))
    assert same(entry["title"], title)
    assert same(entry["note"], note)
    assert len(entry["author"]) == 2
    assert same(entry["author"][0], name)
    assert entry["url"] == "https://news.example/%7Ba%7D%5Cb"


def same(found, expected):
    return collapse_whitespace(found) == collapse_whitespace(expected)


# Formats ------------------------------------------------------------------------------------------
@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("name", DETAILS)
def test_every_entry_says_its_formats_and_has_an_etag_for_each(name, reader, db):
    builders.a_full_record()
    (slug, *_) = [
        row["slug"] for row in reader.get_json(DETAILS[name].removesuffix("/{slug}"))["results"]
    ]
    path = DETAILS[name].replace("{slug}", slug)
    offered = OPERATIONS[name][1]["responses"]["200"]["content"]
    assert {"application/json", CSL, BIBTEX} <= set(offered)
    answers = [reader.get(path, headers={"accept": accept}) for accept in offered]
    assert len({answer["ETag"] for answer in answers}) == len(offered)
    for accept, answer in zip(offered, answers, strict=True):
        assert "Accept" in answer["Vary"]
        assert answer["Content-Type"].partition(";")[0] == accept
        again = {"accept": accept, "if-none-match": answer["ETag"]}
        assert reader.get(path, headers=again).status_code == 304
    assert reader.get(path, headers={"accept": "text/html"}).status_code == 406


def test_a_list_has_no_such_format(reader, db):
    assert reader.get("/api/v1/rounds", headers={"accept": CSL}).status_code == 406


def test_an_unknown_entry_is_a_problem_in_every_format(reader, db):
    for accept in (CSL, BIBTEX):
        answer = reader.get("/api/v1/rounds/nowhere", headers={"accept": accept})
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_every_entry_of_the_record_can_be_cited(name, record, db):
    noun = LISTS[name].rsplit("/", 1)[1]
    model = next(each for each in builders.BUILDERS if noun == plural(each))
    links = {
        "statements": ["speaker", "citations"],
        "discrepancies": ["accounts__citations"],
        "documents": [],
        "citations": [],
        "exclusions": [],
    }.get(noun, ["citations"])
    entries = model.objects.published().with_links(*links)
    assert entries
    for entry in entries:
        url = f"http://testserver/api/v1/{noun}/{entry.slug}"
        item = csl_item(entry, url)
        fits(json.loads(json.dumps(item)))
        found = read(bibtex(item))
        assert found["key"] == entry.slug
        assert found["title"] == item["title"]
        assert item["note"] == found["note"]
        if not isinstance(entry, models.Document):
            assert found["url"] == url
            assert re.search(r", line \d+", item["note"])


def plural(model):
    return str(model._meta.verbose_name_plural)
