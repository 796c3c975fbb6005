"""The OpenAPI document: what drf-spectacular cannot know, stated once for every operation.

`RecordSchema` names the operations; `finish_schema` runs last and makes the document exact: shared
enums, honest nulls, required keys, bounded integers, and every answer an operation can give.
"""

from copy import deepcopy
from http import HTTPStatus

from django.core.exceptions import ImproperlyConfigured
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.utils import OpenApiParameter

from api import record_time
from api.citing import CSL_ITEM
from api.errors import PROBLEM_TYPES
from api.facets import FACET_VALUE
from api.strict_filtering import choice_schema
from relations.text_rules import SLUG_PATTERN
from relations.vocabularies import vocabulary_of

# Keys that may be missing from an answer; every other is always there.
OPTIONAL_KEYS = {("Problem", "errors")}
OPTIONAL_KEYS_OF_PAGES = {"count", "facets"}

PROBLEM_OF_RESPONSE = {
    "InvalidParameter": "invalid-parameter",
    "NotFound": "not-found",
    "NotAcceptable": "not-acceptable",
    "UriTooLong": "uri-too-long",
    "TooManyRequests": "too-many-requests",
    "InternalError": "internal-error",
    "Unavailable": "unavailable",
}
PROBLEM_SCHEMAS = {
    "Problem": {
        "type": "object",
        "description": "An error, as RFC 9457 describes it.",
        "properties": {
            "type": {
                "type": "string",
                "format": "uri-reference",
                "description": "Address of the explanation of this kind of problem.",
            },
            "title": {"type": "string", "description": "The kind of problem in words."},
            "status": {
                "type": "integer",
                "minimum": 400,
                "maximum": 599,
                "description": "The HTTP status of the answer.",
            },
            "detail": {"type": "string", "description": "What is wrong with this request."},
            "instance": {
                "type": "string",
                "format": "uri-reference",
                "description": "The address that was asked.",
            },
            "errors": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/ProblemItem"},
                "description": "One item for each parameter that cannot be accepted.",
            },
        },
    },
    "ProblemItem": {
        "type": "object",
        "description": "What is wrong with one parameter, and what is allowed.",
        "properties": {
            "parameter": {"type": "string", "description": "Name of the parameter."},
            "code": {
                "type": "string",
                "description": "Short name of the fault, such as `unknown`.",
            },
            "detail": {"type": "string", "description": "The fault in words."},
            "allowed": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Allowed names or values, or examples of them; empty if not a list.",
            },
        },
    },
}
HEADERS = {
    "ContentDisposition": {
        "description": "Name of the file: resource, query and revision, in a-z, 0-9 and `-_.`.",
        "schema": {"type": "string"},
    },
    "ETag": {
        "description": "Strong validator of the answer; send it back in If-None-Match.",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "Address of the query (`self`), and of its list in JSON (`alternate`).",
        "schema": {"type": "string"},
    },
    "RecordRevision": {
        "description": "The state of the record, a number that rises with every change.",
        "schema": {"type": "integer", "minimum": 0, "maximum": 9007199254740991},
    },
    "RetryAfter": {
        "description": "Seconds to wait before the next request.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 86400},
    },
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "description": "ETag of an earlier answer; while it holds, the answer is 304, without a body.",
    "schema": {"type": "string"},
}


INCLUDE = (
    "Related parts to bring along under `included`; give each name once. Each part is complete, "
    "however long: all published entries that are related directly, in the order of their dates "
    "(those without one last), then of their slugs."
)
SLUG_SCHEMA = {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "pattern": f"^{SLUG_PATTERN}$",
    "description": "Permanent identifier of an entry.",
}


