"""No query of a request outlives its time limit."""

import pytest
from django.db import OperationalError, connection
from django.test import override_settings

from api.deadline import QueryDeadline

pytestmark = pytest.mark.dialect

# Counts to a billion unless something stops it.
ENDLESS = """
    WITH RECURSIVE numbers (n) AS (
        SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000000000
    )
    SELECT count(*) FROM numbers"""


def run_endless_query(request):
    with connection.cursor() as cursor:
        cursor.execute(ENDLESS)


@pytest.fixture
def short_limit():
    with override_settings(STATEMENT_TIMEOUT_MS=100):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 100")
        yield


def test_endless_query_is_cut_off(db, short_limit):
    with pytest.raises(OperationalError, match=r"interrupted|statement timeout"):
        QueryDeadline(run_endless_query)(None)


@pytest.mark.django_db(transaction=True)
def test_connection_serves_on_after_the_cut(short_limit):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 100")
        with pytest.raises(OperationalError):
            QueryDeadline(run_endless_query)(None)
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
        if connection.vendor == "postgresql":
            cursor.execute("RESET statement_timeout")
