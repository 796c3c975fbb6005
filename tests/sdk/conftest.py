"""The clients, each generated once for all tests of a run, from the committed document."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

HERE = settings.BASE_DIR / "tests" / "sdk"
SECONDS = 300


@pytest.fixture(scope="session")
def generate(tmp_path_factory):
    """Write a client as `make sdk` does, and return its folder."""

    def write(name, document=None):
        into = tmp_path_factory.mktemp("sdk")
        source = ["--from", document] if document else []
        run(sys.executable, "sdk/generate.py", name, *source, "--into", into)
        return into / name

    return write


def run(*command, cwd=settings.BASE_DIR, **environment):
    """What the command prints; the test fails with all it said if it fails."""
    done = attempt(*command, cwd=cwd, **environment)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def attempt(*command, cwd=settings.BASE_DIR, **environment):
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