class RecordSchema(AutoSchema):
    """Operation names and descriptions from the noun of the resource."""

    @staticmethod
    def resource_of(path):
        """The plural noun in a path, such as `rounds` in `/api/v1/rounds.ics`."""
        first = path.removeprefix(spectacular_settings.SCHEMA_PATH_PREFIX).split("/")[1]
        return first.partition(".")[0]

    @property
    def _resource(self):
        return self.resource_of(self.path)

    def get_filter_backends(self):
        return (
            [] if getattr(self.view, "detail", None) else getattr(self.view, "filter_backends", [])
        )

    def get_operation_id(self):
        if self.view.detail:
            return f"get{self.view.basename.capitalize()}"
        return f"list{self._resource.capitalize()}"

    def get_tags(self):
        return [self._resource]

    def _get_parameters(self):
        parameters = super()._get_parameters()
        has_past = getattr(self.view, "has_past", False)
        return [*parameters, record_time.SCHEMA] if has_past else parameters

    def get_summary(self):
        return f"Get one {self.view.basename}" if self.view.detail else f"List {self._resource}"

    def get_description(self):
        about = self.view.__doc__.strip()
        if self.view.detail:
            return f"One published entry, by its slug. {about}"
        return f"{about} All filters given must hold; of one repeated filter, any value may."

    def get_override_parameters(self):
        includes = getattr(self.view, "includes", {})
        if not includes:
            return []
        return [
            OpenApiParameter(
                "include",
                choice_schema(f"{self.view.basename.capitalize()}Include", includes),
                description=INCLUDE,
                style="form",
                explode=True,
            )
        ]

    def _get_paginator(self):
        paginator = super()._get_paginator()
        if paginator:
            paginator.view = self.view
        return paginator

    def get_response_serializers(self):
        """One entry has several formats, each with a schema of its own."""
        serializer = super().get_response_serializers()
        formats = self.view.formats if getattr(self.view, "detail", False) else ()
        if not formats:
            return serializer
        return {(200, "application/json"): serializer} | {
            (200, each.media_type): each.schema for each in formats
        }

    def get_paginated_name(self, serializer_name):
        return f"{serializer_name}Page"

    def _resolve_path_parameters(self, variables):
        return [
            {
                "in": "path",
                "name": "slug",
                "required": True,
                "description": f"Slug of the {self.view.basename}.",
                "schema": {"$ref": "#/components/schemas/Slug"},
            }
            for _ in variables
        ]


def finish_schema(result, generator, **kwargs):
    """Postprocessing hook: make the document say exactly what the service does."""
    is_31 = result["openapi"].startswith("3.1")
    components = result["components"]
    schemas = components["schemas"]
    schemas.update(PROBLEM_SCHEMAS)
    schemas["Slug"] = SLUG_SCHEMA
    schemas["FacetValue"] = FACET_VALUE
    for name, schema in schemas.items():
        require_every_key(name, schema)
    schemas["CslItem"] = deepcopy(CSL_ITEM)
    operations = [
        (path, operation) for path, item in result["paths"].items() for operation in item.values()
    ]
    for path, operation in operations:
        finish_operation(path, operation)
    named = {}
    for schema in walk([schemas, result["paths"]]):
        schema.pop("readOnly", None)
        share_enum(schema, named, is_31)
        share_object(schema, named)
        say_null(schema, is_31)
        check_bounds(schema)
    schemas.update(named)
    components["responses"] = problem_responses()
    components["headers"] = HEADERS
    result["components"] = {
        kind: dict(sorted(parts.items())) for kind, parts in sorted(components.items())
    }
    result["tags"] = tags(generator)
    result["security"] = []
    return result


def walk(node):
    """Every dictionary inside `node`, the inner ones first."""
    for child in list(node.values() if isinstance(node, dict) else node):
        if isinstance(child, dict | list):
            yield from walk(child)
    if isinstance(node, dict):
        yield node


def require_every_key(name, schema):
    if schema.get("type") == "object" and "properties" in schema:
        keys = [key for key in schema["properties"] if not is_optional(name, key)]
        schema.pop("required", None)
        if keys:
            schema["required"] = keys


def is_optional(name, key):
    """Whether the key of the component is only there if asked for, or if there is something."""
    is_of_page = name.endswith("Page") and key in OPTIONAL_KEYS_OF_PAGES
    is_included = key == "included" or name.endswith("Included")
    return is_of_page or is_included or (name, key) in OPTIONAL_KEYS


