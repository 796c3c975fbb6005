"""What every operation keeps, read from the schema: a new endpoint is covered unasked."""

import re
from itertools import cycle

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations import models
from relations.vocabularies import PublicationStatus
from tests import builders
from tests.api.contract import (
    DETAILS,
    FILES,
    LISTS,
    OPERATIONS,
    SCHEMA,
    TABLES,
    TEXTS,
    choices,
    everything,
    formats,
    success,
    validate,
)
from tests.api.table_reading import text_of

# Addresses that answer JSON and list no entries of a noun. What was public once is told there on
# purpose: tests/api/test_changes.py says what is not.
QUESTIONS = {path for path, _ in OPERATIONS.values()} - {"/api/v1/changes"}
QUESTIONS -= {*LISTS.values(), *DETAILS.values(), *FILES.values(), *TEXTS.values()}
HIDDEN = [status for status in PublicationStatus if status != PublicationStatus.PUBLISHED]


# Answers ------------------------------------------------------------------------------------------
def rows_of(path):
    """Slugs of the published entries of a list."""
    return [row.slug for row in _model(path).objects.published()]


def detail_of(list_name):
    """The operation that answers one entry of a list."""
    return next(name for name, path in DETAILS.items() if path == f"{LISTS[list_name]}/{{slug}}")


def _model(path):
    singular = {"people": "person", "parties": "party", "discrepancies": "discrepancy"}
    noun = path.split("/")[3].partition(".")[0]
    return getattr(models, singular.get(noun, noun.removesuffix("s")).capitalize())


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_list_answers_as_its_schema_says(name, reader, db):
    builders.a_full_record()
    path, operation = OPERATIONS[name]
    page = reader.get_json(path, count="true")
    validate(page, operation)
    assert len(page["results"]) == page["count"] == len(rows_of(path)) >= 2
    validate(reader.get_json(path, page_size="1"), operation)
    full = reader.get_json(path, **everything(name))
    validate(full, operation)
    assert set(full["facets"]) == set(choices(name, "facet"))
    assert all(full["facets"].values()), "The full record has nothing for a facet."
    for part in choices(name, "include"):
        assert any(row["included"][part] for row in full["results"]), part


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("name", DETAILS)
def test_detail_answers_as_its_schema_says(name, reader, db):
    builders.a_full_record()
    path, operation = OPERATIONS[name]
    for slug in rows_of(path):
        entry = reader.get_json(path.replace("{slug}", slug))
        validate(entry, operation)
        assert reader.get_json(entry["url"]) == entry
        full = reader.get_json(entry["url"], **everything(name))
        validate(full, operation)
        assert set(full.pop("included", ())) == set(choices(name, "include"))
        assert full == entry


def test_nullable_keys_are_seen_null_and_not_null(reader, db):
    """Else the schema might promise a null that never comes, or a value that is always null."""
    builders.a_full_record()
    builders.a_party(iso_code="RU", wikidata_id="Q159")
    builders.a_person(wikidata_id="Q7747")
    never_null, always_null = set(), set()
    for name, path in LISTS.items():
        rows = reader.get_json(path)["results"]
        component = SCHEMA["components"]["schemas"][name_of_row(name)]["properties"]
        for key, schema in component.items():
            if _is_nullable(schema):
                values = [row[key] is None for row in rows]
                if not any(values):
                    never_null.add(f"{name}.{key}")
                if all(values):
                    always_null.add(f"{name}.{key}")
    assert not never_null
    assert not always_null


def name_of_row(operation_id):
    _, operation = OPERATIONS[operation_id]
    return success(operation)["schema"]["$ref"].rsplit("/", 1)[1].removesuffix("Page")


def _is_nullable(schema):
    return "null" in schema.get("type", ()) or {"type": "null"} in schema.get("anyOf", ())


# Cost ---------------------------------------------------------------------------------------------
@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_list_runs_a_fixed_number_of_queries(name, reader, db):
    builders.a_full_record()
    few = _queries(reader, LISTS[name], **everything(name))
    for _ in range(2):
        builders.a_full_record()
    many = _queries(reader, LISTS[name], **everything(name))
    assert len(few) == len(many), "\n".join(query["sql"][:200] for query in many[len(few) :])


@pytest.mark.slow
@pytest.mark.parametrize("file_format", ["csv", "xlsx", "jsonl"])
def test_table_runs_a_fixed_number_of_queries(file_format, reader, db):
    """Up to the number of rows that are read at once."""
    paths = [path for path in TABLES.values() if path.endswith(f".{file_format}")]
    builders.a_full_record()
    few = {path: _queries(reader, path) for path in paths}
    for _ in range(2):
        builders.a_full_record()
    many = {path: _queries(reader, path) for path in paths}
    assert {
        path: [query["sql"][:200] for query in many[path][len(few[path]) :]]
        for path in paths
        if len(many[path]) != len(few[path])
    } == {}


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("name", DETAILS)
def test_detail_runs_a_fixed_number_of_queries(name, reader, db):
    """However many links and citations the entry has."""
    builders.a_full_record()
    path = DETAILS[name].replace("{slug}", "")
    slug = max(rows_of(path), key=lambda slug: len(reader.get(path + slug).content))
    few = _queries(reader, path + slug, **everything(name))
    _multiply_links(_model(path).objects.get(slug=slug))
    many = _queries(reader, path + slug, **everything(name))
    assert len(few) == len(many), "\n".join(query["sql"][:200] for query in many[len(few) :])


