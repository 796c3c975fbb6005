"""Each filter by example: a small world of talks, a query, who must be in the answer, who not."""

import pytest
from django.db import transaction

from api import record_time
from api.pagination import PARAMETERS
from relations import models
from tests import builders
from tests.api.contract import LISTS, OPERATIONS, SCHEMA

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup, django_db_blocker):
    """Two negotiations that share nothing, and a few entries that belong to neither."""
    with django_db_blocker.unblock(), transaction.atomic():
        build_world()
        yield
        transaction.set_rollback(True)


def build_world():
    a_article = builders.a_document(
        slug="article", publisher="Interfax", language="en", published_on="2025-05"
    )
    broadcast = builders.a_document(
        slug="broadcast", publisher="TASS", language="ru", published_on="2026-21"
    )
    leaflet = builders.a_document(slug="undated-leaflet")
    digest = builders.a_document(slug="digest", publisher="Digest", language="de")

    russia = builders.a_party(slug="russia", kind="state")
    ministry = builders.a_party(slug="ministry", parent=russia, kind="government_body")
    department = builders.a_party(slug="department", parent=ministry, kind="government_body")
    america = builders.a_party(slug="america", kind="state", other_names=["United States"])

    ryabkov = builders.a_person(slug="ryabkov", name="Sergei Ryabkov")
    rubio = builders.a_person(slug="rubio")
    builders.a_person(slug="bystander")
    deputy = builders.an_office(slug="deputy", person=ryabkov, party=department, since_on="2025")
    secretary = builders.an_office(
        slug="secretary", person=rubio, party=america, title="Secretary of State"
    )

    ukraine = builders.an_issue(slug="ukraine")
    ceasefire = builders.an_issue(slug="ceasefire", parent=ukraine)
    truce = builders.an_issue(slug="truce", parent=ceasefire)
    visas = builders.an_issue(slug="visas", name="Visas of envoys")

    irritants = builders.a_negotiation(slug="irritants", track="1", name="Irritants")
    arms = builders.a_negotiation(slug="arms", track="2")
    models.NegotiationParty.objects.create(negotiation=irritants, party=department)
    models.NegotiationParty.objects.create(negotiation=arms, party=america)

    spring = builders.a_round(
        slug="spring",
        negotiation=irritants,
        held_on="2025-05-14",
        city="Geneva",
        country="CH",
        mode="in_person",
        status="held",
        outcome_kind="agreement",
    )
    summer = builders.a_round(
        slug="summer",
        negotiation=arms,
        held_on="2026-22~",
        place_as_printed="the Gulf",
        mode="phone",
        status="postponed",
    )
    builders.a_round(
        slug="someday", negotiation=arms, mode="unknown", status="unclear", held_on=None
    )
    models.RoundParticipant.objects.create(
        round=spring, party=department, person=ryabkov, role="party"
    )
    models.RoundParticipant.objects.create(round=summer, party=america, person=rubio, role="host")
    models.RoundIssue.objects.create(round=spring, issue=truce)
    models.RoundIssue.objects.create(round=summer, issue=visas)

    said = builders.a_statement(
        slug="ryabkov-said",
        speaker=ryabkov,
        round=spring,
        mode="direct",
        authority="deputy_minister",
        language="en",
        reported_by="Interfax",
        said_on="2025-05-14",
    )
    told = builders.a_statement(
        slug="rubio-told",
        speaker=rubio,
        round=summer,
        mode="indirect",
        authority="minister",
        language="ru",
        reported_by="TASS",
        said_on="2026-07/..",
    )
    builders.a_statement(
        slug="nobody-said", speaker=None, mode="fragment", authority="expert", language="de"
    )
    models.StatementParty.objects.create(statement=said, party=department)
    models.StatementParty.objects.create(statement=told, party=america)
    models.StatementIssue.objects.create(statement=said, issue=truce)
    models.StatementIssue.objects.create(statement=told, issue=visas)

    wants = builders.a_position(
        slug="moscow-wants",
        summary="Wants a truce.",
        party=department,
        issue=truce,
        act="request",
        round=spring,
        since_on="2025-05-14",
        until_on="2025-12",
    )
    rejects = builders.a_position(
        slug="washington-rejects",
        party=america,
        issue=visas,
        act="reject",
        round=summer,
        since_on="2026-22",
        change="hardened",
    )
    builders.a_position(slug="always-held", party=america, issue=visas, act="reserve")
    models.PositionStatement.objects.create(position=wants, statement=said)
    models.PositionStatement.objects.create(position=rejects, statement=told)

    waiver = builders.a_development(
        slug="waiver", name="Waiver granted", kind="measure", round=spring, happened_on="2025-10"
    )
    seizure = builders.a_development(
        slug="seizure", kind="incident", round=summer, happened_on="../2024"
    )
    builders.a_development(slug="rumour", kind="leak")
    models.DevelopmentParty.objects.create(development=waiver, party=department, role="affected")
    models.DevelopmentParty.objects.create(development=seizure, party=america, role="actor")
    models.DevelopmentIssue.objects.create(development=waiver, issue=truce)
    models.DevelopmentIssue.objects.create(development=seizure, issue=visas)

    which_day = builders.a_discrepancy(
        slug="which-day", status="open", negotiation=irritants, question="Which day was it?"
    )
    which_room = builders.a_discrepancy(slug="which-room", status="resolved", negotiation=arms)

    # What the article says of the first negotiation, the broadcast says of the second.
    pairs = {
        "negotiation": (irritants, arms),
        "round": (spring, summer),
        "party": (department, america),
        "person": (ryabkov, rubio),
        "office": (deputy, secretary),
        "issue": (truce, visas),
        "statement": (said, told),
        "position": (wants, rejects),
        "development": (waiver, seizure),
        "account": (
            builders.an_account(slug="monday", discrepancy=which_day),
            builders.an_account(slug="blue-room", discrepancy=which_room),
        ),
        "schedule": (
            builders.a_schedule(slug="april", round=spring),
            builders.a_schedule(round=summer),
        ),
    }
    for kind, (first, second) in pairs.items():
        builders.a_citation(slug=f"{kind}-in-article", document=a_article, **{kind: first})
        builders.a_citation(
            slug=f"{kind}-in-broadcast",
            document=broadcast,
            bearing="disputes",
            reported_via="Reuters",
            note="Said on the air.",
            **{kind: second},
        )
        # The digest tells of both; the leaflet has the first from the publisher of the article.
        for fact in (first, second):
            builders.a_citation(document=digest, **{kind: fact})
        builders.a_citation(document=leaflet, reported_via="INTERFAX", **{kind: first})

    # What no passage tells of.
    builders.a_negotiation(slug="unheard-of")
    builders.an_office(slug="vacant")
    builders.a_discrepancy(slug="which-hour", status="explained")

    builders.an_exclusion(
        slug="headline", document=a_article, reason="heading", note="Title of the page."
    )
    builders.an_exclusion(slug="menu", document=broadcast, reason="navigation")
    builders.an_exclusion(slug="again", document=digest, reason="repetition", repeats_line=1)


