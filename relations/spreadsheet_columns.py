"""The columns of a spreadsheet of entries, made from the model: how a cell is written and read.

Entries are named by slug, lists of names are parted by ` | `, linked entries by a blank or `|`.
"""

import re

from django.db import models
from import_export.fields import Field
from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from relations.imprecise_date_fields import DerivedBoundField
from relations.models import (
    DevelopmentIssue,
    DevelopmentParty,
    Entry,
    NegotiationParty,
    PositionCondition,
    PositionStatement,
    RoundIssue,
    RoundParticipant,
    StatementIssue,
    StatementParty,
)
from relations.spreadsheet_files import as_text
from relations.vocabularies import vocabulary_of

# The column that lists the links of each kind, on the sheet of what they belong to.
LINK_COLUMNS = {
    NegotiationParty: "parties",
    RoundParticipant: "participants",
    RoundIssue: "issues",
    StatementParty: "parties",
    StatementIssue: "issues",
    PositionStatement: "statements",
    PositionCondition: "conditions",
    DevelopmentParty: "parties",
    DevelopmentIssue: "issues",
}
# What becomes of an entry is decided at the desk; what it says can be imported.
OF_THE_DESK = {field.name for field in Entry._meta.local_concrete_fields} - {"slug"}
# Compared with a document: a blank at either end belongs to it.
EXACT_TEXTS = {"text"}
SIGNS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
SIMILAR = 75  # of 100


class Slugs:
    """The slugs of the record, by model, looked up once for a whole import."""

    def __init__(self, model, rows):
        """`rows` are the numbers of the rows of the file that is read, by slug."""
        self._model = model
        self._rows = rows
        self._found = {}

    def pk(self, model, slug):
        """Row number of the entry. Raises ValueError with what may have been meant."""
        found = self._of(model)
        if slug not in found:
            raise ValueError(self._missing(model, slug, found))
        return found[slug]

    def add(self, entry):
        self._of(type(entry))[entry.slug] = entry.pk

    def _of(self, model):
        if model not in self._found:
            self._found[model] = dict(model.objects.order_by().values_list("slug", "pk"))
        return self._found[model]

    def _missing(self, model, slug, found):
        name = model._meta.verbose_name
        if model is self._model and slug in self._rows:
            return (
                f"The {name} “{slug}” is not stored yet: its row {self._rows[slug]} must come "
                "before this one, and be right."
            )
        similar = process.extractOne(slug, found.keys(), scorer=ratio, score_cutoff=SIMILAR)
        hint = f" Did you mean “{similar[0]}”?" if similar else " Enter its slug."
        return f"There is no {name} “{slug}”.{hint}"


class Column(Field):
    """One column. `read` and `value` give the same kind of value, and `write` makes a cell of it.

    A cell is a text, a whole number, a boolean or None. `why_readonly` says, where it can only be
    exported, why. `allowed` has (value, meaning) of each value of a closed set.
    """

    def __init__(self, name, help_text, *, needed=False, why_readonly="", allowed=()):
        super().__init__(attribute=name, column_name=name, readonly=bool(why_readonly))
        self.help_text = help_text
        self.needed = needed
        self.why_readonly = why_readonly
        self.allowed = allowed

    def export(self, entry, **options):
        """Called by import_export."""
        return self.write(self.value(entry))

    def text(self, entry):
        return as_text(self.export(entry))

    def value(self, entry):
        return getattr(entry, self.attribute)

    def write(self, value):
        return value

    def read(self, cell, slugs):
        """The value of a cell that is a text. Raises ValueError: what is wrong, what is allowed."""
        raise NotImplementedError

    def assign(self, entry, value, slugs):
        setattr(entry, self.attribute, value)


class TextColumn(Column):
    def read(self, cell, slugs):
        return cell if self.attribute in EXACT_TEXTS else cell.strip()


class TimeColumn(Column):
    """A day or a moment."""

    def write(self, value):
        return value.isoformat() if value else None


class NumberColumn(Column):
    def read(self, cell, slugs):
        if cell.strip() == "":
            return None
        if not re.fullmatch("[0-9]{1,9}", cell.strip()):
            raise ValueError("This is no whole number: use digits 0 to 9, nine at most.")
        return int(cell)


class SignColumn(Column):
    def read(self, cell, slugs):
        sign = cell.strip().lower()
        if sign and sign not in SIGNS:
            raise ValueError("Use true or false, or leave it empty.")
        return SIGNS.get(sign)


class ChoiceColumn(Column):
    default = None

    def read(self, cell, slugs):
        cell = cell.strip()
        if cell == "" and not self.needed:
            return self.default
        return _one_of(cell, [value for value, _ in self.allowed])


class NamesColumn(Column):
    def write(self, value):
        return " | ".join(value)

    def read(self, cell, slugs):
        return [name.strip() for name in cell.split("|") if name.strip()]


