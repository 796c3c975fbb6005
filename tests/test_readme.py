"""The README is true: its answers are real, and what it names exists."""

import json
import re

import pytest
from django.conf import settings
from django.core.management import get_commands

README = (settings.BASE_DIR / "README.md").read_text()
QUESTIONS = re.findall(r"^    \$ ask '([^']+)'\n((?:    .*\n)+)", README, re.MULTILINE)


def test_there_are_five_questions_and_a_misspelt_one():
    assert len(QUESTIONS) == 6


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(("query", "shown"), QUESTIONS, ids=[query for query, _ in QUESTIONS])
def test_shown_answer_is_the_real_one(query, shown, reader, db):
    """Every line shown stands in the answer, in this order; lines in between are left out."""
    answer = reader.get(f"/api/v1/{query}").json()
    lines = iter(json.dumps(answer, indent=2, ensure_ascii=False).splitlines())
    for line in shown.splitlines():
        assert line.removeprefix("    ") in lines, f"not in the answer, or not here: {line}"


def test_named_files_exist():
    for name in re.findall(r"`((?:relations|api|fixtures|tests)/[\w./]*)`", README):
        assert (settings.BASE_DIR / name).exists(), name


def test_named_commands_exist():
    for name in re.findall(r"manage\.py (\w+)", README):
        assert name in get_commands(), name
    targets = re.findall(r"^([a-z-]+):", (settings.BASE_DIR / "Makefile").read_text(), re.MULTILINE)
    for name in re.findall(r"^    make ([a-z-]+)|`make ([a-z-]+)`", README, re.MULTILINE):
        assert "".join(name) in targets, name


def test_every_setting_from_the_environment_is_described():
    source = (settings.BASE_DIR / "api" / "settings.py").read_text()
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', source))
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert described == read
