"""New rows of the record, checked one by one and written many at a time, each with its history."""

from django.db import connection
from django.utils import timezone

from relations.models import Entry

ROWS_AT_ONCE = 2000
NUMBERS_AT_ONCE = 500


def check(row):
    """Raise ValidationError for a row whose values are wrong.

    The entries it refers to are known to be there. Whether it breaks a constraint the database
    says, which is asked for many rows at once.
    """
    columns = [column for column in row._meta.concrete_fields if column.is_relation]
    known = [column.name for column in columns if getattr(row, column.attname) is not None]
    row.full_clean(exclude=known, validate_unique=False, validate_constraints=False)


def write_together(rows, reason, now):
    """Write new rows of one model, and their history with this reason and time.

    Raises IntegrityError if the database refuses one; the caller then rolls back.
    """
    model = type(rows[0])
    if issubclass(model, Entry):
        for row in rows:
            row.updated_at = timezone.now()
    model._base_manager.bulk_create(rows)
    model.history.bulk_history_create(rows, default_change_reason=reason, default_date=now)


class RowNumbers:
    """Numbers for new rows of a model, known before the rows are written.

    Whoever takes them has the turn to write the record.
    """

    def __init__(self, model):
        self.table = model._meta.db_table
        self.reserved = []
        self.last = None  # of SQLite, which has no sequence to reserve from

    def next(self):
        if not self.reserved:
            self.reserved = list(reversed(self._reserve()))
        return self.reserved.pop()

    def _reserve(self):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                    [self.table, NUMBERS_AT_ONCE],
                )
                return [number for (number,) in cursor]
            if self.last is None:
                cursor.execute(
                    "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s",
                    [self.table],
                )
                (self.last,) = cursor.fetchone()
            first, self.last = self.last + 1, self.last + NUMBERS_AT_ONCE
            return range(first, self.last + 1)