# List, query, slugs that must be in the answer, slugs that must not.
TABLE = [
    ("negotiations", "party=department", "irritants", "arms"),
    ("negotiations", "party=russia", "irritants", "arms"),
    ("negotiations", "party=america", "arms", "irritants"),
    ("negotiations", "track=1", "irritants", "arms"),
    ("negotiations", "track=1&track=2", "irritants arms", ""),
    ("negotiations", "track=1.5", "", "irritants arms"),
    ("negotiations", "document=article", "irritants", "arms"),
    ("negotiations", "document=article&track=2", "", "irritants arms"),
    ("rounds", "negotiation=irritants", "spring", "summer someday"),
    ("rounds", "negotiation=irritants&negotiation=arms", "spring summer someday", ""),
    ("rounds", "party=department", "spring", "summer someday"),
    ("rounds", "party=ministry", "spring", "summer someday"),
    ("rounds", "party=russia", "spring", "summer someday"),
    ("rounds", "party=russia&party=america", "spring summer", "someday"),
    ("rounds", "person=ryabkov", "spring", "summer someday"),
    ("rounds", "person=ryabkov&person=rubio", "spring summer", "someday"),
    ("rounds", "person=bystander", "", "spring summer someday"),
    ("rounds", "issue=truce", "spring", "summer someday"),
    ("rounds", "issue=ceasefire", "spring", "summer someday"),
    ("rounds", "issue=ukraine", "spring", "summer someday"),
    ("rounds", "issue=visas", "summer", "spring someday"),
    ("rounds", "status=held", "spring", "summer someday"),
    ("rounds", "status=held&status=unclear", "spring someday", "summer"),
    ("rounds", "mode=phone", "summer", "spring someday"),
    ("rounds", "mode=phone&mode=in_person", "summer spring", "someday"),
    ("rounds", "outcome_kind=agreement", "spring", "summer someday"),
    ("rounds", "outcome_kind=suspended", "", "spring summer someday"),
    ("rounds", "place=Geneva", "spring", "summer someday"),
    ("rounds", "place=gENEVA", "spring", "summer someday"),
    ("rounds", "place=ch", "spring", "summer someday"),
    ("rounds", "place=the gulf", "summer", "spring someday"),
    ("rounds", "place=Gene", "", "spring summer someday"),
    ("rounds", "place=%25", "", "spring summer someday"),
    ("rounds", "held_after=2025", "spring summer", "someday"),
    ("rounds", "held_after=2025-05-14", "spring summer", "someday"),
    ("rounds", "held_after=2025-05-15", "summer", "spring someday"),
    ("rounds", "held_after=2026-08", "summer", "spring someday"),
    ("rounds", "held_after=2026-08&certainty=certain", "", "summer spring someday"),
    ("rounds", "held_after=2026-22&certainty=certain", "summer", "spring someday"),
    ("rounds", "held_after=2026-09", "", "spring summer someday"),
    ("rounds", "held_before=2025-05-14", "spring", "summer someday"),
    ("rounds", "held_before=2025-05-13", "", "spring summer someday"),
    ("rounds", "held_before=2025-05", "spring", "summer someday"),
    ("rounds", "held_before=2025-21", "spring", "summer someday"),
    ("rounds", "held_before=2026-34", "spring summer", "someday"),
    ("rounds", "held_before=2026-34&certainty=certain", "spring", "summer someday"),
    ("rounds", "held_before=2026-06&certainty=possible", "spring summer", "someday"),
    ("rounds", "held_after=2025-05&held_before=2025-05", "spring", "summer someday"),
    ("rounds", "held_after=2025/2026&held_before=2025/2026", "spring summer", "someday"),
    ("rounds", "held_after=../2020&held_before=2027/..", "spring summer", "someday"),
    ("rounds", "as_of=2025-05-14", "spring someday", "summer"),
    ("rounds", "as_of=2026-06-01", "spring summer someday", ""),
    ("rounds", "as_of=2026-06-01&certainty=certain", "spring", "summer someday"),
    ("rounds", "certainty=certain", "spring summer someday", ""),
    ("rounds", "document=article", "spring", "summer someday"),
    ("rounds", "document=article&document=broadcast", "spring summer", "someday"),
    ("rounds", "document=article&status=held&person=ryabkov", "spring", "summer someday"),
    ("rounds", "party=russia&status=postponed", "", "spring summer someday"),
    ("issues", "issue=ukraine", "ukraine ceasefire truce", "visas"),
    ("issues", "issue=ceasefire", "ceasefire truce", "ukraine visas"),
    ("issues", "issue=truce&issue=visas", "truce visas", "ukraine ceasefire"),
    ("issues", "document=broadcast", "visas", "ukraine ceasefire truce"),
    ("parties", "party=russia", "russia ministry department", "america"),
    ("parties", "party=ministry", "ministry department", "russia america"),
    ("parties", "kind=state", "russia america", "ministry department"),
    ("parties", "kind=state&kind=government_body", "russia ministry department america", ""),
    ("parties", "party=russia&kind=state", "russia", "ministry department america"),
    ("parties", "document=article", "department", "russia ministry america"),
    ("people", "party=department", "ryabkov", "rubio bystander"),
    ("people", "party=russia", "ryabkov", "rubio bystander"),
    ("people", "party=russia&party=america", "ryabkov rubio", "bystander"),
    ("people", "document=broadcast", "rubio", "ryabkov bystander"),
    ("offices", "person=ryabkov", "deputy", "secretary"),
    ("offices", "person=ryabkov&person=rubio", "deputy secretary", ""),
    ("offices", "party=russia", "deputy", "secretary"),
    ("offices", "as_of=2024-12-31", "secretary", "deputy"),
    ("offices", "as_of=2025-01-01", "deputy secretary", ""),
    ("offices", "as_of=2026-01-01&certainty=certain", "deputy", "secretary"),
    ("offices", "document=article", "deputy", "secretary"),
    ("positions", "party=russia", "moscow-wants", "washington-rejects always-held"),
    ("positions", "party=america", "washington-rejects always-held", "moscow-wants"),
    ("positions", "issue=ukraine", "moscow-wants", "washington-rejects always-held"),
    ("positions", "issue=ukraine&issue=visas", "moscow-wants always-held", ""),
    ("positions", "act=request", "moscow-wants", "washington-rejects always-held"),
    ("positions", "act=request&act=reject", "moscow-wants washington-rejects", "always-held"),
    ("positions", "person=ryabkov", "moscow-wants", "washington-rejects always-held"),
    ("positions", "negotiation=irritants", "moscow-wants", "washington-rejects always-held"),
    ("positions", "round=summer", "washington-rejects", "moscow-wants always-held"),
    ("positions", "in_force_on=2025-05-13", "always-held", "moscow-wants washington-rejects"),
    ("positions", "in_force_on=2025-05-14", "always-held moscow-wants", "washington-rejects"),
    ("positions", "in_force_on=2025-12-31", "always-held moscow-wants", "washington-rejects"),
    ("positions", "in_force_on=2026-01-01", "always-held", "moscow-wants washington-rejects"),
    ("positions", "in_force_on=2026-07-01", "always-held washington-rejects", "moscow-wants"),
    (
        "positions",
        "in_force_on=2025-12-01&certainty=certain",
        "moscow-wants",
        "always-held washington-rejects",
    ),
    (
        "positions",
        "in_force_on=2025-12-31&certainty=certain",
        "",
        "moscow-wants always-held washington-rejects",
    ),
    ("positions", "as_of=2025-05-13", "always-held", "moscow-wants washington-rejects"),
    ("positions", "as_of=2025-12-01&certainty=certain", "moscow-wants", "always-held"),
    ("positions", "change=new", "moscow-wants always-held", "washington-rejects"),
    ("positions", "change=new&change=hardened", "moscow-wants washington-rejects", ""),
    ("positions", "since_after=2026", "washington-rejects", "moscow-wants always-held"),
    ("positions", "since_before=2026-05", "moscow-wants", "washington-rejects always-held"),
    (
        "positions",
        "since_after=2026-07&certainty=certain",
        "",
        "moscow-wants washington-rejects always-held",
    ),
    ("positions", "document=broadcast", "washington-rejects", "moscow-wants always-held"),
    ("statements", "person=ryabkov", "ryabkov-said", "rubio-told nobody-said"),
    ("statements", "person=ryabkov&person=rubio", "ryabkov-said rubio-told", "nobody-said"),
    ("statements", "party=russia", "ryabkov-said", "rubio-told nobody-said"),
    ("statements", "issue=ukraine", "ryabkov-said", "rubio-told nobody-said"),
    ("statements", "negotiation=arms", "rubio-told", "ryabkov-said nobody-said"),
    ("statements", "round=spring", "ryabkov-said", "rubio-told nobody-said"),
    ("statements", "mode=direct&mode=fragment", "ryabkov-said nobody-said", "rubio-told"),
    ("statements", "authority=minister", "rubio-told", "ryabkov-said nobody-said"),
    ("statements", "language=EN", "ryabkov-said", "rubio-told nobody-said"),
    ("statements", "reported_by=interfax", "ryabkov-said", "rubio-told nobody-said"),
    ("statements", "said_after=2025-06", "rubio-told", "ryabkov-said nobody-said"),
    ("statements", "said_after=2030", "rubio-told", "ryabkov-said nobody-said"),
    ("statements", "said_after=2030&certainty=certain", "", "ryabkov-said rubio-told nobody-said"),
    ("statements", "said_before=2026-06", "ryabkov-said", "rubio-told nobody-said"),
    ("statements", "said_before=2026-07", "ryabkov-said rubio-told", "nobody-said"),
    (
        "statements",
        "said_before=2026-07&certainty=certain",
        "ryabkov-said",
        "rubio-told nobody-said",
    ),
    ("statements", "as_of=2025-05-13", "nobody-said", "ryabkov-said rubio-told"),
    ("statements", "as_of=2026-07-01&certainty=certain", "ryabkov-said", "rubio-told nobody-said"),
    ("statements", "document=article", "ryabkov-said", "rubio-told nobody-said"),
    ("developments", "kind=measure", "waiver", "seizure rumour"),
    ("developments", "kind=measure&kind=leak", "waiver rumour", "seizure"),
    ("developments", "party=russia", "waiver", "seizure rumour"),
    ("developments", "issue=ukraine", "waiver", "seizure rumour"),
    ("developments", "negotiation=arms", "seizure", "waiver rumour"),
    ("developments", "round=spring&round=summer", "waiver seizure", "rumour"),
    ("developments", "happened_after=2025-10-31", "waiver", "seizure rumour"),
    ("developments", "happened_after=2025-10-31&certainty=certain", "", "waiver seizure rumour"),
    ("developments", "as_of=2025-01-01", "seizure rumour", "waiver"),
    ("developments", "happened_before=1999", "seizure", "waiver rumour"),
    ("developments", "happened_before=1999&certainty=certain", "", "waiver seizure rumour"),
    ("developments", "happened_before=2024&certainty=certain", "seizure", "waiver rumour"),
    ("developments", "document=broadcast", "seizure", "waiver rumour"),
    ("documents", "publisher=interfax", "article", "broadcast undated-leaflet"),
    ("documents", "language=ru", "broadcast", "article undated-leaflet"),
    ("documents", "as_of=2025-12-31", "article undated-leaflet", "broadcast"),
    ("documents", "published_after=2026-05", "broadcast", "article undated-leaflet"),
    (
        "documents",
        "published_after=2026-05&certainty=certain",
        "",
        "article broadcast undated-leaflet",
    ),
    ("documents", "published_before=2025-33/2025-34", "article", "broadcast undated-leaflet"),
    ("citations", "document=article", "round-in-article", "round-in-broadcast"),
    (
        "citations",
        "kind=round&kind=schedule",
        "round-in-article schedule-in-article round-in-broadcast",
        "party-in-article account-in-article",
    ),
    ("citations", "bearing=disputes", "round-in-broadcast", "round-in-article"),
    ("citations", "reported_via=REUTERS", "round-in-broadcast", "round-in-article"),
    ("citations", "negotiation=arms", "negotiation-in-broadcast", "round-in-broadcast"),
    ("citations", "round=spring", "round-in-article", "round-in-broadcast schedule-in-article"),
    ("citations", "schedule=april", "schedule-in-article", "schedule-in-broadcast"),
    ("citations", "account=monday", "account-in-article", "account-in-broadcast"),
    ("citations", "discrepancy=which-day", "account-in-article", "account-in-broadcast"),
    ("citations", "party=department", "party-in-article", "party-in-broadcast"),
    ("citations", "person=ryabkov", "person-in-article", "person-in-broadcast"),
    ("citations", "office=deputy", "office-in-article", "office-in-broadcast"),
    ("citations", "issue=truce", "issue-in-article", "issue-in-broadcast"),
    ("citations", "position=moscow-wants", "position-in-article", "position-in-broadcast"),
    ("citations", "statement=ryabkov-said", "statement-in-article", "statement-in-broadcast"),
    ("citations", "development=waiver", "development-in-article", "development-in-broadcast"),
    ("citations", "kind=round&bearing=disputes", "round-in-broadcast", "round-in-article"),
    ("discrepancies", "status=open", "which-day", "which-room"),
    ("discrepancies", "status=open&status=resolved", "which-day which-room", ""),
    ("discrepancies", "negotiation=irritants", "which-day", "which-room"),
    ("discrepancies", "document=broadcast", "which-room", "which-day"),
    ("discrepancies", "min_independent_sources=1", "which-day which-room", "which-hour"),
    ("discrepancies", "min_independent_sources=2", "which-day", "which-room which-hour"),
    ("discrepancies", "min_independent_sources=3", "", "which-day which-room which-hour"),
    ("exclusions", "document=article", "headline", "menu again"),
    ("exclusions", "document=article&document=digest", "headline again", "menu"),
    ("exclusions", "reason=heading", "headline", "menu again"),
    ("exclusions", "reason=heading&reason=repetition", "headline again", "menu"),
    ("exclusions", "reason=heading&document=digest", "", "headline menu again"),
    ("exclusions", "reason=credit", "", "headline menu again"),
    ("negotiations", "search=irritant", "irritants", "arms"),
    ("rounds", "search=Genève or geneva", "spring", "summer someday"),
    ("issues", "search=visa -boats", "visas", "ukraine ceasefire truce"),
    ("parties", "search=%22united states%22", "america", "russia ministry department"),
    ("people", "search=RYABKOV", "ryabkov", "rubio bystander"),
    ("offices", "search=secretaries", "secretary", "deputy"),
    ("positions", "search=truces", "moscow-wants", "washington-rejects always-held"),
    ("statements", "search=interfax", "ryabkov-said", "rubio-told nobody-said"),
    ("statements", "search=fishing -interfax", "rubio-told nobody-said", "ryabkov-said"),
    ("developments", "search=granting", "waiver", "seizure rumour"),
    ("documents", "search=tass", "broadcast", "article undated-leaflet"),
    ("citations", "search=air", "round-in-broadcast", "round-in-article"),
    ("exclusions", "search=titles", "headline", "menu again"),
    ("discrepancies", "search=day", "which-day", "which-room"),
]
# What passages say of each kind of fact: two sources support the first, one supports and another
# disputes the second, and of the others nothing is said.
FACTS = [
    ("negotiations", "irritants", "arms", "unheard-of"),
    ("rounds", "spring", "summer", "someday"),
    ("issues", "truce", "visas", "ukraine ceasefire"),
    ("parties", "department", "america", "russia ministry"),
    ("people", "ryabkov", "rubio", "bystander"),
    ("offices", "deputy", "secretary", "vacant"),
    ("positions", "moscow-wants", "washington-rejects", "always-held"),
    ("statements", "ryabkov-said", "rubio-told", "nobody-said"),
    ("developments", "waiver", "seizure", "rumour"),
]
for noun, first, second, others in FACTS:
    # However many documents print a statement, the outlet that had the words is its one source.
    of_two, not_of_two = ("", f"{first} ") if noun == "statements" else (first, "")
    TABLE += [
        (noun, "disputed=true", second, f"{first} {others}"),
        (noun, "disputed=false", f"{first} {others}", second),
        (noun, "min_independent_sources=1", f"{first} {second}", others),
        (noun, "min_independent_sources=2", of_two, f"{not_of_two}{second} {others}"),
        (noun, "min_independent_sources=3", "", f"{first} {second} {others}"),
        (noun, "min_independent_sources=1000", "", f"{first} {second} {others}"),
        (noun, "min_independent_sources=1&disputed=true", second, f"{first} {others}"),
        (noun, "min_independent_sources=1&disputed=false", first, f"{second} {others}"),
        (noun, "min_independent_sources=2&document=broadcast", "", f"{first} {second} {others}"),
    ]


