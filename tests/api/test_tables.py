"""Whole results as files: nothing is lost, altered, cut off or left behind."""

import io
import re
import tempfile
import weakref
from contextlib import suppress

import pandas
import pytest
from django.db import DataError, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api import deadline, table_formats
from api.row_reading import Page
from api.tables import file_name, table_response
from api.v1 import entries
from relations import models
from relations.revision import record_revision
from relations.text_rules import validate_storable
from tests import builders
from tests.api.contract import OPERATIONS, SCHEMA, TABLES
from tests.api.table_reading import assert_same, cells_of, csv_rows, jsonl_rows, sheet_of, xlsx_rows
from tests.api.wire import ask, assert_problem
from tests.thoroughness import examples

CSV = [path for path in TABLES.values() if path.endswith(".csv")]
XLSX = [path for path in TABLES.values() if path.endswith(".xlsx")]
JSONL = [path for path in TABLES.values() if path.endswith(".jsonl")]


def entries_of(reader, path, **query):
    """Every row of the list beside a table."""
    page = reader.get_json(path.rpartition(".")[0], page_size="500", **query)
    assert page["next"] is None
    return page["results"]


def body_of(reader, path, **query):
    answer = reader.get(path, query)
    assert answer.status_code == 200, answer.content
    return answer.getvalue()


# Nothing is lost ----------------------------------------------------------------------------------
@pytest.mark.dialect
@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("path", CSV)
def test_csv_says_what_the_list_says(path, reader, db):
    builders.a_full_record()
    entries = entries_of(reader, path)
    header, rows = csv_rows(body_of(reader, path))
    assert len(rows) == len(entries) >= 2
    for row, entry in zip(rows, entries, strict=True):
        cells = cells_of(entry)
        for name, value in cells.items():
            assert_same(row[name], value)
        # What the entry does not show is the name or a part of what it shows as null or empty.
        for name in set(header) - set(cells):
            assert row[name] == ""
            assert not entry[name.rpartition("_")[0]]


@pytest.mark.dialect
@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("path", XLSX)
def test_spreadsheet_says_what_csv_says(path, reader, db):
    builders.a_full_record()
    body = body_of(reader, path)
    header, rows = xlsx_rows(body)
    csv_header, csv_lines = csv_rows(body_of(reader, path.replace(".xlsx", ".csv")))
    assert header == csv_header
    assert len(rows) == len(csv_lines) >= 2
    for row, line in zip(rows, csv_lines, strict=True):
        for name, cell in row.items():
            assert_same(line[name], cell)
    assert sheet_of(body).freeze_panes == "A2"
    assert_no_formula(body)


def assert_no_formula(body):
    for row in sheet_of(body).iter_rows():
        assert all(cell.data_type in "snb" and cell.hyperlink is None for cell in row)


@pytest.mark.dialect
@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("path", JSONL)
def test_json_lines_are_the_very_rows_of_the_list(path, reader, db):
    builders.a_full_record()
    entries = entries_of(reader, path)
    body = body_of(reader, path)
    assert jsonl_rows(body) == entries
    assert len(entries) >= 2
    first = reader.get(path.rpartition(".")[0], {"page_size": "500"}).content
    assert body.split(b"\n")[0] in first


@pytest.mark.dialect
@pytest.mark.slow
def test_more_rows_than_a_page_or_a_portion_come_in_the_order_of_the_list(reader, db):
    party = builders.a_party(slug="ruritania")
    for number in range(1001):
        statement = builders.a_statement(
            speaker=None, said_on=f"20{number % 26:02}" if number % 3 else None
        )
        models.StatementParty.objects.create(statement=statement, party=party)
    for ordering in ("said_on", "-said_on", "slug"):
        listed, page = (
            [],
            reader.get_json(
                "/api/v1/statements", page_size="500", ordering=ordering, party="ruritania"
            ),
        )
        while page:
            listed += [row["slug"] for row in page["results"]]
            page = page["next"] and reader.get_json(page["next"])
        query = {"ordering": ordering, "party": "ruritania"}
        _, rows = csv_rows(body_of(reader, "/api/v1/statements.csv", **query))
        assert [row["slug"] for row in rows] == listed
        assert len(listed) == 1001
        assert {row["parties"] for row in rows} == {"ruritania"}


