"""Loads the record from its files: all of it or nothing, and never over a curator's change.

A row belongs to the loader as long as it stands as the loader last left it, which history tells. A
row that somebody changed since is a conflict where the files differ: it is reported and kept. Once
the files say what was changed, the row belongs to the loader again.
"""

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from relations.affected_rows import ChangedRows
from relations.checked_writes import RulesBroken, write_checked
from relations.models import Entry, recorded_models
from relations.record_batches import ROWS_AT_ONCE, check, write_together
from relations.record_files import FileEntry
from relations.record_tables import REASON, Table
from relations.revision import take_turn


class RecordErrors(Exception):
    """The files cannot be loaded; `problems` has one sentence for each fault, with its place."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass
class LoadReport:
    """What a run did, or would do: counts by kind of row, and sentences on what it left alone.

    `broken_before` are the broken rules of rows that the run affects, where it did not break them.
    """

    created: Counter = field(default_factory=Counter)
    updated: Counter = field(default_factory=Counter)
    unchanged: Counter = field(default_factory=Counter)
    conflicts: list = field(default_factory=list)
    gone: list = field(default_factory=list)
    broken_before: list = field(default_factory=list)
    changes: list = field(default_factory=list)

    @property
    def has_changes(self):
        return bool(self.created or self.updated)


def load_record(entries: list[FileEntry], fingerprint: str, *, dry_run=False) -> LoadReport:
    """Bring the database to what the entries say, in one transaction.

    Raises RecordErrors, and changes nothing, if an entry is invalid or breaks a rule of the record.
    A rule that was broken before, by a curator's retraction for example, is only reported.
    Rules are checked once, over the rows that the load affects; `verify_record` checks them all.
    """
    with transaction.atomic():
        take_turn()
        load = _Load(entries, f"{REASON} {fingerprint}")
        try:
            report, broken_before = write_checked(load.run, load.describe)
        except RulesBroken as broken:
            raise RecordErrors(broken.faults) from broken
        report.broken_before = broken_before
        if report.has_changes and not dry_run:
            tell_planner()
        transaction.set_rollback(dry_run)
    return report


def tell_planner():
    """Have PostgreSQL look at what the tables hold; by itself it does so only minutes later."""
    if connection.vendor == "postgresql":
        tables = [model._meta.db_table for model in apps.get_app_config("relations").get_models()]
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")


class _Load:
    def __init__(self, entries, reason):
        self.entries = entries
        self.reason = reason

    def run(self):
        """Write what the entries say; return the report, and which rows were changed."""
        # One time for all that is loaded: at no other does the record show half of it.
        self.now = timezone.now()
        self.report = LoadReport()
        self.changed = ChangedRows()
        self.problems = []
        self.tables = {}
        self.places = {}
        self.waiting = {}
        self.place_of_slug = {}
        self.deleted = set()
        for entry in self.entries:
            self.place_of_slug[entry.model, str(entry.fields.get("slug"))] = entry.place()
            try:
                self._load_entry(entry)
            except _Invalid as invalid:
                self._tell(entry, invalid)
        self._write_new()
        self._stop_at_problems()
        for model in recorded_models():
            self.report.gone += [_name(row) for row in self._table(model).rows_no_longer_in_files()]
        return self.report, self.changed

    def describe(self, row, sentence):
        """A broken rule with the place of the row."""
        place = self.places.get((type(row), row.pk), "in the database")
        return f"{place}: {_name(row)} {sentence}"

    def _stop_at_problems(self):
        if self.problems:
            raise RecordErrors(self.problems)

    def _load_entry(self, entry):
        table = self._table(_model(entry))
        label = (
            f"{entry.model} {' / '.join(str(part) for part in _written_key(entry, table.model))}"
        )
        try:
            values = self._values(entry, table)
        except _Deleted as target:
            self._leave(entry, table, f"{label} is left out: it refers to {target}, deleted since.")
            return
        key = tuple(values.get(attname) for attname in table.key)
        if key in table.seen:
            raise _Invalid((None, f"{label} stands in the files twice."))
        row = table.rows.get(key)
        if row is None:
            row = self._create(entry, table, values, label, key)
        else:
            self._update(entry, table, row, values, label)
        if row is not None:
            table.rows[key] = row
            table.seen.add(key)
            self.places[table.model, row.pk] = entry.place()

    def _write_new(self):
        """Write the new rows that wait; those that fail together one by one, to say which."""
        waiting, self.waiting = self.waiting, {}
        try:
            with transaction.atomic():
                for new in waiting.values():
                    write_together([row for _, row, _ in new], self.reason, self.now)
        except IntegrityError:
            for each in chain.from_iterable(waiting.values()):
                self._write_alone(*each)

    def _write_alone(self, entry, row, label):
        try:
            self._save(row, label, force_insert=True)
        except _Invalid as invalid:
            self._tell(entry, invalid)

    def _tell(self, entry, invalid):
        self.problems += [f"{entry.place(name)}: {text}" for name, text in invalid.faults]

    def _create(self, entry, table, values, label, key):
        if table.was_deleted(key):
            self._leave(entry, table, f"{label} was deleted or renamed since it was loaded.")
            return None
        row = table.model(pk=table.numbers.next(), **values)
        for column in table.in_files.values():
            if column.is_relation and values.get(column.attname) is not None:
                slug = entry.fields[column.name][0]
                setattr(row, column.name, self._table(column.related_model).rows[slug,])
        if isinstance(row, Entry):
            row.reviewed_in_files()
        with _naming(label):
            check(row)
        # What a row refers to was told before it, so its table is written before that of the row.
        self.waiting.setdefault(table.model, []).append((entry, row, label))
        if sum(map(len, self.waiting.values())) >= ROWS_AT_ONCE:
            self._write_new()
        self.changed.add(row)
        self.report.created[entry.model] += 1
        self.report.changes.append(f"create {label}")
        return row

    def _leave(self, entry, table, sentence):
        """Do not load an entry because somebody deleted it, or what it refers to."""
        self.report.conflicts.append(f"{entry.place()}: {sentence}")
        slug = str(entry.fields.get("slug"))
        if (slug,) in table.rows:
            table.seen.add((slug,))
        else:
            self.deleted.add((table.model, slug))

    def _update(self, entry, table, row, values, label):
        changed = [attname for attname, value in values.items() if getattr(row, attname) != value]
        if not changed:
            table.take_over(row, values, self.reason, self.now)
            self.report.unchanged[entry.model] += 1
        elif table.changed_since(row):
            names = ", ".join(name.removesuffix("_id") for name in changed)
            self.report.conflicts.append(
                f"{entry.place()}: {label} was changed since it was loaded; kept: {names}."
            )
        else:
            table.take_over(row, values, self.reason, self.now)
            before = {attname: getattr(row, attname) for attname in changed}
            for attname in changed:
                setattr(row, attname, values[attname])
            self._save(row, label)
            self.changed.add(row, before)
            self.report.updated[entry.model] += 1
            names = ", ".join(name.removesuffix("_id") for name in changed)
            self.report.changes.append(f"update {label}: {names}")

    def _save(self, row, label, **options):
        row._change_reason = self.reason
        row._history_date = self.now
        if isinstance(row, Entry):
            row.reviewed_in_files()
        with _naming(label):
            # The database checks its constraints by itself; asking for each one first is three
            # times slower, so they are asked only for the sentence that says which one broke.
            row.full_clean(validate_constraints=False)
            try:
                with transaction.atomic():
                    row.save(**options)
            except IntegrityError:
                row.full_clean()
                raise

    def _table(self, model):
        if model not in self.tables:
            self.tables[model] = Table(model)
        return self.tables[model]

    def _values(self, entry, table):
        """The entry's fields as values of columns, by attname."""
        allowed = table.in_files
        values, faults = {}, []
        for name, value in entry.fields.items():
            if name not in allowed:
                faults.append(
                    (name, f"{entry.model}: there is no field `{name}`; use {', '.join(allowed)}.")
                )
                continue
            column = allowed[name]
            try:
                values[column.attname] = (
                    self._related(column, value) if column.is_relation else _typed(column, value)
                )
            except ValidationError as error:
                faults.append((name, f"{entry.model}: {name}: {' '.join(error.messages)}"))
        if faults:
            raise _Invalid(*faults)
        return table.left_out | values

    def _related(self, column, value):
        """Row number of the entry with the natural key `value`."""
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != 1 or not isinstance(value[0], str):
            raise ValidationError('write the slug of the entry as a list, such as ["russia"].')
        target = self._table(column.related_model).rows.get((value[0],))
        if target is None:
            raise self._missing(column.related_model, value[0])
        return target.pk

    def _missing(self, model, slug):
        """Why there is no entry with this slug."""
        label = model._meta.label_lower
        if (model, slug) in self.deleted:
            return _Deleted(f"{label} “{slug}”")
        if earlier := self.place_of_slug.get((label, slug)):
            return ValidationError(f"{label} “{slug}”, at {earlier}, could not be loaded.")
        for entry in self.entries:
            if (entry.model, entry.fields.get("slug")) == (label, slug):
                return ValidationError(
                    f"{label} “{slug}” stands later, at {entry.place()}; move it before this entry."
                )
        return ValidationError(f"there is no {label} “{slug}”.")


