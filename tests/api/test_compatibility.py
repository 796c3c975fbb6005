"""The committed document against the last released one: what would break a client is declared."""

import json
import re
import tomllib
from itertools import count

import pytest
from django.conf import settings

from api import v1
from api.contract_terms import released, terms
from api.management.commands.write_openapi import keep_released
from tests.api.compatibility import Break, breaks, declared, undeclared
from tests.api.contract import FOLDER, SCHEMA
from tests.api.planted_changes import BREAKS, HARMLESS
from tests.yaml_text import read_yaml, write_yaml

RELEASED = read_yaml((FOLDER / "released.yaml").read_text())
CHANGES = (FOLDER / "CHANGES.md").read_text()
VERSION = SCHEMA["info"]["version"]
# `## 1.2.0 (25 November 2026)` and what stands below it, newest first.
SECTIONS = dict(re.findall(r"^## ([\d.]+)[^\n]*\n(.*?)(?=^## |\Z)", CHANGES, re.M | re.S))
TERMS = terms(SCHEMA)
WRITTEN = json.dumps(SCHEMA)


def a_copy():
    """A copy of the document; a deep copy takes ten times as long."""
    return json.loads(WRITTEN)


# The committed contract ---------------------------------------------------------------------------
def test_every_place_states_the_same_version():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION == v1.VERSION.number
    assert next(iter(SECTIONS)) == VERSION, "CHANGES.md must begin with the version of the code."


def test_the_contract_is_held_against_the_version_before():
    """Until anything changes, the version before may be the current one itself."""
    if RELEASED["version"] == VERSION:
        advice = f"What binds clients has changed: raise VERSION above {VERSION} (see CHANGES.md)."
        assert RELEASED["terms"] == TERMS, advice
    else:
        _, before, *_ = SECTIONS
        advice = "released.yaml is not of the second heading; `make schema` keeps it, once a bump."
        assert RELEASED["version"] == before, advice


@pytest.mark.slow
def test_the_3_0_document_binds_to_the_same():
    assert terms(read_yaml((FOLDER / "openapi-3.0.yaml").read_text())) == TERMS


def test_what_breaks_a_client_is_declared_and_what_is_declared_is_found():
    if RELEASED["version"] != VERSION:
        subjects = declared(SECTIONS.get(VERSION, ""))
        open_, stale = undeclared(breaks(RELEASED["terms"], TERMS), subjects)
        assert not open_, advice_on(open_)
        assert not stale, f"CHANGES.md declares breaks that are none: {stale}"


def advice_on(found):
    return "\n".join(
        [
            f"Clients of {RELEASED['version']} break:",
            *map(str, found),
            "Undo it, or put it into a new version of the path, such as /api/v2. If it must be,",
            f"declare it in api/v1/CHANGES.md, in the section {VERSION}, under `### Breaking`:",
            *(f"- `{each.subject}`: why, and what to do." for each in found),
        ]
    )


def test_a_failure_says_what_changed_and_how_to_declare_it():
    advice = advice_on([Break("Round.city", {"type": "string"}, None)])
    assert "`Round.city`: {'type': 'string'} -> absent" in advice
    assert declared("\n### Breaking\n" + advice[advice.index("- `") :]) == ["Round.city"]


# Planted changes ---------------------------------------------------------------------------------
def changed(change):
    """The terms of the real document after a change, which must not be a change of nothing."""
    document = a_copy()
    change(document)
    assert json.dumps(document) != WRITTEN
    return terms(document)


@pytest.mark.grid
@pytest.mark.parametrize("name", BREAKS)
def test_a_change_that_breaks_clients_is_found_and_nothing_else(name):
    change, subjects = BREAKS[name]
    assert {each.subject for each in breaks(TERMS, changed(change))} == subjects


@pytest.mark.slow
@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_change_breaks_nobody(name):
    assert breaks(TERMS, changed(HARMLESS[name])) == []


# Whatever is taken away ---------------------------------------------------------------------------
def dropping(node, place):
    """Take away what stands at a place: its key and itself, or None if nothing stands there."""
    keys = list(node) if isinstance(node, dict) else range(len(node))
    if place >= len(keys):
        return None
    key = keys[place]
    return key, node.pop(key)


def operations_in(document):
    return {
        each["operationId"]: each for item in document["paths"].values() for each in item.values()
    }


def parameters_in(document):
    for name, each in operations_in(document).items():
        yield (
            each["parameters"],
            lambda key, gone, name=name: (
                f"{name}?{gone['name']}"
                if gone["in"] == "query"
                else f"{name} {gone['in']} {gone['name']}"
            ),
        )


def answers_in(document):
    for name, each in operations_in(document).items():
        yield each["responses"], lambda key, gone, name=name: f"{name} {key}"


def media_types_in(document):
    for name, each in operations_in(document).items():
        yield each["responses"]["200"]["content"], lambda key, gone, name=name: f"{name} 200 {key}"


