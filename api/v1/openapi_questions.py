"""Examples of what can be asked, and of what is refused, in the documents of version 1.

An example of a filter is the value that most entries of the record have.
"""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.test import Client, RequestFactory

from api.errors import problem
from api.facets import YEAR, facets_of
from api.openapi_answers import PROBLEM_OF_RESPONSE
from api.v1.urls import router

EXAMPLES = Path(__file__).with_name("example_questions.json")
# Of filters that are not counted by.
EXAMPLES_BY_NAME = {
    "search": "talks",
    "as_of": "2025-12-01",
    "in_force_on": "2025-12-01",
    "certainty": "certain",
    "min_independent_sources": 1,
    "place": "Istanbul",
    "publisher": "Izvestia",
    "language": "en",
    "reported_by": "TASS",
    "reported_via": "Interfax",
    "count": True,
    "page_size": 10,
    "since": 0,
}
EXAMPLES_BY_ENDING = {"_after": "2025", "_before": "2025-12"}
EXAMPLES_BY_PATH = {
    "/api/v1/search": {"q": '"direct flights" or embassies', "kind": "statement"},
    "/api/v1/changes": {"kind": "created"},
    "/api/v1/parties": {"search": "Russia"},
    "/api/v1/people": {"search": "Lavrov"},
    "/api/v1/offices": {"search": "minister"},
}
# Addresses with the filters of `positions`, and whether they have pages.
ON_POSITIONS = {"/api/v1/positions/matrix": False, "/api/v1/positions/timeline": True}
# Those that say what they mean only with a value of today.
WITHOUT_EXAMPLE = {"recorded_at", "If-None-Match", ("/api/v1/changes", "cursor")}
RETRACTED = "position-russia-no-rush-into-new-round-in-lavrov-us-blocks-talks-2"
REFUSED = {
    "InvalidParameter": {"path": "/api/v1/rounds?status=hold"},
    "NotFound": {"path": "/api/v1/rounds/geneva"},
    "Gone": {"path": f"/api/v1/citations/{RETRACTED}"},
    "MethodNotAllowed": {"path": "/api/v1/rounds", "method": "POST"},
    "NotAcceptable": {"path": "/api/v1/rounds", "headers": {"accept": "text/html"}},
    "PreconditionFailed": {"path": "/api/v1/rounds", "headers": {"if-match": '"x"'}},
}


def add_questions(schema, slugs):
    """Give each parameter its example, and each problem; `slugs` are those of the paths."""
    examples = json.loads(EXAMPLES.read_text())
    components = schema["components"]
    for path, item in schema["paths"].items():
        asked = path.partition(".")[0]
        own = EXAMPLES_BY_PATH.get(asked, {}) | examples["parameters"].get(asked, {})
        for parameter in item["get"]["parameters"]:
            name = parameter["name"]
            if name == "slug":
                parameter["example"] = slugs[path.split("/")[3]]
            elif parameter["in"] == "query" and {name, (asked, name)}.isdisjoint(WITHOUT_EXAMPLE):
                parameter["example"] = _shaped(
                    parameter["schema"], _found(name, own), components["schemas"]
                )
    for name, answer in examples["problems"].items():
        content = components["responses"][name]["content"]["application/problem+json"]
        content["example"] = answer


def _found(name, own):
    endings = (value for ending, value in EXAMPLES_BY_ENDING.items() if name.endswith(ending))
    return own.get(name, EXAMPLES_BY_NAME.get(name, next(endings, None)))


def _shaped(schema, value, components):
    """The value as the schema has it; the first of an enum where there is no value."""
    if schema.get("type") == "array":
        return [_shaped(schema["items"], value, components)]
    if value is None:
        return components[schema["$ref"].rsplit("/", 1)[1]]["enum"][0]
    return value == "true" if schema.get("type") == "boolean" and value is not True else value


def read_questions(client: Client) -> dict:
    """Values of parameters by path and name, and problems by name, from the record."""
    parameters = {}
    for resource, view, _ in router.registry:
        path = f"/api/v1/{resource}"
        facets = [name for name in facets_of(view) if name != YEAR]
        page = client.get(path, {"facet": facets, "page_size": 1}).json()
        counted = page.get("facets", {})
        parameters[path] = {name: values[0]["value"] for name, values in counted.items()}
        parameters[path]["cursor"] = _cursor(page)
    filters = dict(parameters["/api/v1/positions"])
    del filters["cursor"]
    for path, has_pages in ON_POSITIONS.items():
        page = client.get(path, {"page_size": 1}).json() if has_pages else None
        parameters[path] = filters | ({"cursor": _cursor(page)} if has_pages else {})
    search = {"q": EXAMPLES_BY_PATH["/api/v1/search"]["q"], "page_size": 1}
    found = client.get("/api/v1/search", search).json()
    parameters["/api/v1/search"] = {"cursor": _cursor(found)}
    return {"parameters": parameters, "problems": _read_problems(client)}


def _cursor(page):
    return parse_qs(urlsplit(page["next"]).query)["cursor"][0]


def _read_problems(client):
    """What is refused, asked for; what must not happen, from the code that tells of it."""
    answers = {
        name: client.generic(
            asked.get("method", "GET"), asked["path"], headers=asked.get("headers")
        )
        for name, asked in REFUSED.items()
    }
    request = RequestFactory().get("/api/v1/rounds")
    return {
        name: json.loads((answers.get(name) or problem(request, slug)).content)
        for name, slug in PROBLEM_OF_RESPONSE.items()
    }
