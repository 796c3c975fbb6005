"""What the API answers from the real record."""

import io
import json

import pandas
import pytest

from api.v1.openapi import EXAMPLES, read_examples
from relations.vocabularies import CellKind
from tests.api.contract import LISTS, OPERATIONS, TABLES, validate
from tests.api.table_reading import assert_same, cells_of, csv_rows

pytestmark = [pytest.mark.dialect, pytest.mark.usefixtures("record")]


def test_examples_are_entries_of_the_record(db):
    """Up to the time of loading; `make schema` writes them anew."""
    assert read_examples() == json.loads(EXAMPLES.read_text())


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_every_list_answers_as_its_schema_says(name, reader, db):
    path, operation = OPERATIONS[name]
    page = reader.get_json(path, page_size="500", count="true")
    validate(page, operation)
    assert page["count"] > 0


@pytest.mark.parametrize(
    "name", sorted(set(LISTS) - {"listDocuments", "listCitations", "listExclusions"})
)
def test_every_fact_answers_with_its_citations(name, reader, db):
    for row in reader.get_json(LISTS[name], page_size="500")["results"]:
        facts = row["accounts"] if name == "listDiscrepancies" else [row]
        for citation in [citation for fact in facts for citation in fact["citations"]]:
            assert citation["document"]["slug"]
        assert all(fact["citations"] for fact in facts), row["slug"]


def test_every_citation_stands_at_the_fact_it_leads_to(reader, db):
    shown = {}
    for path in set(LISTS.values()) - {LISTS["listCitations"], LISTS["listDocuments"]}:
        for row in reader.get_json(path, page_size="500")["results"]:
            shown[row["url"]] = json.dumps(row)
    citations, page = [], reader.get_json(LISTS["listCitations"], page_size="500")
    while page:
        citations += page["results"]
        page = page["next"] and reader.get_json(page["next"])
    assert len(citations) > 500
    assert all(citation["slug"] in shown[citation["fact"]["url"]] for citation in citations)


MATRIX = "/api/v1/positions/matrix"
DAYS = ["2025-02-11", "2025-12-01", "2026-06-01"]


def cells_of_matrix(reader, **parameters):
    answer = reader.get_json(MATRIX, **parameters)
    validate(answer, OPERATIONS["getMatrix"][1])
    return {
        (row["issue"]["slug"], cell["party"]["slug"]): cell
        for row in answer["rows"]
        for cell in row["cells"]
    }


def test_each_cell_of_the_matrix_cites_its_positions_or_says_why_it_has_none(reader, db):
    cells = cells_of_matrix(reader, as_of="2025-12-01")
    for at, cell in cells.items():
        assert bool(cell["positions"]) is (cell["kind"] in ("position", "declined")), at
        assert all(position["citations"] for position in cell["positions"]), at
    assert {cell["kind"] for cell in cells.values()} == set(CellKind)


def test_russia_declined_to_take_a_position_on_the_peace_plan(reader, db):
    cells = cells_of_matrix(reader, as_of="2025-12-01", issue="peace-plan")
    assert cells["peace-plan", "russia"]["kind"] == "declined"
    assert {position["act"] for position in cells["peace-plan", "russia"]["positions"]} == {
        "reserve"
    }


@pytest.mark.slow
@pytest.mark.parametrize("certainty", ["possible", "certain"])
@pytest.mark.parametrize("day", DAYS)
def test_the_cells_of_the_matrix_hold_the_positions_of_the_list(day, certainty, reader, db):
    """Each once, for every party belongs to one column, and every issue to one row."""
    chosen = {"as_of": day, "certainty": certainty}
    cells = cells_of_matrix(reader, **chosen)
    shown = [each["slug"] for cell in cells.values() for each in cell["positions"]]
    listed = reader.get_json(LISTS["listPositions"], page_size="500", **chosen)["results"]
    assert sorted(shown) == sorted(position["slug"] for position in listed)
    assert listed or certainty == "certain"


def test_every_position_begins_once_in_the_timeline(reader, db):
    answer = reader.get_json("/api/v1/positions/timeline", page_size="500", count="true")
    validate(answer, OPERATIONS["getTimeline"][1])
    begun = []
    for chain in answer["results"]:
        for movement in chain["movements"]:
            assert movement["citations"], movement["position"]
            begun += [movement["position"]["slug"]] if movement["change"] == "new" else []
    listed = reader.get_json(LISTS["listPositions"], page_size="500", change="new")["results"]
    assert sorted(begun) == sorted(position["slug"] for position in listed)


def with_sources():
    return [
        name
        for name, (_, operation) in OPERATIONS.items()
        if name in LISTS
        and any(
            parameter["name"] == "min_independent_sources" for parameter in operation["parameters"]
        )
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(with_sources()) - {"listDiscrepancies"}))
def test_the_number_of_sources_is_the_one_that_is_filtered_by(name, reader, db):
    rows = reader.get_json(LISTS[name], page_size="500")["results"]
    for least in (1, 2, 3):
        found = reader.get_json(LISTS[name], page_size="500", min_independent_sources=str(least))
        expected = {row["slug"] for row in rows if row["independent_sources"] >= least}
        assert {row["slug"] for row in found["results"]} == expected
    for row in rows:
        documents = {citation["document"]["slug"] for citation in row["citations"]}
        assert row["independent_sources"] <= len(documents), row["slug"]


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in TABLES.values() if path.endswith(".csv")])
def test_whole_record_comes_back_from_csv(path, reader, db):
    page = reader.get_json(path.removesuffix(".csv"), page_size="500", count="true")
    body = reader.get(path).getvalue()
    _, rows = csv_rows(body)
    assert len(rows) == page["count"] > 0
    read = pandas.read_csv(io.BytesIO(body), dtype=str, keep_default_na=False)
    assert read.to_dict("records") == rows
    for row, entry in zip(rows, page["results"], strict=False):
        for name, value in cells_of(entry).items():
            assert_same(row[name], value)
