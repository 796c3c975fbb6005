"""Numbers of all pages are counted once, and anew whenever the record is another."""

from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api import kept_counts
from tests import builders
from tests.api.wire import ask

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]

LIST = "/api/v1/statements?count=true&facet=mode"
COUNTS = "COUNT("


@pytest.fixture(autouse=True)
def nothing_kept():
    kept_counts._kept.clear()


def target_of(address):
    """An address as it stands in a request line."""
    return urlunsplit(("", "", *urlsplit(address)[2:]))


def counting(target):
    """The answer, and how many queries it took to count."""
    with CaptureQueriesContext(connection) as queries:
        answer = ask(target)
    assert answer.status == 200
    return answer.json(), sum(COUNTS in query["sql"] for query in queries)


def test_other_pages_orders_and_sizes_are_not_counted_again():
    for _ in range(3):
        builders.a_statement()
    first, queries = counting(f"{LIST}&page_size=1")
    assert queries == 2
    for target in (target_of(first["next"]), f"{LIST}&ordering=slug"):
        page, queries = counting(target)
        assert queries == 0
        assert (page["count"], page["facets"]) == (first["count"], first["facets"])


@pytest.mark.parametrize("asked", ["search=zebra", "mode=direct", "as_of=2001-01-01", "issue=fish"])
def test_other_filters_are_counted_for_themselves(asked):
    builders.an_issue(slug="fish")
    statement = builders.a_statement()
    whole, _ = counting(LIST)
    assert (whole["count"], whole["facets"]["mode"][0]["count"]) == (1, 1)
    filtered, _ = counting(f"{LIST}&{asked}")
    holds = {"as_of=2001-01-01": statement.said_earliest is None, f"mode={statement.mode}": True}
    assert filtered["count"] == int(holds.get(asked, False))
    assert len(filtered["facets"]["mode"]) == filtered["count"]


def test_years_are_counted_for_each_reading_of_dates():
    builders.a_statement(said_on="2024-12/2025-01")
    counted = "/api/v1/statements?facet=year&certainty="
    possible, _ = counting(f"{counted}possible")
    certain, _ = counting(f"{counted}certain")
    assert [each["value"] for each in possible["facets"]["year"]] == ["2024", "2025"]
    assert certain["facets"]["year"] == []


def test_the_past_is_counted_for_itself():
    builders.a_statement()
    now, _ = counting(LIST)
    then, _ = counting(f"{LIST}&recorded_at=2001-01-01")
    assert (now["count"], then["count"]) == (1, 0)
    assert then["facets"]["mode"] == []


def test_after_a_change_everything_is_counted_anew():
    builders.a_statement()
    before, _ = counting(LIST)
    builders.a_statement()
    after, queries = counting(LIST)
    assert (before["count"], after["count"], queries) == (1, 2, 2)


def test_a_search_is_counted_once_for_all_its_pages():
    for _ in range(2):
        builders.an_issue(name="Zebra")
    first, queries = counting("/api/v1/search?q=zebra&page_size=1")
    assert queries > 0
    again, queries = counting(target_of(first["next"]))
    assert queries == 0
    assert again["facets"] == first["facets"]
    other, queries = counting("/api/v1/search?q=lion")
    assert queries > 0
    assert all(each["count"] == 0 for each in other["facets"]["kind"])


def test_who_asks_past_the_layer_is_counted_for_anew(reader):
    """Without a state there is nothing to keep a count under."""
    builders.a_statement()
    assert reader.get_json(LIST)["count"] == 1
    assert not kept_counts._kept
