"""Walking the pages of a list shows every row exactly once, in whatever order and portions."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import given, settings
from hypothesis import strategies as st

from api.v1.urls import router
from tests import builders
from tests.api.contract import LISTS, OPERATIONS, SCHEMA
from tests.conftest import Reader
from tests.thoroughness import examples

ROUNDS = "/api/v1/rounds"
VIEWS = {f"/api/v1/{prefix}": view for prefix, view, _ in router.registry}
# Names of the dated nouns, with the stem of the date their list can be ordered by.
DATES = {
    "rounds": "held_on",
    "positions": "since_on",
    "statements": "said_on",
    "developments": "happened_on",
    "documents": "published_on",
}
# What the entries of a list share, so that they bring no others with them.
NEEDS = {
    "rounds": ["negotiation"],
    "offices": ["person", "party"],
    "positions": ["party", "issue"],
    "statements": ["speaker"],
    "citations": ["document", "statement"],
}
TIED_DATES = ["2025-05", None, "2025-05", "../2025", None]


def noun_of(path):
    return path.rsplit("/", 1)[1]


def orderings_of(operation_id):
    component = OPERATIONS[operation_id][1]["responses"]["200"]["content"]["application/json"]
    noun = component["schema"]["$ref"].rsplit("/", 1)[1].removesuffix("Page")
    return SCHEMA["components"]["schemas"][f"{noun}Ordering"]["enum"]


def model_of(path):
    return VIEWS[path].model


@pytest.fixture(scope="module", autouse=True)
def rows(django_db_setup, django_db_blocker):
    """Five entries of every noun: few dates, some none, and the same time of change for most."""
    with django_db_blocker.unblock(), transaction.atomic():
        moment = datetime(2026, 1, 1, 12, tzinfo=UTC)
        shared = {
            "negotiation": builders.a_negotiation(),
            "party": builders.a_party(),
            "person": builders.a_person(),
            "issue": builders.an_issue(),
            "document": builders.a_document(),
        }
        shared["statement"] = builders.a_statement(speaker=shared["person"])
        shared["speaker"] = shared["person"]
        for path in LISTS.values():
            model = model_of(path)
            given_to_all = {name: shared[name] for name in NEEDS.get(noun_of(path), ())}
            dated = DATES.get(noun_of(path))
            for date in TIED_DATES:
                dates = {dated: date} if dated and date else {}
                builders.BUILDERS[model](**given_to_all, **dates)
            tied = model.objects.order_by("slug").values_list("pk", flat=True)[:3]
            # Around the record's own queryset, which saves each row with a time of its own.
            QuerySet(model).filter(pk__in=list(tied)).update(updated_at=moment)
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.dialect, pytest.mark.django_db]


def walk(reader, url, way="next", between=lambda: None):
    """The pages from this address on."""
    pages = []
    while url:
        page = reader.get_json(url)
        pages.append(page)
        url = page[way]
        between()
        assert len(pages) < 100, "The walk does not end."
    return pages


def slugs_of(pages):
    return [row["slug"] for page in pages for row in page["results"]]


def walk_back(reader, pages):
    """The slugs in their order, read from the last of these pages back to the first."""
    back = [pages[-1], *walk(reader, pages[-1]["previous"], "previous")]
    return slugs_of(reversed(back))


def url_of(path, **parameters):
    return path + "?" + "&".join(f"{name}={value}" for name, value in parameters.items())


def all_slugs(path):
    return sorted(model_of(path).objects.published().values_list("slug", flat=True))


def assert_walks_both_ways(reader, path, size, **parameters):
    """Return the slugs in the order of the walk."""
    pages = walk(reader, url_of(path, page_size=size, **parameters))
    slugs = slugs_of(pages)
    assert len(slugs) == len(set(slugs))
    assert sorted(slugs) == all_slugs(path)
    assert all(len(page["results"]) == size for page in pages[:-1])
    assert 1 <= len(pages[-1]["results"]) <= size
    assert walk_back(reader, pages) == slugs
    return slugs


# Every row once -----------------------------------------------------------------------------------
@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_walk_shows_every_row_once_in_every_ordering(name, reader, subtests):
    for ordering in orderings_of(name):
        with subtests.test(ordering=ordering):
            slugs = assert_walks_both_ways(reader, LISTS[name], 2, ordering=ordering)
            assert_ordered(LISTS[name], ordering, slugs)


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize("path", LISTS.values())
def test_walk_shows_every_row_once_in_portions_of_every_size(path, reader):
    number = len(all_slugs(path))
    walks = [
        assert_walks_both_ways(reader, path, size)
        for size in (1, number - 1, number, number + 1, 500)
    ]
    assert all(walked == walks[0] for walked in walks)


def assert_ordered(path, ordering, slugs):
    """By the key, rows without one last; the order of texts is the database's own."""
    column = VIEWS[path].orderings[ordering.removeprefix("-")]
    rows = model_of(path).objects.in_bulk(slugs, field_name="slug")
    keys = [getattr(rows[slug], column) for slug in slugs]
    filled = [key for key in keys if key is not None]
    assert keys[len(filled) :] == [None] * (len(keys) - len(filled))
    if column == "slug":
        in_database = model_of(path).objects.published().order_by(ordering)
        assert slugs == list(in_database.values_list("slug", flat=True))
    else:
        assert filled == sorted(filled, reverse=ordering.startswith("-"))
        ties = len(keys) - len(set(keys))
        assert ties >= 2, "Rows without ties would show nothing."