def ask(reader, noun, query, expect=200):
    answer = reader.get(f"/api/v1/{noun}?{query.replace(' ', '%20')}")
    assert answer.status_code == expect, f"{noun}?{query}: {answer.content.decode()}"
    return answer.json()


NOUNS = [path.rsplit("/", 1)[1] for path in LISTS.values()]


@pytest.mark.slow
@pytest.mark.parametrize("noun", NOUNS)
def test_every_filter_finds_these_and_not_those(noun, reader):
    wrong = {}
    for query, inside, outside in (row[1:] for row in TABLE if row[0] == noun):
        found = [row["slug"] for row in ask(reader, noun, f"{query}&page_size=500")["results"]]
        is_right = (
            len(found) == len(set(found))
            and set(inside.split()) <= set(found)
            and not set(outside.split()) & set(found)
        )
        if not is_right:
            wrong[query] = found
    assert wrong == {}


def test_every_row_of_the_table_is_of_a_list():
    assert {row[0] for row in TABLE} == set(NOUNS)


def filters_of(operation_id):
    """The filters in the schema, by name, with their schemas."""
    parameters = OPERATIONS[operation_id][1]["parameters"]
    return {
        parameter["name"]: parameter["schema"]
        for parameter in parameters
        if parameter["in"] == "query"
        and parameter["name"] not in (*PARAMETERS, record_time.PARAMETER, "include")
    }


