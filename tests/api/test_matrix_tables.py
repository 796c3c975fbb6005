"""The matrix as a file says what its JSON says, cell by cell."""

import pytest

from relations import models
from relations.vocabularies import PublicationStatus
from tests import builders
from tests.api.contract import OPERATIONS
from tests.api.table_reading import csv_rows, sheet_of, text_of, xlsx_rows

pytestmark = pytest.mark.django_db

MATRIX = "/api/v1/positions/matrix"
READ = {"csv": csv_rows, "xlsx": xlsx_rows}


def rows_of(reader, suffix, **asked):
    answer = reader.get(f"{MATRIX}.{suffix}", asked)
    assert answer.status_code == 200, answer.getvalue()
    return READ[suffix](answer.getvalue())


def assert_says_the_same(matrix, header, rows):
    parties = [party["slug"] for party in matrix["parties"]]
    names = ("", "_position", "_act", "_since", "_summary", "_citations")
    columns = [f"{party}{name}" for party in parties for name in names]
    assert header == ["issue", "issue_name", "parent", *columns]
    assert [row["issue"] for row in rows] == [row["issue"]["slug"] for row in matrix["rows"]]
    for row, told in zip(rows, matrix["rows"], strict=True):
        assert row["issue_name"] == told["issue"]["name"]
        assert (row["parent"] or None) == (told["parent"] and told["parent"]["slug"])
        for cell in told["cells"]:
            party, positions = cell["party"]["slug"], cell["positions"]
            assert row[party] == cell["kind"]
            for name, values in (
                ("_position", [each["slug"] for each in positions]),
                ("_act", [each["act"] for each in positions]),
                ("_since", [each["since_on"] or "" for each in positions]),
                ("_summary", [each["summary"] for each in positions]),
                (
                    "_citations",
                    [";".join(c["slug"] for c in each["citations"]) for each in positions],
                ),
            ):
                assert (row[f"{party}{name}"] or "") == "\n".join(values)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", READ)
def test_the_matrix_as_a_file_equals_its_json(suffix, reader):
    builders.a_full_record()
    builders.a_full_record()
    for asked in ({}, {"as_of": "2025-03-01"}, {"as_of": "2025-03-01", "certainty": "certain"}):
        matrix = reader.get_json(MATRIX, **asked)
        assert matrix["rows"]
        assert_says_the_same(matrix, *rows_of(reader, suffix, **asked))


def test_a_matrix_without_parties_is_a_column_of_issues(reader):
    issue = builders.an_issue(parent=builders.an_issue())
    header, rows = rows_of(reader, "csv")
    assert header == ["issue", "issue_name", "parent"]
    assert {row["issue"] for row in rows} == {issue.slug, issue.parent.slug}


def test_no_cell_of_the_spreadsheet_is_a_formula(reader):
    builders.a_position(summary='=HYPERLINK("http://example.org")')
    answer = reader.get(f"{MATRIX}.xlsx")
    cells = [cell for row in sheet_of(answer.getvalue()).iter_rows() for cell in row]
    assert any(cell.value == '=HYPERLINK("http://example.org")' for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_a_line_break_in_a_summary_does_not_break_the_order_of_the_lines(reader):
    first = builders.a_position(slug="a", summary="Wants to fish.\nAnd to sail.")
    builders.a_position(slug="b", party=first.party, issue=first.issue, act="reject")
    _, (row,) = rows_of(reader, "csv")
    party = first.party.slug
    assert row[f"{party}_position"].split("\n") == ["a", "b"]
    assert row[f"{party}_summary"].split("\n") == ["Wants to fish. And to sail.", "Wants to fish."]
    assert row[f"{party}_act"].split("\n") == ["request", "reject"]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", READ)
@pytest.mark.parametrize("model", [models.Position, models.Issue, models.Party, models.Citation])
def test_nothing_unpublished_is_in_the_file(model, suffix, reader):
    builders.a_full_record()
    for row in model.objects.all():
        row.publication_status = PublicationStatus.DRAFT
        row.save()
    path = f"{MATRIX}.{suffix}"
    text = text_of(path, reader.get(path).getvalue())
    assert not [slug for slug in model.objects.values_list("slug", flat=True) if slug in text]


def test_the_file_is_named_for_its_question_and_told_apart_by_revision(reader):
    issue = builders.an_issue()
    asked = {"issue": issue.slug, "as_of": "2025-12-01"}
    answer = reader.get(f"{MATRIX}.csv", asked)
    revision = answer["Record-Revision"]
    assert answer["Content-Disposition"] == (
        f'attachment; filename="matrix_issue-{issue.slug}_as_of-2025-12-01_r{revision}.csv"'
    )
    answer.getvalue()
    again = reader.get(f"{MATRIX}.csv", asked, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    issue.save()
    answer = reader.get(f"{MATRIX}.csv", asked, headers={"if-none-match": answer["ETag"]})
    assert answer.status_code == 200
    answer.getvalue()


@pytest.mark.parametrize("suffix", READ)
def test_the_file_refuses_what_the_matrix_refuses(suffix, reader):
    path = f"{MATRIX}.{suffix}"
    for asked, named in (
        ({"as_of": "2025-02-30"}, "as_of"),
        ({"issue": "none"}, "issue"),
        ({"columns": "issue"}, "columns"),
        ({"page_size": "1"}, "page_size"),
    ):
        problem = reader.get_json(path, expect=400, **asked)
        assert problem["errors"][0]["parameter"] == named


def test_the_files_take_the_parameters_of_the_matrix():
    _, matrix = OPERATIONS["getMatrix"]
    for suffix in ("Csv", "Xlsx"):
        _, operation = OPERATIONS[f"exportMatrix{suffix}"]
        assert operation["parameters"] == matrix["parameters"]
        assert operation["tags"] == matrix["tags"]
