"""The documentation is true: its answers are real, and what it names and links to exists.

A new Markdown file at the top level or in docs/ is covered without a change here.
"""

import argparse
import doctest
import io
import json
import re
import shlex
from itertools import pairwise
from urllib.parse import unquote

import pandas
import pytest
from django.core.management import get_commands, load_command_class

from api.guides import GUIDES, MAP_FOR_MODELS
from api.v1 import VERSION
from tests.bench.report import INTRODUCTION
from tests.documentation import (
    MARKDOWN_FILES,
    ROOT,
    SERVER,
    TEXTS,
    code_blocks,
    named,
    programs,
    tokens,
)

README = ROOT / "README.md"
# A changelog also names what is gone.
PRESENT = [path for path in TEXTS if path.name != "CHANGES.md"]
BLOCKS = [(path, block) for path in TEXTS for block in code_blocks(path)]
LINES = [(path, line) for path, block in BLOCKS for line in block.splitlines()]
QUESTIONS = [
    (path, *re.fullmatch(r"\$ ask '([^']+)'\n(.*)", block, re.DOTALL).groups())
    for path, block in BLOCKS
    if block.startswith("$ ask ")
]
SESSIONS = [(path, block) for path, block in BLOCKS if block.startswith(">>> ")]
REQUESTS = [(path, line) for path, line in LINES if line.startswith("curl ")]
COMMANDS = [(path, line) for path, line in LINES if "manage.py " in line]
# Where each program that a text gives is run.
RUN_IN = {
    "check.py": "tests/api/test_evidence.py",
    "matrix.py": "tests/sdk/test_python_client.py",
    "matrix.ts": "tests/sdk/test_typescript_client.py",
}

every_text = pytest.mark.parametrize("path", TEXTS, ids=named)
every_present_text = pytest.mark.parametrize("path", PRESENT, ids=named)


def ids(value):
    return named(value) if value in TEXTS else str(value).partition("\n")[0]


