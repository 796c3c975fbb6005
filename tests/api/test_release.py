"""The archive of the real record: the same bytes wherever it is built, whole, and as described."""

import csv
import hashlib
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing

import pandas
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from api.licence import DATA_LICENCE, NOT_COVERED
from api.v1.release.resources import PLACES
from api.v1.urls import router
from relations import models
from relations.source_files import source_files
from tests.api.table_reading import csv_rows, jsonl_rows
from tests.test_evidence import runs
from tests.yaml_text import read_yaml

pytestmark = [pytest.mark.usefixtures("record"), pytest.mark.django_db]
DAY = "2026-11-22"
NAME = f"negotiation-record-{DAY}.zip"
RESOURCES = [name for name, _, _ in router.registry]
SQLITE = "negotiation-record.sqlite3"


def build(folder, day=DAY):
    """The bytes of the archive that the command builds."""
    call_command("build_release", date=day, output=folder, verbosity=0)
    return (folder / f"negotiation-record-{day}.zip").read_bytes()


@pytest.fixture(scope="module")
def folder(record, django_db_blocker, tmp_path_factory):
    """A folder with the archive, and all that is in it unpacked."""
    folder = tmp_path_factory.mktemp("releases")
    with django_db_blocker.unblock():
        body = build(folder)
    zipfile.ZipFile(io.BytesIO(body)).extractall(folder / "unpacked")
    return folder


@pytest.fixture(scope="module")
def archive(folder):
    return (folder / NAME).read_bytes()


@pytest.fixture(scope="module")
def unpacked(folder):
    return folder / "unpacked"


@pytest.fixture(scope="module")
def package(unpacked):
    return json.loads((unpacked / "datapackage.json").read_text())


@pytest.fixture
def database(unpacked):
    with closing(sqlite3.connect(f"file:{unpacked / SQLITE}?mode=ro", uri=True)) as database:
        yield database


def rows_of(unpacked, resource):
    return jsonl_rows((unpacked / "jsonl" / f"{resource}.jsonl").read_bytes())


# The same bytes -----------------------------------------------------------------------------------
@pytest.mark.slow
def test_built_again_it_is_the_same_to_the_byte(archive, tmp_path):
    assert build(tmp_path) == archive