def test_empty_result_is_a_table_without_rows(reader, db):
    for path in TABLES.values():
        answer = reader.get(path)
        assert answer.status_code == 200, path
        body = answer.getvalue()
        if path in CSV:
            assert csv_rows(body)[1] == [], path
            assert body.startswith(b"slug,"), path
            assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present", path
        elif path in XLSX:
            assert xlsx_rows(body)[1] == [], path
        else:
            assert body == b"", path
            assert answer["Content-Type"] == "application/jsonl", path


# Hostile texts ------------------------------------------------------------------------------------
HOSTILE = (
    "=1+1",
    "-1",
    "+1",
    "@x",
    '"',
    "'",
    ",",
    "\n",
    "\t",
    " ",
    ";",
    "é",
    "🐟",
    "<r>",
    "_x000A_",
)
CHARACTERS = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
TEXTS = st.lists(st.one_of(st.sampled_from(HOSTILE), CHARACTERS), min_size=1).map("".join)


@pytest.mark.dialect
@pytest.mark.slow
@settings(
    max_examples=examples(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=TEXTS)
@example(text='=HYPERLINK("https://evil.example","x")')
@example(text='"')
@example(text='""\n"\n')
@example(text="\n")
@example(text="\t")
@example(text="  ")
@example(text=" leading, and trailing ")
@example(text="NA")
@example(text="\ufeff1")
@example(text="1\u20282")
def test_hostile_text_comes_back_as_it_is(text, reader, db):
    validate_storable(text)  # the record may hold it
    models.Statement.objects.all().delete()
    builders.a_statement(speaker=None, text=text, venue=text[:200])
    for columns in (["text"], ["venue", "text", "slug"], []):
        body = reader.get("/api/v1/statements.csv", {"columns": columns} if columns else {})
        body = body.getvalue()
        assert csv_rows(body)[1][0]["text"] == text
        read = pandas.read_csv(io.BytesIO(body), dtype=str, keep_default_na=False)
        assert list(read["text"]) == [text]
    (row,) = jsonl_rows(body_of(reader, "/api/v1/statements.jsonl"))
    assert row["text"] == text


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("https://evil.example","x")',
        "=1+1",
        "-1",
        "+1",
        "@SUM(A1)",
        "{=1}",
        "https://evil.example/",
        "1",
        " leading and trailing ",
        "\n\n",
        "a\tb\nc",
        "<r> & </t> ]]>",
        "🐟" * 10,
    ],
)
def test_text_stays_text_in_a_spreadsheet(text, reader, db):
    builders.a_statement(text=text)
    body = body_of(reader, "/api/v1/statements.xlsx", columns="text")
    cell = sheet_of(body)["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


# What a spreadsheet cannot hold -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * 32_768, "32,767 characters"),
        ("🐟" * 16_384, "32,767 characters"),
        ("<r><t>1</t></r>", "markup"),
    ],
)
def test_text_that_a_spreadsheet_cannot_hold_is_refused(text, reason, reader, db):
    builders.a_statement(text=text)
    problem = assert_problem(ask("/api/v1/statements.xlsx"), 400)
    assert reason in problem["detail"]
    assert "`text`" in problem["detail"]
    assert ".csv" in problem["detail"]
    assert csv_rows(body_of(reader, "/api/v1/statements.csv"))[1][0]["text"] == text
    assert ask("/api/v1/statements.xlsx?columns=slug").status == 200


def test_longest_text_of_a_spreadsheet_is_whole(reader, db):
    builders.a_statement(text="x" * 32_767)
    body = body_of(reader, "/api/v1/statements.xlsx", columns="text")
    assert sheet_of(body)["A2"].value == "x" * 32_767


def test_more_rows_than_a_spreadsheet_holds_are_refused(monkeypatch, db):
    monkeypatch.setattr(table_formats, "MOST_ROWS", 2)
    for _ in range(2):
        builders.a_party()
    assert ask("/api/v1/parties.xlsx").status == 200
    builders.a_party()
    problem = assert_problem(ask("/api/v1/parties.xlsx"), 400)
    assert "2 rows" in problem["detail"]


