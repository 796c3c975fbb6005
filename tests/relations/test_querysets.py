"""The read language: for each phrase a row that must be in and one that must be out."""

import inspect
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from relations import models, querysets
from relations.models import Proposal, ReviewEvent
from relations.querysets.record import publication_lookups, required_entries
from relations.search_terms import parse
from relations.vocabularies import Bearing, FactKind, ParticipantRole, PublicationStatus
from tests import builders
from tests.builders import (
    BUILDERS,
    a_citation,
    a_development,
    a_discrepancy,
    a_document,
    a_negotiation,
    a_party,
    a_person,
    a_position,
    a_round,
    a_schedule,
    a_statement,
    an_account,
    an_exclusion,
    an_issue,
    an_office,
)

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]

MAY = (date(2025, 5, 1), date(2025, 5, 31))
MID_MAY = date(2025, 5, 15)
UNPUBLISHED = [status for status in PublicationStatus if status != PublicationStatus.PUBLISHED]
OTHER_UNPUBLISHED = [status for status in UNPUBLISHED if status != PublicationStatus.DRAFT]
# Each kind of fact with one status that hides it, and statements with all.
KINDS_AND_UNPUBLISHED = [
    *((kind, PublicationStatus.DRAFT) for kind in FactKind.values),
    *(("statement", status) for status in OTHER_UNPUBLISHED),
]

# Every public method of a queryset class, and the word its tests have in their names.
COVERED = {
    "get_by_natural_key": "natural_key",
    "published": "published",
    "published_beside": "published_beside",
    "published_of": "published_of",
    "with_links": "with_links",
    "between": "between",
    "involving": "involving",
    "of": "changes_of",
    "public_at": "public_at",
    "about": "about",
    "still_open": "still_open",
    "in_review": "in_review",
    "waiting_for": "waiting_for",
    "since_published": "since_published",
    "update": "refuse",
    "bulk_update": "refuse",
    "bulk_create": "refuse",
    "cited_in": "cited_in",
    "within": "within",
    "on": "on_",
    "by": "by_",
    "possibly_within": "possibly_within",
    "certainly_within": "certainly_within",
    "in_negotiation": "in_negotiation",
    "at_place": "at_place",
    "attended_by": "attended_by",
    "as_of": "as_of",
    "certainly_as_of": "certainly_as_of",
    "expressed_by": "expressed_by",
    "first_of_chains": "first_of_chains",
    "reaffirming": "reaffirming",
    "of_discrepancy": "of_discrepancy",
    "of_kind": "of_kind",
    "standing": "standing",
    "disputed": "_disputed",
    "undisputed": "undisputed",
    "supported_by_sources": "supported_by_sources",
    "with_origin": "with_origin",
    "of_sources": "of_sources",
    "independent": "independent",
    "counted_by": "counted_by_",
    "counted_by_years": "counted_by_years",
    "ties": "ties_",
    "matching": "matching",
    "ranked": "ranked",
    "in_ranks": "in_ranks",
    "outdated": "outdated",
    "shown_to": "shown_to",
}


def status(value):
    """Overrides for a builder."""
    reason = "Found wrong." if value == PublicationStatus.RETRACTED else ""
    return {"publication_status": value, "retraction_reason": reason}


DRAFT = status(PublicationStatus.DRAFT)


def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def attend(round, party=None, person=None):
    return models.RoundParticipant.objects.create(
        round=round, party=party or a_party(), person=person, role=ParticipantRole.PARTY
    )


def express(position, statement):
    return models.PositionStatement.objects.create(position=position, statement=statement)


def fact_of_kind(kind, **overrides):
    """A fact that a citation can point at by the field `kind`."""
    return BUILDERS[models.Citation._meta.get_field(kind).related_model](**overrides)


def test_every_public_queryset_method_is_tested():
    classes = [
        member
        for _, member in inspect.getmembers(querysets, inspect.isclass)
        if member.__module__.startswith(querysets.__name__)
    ]
    methods = {
        name
        for each in classes
        for name, member in vars(each).items()
        if inspect.isfunction(member) and not name.startswith("_")
    }
    assert methods == set(COVERED)
    tests = [name for name in globals() if name.startswith("test_")]
    for method, word in COVERED.items():
        assert any(word in name for name in tests), f"no test names {method}"


# published


@pytest.mark.parametrize(
    ("noun", "hidden"),
    [
        *[(noun, PublicationStatus.DRAFT) for noun in BUILDERS],
        *[(models.Statement, status) for status in OTHER_UNPUBLISHED],
    ],
)
def test_published_leaves_out_an_entry_by_its_own_status(noun, hidden):
    shown = BUILDERS[noun]()
    assert shown in noun.objects.published()
    change(shown, **status(hidden))
    assert shown not in noun.objects.published()


REQUIRED = [
    (model, path)
    for model in (*BUILDERS, models.RoundParticipant, models.StatementParty)
    for path in required_entries(model)
]


def a_row_of(model):
    if model is models.RoundParticipant:
        return attend(a_round())
    if model is models.StatementParty:
        return model.objects.create(statement=a_statement(), party=a_party())
    return BUILDERS[model]()


@pytest.mark.parametrize(
    ("model", "path"), REQUIRED, ids=[f"{model.__name__}-{path}" for model, path in REQUIRED]
)
def test_published_leaves_out_a_row_whose_required_entry_is_hidden(model, path):
    row, other = a_row_of(model), a_row_of(model)
    entry = row
    for name in path.split("__"):
        entry = getattr(entry, name)
    change(entry, **DRAFT)
    assert row not in model.objects.published()
    assert other in model.objects.published()


def test_published_looks_through_every_required_entry_to_the_last():
    assert publication_lookups(models.RoundParticipant) == [
        "round__publication_status",
        "round__negotiation__publication_status",
        "party__publication_status",
    ]


def test_published_keeps_an_entry_whose_optional_entry_is_hidden():
    position = a_position(round=a_round(**DRAFT), ascribed_by=a_party(**DRAFT))
    body = a_party(parent=a_party(**DRAFT))
    assert position in models.Position.objects.published()
    assert body in models.Party.objects.published()


@pytest.mark.parametrize("kind", FactKind.values)
def test_published_of_a_fact_are_its_published_citations(kind):
    shown = a_citation(**{kind: fact_of_kind(kind)})
    other = a_citation(**{kind: fact_of_kind(kind)})
    change(getattr(other, kind), **DRAFT)
    elsewhere = a_citation(**{kind: fact_of_kind(kind)}, publication_status="draft")
    of_another_kind = a_citation(
        **({"issue": an_issue()} if kind != "issue" else {"party": a_party()})
    )
    found = models.Citation.objects.published_of(kind)
    assert list(found) == [shown]
    assert {other, elsewhere, of_another_kind}.isdisjoint(found)


@pytest.mark.parametrize("kind", FactKind.values)
def test_published_beside_a_fact_are_its_published_citations(kind):
    fact = fact_of_kind(kind)
    shown, draft = a_citation(**{kind: fact}), a_citation(**{kind: fact}, **DRAFT)
    uncertain = a_citation(**{kind: fact}, document=a_document(**DRAFT))
    elsewhere = a_citation()
    found = models.Citation.objects.published_beside(kind).filter(**{kind: fact})
    assert list(found) == [shown]
    assert {draft, uncertain, elsewhere}.isdisjoint(found)


