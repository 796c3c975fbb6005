"""Fixtures of every test: a client that reads like the API's users, and the real record."""

import gc
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings

import tests.databases
import tests.thoroughness
from tests import serving
from tests.databases import RECORD, SCHEMA
from tests.nouns import is_of_other_nouns
from tests.outside import documents_folder, missing, must_be_complete, program

hypothesis.settings.load_profile("lane")
HERE = Path(__file__).parent
NODE = HERE / "node"
# Folders whose tests need more than tests/requirements.txt: a package of theirs, and their marker.
FOLDERS = {
    "browser": ("selenium", "browser"),
    "sdk": ("openapi_python_client", "client"),
    "bench": ("datasette", "long"),
}


def pytest_ignore_collect(collection_path, config):
    """Leave out a folder that the lane leaves out, or whose packages are not installed."""
    if collection_path.parent != HERE or collection_path.name not in FOLDERS:
        return None
    package, marker = FOLDERS[collection_path.name]
    return True if f"not {marker}" in config.option.markexpr or not find_spec(package) else None


def pytest_report_header(config):
    """Say what is left out for want of a package; where nothing may be, stop."""
    absent = {
        folder: package
        for folder, (package, marker) in FOLDERS.items()
        if f"not {marker}" not in config.option.markexpr and not find_spec(package)
    }
    said = [
        f"tests/{folder} needs {package}, which is not installed"
        for folder, package in absent.items()
    ]
    if said and must_be_complete():
        pytest.exit("; ".join(said), returncode=1)
    return [f"left out: {each}" for each in said]


def pytest_collection_finish():
    """Leave what is there before the first test out of every garbage collection."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def quick_settings():
    """Hash passwords quickly; find a static file when it is asked for, not all for each client."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.hookimpl(tryfirst=True)  # before the items are chosen by their markers
def pytest_collection_modifyitems(config, items):
    """Mark tests by folder and noun; on PostgreSQL keep those that use a database."""
    for item in items:
        if item.get_closest_marker("each_noun") and is_of_other_nouns(item.callspec.params):
            item.add_marker("long")
        folder = item.path.relative_to(HERE).parts[0]
        if folder in FOLDERS:
            item.add_marker(FOLDERS[folder][1])
    if connection.vendor == "postgresql":
        without = [item for item in items if not uses_database(item)]
        items[:] = [item for item in items if uses_database(item)]
        config.hook.pytest_deselected(items=without)


def uses_database(item):
    """Whether a test can differ between databases: it uses one, or says so itself."""
    return (
        item.get_closest_marker("django_db") is not None
        or "databases" in item.fixturenames
        or any(marker.name == "dialect" for marker in item.own_markers)
    )


class Reader(Client):
    """A client of the API: `reader.get_json("/api/v1/rounds", status="held")`."""

    def get_json(self, path, expect=200, **parameters):
        answer = self.get(path, parameters)
        assert answer.status_code == expect, answer.content.decode()
        return answer.json()


@pytest.fixture
def reader():
    return Reader()


@pytest.fixture(scope="session")
def databases(django_test_environment, django_db_blocker, tmp_path_factory):
    """What copies the template databases of this run; tests/databases.py says more."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # the folder of the run holds those of its workers
        folder = folder.parent
    with django_db_blocker.unblock(), tests.databases.databases(folder / "databases") as made:
        yield made


@pytest.fixture(scope="session")
def django_db_setup(databases):
    """The database of this process, with the schema and nothing else.

    After a test that commits, Django would empty every table, and rebuild triggers and search: a
    new copy takes less time, and keeps the rows that migrations made.
    """
    databases.use(SCHEMA)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: databases.renew())
        yield


@pytest.fixture(scope="module")
def record(databases, django_db_setup, django_db_blocker):
    """The real record is in the database during the module's tests, beginning with this one."""
    with django_db_blocker.unblock():
        databases.use(RECORD)
        yield
        databases.use(SCHEMA)


@pytest.fixture(scope="session")
def documents():
    """The folder with the documents' files, which are no part of the repository."""
    beside = settings.BASE_DIR.parent / "shared" / "documents"
    return documents_folder(os.environ.get("DOCUMENTS", beside))


@pytest.fixture(scope="session")
def served_record(databases, tmp_path_factory):
    """The URL of a real server on loopback, `http://127.0.0.1:...`, that has the real record."""
    folder = tmp_path_factory.mktemp("served")
    with databases.copy(RECORD, folder) as url, serving.served(url, folder) as port:
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
