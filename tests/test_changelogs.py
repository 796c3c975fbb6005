"""The changelogs for operators and for clients of the API: the same versions, none left out."""

import re

import pytest
from django.core.management import get_commands

from tests.documentation import ROOT

FOR_OPERATORS = (ROOT / "CHANGES.md").read_text()
FOR_CLIENTS = (ROOT / "api" / "v1" / "CHANGES.md").read_text()
MIGRATIONS = [path.stem for path in (ROOT / "relations" / "migrations").glob("0*.py")]
SETTINGS = re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "api" / "settings.py").read_text())
COMMANDS = [name for name, app in get_commands().items() if app in ("api", "relations")]


def test_both_have_the_same_versions_of_the_same_days():
    headings = [
        re.findall(r"^## (\d+\.\d+\.\d+ \(.*\))$", text, re.MULTILINE)
        for text in (FOR_OPERATORS, FOR_CLIENTS)
    ]
    assert headings[0] == headings[1]
    assert len(headings[0]) == len(re.findall(r"^## ", FOR_CLIENTS, re.MULTILINE)) > 6


def test_each_leads_to_the_other():
    """That for clients is served too, where a link to a file of the repository leads nowhere."""
    assert "](api/v1/CHANGES.md)" in FOR_OPERATORS.partition("\n## ")[0]
    assert "`CHANGES.md` at the top of the repository" in FOR_CLIENTS.partition("\n## ")[0]


@pytest.mark.parametrize("name", sorted({*SETTINGS, *COMMANDS, *MIGRATIONS}))
def test_operators_are_told_of_each_setting_command_and_migration(name):
    assert f"`{name}`" in FOR_OPERATORS


def test_there_is_much_to_tell():
    assert min(map(len, (SETTINGS, COMMANDS, MIGRATIONS))) > 5
