"""What somebody wants to write, row by row, as data that can be kept, shown and carried out later.

A change is a dictionary: `model`, the name of the model; `id`, the row's number, below zero for a
row that is not there yet; `before` and `after`, the columns that differ, by the names of their
columns, and None for a row that is to be made or to be removed.
"""

from django.apps import apps
from django.core.exceptions import ValidationError

from relations.desk.families import family_of
from relations.imprecise_date_fields import DerivedBoundField
from relations.models import Entry, Link


class Conflict(Exception):
    """What was to be changed is not what it was; `rows` are (row or None, change)."""

    def __init__(self, rows):
        self.rows = rows
        super().__init__(f"{len(rows)} rows were changed since.")


def content_fields(model):
    """The columns that say something, in the order of the model: none of the desk, none derived."""
    left_out = {"id", *(Entry.WORKFLOW_FIELDS if issubclass(model, Entry) else ())}
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in left_out and not isinstance(field, DerivedBoundField)
    ]


def content_of(row):
    """Column → value of what the row says."""
    return {field.attname: getattr(row, field.attname) for field in content_fields(type(row))}


def picture(head):
    """(name of the model, row number) → content, for an entry and all that belongs to it."""
    family = family_of(type(head)._base_manager.get(pk=head.pk))
    return {(row._meta.model_name, row.pk): content_of(row) for row in (family.head, *family.rows)}


def changes_between(before, after):
    """The changes that lead from one picture to another."""
    changes = []
    for model, pk in [*after, *(key for key in before if key not in after)]:
        old, new = before.get((model, pk)), after.get((model, pk))
        if old and new:
            differing = [name for name in new if new[name] != old[name]]
            old, new = ({name: side[name] for name in differing} for side in (old, new))
        if old or new:
            changes.append({"model": model, "id": pk, "before": old or None, "after": new or None})
    return changes


def number_new_rows(changes, known):
    """Give rows that `known`, a picture, does not have a number below zero, to keep them apart.

    Their present numbers were given in a transaction that is undone, and may be given again.
    """
    lowest = min((change["id"] for change in changes), default=0)
    lowest = min(lowest, 0)
    for change in changes:
        if change["id"] > 0 and (change["model"], change["id"]) not in known:
            lowest -= 1
            change["id"] = lowest


def carry_out(changes, *, reason, author=None, finish=lambda row: None, provisional=False):
    """Write the changes; the rows that were written, in their order.

    Raises Conflict, having written nothing that lasts, if a row is not what it was: whoever calls
    is in a transaction and undoes it. `finish` may set more on each row before it is saved;
    `provisional` keeps the numbers below zero of new rows, for a transaction that will be undone.
    """
    rows = [_row(change) for change in changes]
    stale = [
        (row, change) for row, change in zip(rows, changes, strict=True) if not _fits(row, change)
    ]
    if stale:
        raise Conflict(stale)
    written = []
    for row, change in zip(rows, changes, strict=True):
        if row is None:
            row = _model(change)(pk=change["id"] if provisional else None)
        row._change_reason, row._history_user = reason, author
        if change["after"] is None:
            row.delete()
            continue
        for name, value in change["after"].items():
            setattr(row, name, value)
        finish(row)
        row.full_clean(exclude=["id"] if provisional else None)
        row.save(force_insert=row._state.adding)
        written.append(row)
    return written


def touch(rows, instant):
    """Give rows the time at which they were changed in a transaction that will be undone."""
    for row in rows:
        if isinstance(row, Entry):
            type(row)._base_manager.filter(pk=row.pk).update(updated_at=instant)


def _model(change):
    return apps.get_model("relations", change["model"])


def _row(change):
    """The row to be changed, locked; None if there is none."""
    if change["id"] < 0:
        return None
    model = _model(change)
    return model._base_manager.select_for_update(of=("self",)).filter(pk=change["id"]).first()


def _fits(row, change):
    """Whether the row still says what it said when the change was proposed."""
    if change["before"] is None:
        return row is None
    if row is None or (change["after"] is None and not isinstance(row, Link)):
        return False
    return all(getattr(row, name) == value for name, value in change["before"].items())


def problems_of(error: ValidationError):
    """The sentences of an error, each with its field."""
    if hasattr(error, "error_dict"):
        return [
            text if name == "__all__" else f"{name}: {text}"
            for name, texts in error.message_dict.items()
            for text in texts
        ]
    return error.messages
