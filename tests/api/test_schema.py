"""The OpenAPI documents: equal to the code, complete, and free of what breaks client generators."""

import re

import jsonschema
import pytest
from django.urls import URLPattern, get_resolver
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from api.documents import generate
from api.v1 import VERSION
from api.versions import DOCUMENTS
from relations import vocabularies
from relations.vocabularies import Vocabulary
from tests.api.contract import (
    FOLDER,
    LISTS,
    OPERATIONS,
    SCHEMA,
    TABLES,
    is_binary,
    schemas_in,
    success,
    validate,
)
from tests.yaml_text import read_yaml

# Addresses that are no operations of the API.
NOT_IN_SCHEMA = {
    "",
    "problems",
    "docs",
    "redoc",
    "robots.txt",
    "favicon.ico",
    "codebook",
    "api/v1",
    "api/v1/openapi.yaml",
    "api/v1/openapi-3.0.yaml",
    "api/v1/quick-start",
    "api/v1/quick-start.md",
    "api/v1/conventions",
    "api/v1/conventions.md",
    "api/v1/changelog",
    "api/v1/changelog.md",
    "llms.txt",
    "api/v1/docs",
    "api/v1/redoc",
    "admin",
    "admin/",
    "admin/imprecise-date/",
    "^(?P<path>api/.*[^/])/+$",
}


@pytest.mark.slow
@pytest.mark.dialect
@pytest.mark.parametrize("name", DOCUMENTS)
def test_committed_schema_equals_the_code(name):
    GENERATOR_STATS.reset()
    generated = generate(VERSION, DOCUMENTS[name])
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache
    committed = (FOLDER / name).read_text()
    assert generated == committed, "Run `make schema`, read the difference, and commit it."


@pytest.mark.long
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_committed_document_is_valid(name):
    validate_schema(read_yaml((FOLDER / name).read_text()))


def test_every_address_is_in_the_schema_or_a_named_exception():
    variable = r"\(\?P<(\w+)>\[[^)]*\)|<\w+:(\w+)>"
    found = {re.sub(variable, r"{\1\2}", route) for route in _routes()}
    described = {f"api/v1/{path.removeprefix('/api/v1/')}" for path in SCHEMA["paths"]}
    assert {route.replace("^", "").replace("\\Z", "").rstrip("$") for route in found} == (
        described | {route.replace("^", "").rstrip("$") for route in NOT_IN_SCHEMA}
    )


def _routes(patterns=None, before=""):
    for pattern in patterns or get_resolver().url_patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern) or pattern.app_name == "admin":
            yield route
        else:
            yield from _routes(pattern.url_patterns, route)


def test_every_public_vocabulary_is_one_shared_enum():
    components = SCHEMA["components"]["schemas"]
    # The status of publication is not public: all is published.
    assert "PublicationStatus" not in components
    public = set(Vocabulary.__subclasses__()) - {vocabularies.PublicationStatus}
    enums = {
        vocabulary: components.get(vocabulary.__name__, {}).get("enum") for vocabulary in public
    }
    assert enums == {vocabulary: vocabulary.values for vocabulary in public}
    assert [
        member
        for vocabulary in public
        for member in vocabulary
        if member.definition not in components[vocabulary.__name__]["description"]
    ] == []


def test_no_enum_stands_inline_and_no_integer_is_unbounded():
    components = SCHEMA["components"]["schemas"]
    for schema in schemas_in(SCHEMA):
        if "enum" in schema:
            assert any(schema is component for component in components.values()), schema
        if schema.get("type") == "integer":
            assert {"minimum", "maximum"} <= schema.keys(), schema


# Names and words ----------------------------------------------------------------------------------
VERBS = ("list", "get", "export", "search", "download")


def test_operations_are_named_by_their_verb_once():
    ids = [
        operation["operationId"] for item in SCHEMA["paths"].values() for operation in item.values()
    ]
    assert len(set(ids)) == len(ids)
    for name in ids:
        assert re.fullmatch(f"({'|'.join(VERBS)})([A-Z][a-z]+)*", name), name
    summaries = [operation["summary"] for _, operation in OPERATIONS.values()]
    assert len(set(summaries)) == len(summaries)
    assert all(summary.split()[0].lower() in VERBS for summary in summaries)


def test_what_lists_answers_a_page():
    for name, (path, operation) in OPERATIONS.items():
        reference = success(operation)["schema"].get("$ref", "")
        if name.startswith("list"):
            page = SCHEMA["components"]["schemas"][reference.rsplit("/", 1)[1]]
            assert {"next", "previous", "results"} <= set(page["required"]), name
            assert "{" not in path


def test_operation_has_one_tag_that_is_described_in_reading_order():
    described = [tag["name"] for tag in SCHEMA["tags"]]
    used = [tag for _, operation in OPERATIONS.values() for tag in operation["tags"]]
    assert all(tag["description"] for tag in SCHEMA["tags"])
    assert all(len(operation["tags"]) == 1 for _, operation in OPERATIONS.values())
    assert set(described) == set(used)
    assert len(set(described)) == len(described)


