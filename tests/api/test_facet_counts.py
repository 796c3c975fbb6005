"""A facet's count is what the list counts once the value is added as a filter."""

import pytest
from django.db import transaction
from django.utils import timezone

from api.v1.urls import router
from relations.facets import MOST_VALUES
from tests.api.contract import LISTS, choices
from tests.api.test_filters import build_world
from tests.databases import RECORD, SCHEMA

pytestmark = pytest.mark.django_db

VIEWS = {f"/api/v1/{prefix}": view for prefix, view, _ in router.registry}


@pytest.fixture(scope="module", params=["world", "record"], autouse=True)
def entries(request, databases, django_db_setup, django_db_blocker):
    """First the small world of the filters, then the real record."""
    with django_db_blocker.unblock():
        if request.param == "world":
            with transaction.atomic():
                build_world()
                yield
                transaction.set_rollback(True)
        else:
            databases.use(RECORD)
            yield
            databases.use(SCHEMA)


def count(reader, path, query):
    return reader.get_json(path, count="true", page_size="1", **query)["count"]


def as_filter(path, facet, value):
    """The filter that the value of a facet stands for."""
    if facet != "year":
        return {facet: value}
    stem = VIEWS[path].model.objects.all().dated_by
    return {f"{stem}_after": value, f"{stem}_before": value}


def some_others(path, facet, counts):
    """Values with no entry. Years beyond the others may have entries without an end."""
    if facet == "year" or len(counts) == MOST_VALUES:
        return []
    kind = VIEWS[path].filterset_class.base_filters[facet]
    if hasattr(kind, "model"):
        possible = kind.model.objects.published().values_list("slug", flat=True)
    else:
        possible = kind.allowed_values
    return [value for value in possible if value not in counts][:1]


def facets_of(reader, path, names, **query):
    return reader.get_json(path, page_size="1", facet=names, **query)["facets"]


def assert_counts_hold(reader, path, query, names):
    """For the most frequent values, the rarest, and some that are not there."""
    for facet, values in facets_of(reader, path, names, **query).items():
        counts = {each["value"]: each["count"] for each in values}
        chosen = {*[*counts][:2], *[*counts][-1:], *some_others(path, facet, counts)}
        for value in chosen:
            expected = count(reader, path, {**query, **as_filter(path, facet, value)})
            assert counts.get(value, 0) == expected, (path, query, facet, value)


@pytest.mark.dialect
@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_count_is_what_the_list_has_with_the_value_as_a_filter(name, reader):
    """Values that the facet leaves out have no entry."""
    assert_counts_hold(reader, LISTS[name], {}, choices(name, "facet"))


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_count_holds_under_the_filters_given(name, reader):
    """Each facet under the most frequent value of the one before it."""
    path, names = LISTS[name], choices(name, "facet")
    found = facets_of(reader, path, names)
    for before, facet in zip(names, [*names[1:], names[0]], strict=True):
        if before != facet and found[before]:
            query = as_filter(path, before, found[before][0]["value"])
            assert_counts_hold(reader, path, query, [facet])


@pytest.mark.dialect
@pytest.mark.parametrize("name", [name for name in LISTS if "year" in choices(name, "facet")])
def test_count_of_a_year_holds_for_certain_dates(name, reader):
    assert_counts_hold(reader, LISTS[name], {"certainty": "certain"}, ["year"])


@pytest.mark.slow
def test_count_of_the_record_as_recorded_by_now_is_that_of_the_record(reader):
    today = f"{timezone.now():%Y-%m-%d}"
    for name, path in LISTS.items():
        names = choices(name, "facet")
        past = facets_of(reader, path, names, recorded_at=today)
        assert past == facets_of(reader, path, names), name
