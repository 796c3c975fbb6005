"""The OpenAPI documents as a linter sees them: Redocly's strict rules, none of them broken."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.contract import FOLDER
from tests.outside import program
from tests.yaml_text import read_yaml, write_yaml

pytestmark = pytest.mark.process

HERE = Path(__file__).parent.parent / "node"
CONFIG = HERE / "redocly.yaml"
APIS = {name: api["root"] for name, api in read_yaml(CONFIG.read_text())["apis"].items()}
# Neither tells anybody that it runs, nor asks whether there is a newer one.
SILENT = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "CI": "1"}


@pytest.fixture(scope="session")
def redocly(node_modules):
    """The command of the linter."""
    return [program("node"), node_modules / "@redocly" / "cli" / "bin" / "cli.js"]


def lint(redocly, folder, *apis):
    """Exit code and report of the linter on the documents of `folder`: all, or those named."""
    tests = folder / "tests" / "node"
    tests.mkdir(parents=True, exist_ok=True)
    shutil.copy(CONFIG, tests)
    result = subprocess.run(
        [*redocly, "lint", *apis, "--config", CONFIG.name, "--max-problems", "1000"],
        cwd=tests,
        env=os.environ | SILENT,
        capture_output=True,
        text=True,
    )
    return result.returncode, result.stdout + result.stderr


@pytest.fixture
def copied(tmp_path):
    """A folder with copies of the documents, which may be broken."""
    folder = tmp_path / "api" / "v1"
    folder.mkdir(parents=True)
    for name in ("openapi.yaml", "openapi-3.0.yaml"):
        shutil.copy(FOLDER / name, folder)
    return tmp_path


def test_the_documents_break_no_rule(redocly, copied):
    code, report = lint(redocly, copied)
    assert code == 0, report
    assert report.count(": validated in") == len(APIS), report
    assert "Your API descriptions are valid" in report


def without_licence(document):
    del document["info"]["license"]


def twice_the_same_name(document):
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    operations[1]["operationId"] = operations[0]["operationId"]


def unused(document):
    document["components"]["schemas"]["Orphan"] = {"type": "string", "description": "Nobody's."}


def example_that_does_not_fit(document):
    answer = document["paths"]["/api/v1/rounds"]["get"]["responses"]["200"]
    answer["content"]["application/json"]["example"]["results"] = "none"


FLAWS = {
    without_licence: "info-license",
    twice_the_same_name: "operation-operationId-unique",
    unused: "no-unused-components",
    example_that_does_not_fit: "no-invalid-media-type-examples",
}


@pytest.mark.long
def test_each_flaw_is_seen(redocly, copied):
    path = copied / "api" / "v1" / "openapi.yaml"
    document = read_yaml(path.read_text())
    for flaw in FLAWS:
        flaw(document)
    path.write_text(write_yaml(document, sort_keys=False))
    code, report = lint(redocly, copied, "v1")
    assert code == 1, report
    assert [rule for rule in FLAWS.values() if rule not in report] == [], report


def test_every_document_is_linted():
    assert {Path(root).name for root in APIS.values()} == {"openapi.yaml", "openapi-3.0.yaml"}
