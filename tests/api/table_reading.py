"""Tables read back by the libraries that their users have."""

import csv
import io
import json

import openpyxl


def csv_rows(body):
    """The header and the rows of a CSV, as the standard library reads it."""
    header, *rows = csv.reader(io.StringIO(body.decode(), newline=""), strict=True)
    assert all(len(row) == len(header) for row in rows)
    return header, [dict(zip(header, row, strict=True)) for row in rows]


def jsonl_rows(body):
    assert body == b"" or body.endswith(b"\n")
    return [json.loads(line) for line in body.decode().split("\n")[:-1]]


def sheet_of(body, name="Table"):
    return openpyxl.load_workbook(io.BytesIO(body))[name]


def xlsx_rows(body):
    """The header and the rows of the first sheet."""
    header, *rows = sheet_of(body).iter_rows(values_only=True)
    return list(header), [dict(zip(header, row, strict=True)) for row in rows]


def text_of(path, body):
    """All that a table says, as one text."""
    return str(xlsx_rows(body)) if path.endswith(".xlsx") else body.decode()
