"""Rules of the record that span rows, which no constraint of a single table can hold.

Each rule yields the rows that break it, with a sentence that says how to mend them. It looks at the
rows that `among`, a function of the model, gives it: at all of the record, or at a part.
"""

import re
from functools import partial
from itertools import takewhile

from django.db.models import Count, Exists, F, OuterRef, Q

from relations import models
from relations.change_log import foreign_keys
from relations.vocabularies import (
    Bearing,
    FactKind,
    PositionChange,
    PublicationStatus,
    StatementMode,
)

WORDS_THAT_NAME_NOBODY = {"a", "an", "and", "at", "de", "for", "in", "la", "of", "the", "to", "von"}
FACTS = [models.Citation._meta.get_field(kind).related_model for kind in FactKind.values]


def _everything(model):
    """All rows of a model."""
    return model.objects.all()


def facts_are_cited(among=_everything):
    """Every published fact has a published citation."""
    for fact in FACTS:
        name = fact._meta.get_field("citations").field.name
        supporting = models.Citation.objects.published_of(name).filter(bearing=Bearing.SUPPORTS)
        citations = supporting.filter(**{name: OuterRef("pk")})
        for row in among(fact).published().filter(~Exists(citations.order_by())):
            yield row, "has no published citation that supports it; cite the passage that does."


def published_refers_to_published(among=_everything):
    """A published entry refers to nothing unpublished, which the public would not see.

    A tie to an entry that was retracted may stay: it is hidden with it, and history keeps it.
    """
    for model in models.recorded_models():
        is_link = issubclass(model, models.Link)
        owner = f"{model.natural_key_fields[0]}__publication_status" if is_link else None
        shown = [PublicationStatus.PUBLISHED, *[PublicationStatus.RETRACTED] * is_link]
        names = [field.name for field in foreign_keys(model)]
        hidden = Q()
        for name in names:
            is_shown = Q(**{f"{name}__publication_status__in": shown})
            hidden |= Q(**{f"{name}__isnull": False}) & ~is_shown
        published = Q(**{owner or "publication_status": PublicationStatus.PUBLISHED})
        for row in among(model).filter(published, hidden) if names else ():
            for name in names:
                named = getattr(row, name)
                if named and named.publication_status not in shown:
                    yield (
                        row,
                        f"is published, but its {name} is not: publish that, or withdraw this.",
                    )


def trees_have_no_cycles(among=_everything):
    """No party or issue belongs to itself, over however many parents."""
    for model in (models.Party, models.Issue):
        yield from _cycles(among(model), "parent")


def superseding_ends(among=_everything):
    """No chain of positions that supersede each other returns to its beginning."""
    yield from _cycles(among(models.Position), "superseded_by")


def _cycles(rows, name):
    """Rows from which the foreign keys `name` lead back to the row itself."""
    following = dict(rows.order_by().values_list("pk", name))
    starts = list(following)
    while unknown := set(following.values()) - following.keys() - {None}:
        ahead = rows.model.objects.filter(pk__in=unknown).order_by()
        following.update(ahead.values_list("pk", name))
    for start in starts:
        seen, at = set(), following[start]
        while at is not None and at != start and at not in seen:
            seen.add(at)
            at = following[at]
        if at == start:
            yield rows.model.objects.get(pk=start), f"comes back to itself through `{name}`."


def successors_are_of_the_same_kind(among=_everything):
    """A position is superseded by one of the same party on the same issue."""
    other = Q(superseded_by__isnull=False) & (
        ~Q(superseded_by__party=F("party")) | ~Q(superseded_by__issue=F("issue"))
    )
    for row in among(models.Position).filter(other):
        yield row, "is superseded by a position of another party or on another issue."


def changes_are_against_an_earlier_position(among=_everything):
    """A position is new exactly when it supersedes no other.

    What is or was public supersedes nothing that never was: a draft makes no other entry wrong.
    """
    seen = Q(publication_status__in=[PublicationStatus.PUBLISHED, PublicationStatus.RETRACTED])
    earlier = models.Position.objects.filter(superseded_by=OuterRef("pk"))
    supersedes = Exists(earlier.filter(seen)) | (~seen & Exists(earlier))
    is_new = Q(change=PositionChange.NEW)
    for row in among(models.Position).filter(supersedes, is_new):
        yield row, "supersedes another position, so say what changed instead of new."
    for row in among(models.Position).filter(~supersedes, ~is_new):
        yield row, f"is {row.change}, but no position names it in superseded_by."


def quotations_stand_in_a_document(among=_everything):
    """Each published direct quotation or fragment is repeated, word for word, by a citation."""
    quoted = among(models.Statement).published().exclude(mode=StatementMode.INDIRECT)
    exact = models.Citation.objects.published_of("statement").filter(
        statement=OuterRef("pk"), exact=OuterRef("text")
    )
    for row in quoted.filter(~Exists(exact.order_by())):
        yield row, "is a quotation, but no citation holds its exact words."


def reported_speech_repeats_no_words(among=_everything):
    """Reported speech is in our own words, so none of its citations carries exact words."""
    reported = among(models.Citation).filter(statement__mode=StatementMode.INDIRECT)
    for row in reported.exclude(exact=""):
        yield row, "carries exact words, but its statement is reported speech."


def discrepancies_have_two_sides(among=_everything):
    """A published discrepancy has at least two published accounts."""
    accounts = Count("accounts", filter=Q(accounts__publication_status=PublicationStatus.PUBLISHED))
    published = among(models.Discrepancy).published().annotate(sides=accounts)
    for row in published.filter(sides__lt=2):
        yield row, "has fewer than two published accounts."


def speakers_are_named_as_themselves(among=_everything):
    """The words by which a document names a speaker share a word with the name or an office."""
    shown = {"speaker__publication_status": PublicationStatus.PUBLISHED}
    named = among(models.Statement).published().filter(**shown)
    for row in named.with_links("speaker__offices"):
        person = row.speaker
        titles = [office.title for office in person.offices.all()]
        known = _words(" ".join([person.name, *person.other_names, *titles]))
        if not known & _words(row.speaker_as_printed):
            yield row, f"is by {person}, but “{row.speaker_as_printed}” names somebody else."


def _words(text):
    return set(re.findall(r"\w+", text.casefold())) - WORDS_THAT_NAME_NOBODY


def passages_do_not_collide(among=_everything):
    """No passage is both cited and excluded, cited twice for one fact, or quoted from two mouths.

    Passages that meet otherwise are no fault: one sentence may tell several facts.
    """
    kinds = (models.Citation, models.Exclusion)
    looked_at, documents = set(), set()
    for kind in kinds:
        for number, document in among(kind).published().values_list("pk", "document"):
            looked_at.add((kind, number))
            documents.add(document)
    anchored = [
        row for kind in kinds for row in kind.objects.published().filter(document__in=documents)
    ]
    anchored.sort(key=lambda row: (row.document_id, row.start))
    for place, row in enumerate(anchored):
        for other in takewhile(partial(_meet, row), anchored[place + 1 :]):
            reason = _collision(row, other)
            if reason and not looked_at.isdisjoint((type(each), each.pk) for each in (row, other)):
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


def rounds_have_participants(among=_everything):
    """Each published round lists who took part or is to take part."""
    links = models.RoundParticipant.objects.published().filter(round=OuterRef("pk"))
    for row in among(models.Round).published().filter(~Exists(links.order_by())):
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


def broken_rules(among=_everything):
    """All rows of the record, or of those among which it looks, that break a rule.

    Yields (row, sentence).
    """
    for rule in RULES:
        yield from rule(among)
