"""What binds the clients of an API, read out of its OpenAPI document.

A contract is told in terms, each under a subject that a person can write down:

    listRounds: {call: GET /api/v1/rounds, tags: rounds}
    listRounds?party: {type: array, minItems: 1}
    listRounds?party[]: {$ref: Slug}
    listRounds header If-None-Match: {type: string, minLength: 1}
    listRounds 200: {}
    listRounds 200 application/json: {$ref: RoundPage}
    listRounds 200 ETag: {type: string}
    Round.city: {type: string, maxLength: 100, required: true}
    RoundMode: {type: string, enum: [in_person, phone, video, unknown]}

Prose is no term; whatever else a document says is one.
"""

from itertools import chain

import yaml

PROSE = {"description", "summary", "title", "example", "examples", "externalDocs", "deprecated"}
# What the absence of a keyword means, so that stating it changes nothing.
UNSAID = {"required": False, "uniqueItems": False, "style": "form", "explode": True}
HEAD = "# Written by `manage.py write_openapi` when the version rises, and never by hand.\n"


def terms(document):
    """What a document binds to: `{subject: {keyword: value}}`, in the document's order."""
    components = document.get("components", {})
    schemes = components.get("securitySchemes", {})
    found = {f"server {server['url']}": {} for server in document.get("servers", [])}
    found["security"] = {"schemes": schemes, "needed": document.get("security", [])}
    operations = (
        _operation(f"{method.upper()} {path}", operation, document)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    )
    named = (_schema(name, schema) for name, schema in components.get("schemas", {}).items())
    return found | dict(chain.from_iterable(chain(operations, named)))


def _operation(call, operation, document):
    name = operation["operationId"]
    told_apart = {"operationId", "parameters", "responses", "tags"}
    other = {key: value for key, value in _binding(operation).items() if key not in told_apart}
    yield name, {"call": call, "tags": ", ".join(operation.get("tags", [])), **other}
    for each in operation.get("parameters", []):
        parameter = dict(_resolved(each, document))
        place, key = parameter.pop("in"), parameter.pop("name")
        subject = f"{name}?{key}" if place == "query" else f"{name} {place} {key}"
        yield from _schema(subject, parameter.pop("schema", {}), _binding(parameter))
    for status, each in operation["responses"].items():
        response = _resolved(each, document)
        yield f"{name} {status}", {}
        for media_type, content in response.get("content", {}).items():
            yield from _schema(f"{name} {status} {media_type}", content.get("schema", {}))
        for header, value in response.get("headers", {}).items():
            yield from _schema(f"{name} {status} {header}", _resolved(value, document)["schema"])


def _resolved(node, document):
    if "$ref" in node:
        for key in node["$ref"].removeprefix("#/").split("/"):
            document = document[key]
        return document
    return node


def _schema(subject, schema, told_outside=None):
    """The term of a schema, then those of its properties and items, however deep."""
    term = _binding(_told_plainly(schema))
    properties, items = term.pop("properties", {}), term.pop("items", None)
    always = term.pop("required", [])
    yield subject, term | (told_outside or {})
    for name, each in properties.items():
        yield from _schema(f"{subject}.{name}", each, {"required": True} if name in always else {})
    if items is not None:
        yield from _schema(f"{subject}[]", items)


def _told_plainly(schema):
    """The schema with null and named types told in one way out of several that mean the same."""
    told = dict(schema)
    for key in ("allOf", "anyOf", "oneOf"):
        if key in told:
            members = [each for each in told[key] if each != {"type": "null"}]
            if len(members) < len(told[key]):
                told["nullable"] = True
            told[key] = [_binding(_told_plainly(each)) for each in members]
            if len(members) == 1:
                told |= told.pop(key)[0]
    if isinstance(told.get("type"), list):
        types = [each for each in told["type"] if each != "null"]
        if len(types) < len(told["type"]):
            told["nullable"] = True
        told["type"] = types[0] if len(types) == 1 else types
    if "$ref" in told:
        told["$ref"] = told["$ref"].rpartition("/")[2]
    return told


def _binding(node):
    """What is neither prose nor said by saying nothing."""
    return {
        key: value
        for key, value in node.items()
        if key not in PROSE and not (key in UNSAID and UNSAID[key] == value)
    }


def released(document):
    """The text of released.yaml: the version of a document and its terms, a line for each."""
    told = {"version": document["info"]["version"], "terms": terms(document)}
    return HEAD + yaml.safe_dump(
        told, default_flow_style=None, sort_keys=False, allow_unicode=True, width=float("inf")
    )