def test_every_operation_parameter_and_field_is_described():
    for name, (_, operation) in OPERATIONS.items():
        assert operation["summary"], name
        assert operation["description"], name
        for parameter in operation["parameters"]:
            assert parameter["description"], (name, parameter["name"])
        for status, response in operation["responses"].items():
            assert "$ref" in response or response["description"], (name, status)
    for kind in ("responses", "headers"):
        for name, component in SCHEMA["components"][kind].items():
            assert component["description"], name
    for name, component in SCHEMA["components"]["schemas"].items():
        assert component.get("description"), name
        for key, schema in component.get("properties", {}).items():
            assert schema.get("description"), f"{name}.{key}"


def test_every_value_of_every_enum_is_described():
    for name, component in SCHEMA["components"]["schemas"].items():
        about, *lines = component["description"].splitlines()
        assert about, name
        for value in component.get("enum", []):
            meanings = [line for line in lines if line.startswith(f"* `{value}`: ")]
            assert len(meanings) == 1, f"{name}: {value}"
            assert len(meanings[0]) > len(f"* `{value}`: ") + 3, meanings


def test_descriptions_point_to_operations_that_there_are():
    for name, (_, operation) in OPERATIONS.items():
        for told in re.findall(f"`((?:{'|'.join(VERBS)})[A-Z]\\w*)`", operation["description"]):
            assert told in OPERATIONS, f"{name} tells of {told}"
            assert told != name


def test_document_says_whose_it_is_and_names_no_host():
    info = SCHEMA["info"]
    assert info["license"] == {
        "name": "Creative Commons Attribution 4.0 International",
        "identifier": "CC-BY-4.0",
    }
    assert info["contact"] == {"name": "The maintainers of this installation"}
    assert SCHEMA["externalDocs"]["url"] == "/api/v1/conventions"
    assert [server["url"] for server in SCHEMA["servers"]] == ["/"]
    assert SCHEMA["security"] == []


def test_no_object_stands_inline_and_each_component_is_used():
    components = SCHEMA["components"]["schemas"]
    for schema in schemas_in(SCHEMA):
        if schema.get("type") == "object":
            assert any(schema is component for component in components.values()), schema
    used = {schema["$ref"] for schema in schemas_in(SCHEMA) if isinstance(schema.get("$ref"), str)}
    there = {
        f"#/components/{kind}/{name}"
        for kind, parts in SCHEMA["components"].items()
        for name in parts
    }
    assert used == there


def test_nothing_is_read_only_for_nothing_is_written():
    assert not [schema for schema in schemas_in(SCHEMA) if "readOnly" in schema]
    assert not [schema for schema in schemas_in(SCHEMA) if "writeOnly" in schema]


FORMATS = {
    ".*_at|modified": "date-time",
    ".*_(earliest|latest)|earliest|latest|date|as_of": "date",
    ".*url|next|previous|URL": "uri",
}
# Texts that are dates in words, or of any precision.
OF_ANY_PRECISION = {("SearchResult", "date")}


def test_dates_instants_and_addresses_say_so():
    for name, component in SCHEMA["components"]["schemas"].items():
        for key, schema in component.get("properties", {}).items():
            expected = [each for form, each in FORMATS.items() if re.fullmatch(form, key)]
            if (
                expected
                and "string" in schema.get("type", ())
                and (name, key) not in OF_ANY_PRECISION
            ):
                assert schema.get("format") == expected[0], f"{name}.{key}"


@pytest.mark.slow
def test_version_3_0_uses_no_type_lists():
    document = read_yaml((FOLDER / "openapi-3.0.yaml").read_text())
    assert not [schema for schema in schemas_in(document) if isinstance(schema.get("type"), list)]
    assert not [schema for schema in schemas_in(SCHEMA) if "nullable" in schema]


def test_examples_fit_their_schema():
    faults = {}
    for name, (_, operation) in OPERATIONS.items():
        if not is_binary(operation):
            try:
                validate(success(operation)["example"], operation)
            except jsonschema.ValidationError as error:
                faults[name] = f"{error.json_path}: {error.message}"
    assert faults == {}


def test_no_operation_is_without_an_example():
    for name, (_, operation) in OPERATIONS.items():
        assert is_binary(operation) or success(operation)["example"], name


def test_every_list_is_there_as_a_table_in_every_format():
    formats = ("Csv", "Xlsx", "Jsonl")
    nouns = [name.removeprefix("list") for name in LISTS]
    assert sorted(TABLES) == sorted(f"export{noun}{each}" for noun in nouns for each in formats)


def test_a_table_takes_the_filters_and_the_order_of_its_list():
    paging = ("cursor", "page_size", "count", "facet", "include")
    operations = dict(OPERATIONS.values())
    different = []
    for path in TABLES.values():
        table, listed = operations[path], operations[path.rpartition(".")[0]]
        if _parameters(table, but=["columns"]) != _parameters(listed, but=paging):
            different.append((path, "parameters"))
        if table["tags"] != listed["tags"]:
            different.append((path, "tags"))
        if set(table["responses"]) != set(listed["responses"]):
            different.append((path, "responses"))
        headers = set(table["responses"]["200"]["headers"]) - {"Deprecation", "Sunset"}
        if headers != {"Content-Disposition", "ETag", "Link", "Record-Revision"}:
            different.append((path, "headers"))
    assert different == []


def _parameters(operation, but):
    return [parameter for parameter in operation["parameters"] if parameter["name"] not in but]