# Columns ------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("path", [*CSV, "/api/v1/statements.xlsx"])
def test_every_column_is_named_in_the_schema_and_can_be_had_alone(path, reader, db):
    builders.a_full_record()
    name = next(name for name, each in TABLES.items() if each == path)
    (columns,) = [p for p in OPERATIONS[name][1]["parameters"] if p["name"] == "columns"]
    component = columns["schema"]["items"]["$ref"].rsplit("/", 1)[1]
    allowed = SCHEMA["components"]["schemas"][component]["enum"]
    read = csv_rows if path in CSV else xlsx_rows
    assert read(body_of(reader, path))[0] == allowed
    assert len(set(allowed)) == len(allowed)
    chosen = [allowed[-1], allowed[0]]
    header, rows = read(reader.get(path, {"columns": chosen}).getvalue())
    assert header == chosen
    assert [row["slug"] for row in rows] == [e["slug"] for e in entries_of(reader, path)]


def test_wrong_columns_are_refused_by_name(reader, db):
    for query, code in (
        ("columns=bogus", "invalid"),
        ("columns=slug&columns=bogus", "invalid"),
        ("columns=slug&columns=slug", "repeated"),
        ("columns=slug,text", "invalid"),
    ):
        (error,) = assert_problem(ask(f"/api/v1/statements.csv?{query}"), 400)["errors"]
        assert (error["parameter"], error["code"]) == ("columns", code)
        assert "speaker_name" in error["allowed"]
    problem = assert_problem(ask("/api/v1/statements.jsonl?columns=slug"), 400)
    assert problem["errors"][0]["code"] == "unknown"


def test_a_table_has_no_pages(db):
    for path in TABLES.values():
        for parameter in ("cursor=x", "page_size=5", "count=true"):
            answer = ask(f"{path}?{parameter}")
            assert answer.status == 400, f"{path}?{parameter}"
            (error,) = assert_problem(answer, 400)["errors"]
            assert error["code"] == "unknown", f"{path}?{parameter}"


# Headers ------------------------------------------------------------------------------------------
def test_headers_name_file_revision_and_query(db):
    builders.a_party(slug="russia")
    revision = record_revision()
    answer = ask("/api/v1/statements.csv?party=russia&columns=slug")
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="statements_party-russia_columns-slug_r{revision}.csv"'
    )
    assert answer.headers["Record-Revision"] == str(revision)
    address = "http://localhost/api/v1/statements"
    assert answer.headers["Link"] == (
        f'<{address}.csv?party=russia&columns=slug>; rel="self", '
        f'<{address}?party=russia>; rel="alternate"; type="application/json"'
    )
    assert int(answer.headers["Content-Length"]) == len(answer.body)


@pytest.mark.parametrize(
    "query",
    ["place=Z%C3%BCrich", "place=%22%0D", f"place={'x' * 190}", "place=a%20b", "place=../x"],
)
def test_file_name_is_safe_and_short(query):
    request = RequestFactory().get(f"/?{query}")
    name = file_name("rounds", request.GET, 12, table_formats.CSV)
    assert re.fullmatch(r"rounds[a-z0-9_.-]*_r12\.csv", name)
    assert len(name) <= 110
    other = RequestFactory().get(f"/?{query}y").GET
    assert file_name("rounds", other, 12, table_formats.CSV) != name


def test_about_sheet_says_where_the_table_is_from(db):
    builders.a_round(mode="phone")
    body = ask("/api/v1/rounds.xlsx?mode=phone").body
    about = dict(sheet_of(body, "About").iter_rows(values_only=True))
    assert about == {
        "Address": "http://localhost/api/v1/rounds.xlsx?mode=phone",
        "Record revision": record_revision(),
    }


@pytest.mark.dialect
def test_revision_rises_with_every_change(db):
    seen = [record_revision()]
    entry = builders.a_round()
    seen.append(record_revision())
    entry.save()
    seen.append(record_revision())
    entry.delete()
    seen.append(record_revision())
    assert seen == sorted(set(seen))


@pytest.mark.parametrize("path", ["/api/v1/rounds.csv", "/api/v1/rounds.xlsx"])
def test_etag_holds_until_the_record_changes_and_costs_no_rows(path, db):
    entry = builders.a_round()
    first = ask(path)
    etag = first.headers["ETag"]
    assert ask(path).body == first.body, "The same ETag promises the same bytes."
    for method, sent, status in (("GET", etag, 304), ("HEAD", '"x"', 200)):
        with CaptureQueriesContext(connection) as queries:
            answer = ask(path, method=method, HTTP_IF_NONE_MATCH=sent)
        assert (answer.status, answer.body) == (status, b"")
        assert len(queries) <= 1, "It asks for the revision only."
    assert_problem(ask(path, HTTP_IF_MATCH='"x"'), 412)
    assert_problem(ask(f"{path}?bogus=1", HTTP_IF_NONE_MATCH="*"), 400)
    entry.save()
    again = ask(path, HTTP_IF_NONE_MATCH=etag)
    assert (again.status, again.headers["ETag"] != etag) == (200, True)


