"""Corrections: what a published entry should say, kept beside it until somebody approves it."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from relations.desk.review import DRAFT, IN_REVIEW, ReviewError, may_change, refuse_merged
from relations.desk.row_changes import (
    carry_out,
    changes_between,
    number_new_rows,
    picture,
    problems_of,
    touch,
)
from relations.models import Link, Proposal
from relations.models.proposal import ProposalKind, ProposalStatus
from relations.revision import take_turn


def open_proposal(entry):
    """The proposal about the entry that is not decided yet; None if there is none."""
    return Proposal.objects.about(entry).still_open().select_related("author").first()


@contextmanager
def as_proposed(entry, proposal):
    """Inside, the record says what it would say with the proposal; afterwards, what it said.

    Raises Conflict if the entry was changed since. What is written inside is undone too.
    """
    with transaction.atomic():
        take_turn()
        try:
            if proposal:
                rows = carry_out(proposal.changes, reason=proposal.reason, provisional=True)
                # One time for all, so that who opens it twice is told of a change in between.
                touch([entry, *rows], proposal.updated_at)
            yield
        finally:
            transaction.set_rollback(True)


def keep(entry, author, before, after, reason, kind=ProposalKind.CORRECTION):
    """Keep what leads from one picture of the entry to another as the author's proposal."""
    changes = changes_between(before, after)
    number_new_rows(changes, before)
    with transaction.atomic():
        proposal = Proposal.objects.about(entry).still_open().select_for_update().first()
        if proposal is None:
            proposal = Proposal(
                model=entry._meta.model_name, row_id=entry.pk, author=author, kind=kind
            )
        if proposal.author != author or proposal.status != ProposalStatus.DRAFT:
            raise ReviewError(f"{proposal.author} has a proposal for this entry already.")
        proposal.changes, proposal.reason = changes, reason
        proposal.updated_at = timezone.now()
        proposal.save()
    return proposal


def begin_anew(proposal):
    """Take what the proposal says over onto what stands there now, whatever stood there before.

    Rows that are gone, and links that somebody else made meanwhile, are left out.
    """
    entry = proposal.entry
    stored = picture(entry)
    after = dict(stored)
    for change in proposal.changes:
        key = (change["model"], change["id"])
        if change["id"] < 0:
            after[key] = change["after"]
        elif key in stored and change["after"] is None:
            del after[key]
        elif key in stored:
            after[key] = stored[key] | change["after"]
    return keep(entry, proposal.author, stored, after, proposal.reason)


def restore(version, user, reason):
    """Make a new draft of what an entry said in an earlier version, its links included.

    A draft says it at once. For what is or was public it becomes a proposal, which is returned;
    what is in review must be taken back first.
    """
    entry = version.instance_type._base_manager.get(pk=version.id)
    if not may_change(user, entry):
        raise ReviewError("You may not change this entry.")
    if entry.publication_status == IN_REVIEW:
        raise ReviewError("It is in review. Take it back first.")
    refuse_merged(entry)
    before = picture(entry)
    after = before | _links_then(version, before)
    after = {key: row for key, row in after.items() if row is not None}
    then = {name: getattr(version, name) for name in before[_key(entry)]}
    then["slug"] = entry.slug  # it is permanent once it was public, and else its author's choice
    after[_key(entry)] = then
    if entry.publication_status != DRAFT:
        return keep(entry, user, before, after, reason, ProposalKind.RESTORATION)
    changes = changes_between(before, after)
    number_new_rows(changes, before)
    with transaction.atomic():
        take_turn()
        try:
            carry_out(changes, reason=reason, author=user)
        except ValidationError as error:
            raise ReviewError(*problems_of(error)) from error
    return None


def _key(row):
    return row._meta.model_name, row.pk


def _links_then(version, now):
    """What to make of the links: those of that time, and None for those that came later."""
    links, lowest = {}, 0
    for model in _link_models(version.instance_type):
        owner = model._meta.get_field(model.natural_key_fields[0]).attname
        versions = model.history.filter(
            **{owner: version.id}, history_date__lte=version.history_date
        )
        then = {each.id: each for each in versions.order_by("history_date", "history_id")}
        then = {pk: each for pk, each in then.items() if each.history_type != "-"}
        here = {pk for name, pk in now if name == model._meta.model_name}
        links |= {(model._meta.model_name, pk): None for pk in here - set(then)}
        for pk, each in then.items():
            fields = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
            if pk not in here:
                lowest -= 1
            key = (model._meta.model_name, pk if pk in here else lowest)
            links[key] = {name: getattr(each, name) for name in fields}
    return links


def _link_models(model):
    """Links that an entry of this model lists."""
    return [
        link
        for link in Link.__subclasses__()
        if link._meta.get_field(link.natural_key_fields[0]).related_model is model
    ]