def test_published_beside_documents_are_published_citations_of_published_facts():
    shown, hidden = a_citation(), a_citation(**DRAFT)
    of_a_draft = a_citation(issue=an_issue(**DRAFT))
    found = models.Citation.objects.published_beside("document")
    assert shown in found
    assert {hidden, of_a_draft}.isdisjoint(found)


def test_published_beside_an_entry_are_rows_that_need_nothing_hidden():
    """The entry itself, which is known to be public, is not asked again."""
    statement, hidden = a_statement(), a_party(**DRAFT)
    link = models.StatementParty.objects.create(statement=statement, party=a_party())
    of_a_hidden = models.StatementParty.objects.create(statement=statement, party=hidden)
    found = models.StatementParty.objects.published_beside("statement")
    assert link in found
    assert of_a_hidden not in found
    assert 'relations_statement"' not in str(found.query)
    entry, draft = a_party(), a_party(**DRAFT)
    found = models.Party.objects.published_beside("parent")
    assert (entry in found, draft in found) == (True, False)


@pytest.mark.parametrize("kind", FactKind.values)
def test_published_citations_are_of_published_facts(kind):
    shown = a_citation(**{kind: fact_of_kind(kind)})
    hidden = a_citation(**{kind: fact_of_kind(kind, **DRAFT)})
    assert list(models.Citation.objects.published()) == [shown]
    assert hidden in models.Citation.objects.all()


def test_published_citations_are_of_facts_that_can_be_reached():
    hidden_negotiation = a_round(negotiation=a_negotiation(**DRAFT))
    a_citation(schedule=a_schedule(round=hidden_negotiation))
    a_citation(account=an_account(discrepancy=a_discrepancy(**DRAFT)))
    a_citation(position=a_position(issue=an_issue(**DRAFT)))
    assert not models.Citation.objects.published().exists()


def test_published_citations_stand_in_published_documents():
    shown = a_citation()
    a_citation(document=a_document(**DRAFT))
    assert list(models.Citation.objects.published()) == [shown]


# with_links


def loaded(model, row, *paths):
    return model.objects.with_links(*paths).get(pk=row.pk)


def test_with_links_reads_a_published_optional_entry():
    speaker = a_person()
    assert loaded(models.Statement, a_statement(speaker=speaker), "speaker").speaker == speaker


def test_with_links_reads_a_hidden_optional_entry_as_none():
    statement = a_statement(speaker=a_person(**DRAFT))
    assert loaded(models.Statement, statement, "speaker").speaker is None


def test_with_links_reads_an_optional_entry_as_none_if_what_that_requires_is_hidden():
    position = a_position(round=a_round(negotiation=a_negotiation(**DRAFT)))
    assert loaded(models.Position, position, "round").round is None


def test_with_links_leaves_out_hidden_rows_of_many():
    round = a_round()
    shown = attend(round)
    attend(round, a_party(**DRAFT))
    assert list(loaded(models.Round, round, "participants").participants.all()) == [shown]


def test_with_links_follows_a_path_below_many_rows():
    round = a_round()
    attend(round, person=a_person(name="Sapt"))
    attend(round, person=a_person(**DRAFT))
    participants = loaded(models.Round, round, "participants__person").participants.all()
    assert [link.person and link.person.name for link in participants] == ["Sapt", None]


def test_with_links_follows_several_paths_below_the_same_name():
    discrepancy = a_discrepancy()
    account = an_account(discrepancy=discrepancy)
    shown = a_citation(account=account)
    a_citation(account=account, **DRAFT)
    row = loaded(models.Discrepancy, discrepancy, "accounts", "accounts__citations")
    assert list(row.accounts.all()[0].citations.all()) == [shown]


def test_with_links_follows_a_path_below_a_required_entry():
    position = a_position(party=a_party(parent=a_party(**DRAFT)))
    assert loaded(models.Position, position, "party__parent").party.parent is None


def test_with_links_does_not_filter():
    draft, orphan = a_statement(**DRAFT), a_round(negotiation=a_negotiation(**DRAFT))
    assert draft in models.Statement.objects.with_links("speaker")
    assert orphan in models.Round.objects.with_links("participants")


def test_with_links_takes_the_same_number_of_queries_for_one_row_and_for_many():
    def make_round():
        round = a_round()
        attend(round, person=a_person())
        a_citation(schedule=a_schedule(round=round))

    def read_all():
        paths = ("participants__person", "schedules__citations", "citations")
        with CaptureQueriesContext(connection) as queries:
            for round in models.Round.objects.published().with_links(*paths):
                str(round.negotiation)
                [f"{link.party} {link.person} {link.round}" for link in round.participants.all()]
                [
                    str(each.document)
                    for row in round.schedules.all()
                    for each in row.citations.all()
                ]
        return len(queries)

    make_round()
    queries_for_one = read_all()
    for _ in range(4):
        make_round()
    assert read_all() == queries_for_one


# get_by_natural_key


def test_get_by_natural_key_finds_an_entry_by_its_slug():
    issue = an_issue(slug="fishing")
    an_issue(slug="hunting")
    assert models.Issue.objects.get_by_natural_key("fishing") == issue
    with pytest.raises(models.Issue.DoesNotExist):
        models.Issue.objects.get_by_natural_key("sailing")


def test_get_by_natural_key_tells_a_named_participant_from_an_unnamed_one():
    round, party, person = a_round(), a_party(), a_person()
    unnamed, named = attend(round, party), attend(round, party, person)
    find = models.RoundParticipant.objects.get_by_natural_key
    assert find(round.slug, party.slug, None) == unnamed
    assert find(round.slug, party.slug, person.slug) == named
    with pytest.raises(ObjectDoesNotExist):
        find(round.slug, party.slug, "somebody-else")


# cited_in


@pytest.mark.parametrize("kind", FactKind.values)
def test_cited_in_finds_facts_of_each_kind(kind):
    document, cited, elsewhere = a_document(), fact_of_kind(kind), fact_of_kind(kind)
    a_citation(document=document, **{kind: cited})
    a_citation(**{kind: elsewhere})
    assert list(type(cited).objects.cited_in(document)) == [cited]


def test_cited_in_counts_published_citations_only():
    document, statement = a_document(), a_statement()
    a_citation(document=document, statement=statement, **DRAFT)
    assert not models.Statement.objects.cited_in(document).exists()


def test_cited_in_yields_a_fact_once():
    document, statement = a_document(), a_statement()
    for start in (100, 200):
        a_citation(document=document, statement=statement, start=start, end=start + 14)
    both = models.Statement.objects.cited_in(document, a_document())
    assert list(both) == [statement]


def test_cited_in_no_document_is_nothing():
    a_citation()
    assert not models.Statement.objects.cited_in().exists()


def test_cited_in_finds_discrepancies_by_their_accounts():
    document = a_document()
    cited, uncited, hidden = an_account(), an_account(), an_account(**DRAFT)
    a_citation(document=document, account=cited)
    a_citation(account=uncited)
    a_citation(document=document, account=hidden)
    assert list(models.Discrepancy.objects.cited_in(document)) == [cited.discrepancy]


