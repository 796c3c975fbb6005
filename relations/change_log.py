"""The triggers that number and log every change of the record, made from the models.

Each row written raises the revision by one and logs the entries it touches: itself, the entries
that show it as a part, and those that are public only if it is. Whatever writes is caught: admin,
loader, `loaddata`, bulk, SQL.

The row of the revision is locked until the writer commits, so revisions are committed in their
order: who has read up to one can never miss a smaller one that comes later, as with a sequence.
Writers wait for each other. On PostgreSQL each takes this lock before any other, by a trigger
that runs before the statement: else two who had locked rows of the record could wait in a circle.
"""

from dataclasses import dataclass, replace

from django.apps import apps as current_apps
from django.db import connections, transaction
from django.db.models import CASCADE

from relations import triggers

REVISION, LOG = "relations_revision", "relations_change"
PREFIX = "relations_log_"
# Parts that are shown in another entry, beside those that are deleted with it.
SHOWN_IN = {"office": ("person",)}
EVENTS = ("insert", "update", "delete")


TAKE_TURN = f"PERFORM 1 FROM {REVISION} WHERE id = 1 FOR UPDATE"
BEGIN = (
    f"INSERT INTO {REVISION} (id, number) SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM {REVISION})"
)
COUNT_UP = f"UPDATE {REVISION} SET number = number + 1 WHERE id = 1"
LAST_REVISION = f"(SELECT number FROM {REVISION} WHERE id = 1)"


@dataclass(frozen=True)
class Dialect:
    """Where the two databases differ: how to count up and tell the number, time, comparison.

    `new` is what the row is called that was written, or each of those that `written` adds to what
    is read, by a statement that writes many.
    """

    count_up: tuple
    revision: str
    now: str
    differs: str
    new: str = "NEW"
    written: str = ""


SQLITE = Dialect(
    # `flush` deletes the revision before the rows of the record.
    (BEGIN, COUNT_UP),
    LAST_REVISION,
    "strftime('%Y-%m-%d %H:%M:%f', 'now')",
    "IS NOT",
)
POSTGRESQL = Dialect(
    # A variable: each look at a row walks over all versions that its transaction has made of it.
    (f"{COUNT_UP} RETURNING number INTO revision_now",),
    "revision_now",
    "clock_timestamp()",
    "IS DISTINCT FROM",
)
# Rows that one statement adds are logged together, each with a revision of its own as ever.
ADDED = "added"
POSTGRESQL_INSERT = replace(
    POSTGRESQL,
    count_up=(
        f"UPDATE {REVISION} SET number = number + (SELECT COUNT(*) FROM {ADDED}) WHERE id = 1"
        f" RETURNING number - (SELECT COUNT(*) FROM {ADDED}) INTO revision_now",
    ),
    revision="revision_now + n.place",
    new="n",
    written=f", (SELECT *, ROW_NUMBER() OVER (ORDER BY id) AS place FROM {ADDED}) n",
)
DIALECTS = {
    "sqlite": dict.fromkeys(EVENTS, SQLITE),
    "postgresql": {**dict.fromkeys(EVENTS, POSTGRESQL), "insert": POSTGRESQL_INSERT},
}


def logged_models(apps=current_apps):
    """Every model of the record, as it is or as it was at a migration: what has a history."""
    models = {
        model._meta.model_name: model for model in apps.get_app_config("relations").get_models()
    }
    return [model for name, model in models.items() if f"historical{name}" in models]


# Which entries a row touches -----------------------------------------------------------------
def is_entry(model):
    return any(field.name == "publication_status" for field in model._meta.concrete_fields)


def foreign_keys(model):
    """Foreign keys to other entries; those to accounts are no part of the record."""
    fields = model._meta.concrete_fields
    return [field for field in fields if field.many_to_one and is_entry(field.related_model)]


def owners(model):
    """Foreign keys to the entries that show a row as a part of theirs."""
    shown_in = SHOWN_IN.get(model._meta.model_name, ())
    return [
        field
        for field in foreign_keys(model)
        if field.remote_field.on_delete is CASCADE or field.name in shown_in
    ]


def conditions_of_publication(model):
    """Foreign keys to entries that must be public for a row to be: as `.published()` has it."""
    return [
        field
        for field in foreign_keys(model)
        if not field.null or field.remote_field.on_delete is CASCADE
    ]


def is_public(model, alias, depth=1):
    """SQL: whether the row `alias` is public."""
    parts = [f"{alias}.publication_status = 'published'"] if is_entry(model) else []
    for field in conditions_of_publication(model):
        other, column = f"t{depth}", f"{alias}.{field.column}"
        found = (
            f"EXISTS (SELECT 1 FROM {_table(field.related_model)} {other} WHERE"
            f" {other}.id = {column} AND {is_public(field.related_model, other, depth + 1)})"
        )
        parts.append(f"({column} IS NULL OR {found})" if field.null else found)
    return " AND ".join(parts)


def ways_to(model, target, new, depth=1):
    """SQL conditions, one for each way on which a row of `model` depends on `new` of `target`."""
    alias = f"t{depth}"
    for field in conditions_of_publication(model):
        related, column = field.related_model, f"t{depth - 1}.{field.column}"
        if related is target:
            yield f"{column} = {new}.id"
        for way in ways_to(related, target, new, depth + 1):
            yield f"{column} IN (SELECT {alias}.id FROM {_table(related)} {alias} WHERE {way})"