@pytest.mark.long
def test_another_installation_on_sqlite_builds_the_same_bytes(archive, tmp_path):
    """Whichever database this one is on."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite3'}",
        "DATA_DIR": str(tmp_path),
        "ALLOWED_HOSTS": "other.example",
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "STATEMENT_TIMEOUT_MS": "60000",
    }
    del environment["DJANGO_SETTINGS_MODULE"]
    for command in (["migrate"], ["load_record"], ["build_release", "--date", DAY]):
        run = [sys.executable, "manage.py", *command, "--verbosity", "0"]
        subprocess.run(run, cwd=settings.BASE_DIR, env=environment, umask=0o077, check=True)
    assert (tmp_path / "releases" / NAME).read_bytes() == archive


def test_when_and_in_which_order_rows_were_saved_makes_no_difference(archive, tmp_path):
    for entry in models.Statement.objects.all()[:5]:
        entry.save()
    links = [*models.StatementIssue.objects.all(), *models.RoundParticipant.objects.all()]
    for link in reversed(links):
        link.delete()
        link.pk = None
        link.save()
    assert build(tmp_path) == archive


def test_a_change_of_the_record_makes_another_archive(archive, tmp_path):
    entry = models.Statement.objects.published().first()
    entry.venue = "Elsewhere"
    entry.save()
    assert build(tmp_path) != archive


def test_the_day_is_that_of_the_newest_published_change_unless_it_is_given(tmp_path):
    entry = models.Party.objects.published().latest("updated_at")
    call_command("build_release", output=tmp_path, verbosity=0)
    assert os.listdir(tmp_path) == [f"negotiation-record-{entry.updated_at:%Y-%m-%d}.zip"]


def test_everything_in_it_bears_its_day_and_the_same_rights(archive):
    entries = zipfile.ZipFile(io.BytesIO(archive)).infolist()
    assert {entry.date_time for entry in entries} == {(2026, 11, 22, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    names = [entry.filename for entry in entries]
    assert names == sorted(names)


def test_nothing_of_the_installation_is_in_it(unpacked):
    for path in unpacked.rglob("*"):
        if path.is_file() and path.name != "openapi.yaml":
            body = path.read_bytes()
            for part in (b"updated_at", b"testserver", b"127.0.0.1", b"localhost"):
                assert part not in body, (path, part)


# What is in it ------------------------------------------------------------------------------------
def test_every_file_has_its_checksum(unpacked):
    lines = (unpacked / "SHA256SUMS").read_text().splitlines()
    sums = dict(reversed(line.split("  ")) for line in lines)
    found = {
        path.relative_to(unpacked).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in unpacked.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert sums == found
    assert len(found) == 2 * len(RESOURCES) + 8


def in_archive(value):
    """What an archive has of an answer of the API: paths for addresses, one order of links."""
    if isinstance(value, str):
        return value.removeprefix("http://testserver")
    if isinstance(value, dict):
        return {key: in_archive(each) for key, each in value.items() if key != "updated_at"}
    if not isinstance(value, list):
        return value
    rows = [in_archive(each) for each in value]
    keys = set(rows[0]) if rows and isinstance(rows[0], dict) else set()
    if keys == {"slug", "name"}:
        return sorted(rows, key=lambda row: row["slug"])
    if "party" in keys and "slug" not in keys:
        return sorted(
            rows, key=lambda row: (row["party"]["slug"], (row.get("person") or {}).get("slug", ""))
        )
    return rows


@pytest.mark.parametrize("resource", RESOURCES)
def test_rows_are_those_of_the_api(resource, unpacked, reader):
    rows = jsonl_rows(reader.get(f"/api/v1/{resource}.jsonl?ordering=slug").getvalue())
    assert rows_of(unpacked, resource) == [in_archive(row) for row in rows]


def test_lists_that_are_sorted_are_told_by_their_keys(unpacked):
    """Else a list of links of another shape would stand in the order of row numbers."""
    unsorted = set()

    def look(value, name):
        for key, each in value.items() if isinstance(value, dict) else ():
            look(each, key)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            if not any(value[0].keys() >= set(keys) for keys in PLACES):
                unsorted.add(name)
            for each in value:
                look(each, name)

    for resource in RESOURCES:
        for row in rows_of(unpacked, resource):
            look(row, resource)
    assert unsorted == {"reporting_chain"}  # which has an order of its own


@pytest.mark.parametrize("resource", RESOURCES)
def test_csv_says_what_the_table_of_the_api_says(resource, unpacked, reader):
    _, theirs = csv_rows(reader.get(f"/api/v1/{resource}.csv?ordering=slug").getvalue())
    _, ours = csv_rows((unpacked / "csv" / f"{resource}.csv").read_bytes())
    assert [row["slug"] for row in ours] == [row["slug"] for row in theirs]
    for one, other in zip(ours, theirs, strict=True):
        del other["updated_at"]
        assert one.keys() == other.keys()
        for column, cell in one.items():
            if cell[:1] not in "[" and ";" not in cell and not column.endswith("url"):
                assert cell == other[column], column


@pytest.mark.slow
def test_no_prose_of_a_document_is_in_it(unpacked, documents):
    found = source_files(documents).found.values()
    prose = set().union(*(runs(source.text) for source in found))
    for citation in models.Citation.objects.exclude(exact=""):
        prose -= runs(f"{citation.prefix}{citation.exact}{citation.suffix}")
    for document in models.Document.objects.all():
        prose -= runs(document.title)
    assert prose
    texts = [path.read_text() for path in unpacked.glob("*.[jmy]*")]
    for resource in RESOURCES:
        texts += texts_in(rows_of(unpacked, resource))
    assert len(texts) > 1000
    assert set().union(*map(runs, texts)) & prose == set()


def texts_in(value):
    """Every text within a value. One behind the other they could look like another's words."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return texts_in([*value.values()])
    return [text for each in value for text in texts_in(each)] if isinstance(value, list) else []


@pytest.mark.slow
def test_codebook_and_contract_are_those_of_the_service(unpacked, reader):
    assert json.loads((unpacked / "codebook.json").read_text()) == reader.get_json(
        "/api/v1/codebook"
    )
    contract = reader.get("/api/v1/openapi.yaml").content
    assert (unpacked / "openapi.yaml").read_bytes() == contract
    version = read_yaml(contract)["info"]["version"]
    assert f"version {version}" in (unpacked / "CITE.md").read_text()
    told = (unpacked / "codebook.md").read_text()
    for vocabulary in reader.get_json("/api/v1/codebook")["vocabularies"]:
        assert f"### {vocabulary['name']}\n" in told
        for value in vocabulary["values"]:
            assert f"* `{value['value']}` ({value['label']}): {value['definition']} " in told


