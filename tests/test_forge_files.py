"""What a forge and pre-commit run is what the Makefile and .ci/run run, and no second truth."""

import re
import sys
from pathlib import Path

import pytest

from tests.documentation import ROOT
from tests.outside import documents_folder
from tests.yaml_text import read_yaml

WORKFLOW = read_yaml((ROOT / ".github" / "workflows" / "test.yml").read_text())
TRIGGERS = WORKFLOW[True]  # `on` is a truth value of YAML 1.1
JOBS = WORKFLOW["jobs"].values()
HOOKS = read_yaml((ROOT / ".pre-commit-config.yaml").read_text())["repos"]


def test_the_workflow_runs_what_every_change_must_pass():
    assert set(TRIGGERS) == {"push", "pull_request"}
    (job,) = JOBS
    checkout, run = job["steps"]
    assert re.fullmatch("actions/checkout@[0-9a-f]{40}", checkout["uses"]), "Pin it by its commit."
    assert run["run"] == "bash .ci/run"
    assert (ROOT / ".ci" / "run").is_file()


def test_the_workflow_may_only_read_ends_in_time_and_yields_to_a_newer_one():
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert WORKFLOW["concurrency"]["cancel-in-progress"] is True
    assert "github.ref" in WORKFLOW["concurrency"]["group"]
    for job in JOBS:
        assert "permissions" not in job
        assert 0 < job["timeout-minutes"] <= 120
        assert job["steps"][0]["with"]["persist-credentials"] is False


def test_the_workflow_says_that_the_documents_are_not_there(monkeypatch):
    """Else REQUIRE_ALL=1, which .ci/run sets, would make each test that reads them fail."""
    monkeypatch.setenv("REQUIRE_ALL", "1")
    for job in JOBS:
        with pytest.raises(pytest.skip.Exception, match="DOCUMENTS is empty"):
            documents_folder(job["env"]["DOCUMENTS"])
    with pytest.raises(pytest.fail.Exception, match="not in missing"):
        documents_folder("missing")


def test_the_workflow_tests_the_oldest_python_that_is_supported():
    oldest = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())[1]
    assert all(job["container"].startswith(f"python:{oldest}-") for job in JOBS)


def test_the_hooks_run_checks_of_make_lint_with_the_programs_of_the_lock():
    makefile = (ROOT / "Makefile").read_text().replace("$(BIN)", ".venv/bin")
    (local,) = HOOKS
    assert local["repo"] == "local"
    assert len(local["hooks"]) == 3
    for hook in local["hooks"]:
        assert f"\t{hook['entry']}\n" in makefile
        assert hook["language"] == "system"
        assert hook["pass_filenames"] is False
        program = hook["entry"].split()[0]
        assert program.startswith(".venv/bin/")
        assert Path(sys.executable).with_name(Path(program).name).exists()
