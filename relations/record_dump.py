"""Writes the published record back to its files, so that curation ends in a reviewed commit.

The files hold what is public or was: published entries, retracted ones with their reason, and the
ties between them. A draft that stands in a file is taken out of it, and stays in the database.
"""

import os
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from relations.models import Entry, recorded_models
from relations.record_fields import written_fields
from relations.record_files import FileEntry, read_record
from relations.record_files import dump as text_of
from relations.record_order import Block, in_order, owner_field
from relations.record_rules import broken_rules
from relations.record_tables import Table
from relations.revision import take_turn
from relations.vocabularies import PublicationStatus

PUBLISHED, RETRACTED = PublicationStatus.PUBLISHED, PublicationStatus.RETRACTED
WRITTEN = (PUBLISHED, RETRACTED)


class DumpRefused(Exception):
    """Nothing can be written; `problems` has one sentence for each reason."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass
class Dump:
    """What the files are to say, and how that differs from what they say."""

    texts: dict = field(default_factory=dict)  # file name → text that is to stand in it
    before: dict = field(default_factory=dict)  # file name → text that stands in it
    added: Counter = field(default_factory=Counter)  # numbers of entries by label of the model
    changed: Counter = field(default_factory=Counter)
    removed: Counter = field(default_factory=Counter)
    unchanged: Counter = field(default_factory=Counter)
    warnings: list = field(default_factory=list)  # sentences on entries taken out of the files

    @property
    def changed_files(self):
        return [name for name, text in self.texts.items() if text != self.before.get(name, "")]


def dump_record(directory: Path) -> Dump:
    """What the files of the directory are to say. Writes nothing; raises DumpRefused."""
    entries = read_record(directory)[0] if any(directory.glob("*.yaml")) else []
    with transaction.atomic():
        take_turn()  # nobody writes between the look at one table and at the next
        return _Dumping(directory, entries).run()


def write(dump: Dump, directory: Path):
    """Bring the files to what they are to say: all of them, or on a failure none."""
    directory.mkdir(parents=True, exist_ok=True)
    aside = {directory / name: directory / f".{name}.new" for name in dump.changed_files}
    replaced = []
    try:
        for path, new in aside.items():
            new.write_bytes(dump.texts[path.name].encode())
            if path.exists():
                shutil.copymode(path, new)
        for path, new in aside.items():
            os.replace(new, path)
            replaced.append(path)
    except OSError:
        for path in replaced:
            if path.name in dump.before:
                path.write_bytes(dump.before[path.name].encode())
            else:
                path.unlink()
        raise
    finally:
        for new in aside.values():
            new.unlink(missing_ok=True)


class _Dumping:
    def __init__(self, directory, entries):
        self.entries = entries
        self.before = {
            path.name: path.read_bytes().decode() for path in sorted(directory.glob("*.yaml"))
        }
        self.tables = {model: Table(model) for model in recorded_models()}
        self.rows = {
            model: {row.pk: row for row in table.rows.values()}
            for model, table in self.tables.items()
        }
        self.labels = {model._meta.label_lower: model for model in self.tables}
        self.key_of = {
            row: (model._meta.label_lower, *self._natural_key(row))
            for model, rows in self.rows.items()
            for row in rows.values()
        }
        self.row_of = {key: row for row, key in self.key_of.items()}
        self.problems = []

    def run(self):
        written = [row for row in self.key_of if self._is_written(row)]
        self._look_for_faults(written)
        self._look_for_what_was_never_loaded()
        self._stop_at_problems()
        blocks = self._blocks(written)
        standing = {name: [] for name in self.before}
        for entry in self.entries:
            standing[entry.file].append(self._key(entry))
        files = in_order(blocks, standing)
        self._look_for_uses_before(files)
        self._stop_at_problems()
        return self._report(blocks, files)

    def _stop_at_problems(self):
        if self.problems:
            raise DumpRefused(self.problems)

    # Rows, and what they refer to

    def _related(self, row):
        """The relations of a row that are set: (column, row it refers to)."""
        for column in row._meta.concrete_fields:
            if column.many_to_one and type(row) in self.rows:
                pk = getattr(row, column.attname)
                if pk is not None and column.related_model in self.rows:
                    yield column, self.rows[column.related_model][pk]

    def _slug_of(self, model, pk):
        row = self.rows[model].get(pk)
        return row.slug if row else None

    def _natural_key(self, row):
        for name in row.natural_key_fields:
            column = row._meta.get_field(name)
            value = getattr(row, column.attname)
            yield self._slug_of(column.related_model, value) if column.is_relation else value

    def _key(self, entry):
        """The natural key of an entry of the files, as `key_of` has that of a row."""
        words = []
        for name in self.labels[entry.model].natural_key_fields:
            value = entry.fields.get(name)
            words.append(value[0] if isinstance(value, list) and value else value)
        return entry.model, *words

    def _is_written(self, row):
        """Whether the row is or was public, as a tie is with all that it ties."""
        if isinstance(row, Entry):
            return row.publication_status in WRITTEN
        return all(self._is_written(other) for _, other in self._related(row))

    def _written_fields(self, model, values):
        return written_fields(model, values, self._slug_of)

    def _blocks(self, written):
        blocks = {
            row: Block(type(row), self.key_of[row], self._written_fields(type(row), vars(row)))
            for row in written
        }
        for row, block in blocks.items():
            owner = owner_field(type(row))
            for column, other in self._related(row):
                block.needs.append(blocks[other])
                if column.name == owner:
                    block.owner = blocks[other]
                    blocks[other].parts.append(block)
        for block in blocks.values():
            block.parts.sort(key=lambda part: (part.model._meta.label_lower, part.words))
        return list(blocks.values())

    # What refuses a dump

    def _look_for_faults(self, written):
        """What `load_record` would refuse in an empty database."""
        for row in written:
            relations = []
            for column, other in self._related(row):
                column.set_cached_value(row, other)
                relations.append(column.name)
                # Of what is published a rule of the record tells it.
                if not self._is_written(other) and row.publication_status == RETRACTED:
                    self._refuse(
                        row,
                        f"refers to {_name(self.key_of[other])}, which is not public and so not in "
                        "the files.",
                    )
            try:
                row.clean_fields(exclude=relations)
                row.clean()
            except ValidationError as error:
                for name, messages in error.message_dict.items():
                    self._refuse(row, f"cannot be loaded: {name}: {' '.join(messages)}")
        known = {(type(row), row.pk) for row in written}
        for row, sentence in broken_rules():
            if (type(row), row.pk) in known:
                self._refuse(row, sentence)

    def _refuse(self, row, sentence):
        self.problems.append(f"{_name(self.key_of[row])} {sentence}")

    def _look_for_what_was_never_loaded(self):
        """What the files say and this database never said would be lost."""
        for entry in self.entries:
            if entry.model not in self.labels:
                self.problems.append(f"{entry.place()}: there is no model `{entry.model}`.")
                self._stop_at_problems()
            key = self._key(entry)
            row = self.row_of.get(key)
            if not (self._was_deleted(key) if row is None else self._was_said(row, entry.fields)):
                self.problems.append(
                    f"{entry.place()}: {_name(key)} says what this database never said; run "
                    "load_record first, and where that reports a conflict, make one say what "
                    "the other does."
                )

    def _was_deleted(self, key):
        label, *words = key
        model = self.labels[label]
        values = []
        for name, word in zip(model.natural_key_fields, words, strict=True):
            column = model._meta.get_field(name)
            if column.is_relation and word is not None:
                other = self.row_of.get((column.related_model._meta.label_lower, word))
                if other is None:  # itself deleted, or told of by its own entry
                    return True
                word = other.pk
            values.append(word)
        return self.tables[model].was_deleted(tuple(values))

    def _was_said(self, row, fields):
        """Whether the row says, or once said, what an entry does."""
        if self._says(type(row), vars(row), fields):
            return True
        versions = list(type(row).history.filter(id=row.pk).order_by("history_id").values())
        if versions and versions[0]["history_type"] != "+":
            return True  # what it said before its history began, nobody knows
        return any(self._says(type(row), version, fields) for version in versions)

    def _says(self, model, values, fields):
        said = self._written_fields(model, values)
        # A text that may be null is never empty.
        return all((said.get(name) or None) == (value or None) for name, value in fields.items())

    def _look_for_uses_before(self, files):
        """What `load_record` would refuse for the order, which the names of the files decide."""
        seen = {}
        for name, blocks in files.items():
            for block in blocks:
                seen[block] = name
                self.problems += [
                    f"{name}: {_name(block.key)} refers to {_name(other.key)}, which stands in a "
                    "later file; rename the files so that it comes first."
                    for other in block.needs
                    if other not in seen
                ]

    # What is told

    def _report(self, blocks, files):
        texts = {
            name: text_of(
                [FileEntry(name, 0, each.model._meta.label_lower, each.fields, {}) for each in file]
            )
            for name, file in files.items()
        }
        report = Dump(texts=texts, before=self.before)
        old = {self._key(entry): entry.fields for entry in self.entries}
        new = {block.key: block.fields for block in blocks}
        for key, fields in new.items():
            if key not in old:
                report.added[key[0]] += 1
            elif old[key] != fields:
                report.changed[key[0]] += 1
            else:
                report.unchanged[key[0]] += 1
        for key, fields in old.items():
            if key not in new:
                report.removed[key[0]] += 1
                report.warnings += self._warnings(key, fields)
        return report

    def _warnings(self, key, fields):
        """What is to be told of an entry that is taken out of the files."""
        row = self.row_of.get(key)
        if row is not None and isinstance(row, Entry):
            yield (
                f"{_name(key)} is not public; it is taken out of the files and stays in the "
                "database."
            )
        elif fields.get("publication_status") in WRITTEN:
            yield (
                f"{_name(key)} was public and is gone from the database; what was public is "
                "retracted with a reason, never deleted. It is taken out of the files."
            )


def _name(key):
    label, *words = key
    return f"{label} {' / '.join(str(word) for word in words)}"
