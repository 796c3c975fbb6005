"""Answers that are ready: kept as bytes, and found by the state of the record they are made of.

A layer in front of Django. All that an answer is made of stands in its key: the state of the
record, the program, the address, and what the client accepts; Django is given nothing else to make
it of. So no answer can be stale, and none has to be thrown away but for room.

An ETag is a keyed hash of the same. Whoever sends one was given it with this very answer, so that
304 needs no answer at hand, and all processes of an installation agree on it.
"""

import hashlib
import threading
from dataclasses import dataclass, replace
from datetime import UTC
from functools import cache, lru_cache
from pathlib import Path

import cachetools
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import parse_etags, parse_http_date_safe

from api.compression import (
    SMALLEST,
    CompressedBlocks,
    coding_for,
    coding_of_blocks_for,
    compress,
    is_text,
)
from api.errors import PATH_AS_SENT
from relations.garbage import searching_no_garbage
from relations.record_state import record_state

# Longer parts of a request are answered as ever, and remembered nowhere.
LONGEST_PART = 256
BOUNDED = (
    "PATH_INFO",
    "HTTP_HOST",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_X_FORWARDED_PROTO",
)
ATTEMPTS = 3
LARGEST_KEPT = 1_048_576  # bytes; what is larger is sent in blocks
# Headers of a request that reach Django; the last is for throttling, which answers 429.
HEARD = {"HTTP_HOST", "HTTP_ACCEPT", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR"}
# What the address in an answer is built of.
ADDRESS = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT")
ADDRESS += ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
DECIDED_HERE = {"etag", "vary", "cache-control", "content-encoding", "content-length"}
OF_304 = [("access-control-allow-origin", "*"), ("X-Content-Type-Options", "nosniff")]
STATE, OF_TODAY = "api.record_state", "api.is_of_today"
KEPT_PATHS = 10_000


class MadeOfRecord:
    """View mixin: its answers are made of the record and the request alone."""

    is_made_of_record = True

    def of_today(self):
        """Say that this answer is made of the day too."""
        self.request.META[OF_TODAY] = True


def state_of(request):
    """The state that the answer will be found under, unless the record changes meanwhile.

    None if the answer does not come by this layer, and gets no ETag here.
    """
    return request.META.get(STATE)


@dataclass(frozen=True)
class Key:
    """What an answer is made of, beside the program and, for some, the day."""

    state: tuple
    address: tuple
    accept: str
    coding: str
    coding_of_blocks: str

    @classmethod
    def of(cls, environ, state):
        return cls(
            state,
            tuple(map(environ.get, ADDRESS)),
            environ.get("HTTP_ACCEPT", "*/*"),
            coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")),
            coding_of_blocks_for(environ.get("HTTP_ACCEPT_ENCODING", "")),
        )

    def etag(self, day=""):
        codings = (self.coding, self.coding_of_blocks)
        parts = (*self.state, *self.address, self.accept, *codings, day)
        mac = hashlib.blake2b(repr(parts).encode(), key=_secret(), digest_size=16)
        return f'"{mac.hexdigest()}"'


@dataclass(frozen=True)
class Answer:
    """An answer as it is sent; `day` is the only one it is right on, or empty."""

    body: bytes
    headers: list
    day: str


class ReadyAnswers:
    """WSGI application that answers what it has ready, and has `application` answer the rest."""

    def __init__(self, application):
        self.application = application
        self.kept = cachetools.LRUCache(settings.READY_ANSWERS_BYTES, size_of)
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        environ[PATH_AS_SENT] = environ["PATH_INFO"]
        state = record_state() if _may_be_ready(environ) else None
        if state is None:
            return self.application(environ, start_response)
        key = Key.of(environ, state)
        answer = self._find(key)
        if tag := _named(environ.get("HTTP_IF_NONE_MATCH"), key):
            return _not_modified(start_response, tag, answer)
        if _must_fail(environ, key):
            # Django, which would give it another ETag, says that the condition fails.
            return self.application(environ, start_response)
        if answer is None:
            return self._make(environ, start_response, key)
        return self._send(environ, start_response, key, answer)

    def _find(self, key):
        with self.lock:
            answer = self.kept.get(key)
        return answer if answer and answer.day in ("", _today()) else None

    def _keep(self, key, answer):
        if size_of(answer) <= self.kept.maxsize:
            with self.lock:
                self.kept[key] = answer

    def _make(self, environ, start_response, key):
        """Have Django make the answer: again, if the record or the day changed meanwhile."""
        for attempt in range(ATTEMPTS):
            today = _today()
            heard = _heard(environ, key)
            with searching_no_garbage():
                status, headers, body = _run(self.application, heard)
            if not status.startswith("200"):
                return _send_problem(environ, start_response, key, status, headers, body)
            state = record_state()
            if (state, _today()) == (key.state, today):
                day = today if OF_TODAY in heard else ""
                return self._label(environ, start_response, key, day, headers, body)
            if state is None or attempt == ATTEMPTS - 1:
                break
            _close(body)
            key = replace(key, state=state)
        # The record changes faster than it can be read. What this shows has no name.
        start_response(status, [*_without(headers, {"etag"}), ("Cache-Control", "no-store")])
        return body

    def _label(self, environ, start_response, key, day, headers, body):
        """Send the answer with its ETag, smaller if the client can read it, and keep it."""
        about = {name.lower(): value for name, value in headers}
        text = is_text(about["content-type"])
        varies = [about["vary"]] if "vary" in about else []
        varies += ["Accept-Encoding"] if text else []
        headers = _without(headers, DECIDED_HERE)
        headers += [("ETag", key.etag(day)), ("Cache-Control", settings.CACHE_CONTROL)]
        headers += [("Vary", ", ".join(varies))] if varies else []
        length = int(about.get("content-length", LARGEST_KEPT + 1))
        is_whole = length <= LARGEST_KEPT and environ["REQUEST_METHOD"] == "GET"
        coding = key.coding if is_whole else key.coding_of_blocks
        coding = coding if text and length >= SMALLEST else ""
        headers += [("Content-Encoding", coding)] if coding else []
        if not is_whole:
            if coding and environ["REQUEST_METHOD"] == "GET":
                body = CompressedBlocks(body, coding)
            elif not coding and "content-length" in about:
                headers.append(("Content-Length", about["content-length"]))
            start_response("200 OK", headers)
            return body
        whole = b"".join(body)
        _close(body)
        whole = compress(whole, coding) if coding else whole
        answer = Answer(whole, [*headers, ("Content-Length", str(len(whole)))], day)
        self._keep(key, answer)
        return self._send(environ, start_response, key, answer)

    def _send(self, environ, start_response, key, answer):
        if environ.get("HTTP_IF_NONE_MATCH", "").strip() == "*":
            return _not_modified(start_response, key.etag(answer.day), answer)
        start_response("200 OK", answer.headers)
        return [answer.body] if environ["REQUEST_METHOD"] == "GET" else []


def _send_problem(environ, start_response, key, status, headers, body):
    """Send what is no answer of the record, smaller if the client can read it."""
    about = {name.lower(): value for name, value in headers}
    length = int(about.get("content-length", 0))
    if is_text(about.get("content-type", "")) and SMALLEST <= length <= LARGEST_KEPT:
        varies = ", ".join(filter(None, [about.get("vary"), "Accept-Encoding"]))
        headers = [*_without(headers, {"vary"}), ("Vary", varies)]
        if key.coding and environ["REQUEST_METHOD"] == "GET":
            whole = b"".join(body)
            _close(body)
            body = [compress(whole, key.coding)]
            headers = _without(headers, {"content-length"})
            headers += [("Content-Encoding", key.coding), ("Content-Length", str(len(body[0])))]
    start_response(status, headers)
    return body


def _may_be_ready(environ):
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and all(len(environ.get(name, "")) <= LONGEST_PART for name in BOUNDED)
        and _is_made_of_record(environ["PATH_INFO"])
    )


