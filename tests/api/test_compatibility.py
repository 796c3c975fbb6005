"""The committed document against the last released one: what would break a client is declared."""

import re
import tomllib
from copy import deepcopy
from itertools import count

import pytest
import yaml
from django.conf import settings

from api.contract_terms import released, terms
from api.management.commands.write_openapi import keep_released
from tests.api.compatibility import Break, breaks, declared, undeclared
from tests.api.contract import FOLDER, SCHEMA, schemas_in

RELEASED = yaml.safe_load((FOLDER / "released.yaml").read_text())
CHANGES = (FOLDER / "CHANGES.md").read_text()
VERSION = SCHEMA["info"]["version"]
# `## 1.2.0 (25 November 2026)` and what stands below it, newest first.
SECTIONS = dict(re.findall(r"^## ([\d.]+)[^\n]*\n(.*?)(?=^## |\Z)", CHANGES, re.M | re.S))
TERMS = terms(SCHEMA)


# The committed contract ---------------------------------------------------------------------------
def test_every_place_states_the_same_version():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION == settings.SPECTACULAR_SETTINGS["VERSION"]
    assert next(iter(SECTIONS)) == VERSION, "CHANGES.md must begin with the version of the code."


def test_the_contract_is_held_against_the_version_before():
    """Until anything changes, the version before may be the current one itself."""
    if RELEASED["version"] == VERSION:
        advice = f"What binds clients has changed: raise VERSION above {VERSION} (see CHANGES.md)."
        assert RELEASED["terms"] == TERMS, advice
    else:
        _, before, *_ = SECTIONS
        assert RELEASED["version"] == before, "Raise the version by `make schema`, one at a time."


def test_what_breaks_a_client_is_declared_and_what_is_declared_is_found():
    if RELEASED["version"] != VERSION:
        subjects = declared(SECTIONS[VERSION])
        open_, stale = undeclared(breaks(RELEASED["terms"], TERMS), subjects)
        assert not open_, advice_on(open_)
        assert not stale, f"CHANGES.md declares breaks that are none: {stale}"


def advice_on(found):
    return "\n".join(
        [
            f"Clients of {RELEASED['version']} break:",
            *map(str, found),
            "Undo it, or put it into a new version of the path, such as /api/v2. If it must be,",
            f"declare it in api/v1/CHANGES.md, in the section {VERSION}, under `### Breaking`:",
            *(f"- `{each.subject}`: why, and what to do." for each in found),
        ]
    )


def test_a_failure_says_what_changed_and_how_to_declare_it():
    advice = advice_on([Break("Round.city", {"type": "string"}, None)])
    assert "`Round.city`: {'type': 'string'} -> absent" in advice
    assert declared("\n### Breaking\n" + advice[advice.index("- `") :]) == ["Round.city"]


# Planted changes ----------------------------------------------------------------------------------
def operation(document, name):
    return next(
        each
        for item in document["paths"].values()
        for each in item.values()
        if each["operationId"] == name
    )


def parameter(document, name, key):
    return next(each for each in operation(document, name)["parameters"] if each["name"] == key)


def schema(document, name, key=None):
    component = document["components"]["schemas"][name]
    return component["properties"][key] if key else component


def answer(document, name, status="200"):
    return operation(document, name)["responses"][status]


def without(name, key):
    def change(document):
        parameters = operation(document, name)["parameters"]
        parameters.remove(parameter(document, name, key))

    return change


def with_parameter(name, place=0, **also):
    new = {"in": "query", "name": "new", "schema": {"type": "string"}, **also}
    return lambda document: operation(document, name)["parameters"].insert(place, new)


def sent(name, key, **keywords):
    """Change keywords of the schema of a parameter; None takes one away."""
    return lambda document: set_keywords(parameter(document, name, key)["schema"], keywords)


def described(name, key, **keywords):
    """Change keywords of a parameter beside its schema."""
    return lambda document: set_keywords(parameter(document, name, key), keywords)


def received(name, key=None, **keywords):
    """Change keywords of a component or of one of its properties."""
    return lambda document: set_keywords(schema(document, name, key), keywords)


def set_keywords(node, keywords):
    for keyword, value in keywords.items():
        keyword = {"ref": "$ref"}.get(keyword, keyword)
        node.pop(keyword, None)
        if value is not None:
            node[keyword] = value


def enum(name, add=(), drop=()):
    def change(document):
        values = schema(document, name)["enum"]
        values[:] = [*(each for each in values if each not in drop), *add]

    return change


def optional(name, key):
    return lambda document: schema(document, name)["required"].remove(key)


