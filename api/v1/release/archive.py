"""The archive: its files written, summed, packed the same way each time, and put into its place."""

import shutil
import tempfile
import zipfile
from pathlib import Path

from api.release_folder import SUFFIX, name_of, put, sha256_of
from api.table_formats import write_csv
from api.v1.release.data_package import write_data_package
from api.v1.release.resources import Resource, newest_change
from api.v1.release.sqlite_file import write_sqlite
from api.v1.release.texts import SQLITE, citation_of_an_entry, write_texts
from relations.revision import record_revision

ATTEMPTS = 3
OPENAPI = Path(__file__).resolve().parent.parent / "openapi.yaml"
SUMS = "SHA256SUMS"


class CannotBuild(Exception):
    """Why no archive was built, in words."""


def build_release(registry, folder, day=None):
    """Build the archive of a router's registry for a day, into the folder, which is made.

    Without a day, that of the newest change is taken. Returns the path of the archive and whether
    it is new. Raises CannotBuild, ReleaseExists or another OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # All of it is made beside its place, in a folder that goes whatever happens.
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder) as building:
        parts = Path(building) / "parts"
        for name in ("csv", "jsonl"):
            (parts / name).mkdir(parents=True)
        resources = Resource.all_of(registry, parts)
        day, cited = _read(resources, day)
        for each in resources:
            _write_csv(each)
        write_sqlite(parts / SQLITE, resources)
        write_data_package(parts / "datapackage.json", resources, day)
        write_texts(parts, resources, day, cited, OPENAPI)
        _write_sums(parts)
        archive = Path(building) / "archive"
        _pack(parts, archive, day)
        is_new = put(archive, folder, name_of(day))
    return folder / f"{name_of(day)}{SUFFIX}", is_new


def _read(resources, day):
    """Read the record in one state of it; the day, and how an entry is cited."""
    for _ in range(ATTEMPTS):
        revision = record_revision()
        day_of_state = day or newest_change()
        if day_of_state is None:
            raise CannotBuild("Nothing is published, so there is no day of the newest change.")
        for each in resources:
            each.write_rows()
        cited = citation_of_an_entry(resources, day_of_state)
        if record_revision() == revision:
            return day_of_state, cited
    raise CannotBuild(
        f"The record changed while it was read, {ATTEMPTS} times in a row. Try again later."
    )


def _write_csv(resource):
    kinds = {column.name: column.kind for column in resource.columns}
    rows = ([column.cell(row) for column in resource.columns] for row in resource.rows())
    with resource.csv.open("wb") as file:
        write_csv(file, kinds, rows, {})


def _files(parts):
    """The files of the archive with their names in it, in the order of these."""
    found = ((path.relative_to(parts).as_posix(), path) for path in parts.rglob("*"))
    return sorted((name, path) for name, path in found if path.is_file())


def _write_sums(parts):
    lines = []
    for name, path in _files(parts):
        with path.open("rb") as file:
            lines.append(f"{sha256_of(file)}  {name}\n")
    (parts / SUMS).write_text("".join(lines))


def _pack(parts, archive, day):
    """Pack the files; what a machine could choose is stated, times and rights included.

    They are stored as they are: the same text is compressed to other bytes by other libraries.
    """
    with zipfile.ZipFile(archive, "w") as packed:
        for name, path in _files(parts):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED
            entry.create_system = 3  # Unix
            entry.external_attr = 0o100644 << 16
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, packed.open(entry, "w") as target:
                shutil.copyfileobj(source, target)
