"""The tables of the record beside what history tells of them: whose the rows are as they stand.

A row belongs to the loader as long as it stands as the loader last left it.
"""

import re
from functools import cached_property

from relations.record_batches import RowNumbers
from relations.record_fields import columns_in_files, values_left_out

REASON = "Loaded from fixtures"
LOADED = re.compile(rf"{REASON} [0-9a-f]{{12}}")  # with the fingerprint of the files


class Table:
    """The rows of one model, found by natural key, and how the loader last left each."""

    def __init__(self, model):
        self.model = model
        self.key = [model._meta.get_field(name).attname for name in model.natural_key_fields]
        self.rows = {
            tuple(getattr(row, attname) for attname in self.key): row
            # Locked, so that nobody's change is stored between this look and the save.
            for row in model._base_manager.select_for_update()
        }
        self.seen = set()
        self.numbers = RowNumbers(model)
        self.in_files = {column.name: column for column in columns_in_files(model)}
        self.left_out = values_left_out(model)
        self.columns = [column.attname for column in self.in_files.values()]

    @cached_property
    def history(self):
        """What the versions of all rows that are or were in the table say."""
        return History(self.model, self.key, self.columns)

    def was_deleted(self, key):
        """Whether a row had this key, which none has now, before this run."""
        return key in self.history.keys

    def changed_since(self, row):
        """Columns in which the row is another than the loader left it; all if it never wrote it."""
        if row.pk not in self.history.pks:  # loaded by `loaddata`, which writes no history
            return set()
        left = self.history.left.get(row.pk)
        return {name for name in self.columns if not left or left[name] != getattr(row, name)}

    def take_over(self, row, told, reason, now):
        """Let a row that is as the files say belong to the loader, if it does not yet.

        Not where somebody changed a column of which the files tell nothing: `told` are those of
        which they do.
        """
        changed = self.changed_since(row)
        has_history = row.pk in self.history.pks
        if (has_history and not changed) or not changed <= set(told):
            return
        self.model.history.bulk_history_create(
            [row], update=has_history, default_change_reason=reason, default_date=now
        )
        self.history.pks.add(row.pk)

    def rows_no_longer_in_files(self):
        unseen = [row for key, row in self.rows.items() if key not in self.seen]
        return [row for row in unseen if row.pk in self.history.left]


class History:
    """All versions of the rows of one model, read once.

    `pks` and `keys` are the primary and the natural keys of rows that have a version, `left` what
    the loader last left of each row that it wrote: {pk: version}.
    """

    def __init__(self, model, key, columns):
        self.pks, self.keys, self.left = set(), set(), {}
        names = ("id", "history_user", "history_change_reason", *columns)
        versions = model.history.order_by("history_date", "history_id").values(*names)
        for version in versions.iterator():
            self.pks.add(version["id"])
            self.keys.add(tuple(version[attname] for attname in key))
            # A version of a person is not the loader's, whatever reason the person gave.
            by_loader = LOADED.fullmatch(version["history_change_reason"] or "")
            if by_loader and version["history_user"] is None:
                self.left[version["id"]] = version
