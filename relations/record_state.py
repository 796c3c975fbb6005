"""Which state the record is in, asked so cheaply that every answer can begin with it."""

from django.db import DatabaseError, InterfaceError, connection

# The number alone would be the same again after a backup was restored and something else changed.
STATE = """
    SELECT number, (SELECT CAST(changed_at AS text) FROM relations_change ORDER BY id DESC LIMIT 1)
    FROM relations_revision"""


def record_state():
    """What differs after every change that is committed: revision and time of the last one.

    None if the database does not answer, or has no record yet. This is asked of the driver itself:
    Django's cursor would take as long again.
    """
    if connection.in_atomic_block:
        return _ask()
    connection.close_if_unusable_or_obsolete()
    try:
        return _ask()
    except (DatabaseError, InterfaceError):
        connection.close()  # it may have been cut off since it was last used
    try:
        return _ask()
    except (DatabaseError, InterfaceError):
        return None


def _ask():
    with connection.wrap_database_errors:
        connection.ensure_connection()
        return connection.connection.execute(STATE).fetchone()
