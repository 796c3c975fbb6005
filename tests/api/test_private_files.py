"""The database of an installation is for its owner only, also in a folder that was there."""

import os
import stat

import pytest

from api.private_files import keep_private


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def usual_mask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_new_file_is_for_its_owner(tmp_path):
    path = tmp_path / "record.sqlite3"
    keep_private(path)
    assert mode_of(path) == 0o600
    assert path.read_bytes() == b""


def test_what_was_there_is_taken_from_others_and_keeps_its_content(tmp_path):
    for ending in ("", "-wal", "-shm"):
        (tmp_path / f"record.sqlite3{ending}").write_bytes(b"rows")
        (tmp_path / f"record.sqlite3{ending}").chmod(0o644)
    keep_private(tmp_path / "record.sqlite3")
    for ending in ("", "-wal", "-shm"):
        path = tmp_path / f"record.sqlite3{ending}"
        assert (mode_of(path), path.read_bytes()) == (0o600, b"rows")


def test_a_folder_that_is_not_there_is_left_to_the_database(tmp_path):
    keep_private(tmp_path / "none" / "record.sqlite3")
    assert not (tmp_path / "none").exists()
