"""Nobody publishes what they wrote: held by the database itself, whatever writes to it.

The constraint of each table compares who sent an entry for review with who published it. A trigger
adds all others who wrote on it since it was last published, as the log of steps has them.
"""

from django.apps import apps as current_apps
from django.db import connections, transaction

from relations import triggers
from relations.change_log import is_entry, logged_models

PREFIX = "relations_eyes_"
LOG = "relations_reviewevent"
REFUSAL = "four eyes: who wrote an entry cannot publish it"


def wrote(model):
    """SQL: whether the reviewer of NEW wrote on it since it was last published."""
    of_entry = f"model = '{model._meta.model_name}' AND row_id = NEW.id"
    published = f"SELECT MAX(id) FROM {LOG} WHERE {of_entry} AND step = 'published'"
    return (
        f"EXISTS (SELECT 1 FROM {LOG} WHERE {of_entry} AND step = 'wrote'"
        f" AND actor_id = NEW.reviewed_by_id AND id > COALESCE(({published}), 0))"
    )


DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


def eyes_triggers(models, vendor):
    """The triggers of these models: when an entry becomes public, or another version of it does."""
    for model in models:
        name, table = f"{PREFIX}{model._meta.model_name}", model._meta.db_table
        columns = ("publication_status", "reviewed_by_id", "version")
        changed = " OR ".join(f"NEW.{each} {DIFFERS[vendor]} OLD.{each}" for each in columns)
        for event, condition in (("insert", ""), ("update", f" AND ({changed})")):
            broken = f"NEW.publication_status = 'published'{condition} AND {wrote(model)}"
            if vendor == "sqlite":
                body = f"SELECT RAISE(ABORT, '{REFUSAL}') WHERE {broken}"
            else:
                refuse = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation'"
                body = f"IF {broken} THEN {refuse}; END IF"
            yield triggers.trigger(
                vendor, f"{name}_{event}", table, f"BEFORE {event.upper()}", body
            )


def watch(sender, using, apps=current_apps, **kwargs):
    """After `migrate`: make the triggers what the models say."""
    tables = {model._meta.db_table for model in apps.get_app_config(sender.label).get_models()}
    if LOG not in tables:
        return
    connection = connections[using]
    models = [model for model in logged_models(apps) if is_entry(model)]
    wanted = list(eyes_triggers(models, connection.vendor))
    with transaction.atomic(using), connection.cursor() as cursor:
        if not triggers.are_installed(cursor, PREFIX, wanted):
            triggers.install(cursor, PREFIX, wanted)


def look_away(sender, using, plan, **kwargs):
    """SQLite remakes a table that is altered, and its triggers would stand in the way."""
    if plan:
        with transaction.atomic(using), connections[using].cursor() as cursor:
            triggers.remove(cursor, PREFIX)
