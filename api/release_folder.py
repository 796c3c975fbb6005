"""The folder of archives of the record: one file a day, complete or not there, never replaced.

An archive is put into its place whole, under a name that must be free. Links are not followed.
"""

import hashlib
import os
import re
import stat
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

NAME_PATTERN = "negotiation-record-[0-9]{4}-[0-9]{2}-[0-9]{2}"
NAME = re.compile(NAME_PATTERN)
SUFFIX = ".zip"
_known = {}


class ReleaseExists(FileExistsError):
    """Another archive has the name already."""


@dataclass(frozen=True)
class Release:
    """An archive in the folder."""

    name: str
    size: int
    sha256: str

    @property
    def date(self):
        return day_of(self.name)

    @property
    def file_name(self):
        return self.name + SUFFIX


def name_of(day):
    return f"negotiation-record-{day.isoformat()}"


def day_of(name):
    """The day in the name of an archive, or None if no archive can have this name."""
    try:
        return date.fromisoformat(name[-10:]) if NAME.fullmatch(name) else None
    except ValueError:
        return None


def releases(folder):
    """The archives in the folder, newest first."""
    try:
        names = [name.removesuffix(SUFFIX) for name in os.listdir(folder) if name.endswith(SUFFIX)]
    except FileNotFoundError:
        return []
    found = []
    for name in sorted(filter(day_of, names), reverse=True):
        with suppress(FileNotFoundError):
            release, file = open_release(folder, name)
            file.close()
            found.append(release)
    return found


def open_release(folder, name):
    """The archive of this name, and its file, open; raises FileNotFoundError if there is none."""
    if not day_of(name):
        raise FileNotFoundError(name)
    path = Path(folder) / f"{name}{SUFFIX}"
    try:
        file = open(path, "rb", opener=_without_links)  # noqa: SIM115 - the caller closes it
    except OSError as error:
        raise FileNotFoundError(name) from error
    about = os.fstat(file.fileno())
    sha256 = _sha256_of_archive(file, about) if stat.S_ISREG(about.st_mode) else None
    if sha256 is None:
        file.close()
        raise FileNotFoundError(name)
    return Release(name, about.st_size, sha256), file


def _without_links(path, flags):
    # Not blocking, since a pipe of that name would wait for somebody to write.
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _sha256_of_archive(file, about):
    """The hash of a file that is a whole archive, else None; read once for each state of it."""
    state = about.st_dev, about.st_ino, about.st_ctime_ns, about.st_size
    if state not in _known:
        _known[state] = sha256_of(file) if zipfile.is_zipfile(file) else None
    return _known[state]


def sha256_of(file):
    """The SHA-256 of an open file, from its beginning, in hexadecimal."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def put(archive, folder, name):
    """Put the file `archive`, in the same file system, under its name; whether it was new.

    Raises ReleaseExists if another archive has this name.
    """
    path = Path(folder) / f"{name}{SUFFIX}"
    with archive.open("rb") as file:
        os.fsync(file.fileno())
        try:
            # Unlike a rename, this never replaces what somebody else put there just now.
            os.link(archive, path)
        except FileExistsError:
            with path.open("rb") as there:
                if sha256_of(there) == sha256_of(file):
                    return False
            raise ReleaseExists(f"{path} is there already, and it is different.") from None
    archive.unlink()
    entries = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entries)
    finally:
        os.close(entries)
    return True