@lru_cache(KEPT_PATHS)
def _is_made_of_record(path):
    """Whether the view of this address says so."""
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return getattr(getattr(view, "cls", None), "is_made_of_record", False)


def _named(condition, key):
    """The ETag of the answer, if it is among those of a condition."""
    if condition is None:
        return None
    given = {each.removeprefix("W/") for each in parse_etags(condition)}
    return next((tag for tag in map(key.etag, ("", _today())) if tag in given), None)


def _must_fail(environ, key):
    """Whether the request is for another answer than this, or one older than it can tell."""
    match = environ.get("HTTP_IF_MATCH")
    if match and (tags := parse_etags(match)):
        return tags != ["*"] and not _named(match, key)
    since = environ.get("HTTP_IF_UNMODIFIED_SINCE")
    return since is not None and parse_http_date_safe(since) is not None


def _not_modified(start_response, tag, answer):
    """304, with what the answer would say of itself; of one that is not here, the most it may."""
    varies = dict(answer.headers).get("Vary") if answer else "Accept, Accept-Encoding"
    headers = [*OF_304, ("ETag", tag), ("Cache-Control", settings.CACHE_CONTROL)]
    start_response("304 Not Modified", [*headers, ("Vary", varies)] if varies else headers)
    return []


def _heard(environ, key):
    """The request for Django, with nothing in it that its answer could depend on but the key."""
    heard = {
        name: value
        for name, value in environ.items()
        if not name.startswith("HTTP_") or name in HEARD
    }
    # Without an origin, an answer would leave out that every origin may read it.
    return {**heard, "HTTP_ORIGIN": "null", STATE: key.state}


def _run(application, environ):
    """Status, headers and body of the answer of an application."""
    started = []
    body = application(environ, lambda *start: started.append(start))
    status, headers, *_ = started[-1]
    return status, [header for header in map(_for_all_origins, headers) if header], body


def _for_all_origins(header):
    """A header without `Vary: origin`, since all origins are given the same; None if empty."""
    name, value = header
    if name.lower() != "vary":
        return header
    others = [each.strip() for each in value.split(",") if each.strip().lower() != "origin"]
    return (name, ", ".join(others)) if others else None


def _without(headers, names):
    return [(name, value) for name, value in headers if name.lower() not in names]


def _close(body):
    if hasattr(body, "close"):
        body.close()


def size_of(answer):
    """About what an answer takes in memory, in bytes."""
    return len(answer.body) + 2000


def _today():
    return timezone.now().astimezone(UTC).date().isoformat()


@cache
def _secret():
    """A key of this installation and of this program: another version may answer otherwise."""
    program = hashlib.blake2b(settings.SECRET_KEY.encode())
    files = (path for name in ("api", "relations") for path in (ROOT / name).rglob("*.py"))
    for path in [*sorted(files), ROOT / "requirements.txt"]:
        program.update(path.read_bytes())
    return program.digest()


ROOT = Path(settings.BASE_DIR)
