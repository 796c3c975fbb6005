"""A time limit for the queries of one request on SQLite; PostgreSQL has `statement_timeout`.

Whoever reads many rows gives each portion of them a limit of its own, as PostgreSQL does.

SQLite calls back every so many steps of a query; once the request's time is up, the answer to that
call interrupts the query with OperationalError "interrupted", and the connection stays usable.
"""

import threading
import time
from contextlib import contextmanager

from django.conf import settings
from django.db.backends.signals import connection_created
from django.dispatch import receiver

STEPS_BETWEEN_LOOKS = 20_000

_request = threading.local()


@contextmanager
def time_limit():
    """The queries within end in time, counted from here."""
    before = getattr(_request, "ends_at", None)
    limit = settings.STATEMENT_TIMEOUT_MS  # 0 is none, as PostgreSQL has it
    _request.ends_at = time.monotonic() + limit / 1000 if limit else None
    try:
        yield
    finally:
        _request.ends_at = before


def each_in_time(rows):
    """The rows, with a new time limit for the step that leads to each."""
    end = object()
    rows = iter(rows)
    while True:
        with time_limit():
            row = next(rows, end)
        if row is end:
            return
        yield row


class QueryDeadline:
    """Middleware: the queries of a request end in time, unless its view `takes_long`.

    Such a view, for curators alone, bounds the rows it writes instead.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with time_limit():
            return self.get_response(request)

    def process_view(self, request, view, *arguments):
        if getattr(view, "takes_long", False):
            _request.ends_at = None


def _is_over():
    ends_at = getattr(_request, "ends_at", None)
    return int(ends_at is not None and time.monotonic() > ends_at)


@receiver(connection_created)
def watch(sender, connection, **kwargs):
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(_is_over, STEPS_BETWEEN_LOOKS)
