"""A time limit for the queries of one request on SQLite; PostgreSQL has `statement_timeout`.

SQLite calls back every so many steps of a query; once the request's time is up, the answer to that
call interrupts the query with OperationalError "interrupted", and the connection stays usable.
"""

import threading
import time

from django.conf import settings
from django.db.backends.signals import connection_created
from django.dispatch import receiver

STEPS_BETWEEN_LOOKS = 20_000

_request = threading.local()


class QueryDeadline:
    """Middleware: the queries of a request end in time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        _request.ends_at = time.monotonic() + settings.STATEMENT_TIMEOUT_MS / 1000
        try:
            return self.get_response(request)
        finally:
            _request.ends_at = None


def _is_over():
    ends_at = getattr(_request, "ends_at", None)
    return int(ends_at is not None and time.monotonic() > ends_at)


@receiver(connection_created)
def watch(sender, connection, **kwargs):
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(_is_over, STEPS_BETWEEN_LOOKS)
