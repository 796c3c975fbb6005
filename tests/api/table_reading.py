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


def cells_of(entry):
    """An entry of the JSON as a line of a table, told from the values alone."""
    cells = {}
    for key, value in entry.items():
        if isinstance(value, dict):  # another entry, or a fact
            for part, inner in value.items():
                name = key if part == "slug" and set(value) == {"slug", "name"} else f"{key}_{part}"
                cells[name] = inner
        elif isinstance(value, list) and value and _is_joined(value[0]):
            cells[key] = ";".join(each["slug"] for each in value)
            if set(value[0]) == {"slug", "name"}:
                cells[f"{key}_name"] = "; ".join(each["name"] for each in value)
        else:
            cells[key] = value
    return cells


def _is_joined(item):
    return isinstance(item, dict) and (
        {"slug", "url"} <= set(item) or set(item) == {"slug", "name"}
    )


def assert_same(cell, value):
    """A cell as a CSV has it says what the JSON says."""
    if isinstance(value, list):
        assert cell == "" if not value and not cell else json.loads(cell) == value
    elif value is None:
        assert cell == ""
    elif isinstance(value, bool):
        assert cell == str(value).lower()
    else:
        assert cell == str(value)
