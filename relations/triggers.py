"""Triggers of the database, written once for both: made, found again, removed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trigger:
    """A trigger of one table; `body` is what the database keeps of it, to be compared."""

    name: str
    table: str
    body: str
    creation: tuple


def trigger(vendor, name, table, when, body, each="ROW", added=None):
    """A trigger that runs `body`, statements of SQL, at `when`, such as `AFTER INSERT`.

    On PostgreSQL one for each statement may read the rows that it adds, from a table `added`.
    """
    if vendor == "sqlite":
        sql = f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} BEGIN\n{body};\nEND"
        return Trigger(name, table, sql, (sql,))
    # What is returned counts before a row is written only.
    body = f"DECLARE revision_now bigint;\nBEGIN\n{body};\nRETURN NEW;\nEND"
    function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
    on = f"{table} REFERENCING NEW TABLE AS {added}" if added else table
    sql = f"CREATE TRIGGER {name} {when} ON {on} FOR EACH {each} EXECUTE FUNCTION {name}()"
    return Trigger(name, table, body, (function, sql))


INSTALLED = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname, relname, prosrc FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid"
        " JOIN pg_proc ON tgfoid = pg_proc.oid WHERE NOT tgisinternal AND tgenabled <> 'D'"
        " AND relnamespace = current_schema()::regnamespace"
    ),
}


def installed(cursor, prefix):
    """Name of each trigger that is there and begins with `prefix` → (table, body)."""
    cursor.execute(INSTALLED[cursor.db.vendor])
    return {name: (table, body) for name, table, body in cursor if name.startswith(prefix)}


def are_installed(cursor, prefix, triggers):
    """Whether these and no others are there."""
    wanted = {each.name: (each.table, each.body) for each in triggers}
    return installed(cursor, prefix) == wanted


def install(cursor, prefix, triggers):
    """Put these in the place of all that are there."""
    remove(cursor, prefix)
    for each in triggers:
        for sql in each.creation:
            cursor.execute(sql)


def remove(cursor, prefix):
    for name in installed(cursor, prefix):
        if cursor.db.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION {name} CASCADE")
        else:
            cursor.execute(f"DROP TRIGGER {name}")