# Statements ----------------------------------------------------------------------------------
def log_rows(model, dialect, condition, revision=None):
    """SQL that logs the rows of `model` (as t0) for which the condition holds."""
    return (
        f"INSERT INTO {LOG} (revision, model, row_id, slug, is_public, changed_at)"
        f" SELECT {revision or dialect.revision}, '{model._meta.model_name}', t0.id, t0.slug,"
        f" ({is_public(model, 't0')}), {dialect.now} FROM {_table(model)} t0{dialect.written}"
        f" WHERE {condition}"
    )


def log_as_gone(model, dialect, condition=""):
    """SQL that logs that no entry has the slug of OLD any more."""
    return (
        f"INSERT INTO {LOG} (revision, model, row_id, slug, is_public, changed_at)"
        f" SELECT {dialect.revision}, '{model._meta.model_name}', OLD.id, OLD.slug,"
        f" (1 = 0), {dialect.now}{condition}"
    )


def statements(model, models, event, dialect):
    """The SQL statements of one trigger."""
    yield from dialect.count_up
    if is_entry(model):
        if event == "delete":
            yield log_as_gone(model, dialect)
        else:
            yield from _log_entry(model, models, event, dialect)
    for field in owners(model):
        shown = f"t0.id = {{row}}.{field.column}"
        moved = f" AND NEW.{field.column} {dialect.differs} OLD.{field.column}"
        if event != "delete":
            yield log_rows(field.related_model, dialect, shown.format(row=dialect.new))
        if event != "insert":
            left = shown.format(row="OLD") + (moved if event == "update" else "")
            yield log_rows(field.related_model, dialect, left)


def _log_entry(model, models, event, dialect):
    changed = ""
    if event == "update":
        yield log_as_gone(model, dialect, " WHERE NEW.slug <> OLD.slug")
        names = ["publication_status", *(each.column for each in conditions_of_publication(model))]
        changed = " OR ".join(f"NEW.{name} {dialect.differs} OLD.{name}" for name in names)
        changed = f" AND ({changed})"
    yield log_rows(model, dialect, f"t0.id = {dialect.new}.id")
    # On insert too: a row may be written before one it needs, within one transaction.
    for dependent in filter(is_entry, models):
        for way in ways_to(dependent, model, dialect.new):
            yield log_rows(dependent, dialect, way + changed)


def _table(model):
    return model._meta.db_table


# Triggers ------------------------------------------------------------------------------------
def log_triggers(models, vendor):
    """Every trigger of these models, by name."""
    made = []
    for model in models:
        name, table = f"{PREFIX}{model._meta.model_name}", _table(model)
        for event, dialect in DIALECTS[vendor].items():
            body = ";\n".join(statements(model, models, event, dialect))
            when = f"AFTER {event.upper()}"
            many = {"each": "STATEMENT", "added": ADDED} if dialect.written else {}
            made.append(triggers.trigger(vendor, f"{name}_{event}", table, when, body, **many))
        if vendor == "postgresql":
            when = "BEFORE INSERT OR UPDATE OR DELETE"
            made.append(
                triggers.trigger(vendor, f"{name}_turn", table, when, TAKE_TURN, "STATEMENT")
            )
    return {trigger.name: trigger for trigger in made}


def install(connection, apps=current_apps):
    """Make the triggers what the models say; where they were not, log every entry anew."""
    models = logged_models(apps)
    wanted = log_triggers(models, connection.vendor).values()
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute(BEGIN)
        if triggers.are_installed(cursor, PREFIX, wanted):
            return
        triggers.install(cursor, PREFIX, wanted)
        # Nobody logged what was written while a trigger was missing.
        for model in filter(is_entry, models):
            _log_all(model, cursor)


def remove(connection):
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        triggers.remove(cursor, PREFIX)


def _log_all(model, cursor):
    """Log every entry there is, and every one that is gone, each with a revision of its own."""
    dialect, name = DIALECTS[cursor.db.vendor]["update"], model._meta.model_name
    numbered = f"{LAST_REVISION} + ROW_NUMBER() OVER (ORDER BY t0.id)"
    everything = log_rows(model, dialect, "1 = 1", numbered)
    gone = (
        f"INSERT INTO {LOG} (revision, model, row_id, slug, is_public, changed_at)"
        f" SELECT {LAST_REVISION} + ROW_NUMBER() OVER (ORDER BY slug), '{name}', MAX(row_id),"
        f" slug, (1 = 0), {dialect.now} FROM {LOG} logged WHERE model = '{name}' AND is_public"
        # Not by NOT IN, which PostgreSQL reads anew for each row where there are many.
        f" AND NOT EXISTS (SELECT 1 FROM {_table(model)} t0 WHERE t0.slug = logged.slug)"
        f" GROUP BY slug"
    )
    for sql in (everything, gone):
        cursor.execute(sql)
        cursor.execute(
            f"UPDATE {REVISION} SET number = (SELECT MAX(revision) FROM {LOG})"
            f" WHERE number < (SELECT MAX(revision) FROM {LOG})"
        )


# Signals -------------------------------------------------------------------------------------
def before_migrations(sender, using, plan, **kwargs):
    """SQLite remakes a table that is altered, and cannot while a trigger elsewhere names it."""
    if plan:
        remove(connections[using])


def after_migrations(sender, using, apps=current_apps, **kwargs):
    """After `migrate`, and after `flush`, which takes away the row of the revision."""
    tables = {model._meta.db_table for model in apps.get_app_config(sender.label).get_models()}
    if LOG in tables:
        install(connections[using], apps)
