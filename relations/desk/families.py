"""An entry and all that is read as part of it: its links, its citations, its parts and theirs."""

from dataclasses import dataclass

from relations.affected_rows import ChangedRows
from relations.change_log import foreign_keys, owners
from relations.models import Entry, recorded_models
from relations.vocabularies import PublicationStatus


@dataclass(frozen=True)
class Family:
    """The entry at the head, and the rows that belong to it, each after what it belongs to."""

    head: Entry
    rows: tuple

    @property
    def entries(self):
        """The head and the entries of the family, without the links."""
        return [self.head, *(row for row in self.rows if isinstance(row, Entry))]

    def among(self, model):
        """The rows of one model, as a queryset."""
        rows = [row.pk for row in (self.head, *self.rows) if isinstance(row, model)]
        return model.objects.filter(pk__in=rows)

    def with_status(self, *statuses):
        return [entry for entry in self.entries if entry.publication_status in statuses]

    def published_with(self, *statuses):
        """What becomes public with the entries in one of these states: they and their links."""
        chosen = {(type(entry), entry.pk) for entry in self.with_status(*statuses)}
        return [
            row
            for row in (self.head, *self.rows)
            if (type(row), row.pk) in chosen
            or (not isinstance(row, Entry) and not chosen.isdisjoint(_owners_of(row)))
        ]


def _owners_of(row):
    """Model and row number of each entry that a row belongs to."""
    fields = owners(type(row))
    return [(field.related_model, getattr(row, field.attname)) for field in fields]


def family_of(head, *, lock=False):
    """The family of an entry as it is stored; `lock` keeps others from changing it meanwhile."""
    rows, waiting, seen = [], [head], set()
    while waiting:
        owner = waiting.pop(0)
        for model, foreign_key in _belonging(type(owner)):
            # PostgreSQL locks no rows that a join may leave out, and `of` names the table itself.
            found = model._base_manager.filter(**{foreign_key: owner.pk}).order_by("pk")
            for row in found.select_for_update(of=("self",)) if lock else found:
                if (model, row.pk) not in seen:
                    seen.add((model, row.pk))
                    rows.append(row)
                    waiting.append(row)
    return Family(head, tuple(rows))


def _belonging(model):
    """Models whose rows belong to a row of `model`, with the name of their foreign key."""
    for other in recorded_models():
        for field in owners(other):
            if field.related_model is model:
                yield other, field.attname


def drafts_named_in(family):
    """Entries to which the family refers, and which are drafts of their own still."""
    own = {(type(row), row.pk) for row in (family.head, *family.rows)}
    found = {}
    for row in (family.head, *family.rows):
        for field in foreign_keys(type(row)):
            named = getattr(row, field.name)
            if named and named.publication_status == PublicationStatus.DRAFT:
                found.setdefault((type(named), named.pk), named)
    return [named for key, named in found.items() if key not in own]


def affected_by(family):
    """The rows that may break other rules after a change of the family: a function of the model."""
    changed = ChangedRows()
    for row in (family.head, *family.rows):
        changed.add(row, before={})
    return changed.affected()
