"""Merges two entries of one noun into one, and parts them again.

What points at the loser is made to point at the winner, row by row, with its history; the loser
stays behind, retracted if it ever was public. Nothing becomes public by a merge, since one person
alone does it. All of it happens, or nothing does.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from relations.affected_rows import ChangedRows
from relations.change_log import foreign_keys
from relations.checked_writes import RulesBroken, write_checked
from relations.models import (
    Citation,
    Entry,
    Link,
    Merge,
    Proposal,
    recorded_models,
)
from relations.models.proposal import ReviewStep
from relations.retraction import was_ever_public
from relations.revision import take_turn
from relations.vocabularies import PublicationStatus

IN_REVIEW, PUBLISHED, RETRACTED = (
    PublicationStatus.IN_REVIEW,
    PublicationStatus.PUBLISHED,
    PublicationStatus.RETRACTED,
)
# Columns in which two citations of one fact are the same citation.
PASSAGE = ("document", "start", "end", "bearing", "exact")


class MergeRefused(Exception):
    """The entries cannot be merged, or not be parted again; each of `reasons` is a sentence."""

    def __init__(self, *reasons):
        self.reasons = list(dict.fromkeys(reasons))
        super().__init__("\n".join(self.reasons))


def merge(loser, winner, by) -> Merge:
    """Make the loser part of the winner. Raises MergeRefused, and changes nothing, if it cannot."""

    def write():
        pen = _Pen(by, f"Merged {loser.slug} into {winner.slug}")
        return _merge(_fresh(loser), _fresh(winner), pen), pen.changed

    def describe(row, sentence):
        is_loser = type(row) is type(loser) and row.pk == loser.pk  # which is given up
        return None if is_loser else f"{named(row)} {sentence}"

    with transaction.atomic():
        take_turn()
        try:
            made, _ = write_checked(write, describe)
        except RulesBroken as broken:
            raise MergeRefused(*broken.faults) from broken
    return made


def undo(merge, by):
    """Put back every row the merge has written. Raises MergeRefused if one was changed since."""
    with transaction.atomic():
        take_turn()
        merge = Merge.objects.get(pk=merge.pk)
        refuse_if(_why_not_to_undo(merge))
        pen = _Pen(by, f"Undid: {merge.loser_slug} was merged into {merge.winner_slug}")
        # The parts were finished before the rows of the whole were.
        undone = [merge, *merge.parts.order_by("-pk")]
        changes = [change for each in undone for change in reversed(each.moved)]
        refuse_if([reason for change in changes if (reason := _changed_since(change))])
        for change in changes:
            _put_back(change, pen)
        refuse_if(pen.problems)
        for each in undone:
            each.undone_by, each.undone_at = by, pen.at
            each.save()


def refuse_if(reasons):
    if reasons:
        raise MergeRefused(*reasons)


def named(row):
    """A row at the beginning of a sentence: its noun, and its slug, or its name if it has none."""
    noun = row._meta.verbose_name.capitalize()
    return f"{noun} “{row.slug if isinstance(row, Entry) else row}”"


def rows_about(entry):
    """Every row of the record that points at the entry, with the foreign keys by which it does."""
    for model in recorded_models():
        fields = [each for each in foreign_keys(model) if each.related_model is type(entry)]
        numbers = set()
        for each in fields:
            rows = model._base_manager.filter(**{each.attname: entry.pk})
            numbers |= set(rows.order_by().values_list("pk", flat=True))
        for row in model._base_manager.filter(pk__in=numbers).order_by("pk") if numbers else ():
            yield row, [each for each in fields if getattr(row, each.attname) == entry.pk]


# Merging ------------------------------------------------------------------------------------------
@dataclass
class _Pen:
    """Writes rows for one person, with one reason and at one time, and notes what it wrote."""

    by: object
    reason: str
    at: datetime = field(default_factory=timezone.now)
    problems: list = field(default_factory=list)
    changed: ChangedRows = field(default_factory=ChangedRows)

    def save(self, row, **options):
        """Store the row if it is valid; else note why it is not."""
        self._sign(row)
        try:
            row.clean()
            try:
                with transaction.atomic():
                    row.save(**options)
            except IntegrityError as error:
                row.full_clean()  # for the sentence that says which rule it broke
                raise ValidationError(str(error)) from error
        except ValidationError as error:
            self.problems += [f"{named(row)}: {text}" for text in error.messages]

    def change(self, row, **values):
        """Store other values in the row. What was written, for undoing."""
        before = _columns(row)
        for name, value in values.items():
            setattr(row, name, value)
        self.save(row)
        self.changed.add(row, before)
        return _change(row, before, _columns(row))

    def delete(self, link):
        """What was deleted, for undoing."""
        self._sign(link)
        change = _change(link, _columns(link), None)
        self.changed.add(link, {})
        link.delete()
        return change

    def _sign(self, row):
        # One time for all rows: at no other does the record show half of it.
        row._change_reason, row._history_user, row._history_date = self.reason, self.by, self.at


def _merge(loser, winner, pen, part_of=None):
    """The merge, of which each row is written."""
    refuse_if(_why_not_to_merge(loser, winner))
    made = Merge(
        model=loser._meta.model_name,
        loser_id=loser.pk,
        loser_slug=loser.slug,
        winner_id=winner.pk,
        winner_slug=winner.slug,
        part_of=part_of,
        by=pen.by,
        at=pen.at,
    )
    made.save()
    would_publish = _would_publish(loser, winner)
    for row, fields in rows_about(loser):
        if would_publish and _is_shown_with(winner, row, fields):
            continue
        moves = {each.name: winner for each in fields}
        twin = _twin(row, moves)
        if twin is None:
            made.moved.append(pen.change(row, **moves))
            pen.problems += _overlapping(row)
        elif isinstance(row, Citation):
            _merge(row, twin, pen, part_of=made)
        else:
            made.moved.append(pen.delete(row))
    if was_ever_public(loser) and loser.publication_status != RETRACTED:
        withdrawn = {"publication_status": RETRACTED}
        withdrawn["retraction_reason"] = f"Merged into {winner.slug}"
        loser._review_step = ReviewStep.RETRACTED
        made.moved.append(pen.change(loser, **withdrawn))
    refuse_if(pen.problems)
    made.save()
    return made


def _why_not_to_merge(loser, winner):
    """Sentences on what forbids it before any row is looked at."""
    if type(loser) is not type(winner) or loser.pk == winner.pk:
        return ["Choose two different entries of one kind."]
    reasons = [
        f"{named(entry)} was merged into “{earlier.winner_slug}” already; "
        "choose that one, or undo that merge first."
        for entry in (loser, winner)
        for earlier in Merge.objects.standing().involving(entry).filter(loser_id=entry.pk)
    ]
    if winner.publication_status == RETRACTED and not reasons:
        reasons.append(f"{named(winner)} is retracted: merge into one that stands.")
    for entry in (loser, winner):
        if entry.publication_status == IN_REVIEW:
            reasons.append(f"{named(entry)} is in review: have it published or sent back first.")
        elif Proposal.objects.about(entry).still_open().exists():
            reasons.append(f"{named(entry)} has an open correction: decide that first.")
    is_lost = loser.publication_status == PUBLISHED != winner.publication_status
    if is_lost or (_is_public(loser) and not _is_public(winner)):
        reasons.append(
            f"{named(loser)} is published and “{winner.slug}” is not, so the public "
            "would lose it: merge the other way round, or have the other one published first."
        )
    return reasons


def _would_publish(loser, winner):
    """Whether the public would read of the winner what it could not read of the loser."""
    if winner.publication_status != PUBLISHED:
        return False
    return loser.publication_status != PUBLISHED or (_is_public(winner) and not _is_public(loser))


def _is_shown_with(winner, row, fields):
    """Whether a row that points at the winner is ready to be shown. A link is as what lists it."""
    if isinstance(row, Entry):
        return row.publication_status == PUBLISHED
    owner = row._meta.get_field(row.natural_key_fields[0])
    listing = winner if owner in fields else getattr(row, owner.name)
    return listing.publication_status == PUBLISHED


def _twin(row, moves):
    """The row that says already what this one would say if it pointed where it is to be moved."""
    twins = type(row)._base_manager.exclude(pk=row.pk)
    if isinstance(row, Link):
        same = [each.name for each in row._meta.concrete_fields if not each.primary_key]
    elif isinstance(row, Citation) and row.publication_status != RETRACTED:
        same = [*PASSAGE, row.fact_kind]
        twins = twins.exclude(publication_status=RETRACTED)
    else:
        return None
    for name in same:
        value = moves[name] if name in moves else row.serializable_value(name)
        twins = twins.filter(**({f"{name}__isnull": True} if value is None else {name: value}))
    return twins.first()


def _overlapping(row):
    """A sentence for each citation with which a moved one cannot stand; there are few to look at.

    A merge breaks the rule that passages do not collide in no other way.
    """
    if not isinstance(row, Citation) or row.publication_status != PUBLISHED:
        return
    others = Citation.objects.filter(**{row.fact_kind: row.fact_id, "document": row.document_id})
    for other in others.filter(publication_status=PUBLISHED).exclude(pk=row.pk):
        if other.meets(row.start, row.end):
            yield (
                f"{named(row)} overlaps “{other.slug}”, which would be of the same fact: "
                "retract one of the two first."
            )


# Undoing ------------------------------------------------------------------------------------------
def _why_not_to_undo(merge):
    if merge.undone_at:
        return [f"The merge of {merge} is undone already."]
    if merge.part_of:
        return [f"It is part of the merge of {merge.part_of}: undo that one."]
    model = apps.get_model("relations", merge.model)
    entries = model._base_manager.filter(pk__in=[merge.loser_id, merge.winner_id])
    later = Merge.objects.standing().involving(*entries).filter(pk__gt=merge.pk, part_of=None)
    return [f"Undo the later merge of {each} first." for each in later]


def _changed_since(change):
    """A sentence that names what was changed in a row after the merge had written it, or None."""
    model = apps.get_model("relations", change["model"])
    now = _stored(model, change["id"])
    if now == change["after"]:
        return None
    label = f"{model._meta.verbose_name} {change['id']}"
    last = model.history.filter(id=change["id"]).order_by("-history_date", "-history_id").first()
    who = (last and last.history_user) or "somebody"
    if now is None or change["after"] is None:
        return f"The {label} was {'deleted' if now is None else 'made anew'} by {who} since."
    row = model._base_manager.get(pk=change["id"])
    names = ", ".join(
        model._meta.get_field(name).verbose_name
        for name, value in now.items()
        if value != change["after"].get(name)
    )
    return f"{named(row)} was changed by {who} since: {names}."


def _put_back(change, pen):
    model = apps.get_model("relations", change["model"])
    row = model._base_manager.filter(pk=change["id"]).first()
    options = {} if row else {"force_insert": True}
    row = row or model(pk=change["id"])
    for name, value in change["before"].items():
        setattr(row, name, model._meta.get_field(name).to_python(value))
    if change["before"].get("publication_status") == PUBLISHED:
        row._review_step = ReviewStep.PUBLISHED
    pen.save(row, **options)


# Rows as data -------------------------------------------------------------------------------------
def _fresh(entry):
    return type(entry)._base_manager.get(pk=entry.pk)


def _is_public(entry):
    return type(entry).objects.published().filter(pk=entry.pk).exists()


def _columns(row):
    """Every column but the row number and the time of saving, as JSON has it."""
    values = {
        each.attname: getattr(row, each.attname)
        for each in row._meta.concrete_fields
        if each.name not in ("id", "updated_at")
    }
    return json.loads(json.dumps(values, default=str))


def _stored(model, number):
    row = model._base_manager.filter(pk=number).first()
    return row and _columns(row)


def _change(row, before, after):
    if after is not None:
        before = {name: value for name, value in before.items() if after[name] != value}
    return {"model": row._meta.model_name, "id": row.pk, "before": before, "after": after}