@pytest.mark.parametrize("name", LISTS)
def test_every_filter_has_a_row_in_the_table(name):
    noun = LISTS[name].rsplit("/", 1)[1]
    asked = {
        part.partition("=")[0]
        for row_noun, query, inside, outside in TABLE
        if row_noun == noun and (outside or "certainty" in query)
        for part in query.split("&")
    }
    assert asked == set(filters_of(name))


# Ranges -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("noun", "stem"),
    [
        (LISTS[name].rsplit("/", 1)[1], parameter.removesuffix("_after"))
        for name in LISTS
        for parameter in filters_of(name)
        if parameter.endswith("_after")
    ],
)
def test_range_that_ends_before_it_begins_is_refused(noun, stem, reader):
    for first, last in (
        ("2026", "2025"),
        ("2025-05-15", "2025-05-14"),
        ("2026-22", "2026-21"),
        ("2025-06/..", "../2025-05"),
    ):
        query = f"{stem}_after={first}&{stem}_before={last}&certainty=certain"
        (error,) = ask(reader, noun, query, expect=400)["errors"]
        assert error["parameter"] == f"{stem}_before"
        assert error["detail"] == "The range ends before it begins."
    for same in ("2025", "2025-05-14", "2026-21", "2025-05~"):
        ask(reader, noun, f"{stem}_after={same}&{stem}_before={same}")


