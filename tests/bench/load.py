"""Requests over one connection that is kept, as fast as they are answered."""

import itertools
import socket
import time
from contextlib import closing
from dataclasses import dataclass, field

_unique = itertools.count()


@dataclass
class Client:
    """One reader of a server. `seconds` has the time that each request took."""

    port: int
    connection: socket.socket = field(init=False)

    def __post_init__(self):
        self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=600)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answers = self.connection.makefile("rb", 262_144)

    def close(self):
        self.answers.close()
        self.connection.close()

    def ask(self, target, *, headers="", is_cold=False):
        """Status, headers and body of an answer; `is_cold` asks what nobody asked before."""
        accept = f"Accept: application/json, no/{next(_unique)}\r\n" if is_cold else ""
        request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{accept}{headers}\r\n"
        self.connection.sendall(request.encode())
        status, about = int(self.answers.readline().split()[1]), {}
        while line := self.answers.readline().strip():
            name, _, value = line.decode("latin-1").partition(": ")
            about[name.lower()] = value
        if about.get("transfer-encoding") == "chunked":
            return status, about, b"".join(self._chunks())
        return status, about, self.answers.read(int(about.get("content-length", 0)))

    def _chunks(self):
        while size := int(self.answers.readline(), 16):
            yield self.answers.read(size)
            self.answers.readline()
        self.answers.readline()

    def times(self, target, seconds, expect=200, **options):
        """How long each request took, in seconds, for about so long in all."""
        taken, ends = [], time.perf_counter() + seconds
        while not taken or time.perf_counter() < ends:
            begun = time.perf_counter()
            status, _, body = self.ask(target, **options)
            taken.append(time.perf_counter() - begun)
            if status != expect:
                raise RuntimeError(f"{target}: {status} {body[:300]!r}")
        return taken


def client(server):
    return closing(Client(server.port))
