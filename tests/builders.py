"""Small published entries for tests. Each builder takes overrides and makes what else it needs.

The real record never serves to build the rows of a test; tests/test_record.py is about it.
"""

import hashlib
from itertools import count

from django.utils import timezone

from relations import models
from relations.vocabularies import (
    Act,
    Authority,
    DevelopmentKind,
    DiscrepancyStatus,
    ExclusionReason,
    FactKind,
    PartyKind,
    PublicationStatus,
    ReviewPlace,
    RoundMode,
    RoundStatus,
    StatementMode,
)

_numbers = count(1)


def _make(model, defaults, overrides):
    slug = f"{model._meta.model_name}-{next(_numbers)}"
    status = {
        "slug": slug,
        "publication_status": PublicationStatus.PUBLISHED,
        "reviewed_in": ReviewPlace.VERSION_CONTROL,
    }
    values = {
        name: value() if callable(value) else value
        for name, value in defaults.items()
        if name not in overrides
    }
    return model.objects.create(**{**status, **values, **_dated(model, overrides)})


def _dated(model, overrides):
    """Give each date that is set a basis, as the database demands."""
    bases = {
        f"{name.removesuffix('_on')}_basis": "stated"
        for name, value in overrides.items()
        if name.endswith("_on") and value
    }
    return {**bases, **overrides}


def a_party(**overrides):
    return _make(models.Party, {"name": "Ruritania", "kind": PartyKind.STATE}, overrides)


def a_person(**overrides):
    return _make(models.Person, {"name": "Rassendyll"}, overrides)


def an_office(**overrides):
    defaults = {"person": a_person, "party": a_party, "title": "Deputy Foreign Minister"}
    return _make(models.Office, defaults, overrides)


def an_issue(**overrides):
    return _make(models.Issue, {"name": "Fishing", "description": "Who may fish."}, overrides)


def a_document(**overrides):
    defaults = {
        "title": "Talks go on",
        "language": "en",
        "sha256": lambda: hashlib.sha256(str(next(_numbers)).encode()).hexdigest(),
        "length": 10_000,
    }
    return _make(models.Document, defaults, overrides)


def a_negotiation(**overrides):
    defaults = {
        "name": "Fishing talks",
        "description": "Talks on fishing.",
        "membership_rule": "Meetings of the two ministries on fishing.",
    }
    return _make(models.Negotiation, defaults, overrides)


def a_round(**overrides):
    defaults = {
        "negotiation": a_negotiation,
        "title": "First round",
        "mode": RoundMode.IN_PERSON,
        "status": RoundStatus.HELD,
    }
    return _make(models.Round, defaults, overrides)


def a_schedule(**overrides):
    return _make(models.RoundSchedule, {"round": a_round, "sequence": 1}, overrides)


def a_statement(**overrides):
    defaults = {
        "speaker": a_person,
        "speaker_as_printed": "Mr Rassendyll",
        "authority": Authority.DEPUTY_MINISTER,
        "mode": StatementMode.DIRECT,
        "text": "We shall fish.",
        "language": "en",
    }
    return _make(models.Statement, defaults, overrides)


def a_position(**overrides):
    defaults = {
        "party": a_party,
        "issue": an_issue,
        "act": Act.REQUEST,
        "summary": "Wants to fish.",
    }
    return _make(models.Position, defaults, overrides)


def a_development(**overrides):
    defaults = {
        "name": "Boat seized",
        "kind": DevelopmentKind.INCIDENT,
        "summary": "A boat was seized.",
    }
    return _make(models.Development, defaults, overrides)


def a_discrepancy(**overrides):
    defaults = {"question": "How many rounds were held?", "status": DiscrepancyStatus.OPEN}
    return _make(models.Discrepancy, defaults, overrides)


def an_account(**overrides):
    defaults = {"discrepancy": a_discrepancy, "sequence": 1, "summary": "Two were held."}
    return _make(models.DiscrepancyAccount, defaults, overrides)


def a_citation(**overrides):
    """A citation of the fact given as `statement=`, `round=` ...; of a new statement if none is."""
    defaults = {
        "document": a_document,
        "start": 100,
        "end": 114,
        "line": 3,
        "passage_sha256": "0" * 64,
    }
    if not set(FactKind.values) & set(overrides):
        defaults["statement"] = a_statement
    return _make(models.Citation, defaults, overrides)


def an_exclusion(**overrides):
    defaults = {
        "document": a_document,
        "start": 200,
        "end": 214,
        "line": 4,
        "passage_sha256": "0" * 64,
        "reason": ExclusionReason.HEADING,
    }
    return _make(models.Exclusion, defaults, overrides)


# One builder for each noun, by its model.
BUILDERS = {
    models.Party: a_party,
    models.Person: a_person,
    models.Office: an_office,
    models.Issue: an_issue,
    models.Document: a_document,
    models.Negotiation: a_negotiation,
    models.Round: a_round,
    models.RoundSchedule: a_schedule,
    models.Statement: a_statement,
    models.Position: a_position,
    models.Development: a_development,
    models.Discrepancy: a_discrepancy,
    models.DiscrepancyAccount: an_account,
    models.Citation: a_citation,
    models.Exclusion: an_exclusion,
}


def a_full_record():
    """One entry of every noun with every optional part set, and one with none."""
    state = a_party(parent=a_party(), other_names=["Ruritanian"])
    person = a_person(other_names=["Rudolf"])
    office = an_office(person=person, party=state, since_on="2024", until_on="2025-21")
    issue = an_issue(parent=an_issue())
    negotiation = a_negotiation(track="1.5")
    models.NegotiationParty.objects.create(negotiation=negotiation, party=state)
    held = a_round(
        negotiation=negotiation,
        held_on="../2025-05~",
        country="TR",
        outcome_kind="agreement",
    )
    models.RoundParticipant.objects.create(round=held, party=state, person=person, role="party")
    models.RoundIssue.objects.create(round=held, issue=issue)
    schedule = a_schedule(round=held, scheduled_on="2026-33/..")
    statement = a_statement(speaker=person, round=held, said_on="2025-02-27", is_translation=True)
    models.StatementParty.objects.create(statement=statement, party=state)
    models.StatementIssue.objects.create(statement=statement, issue=issue)
    successor = a_position(party=state, issue=issue)
    position = a_position(
        party=state,
        issue=issue,
        since_on="2025",
        until_on="2026",
        superseded_by=successor,
        round=held,
        ascribed_by=a_party(),
    )
    models.PositionStatement.objects.create(position=position, statement=statement)
    models.PositionCondition.objects.create(position=position, condition=successor)
    development = a_development(round=held, happened_on="2025-07")
    models.DevelopmentParty.objects.create(development=development, party=state, role="actor")
    models.DevelopmentIssue.objects.create(development=development, issue=issue)
    document = a_document(
        translated_from="ru", published_on="2025-12-23", url="https://news.example/talks"
    )
    discrepancy = a_discrepancy(negotiation=negotiation)
    account = an_account(discrepancy=discrepancy)
    facts = {
        "negotiation": negotiation,
        "round": held,
        "schedule": schedule,
        "party": state,
        "person": person,
        "office": office,
        "issue": issue,
        "position": position,
        "statement": statement,
        "development": development,
        "account": account,
    }
    for kind, fact in facts.items():
        a_citation(document=document, **{kind: fact})
    an_exclusion(document=document, reason=ExclusionReason.REPETITION, repeats_line=1)
    corrected = {"version": 2, "corrected_at": timezone.now(), "correction_reason": "A slip."}
    for build in BUILDERS.values():
        build(**corrected)
    a_statement(speaker=None)