@settings(max_examples=examples(4), database=None)
@given(
    dates=st.lists(
        st.sampled_from([None, None, "2025", "2025-01", "2025-01-01", "../2025", "2024/.."]),
        max_size=8,
    ),
    size=st.integers(1, 9),
    ordering=st.sampled_from(["held_on", "-held_on", "slug", "-slug"]),
)
def test_walk_shows_every_row_once_whatever_the_rows(dates, size, ordering):
    with transaction.atomic():
        negotiation = builders.a_negotiation(slug="walked")
        made = [
            builders.a_round(negotiation=negotiation, **({"held_on": date} if date else {})).slug
            for date in dates
        ]
        url = url_of(ROUNDS, negotiation="walked", page_size=size, ordering=ordering)
        reader = Reader()
        pages = walk(reader, url)
        assert sorted(slugs_of(pages)) == sorted(made)
        assert walk_back(reader, pages) == slugs_of(pages)
        transaction.set_rollback(True)


@pytest.mark.parametrize("ordering", ["held_on", "-held_on", "slug", "-slug"])
@pytest.mark.parametrize("way", ["next", "previous"])
def test_rows_added_during_the_walk_disturb_no_other(ordering, way, reader):
    before = all_slugs(ROUNDS)
    dates = iter(["2025-05", None, "2024", "2026", "2025-05-01", "../2024"] * 5)

    def add():
        date = next(dates)
        builders.a_round(**({"held_on": date} if date else {}))

    url = url_of(ROUNDS, ordering=ordering, page_size=2)
    if way == "previous":
        url = walk(reader, url)[-1]["previous"]
        before = slugs_of(walk(reader, url, way))
    slugs = slugs_of(walk(reader, url, way, between=add))
    assert len(slugs) == len(set(slugs))
    assert set(before) <= set(slugs)


def test_row_withdrawn_during_the_walk_takes_no_other_with_it(reader):
    """Not even the row on which the cursor stands."""
    url = url_of(ROUNDS, ordering="slug", page_size=2)
    first = reader.get_json(url)
    rest = slugs_of(walk(reader, first["next"]))
    standing = model_of(ROUNDS).objects.get(slug=first["results"][-1]["slug"])
    standing.publication_status = "draft"
    standing.save()
    assert slugs_of(walk(reader, first["next"])) == rest


# Count --------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("path", LISTS.values())
def test_count_is_the_sum_of_all_pages(path, reader):
    number = len(all_slugs(path))
    url = url_of(path, count="true", page_size=4)
    while url:
        page = reader.get_json(url)
        assert page["count"] == number
        url = page["next"]
    assert "count" not in reader.get_json(path)
    assert "count" not in reader.get_json(url_of(path, count="false"))


def test_count_counts_what_the_filters_leave(reader):
    builders.a_negotiation(slug="empty")
    page = reader.get_json(ROUNDS, count="true", negotiation="empty")
    assert page == {"count": 0, "next": None, "previous": None, "results": []}


# Parameters ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "size"),
    [
        *[(ROUNDS, size) for size in ("501", "0", "-1", "1.5", "abc", "1e2", "+5", " 5")],
        *[(ROUNDS, size) for size in ("00000005", "9" * 25, "٥", "²")],
        (LISTS["listParties"], "501"),
    ],
)
def test_page_size_out_of_bounds_is_refused(path, size, reader):
    problem = reader.get_json(path, expect=400, page_size=size)
    assert problem["detail"] == "Use a whole number from 1 to 500."
    assert problem["errors"][0]["parameter"] == "page_size"


@pytest.mark.parametrize("count", ["1", "True", "yes", "TRUE", "false ", "0"])
def test_count_is_true_or_false(count, reader):
    problem = reader.get_json(ROUNDS, expect=400, count=count)
    assert problem["errors"][0]["allowed"] == ["true", "false"]


@pytest.mark.parametrize("ordering", ["title", "held_earliest", "--slug", "+slug", "slug,held_on"])
def test_unknown_ordering_is_refused_with_those_allowed(ordering, reader):
    problem = reader.get_json(ROUNDS, expect=400, ordering=ordering)
    assert problem["errors"][0]["allowed"] == orderings_of("listRounds")


def test_page_has_fifty_rows_where_no_size_is_given(reader):
    for _ in range(50):
        builders.a_person()
    assert len(reader.get_json("/api/v1/people")["results"]) == 50