# Values that are none -----------------------------------------------------------------------------
SLUG_FILTERS = [
    (LISTS[name].rsplit("/", 1)[1], parameter)
    for name in LISTS
    for parameter, schema in filters_of(name).items()
    if schema.get("items", {}).get("$ref", "").endswith("/Slug")
]


@pytest.mark.slow
@pytest.mark.parametrize("parameter", sorted({parameter for _, parameter in SLUG_FILTERS}))
def test_draft_is_answered_like_what_does_not_exist(parameter, reader):
    """Else anybody could ask which slugs are in preparation."""
    model = {"schedule": models.RoundSchedule, "account": models.DiscrepancyAccount}.get(
        parameter
    ) or getattr(models, parameter.capitalize())
    build = builders.BUILDERS[model]
    build(slug="xqzw", publication_status="draft")
    build(slug="wjxq", publication_status="retracted", retraction_reason="Wrong.")
    for noun in (noun for noun, name in SLUG_FILTERS if name == parameter):
        answers = []
        for slug in ("xqzw", "zzzz", "wjxq"):
            problem = ask(reader, noun, f"{parameter}={slug}", expect=400)
            (error,) = problem["errors"]
            assert error["parameter"] == parameter
            said = f"There is no published entry with the slug “{slug}”."
            assert error["detail"].startswith(said), noun
            answers.append(str(problem).replace(slug, "SLUG"))
        assert len(set(answers)) == 1, noun


