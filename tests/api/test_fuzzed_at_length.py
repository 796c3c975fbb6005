"""The same at length, and with other requests each time: `make fuzz`.

EXAMPLES is the number of random requests to each operation, SEED decides which they are.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.api.contract import FOLDER, OPERATIONS
from tests.api.fuzzed_values import RELEASE
from tests.api.fuzzing import REJECTIONS, fuzzed

EXAMPLES = int(os.environ.get("EXAMPLES", "50"))
SEED = int(os.environ.get("SEED", "1"))
ST = Path(sys.executable).with_name("st")
pytestmark = [pytest.mark.long, pytest.mark.django_db]


@pytest.fixture(scope="module")
def release(record, tmp_path_factory):
    folder = tmp_path_factory.mktemp("releases")
    day = RELEASE.removeprefix("negotiation-record-")
    call_command("build_release", date=day, output=folder, verbosity=0)
    return folder


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_every_operation_keeps_the_contract_at_length(operation_id, release, settings):
    settings.RELEASES_DIR = release
    run = fuzzed(operation_id, seed=SEED, examples=EXAMPLES, one_of=1)
    told = "\n\n".join(run.failures[:3])
    assert not run.failures, f"SEED={SEED} EXAMPLES={EXAMPLES}\n{told}"


@pytest.mark.parametrize("document", ["openapi.yaml", "openapi-3.0.yaml"])
def test_real_server_keeps_the_contract(document, served_record, tmp_path):
    """The command of schemathesis finds nothing, over a socket and in either document."""
    config = tmp_path / "schemathesis.toml"
    config.write_text(
        f"[cache]\nenabled = false\n"
        f"[checks.negative_data_rejection]\nexpected-statuses = {REJECTIONS}\n"
    )
    command = [ST, "--config-file", config, "run", FOLDER / document, "--url", served_record]
    command += ["--max-examples", str(max(1, EXAMPLES // 10)), "--seed", str(SEED)]
    command += ["--max-time", "240", "--suppress-health-check", "all", "--continue-on-failure"]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.api.fuzzed_values"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, f"SEED={SEED} EXAMPLES={EXAMPLES}\n{done.stdout[-8000:]}"
