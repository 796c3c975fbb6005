"""A record of any size, made up from a seed: `python -m tests.bench.synthetic 1000000`.

Lengths, ties, dates and kinds are spread as in the record in `fixtures`; words are invented, but
for a few that are about as frequent as in the real one. Both databases get the same rows, with all
constraints on. Triggers are taken away while the rows are written, and put up again by their own
code, which also fills the search index and the log of changes.
"""

import hashlib
import os
import random
import sys
from datetime import date, datetime, timedelta
from itertools import accumulate
from types import SimpleNamespace

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api.settings")
    os.environ.setdefault("STATEMENT_TIMEOUT_MS", "0")
    django.setup()

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from relations import change_log, models, search_upkeep
from relations.desk import four_eyes
from relations.imprecise_dates import parse

ROWS_AT_ONCE = 20_000
# Shares as counted in the record of 73 statements, 81 positions and 699 citations.
MODES = {"indirect": 51, "fragment": 11, "direct": 11}
AUTHORITIES = {
    "expert": 19,
    "spokesperson": 17,
    "deputy_minister": 13,
    "unnamed_official": 11,
    "minister": 5,
    "head_of_state": 5,
    "joint_document": 2,
    "ambassador": 1,
}
ACTS = {"request": 21, "accuse": 20, "support": 11, "reject": 9, "agree": 7, "condition": 5}
ACTS |= {"reserve": 3, "cooperate": 3, "threaten": 2}
PARTIES_OF_STATEMENT = {2: 27, 1: 24, 0: 22}
ISSUES_OF_STATEMENT = {1: 61, 2: 10, 3: 2}
CITATIONS_OF_STATEMENT = {1: 61, 2: 7, 3: 4, 5: 1}
DATED, IN_ROUND, SPEAKER_NAMED, TRANSLATED, REPORTED = 12 / 73, 15 / 73, 36 / 73, 25 / 73, 8 / 73
DISPUTING, DRAFTS = 11 / 699, 0.02
OUTLETS = ("Izvestia", "TASS", "Interfax", "Reuters", "AP")
# Words that are searched for, and the share of texts that hold them.
TOPICS = {"sanctions": 0.09, "ceasefire": 0.04, "visa": 0.02, "flights": 0.01, "plutonium": 0.001}
STATES, BODIES, ISSUES, NEGOTIATIONS = 40, 80, 100, 20
FIRST_DAY, DAYS = date(2015, 1, 1), 4200
SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ren",
    "ta",
    "su",
    "vel",
    "dor",
    "ni",
    "bra",
    "sto",
    "pe",
    "gal",
    "ur",
    "em",
    "tis",
    "oc",
    "han",
    "yl",
    "fer",
]


def fill(statements, seed=1):
    """Fill the empty database: so many statements, and what belongs to them. Raises ValueError."""
    if models.Statement.objects.exists():
        raise ValueError("The database has statements already.")
    config, plan = apps.get_app_config("relations"), [(SimpleNamespace(app_label="relations"), 0)]
    aside = {"sender": config, "using": "default", "plan": plan}
    again = {"sender": config, "using": "default"}
    change_log.remove(connection)
    search_upkeep.lay_search_aside(**aside)
    four_eyes.look_away(**aside)
    with transaction.atomic():
        Synthetic(statements, random.Random(seed)).write()
        if connection.vendor == "postgresql":  # no table is altered before its keys are checked
            connection.check_constraints()
    search_upkeep.keep_search(**again)
    four_eyes.watch(**again)
    change_log.after_migrations(**again)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith("relations_"):
                cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


class Table:
    """The rows of a model, written some thousands at a time."""

    def __init__(self, model):
        self.model = model
        columns = [field for field in model._meta.concrete_fields if not field.is_relation]
        self.defaults = {field.attname: None for field in model._meta.concrete_fields}
        for field in columns:
            if not field.null and field.has_default() and field.name != "updated_at":
                self.defaults[field.attname] = field.get_default()
            elif not field.null and field.empty_strings_allowed:
                self.defaults[field.attname] = ""
        if "other_names" in self.defaults:
            self.defaults["other_names"] = "[]"
        self.rows, self.number = [], 0

    def add(self, **values):
        """Add a row; its number."""
        self.number += 1
        self.rows.append((*(self.defaults | values | {"id": self.number}).values(),))
        if len(self.rows) == ROWS_AT_ONCE:
            self.write()
        return self.number

    def write(self):
        quote = connection.ops.quote_name
        columns = [field.column for field in self.model._meta.concrete_fields]
        into = f"{quote(self.model._meta.db_table)} ({', '.join(map(quote, columns))})"
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(row)
            else:
                places = ", ".join("?" * len(columns))
                driver = connection.connection
                driver.executemany(f"INSERT INTO {into} VALUES ({places})", self.rows)
        self.rows = []