def renamed(old, new):
    def change(document):
        schemas = document["components"]["schemas"]
        schemas[new] = schemas.pop(old)
        for node in schemas_in(document):
            if node.get("$ref") == f"#/components/schemas/{old}":
                node["$ref"] = f"#/components/schemas/{new}"

    return change


def of_operation(name, **keywords):
    return lambda document: set_keywords(operation(document, name), keywords)


def moved(path, to):
    return lambda document: document["paths"].update({to: document["paths"].pop(path)})


def swapped(name, first, second):
    def change(document):
        parameters = operation(document, name)["parameters"]
        one, other = (parameters.index(parameter(document, name, each)) for each in (first, second))
        parameters[one], parameters[other] = parameters[other], parameters[one]

    return change


def shared(kind, name, *path, value=None):
    """Change, or take away, what stands at a path below a shared answer or header."""

    def change(document):
        *before, last = path
        node = document["components"][kind][name]
        for key in before:
            node = node[key]
        set_keywords(node, {last: value})

    return change


NULL = {"type": "null"}
MODE = {"$ref": "#/components/schemas/RoundMode"}
CALLED = [subject for subject, term in TERMS.items() if "call" in term]

BREAKS = {
    # operations
    "operation removed": (lambda d: d["paths"].pop("/api/v1/rounds.ics"), {"calendarOfRounds"}),
    "path changed": (moved("/api/v1/rounds.ics", "/api/v1/days.ics"), {"calendarOfRounds: call"}),
    "method changed": (
        lambda d: d["paths"].update(
            {"/api/v1/releases": {"post": d["paths"]["/api/v1/releases"]["get"]}}
        ),
        {"getReleases: call"},
    ),
    "operationId renamed": (of_operation("getRound", operationId="readRound"), {"getRound"}),
    "tag changed": (of_operation("getRound", tags=["talks"]), {"getRound: tags"}),
    "security demanded": (lambda d: d.update(security=[{"key": []}]), {"security: needed"}),
    "security of one": (of_operation("getRound", security=[{"a": []}]), {"getRound: security"}),
    "server removed": (lambda d: d.update(servers=[{"url": "/new"}]), {"server /"}),
    # parameters
    "parameter removed": (without("listRounds", "party"), {"listRounds?party"}),
    "header no longer read": (
        without("getRound", "If-None-Match"),
        {"getRound header If-None-Match"},
    ),
    "parameter moved to a header": (
        described("listRounds", "count", **{"in": "header"}),
        {"listRounds?count"},
    ),
    "required parameter added": (with_parameter("listRounds", required=True), {"listRounds?new"}),
    "parameter made required": (
        described("listRounds", "count", required=True),
        {"listRounds?count: required"},
    ),
    "type of a parameter": (
        sent("listRounds", "count", type="string"),
        {"listRounds?count: type"},
    ),
    "format of a parameter": (
        sent("getMatrix", "as_of", format="date-time"),
        {"getMatrix?as_of: format"},
    ),
    "named type of a parameter": (
        sent("getMatrix", "certainty", ref="#/components/schemas/RoundMode"),
        {"getMatrix?certainty: $ref"},
    ),
    "item type of a parameter": (
        sent("listRounds", "party", items={"type": "string"}),
        {"listRounds?party[]: $ref", "listRounds?party[]: type"},
    ),
    "list made a single value": (
        sent("listRounds", "party", type="string", items=None),
        {"listRounds?party: type", "listRounds?party[]"},
    ),
    "value of a parameter removed": (
        enum("Certainty", drop=["certain"]),
        {"Certainty.certain"},
    ),
    "maximum lowered": (
        sent("listRounds", "page_size", maximum=100),
        {"listRounds?page_size: maximum"},
    ),
    "minimum raised": (
        sent("listRounds", "page_size", minimum=2),
        {"listRounds?page_size: minimum"},
    ),
    "maxLength narrowed": (
        sent("search", "q", maxLength=100),
        {"search?q: maxLength"},
    ),
    "minLength raised": (sent("search", "q", minLength=3), {"search?q: minLength"}),
    "maxItems added": (
        sent("listRounds", "party", maxItems=2),
        {"listRounds?party: maxItems"},
    ),
    "minItems raised": (
        sent("listRounds", "party", minItems=2),
        {"listRounds?party: minItems"},
    ),
    "uniqueItems added": (
        sent("listRounds", "party", uniqueItems=True),
        {"listRounds?party: uniqueItems"},
    ),
    "pattern added": (sent("search", "q", pattern="^a"), {"search?q: pattern"}),
    "default changed": (
        sent("listRounds", "page_size", default=20),
        {"listRounds?page_size: default"},
    ),
    "explode changed": (
        described("listRounds", "party", explode=False),
        {"listRounds?party: explode"},
    ),
    "style changed": (
        described("listRounds", "party", style="pipeDelimited"),
        {"listRounds?party: style"},
    ),
    "parameters swapped": (
        swapped("listRounds", "party", "status"),
        {"listRounds: order of parameters"},
    ),
    # answers
    "field removed": (lambda d: schema(d, "Round")["properties"].pop("city"), {"Round.city"}),
    "field renamed": (
        lambda d: schema(d, "Round")["properties"].update(
            place=schema(d, "Round")["properties"].pop("city")
        ),
        {"Round.city"},
    ),
    "field made optional": (optional("Round", "city"), {"Round.city: required"}),
    "field of a field removed": (
        lambda d: schema(d, "CslItem", "issued")["properties"].pop("season"),
        {"CslItem.issued.season"},
    ),
    "type of a field": (received("Round", "city", type="integer"), {"Round.city: type"}),
    "format of a field": (
        received("Round", "held_earliest", format="date-time"),
        {"Round.held_earliest: format"},
    ),
    "field made nullable": (
        received("Round", "city", type=["string", "null"]),
        {"Round.city: nullable"},
    ),
    "named field made nullable": (
        received("Round", "mode", allOf=None, anyOf=[MODE, NULL]),
        {"Round.mode: nullable"},
    ),
    "field no longer nullable": (
        received("Round", "country", type="string"),
        {"Round.country: nullable"},
    ),
    "named type of a field": (
        received("Round", "mode", allOf=[{"$ref": "#/components/schemas/RoundStatus"}]),
        {"Round.mode: $ref"},
    ),
    "item type of a field": (
        received("RoundPage", "results", items={"type": "string"}),
        {"RoundPage.results[]: $ref", "RoundPage.results[]: type"},
    ),
    "value added": (enum("RoundStatus", add=["adjourned"]), {"RoundStatus.adjourned"}),
    "value removed": (enum("RoundStatus", drop=["held"]), {"RoundStatus.held"}),
    "value of answers alone added": (enum("CellKind", add=["other"]), {"CellKind.other"}),
    "values closed": (received("EntryLink", "name", enum=["a"]), {"EntryLink.name: enum"}),
    "values no longer closed": (received("RoundMode", enum=None), {"RoundMode: enum"}),
    "maximum of a field raised": (
        received("Problem", "status", maximum=700),
        {"Problem.status: maximum"},
    ),
    "minimum of a field lowered": (
        received("Problem", "status", minimum=100),
        {"Problem.status: minimum"},
    ),
    "maxLength of a field widened": (
        received("Round", "city", maxLength=200),
        {"Round.city: maxLength"},
    ),
    "maxLength of a field taken away": (
        received("Round", "city", maxLength=None),
        {"Round.city: maxLength"},
    ),
    "pattern of a field": (
        received("Round", "slug", pattern="^.*$"),
        {"Round.slug: pattern"},
    ),
    "alternatives of a field": (
        lambda d: schema(d, "Document", "file_name")["oneOf"].append({"type": "integer"}),
        {"Document.file_name: oneOf"},
    ),
    "no further fields": (
        received("Round", additionalProperties=False),
        {"Round: additionalProperties"},
    ),
    "unheard-of keyword": (received("Round", "city", const="Istanbul"), {"Round.city: const"}),
    "component renamed": (renamed("RoundStatus", "StatusOfRound"), {"RoundStatus"}),
    "status removed": (
        lambda d: operation(d, "getRound")["responses"].pop("404"),
        {"getRound 404"},
    ),
    "status of success added": (
        lambda d: operation(d, "getRound")["responses"].update({"202": {"description": "Wait."}}),
        {"getRound 202"},
    ),
    "media type removed": (
        lambda d: answer(d, "getRound")["content"].pop("application/vnd.citationstyles.csl+json"),
        {"getRound 200 application/vnd.citationstyles.csl+json"},
    ),
    "media type of every problem": (
        shared("responses", "TooManyRequests", "content", value={}),
        {f"{each} 429 application/problem+json" for each in CALLED},
    ),
    "type of an answer": (
        lambda d: answer(d, "getRound")["content"].update(
            {"application/json": {"schema": {"$ref": "#/components/schemas/Position"}}}
        ),
        {"getRound 200 application/json: $ref"},
    ),
    "header removed": (
        lambda d: answer(d, "getRound")["headers"].pop("ETag"),
        {"getRound 200 ETag"},
    ),
    "bound of a shared header": (
        shared("headers", "RetryAfter", "schema", "maximum", value=90_000),
        {f"{each} {status} Retry-After: maximum" for each in CALLED for status in (429, 503)},
    ),
}

