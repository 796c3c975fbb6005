"""The real record, written back to its files: the same bytes, and of a change that change alone."""

import difflib
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from relations import models
from relations.record_dump import DumpRefused, dump_record, write
from relations.record_files import dump, read_record
from relations.record_loader import load_record
from relations.record_rules import broken_rules

FIXTURES = Path(settings.FIXTURE_DIRS[0])

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]


@pytest.fixture
def folder(tmp_path):
    """A copy of the files, to write to."""
    return Path(shutil.copytree(FIXTURES, tmp_path / "fixtures"))


def texts(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def differences(folder):
    """The lines that differ from the committed files: (taken away, added)."""
    away, added = [], []
    for path in sorted(folder.iterdir()):
        old, new = ((where / path.name).read_text().split("\n") for where in (FIXTURES, folder))
        for line in difflib.ndiff(old, new):
            if line.startswith("- "):
                away.append(line[2:])
            elif line.startswith("+ "):
                added.append(line[2:])
    return away, added


def changed(row, **values):
    """Store a change as a curator does."""
    for name, value in values.items():
        setattr(row, name, value)
    row._history_user = User.objects.get_or_create(username="curator")[0]
    row._change_reason = "A curator knows better."
    row.save()
    return row


def dumped(folder):
    report = dump_record(folder)
    write(report, folder)
    return report


def test_the_record_is_written_as_it_stands_in_its_files(folder):
    report = dumped(folder)
    assert texts(folder) == texts(FIXTURES)
    assert not any([report.changed_files, report.added, report.changed, report.removed])
    assert report.unchanged.total() == len(read_record(FIXTURES)[0])


def test_the_files_are_what_the_check_asks_for():
    call_command("dump_record", "--check", verbosity=0)