class Spread:
    """Draws values in these proportions."""

    def __init__(self, shares):
        self.values, self.weights = list(shares), list(accumulate(shares.values()))

    @classmethod
    def uneven(cls, number):
        """Of the numbers from 1 on, the second half as often as the first, and so on."""
        return cls({each: 1 / each for each in range(1, number + 1)})

    def of(self, draw):
        return draw.choices(self.values, cum_weights=self.weights)[0]


class Synthetic:
    """The rows of a record; what they refer to is written before them."""

    def __init__(self, statements, draw):
        self.size, self.draw = statements, draw
        self.tables = {model: Table(model) for model in models.recorded_models()}
        stems = ("".join(draw.choices(SYLLABLES, k=draw.randint(1, 4))) for _ in range(4000))
        self.words = list(dict.fromkeys(stems))
        self.frequency = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.zone = "+00" if connection.vendor == "postgresql" else ""
        self.saved = datetime(2026, 1, 1)

    # Values ------------------------------------------------------------------------------------
    def text(self, length):
        """About so many characters of words."""
        words = self.draw.choices(self.words, cum_weights=self.frequency, k=max(2, length // 6))
        topics = [word for word, share in TOPICS.items() if self.draw.random() < share]
        words[:0] = topics
        return " ".join(words).capitalize()

    def name(self, number):
        words = self.draw.choices(self.words, k=2)
        return " ".join(words).title() + f" {number}"

    def entry(self, slug, status="published"):
        """The columns that each entry has."""
        self.saved += timedelta(seconds=1)
        return {
            "slug": slug,
            "publication_status": status,
            "reviewed_in": "version_control" if status == "published" else None,
            "updated_at": f"{self.saved:%Y-%m-%d %H:%M:%S}{self.zone}",
        }

    def status(self):
        return "draft" if self.draw.random() < DRAFTS else "published"

    def dated(self, stem, share):
        """The columns of an imprecise date; empty where there is none."""
        if self.draw.random() >= share:
            return {}
        day = FIRST_DAY + timedelta(days=self.draw.randrange(DAYS))
        text = self.draw.choice((f"{day:%Y-%m}", f"{day:%Y-%m}", f"{day}", f"{day:%Y}"))
        read = parse(text)
        return {
            f"{stem}_on": text,
            f"{stem}_as_printed": text,
            f"{stem}_earliest": read.earliest.isoformat(),
            f"{stem}_latest": read.latest.isoformat(),
            f"{stem}_basis": "stated",
        }

    def add(self, model, **values):
        return self.tables[model].add(**values)

    def cite(self, kind, number, slug, *, text="", status="published", bearing="supports"):
        """A citation of a fact, and now and then one against it; `text` is what it repeats."""
        document, length = self.draw.randint(1, self.documents), len(text) or 120
        start = self.used[document]  # no passage overlaps another
        self.used[document] += length + self.draw.randint(1, 200)
        passage = text or f"{slug} {start}"
        self.add(
            models.Citation,
            **self.entry(f"{kind}-{slug}-{self.tables[models.Citation].number}", status),
            document_id=document,
            start=start,
            end=start + length,
            line=1 + start // 80,
            passage_sha256=hashlib.sha256(passage.encode()).hexdigest(),
            exact=text,
            prefix="said: " if text else "",
            suffix=" they" if text else "",
            bearing=bearing,
            reported_via=self.draw.choice(OUTLETS) if self.draw.random() < 0.03 else "",
            **{f"{kind}_id": number},
        )
        if bearing == "supports" and self.draw.random() < DISPUTING:
            self.cite(kind, number, slug, status=status, bearing="disputes")

    # Rows --------------------------------------------------------------------------------------
    def write(self):
        self.write_nouns()
        self.write_rounds()
        self.write_statements()
        self.write_positions()
        for table in self.tables.values():
            table.write()
        written = [table.model for table in self.tables.values() if table.number]
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), written):
                cursor.execute(sql)

    def write_nouns(self):
        self.documents = max(5, self.size // 200)
        self.used = dict.fromkeys(range(1, self.documents + 1), 0)
        self.people = max(10, self.size // 500)
        self.parties = STATES + BODIES
        for number in range(1, self.documents + 1):
            title = self.name(number)
            self.add(
                models.Document,
                **self.entry(f"document-{number}"),
                title=title,
                publisher=self.draw.choice(("", "", *OUTLETS)),
                language="en",
                file_name=f"document-{number}.txt",
                sha256=hashlib.sha256(title.encode()).hexdigest(),
                length=1_000_500,
                **self.dated("published", 0.6),
            )
        for number in range(1, self.people + 1):
            self.noun(models.Person, number)
        for number in range(1, self.parties + 1):
            parent = None if number <= STATES else self.draw.randint(1, STATES)
            kind = "state" if parent is None else "government_body"
            self.noun(models.Party, number, kind=kind, parent_id=parent)
        for number in range(1, ISSUES + 1):
            parent = None if number <= ISSUES // 5 else self.draw.randint(1, number - 1)
            self.noun(models.Issue, number, description=self.text(120), parent_id=parent)
        for number in range(1, NEGOTIATIONS + 1):
            words = {"description": self.text(120), "membership_rule": self.text(80)}
            self.noun(models.Negotiation, number, track="1", **words)
            for party in self.draw.sample(range(1, STATES + 1), 2):
                self.add(models.NegotiationParty, negotiation_id=number, party_id=party)

    def noun(self, model, number, **values):
        kind = model._meta.model_name
        self.add(model, **self.entry(f"{kind}-{number}"), name=self.name(number), **values)
        self.cite(kind, number, str(number))

    def write_rounds(self):
        self.rounds = max(5, self.size // 1000)
        for number in range(1, self.rounds + 1):
            self.add(
                models.Round,
                **self.entry(f"round-{number}"),
                negotiation_id=self.draw.randint(1, NEGOTIATIONS),
                title=self.name(number),
                mode="in_person",
                status="held",
                outcome=self.text(100),
                **self.dated("held", 0.8),
            )
            self.cite("round", number, str(number))
            for party in self.draw.sample(range(1, STATES + 1), 2):
                self.add(models.RoundParticipant, round_id=number, party_id=party, role="party")
            issue = self.draw.randint(1, ISSUES)
            self.add(models.RoundIssue, round_id=number, issue_id=issue)

    def write_statements(self):
        draw = self.draw
        modes, authorities = Spread(MODES), Spread(AUTHORITIES)
        speakers, issues, parties = map(Spread.uneven, (self.people, ISSUES, self.parties))
        numbers = Spread(PARTIES_OF_STATEMENT), Spread(ISSUES_OF_STATEMENT)
        citations = Spread(CITATIONS_OF_STATEMENT)
        for number in range(1, self.size + 1):
            mode = modes.of(draw)
            text = self.text(min(475, int(draw.lognormvariate(4.7, 0.45))))
            is_named = draw.random() < SPEAKER_NAMED
            speaker = speakers.of(draw) if is_named else None
            slug = f"{'-'.join(draw.choices(self.words, k=3))}-{number}"
            status = self.status()
            self.add(
                models.Statement,
                **self.entry(slug, status),
                speaker_id=speaker,
                speaker_as_printed=f"Speaker {speaker}" if speaker else "An official",
                authority=authorities.of(draw),
                mode=mode,
                text=text,
                language="en",
                is_translation=True if draw.random() < TRANSLATED else None,
                reported_by=draw.choice(OUTLETS) if draw.random() < REPORTED else "",
                round_id=draw.randint(1, self.rounds) if draw.random() < IN_ROUND else None,
                **self.dated("said", DATED),
            )
            for party in {parties.of(draw) for _ in range(numbers[0].of(draw))}:
                self.add(models.StatementParty, statement_id=number, party_id=party)
            for issue in {issues.of(draw) for _ in range(numbers[1].of(draw))}:
                self.add(models.StatementIssue, statement_id=number, issue_id=issue)
            quoted = text if mode != "indirect" else ""
            for _ in range(citations.of(draw)):
                self.cite("statement", number, slug, text=quoted, status=status)

    def write_positions(self):
        draw, acts = self.draw, Spread(ACTS)
        for number in range(1, max(10, self.size // 100) + 1):
            status = self.status()
            self.add(
                models.Position,
                **self.entry(f"position-{number}", status),
                party_id=draw.randint(1, self.parties),
                issue_id=draw.randint(1, ISSUES),
                act=acts.of(draw),
                summary=self.text(92),
                **self.dated("since", 14 / 81),
            )
            for _ in range(draw.choice((1, 1, 1, 2, 3))):
                self.cite("position", number, str(number), status=status)
            if draw.random() < 0.55:
                statement = draw.randint(1, self.size)
                self.add(models.PositionStatement, position_id=number, statement_id=statement)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    fill(int(sys.argv[1]), *map(int, sys.argv[2:]))
