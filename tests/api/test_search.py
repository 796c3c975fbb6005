"""The search through all kinds of entries: what is found, in which order, page by page."""

import pytest

from relations import models
from relations.search_index import SEARCHED
from tests import builders
from tests.api.contract import OPERATIONS, validate

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]
SEARCH = "/api/v1/search"


def slugs(page):
    return [row["slug"] for row in page["results"]]


@pytest.fixture
def talks():
    """Seven entries that tell of fishing, and some that do not."""
    builders.a_round(slug="in-title-old", title="Fishing talks", held_on="2024")
    builders.a_round(slug="in-title-new", title="Fishing talks", held_on="2025")
    builders.a_development(slug="in-title-undated", name="Fishing")
    builders.a_person(slug="in-name", name="Fish, Hamilton")
    for slug in ("in-text-a", "in-text-b"):
        builders.a_position(slug=slug, party=a_state(), issue=an_issue(), since_on="2025")
    builders.a_position(slug="in-text-older", party=a_state(), issue=an_issue(), since_on="2024")
    builders.a_round(slug="elsewhere", title="Talks", held_on="2026", negotiation=a_negotiation())


def a_state():
    return builders.a_party(name="Ruritania")


def an_issue():
    return builders.an_issue(name="Visas", description="Who may come.")


def a_negotiation():
    return builders.a_negotiation(name="Visas", description="Visas.", membership_rule="Visas.")


ALL = [
    "in-name",
    "in-title-new",
    "in-title-old",
    "in-title-undated",
    "in-text-a",
    "in-text-b",
    "in-text-older",
]


@pytest.fixture
def expected(talks):
    """The slugs in order; the builders' own negotiations are of fishing too."""
    for round in models.Round.objects.exclude(slug="elsewhere"):
        round.negotiation = a_negotiation()
        round.save()
    models.Negotiation.objects.filter(name="Fishing talks").delete()
    return ALL


def test_best_come_first_then_newest_then_by_kind_and_slug(expected, reader):
    page = reader.get_json(SEARCH, q="fish", count="true")
    validate(page, OPERATIONS["search"][1])
    assert slugs(page) == expected
    assert page["count"] == len(expected)


def test_facets_count_every_kind_whatever_kind_asks_for(expected, reader):
    page = reader.get_json(SEARCH, q="fish", kind=["person", "round"], count="true")
    assert slugs(page) == ["in-name", "in-title-new", "in-title-old"]
    assert page["count"] == 3
    numbers = {facet["value"]: facet["count"] for facet in page["facets"]["kind"]}
    assert list(numbers) == [kind for kind in SEARCHED if kind not in ("citation", "exclusion")]
    assert {kind: number for kind, number in numbers.items() if number} == {
        "round": 2,
        "person": 1,
        "position": 3,
        "development": 1,
    }


@pytest.mark.slow
@pytest.mark.parametrize("size", range(1, 9))
def test_pages_lead_through_all_hits_and_back(size, expected, reader):
    page = reader.get_json(SEARCH, q="fish", page_size=size)
    there = [slugs(page)]
    while page["next"]:
        page = reader.get_json(page["next"])
        there.append(slugs(page))
    back = [slugs(page)]
    while page["previous"]:
        page = reader.get_json(page["previous"])
        back.append(slugs(page))
    assert [slug for each in there for slug in each] == expected
    assert back[::-1] == there


def test_cursor_stays_true_while_entries_are_added_and_withdrawn(expected, reader):
    page = reader.get_json(SEARCH, q="fish", page_size=3)
    builders.a_development(slug="a-better-one", name="Fish fish", happened_on="2026")
    builders.a_development(slug="a-later-one", name="Fishing boats")
    seen = models.Development.objects.get(slug="in-title-undated")
    seen.publication_status = "draft"
    seen.save()
    rest = reader.get_json(page["next"])
    assert slugs(rest) == ["a-later-one", *expected[4:6]]


