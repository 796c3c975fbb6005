"""Changes of the real document, as somebody might make them: those that break clients, and others.

Each changes the document it is given. A break goes with the subjects by which it must be found.
"""

from copy import deepcopy

from tests.api.contract import OPERATIONS, schemas_in


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
CALLED = list(OPERATIONS)

BREAKS = {
    # operations
    "operation removed": (lambda d: d["paths"].pop("/api/v1/rounds.ics"), {"exportRoundsIcs"}),
    "path changed": (moved("/api/v1/rounds.ics", "/api/v1/days.ics"), {"exportRoundsIcs: call"}),
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
    "bound of a list in a list widened": (
        lambda d: schema(d, "CslDate", "date-parts")["items"]["items"].update(maximum=10_000),
        {"CslDate.date-parts[][]: maximum"},
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
    "new redirection": lambda d: operation(d, "getRound")["responses"].update(
        {"307": {"description": "It is found elsewhere for now."}}
    ),
    "new error": lambda d: operation(d, "getRound")["responses"].update(
        {"451": {"description": "Retracted."}}
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
