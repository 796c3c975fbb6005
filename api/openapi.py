"""The OpenAPI document: what drf-spectacular cannot know, stated once for every operation.

`RecordSchema` names the operations; `finish_schema` runs last and makes the document exact: shared
enums, honest nulls, required keys, bounded integers, and every answer an operation can give.
"""

from copy import deepcopy

from django.core.exceptions import ImproperlyConfigured
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.utils import OpenApiParameter

from api import record_time
from api.citing import CSL_ITEM
from api.facets import FACET_VALUE
from api.named_enums import ABOUT, named_enum, several_of, vocabulary_enum
from api.openapi_answers import (
    HEADERS,
    IF_NONE_MATCH,
    PROBLEM_SCHEMAS,
    headers,
    redirection,
    shared_responses,
    statuses,
)
from relations.text_rules import SLUG_PATTERN
from relations.vocabularies import vocabulary_of

# Keys that may be missing from an answer; every other is always there.
OPTIONAL_KEYS = {("Problem", "errors")}
OPTIONAL_KEYS_OF_PAGES = {"count", "facets"}

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
        plural = self._resource.capitalize()
        if self.view.detail:
            return (
                f"One {self.view.basename} whose slug is known, with all that the record has on "
                f"it; `list{plural}` finds slugs. {about}"
            )
        rule = "All filters given must hold; of one repeated filter, any value may."
        return f"{about} {rule} {getattr(self.view, 'neighbours', '')}".strip()

    def get_override_parameters(self):
        if not getattr(self.view, "includes", ()):
            return []
        parts = self.view.serializer_class().fields["included"].fields
        noun = self.view.basename
        parts = named_enum(
            f"{noun.capitalize()}Include",
            f"A related part that a {noun} can bring along.",
            {name: part.help_text for name, part in parts.items()},
        )
        schema = several_of(parts)
        return [
            OpenApiParameter("include", schema, description=INCLUDE, style="form", explode=True)
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
            (200, each.media_type): deepcopy(each.schema) for each in formats
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
    shared = {**PROBLEM_SCHEMAS, "Slug": SLUG_SCHEMA, "FacetValue": FACET_VALUE}
    schemas.update(deepcopy(shared))
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
    components["responses"] = shared_responses()
    components["headers"] = deepcopy(HEADERS)
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
    """Move an enum that stands inline into a component, named by its title or its vocabulary."""
    values = schema.get("enum")
    if not isinstance(values, list):
        return
    kept = [value for value in values if value not in ("", None)]
    enum = schema if ABOUT in schema else vocabulary_enum(vocabulary_of(kept))
    name = enum["title"]
    named[name] = {"type": "string", "enum": kept, "description": enum[ABOUT]}
    is_nullable = None in values or schema.pop("nullable", False)
    for key in ("enum", "type", "title", ABOUT, "x-spec-enum-id"):
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
    operation.setdefault("parameters", []).append(deepcopy(IF_NONE_MATCH))
    responses = operation["responses"]
    about = {
        "description": "What was asked for.",
        "headers": headers("ETag") | responses["200"].get("headers", {}),
    }
    responses["200"] |= about
    responses["304"] = {"description": "The answer has not changed.", "headers": headers("ETag")}
    added = redirection(path) | statuses(path)
    operation["responses"] = dict(sorted((responses | added).items()))


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