# standing


STANDING = [a_document, a_citation, an_exclusion, a_person]


@pytest.mark.parametrize("make", STANDING)
def test_standing_leaves_out_only_what_was_withdrawn(make):
    rows = {each: make(**status(each)) for each in PublicationStatus}
    standing = set(type(rows[PublicationStatus.DRAFT]).objects.standing())
    for each, row in rows.items():
        assert (row in standing) is (each != PublicationStatus.RETRACTED), each


def test_every_queryset_that_asks_for_standing_is_tested():
    asked = {model for model in BUILDERS if hasattr(model.objects, "standing")}
    assert asked == {type(make()) for make in STANDING}


# disputed and undisputed

DISPUTES = {"bearing": Bearing.DISPUTES}
EACH_KIND = pytest.mark.parametrize("kind", FactKind.values)


@EACH_KIND
def test_disputed_finds_facts_that_a_passage_disputes_and_undisputed_all_others(kind):
    disputed, supported, uncited = (fact_of_kind(kind) for _ in range(3))
    a_citation(**{kind: disputed})
    a_citation(**{kind: disputed}, **DISPUTES)
    a_citation(**{kind: supported})
    facts = type(disputed).objects.filter(pk__in=[disputed.pk, supported.pk, uncited.pk])
    assert list(facts.disputed()) == [disputed]
    assert set(facts.undisputed()) == {supported, uncited}
    assert not facts.disputed().undisputed().exists()


@pytest.mark.parametrize(("kind", "hidden"), KINDS_AND_UNPUBLISHED)
def test_disputed_and_undisputed_know_published_citations_only(kind, hidden):
    fact = fact_of_kind(kind)
    a_citation(**{kind: fact}, **DISPUTES, **status(hidden))
    a_citation(**{kind: fact}, **DISPUTES, document=a_document(**status(hidden)))
    assert fact not in type(fact).objects.disputed()
    assert fact in type(fact).objects.undisputed()


def test_disputed_yields_a_fact_once():
    fact = a_statement()
    for _ in range(2):
        a_citation(statement=fact, **DISPUTES)
    assert list(models.Statement.objects.disputed()) == [fact]


def test_disputed_and_undisputed_do_not_filter_otherwise():
    """They are asked of what is published, and do not ask it again themselves."""
    draft = a_statement(**DRAFT)
    assert draft in models.Statement.objects.undisputed()
    assert draft not in models.Statement.objects.published().undisputed()


# supported_by_sources, of_sources and with_origin


def cite(publisher="", via="", **values):
    """A citation in a document of its own."""
    return a_citation(document=a_document(publisher=publisher), reported_via=via, **values)


# Publisher of the document and agency it has it from, for each passage; and how many are
# independent.
SOURCES = [
    ([("", "")], 1),
    ([("", ""), ("", "")], 2),
    ([("", ""), ("", ""), ("", "")], 3),
    ([("Izvestia", ""), ("Kommersant", "")], 2),
    ([("Izvestia", ""), ("Izvestia", "")], 1),
    ([("Izvestia", ""), ("IZVESTIA", "")], 1),
    # One agency in two papers, written in one case or in two.
    ([("Izvestia", "Interfax"), ("Kommersant", "Interfax")], 1),
    ([("Izvestia", "Interfax"), ("Kommersant", "INTERFAX")], 1),
    ([("", "Интерфакс"), ("", "ИНТЕРФАКС")], 1),
    ([("Izvestia", "Interfax"), ("Kommersant", "TASS")], 2),
    ([("Izvestia", "Interfax"), ("Izvestia", "TASS")], 2),
    # A paper that quotes an agency, and the article of the agency itself.
    ([("Izvestia", "Interfax"), ("Interfax", "")], 1),
    ([("Izvestia", "INTERFAX"), ("Interfax", ""), ("", "interfax")], 1),
    ([("Izvestia", "Interfax"), ("Izvestia", "")], 2),
    ([("Izvestia", "Interfax"), ("Interfax", "TASS")], 2),
    ([("Izvestia", "Interfax"), ("Interfax", ""), ("", "")], 2),
    # Part of a name is another name.
    ([("Interfax", ""), ("Interfax Europe", "")], 2),
]


@pytest.mark.slow
@pytest.mark.parametrize(("passages", "independent"), SOURCES)
def test_supported_by_sources_counts_independent_ones(passages, independent):
    fact = a_statement()
    for publisher, via in passages:
        cite(publisher, via, statement=fact)
    for at_least in range(1, 5):
        found = models.Statement.objects.supported_by_sources(at_least)
        assert list(found) == ([fact] if at_least <= independent else [])


def test_supported_by_sources_takes_two_passages_of_one_document_for_one_source():
    document, fact = a_document(), a_statement()
    for start in (100, 200):
        a_citation(document=document, statement=fact, start=start, end=start + 14)
    assert fact in models.Statement.objects.supported_by_sources(1)
    assert fact not in models.Statement.objects.supported_by_sources(2)


@EACH_KIND
def test_supported_by_sources_tells_facts_of_each_kind_apart(kind):
    two, one, none = (fact_of_kind(kind) for _ in range(3))
    for _ in range(2):
        a_citation(**{kind: two})
    a_citation(**{kind: one})
    facts = type(two).objects.filter(pk__in=[two.pk, one.pk, none.pk])
    assert set(facts.supported_by_sources(1)) == {two, one}
    assert list(facts.supported_by_sources(2)) == [two]


@EACH_KIND
def test_supported_by_sources_does_not_count_what_disputes_a_fact(kind):
    fact = fact_of_kind(kind)
    a_citation(**{kind: fact}, **DISPUTES)
    assert fact not in type(fact).objects.supported_by_sources(1)
    a_citation(**{kind: fact})
    assert fact in type(fact).objects.supported_by_sources(1)
    assert fact not in type(fact).objects.supported_by_sources(2)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "hidden"), KINDS_AND_UNPUBLISHED)
def test_supported_by_sources_counts_published_citations_only(kind, hidden):
    fact = fact_of_kind(kind)
    a_citation(**{kind: fact}, **status(hidden))
    a_citation(**{kind: fact}, document=a_document(**status(hidden)))
    assert fact not in type(fact).objects.supported_by_sources(1)
    a_citation(**{kind: fact})
    assert fact in type(fact).objects.supported_by_sources(1)
    assert fact not in type(fact).objects.supported_by_sources(2)


def two_accounts(*publishers):
    """A discrepancy whose two accounts stand in documents of these publishers."""
    discrepancy = a_discrepancy()
    for sequence, publisher in enumerate(publishers, 1):
        account = an_account(discrepancy=discrepancy, sequence=sequence)
        cite(publisher, account=account)
    return discrepancy


def test_supported_by_sources_of_discrepancies_takes_their_accounts_together():
    contradicted = two_accounts("Interfax", "TASS")
    contradicting_itself = two_accounts("Interfax", "INTERFAX")
    uncited = an_account().discrepancy
    find = models.Discrepancy.objects.supported_by_sources
    assert set(find(1)) == {contradicted, contradicting_itself}
    assert uncited not in find(1)
    assert list(find(2)) == [contradicted]
    assert not find(3).exists()


