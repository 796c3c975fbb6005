"""What every version has beside its operations: contents, guides, documents, and pages for them."""

from importlib import import_module

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import include, path, reverse

from api.guides import guide_paths, guides_of
from api.versions import Version

# Both documentation pages build their styles while they run, and ReDoc searches in a worker.
documentation = csp_update({"style-src": [SELF, UNSAFE_INLINE], "worker-src": [SELF, "blob:"]})


def addresses_of(version: Version):
    """Every address of a version; the names of its addresses begin with its own, as `v1:search`."""
    its = {"version": version}
    pages = [
        path("", contents, its, "contents"),
        path("/openapi.yaml", document, {**its, "name": "openapi.yaml"}, "openapi-3.1"),
        path("/openapi-3.0.yaml", document, {**its, "name": "openapi-3.0.yaml"}, "openapi-3.0"),
        path("/docs", documentation(swagger), its, "swagger"),
        path("/redoc", documentation(redoc), its, "redoc"),
        *guide_paths(version),
        path("/", include(version.urls)),
    ]
    return path(version.prefix[1:], include((pages, version.name)))


def contents(request, version):
    """Where a version begins: the addresses that need no entry to be known."""
    urls = import_module(version.urls)
    guides = {name.replace("-", "_"): name for name in guides_of(version)}
    names = urls.CONTENTS | guides | {"openapi": "openapi-3.1", "documentation": "swagger"}
    addresses = {title: reverse(f"{version.name}:{name}") for title, name in names.items()}
    return JsonResponse(
        {
            title: request.build_absolute_uri(address) + urls.QUESTIONS.get(title, "")
            for title, address in addresses.items()
        }
    )


def document(request, version, name):
    text = (version.folder / name).read_bytes()
    return HttpResponse(text, content_type="application/yaml; charset=utf-8")


def swagger(request, version):
    return _reader(request, "api/swagger.html", version)


def redoc(request, version):
    return _reader(request, "api/redoc.html", version)


def _reader(request, template, version):
    return render(request, template, {"document": reverse(f"{version.name}:openapi-3.1")})
