"""The record as it stood at an earlier time, from the history that every change leaves.

World time (`as_of`) asks what had happened by a day; record time asks what this record said at an
instant. The two are independent, and any question can be asked of both.
"""

from contextlib import contextmanager

from django.db import connection

from relations.models import recorded_models
from relations.search_index import (
    SEARCHED,
    VECTOR,
    build_temporary_index,
    fts_table,
    vector_sql,
)


@contextmanager
def as_recorded_at(instant, *, with_search=False):
    """Inside, every table of the record shows its rows as they stood at `instant` (aware).

    A temporary view takes the place of each table, since both databases look for a name among the
    temporary ones first. So whatever is asked inside, related rows and links included, is asked of
    the past, by the same queries. Writing is not possible. What was retracted or deleted by then is
    gone, what was retracted later is still there. Does not nest.

    To search the past, say `with_search`: the words of the past have no index. SQLite makes one,
    PostgreSQL tables instead of views, so that it takes each text apart once.
    """
    models = recorded_models()
    made = []
    try:
        with connection.cursor() as cursor:
            for model in models:
                is_searched = with_search and model._meta.model_name in SEARCHED
                kind = "TABLE" if is_searched and connection.vendor == "postgresql" else "VIEW"
                rows = _past_rows(model, instant)
                cursor.execute(f"CREATE TEMPORARY {kind} {_table(model)} AS {rows}")
                made.append((kind, model._meta.db_table))
                if kind == "TABLE":  # else the planner takes it for a large one
                    cursor.execute(f"ANALYZE {_table(model)}")
        if with_search and connection.vendor == "sqlite":
            for model in models:
                if model._meta.model_name in SEARCHED:
                    build_temporary_index(connection, model)
                    made.append(("TABLE", fts_table(model._meta.db_table)))
        yield
    finally:
        _drop(made)


def _drop(made):
    try:
        with connection.cursor() as cursor:
            for kind, name in reversed(made):
                cursor.execute(f"DROP {kind} {TEMPORARY[connection.vendor]}.{_quoted(name)}")
    except BaseException:
        # The next user of this connection must not be answered from the past.
        connection.close()
        raise


TEMPORARY = {"sqlite": "temp", "postgresql": "pg_temp"}


def _past_rows(model, instant):
    """SQL of the newest version of each row that is not newer than `instant`.

    Told as a version without a newer one, and not by numbering them: so the planner can see
    through the view, and begin with the rows that a query asks for. What is joined to it is one
    empty row, since PostgreSQL would let a view of one table alone be written to.
    """
    history = _quoted(model.history.model._meta.db_table)
    columns = ", ".join(f"version.{_quoted(field.column)}" for field in model._meta.concrete_fields)
    if connection.vendor == "postgresql" and model._meta.model_name in SEARCHED:
        columns += f", {vector_sql(model._meta.model_name)} AS {VECTOR}"
    # A view takes no parameters; the value is no text of anybody's, but of a datetime.
    until = f"'{connection.ops.adapt_datetimefield_value(instant)}'"
    return f"""
        SELECT {columns} FROM {history} AS version CROSS JOIN (SELECT 1) AS one_row
        WHERE history_date <= {until} AND history_type <> '-' AND NOT EXISTS (
            SELECT 1 FROM {history} AS newer
            WHERE newer.id = version.id AND newer.history_date <= {until}
            AND (newer.history_date, newer.history_id) > (version.history_date, version.history_id)
        )"""


def _table(model):
    return _quoted(model._meta.db_table)


def _quoted(name):
    return connection.ops.quote_name(name)