@pytest.mark.parametrize("hidden", UNPUBLISHED)
def test_supported_by_sources_of_discrepancies_counts_what_is_published_and_supports(hidden):
    discrepancy = two_accounts("Interfax")
    account = discrepancy.accounts.get()
    cite("TASS", account=account, **status(hidden))
    cite("Izvestia", account=account, **DISPUTES)
    kept_back = an_account(discrepancy=discrepancy, sequence=2, **status(hidden))
    cite("Kommersant", account=kept_back)
    cite("Vedomosti", account=an_account())
    find = models.Discrepancy.objects.supported_by_sources
    assert discrepancy in find(1)
    assert discrepancy not in find(2)


def test_of_sources_yields_a_row_for_each_fact_that_enough_sources_support():
    two, one = a_statement(), a_statement()
    for publisher in ("Interfax", "TASS", "tass"):
        cite(publisher, statement=two)
    cite("Interfax", statement=one)
    cite("TASS", statement=one, **DISPUTES)
    citations = models.Citation.objects.of_kind("statement")
    assert [row["statement"] for row in citations.of_sources("statement", 2)] == [two.pk]
    assert {row["statement"] for row in citations.of_sources("statement", 1)} == {two.pk, one.pk}


def test_with_origin_is_agency_or_publisher_or_else_the_document():
    def origin(publisher="", via=""):
        return models.Citation.objects.with_origin().get(pk=cite(publisher, via).pk).origin

    assert origin("Izvestia", "Interfax") == origin("", "INTERFAX") == origin("interfax")
    assert origin("Известия") == origin("ИЗВЕСТИЯ")
    assert origin("Izvestia") != origin("Izvestia", "Interfax")
    assert origin() != origin()
    assert origin()


def test_with_origin_does_not_filter():
    draft = a_citation(**DRAFT)
    assert draft in models.Citation.objects.with_origin()


def test_with_links_of_citations_adds_their_origin_beside_a_fact_too():
    statement = a_statement()
    for publisher, via in (("Izvestia", "Interfax"), ("Interfax", ""), ("", "")):
        cite(publisher, via, statement=statement)
    row = loaded(models.Statement, statement, "citations")
    assert len(row.citations.all()) == 3
    assert len({citation.origin for citation in row.citations.all()}) == 2
    assert all(hasattr(each, "origin") for each in models.Citation.objects.with_links())


# within


TREES = pytest.mark.parametrize("plant", [an_issue, a_party], ids=["issues", "parties"])


@TREES
def test_within_holds_the_root_and_all_below_it(plant):
    root = plant()
    child = plant(parent=root)
    grandchild = plant(parent=child)
    above, beside = plant(), plant()
    change(root, parent=above)
    assert set(type(root).objects.within(root)) == {root, child, grandchild}
    assert beside not in type(root).objects.within(root)


@TREES
def test_within_several_roots_holds_each_row_once(plant):
    root, other = plant(), plant()
    child = plant(parent=root)
    rows = type(root).objects.within(root, child, other)
    assert sorted(row.pk for row in rows) == sorted([root.pk, child.pk, other.pk])


@TREES
def test_within_stops_at_a_hidden_child(plant):
    root = plant()
    hidden = plant(parent=root, **DRAFT)
    plant(parent=hidden)
    assert list(type(root).objects.within(root)) == [root]


@TREES
def test_within_no_root_is_nothing(plant):
    root = plant()
    assert not type(root).objects.within().exists()


@TREES
def test_within_ends_in_a_tree_that_has_a_cycle(plant):
    first = plant()
    second = plant(parent=first)
    change(first, parent=second)
    assert set(type(first).objects.within(first)) == {first, second}


# on


def a_round_on(*issues):
    round = a_round()
    for issue in issues:
        models.RoundIssue.objects.create(round=round, issue=issue)
    return round


def a_statement_on(*issues):
    statement = a_statement()
    for issue in issues:
        models.StatementIssue.objects.create(statement=statement, issue=issue)
    return statement


def a_development_on(*issues):
    development = a_development()
    for issue in issues:
        models.DevelopmentIssue.objects.create(development=development, issue=issue)
    return development


def a_position_on(issue):
    return a_position(issue=issue)


LINKED_TO_ISSUES = [a_round_on, a_statement_on, a_development_on]
ON = pytest.mark.parametrize("make", [*LINKED_TO_ISSUES, a_position_on])


@ON
def test_on_keeps_what_is_on_the_issue(make):
    issue = an_issue()
    here, elsewhere = make(issue), make(an_issue())
    assert list(type(here).objects.on(issue)) == [here]
    assert elsewhere in type(here).objects.all()


@ON
def test_on_includes_sub_issues(make):
    issue = an_issue()
    below = make(an_issue(parent=an_issue(parent=issue)))
    assert list(type(below).objects.on(issue)) == [below]


@ON
def test_on_a_sub_issue_leaves_out_the_wider_issue(make):
    issue = an_issue()
    above = make(issue)
    assert not type(above).objects.on(an_issue(parent=issue)).exists()


@ON
def test_on_does_not_pass_through_a_hidden_sub_issue(make):
    issue = an_issue()
    below = make(an_issue(parent=an_issue(parent=issue, **DRAFT)))
    assert not type(below).objects.on(issue).exists()


@ON
def test_on_several_issues_is_on_either(make):
    first, second = an_issue(), an_issue()
    here, there = make(first), make(second)
    make(an_issue())
    assert set(type(here).objects.on(first, second)) == {here, there}


@ON
def test_on_no_issue_is_nothing(make):
    row = make(an_issue())
    assert not type(row).objects.on().exists()


@pytest.mark.parametrize("make", LINKED_TO_ISSUES)
def test_on_yields_a_fact_once(make):
    issue = an_issue()
    row = make(issue, an_issue(parent=issue), an_issue(parent=issue))
    assert list(type(row).objects.on(issue)) == [row]


@ON
def test_on_chained_demands_both_issues(make):
    first = an_issue()
    second = an_issue(parent=first)
    both, one = make(second), make(first)
    assert list(type(both).objects.on(first).on(second)) == [both]
    assert one in type(both).objects.on(first)


# by


def a_negotiation_by(*parties):
    negotiation = a_negotiation()
    for party in parties:
        models.NegotiationParty.objects.create(negotiation=negotiation, party=party)
    return negotiation


def a_round_by(*parties):
    round = a_round()
    for party in parties:
        attend(round, party)
    return round


def a_statement_by(*parties):
    statement = a_statement()
    for party in parties:
        models.StatementParty.objects.create(statement=statement, party=party)
    return statement


def a_development_by(*parties):
    development = a_development()
    for party in parties:
        for role in ("actor", "affected"):
            models.DevelopmentParty.objects.create(development=development, party=party, role=role)
    return development


def a_person_by(*parties):
    person = a_person()
    for party in parties:
        an_office(person=person, party=party)
    return person


def a_position_by(party):
    return a_position(party=party)


