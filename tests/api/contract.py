"""The contract as the committed schema states it: operations, and answers held against them."""

import jsonschema
from django.conf import settings

from tests.yaml_text import read_yaml

FOLDER = settings.BASE_DIR / "api" / "v1"
SCHEMA = read_yaml((FOLDER / "openapi.yaml").read_text())
# Path and operation by operationId.
OPERATIONS = {
    operation["operationId"]: (path, operation)
    for path, item in SCHEMA["paths"].items()
    for operation in item.values()
}
LISTS = {name: path for name, (path, _) in OPERATIONS.items() if name.startswith("list")}
# Whole results as files: `exportRoundsCsv` and the like for each list, `exportMatrixCsv` for none.
FILES = {
    name: path
    for name, (path, operation) in OPERATIONS.items()
    if name.startswith("export") and "Record-Revision" in operation["responses"]["200"]["headers"]
}
TABLES = {name: path for name, path in FILES.items() if path.rpartition(".")[0] in LISTS.values()}
DETAILS = {
    name: path
    for name, (path, _) in OPERATIONS.items()
    if name.startswith("get") and path.endswith("{slug}")
}


def success(operation):
    """The content of the answer 200, in JSON if there is any: its schema and its example."""
    content = operation["responses"]["200"]["content"]
    return content.get("application/json") or next(iter(content.values()))


def formats(name):
    """Media types of the answer 200 of an operation."""
    return list(OPERATIONS[name][1]["responses"]["200"]["content"])


def is_binary(operation):
    """Whether the answer 200 is a file that is no text."""
    return success(operation)["schema"].get("format") == "binary"


# Path of each operation that answers with a text, a feed or a calendar.
TEXTS = {
    name: path
    for name, (path, operation) in OPERATIONS.items()
    if success(operation)["schema"].get("type") == "string"
    and name not in FILES
    and not is_binary(operation)
}


def choices(operation_id, parameter):
    """The values of a parameter with a closed list; none where the operation has no such one."""
    for each in OPERATIONS[operation_id][1]["parameters"]:
        if each["name"] == parameter:
            name = each["schema"]["items"]["$ref"].rsplit("/", 1)[1]
            return SCHEMA["components"]["schemas"][name]["enum"]
    return []


def everything(operation_id):
    """The parameters that ask for all facets and all related parts the operation has."""
    return {name: choices(operation_id, name) for name in ("facet", "include")}


def schemas_in(node):
    """Every dictionary inside a part of the document, examples left out."""
    if isinstance(node, dict):
        yield node
        for key, child in node.items():
            if key != "example":
                yield from schemas_in(child)
    elif isinstance(node, list):
        for child in node:
            yield from schemas_in(child)


def validate(answer, operation):
    """Check an answer against its schema, refusing any key that the schema does not name."""
    document = {**_CLOSED, **_closed(success(operation)["schema"])}
    jsonschema.Draft202012Validator(
        document, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(answer)


def _closed(node):
    if isinstance(node, list):
        return [_closed(child) for child in node]
    if not isinstance(node, dict):
        return node
    closed = {key: _closed(child) for key, child in node.items()}
    if node.get("type") == "object" and "properties" in node:
        closed["additionalProperties"] = False
    return closed


_CLOSED = _closed(SCHEMA)
