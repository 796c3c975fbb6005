"""What is measured, and how: contestants in turn, medians of many short turns."""

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import parse_qs, urlsplit

from tests.bench import databases
from tests.bench.load import client
from tests.bench.servers import ROOT, datasette, granian

OURS = "api.wsgi:application"
LIST = "/api/v1/statements"
CONTESTANT = "tests.bench.contestants.wsgi:application"
COLD = {"is_cold": True}
CHANGES = 3
PARTS_OF_STATEMENTS = (
    "party=party-1",
    "party=party-100",
    "issue=issue-1",
    "issue=issue-90",
    "person=person-1",
    "person=person-9",
    "negotiation=negotiation-3",
    "round=round-3",
    "document=document-3",
    "mode=direct",
    "authority=ambassador",
    "language=en",
    "language=de",
    "reported_by=TASS",
    "as_of=2020-05-05",
    "said_after=2020-01&said_before=2020-02",
    "said_after=2020-01&said_before=2020-02&certainty=certain",
    "disputed=true",
    "disputed=false",
    "min_independent_sources=2",
    "party=party-1&issue=issue-1&mode=direct",
)
ORDERINGS = ("said_on", "-said_on", "slug", "-slug", "updated_at", "-updated_at")
FACETS = ("mode", "authority", "party", "issue", "person", "document", "year", "disputed", "round")
SEARCHES = ("/api/v1/search?q=sanctions", f"{LIST}?search=sanctions")
MATRIX = "/api/v1/positions/matrix"
MATRICES = (f"{MATRIX}?party=party-1&party=party-2", f"{MATRIX}?issue=issue-1")
WHOLE_MATRIX = (f"{MATRIX}?as_of=2020-05-05",)


@dataclass(frozen=True)
class Spread:
    """Of the times of single requests, in seconds."""

    median: float
    p95: float

    @classmethod
    def of(cls, seconds):
        ordered = sorted(seconds)
        last = quantiles(ordered, n=20)[-1] if len(ordered) > 1 else ordered[0]
        return cls(median(ordered), min(last, ordered[-1]))


def rates(database, path, turns, seconds):
    """Requests per second of each contestant: the median of its turns."""
    with ExitStack() as running:

        def asks(server, target, **options):
            reader = running.enter_context(client(server))
            reader.times(target, seconds, **options)  # whoever has something to get ready, does
            return lambda: len(reader.times(target, seconds, **options)) / seconds

        def contestant(name):
            return running.enter_context(granian(CONTESTANT, database, CONTESTANT=name))

        ours = running.enter_context(granian(OURS, database))
        etag = running.enter_context(client(ours)).ask(LIST)[1]["etag"]
        same = {"headers": f"If-None-Match: {etag}\r\n", "expect": 304}

        def without_django(name):
            application = f"tests.bench.contestants.{name}:application"
            return running.enter_context(granian(application, database))

        rivals = {
            "ours, hot": asks(ours, LIST),
            "ours, hot, 304": asks(ours, LIST, **same),
            "ours, cold": asks(ours, LIST, **COLD),
            "an empty view of Django": asks(contestant("empty_view"), "/statements"),
            "a bare WSGI function": asks(without_django("bare"), "/"),
            "raw SQL through the driver": asks(without_django("raw_sql"), "/"),
            "Django REST framework": asks(contestant("idiomatic_drf"), "/statements"),
            "Django Ninja": asks(contestant("ninja"), "/statements"),
        }
        if path:
            table = f"/{path.stem}/relations_statement.json?_shape=objects&_labels=on&_size=50"
            table += "&publication_status=published&_sort_desc=said_earliest"
            rivals["Datasette (fewer fields)"] = asks(running.enter_context(datasette(path)), table)
        measured = {name: [] for name in rivals}
        for _ in range(turns):
            for name, rate in rivals.items():
                measured[name].append(rate())
    return {name: median(found) for name, found in measured.items()}


def pages(database, seconds):
    """Times of the first page and of a page as deep as can be, none of them ready."""
    with granian(OURS, database) as server, client(server) as reader:
        return [_cold(reader, each, seconds) for each in (LIST, _deep_page(reader, database))]


def _deep_page(reader, database):
    """The address of page 10,000 of the list by slug, or of the middle of a shorter one."""
    by_slug = f"{LIST}?ordering=slug"
    page = json.loads(reader.ask(f"{by_slug}&count=true")[2])
    slug = databases.slug_at(database, min(10_000 * 50, page["count"] // 2))
    cursor = parse_qs(urlsplit(page["next"]).query)["cursor"][0]
    place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    place[-1] = slug
    cursor = base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode())
    return f"{by_slug}&cursor={cursor.decode().rstrip('=')}"


def latencies(database, targets, seconds):
    """Target → times of the requests for it, none of which is ready."""
    environment = {"STATEMENT_TIMEOUT_MS": "60000"}
    with granian(OURS, database, **environment) as server, client(server) as reader:
        return {target: _cold(reader, target, seconds) for target in targets}


def after_a_change(database, targets):
    """Target → times of the first requests for it after changes, when nothing is known yet."""
    environment = {"STATEMENT_TIMEOUT_MS": "60000"}
    found = {target: [] for target in targets}
    with granian(OURS, database, **environment) as server, client(server) as reader:
        reader.ask(LIST)
        for target in [*targets] * CHANGES:
            databases.change(database)
            found[target] += reader.times(target, 0, **COLD)
    return {target: Spread.of(times) for target, times in found.items()}


def _cold(reader, target, seconds):
    """Times of an answer that is made each time, by a server that has made such a one before."""
    reader.times(target, 0, **COLD)
    return Spread.of(reader.times(target, seconds, **COLD))


@dataclass(frozen=True)
class Export:
    rows: int
    seconds: float
    growth: int  # bytes of memory of the server


def export(database):
    """The whole table of statements as CSV."""
    with granian(OURS, database) as server, client(server) as reader:
        reader.ask(f"{LIST}.csv?party=party-1&mode=direct&authority=ambassador")
        before, most, begun = server.resident_bytes(), 0, time.perf_counter()
        pid = os.fork()
        if not pid:  # somebody must look on while the answer is made
            try:
                status, _, body = reader.ask(f"{LIST}.csv")
                os._exit(0 if status == 200 and body.endswith(b"\r\n") else 1)
            finally:
                os._exit(1)
        while (ended := os.waitpid(pid, os.WNOHANG)) == (0, 0):
            most = max(most, server.resident_bytes())
            time.sleep(0.05)
        seconds = time.perf_counter() - begun
        if ended[1]:
            raise RuntimeError("The table was not answered, or not to its end.")
        with client(server) as another:
            page = json.loads(another.ask(f"{LIST}?count=true&page_size=1")[2])
    return Export(page["count"], seconds, most - before)


def loading(source, empty):
    """Entries a second of `load_record`, from files written from one database to an empty one."""
    with tempfile.TemporaryDirectory() as folder:
        manage(source, "dump_record", "--to", folder)
        manage(empty, "migrate", "--verbosity", "0")
        files = Path(folder).rglob("*.yaml")
        entries = sum(len(re.findall(r"^- model:", file.read_text(), re.M)) for file in files)
        begun = time.perf_counter()
        manage(empty, "load_record", "--fixtures", folder)
        return entries, time.perf_counter() - begun


def manage(database, *arguments):
    environment = {**os.environ, "DATABASE_URL": database, "STATEMENT_TIMEOUT_MS": "0"}
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=3600
    )
