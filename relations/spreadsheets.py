"""Entries as spreadsheets: every noun is exported; what can be checked without its document is
imported too, into drafts, all of it or nothing.

A row names its entry by slug. A slug that is new makes a draft; that of a draft changes it; any
other entry is left alone. A cell that equals what an export writes is no change, so that an export
can be imported again.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from itertools import chain

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from import_export.resources import ModelResource, modelresource_factory

from relations.models import Anchored, Document, Issue, Party, Position
from relations.record_rules import (
    successors_are_of_the_same_kind,
    superseding_ends,
    trees_have_no_cycles,
)
from relations.revision import take_turn
from relations.spreadsheet_columns import EntryColumn, LinksColumn, Slugs, columns_of
from relations.spreadsheet_files import Sheet, as_text
from relations.vocabularies import PublicationStatus

MOST_WORDS = 2_000  # beyond, comparing word by word takes too long
# What spans rows and must hold for drafts too.
RULES = {
    Party: [trees_have_no_cycles],
    Issue: [trees_have_no_cycles],
    Position: [superseding_ends, successors_are_of_the_same_kind],
}


@dataclass(frozen=True)
class Problem:
    """Why a file cannot be imported: where it is in the file, what stands there, what to do."""

    row: int | None
    column: str
    value: str
    sentence: str


@dataclass(frozen=True)
class Change:
    """What one row does: (column, text before, text after) for each cell that changes anything."""

    row: int
    slug: str
    name: str
    is_new: bool
    cells: list


@dataclass
class Outcome:
    """What an import did, or would do; with problems, nothing was stored."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    entries: list = field(default_factory=list)
    is_as_shown: bool = True

    @property
    def new(self):
        return sum(change.is_new for change in self.changes)

    @property
    def updated(self):
        return len(self.changes) - self.new

    @property
    def fingerprint(self):
        """SHA-256 of all that is stored: equal where two imports do the same."""
        told = [[change.slug, change.is_new, change.cells] for change in self.changes]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def can_be_imported(model):
    """Documents and their passages are measured against the text, which no cell can be."""
    return not issubclass(model, (Document, Anchored))


def reason_of(file_name, content: bytes):
    """What history says of a row that a file brought."""
    return f"Imported from {file_name}, SHA-256 {hashlib.sha256(content).hexdigest()[:12]}"


def import_sheet(model, sheet: Sheet, *, user, reason, dry_run=False, as_shown=None) -> Outcome:
    """Store the drafts of a sheet, in one transaction and only if every row is right.

    With `as_shown`, the fingerprint of an earlier outcome, only if the same would be stored.
    """
    problems = list(_problems_of_columns(model, sheet))
    if problems:
        return Outcome(problems=problems)
    resource = resource_of(model)(sheet=sheet, user=user, reason=reason, as_shown=as_shown)
    result = resource.import_data(
        tablib.Dataset(*sheet.rows, headers=sheet.columns),
        dry_run=dry_run,
        use_transactions=True,
        rollback_on_validation_errors=True,
    )
    # import_export collects whatever is raised; what is no fault of the file is raised again.
    for error in chain(result.base_errors, *(errors for _, errors in result.row_errors())):
        if not isinstance(error.error, _Refused):
            raise error.error
    return resource.outcome


def _problems_of_columns(model, sheet):
    columns = resource_of(model).fields
    told = {"id": "Delete it: entries are known by their slug."}
    for name in sheet.columns:
        if name not in columns:
            sentence = told.get(name, f"There is no such column. Use {', '.join(columns)}.")
            yield Problem(1, name, "", sentence)
    if "slug" not in sheet.columns:
        yield Problem(1, "slug", "", "The column is missing: it says which entry a row is.")


class _Refused(Exception):
    """The import is given up; the outcome says why."""


