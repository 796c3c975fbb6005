"""The list of guarantees is true: each test it names exists, and runs in the lane it names."""

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import FOLDERS

HERE = Path(__file__).parent
ROW = re.compile(
    r"^\| (?P<guarantee>.+) \| `(?P<file>[^:\s]+)::(?P<test>\S+)` \| (?P<lane>.+) \|$", re.M
)
LISTED = [row.groupdict() for row in ROW.finditer((HERE / "README.md").read_text())]
MARK = re.compile(r"pytest\.mark\.(\w+)")
NOT_QUICK = {"browser", "client", "process", "grid", "slow"}


def markers(file, test):
    """The markers of a test function, its class, its module and its folder."""
    path = HERE / file
    within, found = ast.parse(path.read_text()), set()
    for node in within.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            found |= set(MARK.findall(ast.unparse(node.value)))
    for name in test.split("::"):
        (within,) = [node for node in ast.walk(within) if getattr(node, "name", None) == name]
        for decorator in within.decorator_list:
            found |= set(MARK.findall(ast.unparse(decorator)))
    folder = FOLDERS.get(path.relative_to(HERE).parts[0])
    return found | ({folder[1]} if folder else set())


def lane(marked):
    """Where a test with these markers runs first, and whether `make test` runs it on both."""
    if "long" in marked:
        return "test-all"
    return ("test" if marked & NOT_QUICK else "quick") + (", both" if "dialect" in marked else "")


@pytest.mark.slow
@pytest.mark.parametrize("listed", LISTED, ids=lambda listed: listed["test"])
def test_a_guarantee_is_held_by_a_test_in_its_lane(listed):
    assert lane(markers(listed["file"], listed["test"])) == listed["lane"]


def test_every_row_of_the_list_is_read():
    rows = re.findall(r"^\| .*::.*", (HERE / "README.md").read_text(), re.MULTILINE)
    assert len(rows) == len(LISTED) > 80


def test_a_test_that_is_not_there_is_noticed():
    with pytest.raises(ValueError, match="not enough values"):
        markers("test_guarantees.py", "test_that_nobody_wrote")


def test_the_marker_of_a_lane_is_seen_on_function_module_and_folder():
    assert (
        lane(
            markers(
                "api/test_release.py", "test_another_installation_on_sqlite_builds_the_same_bytes"
            )
        )
        == "test-all"
    )
    assert lane({"django_db"}) == "quick"
    assert lane({"django_db", "dialect", "grid"}) == "test, both"
    assert lane(markers("browser/test_admin_in_browser.py", "test_the_index_is_clean")) == "test"
