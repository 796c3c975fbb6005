"""The versions of the API. Each is a package of its own that knows no other one.

`API_VERSIONS` in the settings lists the packages; each has a `VERSION` and a module `urls`.
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from django.conf import settings

from api.deprecations import Deprecation

# The documents of each version, and the version of OpenAPI they are written in.
DOCUMENTS = {"openapi.yaml": "3.1.1", "openapi-3.0.yaml": "3.0.3"}


@dataclass(frozen=True)
class Version:
    """A version of the API: `v1`, its number such as `1.2.0`, and the package it stands in.

    The folder of the package has the documents and CHANGES.md.
    """

    name: str
    number: str
    package: str
    folder: Path
    deprecations: tuple[Deprecation, ...] = ()

    @property
    def prefix(self):
        """The path of its contents page, with which all its other paths begin."""
        return f"/api/{self.name}"

    @property
    def urls(self):
        """The module with its addresses."""
        return f"{self.package}.urls"


def served_versions() -> list[Version]:
    return [import_module(package).VERSION for package in settings.API_VERSIONS]


def version_of(request) -> Version | None:
    """The version that is asked; None where the address belongs to none."""
    for version in served_versions():
        if f"{request.path}/".startswith(f"{version.prefix}/"):
            return version
    return None
