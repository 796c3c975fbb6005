"""Spreadsheets as files, CSV and XLSX: every cell is read as the text that a person sees in it.

What is written is read back unchanged. In CSV no value is altered; in XLSX a text stays a text,
whatever it begins with, so that `=1+1` is no formula.
"""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice

import openpyxl
import xlsxwriter

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000  # bytes of an XLSX file, which is an archive
MOST_ROWS = 1_000
MOST_LINES = 20_000  # with the rows that are empty
MOST_COLUMNS = 200
LONGEST_CELL = 32_767  # in UTF-16 code units, in XLSX

READABLE = "Choose a file of CSV in UTF-8 (.csv) or of Excel (.xlsx)."


class UnreadableSheet(ValueError):
    """The file cannot be read as a table; `problems` has a sentence for each fault."""

    def __init__(self, *problems):
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


class CellTooLong(ValueError):
    """A text that a cell of XLSX cannot hold."""


@dataclass
class Sheet:
    """A table: texts by row and column, and for each row its number in the file, from 2 on."""

    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


# Reading -----------------------------------------------------------------------------------------
def read_sheet(name: str, content: bytes) -> Sheet:
    """The first sheet of a file; the name tells its format.

    Rows without any text are left out. Raises UnreadableSheet.
    """
    readers = {"csv": _rows_of_csv, "xlsx": _rows_of_xlsx}
    extension = name.rpartition(".")[2].lower()
    if extension not in readers:
        raise UnreadableSheet(f"The format of “{name}” is not known. {READABLE}")
    if len(content) > MOST_BYTES:
        raise UnreadableSheet(
            f"The file has {len(content):,} bytes, and {MOST_BYTES:,} are allowed: divide it."
        )
    rows = enumerate(readers[extension](content), start=1)
    columns = _columns(next(rows, (1, []))[1])
    sheet, faults = Sheet(columns), []
    for number, cells in rows:
        if not any(cells):
            continue
        if len(sheet.rows) == MOST_ROWS:
            raise UnreadableSheet(
                f"The file has more than {MOST_ROWS:,} rows: divide it, and import the parts one "
                "after the other."
            )
        if any(cells[len(columns) :]):
            faults.append(f"Row {number} has more cells than there are columns: {len(columns)}.")
        sheet.rows.append([*cells, *[""] * len(columns)][: len(columns)])
        sheet.numbers.append(number)
    if faults:
        raise UnreadableSheet(*faults[:20])
    if not sheet.rows:
        raise UnreadableSheet("The file has no row below the names of the columns.")
    return sheet


def _columns(cells):
    """The names in the first row, which must be different; empty cells at its end are none."""
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names or not all(names) or len(names) > MOST_COLUMNS:
        raise UnreadableSheet("The first row must have the name of a column in each of its cells.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UnreadableSheet(f"There are two columns named {', '.join(twice)}: delete one.")
    return names


def _rows_of_csv(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableSheet(
            f"Line {line} of the file is not in UTF-8. Save it as “CSV UTF-8”, or as .xlsx."
        ) from error
    names, _, _ = text.partition("\n")
    # Where the comma is the decimal sign, spreadsheet programs part cells by semicolons.
    delimiter = max(",;\t", key=names.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in rows:
            yield [_lines(cell) for cell in row]
    except csv.Error as error:
        raise UnreadableSheet(
            f"The CSV cannot be read at line {rows.line_num}: {error}."
        ) from error


def _rows_of_xlsx(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise UnreadableSheet("The file is too large when it is unpacked: divide it.")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # One more than allowed: a sheet may have a million rows without a text.
        rows = list(islice(sheet.iter_rows(max_col=MOST_COLUMNS + 1), MOST_LINES + 1))
    except UnreadableSheet:
        raise
    # Whatever a broken archive or its XML makes the library trip over.
    except Exception as error:
        raise UnreadableSheet(f"The file cannot be read as .xlsx. {READABLE}") from error
    if len(rows) > MOST_LINES:
        raise UnreadableSheet(
            f"The sheet reaches below row {MOST_LINES:,}: delete the empty rows at its end."
        )
    faults = []
    for number, row in enumerate(rows, start=1):
        try:
            yield [_text(cell) for cell in row]
        except UnreadableSheet as error:
            faults.append(f"Row {number}, {error}")
    if faults:
        raise UnreadableSheet(*faults[:20])


def _text(cell):
    """What a cell of XLSX says, as text."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time | timedelta):
        raise UnreadableSheet(
            f"column {cell.column_letter}: the spreadsheet program made a date of its own of what "
            f"was typed ({value}). Format the cell as text and enter the date again, such as "
            "2025-05 or 2025-05-14."
        )
    if cell.data_type == "e":
        raise UnreadableSheet(f"column {cell.column_letter}: the formula has no result: {value}.")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _lines(str(value))


def _lines(text):
    """The text with line feeds alone: the record knows no other line breaks."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


# Writing -----------------------------------------------------------------------------------------
def write_csv(columns, rows) -> bytes:
    """RFC 4180 in UTF-8 without a mark, a header, CRLF after each row; no value is altered."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(columns)
    lines.writerows([as_text(value) for value in row] for row in rows)
    return text.getvalue().encode()


def write_xlsx(columns, rows) -> bytes:
    """One sheet. Raises CellTooLong where a text would be cut off."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        # Else a program would make a formula of `=1+1` as soon as somebody edits the cell.
        text = book.add_format({"quote_prefix": True})
        as_typed = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column, bold)
            # For rows that are added: otherwise 2025-05 would become a day in May.
            sheet.set_column(place, place, max(len(column), 12) + 2, as_typed)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _write_cell(sheet, number, place, value, text, columns[place])
    return file.getvalue()


def _write_cell(sheet, number, place, value, text, column):
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(number, place, value)
    elif isinstance(value, int):
        sheet.write_number(number, place, value)
    else:
        is_markup = value.startswith("<r>") and value.endswith("</r>")  # XlsxWriter's rich text
        if is_markup or len(value.encode("utf-16-le")) // 2 > LONGEST_CELL:
            raise CellTooLong(
                f"Row {number + 1}: a cell of Excel cannot hold the `{column}`, which is too long "
                "or looks like markup. Take CSV."
            )
        sheet.write_string(number, place, value, text)


def as_text(value) -> str:
    """A value as CSV has it and as `read_sheet` gives it: true or false, a number, a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