def an_office_by(party):
    return an_office(party=party)


LINKED_TO_PARTIES = [
    a_negotiation_by,
    a_round_by,
    a_statement_by,
    a_development_by,
    a_person_by,
]
BY = pytest.mark.parametrize("make", [*LINKED_TO_PARTIES, a_position_by, an_office_by])


@BY
def test_by_keeps_what_is_of_the_party(make):
    party = a_party()
    own, foreign = make(party), make(a_party())
    assert list(type(own).objects.by(party)) == [own]
    assert foreign in type(own).objects.all()


@BY
def test_by_includes_the_bodies_of_the_party(make):
    party = a_party()
    own = make(a_party(parent=a_party(parent=party)))
    assert list(type(own).objects.by(party)) == [own]


@BY
def test_by_a_body_leaves_out_its_state(make):
    state = a_party()
    own = make(state)
    assert not type(own).objects.by(a_party(parent=state)).exists()


@BY
def test_by_does_not_pass_through_a_hidden_body(make):
    party = a_party()
    own = make(a_party(parent=a_party(parent=party, **DRAFT)))
    assert not type(own).objects.by(party).exists()


@BY
def test_by_no_party_is_nothing(make):
    row = make(a_party())
    assert not type(row).objects.by().exists()


@pytest.mark.parametrize("make", LINKED_TO_PARTIES)
def test_by_yields_a_fact_once(make):
    party = a_party()
    row = make(party, a_party(parent=party))
    assert list(type(row).objects.by(party)) == [row]


def test_by_of_people_counts_published_offices_only():
    party = a_party()
    an_office(party=party, **DRAFT)
    assert not models.Person.objects.by(party).exists()


# possibly_within and certainly_within


def a_dated(model, text):
    stem = model.objects.all().dated_by
    return BUILDERS[model](**{f"{stem}_on": text})


DATED = [
    models.Round,
    models.Statement,
    models.Position,
    models.Development,
    models.Document,
]
# Text of the date, whether it may fall into May 2025, whether it must.
DATES = [
    ("2025-05-15", True, True),
    ("2025-05-01", True, True),
    ("2025-05-31", True, True),
    ("2025-05", True, True),
    ("2025-05-10/2025-05-20", True, True),
    ("2025-04-30", False, False),
    ("2025-06-01", False, False),
    ("2025-04-30/2025-05-01", True, False),
    ("2025-05-31/2025-06-01", True, False),
    ("2025", True, False),
    ("2025-21", True, False),
    ("../2025-05-01", True, False),
    ("../2025-04-30", False, False),
    ("2025-05-31/..", True, False),
    ("2025-06-01/..", False, False),
    (None, False, False),
]


@pytest.mark.parametrize(("text", "possible", "certain"), DATES)
def test_possibly_within_overlaps_and_certainly_within_encloses(text, possible, certain):
    row = a_dated(models.Statement, text)
    assert (row in models.Statement.objects.possibly_within(*MAY)) is possible
    assert (row in models.Statement.objects.certainly_within(*MAY)) is certain


@pytest.mark.parametrize("model", DATED)
def test_possibly_within_and_certainly_within_ask_for_the_date_of_the_noun(model):
    certain, possible, later = (a_dated(model, text) for text in ("2025-05", "2025", "2025-06"))
    rows = model.objects.filter(pk__in=[certain.pk, possible.pk, later.pk])
    assert set(rows.possibly_within(*MAY)) == {certain, possible}
    assert set(rows.certainly_within(*MAY)) == {certain}


def test_every_queryset_that_asks_for_possibly_within_is_tested():
    asked = {model for model in BUILDERS if hasattr(model.objects, "possibly_within")}
    assert asked == set(DATED)


# as_of and certainly_as_of

# Since, until, whether the position may have been in force on 15 May 2025, whether it surely was.
TERMS = [
    (None, None, True, False),
    ("2025-05-15", None, True, True),
    ("2025-05-16", None, False, False),
    ("2025-05", None, True, False),
    ("2025-04", None, True, True),
    ("../2025-04", None, True, True),
    ("2025-04/..", None, True, False),
    ("2025-04", "2025-05-15", True, True),
    ("2025-04", "2025-05-14", False, False),
    ("2025-04", "2025-05", True, False),
    ("2025-04", "2025-06", True, True),
    ("2025-04", "2025-05-20/..", True, True),
    ("2025-04", "../2025-06", True, False),
    (None, "2025-05-14", False, False),
    (None, "2025-05-16", True, False),
]


@pytest.mark.parametrize(("since", "until", "possible", "certain"), TERMS)
def test_as_of_may_be_and_certainly_as_of_must_be(since, until, possible, certain):
    row = a_position(since_on=since, until_on=until)
    assert (row in models.Position.objects.as_of(MID_MAY)) is possible
    assert (row in models.Position.objects.certainly_as_of(MID_MAY)) is certain


# Beginning of the successor, and the same two questions about the position it supersedes.
SUCCESSORS = [
    ("2025-05-15", False, False),
    ("2025-04", False, False),
    ("2025-05", True, False),
    ("2025-05-16", True, True),
    ("../2025-05-20", True, False),
    (None, True, False),
]


@pytest.mark.parametrize(("since", "possible", "certain"), SUCCESSORS)
def test_as_of_ends_where_the_superseding_position_begins(since, possible, certain):
    row = a_position(since_on="2025-01", superseded_by=a_position(since_on=since))
    assert (row in models.Position.objects.as_of(MID_MAY)) is possible
    assert (row in models.Position.objects.certainly_as_of(MID_MAY)) is certain


@pytest.mark.parametrize("phrase", ["as_of", "certainly_as_of"])
def test_as_of_is_not_ended_by_a_position_hidden_with_its_party(phrase):
    hidden = a_party(**status(PublicationStatus.DRAFT))
    successor = a_position(since_on="2025-03", party=hidden)
    row = a_position(since_on="2025-01", superseded_by=successor)
    assert row in getattr(models.Position.objects.published(), phrase)(MID_MAY)


@pytest.mark.parametrize("phrase", ["as_of", "certainly_as_of"])
@pytest.mark.parametrize("hidden", UNPUBLISHED)
def test_as_of_is_not_ended_by_a_hidden_position(phrase, hidden):
    successor = a_position(since_on="2025-03", **status(hidden))
    row = a_position(since_on="2025-01", superseded_by=successor)
    assert row in getattr(models.Position.objects.published(), phrase)(MID_MAY)
    change(successor, publication_status=PublicationStatus.PUBLISHED)
    assert row not in getattr(models.Position.objects.published(), phrase)(MID_MAY)


# as_of and certainly_as_of of offices and of what happens once


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (None, None, True),
        ("2025-05-15", None, True),
        ("2025-05-16", None, False),
        ("2025", None, True),
        (None, "2025-05-15", True),
        (None, "2025-05-14", False),
        (None, "2025", True),
        ("2024", "2025-04/..", True),
    ],
)
def test_as_of_an_office_is_answered_by_since_and_until(since, until, held):
    office = an_office(since_on=since, until_on=until)
    assert (office in models.Office.objects.as_of(MID_MAY)) is held