def test_an_entry_is_cited_as_the_service_cites_it(unpacked, reader):
    told = (unpacked / "CITE.md").read_text()
    slug = rows_of(unpacked, "statements")[0]["slug"]
    accept = {"accept": "application/x-bibtex"}
    answer = reader.get(f"/api/v1/statements/{slug}", headers=accept).content.decode()
    changing = ("  date = ", "  year = ", "  url = ")
    for line in answer.rstrip().splitlines():
        if not line.startswith(changing):
            assert f"    {line}" in told
    assert f"date = {{{DAY}}}" in told


# The description ----------------------------------------------------------------------------------
def test_described_tables_are_those_there_with_their_columns(package, unpacked):
    assert [resource["name"] for resource in package["resources"]] == RESOURCES
    for resource in package["resources"]:
        body = (unpacked / resource["path"]).read_bytes()
        header, _ = csv_rows(body)
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert resource["bytes"] == len(body)
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        assert resource["schema"]["missingValues"] == [""]


READERS = {
    "string": str,
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": lambda cell: pandas.Period(cell, "D"),
    "array": json.loads,
}


def test_every_cell_fits_the_type_and_the_constraints_of_its_column(package, unpacked):
    seen = set()
    for resource in package["resources"]:
        _, rows = csv_rows((unpacked / resource["path"]).read_bytes())
        for field in resource["schema"]["fields"]:
            constraints = field.get("constraints", {})
            cells = [row[field["name"]] for row in rows]
            if constraints.get("required"):
                assert all(cells), field
            for cell in filter(None, cells):
                READERS[field["type"]](cell)
                assert cell in constraints.get("enum", [cell])
                seen.add(field["type"])
    assert seen == set(READERS)


def test_every_key_is_unique_and_every_foreign_key_is_there(package, unpacked):
    tables = {
        resource["name"]: csv_rows((unpacked / resource["path"]).read_bytes())[1]
        for resource in package["resources"]
    }
    slugs = {name: [row["slug"] for row in rows] for name, rows in tables.items()}
    references = 0
    for resource in package["resources"]:
        assert resource["schema"]["primaryKey"] == ["slug"]
        assert len(set(slugs[resource["name"]])) == len(slugs[resource["name"]]) > 0
        for key in resource["schema"].get("foreignKeys", ()):
            (column,) = key["fields"]
            assert key["reference"]["fields"] == ["slug"]
            cells = {row[column] for row in tables[resource["name"]]} - {""}
            assert cells <= set(slugs[key["reference"]["resource"]]), (resource["name"], column)
            references += len(cells)
    assert references > 100


# The database -------------------------------------------------------------------------------------
def test_database_has_every_row_with_its_values(package, unpacked, database):
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for resource in package["resources"]:
        _, rows = csv_rows((unpacked / resource["path"]).read_bytes())
        answer = database.execute(f'SELECT * FROM "{resource["name"]}" ORDER BY rowid')
        columns = [each[0] for each in answer.description]
        fields = resource["schema"]["fields"]
        assert columns == [field["name"] for field in fields]
        found = answer.fetchall()
        assert len(found) == len(rows)
        for values, row in zip(found, rows, strict=True):
            for field, value in zip(fields, values, strict=True):
                assert said(value, row[field["name"]], field), (field, value)


def said(value, cell, field):
    """Whether a value of the database is what a cell of the CSV says."""
    if value is None or value == "":
        return cell == ""
    if field["type"] == "boolean":
        return value in (0, 1) and cell == ("true" if value else "false")
    if field["type"] == "integer":
        return value == int(cell)
    if isinstance(value, str) and re.search("Slugs, with|for reading", field["description"]):
        between = "; " if field["name"].endswith("_name") else ";"
        return between.join(json.loads(value)) == cell
    return value == cell


def test_a_view_has_a_row_for_each_of_several_slugs(unpacked, database):
    views = database.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    for (name,) in views:
        resource, _, column = name.partition("_")
        expected = [
            (row["slug"], each["slug"])
            for row in rows_of(unpacked, resource)
            for each in row[column]
        ]
        assert sorted(database.execute(f'SELECT * FROM "{name}"')) == sorted(expected)
    assert ("statements_issues",) in views
    assert ("rounds_citations",) in views


