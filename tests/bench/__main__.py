"""`make bench`: measures and writes the table; `--help` tells what can be chosen."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from tests.bench import databases, measures, profile_cold
from tests.bench.report import at_least, at_most, markdown, told
from tests.bench.servers import CLIENT_CORE

RESULTS = Path(__file__).with_name("RESULTS.md")
TUNED = ("shared_buffers", "random_page_cost", "default_statistics_target")


def main(arguments=None):
    asked = _parser().parse_args(arguments)
    os.sched_setaffinity(0, {CLIENT_CORE})
    server = os.environ.get("DATABASE_URL", "")
    on = {"SQLite": None} | ({"PostgreSQL": server} if server.startswith("postgres") else {})
    sections = {}
    for name, url in on.items():
        records = {size: _record(name, url, size) for size in sorted(asked.sizes)}
        sections |= measure(name, records, asked)
    sections["Where the time of a cold page goes"] = profile_cold.lines(
        databases.on_sqlite(sorted(asked.sizes)[0])[0]
    )
    text = markdown(sections, _version(server))
    asked.write.write_text(text, encoding="utf-8")
    print(f"\n{text}\nWritten to {asked.write}.")


def _parser():
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    sizes = [1000, 100_000, 1_000_000]
    parser.add_argument("--sizes", type=int, nargs="+", default=sizes, help="numbers of statements")
    parser.add_argument("--turns", type=int, default=11, help="turns of each contestant")
    parser.add_argument("--seconds", type=float, default=0.5, help="length of a turn")
    parser.add_argument("--loaded", type=int, default=4000, help="statements of the record loaded")
    parser.add_argument("--write", type=Path, default=RESULTS, help="the file of the table")
    return parser


def _record(name, url, size):
    """URL and, on SQLite, path of the record of a size."""
    _say(f"{name}: a record of {size:,} statements")
    if name == "SQLite":
        return databases.on_sqlite(size)
    return databases.on_postgresql(url, size), None


def measure(name, records, asked):
    """The sections of the report about one database."""
    sizes = sorted(records)
    (smallest, _), (largest, _) = records[sizes[0]], records[sizes[-1]]
    contest = sizes[min(1, len(sizes) - 1)]
    _say(f"{name}: contestants at {contest:,} statements")
    rates = measures.rates(*records[contest], asked.turns, asked.seconds)
    sections = {f"{name}, {contest:,} statements: a list of 50": _of_rates(rates)}

    _say(f"{name}: pages")
    lines = []
    few, many = (measures.pages(url, 4 * asked.seconds) for url in (smallest, largest))
    for place, small, large in zip(("first page", "deep page"), few, many, strict=True):
        what = f"cold {place}, {sizes[-1]:,} against {sizes[0]:,} statements"
        lines.append(at_most(what, large.median / small.median, 1.3, "×"))
        lines.append(told(f"cold {place} at {sizes[-1]:,}", large.median * 1000, " ms"))

    _say(f"{name}: questions")
    is_postgresql = name == "PostgreSQL"
    for what, targets, most in (
        ("filters", [f"{measures.LIST}?{each}" for each in measures.PARTS_OF_STATEMENTS], 50),
        ("orderings", [f"{measures.LIST}?ordering={each}" for each in measures.ORDERINGS], 50),
        ("facets", [f"{measures.LIST}?facet={each}" for each in measures.FACETS], 50),
        ("search", measures.SEARCHES, 150 if is_postgresql else 300),
        ("matrix of an issue or two parties", measures.MATRICES, 100),
        ("matrix of all issues and parties", measures.WHOLE_MATRIX, 100),
    ):
        found = measures.latencies(largest, targets, 2 * asked.seconds)
        of_all = f"slowest p95 of {len(found)} questions" if len(found) > 1 else "p95"
        all_of_it = f"{what}: {of_all}"
        slowest = max(found, key=lambda target: found[target].p95)
        p95 = found[slowest].p95 * 1000
        is_wanted = is_postgresql or what.startswith(("search", "matrix"))
        lines.append(
            at_most(all_of_it, p95, most, " ms") if is_wanted else told(all_of_it, p95, " ms")
        )
        middle = sorted(each.median for each in found.values())[len(found) // 2]
        lines.append(told(f"{what}: median; the slowest is `{slowest}`", middle * 1000, " ms"))
        if what in ("facets", "search"):
            found = measures.after_a_change(largest, targets)
            slowest = max(found, key=lambda target: found[target].median)
            first = f"{what}: the first after a change; the slowest is `{slowest}`"
            lines.append(told(first, found[slowest].median * 1000, " ms"))
    sections[f"{name}, {sizes[-1]:,} statements: questions, cold"] = lines

    _say(f"{name}: all statements as CSV")
    export = measures.export(largest)
    _say(f"{name}: load_record")
    with tempfile.TemporaryDirectory() as folder:
        source = _record(name, smallest, asked.loaded)[0]
        with databases.an_empty_database(smallest, folder) as empty:
            entries, seconds = measures.loading(source, empty)
    sections[f"{name}: much at once"] = [
        at_least(f"CSV of {export.rows:,} rows, rows/s", export.rows / export.seconds, 40_000),
        at_most("memory it takes meanwhile", export.growth / 2**20, 64, " MiB"),
        at_least(f"`load_record` of {entries:,} entries, entries/s", entries / seconds, 2000),
    ]
    return sections


def _of_rates(rates):
    hot, cold, empty = (
        rates[each] for each in ("ours, hot", "ours, cold", "an empty view of Django")
    )
    drf, ninja = rates["Django REST framework"], rates["Django Ninja"]
    lines = [told(f"{name}, requests/s", rate) for name, rate in rates.items()]
    lines += [
        at_least("hot against Django REST framework", hot / drf, 100, "×"),
        at_least("hot against an empty view", 100 * hot / empty, 85, " %"),
        at_least("304 against an empty view", 100 * rates["ours, hot, 304"] / empty, 85, " %"),
        at_least("cold against Django REST framework", cold / drf, 5.5, "×"),
        at_least("cold against Django Ninja", cold / ninja, 5, "×"),
    ]
    if "Datasette (fewer fields)" in rates:
        ratio = cold / rates["Datasette (fewer fields)"]
        lines.append(at_least("cold against Datasette", ratio, 3.5, "×"))
    return lines


def _version(server):
    if not server.startswith("postgres"):
        return "not measured"
    with psycopg.connect(server) as connection:
        version, *settings = (
            connection.execute(f"SHOW {name}").fetchone()[0] for name in ("server_version", *TUNED)
        )
    told = ", ".join(f"{name} = {value}" for name, value in zip(TUNED, settings, strict=True))
    return f"{version} ({told})"


def _say(what):
    print(f"{time.strftime('%H:%M:%S')}  {what} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
