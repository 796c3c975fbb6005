"""The OpenAPI documents: equal to the code, complete, and free of what breaks client generators."""

import re

import pytest
import yaml
from django.urls import URLPattern, get_resolver
from drf_spectacular.drainage import GENERATOR_STATS

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

# Addresses that are no operations of the API.
NOT_IN_SCHEMA = {
    "",
    "problems",
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


@pytest.mark.parametrize("name", DOCUMENTS)
def test_committed_schema_equals_the_code(name):
    GENERATOR_STATS.reset()
    generated = generate(VERSION, DOCUMENTS[name])
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache
    committed = (FOLDER / name).read_text()
    assert generated == committed, "Run `make schema`, read the difference, and commit it."


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


@pytest.mark.parametrize("vocabulary", Vocabulary.__subclasses__())
def test_every_public_vocabulary_is_one_shared_enum(vocabulary):
    component = SCHEMA["components"]["schemas"].get(vocabulary.__name__)
    if vocabulary is vocabularies.PublicationStatus:
        assert component is None, "The status of publication is not public: all is published."
        return
    assert component["enum"] == vocabulary.values
    for member in vocabulary:
        assert member.definition in component["description"]


def test_no_enum_stands_inline_and_no_integer_is_unbounded():
    components = SCHEMA["components"]["schemas"]
    for schema in schemas_in(SCHEMA):
        if "enum" in schema:
            assert any(schema is component for component in components.values()), schema
        if schema.get("type") == "integer":
            assert {"minimum", "maximum"} <= schema.keys(), schema


def test_every_operation_parameter_and_field_is_described():
    for name, (_, operation) in OPERATIONS.items():
        assert operation["summary"], name
        assert operation["description"], name
        for parameter in operation["parameters"]:
            assert parameter["description"], (name, parameter["name"])
    for name, component in SCHEMA["components"]["schemas"].items():
        if not name.endswith(("Ordering", "Facet", "Include")) and name != "Certainty":
            assert component.get("description"), name
        for key, schema in component.get("properties", {}).items():
            described = "description" in schema or "$ref" in schema
            assert described, f"{name}.{key}"


def test_version_3_0_uses_no_type_lists():
    document = yaml.safe_load((FOLDER / "openapi-3.0.yaml").read_text())
    assert not [schema for schema in schemas_in(document) if isinstance(schema.get("type"), list)]
    assert not [schema for schema in schemas_in(SCHEMA) if "nullable" in schema]


@pytest.mark.parametrize(
    "name", [name for name, (_, operation) in OPERATIONS.items() if not is_binary(operation)]
)
def test_examples_fit_their_schema(name):
    _, operation = OPERATIONS[name]
    validate(success(operation)["example"], operation)


def test_every_list_is_there_as_a_table_in_every_format():
    formats = ("Csv", "Xlsx", "Jsonl")
    nouns = [name.removeprefix("list") for name in LISTS]
    assert sorted(TABLES) == sorted(f"export{noun}{each}" for noun in nouns for each in formats)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_takes_the_filters_and_the_order_of_its_list(name):
    path, operation = OPERATIONS[name]
    of_list = next(each for path_, each in OPERATIONS.values() if path_ == path.rpartition(".")[0])
    paging = ("cursor", "page_size", "count", "facet", "include")
    parameters = [each for each in of_list["parameters"] if each["name"] not in paging]
    assert [each for each in operation["parameters"] if each["name"] != "columns"] == parameters
    assert operation["tags"] == of_list["tags"]
    headers = set(operation["responses"]["200"]["headers"]) - {"Deprecation", "Sunset"}
    assert headers == {"Content-Disposition", "ETag", "Link", "Record-Revision"}
    assert set(operation["responses"]) == set(of_list["responses"])
