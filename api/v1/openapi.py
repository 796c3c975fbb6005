"""The OpenAPI documents of version 1, with examples that are entries of the record.

The documents are committed, and served as they stand: a test generates them anew and compares.
"""

import json
from pathlib import Path

from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.settings import patched_settings
from drf_spectacular.validation import validate_schema

from relations.codebook import codebook

VERSIONS = {"openapi.yaml": "3.1.1", "openapi-3.0.yaml": "3.0.3"}
EXAMPLES = Path(__file__).with_name("examples.json")
# The entry that stands for each resource in the documentation.
EXAMPLE_SLUGS = {
    "negotiations": "russia-us-irritants",
    "rounds": "istanbul-2025-02-27",
    "issues": "diplomatic-property",
    "parties": "russian-foreign-ministry",
    "people": "sergei-ryabkov",
    "offices": "ryabkov-deputy-foreign-minister",
    "positions": "russia-ukraine-neutral",
    "statements": "ryabkov-principal-irritant",
    "developments": "treasury-food-waiver-2025-10",
    "documents": "conversation-in-fragments",
    "citations": "statement-ryabkov-principal-irritant-in-fresh-talks-on-frictions",
    "exclusions": "unconstructive-proposals-line-6",
    "discrepancies": "irritants-rounds-held-and-planned",
}
EXAMPLE_SEARCH = '"direct flights" or embassies'
# An example must not change whenever the record is loaded anew.
UPDATED_AT = "2026-11-22T12:00:00Z"


def generate(version: str) -> str:
    """The document in the given version of OpenAPI, as YAML. Raises if it is not valid."""
    with patched_settings({"OAS_VERSION": version}):
        schema = SchemaGenerator().get_schema(request=None, public=True)
        add_examples(schema)
        validate_schema(schema)
        return OpenApiYamlRenderer().render(schema, {}).decode()


def add_examples(schema):
    examples = json.loads(EXAMPLES.read_text())
    add_search_example(schema, examples.pop("search"))
    for resource, entry in examples.items():
        one = schema["paths"][f"/api/v1/{resource}/{{slug}}"]["get"]
        page = schema["paths"][f"/api/v1/{resource}"]["get"]
        slug = next(parameter for parameter in one["parameters"] if parameter["name"] == "slug")
        slug["example"] = entry["slug"]
        _content(one)["example"] = entry
        _content(page)["example"] = {"next": None, "previous": None, "results": [entry]}
    _content(schema["paths"]["/api/v1/codebook"]["get"])["example"] = shortened(codebook())


def add_search_example(schema, page):
    operation = schema["paths"]["/api/v1/search"]["get"]
    asked = next(each for each in operation["parameters"] if each["name"] == "q")
    asked["example"] = EXAMPLE_SEARCH
    _content(operation)["example"] = page


def shortened(value):
    """The value with the first item of every list."""
    if isinstance(value, dict):
        return {key: shortened(each) for key, each in value.items()}
    return [shortened(each) for each in value[:1]] if isinstance(value, list) else value


def _content(operation):
    return operation["responses"]["200"]["content"]["application/json"]


def read_examples() -> dict:
    """One entry for each resource, as the API answers it from the record in the database."""
    client = Client(SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
    examples = {}
    for resource, slug in EXAMPLE_SLUGS.items():
        answer = client.get(f"/api/v1/{resource}/{slug}")
        examples[resource] = {**answer.json(), "updated_at": UPDATED_AT}
    page = client.get("/api/v1/search", {"q": EXAMPLE_SEARCH}).json()
    examples["search"] = {**page, "next": None, "results": page["results"][:3]}
    return examples


def write_examples():
    EXAMPLES.write_text(json.dumps(read_examples(), indent=2, ensure_ascii=False) + "\n")