def test_unknown_slug_beside_a_known_one_is_refused(reader):
    problem = ask(reader, "rounds", "party=russia&party=rusia", expect=400)
    assert problem["detail"] == (
        "There is no published entry with the slug “rusia”. All are listed at /api/v1/parties."
    )
    assert problem["errors"][0]["allowed"] == ["russia"]


VOCABULARY_FILTERS = [
    (LISTS[name].rsplit("/", 1)[1], parameter, schema.get("items", schema)["$ref"])
    for name in LISTS
    for parameter, schema in filters_of(name).items()
    if "/Slug" not in str(schema) and "$ref" in str(schema)
]


@pytest.mark.slow
@pytest.mark.parametrize(("noun", "parameter", "reference"), VOCABULARY_FILTERS)
def test_unknown_value_is_answered_with_those_allowed(noun, parameter, reference, reader):
    allowed = SCHEMA["components"]["schemas"][reference.rsplit("/", 1)[1]]["enum"]
    for query in (f"{parameter}=no", f"{parameter}={allowed[0].upper()}X"):
        (error,) = ask(reader, noun, query, expect=400)["errors"]
        assert (error["parameter"], error["allowed"]) == (parameter, allowed)
    for value in allowed:
        ask(reader, noun, f"{parameter}={value}")