HARMLESS = {
    "nothing": lambda d: None,
    "new operation": lambda d: d["paths"].update(
        {"/api/v1/new": {"get": operation(deepcopy(d), "getRound") | {"operationId": "getNew"}}}
    ),
    "new optional parameter, before the others": with_parameter("listRounds"),
    "new optional parameter, behind them": with_parameter("listRounds", place=99),
    "parameter no longer required": described("search", "q", required=None),
    "absence of a demand stated": described("search", "kind", required=False, deprecated=True),
    "default of a keyword left out": described("listRounds", "party", explode=None, style=None),
    "maximum raised": sent("listRounds", "page_size", maximum=1000),
    "minimum lowered": sent("listRounds", "page_size", minimum=0),
    "maxLength taken away": sent("search", "q", maxLength=None),
    "minLength taken away": sent("search", "q", minLength=None),
    "new value of parameters alone": enum("RoundOrdering", add=["title"]),
    "new field": lambda d: schema(d, "Round")["properties"].update(new={"type": "string"}),
    "field that is now always there": lambda d: schema(d, "Problem")["required"].append("errors"),
    "maxLength of a field narrowed": received("Round", "city", maxLength=50),
    "maximum of a field added": received("Round", "city", maxLength=50),
    "new component": lambda d: d["components"]["schemas"].update(New={"type": "object"}),
    "new error": lambda d: operation(d, "getRound")["responses"].update(
        {"410": {"description": "Retracted."}}
    ),
    "new media type": lambda d: answer(d, "getRound")["content"].update(
        {"text/html": {"schema": {"type": "string"}}}
    ),
    "new header": lambda d: answer(d, "getRound")["headers"].update(
        {"Age": {"schema": {"type": "integer"}}}
    ),
    "new server": lambda d: d["servers"].append({"url": "https://example.org"}),
    "new description": received("Round", "city", description="Elsewhere.", title="City"),
    "new summary": of_operation("getRound", summary="Read", description="More.", deprecated=True),
    "new example": sent("search", "q", example="new"),
    "description of the whole": lambda d: d["info"].update(description="New.", version="9.0.0"),
    "named type wrapped otherwise": received("Round", "mode", **MODE, allOf=None),
    "null told otherwise": received("Round", "country", type="string", nullable=True),
    "other order of keys": lambda d: [
        reverse(node) for node in [*schemas_in(d["components"]), d["paths"], d["components"]]
    ],
    "other order of required keys": lambda d: schema(d, "Round")["required"].reverse(),
}


