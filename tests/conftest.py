"""Fixtures of every test: a client that reads like the API's users, and the real record."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from tests import serving
from tests.outside import documents_folder, missing, program

NODE = Path(__file__).parent / "node"


class Reader(Client):
    """A client of the API: `reader.get_json("/api/v1/rounds", status="held")`."""

    def get_json(self, path, expect=200, **parameters):
        answer = self.get(path, parameters)
        assert answer.status_code == expect, answer.content.decode()
        return answer.json()


@pytest.fixture
def reader():
    return Reader()


@pytest.fixture(scope="module")
def record(django_db_setup, django_db_blocker):
    """The real record, loaded once for the module's tests and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # however long a test computes
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        call_command("load_record", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def documents():
    """The folder with the documents' files, which are no part of the repository."""
    beside = settings.BASE_DIR.parent / "shared" / "documents"
    return documents_folder(os.environ.get("DOCUMENTS", beside))


@pytest.fixture(scope="session")
def served_record(tmp_path_factory):
    """The URL of a real server on loopback, `http://127.0.0.1:...`, that has the real record."""
    folder = tmp_path_factory.mktemp("served")
    with serving.a_database(folder) as url:
        serving.manage(url, folder, "migrate", "--verbosity", "0")
        serving.manage(url, folder, "load_record", "--verbosity", "0")
        with serving.served(url, folder) as port:
            yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def node_modules(tmp_path_factory):
    """A folder with the packages of tests/node, as its lock file has them."""
    npm = program("npm")
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(NODE / name, folder)
    installed = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--prefer-offline"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    if installed.returncode:
        missing(f"npm cannot install what checks: {installed.stderr[-300:].strip()}")
    return folder / "node_modules"
