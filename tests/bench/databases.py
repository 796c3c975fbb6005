"""The records that are measured: one of each size on each database, kept from run to run."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from tests.bench.servers import ROOT

KEPT = ROOT / "build" / "bench"
SEED = 1


def synthetic(url, statements):
    """Fill the empty database with a record made up from the seed."""
    environment = {**os.environ, "DATABASE_URL": url, "STATEMENT_TIMEOUT_MS": "0"}
    command = [sys.executable, "-m", "tests.bench.synthetic", str(statements), str(SEED)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stderr=subprocess.DEVNULL)


def on_sqlite(statements):
    """URL and path of a SQLite record of the size."""
    path = KEPT / f"record-{statements}-{_fingerprint()}.sqlite3"
    url = f"sqlite:///{path}"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        for old in KEPT.glob(f"record-{statements}-*"):
            old.unlink()
        unfinished = path.with_suffix(".unfinished")
        for left in KEPT.glob(f"{unfinished.name}*"):
            left.unlink()
        synthetic(f"sqlite:///{unfinished}", statements)
        unfinished.rename(path)
    return url, path


def on_postgresql(server, statements):
    """URL of a PostgreSQL record of the size, in a database of its own on the server."""
    name = f"record_{statements}_{_fingerprint()}"
    base = server.rpartition("/")[0]
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not found.fetchone():
            connection.execute(f"DROP DATABASE IF EXISTS {name}_unfinished")
            connection.execute(f"CREATE DATABASE {name}_unfinished")
            synthetic(f"{base}/{name}_unfinished", statements)
            with psycopg.connect(f"{base}/{name}_unfinished", autocommit=True) as filled:
                filled.execute("VACUUM (ANALYZE, SKIP_LOCKED)")
            connection.execute(f"ALTER DATABASE {name}_unfinished RENAME TO {name}")
    return f"{base}/{name}"


def slug_at(url, place):
    """The slug of a published statement, by its place among all in the order of slugs."""
    sql = (
        "SELECT slug FROM relations_statement WHERE publication_status = 'published'"
        f" ORDER BY slug LIMIT 1 OFFSET {place:d}"
    )
    with closing(_opened(url)) as connection:
        return connection.execute(sql).fetchone()[0]


def change(url):
    """Save an entry as it is, which makes the record another."""
    first = "(SELECT MIN(id) FROM relations_negotiation)"
    with closing(_opened(url)) as connection:
        connection.execute(f"UPDATE relations_negotiation SET name = name WHERE id = {first}")
        connection.commit()


def _opened(url):
    is_sqlite = url.startswith("sqlite")
    return sqlite3.connect(url.removeprefix("sqlite:///")) if is_sqlite else psycopg.connect(url)


@contextmanager
def an_empty_database(url, folder):
    """The URL of another database, on the same server or in a file; gone afterwards."""
    if url.startswith("sqlite"):
        yield f"sqlite:///{Path(folder) / 'loaded.sqlite3'}"
        return
    base = url.rpartition("/")[0]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS record_loaded")
        connection.execute("CREATE DATABASE record_loaded")
    try:
        yield f"{base}/record_loaded"
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP DATABASE record_loaded WITH (FORCE)")


def _fingerprint():
    """Of all that decides what is in such a database."""
    made_by = [Path(__file__).with_name("synthetic.py"), ROOT / "relations" / "change_log.py"]
    made_by += sorted((ROOT / "relations" / "migrations").glob("*.py"))
    text = b"".join(path.read_bytes() for path in made_by)
    return hashlib.sha256(text + str(SEED).encode()).hexdigest()[:8]