@contextmanager
def _naming(label):
    """Tell what is wrong with a row by its label and fields."""
    try:
        yield
    except ValidationError as error:
        raise _Invalid(
            *(
                (name, f"{label}: {name}: {message}")
                for name, messages in error.message_dict.items()
                for message in messages
            )
        ) from error


class _Invalid(Exception):
    """An entry that cannot be loaded: (field or None, sentence) for each fault."""

    def __init__(self, *faults):
        self.faults = faults
        super().__init__(faults)


class _Deleted(Exception):
    """An entry refers to one that was loaded once and is gone since."""


def _model(entry):
    try:
        model = apps.get_model(entry.model)
    except (LookupError, ValueError):
        model = None
    if model not in recorded_models():
        labels = sorted(model._meta.label_lower for model in recorded_models())
        raise _Invalid((None, f"there is no model `{entry.model}`; use {', '.join(labels)}."))
    return model


def _typed(column, value):
    """`value` as the column holds it; YAML's own reading of an unquoted word is refused."""
    if value is None:
        if not column.null:
            raise ValidationError("this field cannot be null.")
        return None
    wanted = {models.CharField: str, models.TextField: str, models.BooleanField: bool}
    wanted |= {models.IntegerField: int, models.JSONField: list}
    for kind, python_type in wanted.items():
        if isinstance(column, kind) and type(value) is not python_type:
            raise ValidationError(
                f"expected {python_type.__name__}, found {value!r}; quote a text."
            )
    # A text that may be null is never empty; left as it is, it would differ from the row each time.
    return None if value == "" and column.null else column.to_python(value)


def _written_key(entry, model):
    """The natural key as it stands in the file."""
    for name in model.natural_key_fields:
        value = entry.fields.get(name)
        yield value[0] if isinstance(value, list) and value else value


def _name(row):
    return f"{row._meta.label_lower} {' / '.join(str(part) for part in row.natural_key())}"