def test_other_format_than_the_ending_says_is_not_acceptable(db):
    assert ask("/api/v1/rounds.csv", HTTP_ACCEPT="text/csv").status == 200
    assert_problem(ask("/api/v1/rounds.csv", HTTP_ACCEPT="application/json"), 406)


# Never a part as if it were the whole -------------------------------------------------------------
class Cut(Exception):
    """Stands for whatever may happen between two rows."""


def table(rows, table_format=table_formats.CSV):
    request = RequestFactory().get("/api/v1/things.csv")
    return table_response(request, "things", {"slug": "string"}, rows, table_format)


def a_row(table_format):
    return ["x"] if table_format.has_columns else {"slug": "x"}


@pytest.mark.dialect
@pytest.mark.parametrize("table_format", table_formats.TABLE_FORMATS)
def test_database_that_fails_on_the_way_is_a_problem_and_no_table(table_format, monkeypatch, db):
    monkeypatch.setattr(entries, "ROWS_AT_ONCE", 50)
    for _ in range(51):
        builders.a_statement(speaker=None)
    shown = []
    read = Page.columns

    def fail_after_the_first(page, model, key, lookups, numbers):
        columns = read(page, model, key, lookups, numbers)
        if model is models.Statement:
            if not shown:
                break_the_next_query()
            shown.extend(columns["pk"])
        return columns

    monkeypatch.setattr(Page, "columns", fail_after_the_first)
    answer = ask(f"/api/v1/statements.{table_format.format}")
    assert_problem(answer, 503 if connection.vendor == "sqlite" else 500)
    assert len(shown) == 50
    assert "Content-Disposition" not in answer.headers


def break_the_next_query():
    """Interrupt the query that is under way, or break the transaction it is in."""
    if connection.vendor == "sqlite":
        connection.connection.interrupt()
        return
    with suppress(DataError), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


@pytest.mark.parametrize("table_format", table_formats.TABLE_FORMATS)
def test_file_is_gone_when_the_table_breaks_off(table_format, tmp_path, monkeypatch, db):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def rows():
        yield a_row(table_format)
        raise Cut

    with pytest.raises(Cut):
        table(rows(), table_format)
    assert list(tmp_path.iterdir()) == []
    answer = table([a_row(table_format)], table_format)
    assert answer.status_code == 200
    answer.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.dialect
@pytest.mark.parametrize("table_format", table_formats.TABLE_FORMATS)
def test_table_of_two_states_of_the_record_is_not_sent(table_format, db):
    def rows():
        yield a_row(table_format)
        builders.a_party()

    answer = table(rows(), table_format)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0


@pytest.mark.dialect
@pytest.mark.parametrize("table_format", table_formats.TABLE_FORMATS)
def test_rows_are_not_kept(table_format, db):
    class Row(list if table_format.has_columns else dict):
        __hash__ = object.__hash__

    alive, most = weakref.WeakSet(), []

    def rows():
        for _ in range(3000):
            row = Row(a_row(table_format))
            alive.add(row)
            most.append(len(alive))
            yield row

    answer = table(rows(), table_format)
    answer.close()
    assert answer.status_code == 200
    assert len(most) == 3000
    assert max(most) < 10


@pytest.mark.dialect
def test_every_portion_has_a_time_limit_of_its_own(reader, db):
    """Else a long table would run out of the limit that is meant for one query."""
    ends = []

    def rows():
        for _ in range(3):
            ends.append(deadline._request.ends_at)
            yield {"slug": "x"}

    with override_settings(STATEMENT_TIMEOUT_MS=1000), deadline.time_limit():
        whole = deadline._request.ends_at
        list(deadline.each_in_time(rows()))
        assert deadline._request.ends_at == whole
    assert ends == sorted(set(ends))
    assert ends[0] > whole