@pytest.mark.slow
@pytest.mark.parametrize("accept", sorted({each for name in DETAILS for each in formats(name)}))
def test_no_format_of_a_detail_takes_more_queries(accept, reader, db):
    builders.a_full_record()
    for name, path in DETAILS.items():
        if accept in formats(name):
            path = path.replace("{slug}", rows_of(path)[0])
            expected = _queries(reader, path)
            found = _queries(reader, path, accept=accept)
            assert 0 < len(found) <= len(expected), (name, found)


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_text_runs_a_fixed_number_of_queries(name, reader, db):
    builders.a_full_record()
    path = TEXTS[name]
    if "{slug}" in path:
        path = max(
            (path.replace("{slug}", slug) for slug in rows_of(path)),
            key=lambda path: len(reader.get(path).content),
        )
    few = _queries(reader, path)
    builders.a_full_record()
    for slug in rows_of("/api/v1/rounds"):
        _multiply_links(models.Round.objects.get(slug=slug))
    many = _queries(reader, path)
    assert len(few) == len(many), "\n".join(query["sql"][:200] for query in many[len(few) :])


def _multiply_links(entry):
    """Give the entry five more of every link row and citation that it has."""
    for relation in entry._meta.related_objects:
        model = relation.related_model
        if not issubclass(model, models.Link | models.Citation):
            continue
        for link in list(model.objects.filter(**{relation.field.name: entry})):
            for _ in range(5):
                link.pk = None
                link._state.adding = True
                if issubclass(model, models.Citation):
                    link.slug = f"{link.slug}-more"
                else:
                    other = _far_end(model, relation.field)
                    setattr(link, other.name, builders.BUILDERS[other.related_model]())
                link.save()


def _far_end(model, near):
    names = [name for name in model.natural_key_fields if name != near.name]
    return model._meta.get_field(names[0])


def _queries(reader, path, accept="*/*", **parameters):
    with CaptureQueriesContext(connection) as queries:
        answer = reader.get(path, parameters, headers={"accept": accept})
        assert answer.status_code == 200, answer.getvalue().decode()
        answer.getvalue()
    return list(queries)


# Publication --------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("model", builders.BUILDERS)
def test_no_page_of_a_list_shows_what_is_unpublished(model, reader, db):
    hidden = hide(model)
    for name, path in LISTS.items():
        page = reader.get(path, {"page_size": "500", **everything(name)})
        _assert_absent(page.content.decode(), hidden)


def hide(model):
    """A full record, of which one noun is not public; returns its slugs."""
    builders.a_full_record()
    builders.BUILDERS[model]()
    for row, status in zip(model.objects.all(), cycle(HIDDEN), strict=False):
        row.publication_status = status
        row.retraction_reason = MARK
        for name, value in _marked(model).items():
            setattr(row, name, value)
        row.save()
    return list(model.objects.values_list("slug", flat=True))


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", builders.BUILDERS)
def test_nothing_unpublished_is_ever_seen(model, reader, db):
    """One noun at a time is hidden; then neither its slugs nor its words stand in any answer."""
    hidden = hide(model)
    for name, path in LISTS.items():
        asked = everything(name)
        page = reader.get(path, {"count": "true", "page_size": "500", **asked})
        _assert_absent(page.content.decode(), hidden)
        assert page.json()["count"] == len(page.json()["results"])
        found = reader.get_json(path, search=MARK, count="true")
        assert (found["count"], found["results"]) == (0, [])
        for row in page.json()["results"][:1]:
            detail = reader.get(row["url"], {"include": asked["include"]})
            assert detail.status_code == 200
            _assert_absent(detail.content.decode(), hidden)
            for accept in formats(detail_of(name)):
                shown = reader.get(row["url"], headers={"accept": accept})
                _assert_absent(shown.content.decode(), hidden)
    for path in TEXTS.values():
        for address in [path.replace("{slug}", slug) for slug in rows_of(path)]:
            answer = reader.get(address)
            assert answer.status_code == 200
            _assert_absent(answer.content.decode(), hidden)
    # The other formats are written from the same rows.
    for path in [path for path in TABLES.values() if path.endswith(".csv")]:
        _assert_absent(text_of(path, reader.get(path).getvalue()), hidden)
    found = reader.get("/api/v1/search", {"q": MARK, "count": "true"}).json()
    assert (found["count"], found["results"]) == (0, [])
    assert not any(facet["count"] for facet in found["facets"]["kind"])
    for path in ["/", *QUESTIONS]:
        _assert_absent(reader.get(path).content.decode(), hidden)
    for path in [*DETAILS.values(), *(path for path in TEXTS.values() if "{slug}" in path)]:
        if _model(path) is model:
            for slug in hidden:
                assert reader.get(path.replace("{slug}", slug)).status_code in (404, 410)


MARK = "CANARY"


def _marked(model):
    """Values for the free texts of the model by which a leak would be seen."""
    names = {"name", "title", "summary", "text", "question", "note", "description"}
    return {f.name: MARK for f in model._meta.concrete_fields if f.name in names}


def _assert_absent(text, slugs):
    assert MARK not in text
    assert not [slug for slug in slugs if re.search(rf"(?<![a-z0-9-]){slug}(?![a-z0-9-])", text)]
