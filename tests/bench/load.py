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

    def close(self):
        self.connection.close()

    def ask(self, target, *, headers="", is_cold=False):
        """Status, headers and body of an answer; `is_cold` asks what nobody asked before."""
        accept = f"Accept: application/json, no/{next(_unique)}\r\n" if is_cold else ""
        request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{accept}{headers}\r\n"
        self.connection.sendall(request.encode())
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = received[:end].decode("latin-1").split("\r\n")
        about = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])
        }
        status = int(head[0].split()[1])
        parts, left = [received[end + 4 :]], int(about.get("content-length", 0))
        left -= len(parts[0])
        while left > 0:
            parts.append(self._more())
            left -= len(parts[-1])
        return status, about, b"".join(parts)

    def _more(self):
        block = self.connection.recv(262_144)
        if not block:
            raise ConnectionError("The server closed the connection.")
        return block

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