def headers_in(document):
    for name, each in operations_in(document).items():
        yield each["responses"]["200"]["headers"], lambda key, gone, name=name: f"{name} 200 {key}"


def fields_in(document):
    for name, each in document["components"]["schemas"].items():
        yield each.get("properties", {}), lambda key, gone, name=name: f"{name}.{key}"


def values_in(document):
    for name, each in document["components"]["schemas"].items():
        yield each.get("enum", []), lambda key, gone, name=name: f"{name}.{gone}"


def components_in(document):
    yield document["components"]["schemas"], lambda key, gone: key


def paths_in(document):
    yield document["paths"], lambda key, gone: gone["get"]["operationId"]


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize(
    "parts",
    [parameters_in, answers_in, media_types_in, headers_in, fields_in, values_in],
)
def test_whatever_is_taken_away_is_found(parts):
    """The first of each operation or component at once, then the second of each, and so on."""
    for place in count():
        document = a_copy()
        taken = [
            subject(*gone) for node, subject in parts(document) if (gone := dropping(node, place))
        ]
        if not taken:
            break
        found = {each.subject for each in breaks(TERMS, terms(document))}
        assert found == set(taken)
    assert place


@pytest.mark.parametrize("parts", [paths_in, components_in])
@pytest.mark.parametrize("half", [0, 1])
def test_each_operation_and_each_component_is_missed_when_it_is_gone(parts, half):
    document = a_copy()
    ((node, subject),) = parts(document)
    taken = {subject(key, node.pop(key)) for key in list(node)[half::2]}
    assert {each.subject for each in breaks(TERMS, terms(document))} == taken


# Declarations -------------------------------------------------------------------------------------
SECTION = """
New: much.

### Breaking

- `Round.city`: it was never known; read
  `place_as_printed`.
- `listRounds?party`, `listRounds?person`
  and `* 429`: nobody asked.

### Other

- `Round.title`: no break.
"""


def test_breaks_are_declared_in_a_list_of_their_own():
    assert declared(SECTION) == ["Round.city", "listRounds?party", "listRounds?person", "* 429"]
    assert declared("\nNew: `Round.city`.\n") == []


@pytest.mark.parametrize("item", ["- `Round.city`", "- `Round.city`: ", "- Round.city: unknown"])
def test_a_break_without_a_reason_is_not_declared(item):
    with pytest.raises(ValueError, match=r"- `subject`: reason"):
        declared(f"\n### Breaking\n\n{item}\n")


def test_a_break_is_open_until_declared_and_a_declaration_stale_without_it():
    city, party = Break("Round.city", {}, None), Break("listRounds?party", {}, None)
    late = [Break(f"{name} 429", {}, None) for name in ("getRound", "getMatrix")]
    assert undeclared([city, party], ["Round.city"]) == ([party], [])
    assert undeclared([city], ["Round.city", "Round.title"]) == ([], ["Round.title"])
    assert undeclared([*late, city], ["* 429"]) == ([city], [])
    assert undeclared([city], ["*"]) == ([city], ["*"])
    assert undeclared([Break("listRoundsXparty", {}, None)], ["listRounds?party"])[0]


# Keeping the released contract --------------------------------------------------------------------
@pytest.fixture
def folder(tmp_path):
    """A folder with a document of 1.2.0, and what was kept of 1.1.0."""
    document = {"info": {"version": "1.2.0"}, "servers": [{"url": "/"}], "paths": {}}
    (tmp_path / "openapi.yaml").write_text(write_yaml(document))
    (tmp_path / "released.yaml").write_text("version: 1.1.0\nterms: {}\n")
    return tmp_path


def kept(folder):
    return read_yaml((folder / "released.yaml").read_text())


def test_the_document_of_the_version_before_is_kept_when_the_version_rises(folder):
    assert keep_released(folder, "1.2.0") is None
    assert kept(folder)["version"] == "1.1.0"
    assert keep_released(folder, "1.10.0") == folder / "released.yaml"
    assert kept(folder)["version"] == "1.2.0"
    assert "server /" in kept(folder)["terms"]


def test_what_is_kept_of_a_version_is_not_kept_again(folder):
    (folder / "released.yaml").write_text("version: 1.2.0\nterms: {}\n")
    assert keep_released(folder, "1.3.0") is None
    assert keep_released(folder, "1.1.0") is None
    assert kept(folder)["terms"] == {}


def test_the_first_version_has_nothing_before_it(folder):
    (folder / "released.yaml").unlink()
    assert keep_released(folder, "1.2.0") is None
    assert not (folder / "released.yaml").exists()
    assert keep_released(folder, "1.3.0")


@pytest.mark.slow
def test_what_is_kept_is_read_back_as_it_was():
    told = read_yaml(released(SCHEMA))
    assert told["terms"] == TERMS
    assert list(told["terms"]) == list(TERMS), "The order of parameters is part of the contract."
