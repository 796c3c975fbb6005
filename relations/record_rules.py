"""Rules of the record that span rows, which no constraint of a single table can hold.

Each rule yields the rows that break it, with a sentence that says how to mend them.
"""

import re
from functools import partial
from itertools import takewhile

from django.db.models import Count, Exists, F, OuterRef, Q

from relations import models
from relations.vocabularies import (
    Bearing,
    FactKind,
    PositionChange,
    PublicationStatus,
    StatementMode,
)

WORDS_THAT_NAME_NOBODY = {"a", "an", "and", "at", "de", "for", "in", "la", "of", "the", "to", "von"}
FACTS = [models.Citation._meta.get_field(kind).related_model for kind in FactKind.values]


def facts_are_cited():
    """Every published fact has a published citation."""
    for fact in FACTS:
        name = fact._meta.get_field("citations").field.name
        supporting = models.Citation.objects.published().filter(bearing=Bearing.SUPPORTS)
        citations = supporting.filter(**{name: OuterRef("pk")})
        for row in fact.objects.published().filter(~Exists(citations.order_by())):
            yield row, "has no published citation that supports it; cite the passage that does."


def published_refers_to_published():
    """A published entry refers to nothing unpublished, which the public would not see.

    A tie to an entry that was retracted may stay: it is hidden with it, and history keeps it.
    """
    for model in models.recorded_models():
        is_link = issubclass(model, models.Link)
        owner = f"{model.natural_key_fields[0]}__publication_status" if is_link else None
        for field in model._meta.concrete_fields:
            if not field.many_to_one:
                continue
            shown = [PublicationStatus.PUBLISHED, *[PublicationStatus.RETRACTED] * is_link]
            hidden = model.objects.filter(
                **{owner or "publication_status": PublicationStatus.PUBLISHED},
                **{f"{field.name}__isnull": False},
            ).exclude(**{f"{field.name}__publication_status__in": shown})
            for row in hidden:
                yield (
                    row,
                    f"is published, but its {field.name} is not: publish that, or withdraw this.",
                )


def trees_have_no_cycles():
    """No party or issue belongs to itself, over however many parents."""
    for model in (models.Party, models.Issue):
        yield from _cycles(model, dict(model.objects.values_list("pk", "parent")), "parent")


def superseding_ends():
    """No chain of positions that supersede each other returns to its beginning."""
    following = dict(models.Position.objects.values_list("pk", "superseded_by"))
    yield from _cycles(models.Position, following, "superseded_by")


def _cycles(model, following, name):
    """Rows from which the links `following` (pk → pk or None) lead back to the row itself."""
    for start in following:
        seen, at = set(), following[start]
        while at is not None and at != start and at not in seen:
            seen.add(at)
            at = following[at]
        if at == start:
            yield model.objects.get(pk=start), f"comes back to itself through `{name}`."


def successors_are_of_the_same_kind():
    """A position is superseded by one of the same party on the same issue."""
    other = Q(superseded_by__isnull=False) & (
        ~Q(superseded_by__party=F("party")) | ~Q(superseded_by__issue=F("issue"))
    )
    for row in models.Position.objects.filter(other):
        yield row, "is superseded by a position of another party or on another issue."


def changes_are_against_an_earlier_position():
    """A position is new exactly when it supersedes no other."""
    supersedes = Exists(models.Position.objects.filter(superseded_by=OuterRef("pk")))
    is_new = Q(change=PositionChange.NEW)
    for row in models.Position.objects.filter(supersedes, is_new):
        yield row, "supersedes another position, so say what changed instead of new."
    for row in models.Position.objects.filter(~supersedes, ~is_new):
        yield row, f"is {row.change}, but no position names it in superseded_by."


def quotations_stand_in_a_document():
    """Each published direct quotation or fragment is repeated, word for word, by a citation."""
    quoted = models.Statement.objects.published().exclude(mode=StatementMode.INDIRECT)
    exact = models.Citation.objects.published().filter(
        statement=OuterRef("pk"), exact=OuterRef("text")
    )
    for row in quoted.filter(~Exists(exact.order_by())):
        yield row, "is a quotation, but no citation holds its exact words."


def reported_speech_repeats_no_words():
    """Reported speech is in our own words, so none of its citations carries exact words."""
    for row in models.Citation.objects.filter(statement__mode=StatementMode.INDIRECT).exclude(
        exact=""
    ):
        yield row, "carries exact words, but its statement is reported speech."


def discrepancies_have_two_sides():
    """A published discrepancy has at least two published accounts."""
    accounts = Count("accounts", filter=Q(accounts__publication_status=PublicationStatus.PUBLISHED))
    published = models.Discrepancy.objects.published().annotate(sides=accounts)
    for row in published.filter(sides__lt=2):
        yield row, "has fewer than two published accounts."


def speakers_are_named_as_themselves():
    """The words by which a document names a speaker share a word with the name or an office."""
    yield from named_as_somebody_else(models.Statement.objects.published())


def named_as_somebody_else(statements):
    """Those of the statements whose speaker is named in words that name another."""
    named = statements.filter(speaker__publication_status=PublicationStatus.PUBLISHED)
    for row in named.with_links("speaker__offices"):
        person = row.speaker
        titles = [office.title for office in person.offices.all()]
        known = _words(" ".join([person.name, *person.other_names, *titles]))
        if not known & _words(row.speaker_as_printed):
            yield row, f"is by {person}, but “{row.speaker_as_printed}” names somebody else."


def _words(text):
    return set(re.findall(r"\w+", text.casefold())) - WORDS_THAT_NAME_NOBODY


def passages_do_not_collide():
    """No passage is both cited and excluded, cited twice for one fact, or quoted from two mouths.

    Passages that meet otherwise are no fault: one sentence may tell several facts.
    """
    anchored = [
        *models.Citation.objects.published(),
        *models.Exclusion.objects.published(),
    ]
    anchored.sort(key=lambda row: (row.document_id, row.start))
    for place, row in enumerate(anchored):
        for other in takewhile(partial(_meet, row), anchored[place + 1 :]):
            if reason := _collision(row, other):
                yield other, f"overlaps {row.slug}: {reason}"


def _meet(row, later):
    return later.document_id == row.document_id and later.meets(row.start, row.end)


def _collision(row, other):
    """Why two passages that meet may not; None where they may."""
    if not (isinstance(row, models.Citation) and isinstance(other, models.Citation)):
        return "what is excluded carries no fact, so nothing else may stand there."
    if (row.fact_kind, row.fact_id) == (other.fact_kind, other.fact_id):
        return "one passage is cited once for a fact."
    if row.exact and other.exact:
        return "the same words are quoted as two statements."
    return None


def rounds_have_participants():
    """Each published round lists who took part or is to take part."""
    links = models.RoundParticipant.objects.published().filter(round=OuterRef("pk"))
    for row in models.Round.objects.published().filter(~Exists(links.order_by())):
        yield row, "lists no participant."


RULES = (
    facts_are_cited,
    published_refers_to_published,
    trees_have_no_cycles,
    superseding_ends,
    successors_are_of_the_same_kind,
    changes_are_against_an_earlier_position,
    quotations_stand_in_a_document,
    reported_speech_repeats_no_words,
    discrepancies_have_two_sides,
    rounds_have_participants,
    speakers_are_named_as_themselves,
    passages_do_not_collide,
)


def broken_rules():
    """All rows of the record that break a rule, as (row, sentence)."""
    for rule in RULES:
        yield from rule()