@pytest.mark.parametrize(
    ("model", "date", "possible", "certain"),
    [
        (models.Round, "2025-05-16", False, False),
        (models.Round, "2025-05", True, False),
        (models.Development, "2025-05-16", False, False),
        (models.Development, "2025-05", True, False),
        (models.Statement, None, True, False),
        (models.Statement, "2025-05-15", True, True),
        (models.Statement, "2025-05-16", False, False),
        (models.Statement, "2025-05", True, False),
        (models.Statement, "2025-04", True, True),
        (models.Statement, "../2025-05-15", True, True),
        (models.Statement, "2025-04/..", True, False),
    ],
)
def test_as_of_is_what_may_have_happened_and_certainly_as_of_what_had(
    model, date, possible, certain
):
    row = BUILDERS[model](**{f"{model.objects.all().dated_by}_on": date})
    assert (row in model.objects.as_of(MID_MAY)) is possible
    assert (row in model.objects.certainly_as_of(MID_MAY)) is certain


def test_first_of_chains_is_one_position_of_each_party_on_each_issue():
    first = a_position(slug="a")
    a_position(slug="b", party=first.party, issue=first.issue)
    other = a_position(slug="c", party=first.party)
    chains = models.Position.objects.first_of_chains()
    assert list(chains) == [first, other]
    assert list(models.Position.objects.exclude(slug="a").first_of_chains()) == [
        models.Position.objects.get(slug="b"),
        other,
    ]


@pytest.mark.parametrize(
    ("since", "said", "reaffirms"),
    [
        ("2025-05-14", "2025-05-15", True),
        ("2025-05-14", "2025-05-14", False),
        ("2025-05", "2025-05-20", False),
        ("2025-05", "2025-06", True),
        ("2025-05", "2025-05/2025-07", False),
        ("2025/..", "2025-07", False),
        (None, "2025-07", False),
        ("2025-05", None, False),
    ],
)
def test_reaffirming_is_a_statement_certainly_later_than_the_beginning(since, said, reaffirms):
    tie = express(a_position(since_on=since), a_statement(said_on=said))
    assert (tie in models.PositionStatement.objects.reaffirming()) is reaffirms
    assert tie.reaffirms is reaffirms


# in_negotiation


def test_in_negotiation_of_rounds():
    negotiation = a_negotiation()
    inside, outside = a_round(negotiation=negotiation), a_round()
    assert list(models.Round.objects.in_negotiation(negotiation)) == [inside]
    assert set(models.Round.objects.in_negotiation(negotiation, outside.negotiation)) == {
        inside,
        outside,
    }


TIED_TO_ROUNDS = pytest.mark.parametrize("make", [a_statement, a_position, a_development])


@TIED_TO_ROUNDS
def test_in_negotiation_of_facts_goes_by_their_round(make):
    negotiation = a_negotiation()
    inside = make(round=a_round(negotiation=negotiation))
    make(round=a_round())
    make(round=None)
    assert list(type(inside).objects.in_negotiation(negotiation)) == [inside]


@TIED_TO_ROUNDS
def test_in_negotiation_of_facts_does_not_tell_of_a_hidden_round(make):
    negotiation = a_negotiation()
    fact = make(round=a_round(negotiation=negotiation, **DRAFT))
    assert not type(fact).objects.in_negotiation(negotiation).exists()


def test_in_negotiation_of_discrepancies():
    negotiation = a_negotiation()
    inside = a_discrepancy(negotiation=negotiation)
    a_discrepancy(negotiation=a_negotiation())
    a_discrepancy(negotiation=None)
    assert list(models.Discrepancy.objects.in_negotiation(negotiation)) == [inside]


def test_in_negotiation_of_none_is_nothing():
    statement = a_statement(round=a_round())
    assert not type(statement).objects.in_negotiation().exists()


# at_place


@pytest.mark.parametrize("asked", ["Geneva", "geneva", "CH", "ch", "a lake in the west"])
def test_at_place_takes_a_city_a_country_code_or_the_words_of_the_document(asked):
    here = a_round(city="Geneva", country="CH", place_as_printed="A lake in the West")
    a_round(city="Istanbul", country="TR", place_as_printed="By the sea")
    a_round()
    assert list(models.Round.objects.at_place(asked)) == [here]


@pytest.mark.parametrize("asked", ["Женева", "женева", "ЖЕНЕВА"])
def test_at_place_knows_the_case_of_every_alphabet(asked):
    here = a_round(place_as_printed="Женева")
    assert list(models.Round.objects.at_place(asked)) == [here]


@pytest.mark.parametrize("asked", ["Gen", "Geneva%", "_eneva", "lake"])
def test_at_place_takes_whole_names_only(asked):
    a_round(city="Geneva", country="CH", place_as_printed="A lake in the West")
    assert not models.Round.objects.at_place(asked).exists()


# attended_by and expressed_by


def test_attended_by_finds_rounds_by_their_named_participants():
    person, other = a_person(), a_person()
    round = a_round()
    attend(round, person=person)
    attend(round, person=person)
    attend(a_round(), person=other)
    attend(a_round())
    assert list(models.Round.objects.attended_by(person)) == [round]


def test_attended_by_does_not_tell_of_a_hidden_party():
    person = a_person()
    attend(a_round(), a_party(**DRAFT), person)
    assert not models.Round.objects.attended_by(person).exists()


def test_expressed_by_finds_positions_by_the_speakers_of_their_statements():
    person = a_person()
    position, other = a_position(), a_position()
    for _ in range(2):
        express(position, a_statement(speaker=person))
    express(other, a_statement())
    express(a_position(), a_statement(speaker=None))
    assert list(models.Position.objects.expressed_by(person)) == [position]


def test_expressed_by_does_not_tell_of_a_hidden_statement():
    person = a_person()
    express(a_position(), a_statement(speaker=person, **DRAFT))
    assert not models.Position.objects.expressed_by(person).exists()


# of_kind


@pytest.mark.slow
@pytest.mark.parametrize("kind", FactKind.values)
def test_of_kind_keeps_citations_of_that_fact(kind):
    citations = {each: a_citation(**{each: fact_of_kind(each)}) for each in FactKind.values}
    assert list(models.Citation.objects.of_kind(kind)) == [citations[kind]]


def test_of_kind_takes_several_kinds():
    statement, round = a_citation(), a_citation(round=a_round())
    a_citation(party=a_party())
    assert set(models.Citation.objects.of_kind("statement", "round")) == {statement, round}


# What would leave no history


@pytest.mark.parametrize(
    "model", [*BUILDERS, models.RoundParticipant], ids=lambda model: model.__name__
)
def test_querysets_refuse_writes_that_leave_no_history(model):
    for source in (model.objects, model.objects.all()):
        with pytest.raises(NotImplementedError, match="history"):
            source.update(id=1)
        with pytest.raises(NotImplementedError, match="history"):
            source.bulk_create([model()])
        with pytest.raises(NotImplementedError, match="history"):
            source.bulk_update([model()], ["id"])


