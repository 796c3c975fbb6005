"""The tables of the record beside what history tells of them: whose the rows are as they stand.

A row belongs to the loader as long as it stands as the loader last left it.
"""

from relations.record_batches import RowNumbers
from relations.record_fields import columns_in_files, values_left_out

REASON = "Loaded from fixtures"


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
        self.history = model.history.model.objects
        self.with_history = set(self.history.values_list("id", flat=True))
        self.in_files = {column.name: column for column in columns_in_files(model)}
        self.left_out = values_left_out(model)
        self.columns = [column.attname for column in self.in_files.values()]
        # Of this loader: a person's version is another's, whatever reason they give.
        by_loader = self.history.filter(
            history_user=None, history_change_reason__regex=rf"^{REASON} [0-9a-f]{{12}}$"
        )
        versions = by_loader.order_by("history_date", "history_id").values("id", *self.columns)
        self.left = {version["id"]: version for version in versions.iterator()}

    def was_deleted(self, key):
        """Whether a row had this key, which none has now, before this run."""
        if not self.with_history:
            return False
        return self.history.filter(**dict(zip(self.key, key, strict=True))).exists()

    def changed_since(self, row):
        """Columns in which the row is another than the loader left it; all if it never wrote it."""
        if row.pk not in self.with_history:  # loaded by `loaddata`, which writes no history
            return set()
        left = self.left.get(row.pk)
        return {name for name in self.columns if not left or left[name] != getattr(row, name)}

    def take_over(self, row, told, reason, now):
        """Let a row that is as the files say belong to the loader, if it does not yet.

        Not where somebody changed a column of which the files tell nothing: `told` are those of
        which they do.
        """
        changed = self.changed_since(row)
        has_history = row.pk in self.with_history
        if (has_history and not changed) or not changed <= set(told):
            return
        self.model.history.bulk_history_create(
            [row], update=has_history, default_change_reason=reason, default_date=now
        )
        self.with_history.add(row.pk)

    def rows_no_longer_in_files(self):
        return [
            row for key, row in self.rows.items() if row.pk in self.left and key not in self.seen
        ]
