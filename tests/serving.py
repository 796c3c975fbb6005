"""The service as it really runs: granian on loopback, in a process with its own database."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings

from tests.postgres import free_port

SECONDS_TO_START = 60


def manage(url, folder, *arguments):
    """Run a command of manage.py on the database with this URL."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, env=environment(url, folder), cwd=settings.BASE_DIR, check=True)


@contextmanager
def served(url, folder, application="api.wsgi:application"):
    """The port of a granian on this database. It must not have logged a failure in the end."""
    port = free_port()
    command = [sys.executable, "-m", "granian", application, "--interface", "wsgi"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "2"]
    command += ["--http", "1", "--no-ws", "--log-level", "warning"]
    with (folder / "log").open("w") as log:
        options = {"stdout": log, "stderr": log, "cwd": settings.BASE_DIR}
        server = subprocess.Popen(command, env=environment(url, folder), **options)
        try:
            wait_for(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=20)
    assert "Traceback" not in (folder / "log").read_text()


def environment(url, folder):
    return {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(folder)}


def wait_for(port, server):
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
    raise AssertionError("granian did not start")
