"""Tables as files: CSV and JSON Lines to the byte, and spreadsheets whose texts stay texts.

A cell is a text, a whole number, a boolean or None; None and an empty text are both empty cells.
Rows are written as they come, so that a table of any length takes the same memory.
"""

import csv
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import xlsxwriter

from api.json_renderer import json_bytes

MOST_ROWS = 1_048_575  # below the header row
LONGEST_CELL = 32_767  # in UTF-16 code units
WIDEST_COLUMN = 60  # in characters


class SpreadsheetLimit(ValueError):
    """What a spreadsheet cannot hold."""


@dataclass(frozen=True)
class TableFormat:
    """A format of tables. Django REST framework takes it for a renderer, to read Accept.

    `write(file, columns, rows, about)` writes rows to a binary file. `columns` are names, each with
    the kind of its values, such as `boolean`; a row has a cell for each. Without `has_columns`, a
    row is a dictionary, written as it is. `about` is what the file says of itself where it can.
    """

    format: str
    media_type: str
    content_type: str
    write: Callable
    has_columns: bool = True
    charset = None


def write_csv(file, columns, rows, about):
    """RFC 4180: a header, commas, CRLF; UTF-8 without a mark. No value is altered."""
    text = io.TextIOWrapper(file, "utf-8", newline="")
    # A lone cell of white space would make a line that readers skip as blank.
    quoting = csv.QUOTE_ALL if len(columns) == 1 else csv.QUOTE_MINIMAL
    lines = csv.writer(text, lineterminator="\r\n", quoting=quoting)
    booleans = [place for place, kind in enumerate(columns.values()) if kind == "boolean"]
    try:
        lines.writerow(columns)
        lines.writerows((_in_csv(row, booleans) for row in rows) if booleans else rows)
    finally:
        text.detach()  # writes the rest, and leaves the file open


def _in_csv(row, booleans):
    cells = list(row)
    for place in booleans:
        cells[place] = {None: "", True: "true", False: "false"}[cells[place]]
    return cells


def write_jsonl(file, columns, rows, about):
    """A JSON object a line, in UTF-8."""
    for row in rows:
        file.write(json_bytes(row) + b"\n")


def write_xlsx(file, columns, rows, about):
    """A sheet with the rows, and a sheet that says where they are from.

    No text becomes a formula or a link. Raises SpreadsheetLimit where a text would be cut off or
    rows left out. The same rows make the same bytes.
    """
    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
        try:
            _write_sheets(book, columns, rows, about)
        except BaseException:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            raise
        book.close()


def _write_sheets(book, columns, rows, about):
    # Else the file would hold the time at which it was made.
    book.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC)})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("Table")
    sheet.freeze_panes(1, 0)
    widths = [len(column) for column in columns]
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column, bold)
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise SpreadsheetLimit(f"A spreadsheet holds {MOST_ROWS:,} rows, and this has more.")
        for place, column in enumerate(columns):
            _write_cell(sheet, number, place, row[place], column)
            widths[place] = max(widths[place], len(str(row[place] or "")))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width, WIDEST_COLUMN) + 2)
    source = book.add_worksheet("About")
    source.set_column(0, 0, 20)
    source.set_column(1, 1, WIDEST_COLUMN)
    for number, (name, value) in enumerate(about.items()):
        source.write_string(number, 0, name, bold)
        _write_cell(source, number, 1, value, name)


def _write_cell(sheet, row, place, cell, column):
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell)
    else:
        if len(cell.encode("utf-16-le")) // 2 > LONGEST_CELL:
            raise SpreadsheetLimit(
                f"A cell of a spreadsheet holds {LONGEST_CELL:,} characters, and a value of "
                f"`{column}` has more."
            )
        if cell.startswith("<r>") and cell.endswith("</r>"):  # XlsxWriter's own mark of rich text
            raise SpreadsheetLimit(f"A value of `{column}` cannot be told from markup.")
        sheet.write_string(row, place, cell)


CSV = TableFormat("csv", "text/csv", "text/csv; charset=utf-8; header=present", write_csv)
XLSX = TableFormat(
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write_xlsx,
)
JSONL = TableFormat(
    "jsonl", "application/jsonl", "application/jsonl", write_jsonl, has_columns=False
)
TABLE_FORMATS = (CSV, XLSX, JSONL)