# Links --------------------------------------------------------------------------------------------
def test_links_are_absolute_and_keep_every_other_parameter(reader):
    negotiations = [builders.a_negotiation(slug=slug) for slug in ("one", "two")]
    for number in range(6):
        builders.a_round(negotiation=negotiations[number % 2], city="Zürich & Bern")
    given_parameters = [
        ("negotiation", "one"),
        ("negotiation", "two"),
        ("place", "Zürich & Bern"),
        ("ordering", "-slug"),
        ("page_size", "2"),
        ("count", "true"),
    ]
    page = reader.get(ROUNDS, merged(given_parameters)).json()
    second = reader.get_json(page["next"])
    for link in (page["next"], second["next"], second["previous"]):
        parts = urlsplit(link)
        assert (parts.scheme, parts.netloc, parts.path) == ("http", "testserver", ROUNDS)
        kept = [pair for pair in parse_qsl(parts.query) if pair[0] != "cursor"]
        assert sorted(kept) == sorted(given_parameters)
    assert reader.get_json(second["previous"])["results"] == page["results"]


def merged(pairs):
    parameters = {}
    for name, value in pairs:
        parameters.setdefault(name, []).append(value)
    return parameters


def test_ends_of_the_walk_have_no_further_link(reader):
    first = reader.get_json(ROUNDS, page_size="500")
    assert (first["next"], first["previous"]) == (None, None)
    begin = reader.get_json(ROUNDS, page_size="1")
    assert begin["previous"] is None
    second = reader.get_json(begin["next"])
    assert reader.get_json(second["previous"])["previous"] is None


# Cursors ------------------------------------------------------------------------------------------
def cursor_of(url):
    return dict(parse_qsl(urlsplit(url).query))["cursor"]


@pytest.mark.parametrize(
    "other",
    [
        {"ordering": "-held_on"},
        {"ordering": "slug"},
        {"status": "held"},
        {"negotiation": "bound", "status": "held"},
        {},
    ],
)
def test_cursor_belongs_to_its_filters_and_its_ordering(other, reader):
    negotiation = builders.a_negotiation(slug="bound")
    for _ in range(2):
        builders.a_round(negotiation=negotiation)
    page = reader.get_json(ROUNDS, negotiation="bound", page_size="1")
    cursor = cursor_of(page["next"])
    reader.get_json(ROUNDS, negotiation="bound", cursor=cursor)
    problem = reader.get_json(ROUNDS, expect=400, cursor=cursor, **other)
    assert problem["errors"][0]["parameter"] == "cursor"


def test_cursor_belongs_to_its_list(reader):
    cursor = cursor_of(reader.get_json("/api/v1/people", page_size="1")["next"])
    for path in LISTS.values():
        expect = 200 if path == "/api/v1/people" else 400
        reader.get_json(path, expect=expect, cursor=cursor)


def test_cursor_belongs_to_no_page_size(reader):
    """A reader may go on in larger portions, and ask for the count meanwhile."""
    page = reader.get_json(ROUNDS, page_size="1")
    rest = reader.get_json(ROUNDS, page_size="500", count="true", cursor=cursor_of(page["next"]))
    assert len(rest["results"]) == rest["count"] - 1


def test_cursor_does_not_mind_the_order_of_parameters(reader):
    for slug in ("one", "two"):
        builders.a_round(negotiation=builders.a_negotiation(slug=slug))
    page = reader.get(f"{ROUNDS}?negotiation=one&negotiation=two&page_size=1").json()
    again = f"{ROUNDS}?cursor={cursor_of(page['next'])}&negotiation=two&negotiation=one"
    assert len(reader.get_json(again)["results"]) == 1


def test_tampered_cursor_is_refused(reader):
    """Each character left out or changed makes it another; none of them is a failure."""
    cursor = cursor_of(reader.get_json(ROUNDS, page_size="1")["next"])
    for position in range(0, len(cursor), 3):
        shorter = cursor[:position] + cursor[position + 1 :]
        changed = cursor[:position] + ("A" if cursor[position] != "A" else "B") + shorter[position:]
        for tampered in (shorter, changed):
            answer = reader.get(ROUNDS, {"cursor": tampered})
            # A change within the last slug is another place in the same list.
            assert answer.status_code == 400 or position > len(cursor) // 2, tampered
            assert answer.status_code in (200, 400)


def test_page_whose_rows_are_gone_leads_back_to_the_first(reader, db):
    first, second = (builders.a_party(slug=slug) for slug in ("a", "b"))
    page = reader.get_json("/api/v1/parties", page_size="1")
    page = reader.get_json(page["next"])
    first.publication_status = "draft"
    first.save()
    emptied = reader.get_json(page["previous"])
    assert emptied["results"] == []
    assert [row["slug"] for row in reader.get_json(emptied["next"])["results"]] == [second.slug]