def reverse(node):
    items = list(node.items())
    node.clear()
    node.update(reversed(items))


def changed(change):
    """The terms of the real document after a change, which must leave its mark on the document."""
    document = deepcopy(SCHEMA)
    change(document)
    return terms(document)


@pytest.mark.parametrize("name", BREAKS)
def test_a_change_that_breaks_clients_is_found_and_nothing_else(name):
    change, subjects = BREAKS[name]
    assert {each.subject for each in breaks(TERMS, changed(change))} == subjects


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_change_breaks_nobody(name):
    assert breaks(TERMS, changed(HARMLESS[name])) == []


# Whatever is taken away ---------------------------------------------------------------------------
def dropping(node, place):
    """Take away what stands at a place: its key and itself, or None if nothing stands there."""
    keys = list(node) if isinstance(node, dict) else range(len(node))
    if place >= len(keys):
        return None
    key = keys[place]
    return key, node.pop(key)


def operations_in(document):
    return {
        each["operationId"]: each for item in document["paths"].values() for each in item.values()
    }


def parameters_in(document):
    for name, each in operations_in(document).items():
        yield (
            each["parameters"],
            lambda key, gone, name=name: (
                f"{name}?{gone['name']}"
                if gone["in"] == "query"
                else f"{name} {gone['in']} {gone['name']}"
            ),
        )


def answers_in(document):
    for name, each in operations_in(document).items():
        yield each["responses"], lambda key, gone, name=name: f"{name} {key}"


def media_types_in(document):
    for name, each in operations_in(document).items():
        yield each["responses"]["200"]["content"], lambda key, gone, name=name: f"{name} 200 {key}"


def headers_in(document):
    for name, each in operations_in(document).items():
        yield each["responses"]["200"]["headers"], lambda key, gone, name=name: f"{name} 200 {key}"


def fields_in(document):
    for name, each in document["components"]["schemas"].items():
        yield each.get("properties", {}), lambda key, gone, name=name: f"{name}.{key}"


