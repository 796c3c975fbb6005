"""The examples of the document: what it asks for finds something in the record, and fits."""

import json

import jsonschema
import pytest

from tests.api.contract import OPERATIONS, SCHEMA, is_binary, success
from tests.api.wire import ask

# These say what they mean only with a value of today.
WITHOUT_EXAMPLE = {"recorded_at", "If-None-Match"}
# The place within a revision that is told in several pages; it depends on how the record came here.
OF_NO_OTHER_RECORD = {("getChanges", "cursor")}
ASKED = {
    name: (path, operation)
    for name, (path, operation) in OPERATIONS.items()
    if "{" not in path and "application/json" in operation["responses"]["200"]["content"]
}


def parameters():
    for name, (_, operation) in OPERATIONS.items():
        for parameter in operation["parameters"]:
            yield name, parameter


def test_every_parameter_has_an_example_that_fits():
    for name, parameter in parameters():
        if parameter["name"] in WITHOUT_EXAMPLE or (name, parameter["name"]) in OF_NO_OTHER_RECORD:
            assert "example" not in parameter, (name, parameter["name"])
        else:
            schema = {**SCHEMA, **parameter["schema"]}
            jsonschema.Draft202012Validator(schema).validate(parameter["example"])


def sent(value):
    return str(value).lower() if isinstance(value, bool) else value


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKED)
def test_each_example_asked_alone_finds_something_in_the_record(name, reader, record, db):
    path, operation = ASKED[name]
    there = [each for each in operation["parameters"] if "example" in each]
    needed = {each["name"]: each["example"] for each in there if each.get("required")}
    short = {"page_size": 1} if any(each["name"] == "page_size" for each in there) else {}
    for parameter in there:
        asked = {**short, **needed, parameter["name"]: sent(parameter["example"])}
        answer = reader.get_json(path, **asked)
        while answer.get("results") == [] and answer.get("next"):  # a page of changes may have none
            answer = reader.get_json(answer["next"])
        found = answer.get("results") or answer.get("rows")
        assert found, (parameter["name"], parameter["example"])


def test_examples_of_paths_are_entries_of_the_record(reader, record, db):
    for name, (path, operation) in OPERATIONS.items():
        slugs = [each["example"] for each in operation["parameters"] if each["name"] == "slug"]
        for slug in slugs:
            assert reader.get(path.replace("{slug}", slug)).status_code == 200, name


def test_files_share_the_examples_of_their_list():
    for name, (path, operation) in OPERATIONS.items():
        others = [each for path_, each in OPERATIONS.values() if path_ == path.rpartition(".")[0]]
        of_list = {each["name"]: each for other in others for each in other["parameters"]}
        for parameter in operation["parameters"] if others else ():
            if parameter["name"] in of_list:
                assert parameter == of_list[parameter["name"]], name


# Problems -----------------------------------------------------------------------------------------
REQUESTS = {
    "InvalidParameter": {},
    "NotFound": {},
    "MethodNotAllowed": {"method": "POST"},
    "NotAcceptable": {"HTTP_ACCEPT": "text/html"},
    "PreconditionFailed": {"HTTP_IF_MATCH": '"x"'},
}


def example_of(name):
    response = SCHEMA["components"]["responses"][name]
    return response["content"]["application/problem+json"]["example"]


PROBLEMS = [name for name, each in SCHEMA["components"]["responses"].items() if "content" in each]


@pytest.mark.parametrize("name", PROBLEMS)
def test_example_of_a_problem_fits_and_has_the_status_of_its_response(name):
    example = example_of(name)
    schema = {**SCHEMA, "$ref": "#/components/schemas/Problem"}
    jsonschema.Draft202012Validator(schema).validate(example)
    used = {
        status
        for _, operation in OPERATIONS.values()
        for status, response in operation["responses"].items()
        if response.get("$ref", "").endswith(f"/{name}")
    }
    assert used == {str(example["status"])}


@pytest.mark.parametrize("name", REQUESTS)
def test_example_of_a_problem_is_what_the_service_answers(name, db):
    example = example_of(name)
    answer = ask(example["instance"], **REQUESTS[name])
    assert answer.json() == example
    assert json.loads(answer.body)["status"] == answer.status


def test_texts_have_examples_too():
    for name, (_, operation) in OPERATIONS.items():
        for media_type, content in operation["responses"]["200"]["content"].items():
            is_main = content is success(operation)
            assert not is_main or is_binary(operation) or content["example"], (name, media_type)
