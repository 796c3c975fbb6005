"""The OpenAPI documents of a version, made from its own addresses and from no other's."""

from importlib import import_module

from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.settings import patched_settings

from api.deprecations import announce
from api.licence import DATA_LICENCE
from api.versions import Version


def generate(version: Version, openapi: str) -> str:
    """The document in a version of OpenAPI, such as `3.1.1`, as YAML."""
    own = {
        "OAS_VERSION": openapi,
        "VERSION": version.number,
        "SCHEMA_PATH_PREFIX": version.prefix,
        "LICENSE": licence_info(openapi),
        "EXTERNAL_DOCS": {
            "description": "Conventions: what holds for every operation, what may change, and what "
            "the licence covers.",
            "url": f"{version.prefix}/conventions",
        },
    }
    addresses = [path(f"{version.prefix[1:]}/", include(version.urls))]
    with patched_settings(own):
        schema = SchemaGenerator(patterns=addresses).get_schema(request=None, public=True)
        examples_of(version).add_examples(schema)
        announce(schema, version.deprecations)
        return OpenApiYamlRenderer().render(schema, {}).decode()


def licence_info(openapi: str) -> dict:
    """The License Object of the document; OpenAPI 3.0 has no SPDX identifiers, so it gets a URL."""
    if openapi.startswith("3.0"):
        return {"name": DATA_LICENCE.name, "url": DATA_LICENCE.url}
    return {"name": DATA_LICENCE.name, "identifier": DATA_LICENCE.spdx}


def examples_of(version: Version):
    """The module of the version that adds examples to its documents, and can take them anew."""
    return import_module(f"{version.package}.openapi")