class EntryColumn(Column):
    """Another entry, by its slug, or an account, by its name."""

    def __init__(self, field, **options):
        super().__init__(field.name, **options)
        self.attname = field.attname
        self.related_model = field.related_model

    def value(self, entry):
        if getattr(entry, self.attname) is None:
            return ""
        related = getattr(entry, self.attribute)
        return related.slug if isinstance(related, Entry) else related.get_username()

    def read(self, cell, slugs):
        slug = cell.strip()
        if slug:
            slugs.pk(self.related_model, slug)
        return slug

    def assign(self, entry, value, slugs):
        setattr(entry, self.attname, slugs.pk(self.related_model, value) if value else None)


class LinksColumn(Column):
    """All links of one kind: slugs, and what else tells one from another behind a colon."""

    def __init__(self, link, name, **options):
        self.link = link
        self.owner, *self.key = link.natural_key_fields
        self.accessor = link._meta.get_field(self.owner).remote_field.related_name
        self.parts = [
            field
            for field in link._meta.concrete_fields
            if field.name != self.owner and (field.is_relation or field.choices)
        ]
        form = ":".join(field.name for field in self.parts)
        help_text = f"{link.__doc__} Each as `{form}`, several parted by a blank or “|”."
        super().__init__(name, help_text, **options)
        self.form = form

    def value(self, entry):
        links = getattr(entry, self.accessor).all() if entry.pk else ()
        return [self.key_of(link) for link in links]

    def key_of(self, link):
        """The parts of a link as texts."""
        values = [getattr(link, field.name) for field in self.parts]
        return tuple(getattr(value, "slug", value) or "" for value in values)

    def write(self, value):
        return " ".join(":".join(key) for key in value)

    def read(self, cell, slugs):
        keys = [tuple(item.split(":")) for item in re.split(r"[\s|]+", cell) if item]
        for key in keys:
            if len(key) != len(self.parts):
                raise ValueError(f"“{':'.join(key)}”: write it as {self.form}.")
            for part, field in zip(key, self.parts, strict=True):
                if field.is_relation:
                    slugs.pk(field.related_model, part)
                else:
                    _one_of(part, [value for value, _ in field.choices])
        return list(dict.fromkeys(keys))

    def assign(self, entry, value, slugs):
        """Links are rows of their own: they are stored once the entry is."""

    def link_changes(self, entry, keys, slugs):
        """The links to remove and the links to store, so that they are those of the keys."""
        stored = {self.key_of(link): link for link in getattr(entry, self.accessor).all()}
        removed = [link for key, link in stored.items() if key not in keys]
        return removed, [self._link(entry, key, slugs) for key in keys if key not in stored]

    def _link(self, entry, key, slugs):
        values = {
            field.attname: slugs.pk(field.related_model, part) if field.is_relation else part
            for part, field in zip(key, self.parts, strict=True)
        }
        return self.link(**{self.owner: entry}, **values)


def _one_of(value, allowed):
    if value not in allowed:
        raise ValueError(f"Use one of {', '.join(allowed)}.")
    return value


def columns_of(model) -> dict[str, Column]:
    """Every column of the sheet of a noun, by its name: first the slug, then as in the model."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    own = [field for field in fields if field.name not in OF_THE_DESK]
    own.sort(key=lambda field: field.name != "slug")
    columns = [_column(field) for field in own]
    columns += [_links(link, name) for link, name in LINK_COLUMNS.items() if _owner(link) is model]
    columns += [_column(field) for field in fields if field.name in OF_THE_DESK]
    return {column.column_name: column for column in columns}


def _owner(link):
    return link._meta.get_field(link.natural_key_fields[0]).related_model


def _links(link, name):
    told_by = {*link.natural_key_fields, "id"}
    is_told = {field.name for field in link._meta.concrete_fields} <= told_by
    return LinksColumn(
        link, name, why_readonly="" if is_told else "It is changed on the page of its entry."
    )


def _column(field):
    needed = not field.blank and not field.null and not field.has_default()
    options = {"help_text": field.help_text, "needed": needed, "why_readonly": _why_readonly(field)}
    if field.is_relation:
        return EntryColumn(field, **options)
    if field.choices:
        meanings = [
            (value, getattr(value, "definition", label)) for value, label in _members(field)
        ]
        column = ChoiceColumn(field.name, allowed=meanings, **options)
        column.default = field.get_default() or None
        return column
    kinds = {
        models.JSONField: NamesColumn,
        models.BooleanField: SignColumn,
        models.IntegerField: NumberColumn,
        models.DateField: TimeColumn,  # moments too
    }
    kind = next((kinds[each] for each in kinds if isinstance(field, each)), TextColumn)
    if kind is NamesColumn:
        options["help_text"] += " Several parted by “|”."
    return kind(field.name, **options)


def _members(field):
    """(value, label) of each choice, the value as member of its vocabulary where it has one."""
    vocabulary = vocabulary_of(value for value, _ in field.choices)
    return [(member, member.label) for member in vocabulary] if vocabulary else field.choices


def _why_readonly(field):
    if isinstance(field, DerivedBoundField):
        return f"It follows from `{field.text_name}`."
    if field.name == "publication_status":
        return "An import makes and changes drafts alone; a second person publishes them."
    return "It is kept by the desk." if field.name in OF_THE_DESK else ""
