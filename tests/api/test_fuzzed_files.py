"""Whatever is asked of an operation that answers with files, it keeps the contract as well.

Files share their parameters with the list beside them, so each gets fewer requests. Tables are made
by one piece of code: those of statements stand for all, which `make test-all` asks.
"""

import pytest
from django.core.management import call_command

from tests.api.contract import FILES, TABLES
from tests.api.fuzzed_values import RELEASE
from tests.api.fuzzing import fuzzed

pytestmark = [pytest.mark.grid, pytest.mark.django_db, pytest.mark.usefixtures("record")]


EACH_FILE = [
    pytest.param(
        name, marks=[pytest.mark.long] if name in TABLES and "Statements" not in name else []
    )
    for name in FILES
]


@pytest.mark.parametrize("operation_id", EACH_FILE)
def test_every_file_keeps_the_contract(operation_id):
    run = fuzzed(operation_id, seed=1, examples=4, one_of=12)
    assert not run.failures, "\n\n".join(run.failures[:3])
    assert run.statuses[200]
    assert run.statuses[400]


def test_release_keeps_the_contract(tmp_path, settings):
    settings.RELEASES_DIR = tmp_path
    day = RELEASE.removeprefix("negotiation-record-")
    call_command("build_release", date=day, output=tmp_path, verbosity=0)
    run = fuzzed("downloadRelease", seed=1, examples=4, one_of=1)
    assert not run.failures, "\n\n".join(run.failures[:3])
    assert run.statuses[200]