def test_row_tells_what_was_found_and_where(reader):
    builders.a_statement(
        slug="said",
        text="We shall <fish> in Zürich.",
        said_on="2025-02~",
        speaker_as_printed="Mr R",
    )
    (row,) = reader.get_json(SEARCH, q='"fish in zurich"')["results"]
    assert row == {
        "kind": "statement",
        "slug": "said",
        "name": "Mr R: “We shall <fish> in Zürich.”",
        "url": "http://testserver/api/v1/statements/said",
        "date": "2025-02~",
        "highlight": "We shall &lt;<mark>fish&gt; in Zürich</mark>.",
    }
    assert reader.get_json(row["url"])["slug"] == "said"


def test_name_is_highlighted_where_nothing_else_was_found(reader):
    builders.a_party(name="Ruritania", other_names=["Kingdom of Ruritania"])
    (row,) = reader.get_json(SEARCH, q="ruritania", kind="party")["results"]
    assert (row["date"], row["highlight"]) == (None, "<mark>Ruritania</mark>")


BAD = [
    ({}, "q", "missing"),
    ({"kind": "round"}, "q", "missing"),
    ({"q": ""}, "q", "empty"),
    ({"q": "-fish"}, "q", "invalid"),
    ({"q": '"fish'}, "q", "invalid"),
    ({"q": "fish or"}, "q", "invalid"),
    ({"q": "fish &"}, "q", "invalid"),
    ({"q": "a " * 11}, "q", "invalid"),
    ({"q": " ".join(["fish"] * 50)}, "q", "invalid"),
    ({"q": "x " * 1000}, "q", "too_long"),
    ({"q": "(a+)+$ " * 28}, "q", "invalid"),
    ({"q": ["fish", "boat"]}, "q", "repeated"),
    ({"q": "fish", "kind": "citation"}, "kind", "invalid"),
    ({"q": "fish", "kind": ["round", "rounds"]}, "kind", "invalid"),
    ({"q": "fish", "page_size": "501"}, "page_size", "invalid"),
    ({"q": "fish", "cursor": "AAAA"}, "cursor", "invalid"),
    ({"q": "fish", "ordering": "slug"}, "ordering", "unknown"),
    ({"q": "fish\x00"}, "q", "unprintable"),
]


@pytest.mark.parametrize(("query", "parameter", "code"), BAD)
def test_bad_search_is_refused_by_name(query, parameter, code, reader):
    problem = reader.get_json(SEARCH, expect=400, **query)
    assert [(each["parameter"], each["code"]) for each in problem["errors"]] == [(parameter, code)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "asked",
    ["fish)", "a:b", "NEAR(fish boat)", "fish*", "^fish", "{name}"],
)
def test_signs_of_the_databases_own_languages_are_refused_by_name(asked, reader):
    for path, parameter in ((SEARCH, "q"), ("/api/v1/rounds", "search")):
        problem = reader.get_json(path, expect=400, **{parameter: asked})
        assert "looks like an operator" in problem["detail"]
        found = reader.get_json(path, **{parameter: f'"{asked}"'})
        assert found["results"] == []


@pytest.mark.parametrize("asked", ["fish'", "%s", "a AND b", "a NOT b"])
def test_what_looks_like_their_text_is_read_or_is_a_word(asked, reader):
    reader.get_json(SEARCH, q=asked)
    reader.get_json("/api/v1/rounds", search=asked)


def test_list_refuses_a_bad_search_by_the_same_words(reader):
    for text in ("-fish", '"fish', "fish or", "&", "a " * 11):
        at_list = reader.get_json("/api/v1/rounds", expect=400, search=text)["errors"][0]
        at_search = reader.get_json(SEARCH, expect=400, q=text)["errors"][0]
        assert at_list["parameter"] == "search"
        assert at_list["detail"] == at_search["detail"]