# Blocks of code -----------------------------------------------------------------------------------
def test_the_cookbook_answers_a_question_of_each_kind():
    asked = [query.partition("?")[0] for path, query, _ in QUESTIONS if path.stem == "cookbook"]
    assert asked == [
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
@pytest.mark.parametrize(("path", "query", "shown"), QUESTIONS, ids=ids)
def test_shown_answer_is_the_real_one(path, query, shown, reader, db):
    """Every line shown stands in the answer, in this order; lines in between are left out."""
    answer = reader.get(f"/api/v1/{query}").json()
    lines = iter(json.dumps(answer, indent=2, ensure_ascii=False).splitlines())
    for line in shown.splitlines():
        assert line in lines, f"not in the answer, or not here: {line}"


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(("path", "session"), SESSIONS, ids=ids)
def test_python_prints_what_is_shown(path, session, reader, db, monkeypatch):
    """The session is run as it stands; only the bytes come from the test client."""
    read_csv = pandas.read_csv

    def read(address, **options):
        table = reader.get(address.removeprefix(SERVER)).getvalue()
        return read_csv(io.BytesIO(table), **options)

    monkeypatch.setattr(pandas, "read_csv", read)
    example = doctest.DocTestParser().get_doctest(session, {}, named(path), str(path), 0)
    assert any(step.want for step in example.examples)
    said = io.StringIO()
    failed, _ = doctest.DocTestRunner(verbose=False).run(example, out=said.write)
    assert not failed, said.getvalue()


def test_r_counts_as_python_does():
    (session,) = [block for _, block in SESSIONS if "value_counts" in block]
    (in_r,) = [block for _, block in BLOCKS if block.startswith("> ")]
    *_, header, row = in_r.splitlines()
    counts = re.findall(r"'(\w+)': (\d+)", session)
    assert dict(zip(header.split(), row.split(), strict=True)) == dict(counts)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(("path", "line"), REQUESTS, ids=ids)
def test_each_request_is_answered(path, line, reader, db):
    options = argparse.ArgumentParser(prog="curl")
    options.add_argument("-H", action="append", default=[], type=lambda text: text.split(": "))
    options.add_argument("address")
    given = options.parse_args(shlex.split(line, comments=True)[1:])
    assert given.address.startswith(f"{SERVER}/")
    answer = reader.get(given.address.removeprefix(SERVER), headers=dict(given.H))
    assert answer.status_code == 200
    answer.getvalue()


@pytest.mark.parametrize(("path", "line"), COMMANDS, ids=ids)
def test_each_command_takes_what_is_shown(path, line):
    name, *arguments = shlex.split(line.partition("manage.py ")[2], comments=True)
    command = load_command_class(get_commands()[name], name)
    command.create_parser("manage.py", name).parse_args(arguments)


def test_every_program_is_run_by_a_test():
    assert set(programs()) == set(RUN_IN)
    for name, test in RUN_IN.items():
        assert f'"{name}"' in (ROOT / test).read_text()


def test_nothing_of_this_is_missed():
    """Else a change of form would leave answers, requests or commands unread."""
    whole = "".join(path.read_text() for path in TEXTS)
    assert len(QUESTIONS) == whole.count("$ ask ") > 10
    assert len(REQUESTS) == len(re.findall(r"^ +curl ", whole, re.MULTILINE)) > 5
    assert len(COMMANDS) > 10
    assert len(SESSIONS) == len(re.findall(r"^ +>>> import", whole, re.MULTILINE)) > 0


# Names --------------------------------------------------------------------------------------------
@every_present_text
def test_named_files_exist(path):
    text = path.read_text()
    quoted = re.findall(r"`((?:api|docs|fixtures|relations|sdk|tests)/[\w./-]*)`", text)
    used = re.findall(r"(?<![\w./])((?:api|relations|sdk|tests)/[\w./-]+)", "\n".join(code(path)))
    for name in {*quoted, *used}:
        assert (ROOT / name).exists(), name


def code(path):
    return [line for each, line in LINES if each == path]


@every_present_text
def test_named_tests_exist(path):
    for line in code(path):
        for name, word in re.findall(r"(tests/[\w/]+\.py) -k (\w+)", line):
            assert re.search(rf"^def test_\w*{word}", (ROOT / name).read_text(), re.MULTILINE), line


@every_present_text
def test_named_commands_exist(path):
    text = path.read_text()
    for name in re.findall(r"manage\.py (\w+)", text):
        assert name in get_commands(), name
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    for name in re.findall(r"(?:^ {4,}|`)make ([a-z-]+)", text, re.MULTILINE):
        assert name in targets, name


@pytest.mark.parametrize("path", MARKDOWN_FILES, ids=named)
def test_versions_to_install_are_those_that_are_tested(path):
    text, lock = path.read_text(), (ROOT / "sdk" / "requirements.txt").read_text()
    for requirement in re.findall(r"[a-z-]+==[\w.]+", text):
        assert f"\n{requirement} " in lock, requirement
    package = json.loads((ROOT / "sdk" / "typescript" / "package.json").read_text())
    tested = package["dependencies"] | package["devDependencies"]
    for name, pinned in re.findall(r"(\b[a-z-]+)@(\d[\w.]*)", text):
        assert tested[name] == pinned, name


def test_every_setting_from_the_environment_is_described():
    source = (ROOT / "api" / "settings.py").read_text()
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', source))
    section = (ROOT / "docs" / "operations.md").read_text().partition("\n## Settings\n")[2]
    section = section.partition("\n## ")[0]
    described = re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE)
    assert sorted(described) == sorted(read)


# Links --------------------------------------------------------------------------------------------
# Their links to addresses of the server, which begin with a slash, are tested in test_guides.py.
SERVED = {VERSION.folder / name for name in (*GUIDES.values(), MAP_FOR_MODELS)}


def links(path):
    """The addresses of all links and pictures of a file."""
    for token in tokens(path):
        for part in token.children or ():
            address = part.attrGet("href") or part.attrGet("src")
            if address:
                yield address


def anchors(path):
    """What a forge makes of the headings of a file."""
    for opening, heading in pairwise(tokens(path)):
        if opening.type == "heading_open":
            yield re.sub(r"[^\w\- ]", "", heading.content.lower()).replace(" ", "-")


@pytest.mark.parametrize("path", MARKDOWN_FILES, ids=named)
def test_links_within_the_repository_resolve(path):
    for link in links(path):
        if re.match(r"[a-z]+:", link) or (path in SERVED and link.startswith("/")):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


# The benchmark ------------------------------------------------------------------------------------
def test_the_results_are_introduced_as_the_program_does():
    written = (ROOT / "tests" / "bench" / "RESULTS.md").read_text()
    assert written.startswith(f"# How fast it is\n\n{INTRODUCTION}\n\nMeasured on ")


# The README ---------------------------------------------------------------------------------------
def test_the_readme_is_short():
    assert len(README.read_text().splitlines()) <= 150


def test_the_readme_begins_with_the_two_commands_and_shows_three_answers_and_a_picture():
    commands, *_ = code_blocks(README)
    assert [line.split("  ")[0] for line in commands.splitlines()] == ["make serve", "make test"]
    assert len([path for path, _, _ in QUESTIONS if path == README]) == 3
    assert len([link for link in links(README) if link.endswith(".png")]) == 1


def test_the_readme_leads_to_every_text():
    assert {named(path) for path in TEXTS} - {"README.md"} <= set(links(README))