def lists_with(parameter):
    return [LISTS[name].rsplit("/", 1)[1] for name in LISTS if parameter in filters_of(name)]


@pytest.mark.parametrize(
    ("noun", "value"),
    [
        *[(noun, "yes") for noun in lists_with("disputed")],
        *[("statements", value) for value in ("no", "1", "0", "True", "FALSE", "true%20", "null")],
    ],
)
def test_disputed_is_true_or_false(noun, value, reader):
    (error,) = ask(reader, noun, f"disputed={value}", expect=400)["errors"]
    assert (error["parameter"], error["code"]) == ("disputed", "invalid")
    assert error["allowed"] == ["true", "false"]
    shown = value.replace("%20", " ")
    assert error["detail"] == f"“{shown}” is not one of the allowed values."


@pytest.mark.parametrize(
    ("noun", "value"),
    [
        *[(noun, "1001") for noun in lists_with("min_independent_sources")],
        *[
            ("statements", value)
            for value in (
                *("0", "-1", "10000", "2.0", "two", "%2B1"),
                *("1e2", "%201", "0x1", "٢", "９", "²"),
            )
        ],
    ],
)
def test_a_number_of_sources_is_a_whole_number_from_1_to_1000(noun, value, reader):
    (error,) = ask(reader, noun, f"min_independent_sources={value}", expect=400)["errors"]
    assert (error["parameter"], error["code"]) == ("min_independent_sources", "invalid")
    assert error["detail"] == "Use a whole number from 1 to 1000."
    assert error["allowed"] == ["1", "2", "3"]


@pytest.mark.parametrize("parameter", ["disputed", "min_independent_sources"])
def test_what_the_passages_say_is_asked_once_and_with_a_value(parameter, reader):
    allowed = {"disputed": "true", "min_independent_sources": "1"}[parameter]
    query = f"{parameter}={allowed}"
    for bad, code in ((f"{query}&{query}", "repeated"), (f"{parameter}=", "empty")):
        (error,) = ask(reader, "rounds", bad, expect=400)["errors"]
        assert (error["parameter"], error["code"]) == (parameter, code)


def test_what_the_passages_say_is_asked_of_facts_only():
    facts = {noun for noun, *_ in FACTS}
    assert set(lists_with("disputed")) == facts
    assert set(lists_with("min_independent_sources")) == {*facts, "discrepancies"}