def test_cursor_belongs_to_its_search(expected, reader):
    cursor = reader.get_json(SEARCH, q="fish", page_size=1)["next"].split("cursor=")[1]
    for query in ({"q": "talks"}, {"q": "fish", "kind": "round"}):
        cursor = cursor.split("&")[0]
        problem = reader.get_json(SEARCH, expect=400, cursor=cursor, **query)
        assert problem["errors"][0]["parameter"] == "cursor"


def test_list_keeps_its_order_and_pages_while_it_is_searched(expected, reader):
    page = reader.get_json("/api/v1/positions", search="fish", page_size=2, count="true")
    assert slugs(page) == ["in-text-a", "in-text-b"]
    assert page["count"] == 3
    assert slugs(reader.get_json(page["next"])) == ["in-text-older"]


def test_search_runs_a_fixed_number_of_queries(reader, django_assert_num_queries):
    builders.a_full_record()
    with django_assert_num_queries(22):
        few = reader.get_json(SEARCH, q="fish or boat or rassendyll or ruritania or talks")
    for _ in range(2):
        builders.a_full_record()
    with django_assert_num_queries(22):
        many = reader.get_json(SEARCH, q="fish or boat or rassendyll or ruritania or talks")
    assert len(many["results"]) > len(few["results"]) > 10


