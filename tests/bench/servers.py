"""Servers of one run: each a process of its own on one core, stopped whatever happens."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60
# The measured server on one core, whoever asks it on the other.
SERVER_CORE, CLIENT_CORE = 0, max(os.sched_getaffinity(0))
GRANIAN = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "1", "--http", "1"]
GRANIAN += ["--no-ws", "--log-level", "warning", "--host", "127.0.0.1"]


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen

    def resident_bytes(self):
        """Memory of the server and of the processes it started."""
        numbers = [self.process.pid, *_children(self.process.pid)]
        return sum(_resident(number) for number in numbers)


@contextmanager
def granian(application, database, **environment):
    """A WSGI application on this database, by granian with one worker and one thread."""
    port = free_port()
    command = [sys.executable, "-m", "granian", application, "--port", str(port), *GRANIAN]
    with _running(command, port, {"DATABASE_URL": database, **environment}) as server:
        yield server


@contextmanager
def datasette(path):
    """Datasette over a SQLite file, by uvicorn; the file is known not to change."""
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(path)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--setting", "num_sql_threads", "1"]
    with _running(command, port, {}) as server:
        yield server


@contextmanager
def _running(command, port, environment):
    def on_one_core():
        os.sched_setaffinity(0, {SERVER_CORE})

    options = {"cwd": ROOT, "env": {**os.environ, **environment}, "preexec_fn": on_one_core}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log, **options)
        try:
            if not _answers(port, process):
                log.seek(0)
                raise RuntimeError(f"{command[2]} did not start:\n{log.read().decode()}")
            yield Server(port, process)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(port, process):
    """Whether the server comes to listen on the port."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False


def _children(number):
    try:
        tasks = Path(f"/proc/{number}/task").iterdir()
        found = [int(each) for task in tasks for each in (task / "children").read_text().split()]
    except OSError:
        return []
    return found + [each for child in found for each in _children(child)]


def _resident(number):
    try:
        lines = Path(f"/proc/{number}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))
