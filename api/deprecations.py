"""What will be taken away: told by headers of each answer that it touches, and in the document.

The headers are those of RFC 9745 (Deprecation) and RFC 8594 (Sunset).
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.http import http_date


@dataclass(frozen=True)
class Deprecation:
    """An operation that is going to end, or one parameter of it.

    `paths` are those of the document, such as `/api/v1/rounds/{slug}`. `use` says in a sentence
    what to use instead; `successor` is the address of that, where an operation is replaced by one.
    """

    paths: tuple[str, ...]
    since: date
    sunset: date
    use: str
    parameter: str = ""
    successor: str = ""

    def is_used_by(self, request):
        is_asked = any(
            re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)), request.path)
            for path in self.paths
        )
        return is_asked and (not self.parameter or self.parameter in request.GET)

    def __str__(self):
        since, sunset = (f"{day.day} {day:%B %Y}" for day in (self.since, self.sunset))
        return f"Deprecated since {since}, may be gone after {sunset}. {self.use}"


def headers_of(used, about):
    """Headers that announce the deprecations used; `about` is the address that explains them.

    Where several are used, the first to have begun and the first to end are told.
    """
    links = [f'<{about}>; rel="deprecation"; type="text/html"']
    links += [f'<{about}>; rel="sunset"; type="text/html"']
    links += [f'<{each.successor}>; rel="successor-version"' for each in used if each.successor]
    return {
        "Deprecation": f"@{_seconds(min(each.since for each in used))}",
        "Sunset": http_date(_seconds(min(each.sunset for each in used))),
        "Link": ", ".join(links),
    }


def _seconds(day):
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


HEADERS = {
    "Deprecation": {
        "description": (
            "When what the request uses was deprecated, in seconds since 1970 behind `@` "
            "(RFC 9745); sent only where it is."
        ),
        "schema": {"type": "string", "pattern": "^@[0-9]+$"},
    },
    "Sunset": {
        "description": (
            "When it may be taken away, as an HTTP date (RFC 8594); sent only with `Deprecation`."
        ),
        "schema": {"type": "string"},
    },
}


def announce(schema, deprecations):
    """Say in an OpenAPI document what is deprecated. Raises KeyError for what is not in it."""
    for each in deprecations:
        for path in each.paths:
            operation = schema["paths"][path]["get"]
            parameters = {parameter["name"]: parameter for parameter in operation["parameters"]}
            part = parameters[each.parameter] if each.parameter else operation
            part["deprecated"] = True
            part["description"] = f"{part['description']} {each}"
            for status in ("200", "304"):
                operation["responses"][status]["headers"] |= {
                    name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS
                }
    if deprecations:
        headers = schema["components"]["headers"] | HEADERS
        schema["components"]["headers"] = dict(sorted(headers.items()))