# The record ---------------------------------------------------------------------------------------
# What is asked, how many entries are found, the first of them in order.
GOLDEN = [
    (
        "ryabkov",
        19,
        """
        person:sergei-ryabkov
        statement:ryabkov-new-round-held
        statement:ryabkov-next-round-expected
        statement:ryabkov-small-but-constructive-step
        statement:ryabkov-removal-timeline
        discrepancy:who-called-arms-control-an-irritant
    """,
    ),
    (
        "istanbul",
        13,
        """
        round:istanbul-2025-04-10
        round:istanbul-2025-02-27
        discrepancy:both-rounds-in-spring
        discrepancy:istanbul-rounds-absent-from-timeline
        discrepancy:what-came-of-istanbul
        discrepancy:which-istanbul-talks
    """,
    ),
    (
        '"direct flights"',
        4,
        """
        issue:direct-flights
        development:no-progress-on-flights-and-property
        statement:flights-before-year-end
        statement:ryabkov-stalling-noted
    """,
    ),
    (
        "embassies",
        8,
        """
        issue:embassy-financing
        party:us-embassy
        statement:us-embassy-no-consultations-planned
        development:progress-on-embassy-financing
        issue:embassy-operations
        negotiation:russia-ukraine-peace-talks
    """,
    ),
    (
        "sanctions -istanbul",
        27,
        """
        issue:enforcement-at-sea
        issue:oil-trade-sanctions
        issue:sanctions
        issue:sanctions-relief
        issue:secondary-sanctions
        negotiation:russia-us-sanctions
    """,
    ),
    (
        "neutrality",
        3,
        """
        issue:ukraine-neutrality
        position:russia-ukraine-neutral
        statement:russia-neutral-status
    """,
    ),
    (
        "darchiev",
        2,
        """
        person:alexander-darchiev
        statement:darchiev-property-refusal
    """,
    ),
    (
        "ceasefire or truce",
        2,
        """
        issue:ceasefire
        round:geneva-2024-03
    """,
    ),
    (
        "start treaty",
        5,
        """
        issue:start-treaty
        discrepancy:start-in-force-or-lapsed
        development:start-proposal-2025-09-22
        position:russia-start-limits-one-more-year
        statement:putin-start-limits
    """,
    ),
    (
        "food",
        3,
        """
        development:treasury-food-waiver-2025-10
        issue:humanitarian-exemptions
        position:russia-welcomes-food-waiver
    """,
    ),
    (
        "diplomatic property",
        9,
        """
        issue:diplomatic-property
        development:diplomatic-property-confiscated
        discrepancy:confiscated-or-in-effect
        discrepancy:property-stalled-or-refused
        development:no-progress-on-flights-and-property
        position:russia-accuses-us-over-property
    """,
    ),
    (
        "izvestia",
        7,
        """
        statement:us-embassy-no-consultations-planned
        document:conversation-in-fragments
        statement:asatryan-global-governance
        statement:ryabkov-contacts-regular
        statement:ryabkov-pace-has-decreased
        statement:ryabkov-process-not-stopped
    """,
    ),
    (
        "verification",
        4,
        """
        issue:verification
        negotiation:russia-us-strategic-stability
        discrepancy:what-russia-offers-on-arms
        position:russia-limited-arms-framework
    """,
    ),
    (
        "negotiated peace",
        1,
        """
        negotiation:us-led-ukraine-settlement
    """,
    ),
    (
        "kyiv or kiev",
        9,
        """
        negotiation:russia-ukraine-peace-talks
        party:ukraine
        discrepancy:moscow-and-kyiv-negotiating
        issue:peace-talks
        negotiation:us-led-ukraine-settlement
        position:russia-accuses-kyiv-of-inconsistency
    """,
    ),
    (
        "irritants -ryabkov",
        12,
        """
        negotiation:russia-us-irritants
        round:irritants-next-round-2026-spring
        round:istanbul-2025-04-10
        round:istanbul-2025-02-27
        discrepancy:irritants-rounds-held-and-planned
        discrepancy:which-istanbul-talks
    """,
    ),
    ("technical consultations", 0, ""),
    (
        "2025",
        8,
        """
        discrepancy:istanbul-rounds-absent-from-timeline
        discrepancy:meetings-missing-from-own-timeline
        discrepancy:presidents-contacts-in-2025
        discrepancy:who-granted-the-waiver
        discrepancy:cyber-cooperation-running-or-stopped
        discrepancy:irritants-rounds-held-and-planned
    """,
    ),
    (
        "deputy minister",
        5,
        """
        statement:ryabkov-new-round-held
        office:ryabkov-deputy-foreign-minister
        statement:ryabkov-contacts-regular
        statement:ryabkov-persistent-source-of-tension
        statement:ryabkov-process-not-stopped
    """,
    ),
    ("crimea", 0, ""),
    (
        "NATO expansion",
        3,
        """
        issue:nato-expansion
        statement:graham-mask-disagreements
        statement:ryabkov-irritants-are-obstacles
    """,
    ),
    (
        '"security guarantees"',
        3,
        """
        issue:security-guarantees
        development:security-guarantee-plans
        position:us-supports-security-guarantees
    """,
    ),
    (
        "possibly or possible",
        5,
        """
        development:joint-projects-discussed
        development:security-council-discussions
        position:ukraine-accuses-war-crimes
        statement:experts-domestic-pressure
        statement:ukraine-accuses-war-crimes
    """,
    ),
    (
        "cyber",
        18,
        """
        issue:cyber-cooperation
        issue:cyber-security
        issue:interference-claims
        negotiation:russia-us-cyber-dialogue
        round:cyber-dialogue-2025-03
        discrepancy:cyber-cooperation-running-or-stopped
    """,
    ),
    (
        "london",
        3,
        """
        round:london-2025-05
        position:russia-joint-monitoring-panel
        position:us-joint-monitoring-panel
    """,
    ),
    ("assembly", 0, ""),
    (
        "oil",
        6,
        """
        issue:oil-trade-sanctions
        development:bella-1-seizure
        development:us-sanctions-bill
        position:russia-tanker-seizure-unlawful
        position:us-presses-oil-trade-sanctions
        statement:moscow-tanker-violates-law
    """,
    ),
    ("энергетика", 0, ""),
]


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "number", "first"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_record_answers(asked, number, first, record, reader):
    page = reader.get_json(SEARCH, q=asked, count="true")
    found = [f"{row['kind']}:{row['slug']}" for row in page["results"]]
    assert (page["count"], found[: len(first.split())]) == (number, first.split())
    assert all("<mark>" in row["highlight"] for row in page["results"])
