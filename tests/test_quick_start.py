"""The quick start is true: a reader who pastes it, from the top, sees what it shows.

Its blocks run against a real server with the real record, each language in a folder of its own.
Only the address of the server is another; and what is to be installed into the environment of
Python is there already, in the very version.
"""

import os
import re
import subprocess
import sys
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from api.guides import MARKDOWN, OUTPUT, SERVER
from tests.outside import missing, program

GUIDE = settings.BASE_DIR / "api" / "v1" / "guide" / "quick-start.md"
NEEDS = {"curl": ["curl"], "Python": ["bash"], "TypeScript": ["node", "npm"], "R": ["Rscript"]}
LEFT_OUT = "..."
SECONDS = 180


def blocks(section):
    """What stands in the section: (language, name of the file or mark, text)."""
    tokens, place, found = MARKDOWN.parse(GUIDE.read_text(encoding="utf-8")), None, []
    for before, token in pairwise(tokens):
        if (before.type, before.tag) == ("heading_open", "h2"):
            place = token.content
        if token.type == "fence" and place == section:
            language, _, name = token.info.partition(" ")
            found.append((language, name, token.content))
    return found


def run(command, folder):
    """What the command prints, as a reader of the text would see it."""
    binaries = Path(sys.executable).parent
    inherited = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    environment = {**inherited, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    environment["PATH"] = f"{binaries}:{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def is_shown(text, output):
    """Whether the output is the text, whose lines `...` stand for any lines."""
    lines = [
        r"(?:.*\n)*" if line.strip() == LEFT_OUT else re.escape(line.rstrip()) + r" *\n"
        for line in text.splitlines()
    ]
    return re.fullmatch("".join(lines), output) is not None


def check_installed(text):
    """The packages that the text pins are here, in these versions."""
    for name, pinned in re.findall(r"([a-z-]+)==([\w.]+)", text):
        assert version(name) == pinned, f"{name}: the quick start pins another version."


def can_reach_npm(folder):
    done = subprocess.run(["npm", "ping"], cwd=folder, capture_output=True, timeout=SECONDS)
    return done.returncode == 0


@pytest.mark.long
@pytest.mark.parametrize("section", NEEDS)
def test_what_is_pasted_prints_what_is_shown(section, served_record, tmp_path):
    for name in NEEDS[section]:
        program(name)
    if "npm" in NEEDS[section] and not can_reach_npm(tmp_path):
        missing("The registry of npm cannot be reached.")
    output = None
    for language, name, text in blocks(section):
        text = text.replace(SERVER, served_record)
        if language == "sh" and name == "install":
            check_installed(text)
        elif language == "sh":
            assert not output, f"This output is not shown:\n{output}"
            output = run(text, tmp_path)
            output = None if name == "setup" else output  # installers say more than need be shown
        elif name:
            (tmp_path / name).write_text(text, encoding="utf-8")
        else:
            assert language in OUTPUT
            assert is_shown(text, output), f"Shown:\n{text}\nPrinted:\n{output}"
            output = None
    assert not output, f"This output is not shown:\n{output}"
    if section == "Python":  # TypeScript has its types checked by what is pasted
        run("mypy --strict --follow-imports=silent record.py", tmp_path)


def test_every_language_is_there_and_every_program_is_named_in_the_text():
    text = GUIDE.read_text(encoding="utf-8")
    assert re.findall("^## (.*)", text, re.MULTILINE) == [*NEEDS, "Where to go on"]
    for section in NEEDS:
        named = [name for _, name, _ in blocks(section) if name not in ("", "install", "setup")]
        assert len(named) == {"curl": 0, "Python": 2}.get(section, 1)
        for name in named:
            assert f"`{name}`" in text, name


@pytest.mark.parametrize(
    ("shown", "output", "expected"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n...\nc\n", "a\nb\nb\nc\n", True),
        ("a\n...\n", "a\n", True),
        ("a\nb\n", "a\nb\nc\n", False),
        ("a\n...\nc\n", "a\nb\n", False),
    ],
)
def test_lines_may_only_be_left_out_where_it_says_so(shown, output, expected):
    assert is_shown(shown, output) is expected