class EntryResource(ModelResource):
    """Reads and writes the entries of one noun; import_export runs it."""

    def __init__(self, sheet=None, user=None, reason=None, as_shown=None, **options):
        super().__init__(**options)
        self.sheet, self.user, self.reason, self.as_shown = sheet, user, reason, as_shown
        self.outcome = Outcome()

    # Export --------------------------------------------------------------------------------------
    def filter_export(self, queryset, **options):
        columns = self.fields.values()
        related = [column.attribute for column in columns if isinstance(column, EntryColumn)]
        links = [column for column in columns if isinstance(column, LinksColumn)]
        return queryset.select_related(*related or [None]).prefetch_related(
            *(
                Prefetch(
                    column.accessor,
                    column.link.objects.select_related(
                        *(part.name for part in column.parts if part.is_relation)
                    ),
                )
                for column in links
            )
        )

    def export_resource(self, instance, selected_fields=None, **options):
        return [column.export(instance) for column in self.fields.values()]

    def iter_queryset(self, queryset):
        return queryset.iterator(chunk_size=self.get_chunk_size())

    # Import --------------------------------------------------------------------------------------
    def before_import(self, dataset, **options):
        # From here on nobody else writes, so what is read is what will be changed.
        take_turn()
        slugs = [slug.strip() for slug in dataset["slug"]]
        self.row_of = dict(zip(reversed(slugs), reversed(self.sheet.numbers), strict=True))
        stored = self.filter_export(self._meta.model.objects.filter(slug__in=slugs))
        self.stored = {entry.slug: entry for entry in stored}
        self.slugs = Slugs(self._meta.model, self.row_of)
        self.broken_before = set(self._broken_rules())

    def before_import_row(self, row, row_number, **options):
        self.number = self.sheet.numbers[row_number - 1]
        row["slug"] = row["slug"].strip()
        if not row["slug"]:
            raise ValidationError({"slug": "Enter the slug of the entry, or a new one."})
        if self.row_of[row["slug"]] != self.number:
            first = self.row_of[row["slug"]]
            raise ValidationError({"slug": f"Row {first} is about the same entry: delete one."})

    def get_instance(self, instance_loader, row):
        return self.stored.get(row["slug"])

    def after_init_instance(self, instance, new, row, **options):
        self.is_new = new
        self.before = {name: column.text(instance) for name, column in self.fields.items()}

    def import_instance(self, instance, row, **options):
        errors, self.links, self.cells = {}, {}, []
        for name, column in self.fields.items():
            is_missing = self.is_new and column.needed
            cell = row.get(name, self.before[name])
            if column.readonly or (cell == self.before[name] and not is_missing):
                continue
            try:
                value = column.read(cell, self.slugs)
            except ValueError as error:
                errors[name] = ValidationError(str(error))
                continue
            column.assign(instance, value, self.slugs)
            if isinstance(column, LinksColumn):
                stored = column.value(instance)
                value.sort(key=lambda key, stored=stored: key not in stored)
                if set(value) == set(stored):
                    continue
                self.links[name] = value
            after = as_text(column.write(value))
            if after != self.before[name]:
                self.cells.append((name, "" if self.is_new else self.before[name], after))
        errors |= self._set_by_hand(instance, row)
        if errors:
            raise ValidationError(errors)

    def _set_by_hand(self, entry, row):
        """What stands in columns that are only exported, and is not what is stored."""
        errors = {}
        for name, cell in row.items():
            column = self.fields[name]
            # Whoever saved an entry since it was exported matters only if it is changed.
            if not column.readonly or (name == "updated_at" and not self.is_new):
                continue
            if cell not in ("", self.before[name], column.text(entry)):
                hint = "Leave it empty, as it is stored, or delete the column."
                errors[name] = ValidationError(f"{column.why_readonly} {hint}")
        return errors

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not (import_validation_errors or self.is_new or self.cells)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {})
        if not self.is_new:
            errors |= self._why_not_changed(instance)
        # The database checks its constraints by itself, and foreign keys were looked up.
        known = {
            name
            for name, column in self.fields.items()
            if isinstance(column, EntryColumn) and getattr(instance, column.attname) is not None
        }
        try:
            instance.full_clean(
                exclude=known | set(errors), validate_unique=False, validate_constraints=False
            )
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            # Whoever mends the file wants to know all that is wrong with it.
            try:
                instance.full_clean(exclude=set(errors))
            except ValidationError as error:
                errors = error.update_error_dict(errors)
            raise ValidationError(errors)

    def _why_not_changed(self, entry):
        """Faults by column, for a stored entry that the row would change."""
        status = PublicationStatus(entry.publication_status)
        if status != PublicationStatus.DRAFT:
            return _fault(
                "slug",
                f"The {entry._meta.verbose_name} is {status.label.lower()}, and an import changes "
                "drafts only. Change it on its page, or delete the row.",
            )
        if self.row.get("updated_at", "") not in ("", self.before["updated_at"]):
            return _fault(
                "updated_at",
                "Somebody saved the draft after it was exported: export it again, and enter your "
                "changes there.",
            )
        if "text" in (name for name, *_ in self.cells):
            for citation in entry.citations.exclude(exact="").exclude(exact=entry.text)[:1]:
                return _fault(
                    "text",
                    f"The citation {citation.slug} holds other words. Change both on the page of "
                    "the entry.",
                )
        return {}

    def import_row(self, row, instance_loader, **options):
        self.row = row
        result = super().import_row(row, instance_loader, **options)
        if result.validation_error:
            self.outcome.problems += _problems(result.validation_error, self.number, row)
        return result

    def do_instance_save(self, instance, is_create):
        """Store an entry, and its links with it.

        The database checks the constraints; the model says which one is broken.
        """
        links = []
        try:
            with transaction.atomic():
                self._stamped(instance).save()
                self.slugs.add(instance)
                for name, keys in self.links.items():
                    removed, added = self.fields[name].link_changes(instance, keys, self.slugs)
                    links += [(name, link) for link in added]
                    for link in removed:
                        self._stamped(link).delete()
                    for link in added:
                        self._stamped(link).save()
        except IntegrityError:
            instance.full_clean()
            for name, link in links:
                try:
                    link.full_clean()
                except ValidationError as error:
                    raise ValidationError({name: error.messages}) from error
            raise

    def _stamped(self, row):
        row._change_reason, row._history_user = self.reason, self.user
        return row

    def after_import_row(self, row, row_result, **options):
        entry = row_result.instance
        if not (self.is_new or self.cells):
            self.outcome.unchanged += 1
            return
        self.outcome.entries.append((entry, self.is_new))
        self.outcome.changes.append(
            Change(self.number, entry.slug, str(entry), self.is_new, self.cells)
        )

    def after_import(self, dataset, result, **options):
        """Called within the transaction; what is raised here rolls it back."""
        for name, sentence in self._broken_rules():
            if (name, sentence) not in self.broken_before:
                row = self.row_of.get(name)
                self.outcome.problems.append(Problem(row, "slug", name, f"It {sentence}"))
        if self.as_shown is not None and self.as_shown != self.outcome.fingerprint:
            self.outcome.is_as_shown = False
        if self.outcome.problems or not self.outcome.is_as_shown:
            raise _Refused

    def _broken_rules(self):
        rules = RULES.get(self._meta.model, [])
        return [
            (row.slug, sentence)
            for rule in rules
            for row, sentence in rule()
            if isinstance(row, self._meta.model)
        ]