def test_database_says_what_its_columns_are(package, database):
    told = database.execute('SELECT "table", "column", "about" FROM "columns"').fetchall()
    assert told == [
        (resource["name"], field["name"], field["description"])
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    ]


def test_database_takes_changes_although_its_header_names_no_library(unpacked, tmp_path):
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes((unpacked / SQLITE).read_bytes())
    assert copy.read_bytes()[92:100] == bytes([0, 0, 0, 1, 0, 0, 0, 0])
    with closing(sqlite3.connect(copy)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("DELETE FROM documents")
        database.execute("DELETE FROM exclusions")
        database.commit()
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


# As its readers read it ---------------------------------------------------------------------------
@pytest.mark.parametrize("resource", RESOURCES)
def test_pandas_reads_every_table(resource, unpacked):
    path = unpacked / "csv" / f"{resource}.csv"
    exact = pandas.read_csv(path, dtype=str, keep_default_na=False)
    header, rows = csv_rows(path.read_bytes())
    assert list(exact.columns) == header
    assert exact.to_dict("records") == rows
    assert len(pandas.read_csv(path)) == len(rows)


def test_what_the_readme_shows_runs(unpacked, database, monkeypatch):
    readme = (unpacked / "README.md").read_text()
    pandas_part = readme.partition("## pandas")[2].partition("## R")[0]
    code = "\n".join(re.findall("^    (.*)$", pandas_part, re.MULTILINE))
    monkeypatch.chdir(unpacked)
    names = {}
    exec(code, names)
    assert len(names["rows"]) == len(names["statements"]) == len(rows_of(unpacked, "statements"))
    assert len(names["by_issue"]) > len(names["statements"])
    query = "\n".join(re.findall("^    (.*)$", readme.partition("## SQLite")[2], re.MULTILINE))
    assert database.execute(query).fetchall()


def test_the_readme_names_every_file(unpacked):
    readme = (unpacked / "README.md").read_text()
    for path in {*unpacked.iterdir()} - {unpacked / "README.md"}:
        assert path.name in readme, path
    for resource in RESOURCES:
        assert f"* `{resource}`: " in readme


def test_it_states_the_licence_of_the_record(unpacked, package):
    stated = (settings.BASE_DIR / "fixtures" / "LICENSE").read_text()
    assert (unpacked / "LICENSE").read_text() == stated
    (licence,) = package["licenses"]
    assert licence == {
        "name": DATA_LICENCE.spdx,
        "path": DATA_LICENCE.url,
        "title": DATA_LICENCE.name,
    }
    assert NOT_COVERED in package["description"]
    section = (unpacked / "CITE.md").read_text().partition("\n## Licence\n")[2]
    assert f"{DATA_LICENCE}, {DATA_LICENCE.url}: " in section
    assert NOT_COVERED in section
    assert (
        f"`LICENSE` | the licence of the record, {DATA_LICENCE},"
        in (unpacked / "README.md").read_text()
    )


# Refusals -----------------------------------------------------------------------------------------
@pytest.mark.slow
def test_a_second_build_says_that_it_is_there_and_another_is_refused(archive, tmp_path):
    build(tmp_path)
    out = io.StringIO()
    call_command("build_release", date=DAY, output=tmp_path, stdout=out)
    assert out.getvalue().startswith("There already, the same to the byte:")
    (tmp_path / NAME).write_bytes(b"Something else.")
    with pytest.raises(CommandError, match=f"{NAME} is there already, and it is different"):
        build(tmp_path)
    assert (tmp_path / NAME).read_bytes() == b"Something else."
    assert os.listdir(tmp_path) == [NAME]


def test_csv_is_read_by_the_standard_library_whatever_a_cell_begins_with(tmp_path):
    entry = models.Statement.objects.published().first()
    entry.venue = '=1+1, "\n-x'
    entry.save()
    build(tmp_path)
    with zipfile.ZipFile(tmp_path / NAME) as packed:
        text = packed.read("csv/statements.csv").decode()
    rows = csv.DictReader(io.StringIO(text, newline=""))
    assert next(row for row in rows if row["slug"] == entry.slug)["venue"] == entry.venue
