"""Files that only the owner of the process may read."""

import os
import stat
from contextlib import suppress
from pathlib import Path

OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR


def keep_private(path: Path) -> None:
    """Make the file where it is missing, and take from others the right to read or write it.

    SQLite gives the files beside its database, `-wal` and `-shm`, the mode of the database; those
    that exist already are treated alike. What belongs to another owner is left as it is.
    """
    with suppress(OSError):  # it is there, or its folder is not, which SQLite says itself
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
    for each in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        with suppress(FileNotFoundError, PermissionError):
            if stat.S_IMODE(each.stat().st_mode) & ~OWNER_ONLY:
                each.chmod(OWNER_ONLY)
