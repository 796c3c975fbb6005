"""The client that openapi-typescript and openapi-fetch make: the same proofs as in Python."""

import json
import shutil

import pytest

from tests.outside import program
from tests.sdk.conftest import HERE, attempt, run
from tests.sdk.expected import expected
from tests.sdk.readme import (
    NO_ENTRY,
    matrix,
    matrix_of_the_cookbook,
    program_of_the_cookbook,
    programs,
)
from tests.sdk.test_python_client import LIES, broken, key_that_is_not_there

pytestmark = pytest.mark.long

PROGRAM = "uses_typescript.ts"


@pytest.fixture(scope="module")
def client(generate):
    program("node")
    program("npm")
    folder = generate("typescript")
    shutil.copy(HERE / PROGRAM, folder)
    return folder


def compiled(folder):
    return attempt("npx", "tsc", "--project", ".", "--outDir", "out", cwd=folder)


def test_client_has_its_types_and_tells_what_the_api_says(client, served_record):
    done = compiled(client)
    assert done.returncode == 0, done.stdout
    (client / "out" / "package.json").write_text('{"type": "module"}')
    told = json.loads(run("node", "out/uses_typescript.js", served_record, cwd=client))
    truth = expected(served_record)
    assert {key: told[key] for key in truth} == truth
    assert told["authority"] == "deputy_minister"
    assert told["saidOn"] is None
    assert told["unchanged"] == 304


def test_programs_of_the_readme_run_and_their_types_hold(client, served_record):
    prints_matrix, walks = programs("typescript", served_record)
    shutil.copy(client / "record-api.d.ts", client / "record.d.ts")
    (client / "prints_matrix.mts").write_text(prints_matrix)
    (client / "walks.mts").write_text(walks)
    options = ["--strict", "--target", "es2022", "--module", "nodenext"]
    run("npx", "tsc", *options, "prints_matrix.mts", "walks.mts", cwd=client)
    printed = run("node", "prints_matrix.mjs", cwd=client)
    assert printed.splitlines() == list(matrix(served_record))
    assert NO_ENTRY in run("node", "walks.mjs", cwd=client)
    (client / "record.d.ts").unlink()


def test_program_of_the_cookbook_runs(client, served_record):
    (client / "matrix.ts").write_text(program_of_the_cookbook("matrix.ts", served_record))
    options = ["--strict", "--target", "es2022", "--module", "nodenext", "--skipLibCheck"]
    run("npx", "tsc", *options, "matrix.ts", cwd=client)
    printed = run("node", "matrix.js", cwd=client)
    assert printed.splitlines() == list(matrix_of_the_cookbook(served_record))
    (client / "matrix.ts").unlink()


# The proof can fail -------------------------------------------------------------------------------
@pytest.mark.long
@pytest.mark.parametrize("lie", [lie for lie in LIES if lie is not key_that_is_not_there])
def test_a_document_that_lies_is_noticed(lie, client, tmp_path):
    """By the compiler. A key that is told and never comes is seen in Python only, at run time."""
    types = client / "record-api.d.ts"
    truth = types.read_text()
    run("npx", "openapi-typescript", broken(lie, tmp_path), "--output", types, cwd=client)
    done = compiled(client)
    types.write_text(truth)
    assert done.returncode != 0
