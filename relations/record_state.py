"""Which state the record is in, asked so cheaply that every answer can begin with it."""

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

# The number alone would be the same again after a backup was restored and something else changed.
STATE = """
    SELECT number, (SELECT CAST(changed_at AS text) FROM relations_change ORDER BY id DESC LIMIT 1)
    FROM relations_revision"""


def record_state():
    """What differs after every change that is committed: revision and time of the last one.

    None if the database does not answer, or has no record yet. This is asked of the driver itself:
    Django's cursor would take as long again.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.in_atomic_block:
        return _ask(database)
    database.close_if_unusable_or_obsolete()
    for _ in range(2):
        try:
            return _ask(database)
        except (DatabaseError, InterfaceError, database.Database.Error):
            database.close()  # it may have been cut off since it was last used
    return None


def _ask(database):
    database.ensure_connection()
    return database.connection.execute(STATE).fetchone()
