"""Archives: built whole or not at all, of public entries only, listed and served as they are."""

import hashlib
import io
import os
import zipfile
from datetime import UTC, datetime, timedelta
from itertools import cycle

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api import release_folder
from api.v1.release import archive as archives
from relations.vocabularies import PublicationStatus
from tests import builders
from tests.api.contract import OPERATIONS, validate
from tests.api.wire import ask, assert_problem

DAY = "2026-11-22"
NAME = f"negotiation-record-{DAY}"
FILE = f"{NAME}.zip"
LIST = "/api/v1/releases"
HIDDEN = [status for status in PublicationStatus if status != PublicationStatus.PUBLISHED]


@pytest.fixture
def folder(tmp_path, settings):
    """The folder of archives, which is not there yet."""
    settings.RELEASES_DIR = tmp_path / "releases"
    return settings.RELEASES_DIR


def build(folder, day=DAY):
    call_command("build_release", date=day, output=folder, verbosity=0)
    return (folder / f"negotiation-record-{day}.zip").read_bytes()


def an_archive(path, text="Words."):
    """A small file that is a whole archive."""
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("README.md", text)
    return path.read_bytes()


# What is published --------------------------------------------------------------------------------
@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("model", builders.BUILDERS)
def test_nothing_unpublished_is_in_an_archive(model, folder, db):
    builders.a_full_record()
    builders.BUILDERS[model]()
    texts = {"name", "title", "summary", "text", "question", "note", "description"}
    for row, status in zip(model.objects.all(), cycle(HIDDEN), strict=False):
        row.publication_status, row.retraction_reason = status, "CANARY"
        row.slug = f"canary-{row.pk}"
        for name in texts & {field.name for field in model._meta.concrete_fields}:
            setattr(row, name, "CANARY")
        row.save()
    packed = zipfile.ZipFile(io.BytesIO(build(folder)))
    for name in packed.namelist():
        assert b"canary" not in packed.read(name).lower(), name


@pytest.mark.slow
def test_archive_takes_a_fixed_number_of_queries(folder, db):
    builders.a_full_record()
    with CaptureQueriesContext(connection) as few:
        build(folder, "2026-11-20")
    for _ in range(2):
        builders.a_full_record()
    with CaptureQueriesContext(connection) as many:
        build(folder, "2026-11-21")
    assert len(few) == len(many)


def test_archive_of_an_empty_record_is_whole_but_needs_a_day(folder, db):
    build(folder)
    with zipfile.ZipFile(folder / FILE) as packed:
        assert packed.read("jsonl/rounds.jsonl") == b""
        assert packed.read("csv/rounds.csv").startswith(b"slug,url,")
        assert b"One entry" not in packed.read("CITE.md")
    with pytest.raises(CommandError, match="Nothing is published"):
        call_command("build_release", output=folder)


# Refusals -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "day", ["2025-02-30", "2025-13-01", "25-01-01", "2025-1-1", "20250101", "today", "1979-12-31"]
)
def test_what_is_no_day_is_refused(day, folder, db):
    with pytest.raises(CommandError, match="--date: "):
        build(folder, day)
    assert not folder.exists()


def test_a_day_to_come_is_refused(folder, db):
    today = datetime.now(UTC).date()
    with pytest.raises(CommandError, match=f"to today .UTC., {today}"):
        build(folder, (today + timedelta(days=2)).isoformat())


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path, db):
    (tmp_path / "file").write_text("This is no folder.")
    with pytest.raises(CommandError, match=r"No archive was built: .*file"):
        build(tmp_path / "file" / "releases")


@pytest.mark.slow
@pytest.mark.parametrize("step", ["write_sqlite", "_write_sums", "_pack", "put"])
@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError("No space left on device")])
def test_a_build_that_is_broken_off_leaves_nothing(step, failure, folder, reader, monkeypatch, db):
    def fail(*args):
        raise failure

    monkeypatch.setattr(archives, step, fail)
    with pytest.raises((KeyboardInterrupt, CommandError)):
        build(folder)
    assert os.listdir(folder) == []
    assert reader.get_json(LIST) == {"results": []}


def test_an_archive_that_appears_meanwhile_is_not_replaced(folder, monkeypatch, db):
    pack = archives._pack

    def and_somebody_else_is_faster(*args):
        pack(*args)
        an_archive(folder / FILE)

    monkeypatch.setattr(archives, "_pack", and_somebody_else_is_faster)
    with pytest.raises(CommandError, match="it is different"):
        build(folder)
    assert zipfile.ZipFile(folder / FILE).namelist() == ["README.md"]


def test_a_record_that_changes_meanwhile_is_read_again(folder, monkeypatch, db):
    """Twice it changes after the first rows are read; the third time it stays as it is."""
    changes = iter(["First", "Second"])
    builders.a_citation()
    party = builders.a_party(slug="changing", name="Original")
    write_rows = archives.Resource.write_rows

    def while_it_changes(resource):
        write_rows(resource)
        if resource.name == "parties" and (name := next(changes, None)):
            party.name = name
            party.save()

    monkeypatch.setattr(archives.Resource, "write_rows", while_it_changes)
    build(folder)
    with zipfile.ZipFile(folder / FILE) as packed:
        rows = packed.read("jsonl/parties.jsonl").decode()
    assert "Second" in rows
    assert "Original" not in rows
    changes = iter("abcdef")
    with pytest.raises(CommandError, match="changed while it was read, 3 times"):
        build(folder, "2026-11-21")
    assert os.listdir(folder) == [FILE]


# The list -----------------------------------------------------------------------------------------
def test_a_folder_that_is_not_there_lists_nothing(folder, reader):
    assert reader.get_json(LIST) == {"results": []}


