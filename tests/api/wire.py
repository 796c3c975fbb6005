"""Requests as they come over the wire: bytes that Django's test client would refuse or tidy up."""

import io
import json
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

import jsonschema
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from api.errors import PROBLEM_TYPES
from api.wsgi import application
from tests.api.contract import SCHEMA

_SCHEMAS = {name: SCHEMA["components"]["schemas"][name] for name in ("Problem", "ProblemItem")}
_PROBLEM = jsonschema.Draft202012Validator(
    {
        "components": {"schemas": _SCHEMAS},
        "$ref": "#/components/schemas/Problem",
        "unevaluatedProperties": False,
    }
)
# RFC 3986, without a scheme or a host.
_PCT = "%[0-9A-Fa-f]{2}"
_CHARACTER = rf"[A-Za-z0-9._~!$&'()*+,;=:@-]|{_PCT}"
PATH_REFERENCE = re.compile(
    rf"/((?:{_CHARACTER})(?:{_CHARACTER}|/)*)?(\?(?:{_CHARACTER}|[/?])*)?(#(?:{_CHARACTER}|[/?])*)?"
)


@dataclass(frozen=True)
class Answer:
    """What the service answered."""

    status: int
    headers: dict
    body: bytes

    def json(self):
        return json.loads(self.body)

    @property
    def content_type(self):
        return self.headers.get("Content-Type", "").partition(";")[0]


def ask(target, method="GET", body=b"", **environ):
    """The answer to a request; `target` as it stands in the request line, `environ` of WSGI."""
    target = target.encode() if isinstance(target, str) else target
    path, _, query = target.partition(b"?")
    request = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    started = []
    with _connection_kept():
        chunks = application(request | environ, lambda *status: started.append(status))
        answer = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
    status, headers = started[0][:2]
    return Answer(int(status[:3]), dict(headers), answer)


@contextmanager
def _connection_kept():
    """A request ends by closing the connection; here it holds the transaction of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def check(answer, status):
    """The answer has this status, is a problem if it is an error, and is no page with markup."""
    assert answer.status == status, (answer.status, answer.body[:300])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.content_type == "text/html":
        assert b"<script>alert" not in answer.body
    return assert_problem(answer, status) if status >= 400 else None


def some_target(path, query=""):
    """An address that exists where there is one of each, for a path of the schema and a query."""
    noun = path.split("/")[3]
    path = path.replace("{slug}", f"a-{noun}")
    if path.endswith("/search") and not re.search("(^|&)q=", query):
        query = f"q=zzz&{query}"
    return f"{path}?{query}" if query else path


def status_of(path):
    """The status of that address if all is well: no archive of the record is there."""
    return 404 if "{name}" in path else 200


def assert_problem(answer, status):
    """The problem of an answer, which must be what the contract says of every error."""
    assert answer.status == status, (answer.status, answer.body[:300])
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    _PROBLEM.validate(problem)
    assert problem["status"] == status
    assert problem["type"].removeprefix("/problems#") in PROBLEM_TYPES
    assert PATH_REFERENCE.fullmatch(problem["instance"]), problem["instance"]
    return problem
