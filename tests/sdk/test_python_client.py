"""The client that openapi-python-client writes: its types hold, and it tells what the API says."""

import json
import re
import shutil
import sys

import pytest

from tests.api.contract import FOLDER, LISTS, OPERATIONS
from tests.sdk.conftest import HERE, attempt, run
from tests.sdk.expected import expected
from tests.sdk.readme import (
    NO_ENTRY,
    matrix,
    matrix_of_the_cookbook,
    program_of_the_cookbook,
    programs,
)
from tests.yaml_text import read_yaml, write_yaml

PROGRAM = "uses_python.py"
# The template of the generator passes on what it does not type.
NOT_OURS = re.compile(r"^negotiation_record_client/client\.py:.*__a?(enter|exit)__", re.MULTILINE)


@pytest.fixture(scope="module")
def client(generate):
    folder = generate("python")
    shutil.copy(HERE / PROGRAM, folder)
    return folder


def complaints(folder, *files):
    """What mypy has to say, in its strictest way."""
    mypy = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary"]
    said = attempt(*mypy, *files, cwd=folder)
    assert said.returncode in (0, 1), said.stderr
    return [line for line in said.stdout.splitlines() if not NOT_OURS.match(line)]


def test_every_operation_is_a_function_that_bears_its_name(client):
    written = {path.stem for path in (client / "negotiation_record_client" / "api").rglob("*.py")}
    names = {re.sub("(?<!^)(?=[A-Z])", "_", name).lower() for name in OPERATIONS}
    assert written - {"__init__"} == names


def test_types_hold(client):
    assert complaints(client, PROGRAM, "negotiation_record_client") == []


def test_client_tells_what_the_api_says(client, served_record):
    told = json.loads(run(sys.executable, PROGRAM, served_record, cwd=client))
    truth = expected(served_record)
    assert {key: told[key] for key in truth} == truth
    assert told["table"] == "slug"
    assert told["unchanged"] == [304, None]


def test_programs_of_the_readme_run_and_their_types_hold(client, served_record):
    prints_matrix, walks, _ = programs("python", served_record)
    (client / "prints_matrix.py").write_text(prints_matrix)
    (client / "walks.py").write_text(walks)
    assert complaints(client, "prints_matrix.py", "walks.py") == []
    printed = run(sys.executable, "prints_matrix.py", cwd=client)
    assert printed.splitlines() == list(matrix(served_record))
    assert NO_ENTRY in run(sys.executable, "walks.py", cwd=client)


def test_program_of_the_cookbook_runs(client, served_record):
    (client / "matrix.py").write_text(program_of_the_cookbook("matrix.py", served_record))
    printed = run(sys.executable, "matrix.py", cwd=client)
    assert printed.splitlines() == list(matrix_of_the_cookbook(served_record))


# The proof can fail -------------------------------------------------------------------------------
def broken(change, folder):
    """A copy of the document with a lie in it."""
    document = read_yaml((FOLDER / "openapi.yaml").read_text())
    change(document["components"]["schemas"], document["paths"])
    path = folder / "openapi.yaml"
    path.write_text(write_yaml(document))
    return path


def never_null(schemas, paths):
    schemas["Statement"]["properties"]["said_on"]["type"] = "string"


def renamed_value(schemas, paths):
    schemas["Authority"]["enum"].remove("deputy_minister")


def key_that_is_not_there(schemas, paths):
    schemas["Matrix"]["properties"]["day"] = {"type": "string"}
    schemas["Matrix"]["required"].append("day")


def renamed_operation(schemas, paths):
    paths[LISTS["listStatements"]]["get"]["operationId"] = "allStatements"
    paths["/api/v1/every-statement"] = paths.pop(LISTS["listStatements"])


LIES = [never_null, renamed_value, key_that_is_not_there, renamed_operation]


@pytest.mark.long
@pytest.mark.parametrize("lie", LIES)
def test_a_document_that_lies_is_noticed(lie, generate, served_record, tmp_path):
    folder = generate("python", broken(lie, tmp_path))
    shutil.copy(HERE / PROGRAM, folder)
    runs = attempt(sys.executable, PROGRAM, served_record, cwd=folder).returncode == 0
    assert not runs or complaints(folder, PROGRAM)