def test_archives_are_listed_newest_first_as_they_are(folder, reader):
    bodies = {
        day: an_archive(folder / f"negotiation-record-{day}.zip", day)
        for day in ("2026-11-22", "2025-12-31", "2026-02-01")
    }
    answer = reader.get_json(LIST)
    validate(answer, OPERATIONS["getReleases"][1])
    assert answer["results"] == [
        {
            "name": f"negotiation-record-{day}",
            "date": day,
            "size": len(bodies[day]),
            "sha256": hashlib.sha256(bodies[day]).hexdigest(),
            "url": f"http://testserver/api/v1/releases/negotiation-record-{day}.zip",
        }
        for day in ("2026-11-22", "2026-02-01", "2025-12-31")
    ]


OTHERS = [
    "secret.zip",
    "negotiation-record-2026-02-30.zip",
    "negotiation-record-2026-11-22.ZIP",
    "negotiation-record-2026-11-22.zip.part",
    "negotiation-record-2026-11-22-2.zip",
    "negotiation-record-2026-11-2२.zip",
    ".negotiation-record-2026-11-22.zip",
]


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_neither_listed_nor_served(name, folder, reader):
    an_archive(folder / name)
    assert reader.get_json(LIST) == {"results": []}
    assert reader.get(f"{LIST}/{name}").status_code == 404


def a_link(path):
    an_archive(path.parent.parent / "outside.zip")
    path.symlink_to(path.parent.parent / "outside.zip")


def a_folder(path):
    an_archive(path / FILE)


def a_part(path):
    body = an_archive(path)
    path.write_bytes(body[:-10])


@pytest.mark.parametrize("make", [a_link, a_folder, a_part, os.mkfifo])
def test_what_is_no_whole_file_of_its_own_is_neither_listed_nor_served(make, folder, reader):
    folder.mkdir()
    make(folder / FILE)
    assert reader.get_json(LIST) == {"results": []}
    assert reader.get(f"{LIST}/{FILE}").status_code == 404


def test_an_archive_in_the_making_is_not_listed(folder, reader):
    folder.mkdir()
    an_archive(folder / ".building-x" / FILE)
    assert reader.get_json(LIST) == {"results": []}


def test_a_file_is_hashed_once_until_it_is_another(folder, reader, monkeypatch):
    an_archive(folder / FILE)
    read = []
    sha256_of = release_folder.sha256_of
    monkeypatch.setattr(
        release_folder, "sha256_of", lambda file: read.append(file.name) or sha256_of(file)
    )
    first = reader.get_json(LIST)
    assert reader.get_json(LIST) == first
    reader.get(f"{LIST}/{FILE}").getvalue()
    assert len(read) == 1
    an_archive(folder / FILE, "Other words of the same kind.")
    assert reader.get_json(LIST) != first
    assert len(read) == 2


# The file -----------------------------------------------------------------------------------------
def test_what_is_served_is_what_was_built(folder, reader, db):
    builders.a_full_record()
    body = build(folder)
    (release,) = reader.get_json(LIST)["results"]
    answer = reader.get(release["url"])
    assert answer.getvalue() == body
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Length"] == str(len(body))
    assert answer["Content-Disposition"] == f'attachment; filename="{FILE}"'
    assert answer["ETag"] == f'"{release["sha256"]}"' == f'"{hashlib.sha256(body).hexdigest()}"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_head_says_what_get_says(folder):
    an_archive(folder / FILE)
    got, head = ask(f"{LIST}/{FILE}"), ask(f"{LIST}/{FILE}", method="HEAD")
    assert (head.status, head.headers, head.body) == (200, got.headers, b"")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_whoever_has_it_is_told_so(method, folder):
    an_archive(folder / FILE)
    etag = ask(f"{LIST}/{FILE}").headers["ETag"]
    answer = ask(f"{LIST}/{FILE}", method=method, HTTP_IF_NONE_MATCH=etag)
    assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", etag)
    assert ask(f"{LIST}/{FILE}", method=method, HTTP_IF_NONE_MATCH='"x"').status == 200
    refused = ask(f"{LIST}/{FILE}", method=method, HTTP_IF_MATCH='"x"')
    assert refused.status == 412


@pytest.mark.parametrize(
    "name",
    [
        NAME.replace("22", "21"),
        NAME.replace("22", "32"),
        "",
        "..",
        "%2e%2e%2foutside",
        "..%2F..%2Foutside",
        "%2Fetc%2Fpasswd",
        f"..%2Freleases%2F{NAME}",
        f"{NAME}%00",
        f"{NAME}%0A",
        f"x{NAME}",
        f"{NAME.upper()}",
        f"%5C..%5C{NAME}",
        "%FF",
    ],
)
def test_no_other_name_leads_to_a_file(name, folder):
    an_archive(folder / FILE)
    an_archive(folder.parent / "outside.zip")
    assert_problem(ask(f"{LIST}/{name}.zip"), 404)


@pytest.mark.parametrize("target", [LIST, f"{LIST}/{FILE}"])
def test_no_parameter_is_taken_and_nothing_is_written(target, folder):
    an_archive(folder / FILE)
    problem = assert_problem(ask(f"{target}?page=2"), 400)
    assert problem["errors"][0]["parameter"] == "page"
    assert_problem(ask(target, method="DELETE"), 405)


def test_another_format_than_zip_is_not_there(folder):
    an_archive(folder / FILE)
    assert_problem(ask(f"{LIST}/{FILE}", HTTP_ACCEPT="text/html"), 406)
    assert ask(f"{LIST}/{FILE}", HTTP_ACCEPT="application/zip").status == 200
    assert ask(f"{LIST}/{FILE}", HTTP_ACCEPT="text/html,*/*;q=0.8").status == 200