@cache
def resource_of(model):
    """The resource of a noun."""
    columns = columns_of(model)
    options = {
        "fields": list(columns),
        "import_id_fields": ["slug"],
        "skip_diff": True,  # import_export copies every entry for it; the cells tell more
        "store_instance": True,
        "chunk_size": 2_000,
    }
    made = modelresource_factory(model, EntryResource, options, columns)
    made.fields = columns  # in their own order
    return made


def _fault(column, sentence):
    return {column: [ValidationError(sentence)]}


def _problems(error, number, row):
    """The faults of a row, each at its column where it has one."""
    for name, messages in error.message_dict.items():
        for message in dict.fromkeys(messages):
            # The constraints of the database name their column at the beginning of the sentence.
            named = re.match(r"(\w+): (.*)", message, re.DOTALL)
            column = "" if name == NON_FIELD_ERRORS else name
            if not column and named:
                column, message = named[1], named[2]
            yield Problem(number, column, row.get(column, ""), message)


def word_changes(before: str, after: str) -> list[tuple[str, str]]:
    """The text as pieces, each (kind, piece) with the kind "same", "removed" or "added"."""
    old, new = (re.findall(r"\w+\s*|[^\w\s]\s*|\s+", text) for text in (before, after))
    if len(old) + len(new) > MOST_WORDS:
        old, new = [before], [after]
    pieces = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[i1:i2])))
            continue
        pieces += [("removed", "".join(old[i1:i2]))] * (i2 > i1)
        pieces += [("added", "".join(new[j1:j2]))] * (j2 > j1)
    return pieces
