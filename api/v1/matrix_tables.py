"""The matrix as a file: a row for each issue, and a few columns for each party."""

from django.urls import path

from api.table_formats import CSV, XLSX
from api.tables import table_response
from api.v1.matrix import MatrixView
from api.v1.tables import FileSchema

ISSUE = ("issue", "issue_name", "parent")
# Behind the slug of the party; the first is the kind of the cell.
OF_PARTY = ("", "_position", "_act", "_since", "_summary", "_citations")


class MatrixTableSchema(FileSchema):
    """Described like the matrix, but for what a file has of its own."""

    def get_operation_id(self):
        return f"exportMatrix{self.view.table_format.format.capitalize()}"

    def get_summary(self):
        return f"Export the matrix as .{self.view.table_format.format}"

    def get_description(self):
        return (
            "What `getMatrix` answers, as a file in the shape of its JSON: a row for each issue, "
            "with `issue`, `issue_name` and `parent`, and columns for each party. The first has "
            "the slug of the party for its name and holds the kind of the cell; behind it follow, "
            "for `russia`, `russia_position` (slugs), `russia_act`, `russia_since`, "
            "`russia_summary` and `russia_citations`. Several positions take a line each, in the "
            "same order in every column; several citations of one have `;` between them."
        )


class MatrixTableView(MatrixView):
    """Who stands where, as a file."""

    schema = MatrixTableSchema()
    table_format = None

    def get_renderers(self):
        return [self.table_format]

    def get(self, request):
        matrix = self.get_matrix()
        parties = [party["slug"] for party in matrix["parties"]]
        columns = [*ISSUE, *(f"{party}{name}" for party in parties for name in OF_PARTY)]
        rows = (list(matrix_row(row).values()) for row in matrix["rows"])
        query = request.GET.copy()
        query["as_of"] = matrix["as_of"]  # today, where no day is given
        return table_response(
            request,
            "matrix",
            dict.fromkeys(columns, "string"),
            rows,
            self.table_format,
            query=query,
            recorded_at=self.recorded_at,
        )


def matrix_row(row):
    """The cells of one issue, given as the JSON shows it, by column."""
    cells = {
        "issue": row["issue"]["slug"],
        "issue_name": row["issue"]["name"],
        "parent": row["parent"] and row["parent"]["slug"],
    }
    for cell in row["cells"]:
        party, positions = cell["party"]["slug"], cell["positions"]
        lines = {
            "_position": [each["slug"] for each in positions],
            "_act": [each["act"] for each in positions],
            "_since": [each["since_on"] or "" for each in positions],
            "_summary": [" ".join(each["summary"].split()) for each in positions],
            "_citations": [
                ";".join(citation["slug"] for citation in each["citations"]) for each in positions
            ],
        }
        cells[party] = cell["kind"]
        cells |= {f"{party}{name}": "\n".join(values) for name, values in lines.items()}
    return cells


def matrix_table_paths():
    for table_format in (CSV, XLSX):
        yield path(
            f"positions/matrix.{table_format.format}",
            MatrixTableView.as_view(table_format=table_format),
            name=f"matrix-{table_format.format}",
        )
