"""The databases of the tests: two templates, and copies of them.

One template has the schema only, the other the real record as well. To copy one takes milliseconds,
to apply the migrations and load the record takes seconds. Each worker has copies of its own; so has
each server in another process.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

SCHEMA, RECORD = "schema", "record"


@contextmanager
def databases(folder: Path):
    """The databases of a run, whose workers share the folder: the first builds, the last drops."""
    folder.mkdir(exist_ok=True)
    made = (PostgreSQL if connection.vendor == "postgresql" else SQLite)(folder)
    with _users(folder) as users:
        if not any(users.iterdir()):
            made.build()
        (users / str(os.getpid())).touch()
    try:
        yield made
    finally:
        made.close()
        with _users(folder) as users:
            (users / str(os.getpid())).unlink()
            if not any(users.iterdir()):
                made.drop()


@contextmanager
def _users(folder):
    """A folder with a file for each worker that uses the templates, seen by one at a time."""
    users = folder / "users"
    users.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield users


class SQLite:
    """Templates are files; the copy that a worker uses is in memory, shared by its threads.

    They are kept for the next run, under a hash of all that they are made from.
    """

    IN_MEMORY = "file:tests?mode=memory&cache=shared"
    KEPT = settings.BASE_DIR / "build" / "templates"
    MADE_FROM = ("requirements.txt", "api/settings.py", "relations/**/*.py", "fixtures/*.yaml")

    def __init__(self, folder):
        self.folder = self.KEPT / self._hash()
        connection.close()
        connection.settings_dict["NAME"] = self.IN_MEMORY

    def build(self):
        if self._path(RECORD).exists():
            return
        shutil.rmtree(self.KEPT, ignore_errors=True)
        self.folder.mkdir(parents=True)
        call_command("migrate", verbosity=0)
        self._save(SCHEMA)
        call_command("load_record", verbosity=0)
        self._save(RECORD)

    def use(self, template):
        """Make the database of this process a fresh copy."""
        connection.ensure_connection()
        with closing(sqlite3.connect(self._path(template))) as source:
            source.backup(connection.connection)

    def renew(self):
        """Undo what a test committed."""
        self.use(SCHEMA)

    @contextmanager
    def copy(self, template, folder):
        """The URL of a further copy, for a server."""
        path = folder / "served.sqlite3"
        with (
            closing(sqlite3.connect(self._path(template))) as source,
            closing(sqlite3.connect(path)) as target,
        ):
            source.backup(target)
        yield f"sqlite:///{path}"

    def close(self):
        """The copy ends with its process."""

    def drop(self):
        """The templates stay for the next run."""

    def _save(self, template):
        unfinished = self.folder / "unfinished"
        with closing(sqlite3.connect(unfinished)) as target:
            connection.connection.backup(target)
        unfinished.rename(self._path(template))

    def _hash(self):
        made_from = hashlib.sha256()
        for pattern in self.MADE_FROM:
            for path in sorted(settings.BASE_DIR.glob(pattern)):
                made_from.update(f"{path} ".encode() + path.read_bytes())
        return made_from.hexdigest()[:16]

    def _path(self, template):
        return self.folder / f"{template}.sqlite3"


class PostgreSQL:
    """A worker has a copy of each template, and its connection changes between them.

    No test commits to the copy with the record. The names of the templates are kept in the folder.
    """

    def __init__(self, folder):
        self.names = folder / "names"
        self.url = os.environ["DATABASE_URL"]
        self.copies = {}

    def build(self):
        names = {template: f"test_{template}_{uuid4().hex}" for template in (SCHEMA, RECORD)}
        self._create(names[SCHEMA])
        self._connect(names[SCHEMA])
        call_command("migrate", verbosity=0)
        connection.close()
        self._create(names[RECORD], template=names[SCHEMA])
        self._connect(names[RECORD])
        call_command("load_record", verbosity=0)
        connection.close()
        self.names.write_text("\n".join(names.values()))

    def use(self, template):
        """Make the worker's own copy the database of this process."""
        if template not in self.copies:
            self.copies[template] = self._create_copy(template)
        self._connect(self.copies[template])

    def renew(self):
        """Undo what a test committed."""
        connection.close()
        name, template = self.copies[SCHEMA], self.names.read_text().split()[0]
        self._drop(name)
        self._create(name, template=template)

    @contextmanager
    def copy(self, template, folder):
        """The URL of a further copy, for a server."""
        name = self._create_copy(template)
        try:
            yield f"{self.url.rpartition('/')[0]}/{name}"
        finally:
            self._drop(name)

    def close(self):
        connection.close()
        for name in self.copies.values():
            self._drop(name)

    def drop(self):
        for name in self.names.read_text().split():
            self._drop(name)

    def _create_copy(self, template):
        schema, record = self.names.read_text().split()
        name = f"test_{uuid4().hex}"
        self._create(name, template={SCHEMA: schema, RECORD: record}[template])
        return name

    def _connect(self, name):
        connection.close()
        connection.settings_dict["NAME"] = name

    def _create(self, name, template="template1"):
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._run(create.format(sql.Identifier(name), sql.Identifier(template)))

    def _drop(self, name):
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, command):
        with psycopg.connect(self.url, autocommit=True) as server:
            server.execute(command)