def share_enum(schema, named, is_31):
    """Move an enum that stands inline into a component, named by its vocabulary or its title."""
    values = schema.get("enum")
    if not isinstance(values, list):
        return
    kept = [value for value in values if value not in ("", None)]
    vocabulary = vocabulary_of(kept)
    title = schema.pop("title", None)
    name = title or vocabulary.__name__
    named[name] = {"type": "string", "enum": kept}
    if "x-about" in schema:
        named[name]["description"] = schema.pop("x-about")
    if title and "description" in schema:
        named[name]["description"] = schema.pop("description")
    if vocabulary:
        meanings = "\n".join(f"* `{member.value}`: {member.definition}" for member in vocabulary)
        named[name]["description"] = f"{vocabulary.__doc__.strip()}\n\n{meanings}"
    is_nullable = None in values or schema.pop("nullable", False)
    for key in ("enum", "type", "x-spec-enum-id"):
        schema.pop(key, None)
    reference = {"$ref": f"#/components/schemas/{name}"}
    if is_nullable and is_31:
        schema["anyOf"] = [reference, {"type": "null"}]
    elif is_nullable:
        schema |= {"allOf": [reference], "nullable": True}
    elif schema:
        schema["allOf"] = [reference]
    else:
        schema |= reference


def share_object(schema, named):
    """Move an object that stands inline and has a title into a component of that name."""
    if schema.get("type") == "object" and "title" in schema:
        name = schema.pop("title")
        named[name] = dict(schema)
        schema.clear()
        schema["$ref"] = f"#/components/schemas/{name}"


def say_null(schema, is_31):
    """OpenAPI 3.1 has no `nullable`: say null as a type, or as one of several schemas."""
    if not is_31:
        return
    if "oneOf" in schema and {"type": "null"} in schema["oneOf"]:
        schema["anyOf"] = schema.pop("oneOf")
    if schema.pop("nullable", False):
        schema["type"] = [schema["type"], "null"]


def check_bounds(schema):
    """A range left open differs from one database to the other, so every integer states its own."""
    if schema.get("type") == "integer" and not {"minimum", "maximum"} <= schema.keys():
        raise ImproperlyConfigured(f"An integer without bounds in the schema: {schema}")


def finish_operation(path, operation):
    """Add what every operation has: conditional requests, ETag, and each problem it answers."""
    operation.setdefault("parameters", []).append(IF_NONE_MATCH)
    responses = operation["responses"]
    etag = {"ETag": {"$ref": "#/components/headers/ETag"}}
    headers = etag | responses["200"].get("headers", {})
    responses["200"] |= {"description": "What was asked for.", "headers": headers}
    responses["304"] = {"description": "The answer has not changed.", "headers": etag}
    for name, slug in PROBLEM_OF_RESPONSE.items():
        if name != "NotFound" or "{" in path:
            status = str(int(PROBLEM_TYPES[slug].status))
            responses[status] = {"$ref": f"#/components/responses/{name}"}
    operation["responses"] = dict(sorted(responses.items()))


def problem_responses():
    responses = {}
    for name, slug in PROBLEM_OF_RESPONSE.items():
        kind = PROBLEM_TYPES[slug]
        responses[name] = {
            "description": kind.meaning,
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        if kind.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            responses[name]["headers"] = {
                "Retry-After": {"$ref": "#/components/headers/RetryAfter"}
            }
    return responses


def tags(generator):
    """The resources in reading order, described by their views."""
    described, lists = {}, {}
    for path, _, _, view in generator._get_paths_and_endpoints():
        resource = view.schema.resource_of(path)
        is_list = path == f"{spectacular_settings.SCHEMA_PATH_PREFIX}/{resource}"
        (lists if is_list else described).setdefault(resource, view.__doc__.strip())
    return [
        {"name": name, "description": about}
        for name, about in (
            lists | {name: about for name, about in described.items() if name not in lists}
        ).items()
    ]