def values_in(document):
    for name, each in document["components"]["schemas"].items():
        yield each.get("enum", []), lambda key, gone, name=name: f"{name}.{gone}"


def components_in(document):
    yield document["components"]["schemas"], lambda key, gone: key


def paths_in(document):
    yield document["paths"], lambda key, gone: gone["get"]["operationId"]


@pytest.mark.parametrize(
    "parts",
    [parameters_in, answers_in, media_types_in, headers_in, fields_in, values_in],
)
def test_whatever_is_taken_away_is_found(parts):
    """The first of each operation or component at once, then the second of each, and so on."""
    for place in count():
        document = deepcopy(SCHEMA)
        taken = [
            subject(*gone) for node, subject in parts(document) if (gone := dropping(node, place))
        ]
        if not taken:
            break
        found = {each.subject for each in breaks(TERMS, terms(document))}
        assert found == set(taken)
    assert place


@pytest.mark.parametrize("parts", [paths_in, components_in])
@pytest.mark.parametrize("half", [0, 1])
def test_each_operation_and_each_component_is_missed_when_it_is_gone(parts, half):
    document = deepcopy(SCHEMA)
    ((node, subject),) = parts(document)
    taken = {subject(key, node.pop(key)) for key in list(node)[half::2]}
    assert {each.subject for each in breaks(TERMS, terms(document))} == taken


# Declarations -------------------------------------------------------------------------------------
SECTION = """
New: much.

### Breaking

- `Round.city`: it was never known; read
  `place_as_printed`.
- `listRounds?party`, `listRounds?person`
  and `* 429`: nobody asked.

### Other

- `Round.title`: no break.
"""


def test_breaks_are_declared_in_a_list_of_their_own():
    assert declared(SECTION) == ["Round.city", "listRounds?party", "listRounds?person", "* 429"]
    assert declared("\nNew: `Round.city`.\n") == []


@pytest.mark.parametrize("item", ["- `Round.city`", "- `Round.city`: ", "- Round.city: unknown"])
def test_a_break_without_a_reason_is_not_declared(item):
    with pytest.raises(ValueError, match=r"- `subject`: reason"):
        declared(f"\n### Breaking\n\n{item}\n")


def test_a_break_is_open_until_declared_and_a_declaration_stale_without_it():
    city, party = Break("Round.city", {}, None), Break("listRounds?party", {}, None)
    late = [Break(f"{name} 429", {}, None) for name in ("getRound", "getMatrix")]
    assert undeclared([city, party], ["Round.city"]) == ([party], [])
    assert undeclared([city], ["Round.city", "Round.title"]) == ([], ["Round.title"])
    assert undeclared([*late, city], ["* 429"]) == ([city], [])
    assert undeclared([city], ["*"]) == ([city], ["*"])
    assert undeclared([Break("listRoundsXparty", {}, None)], ["listRounds?party"])[0]


# Keeping the released contract --------------------------------------------------------------------
@pytest.fixture
def folder(tmp_path):
    """A folder with a document of 1.2.0, and what was kept of 1.1.0."""
    document = {"info": {"version": "1.2.0"}, "servers": [{"url": "/"}], "paths": {}}
    (tmp_path / "openapi.yaml").write_text(yaml.safe_dump(document))
    (tmp_path / "released.yaml").write_text("version: 1.1.0\nterms: {}\n")
    return tmp_path


def kept(folder):
    return yaml.safe_load((folder / "released.yaml").read_text())


def test_the_document_of_the_version_before_is_kept_when_the_version_rises(folder):
    assert keep_released(folder, "1.2.0") is None
    assert kept(folder)["version"] == "1.1.0"
    assert keep_released(folder, "1.10.0") == folder / "released.yaml"
    assert kept(folder)["version"] == "1.2.0"
    assert "server /" in kept(folder)["terms"]


def test_what_is_kept_of_a_version_is_not_kept_again(folder):
    (folder / "released.yaml").write_text("version: 1.2.0\nterms: {}\n")
    assert keep_released(folder, "1.3.0") is None
    assert keep_released(folder, "1.1.0") is None
    assert kept(folder)["terms"] == {}


def test_the_first_version_has_nothing_before_it(folder):
    (folder / "released.yaml").unlink()
    assert keep_released(folder, "1.2.0") is None
    assert not (folder / "released.yaml").exists()
    assert keep_released(folder, "1.3.0")


def test_what_is_kept_is_read_back_as_it_was():
    told = yaml.safe_load(released(SCHEMA))
    assert told["terms"] == TERMS
    assert list(told["terms"]) == list(TERMS), "The order of parameters is part of the contract."