def test_related_rows_refuse_writes_that_leave_no_history():
    issue = an_issue()
    an_issue(parent=issue)
    with pytest.raises(NotImplementedError, match="history"):
        issue.sub_issues.update(name="All alike")
    with pytest.raises(NotImplementedError, match="history"):
        issue.sub_issues.clear()


def test_every_phrase_can_be_said_of_every_queryset_that_offers_it():
    """No phrase names a path that its model does not have."""
    day = MAY[0]
    arguments = {
        "possibly_within": MAY,
        "certainly_within": MAY,
        "as_of": [day],
        "certainly_as_of": [day],
        "of_kind": ["statement"],
        "cited_in": [a_document()],
        "on": [an_issue()],
        "by": [a_party()],
        "in_negotiation": [a_negotiation()],
        "attended_by": [a_person()],
        "expressed_by": [a_person()],
        "standing": [],
        "disputed": [],
        "undisputed": [],
        "supported_by_sources": [1],
        "with_origin": [],
        "of_sources": ["statement", 1],
        "of_discrepancy": [a_discrepancy()],
    }
    for model in BUILDERS:
        root = {"within": [BUILDERS[model]()]}
        for phrase, values in (arguments | root).items():
            if hasattr(model.objects, phrase):
                list(getattr(model.objects.published(), phrase)(*values))


def test_builders_make_rows_that_published_shows():
    for model, build in builders.BUILDERS.items():
        assert build() in model.objects.published()


# of_discrepancy


def test_of_discrepancy_finds_the_citations_of_its_published_accounts():
    discrepancy = a_discrepancy()
    shown = a_citation(account=an_account(discrepancy=discrepancy))
    hidden = an_account(discrepancy=discrepancy, sequence=2, **status(PublicationStatus.DRAFT))
    a_citation(account=hidden)
    a_citation(account=an_account())
    a_citation()
    assert list(models.Citation.objects.of_discrepancy(discrepancy)) == [shown]


def test_supported_by_sources_counts_the_outlet_that_had_the_words_once():
    statement = builders.a_statement(reported_by="Fish Wire")
    for publisher in ("The Angler", "The Trawler"):
        builders.a_citation(statement=statement, document=builders.a_document(publisher=publisher))
    statements = models.Statement.objects
    assert list(statements.supported_by_sources(1)) == [statement]
    assert not statements.supported_by_sources(2)


def test_independent_leaves_out_what_a_document_says_beside_an_outlet_it_credits():
    held, article, leaflet = builders.a_round(), builders.a_document(), builders.a_document()
    credited = builders.a_citation(round=held, document=article, reported_via="Fish Wire")
    builders.a_citation(round=held, document=article)
    builders.a_citation(round=held, document=leaflet, bearing=Bearing.DISPUTES)
    elsewhere = builders.a_citation(round=held, document=leaflet)
    other_fact = builders.a_citation(round=builders.a_round(), document=article)
    independent = models.Citation.objects.independent("round")
    assert set(independent) == {credited, elsewhere, other_fact}


# counted_by, counted_by_years, ties


def test_counted_by_a_column_has_each_of_its_values_and_the_rows_asked_only():
    a_party(kind="state"), a_party(kind="state"), a_party(kind="government_body")
    a_party(kind="state", **DRAFT)
    counted = models.Party.objects.published().order_by("name").counted_by("kind")
    assert sorted(counted) == [("government_body", 1), ("state", 2)]


def test_counted_by_kind_has_the_kinds_of_facts():
    held = a_round()
    a_citation(round=held), a_citation(round=held), a_citation(party=a_party())
    assert sorted(models.Citation.objects.counted_by("kind")) == [("party", 1), ("round", 2)]


def test_counted_by_years_has_the_first_and_last_years_of_dates():
    for held_on in ("2025-05", "2025", "2024/2025", "../2024", None):
        a_round(held_on=held_on)
    counted = models.Round.objects.counted_by_years()
    assert sorted(counted) == [(1, 2024, 1), (2024, 2025, 1), (2025, 2025, 2)]


def ties(rows, name):
    return {(each["counted"], each["entry"]) for each in rows.ties(name)}


def test_ties_lead_along_links_to_every_published_entry():
    held, other, first, second = a_round(), a_round(), a_party(), a_party()
    attend(held, first), attend(held, second), attend(held, a_party(**DRAFT)), attend(other, first)
    asked = models.Round.objects.filter(pk=held.pk)
    assert ties(asked, "party") == {(held.pk, first.pk), (held.pk, second.pk)}


def test_ties_lead_over_nothing_that_is_hidden():
    position, other, person = a_position(), a_position(), a_person()
    express(position, a_statement(speaker=person))
    express(other, a_statement(speaker=person, **DRAFT))
    assert ties(models.Position.objects.all(), "person") == {(position.pk, person.pk)}


def test_ties_by_a_column_leave_out_rows_without_an_entry():
    said, held = a_statement(round=a_round()), a_round(negotiation=a_negotiation(**DRAFT))
    a_statement(), a_statement(round=held)
    assert ties(models.Statement.objects.all(), "round") == {(said.pk, said.round.pk)}


def test_ties_of_a_tree_to_itself_are_its_rows():
    issue = an_issue()
    assert ties(models.Issue.objects.all(), "issue") == {(issue.pk, issue.pk)}


# changes


def log(revision, is_public, slug="ruritania", model="party"):
    return models.Change.objects.create(
        revision=10_000 + revision,
        model=model,
        row_id=1,
        slug=slug,
        is_public=is_public,
        changed_at="2026-01-01T00:00Z",
    )


def test_changes_between_two_revisions_leave_out_the_first_and_have_the_last():
    early, within, last, late = (log(number, True) for number in (1, 2, 3, 4))
    found = set(models.Change.objects.between(early.revision, last.revision))
    assert found == {within, last}
    assert late not in found


def test_changes_of_a_model_leave_out_those_of_another():
    own, other = log(1, True), log(2, True, model="person")
    assert own in models.Change.objects.of(models.Party)
    assert other not in models.Change.objects.of(models.Party)


def test_public_at_a_revision_is_what_its_last_change_left_public():
    shown = log(1, True)
    log(2, False)
    again = log(3, True)
    other = log(2, True, slug="strelsau")
    found = [models.Change.objects.public_at(10_000 + number) for number in (1, 2, 3)]
    assert [set(each) for each in found] == [{shown}, {other}, {again, other}]


# matching and ranked; tests/relations/test_search.py asks more of them


def test_matching_finds_the_words_and_nothing_else():
    a_development(name="Fishing boat seized")
    inside = a_development(name="Boats", summary="They were fishing.")
    outside = a_development(name="Boat seized", summary="It was seized.")
    found = models.Development.objects.matching(parse("boat fish"))
    assert inside in found
    assert outside not in found


def test_ranked_counts_terms_in_the_heading_first_then_all_then_the_newest():
    best = a_round(title="Fishing talks", held_on="2020")
    newer = a_round(title="First", outcome="Talks on fishing", held_on="2025")
    older = a_round(title="First", outcome="Talks on fishing", held_on="2024")
    undated = a_round(title="First", outcome="Talks on fishing")
    single = a_round(title="First", outcome="Fishing", held_on="2026")
    a_round(title="Outside")
    ranked = models.Round.objects.ranked(parse("talks or fishing"))
    assert list(ranked) == [best, newer, older, undated, single]
    assert [each.relevance for each in ranked] == [202, 2, 2, 2, 1]


