"""The shape of the repository: who imports whom, how long a module is, what a file is called."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from django.apps import apps

from relations import models

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("relations", "api")
LONGEST_MODULE = 400
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "common", "misc", "base"}


def modules(*packages):
    """Python files of our own, without the migrations, which Django writes."""
    return sorted(
        path
        for package in packages
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    )


def named(path):
    return str(path.relative_to(ROOT))


def imported_by(path):
    """Every module name in the import statements of a file, wherever they stand in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_imports_keep_to_the_contracts():
    """The contracts stand in pyproject.toml under [tool.importlinter]."""
    # In a process of its own: it switches off the loggers of the one it runs in.
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_the_read_language_imports_no_model():
    imported = set().union(*map(imported_by, modules("relations/querysets")))
    ours = {name for name in imported if name.startswith("relations.")}
    allowed = (
        "relations.querysets",
        "relations.search_index",
        "relations.text_lookups",
        "relations.vocabularies",
    )
    assert ours
    assert {name for name in ours if not name.startswith(allowed)} == set()


def test_every_module_is_short_enough_to_be_read():
    lines = {named(path): len(path.read_text().splitlines()) for path in modules(*PACKAGES)}
    assert lines
    too_long = {name: number for name, number in lines.items() if number > LONGEST_MODULE}
    assert too_long == {}, "Split them."


def test_every_file_has_a_name_that_says_what_it_holds():
    paths = [path for path in modules(*PACKAGES, "tests") if path.name != "__init__.py"]
    folders = {path.parent for path in paths}
    assert [named(path) for path in (*paths, *folders) if path.stem in NAMES_THAT_SAY_NOTHING] == []


def test_the_contents_page_of_the_domain_lists_every_model():
    abstract = {"Recorded", "Entry", "Link", "Anchored"}
    concrete = {
        model.__name__
        for model in apps.get_app_config("relations").get_models()
        if not model.__name__.startswith("Historical")
    }
    assert set(models.__all__) == concrete | abstract | {
        "recorded_models",
        "independent_sources",
        "reporting_chain",
    }
    assert all(hasattr(models, name) for name in models.__all__)


# Hosts that name this machine or nobody (RFC 2606, RFC 6761), and the namespace of SVG.
OWN_HOST = re.compile(
    r"(?:localhost|testserver|127\.0\.0\.1|\[::1\]|(?:.+\.)?example(?:\.org|\.com|\.net)?"
    r"|.+\.(?:test|invalid|localhost)|www\.w3\.org|\{.*|\[|)"
)


def test_no_test_names_another_host():
    named_hosts = [
        (named(path), host)
        for path in modules("tests")
        for host in re.findall(r"https?://(?:[^\s/@\"']*@)?([^\s/:\"'<>)\\]*)", path.read_text())
        if not OWN_HOST.fullmatch(host)
    ]
    assert named_hosts == []
