"""The README and CONTRIBUTING are true: their answers are real, and what they name exists."""

import io
import json
import re
from datetime import date

import pandas
import pytest
from django.conf import settings
from django.core.management import get_commands

README = (settings.BASE_DIR / "README.md").read_text()
TEXTS = README + (settings.BASE_DIR / "CONTRIBUTING.md").read_text()
SERVER = "http://127.0.0.1:8000"
QUESTIONS = re.findall(r"^    \$ ask '([^']+)'\n((?:    .*\n)+)", README, re.MULTILINE)


def test_the_cookbook_has_its_questions_and_a_misspelt_one():
    assert [re.split(r"[?]", query)[0] for query, _ in QUESTIONS] == [
        "positions/matrix",
        "positions/timeline",
        "statements",
        "rounds",
        "statements",
        "search",
        "rounds",
        "rounds",
    ]


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(("query", "shown"), QUESTIONS, ids=[query for query, _ in QUESTIONS])
def test_shown_answer_is_the_real_one(query, shown, reader, db):
    """Every line shown stands in the answer, in this order; lines in between are left out."""
    answer = reader.get(f"/api/v1/{query}").json()
    lines = iter(json.dumps(answer, indent=2, ensure_ascii=False).splitlines())
    for line in shown.splitlines():
        assert line.removeprefix("    ") in lines, f"not in the answer, or not here: {line}"


@pytest.mark.usefixtures("record")
def test_the_table_reads_into_pandas_as_shown(reader, db, monkeypatch):
    """The lines of the session are run as they stand; only the bytes come from the test client."""
    (session,) = re.findall(r"((?:    >>> .*\n)+)    (\{.*\})\n", README)
    lines, shown = session
    read_csv = pandas.read_csv

    def read(address):
        return read_csv(io.BytesIO(reader.get(address.removeprefix(SERVER)).getvalue()))

    monkeypatch.setattr(pandas, "read_csv", read)
    *statements, expression = [line.removeprefix("    >>> ") for line in lines.splitlines()]
    names = {}
    exec("\n".join(statements), names)
    assert str(eval(expression, names)) == shown
    counts = dict(re.findall(r"'(\w+)': (\d+)", shown))
    in_r = re.search(r"table\(statements\$mode\)\n\n +(.*)\n +(.*)\n", README).groups()
    assert dict(zip(*(row.split() for row in in_r), strict=True)) == counts


@pytest.mark.usefixtures("record")
def test_each_command_of_curl_is_answered(reader, db):
    """With the status that it shows: 200."""
    commands = re.findall(r"curl (?:-H '(.*?): (.*?)' )?'?(http[^ '\n]*)", README)
    assert len(commands) >= 6
    for header, value, address in commands:
        headers = {header.lower(): value} if header else {}
        answer = reader.get(address.removeprefix(SERVER), headers=headers)
        assert answer.status_code == 200, address
        answer.getvalue()


def test_named_files_exist():
    for name in re.findall(r"`((?:relations|api|fixtures|tests)/[\w./]*)`", TEXTS):
        assert (settings.BASE_DIR / name).exists(), name


def test_named_commands_exist():
    for name in re.findall(r"manage\.py (\w+)", TEXTS):
        assert name in get_commands(), name
    targets = re.findall(r"^([a-z-]+):", (settings.BASE_DIR / "Makefile").read_text(), re.MULTILINE)
    for name in re.findall(r"^    make ([a-z-]+)|`make ([a-z-]+)`", README, re.MULTILINE):
        assert "".join(name) in targets, name


def test_every_setting_from_the_environment_is_described():
    source = (settings.BASE_DIR / "api" / "settings.py").read_text()
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', source))
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert described == read


def test_the_figures_are_those_that_were_measured_last():
    section = README.partition("## How fast it is")[2].partition("\n## ")[0]
    results = (settings.BASE_DIR / "tests/bench/RESULTS.md").read_text()
    day = date.fromisoformat(re.search(r"Measured on (\S+)", results)[1])
    assert f"on {day.day} {day:%B %Y}" in section
    shown = re.findall(r"(?<=\| )\d[\d.,]*(?: %| ms|×)?(?= \|)", section)
    measured = re.findall(r"(?<=\| )\d[\d.,]*(?: %| ms|×)?(?= \|)", results)
    assert len(shown) > 20
    assert set(shown) <= set(measured)