def test_in_ranks_are_the_ranked_rows_best_first():
    best = a_round(title="Fishing talks", held_on="2020")
    newer = a_round(title="First", outcome="Talks on fishing", held_on="2025")
    undated = a_round(title="First", outcome="Fishing")
    outside = a_round(title="Outside")
    for asked in ("fishing", "fishing or talks", "fishing -whale", "fishing talks"):
        ranks = models.Round.objects.in_ranks(parse(asked))
        found = [(each, each.relevance) for rank in ranks for each in rank]
        assert found == [
            (each, each.relevance) for each in models.Round.objects.ranked(parse(asked))
        ]
        assert outside not in [each for each, _ in found]
    in_heading, elsewhere = models.Round.objects.in_ranks(parse("fishing"))
    assert list(in_heading) == [best]
    assert list(elsewhere) == [newer, undated]


def test_what_has_a_name_or_no_heading_is_one_rank():
    named, plain = a_party(name="Fishing"), a_position(summary="Fishing")
    a_party(name="Whaling")
    (ranked,) = models.Party.objects.in_ranks(parse("fishing"))
    assert [(each, each.relevance) for each in ranked] == [(named, 10_101)]
    (ranked,) = models.Position.objects.in_ranks(parse("fishing"))
    assert [(each, each.relevance) for each in ranked] == [(plain, 1)]


# The desk


def a_proposal(author, status="in_review", model="party", row_id=1, reviewer=None):
    return Proposal.objects.create(
        model=model,
        row_id=row_id,
        kind="correction",
        status=status,
        author=author,
        reviewer=reviewer,
    )


def a_step(actor, step, row_id=1):
    return ReviewEvent.objects.create(model="party", row_id=row_id, step=step, actor=actor)


@pytest.fixture
def anna():
    return get_user_model().objects.create_user("anna")


@pytest.fixture
def rhea():
    return get_user_model().objects.create_user("rhea")


def test_proposals_and_steps_about_an_entry(anna):
    party, other = a_party(), a_party()
    proposal = a_proposal(anna, row_id=party.pk)
    a_proposal(anna, row_id=other.pk)
    a_proposal(anna, row_id=party.pk, model="person")
    assert list(Proposal.objects.about(party)) == [proposal]
    step = a_step(anna, "wrote", party.pk)
    a_step(anna, "wrote", other.pk)
    assert list(ReviewEvent.objects.about(party)) == [step]


def test_proposals_still_open_and_in_review(anna, rhea):
    draft = a_proposal(anna, "draft", row_id=1)
    waiting = a_proposal(anna, "in_review", row_id=2)
    a_proposal(anna, "withdrawn", row_id=3)
    a_proposal(anna, "approved", row_id=4, reviewer=rhea)
    assert set(Proposal.objects.still_open()) == {draft, waiting}
    assert list(Proposal.objects.in_review()) == [waiting]


def test_proposals_by_their_author(anna, rhea):
    hers = a_proposal(anna, row_id=1)
    a_proposal(rhea, row_id=2)
    assert list(Proposal.objects.by(anna)) == [hers]


def test_proposals_waiting_for_those_who_wrote_nothing_of_them(anna, rhea):
    waiting = a_proposal(anna, row_id=1)
    a_proposal(anna, row_id=2)
    a_step(rhea, "wrote", row_id=2)
    a_step(anna, "wrote", row_id=1)
    a_proposal(rhea, row_id=3)
    a_proposal(anna, "draft", row_id=4)
    assert list(Proposal.objects.waiting_for(rhea)) == [waiting]


def test_steps_since_published_leave_out_those_before(anna):
    a_step(anna, "wrote")
    a_step(anna, "published")
    after = a_step(anna, "wrote")
    elsewhere = a_step(anna, "wrote", row_id=2)
    steps = ReviewEvent.objects.since_published().filter(step="wrote")
    assert list(steps) == [after, elsewhere]


# Files that are looked at before they are imported


def keep_sheet(name, **values):
    user = get_user_model().objects.create_user(name)
    return models.KeptSheet.objects.create(user=user, noun="party", content=b"", **values)


def an_hour_ago():
    return timezone.now() - timedelta(hours=1, seconds=1)


def test_outdated_are_files_of_more_than_an_hour_ago():
    old, new = keep_sheet("anna", uploaded_at=an_hour_ago()), keep_sheet("ben")
    assert list(models.KeptSheet.objects.outdated()) == [old]
    assert new not in models.KeptSheet.objects.outdated()


def test_a_file_is_shown_to_its_user_alone_by_its_noun_and_token_for_an_hour():
    kept, other = keep_sheet("anna"), keep_sheet("ben")
    shown_to = models.KeptSheet.objects.shown_to
    assert list(shown_to(kept.user, "party", kept.token)) == [kept]
    assert not shown_to(other.user, "party", kept.token).exists()
    assert not shown_to(kept.user, "person", kept.token).exists()
    assert not shown_to(kept.user, "party", other.token).exists()
    change(kept, uploaded_at=an_hour_ago())
    assert not shown_to(kept.user, "party", kept.token).exists()


# What was decided of entries that look alike


def a_merge(loser, winner, **values):
    return models.Merge.objects.create(
        model=loser._meta.model_name,
        loser_id=loser.pk,
        loser_slug=loser.slug,
        winner_id=winner.pk,
        winner_slug=winner.slug,
        by=get_user_model().objects.get_or_create(username="editor")[0],
        **values,
    )


def test_standing_merges_leave_out_those_that_were_undone():
    merge = a_merge(a_party(), a_party())
    undone = a_merge(a_party(), a_party(), undone_at=timezone.now(), undone_by=merge.by)
    assert merge in models.Merge.objects.standing()
    assert undone not in models.Merge.objects.standing()


def test_merges_involving_entries_have_them_as_loser_or_as_winner():
    one, other = a_party(), a_party()
    lost, won = a_merge(one, a_party()), a_merge(a_party(), other)
    a_merge(a_party(), a_party())
    assert set(models.Merge.objects.involving(one, other)) == {lost, won}
    assert set(models.Merge.objects.involving(one)) == {lost}


def test_merges_and_pairs_of_a_model_leave_out_those_of_another():
    party, person = a_merge(a_party(), a_party()), a_merge(a_person(), a_person())
    assert party in models.Merge.objects.of(models.Party)
    assert person not in models.Merge.objects.of(models.Party)


def test_distinct_pairs_between_two_entries_are_found_in_either_order():
    one, other, third = a_party(), a_party(), a_party()
    values = {"model": "party", "by": get_user_model().objects.create_user("editor")}
    pair = models.DistinctPair.objects.create(lower_id=one.pk, higher_id=other.pk, **values)
    models.DistinctPair.objects.create(lower_id=one.pk, higher_id=third.pk, **values)
    for ends in ((one, other), (other, one)):
        assert list(models.DistinctPair.objects.between(*ends)) == [pair]
    assert not models.DistinctPair.objects.between(other, third)
