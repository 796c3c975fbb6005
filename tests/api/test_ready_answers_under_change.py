"""Readers of a real server while the record changes: nobody is told what is no longer so.

A writer in SQL raises the number that stands in the title of a round. Readers ask without pause,
over connections of their own, with and without the last ETag: for the round, and for pages of
statements, which all tell how many of these are tied to it, and what it is called.
"""

import itertools
import json
import os
import re
import sqlite3
import threading
from contextlib import closing
from http.client import HTTPConnection

import psycopg
import pytest

from tests.databases import SCHEMA
from tests.serving import manage, served

pytestmark = [pytest.mark.dialect, pytest.mark.process]

ROUND = "/api/v1/rounds/alpha"
COUNTED = [f"/api/v1/statements?facet=round&page_size={size}" for size in range(1, 5)]
CHANGES, READERS = 60, 3
ANSWERS = 8 * READERS  # after each change; a reader asks four times for one address
SECONDS = 30
FACTS = """
from tests import builders
builders.a_statement(round=builders.a_round(slug="alpha", title="0"))
"""


@pytest.fixture(scope="module")
def database(databases, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with databases.copy(SCHEMA, folder) as url:
        manage(url, folder, "shell", "--verbosity", "0", "--command", FACTS)
        yield url, folder


class Readers:
    """What readers were told, against what had been committed when they asked, and when told."""

    def __init__(self, url, port):
        self.url, self.port = url, port
        self.committed = 0
        self.done = False
        self.answered = threading.Semaphore(0)
        self.bodies, self.faults, self.counts = {}, [], {200: 0, 304: 0}

    def run(self, changes=CHANGES):
        readers = [threading.Thread(target=self.read) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        try:
            self.write(changes)
        finally:
            self.done = True
            for reader in readers:
                reader.join(timeout=SECONDS)
        return self.faults

    def write(self, changes):
        is_sqlite = self.url.startswith("sqlite")
        path = self.url.removeprefix("sqlite:///")
        opened = sqlite3.connect(path, timeout=20) if is_sqlite else psycopg.connect(self.url)
        with closing(opened) as connection:
            first = self.committed + 1
            for number in range(first, first + changes):
                connection.execute(
                    f"UPDATE relations_round SET title = '{number}' WHERE slug = 'alpha'"
                )
                connection.commit()
                self.committed = number
                for _ in range(ANSWERS):
                    assert self.answered.acquire(timeout=SECONDS), "The readers wait for an answer."

    def read(self):
        last = {}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            # Each several times in a row, so that often nothing has changed in between.
            for target in itertools.cycle(sorted([ROUND, *COUNTED] * 4)):
                if self.done:
                    return
                etag, shown = last.get(target, (None, None))
                known = self.committed
                connection.request("GET", target, headers={"If-None-Match": etag} if etag else {})
                answer = connection.getresponse()
                body, tag = answer.read(), answer.headers["ETag"]
                self.counts[answer.status] += 1
                if answer.status == 200:
                    shown = number_in(json.loads(body))
                    last[target] = tag, shown
                    if tag and self.bodies.setdefault(tag, body) != body:
                        self.faults.append(f"two answers with the ETag {tag}")
                elif tag != etag:
                    self.faults.append(f"304 for {etag} names {tag}")
                if shown < known:
                    self.faults.append(f"{target}: {shown} after {known} was committed")
                self.answered.release()


def number_in(answer):
    """What the writer wrote last, as the round tells it, or the name of the round."""
    if "title" in answer:
        return int(answer["title"])
    (counted,) = answer["facets"]["round"]
    assert counted["count"] == 1
    return int(re.search(r"[0-9]+$", counted["label"])[0])


def test_nobody_reads_an_old_answer_or_a_new_one_under_an_old_name(database):
    url, folder = database
    with served(url, folder) as port:
        readers = Readers(url, port)
        assert readers.run() == []
    assert len(readers.bodies) > CHANGES / 2
    assert min(readers.counts.values()) > CHANGES, "Both answers and 304 were had."


@pytest.mark.long
def test_a_server_that_is_late_to_see_a_change_is_found_out(database, monkeypatch):
    """The control: the same readers, of a server that asks the record at every tenth answer."""
    url, folder = database
    (folder / "late.py").write_text(LATE)
    monkeypatch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{os.getcwd()}")
    with served(url, folder, "late:application") as port:
        readers = Readers(url, port)
        readers.committed = CHANGES
        assert any("after" in fault for fault in readers.run())


LATE = """
from itertools import count

from api.wsgi import application
from api import ready_answers

ask, answers, seen = ready_answers.record_state, count(), {}


def late():
    tenth = next(answers) // 10
    if tenth not in seen:
        seen[tenth] = ask()
    return seen[tenth]


ready_answers.record_state = late
"""
