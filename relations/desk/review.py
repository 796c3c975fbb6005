"""From a draft to the public and back: who may take which step, and what each step does.

Every step is one transaction and is kept in the history and in the log of steps. A step that the
person may never take raises PermissionDenied; one that does not suit what stands there now raises
ReviewError, whose sentences say why.
"""

import hashlib
import json

from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from relations.desk.authorship import authors
from relations.desk.families import affected_by, family_of
from relations.desk.row_changes import Conflict, carry_out, picture, problems_of
from relations.models import Entry, Merge, Proposal, ReviewEvent
from relations.models.proposal import ProposalKind, ProposalStatus, ReviewStep
from relations.record_rules import broken_rules
from relations.revision import take_turn
from relations.vocabularies import PublicationStatus, ReviewPlace

REVIEW, RETRACT = "relations.review_entries", "relations.retract_entries"
DRAFT, IN_REVIEW = PublicationStatus.DRAFT, PublicationStatus.IN_REVIEW
PUBLISHED, RETRACTED = PublicationStatus.PUBLISHED, PublicationStatus.RETRACTED


class ReviewError(Exception):
    """Why a step cannot be taken now; `problems` are sentences."""

    def __init__(self, *problems):
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


# To the second person ------------------------------------------------------------------------
def submit(entry, user) -> Proposal:
    """Send a draft, with all drafts that belong to it, to a second person."""
    _require_change(user, entry)
    with transaction.atomic():
        take_turn()
        family = family_of(_locked(entry), lock=True)
        if family.head.publication_status != DRAFT:
            status = family.head.get_publication_status_display().lower()
            raise ReviewError(f"Only a draft can be sent for review; this is {status}.")
        refuse_merged(entry)
        # One that was sent back goes on, with what was said about it.
        proposal = Proposal.objects.about(entry).still_open().first() or Proposal(
            model=entry._meta.model_name, row_id=entry.pk, kind=ProposalKind.PUBLICATION
        )
        proposal.author, proposal.status = user, ProposalStatus.IN_REVIEW
        proposal.submitted_at = timezone.now()
        proposal.save()
        for row in family.with_status(DRAFT):
            row.publication_status, row.submitted_by = IN_REVIEW, user
            _save_step(row, user, ReviewStep.SUBMITTED, "Sent for review.", proposal)
    return proposal


def refuse_merged(entry):
    """An entry that was merged into another comes back by undoing that only."""
    for merge in Merge.objects.standing().involving(entry).filter(loser_id=entry.pk):
        raise ReviewError(f"It was merged into “{merge.winner_slug}”; undo that merge first.")


def send(proposal, user):
    """Send a correction to a second person."""
    with transaction.atomic():
        take_turn()
        proposal = _locked(proposal)
        if proposal.author != user:
            raise PermissionDenied(f"Only {proposal.author} can send this proposal for review.")
        if proposal.status != ProposalStatus.DRAFT:
            raise ReviewError(_state_of(proposal))
        if not proposal.changes and proposal.kind != ProposalKind.RESTORATION:
            raise ReviewError("Nothing is changed yet.")
        proposal.status, proposal.submitted_at = ProposalStatus.IN_REVIEW, timezone.now()
        proposal.save()
        _note(proposal, user, ReviewStep.SUBMITTED)


def take_back(proposal, user):
    """The author goes on writing."""
    if proposal.author != user:
        raise PermissionDenied(f"Only {proposal.author}, who sent it, can take it back.")
    _back_to_draft(proposal, user, ReviewStep.TOOK_BACK, "Taken back.")


def send_back(proposal, user, reason):
    """A second person asks for changes, and says which."""
    _require(user, REVIEW)
    if not reason.strip():
        raise ReviewError("Say what should be changed.")
    _back_to_draft(proposal, user, ReviewStep.SENT_BACK, reason)


def _back_to_draft(proposal, user, step, reason):
    with transaction.atomic():
        take_turn()
        proposal = _in_review(proposal)
        if proposal.kind == ProposalKind.PUBLICATION:
            for row in family_of(proposal.entry, lock=True).with_status(IN_REVIEW):
                row.publication_status = DRAFT
                _save_step(row, user, step, reason, proposal)
        else:
            _note(proposal, user, step, reason)
        proposal.status = ProposalStatus.DRAFT
        proposal.save()


def withdraw(proposal, user):
    """The author gives up a correction that is not in review."""
    with transaction.atomic():
        take_turn()
        proposal = _locked(proposal)
        if proposal.author != user:
            raise PermissionDenied(f"Only {proposal.author} can withdraw this proposal.")
        if proposal.status != ProposalStatus.DRAFT:
            raise ReviewError(_state_of(proposal))
        _withdraw(proposal, user)


def _withdraw(proposal, user, comment=""):
    proposal.status, proposal.decided_at = ProposalStatus.WITHDRAWN, timezone.now()
    proposal.save()
    _note(proposal, user, ReviewStep.WITHDREW, comment)


def comment(proposal, user, text):
    """Say something about a proposal, to its author and to those who review it."""
    if not may_comment(user, proposal.entry):
        raise PermissionDenied("Only those who write or review may comment.")
    if not text.strip():
        raise ReviewError("Write the comment first.")
    _note(proposal, user, ReviewStep.COMMENTED, text)


# To the public -------------------------------------------------------------------------------
def why_not(proposal, user):
    """Why the user may not approve the proposal, in one sentence; empty if they may."""
    if not user.has_perm(REVIEW):
        return "You may not publish: that is for reviewers."
    wrote = {proposal.author_id}.union(*map(authors, _concerned(proposal)))
    return "You wrote this, so somebody else must publish it." if user.pk in wrote else ""


def _concerned(proposal):
    """The entries that would be published, as they stand now."""
    if proposal.kind == ProposalKind.PUBLICATION:
        return family_of(proposal.entry).with_status(IN_REVIEW)
    changed = {(change["model"], change["id"]) for change in proposal.changes}
    changed.add((proposal.model, proposal.row_id))
    family = family_of(proposal.entry)
    return [entry for entry in family.entries if (entry._meta.model_name, entry.pk) in changed]


def fingerprint(proposal):
    """What a reviewer has seen, as a short text: it changes with the entry and the proposal."""
    seen = [sorted((*key, row) for key, row in picture(proposal.entry).items())]
    # Sorted, because PostgreSQL keeps the keys of JSON in an order of its own.
    seen = json.dumps([seen, proposal.changes], cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def approve(proposal, user, *, seen, comment=""):
    """Publish what somebody else proposed, as it was `seen`: the `fingerprint` of that time."""
    if reason := why_not(proposal, user):
        raise PermissionDenied(reason)
    with transaction.atomic():
        take_turn()
        proposal = _in_review(proposal)
        if fingerprint(proposal) != seen:
            raise ReviewError("It was changed after you opened it. Look at it again.")
        broken = _broken(proposal)
        _publish(proposal, user, _attributed(proposal, user), comment)
        if problems := [each for each in _broken(proposal) if each not in broken]:
            raise ReviewError(*problems)
        proposal.status, proposal.reviewer = ProposalStatus.APPROVED, user
        proposal.decided_at = timezone.now()
        proposal.save()


def obstacles(proposal):
    """Sentences on what would break a rule of the record if the proposal were published now."""
    with transaction.atomic():
        take_turn()
        try:
            broken = _broken(proposal)
            _publish(proposal, None, _as_if_reviewed, "")
            found = [each for each in _broken(proposal) if each not in broken]
        except ReviewError as error:
            found = error.problems
        finally:
            transaction.set_rollback(True)
    return found


def _attributed(proposal, user):
    def attribute(row):
        row.submitted_by, row.reviewed_by = proposal.author, user
        row.reviewed_in = ReviewPlace.DESK

    return attribute


def _as_if_reviewed(row):
    row.reviewed_in, row.submitted_by, row.reviewed_by = ReviewPlace.VERSION_CONTROL, None, None


def _publish(proposal, user, attribute, comment):
    if proposal.kind == ProposalKind.PUBLICATION:
        for row in family_of(proposal.entry, lock=True).with_status(IN_REVIEW):
            row.publication_status = PUBLISHED
            attribute(row)
            _save_step(row, user, ReviewStep.PUBLISHED, comment or "Published.", proposal)
        return
    reason, now = proposal.reason, timezone.now()

    def finish(row):
        if not isinstance(row, Entry):
            return
        if row.pk and row.publication_status in (DRAFT, IN_REVIEW):
            return  # it goes its own way
        if row.pk:
            row.version += 1
            row.corrected_at, row.correction_reason = now, reason
        row.publication_status, row.retraction_reason = PUBLISHED, ""
        attribute(row)

    told = f"{proposal.get_kind_display()} {proposal.pk}: {reason}"
    head = _locked(proposal.entry)
    try:
        written = carry_out(proposal.changes, reason=told, author=proposal.author, finish=finish)
        for row in (head, *_retracted_with(head)):
            if row not in written:  # its links were changed, or it returns with the head
                row._change_reason, row._history_user = told, proposal.author
                finish(row)
                row.save()
                written.append(row)
    except ValidationError as error:
        raise ReviewError(*problems_of(error)) from error
    except Conflict as conflict:
        raise ReviewError(
            "What it changes was changed by somebody since. Its author must begin anew from what "
            "stands there now."
        ) from conflict
    for row in written:
        if user and isinstance(row, Entry) and row.publication_status == PUBLISHED:
            _note(proposal, user, ReviewStep.PUBLISHED, comment, row)


def _retracted_with(head):
    """Entries of the family that were withdrawn with the head, for the same reason."""
    if head.publication_status != RETRACTED:
        return []
    withdrawn = family_of(head, lock=True).with_status(RETRACTED)
    return [row for row in withdrawn[1:] if row.retraction_reason == head.retraction_reason]


def _broken(proposal):
    """Sentences on the rules that the entry and what belongs to it break."""
    return list(_sentences(broken_rules(family_of(proposal.entry).among)))


def _sentences(broken):
    for row, sentence in broken:
        yield f"{row._meta.verbose_name.capitalize()} “{row}” {sentence}"


# From the public -----------------------------------------------------------------------------
def retract(entry, user, reason):
    """Withdraw a published entry and what belongs to it, with a reason for the public."""
    _require(user, RETRACT)
    if not reason.strip():
        raise ReviewError("Say for the public why it is withdrawn.")
    with transaction.atomic():
        take_turn()
        family = family_of(_locked(entry), lock=True)
        if family.head.publication_status != PUBLISHED:
            status = family.head.get_publication_status_display().lower()
            raise ReviewError(f"Only what is published can be retracted; this is {status}.")
        for row in family.with_status(PUBLISHED):
            row.publication_status, row.retraction_reason = RETRACTED, reason
            _save_step(row, user, ReviewStep.RETRACTED, reason)
            for proposal in Proposal.objects.about(row).still_open():
                _withdraw(proposal, user, "The entry was retracted.")


def consequences(entry):
    """Sentences on the rules that the rest of the record would break without the entry."""
    with transaction.atomic():
        take_turn()
        family = family_of(entry, lock=True)
        among = affected_by(family)
        broken = set(_sentences(broken_rules(among)))
        for row in family.with_status(PUBLISHED):
            row.publication_status, row.retraction_reason = RETRACTED, "?"
            row.save()
        found = [each for each in _sentences(broken_rules(among)) if each not in broken]
        transaction.set_rollback(True)
    return found


# ---------------------------------------------------------------------------------------------
def may_change(user, entry):
    codename = get_permission_codename("change", entry._meta)
    return user.has_perm(f"{entry._meta.app_label}.{codename}")


def may_comment(user, entry):
    return user.has_perm(REVIEW) or may_change(user, entry)


def _require_change(user, entry):
    if not may_change(user, entry):
        raise PermissionDenied(f"You may not change a {entry._meta.verbose_name}.")


def _require(user, permission):
    if not user.has_perm(permission):
        raise PermissionDenied(f"You need the permission {permission}.")


def _locked(row):
    return type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)


def _in_review(proposal):
    proposal = _locked(proposal)
    if proposal.status != ProposalStatus.IN_REVIEW:
        raise ReviewError(_state_of(proposal))
    return proposal


def _state_of(proposal):
    """What somebody did with the proposal, which is not where it was."""
    last = proposal.events.exclude(step=ReviewStep.COMMENTED).last()
    who = f"{last.actor} {last.get_step_display()} it at {last.at:%H:%M:%S} UTC. " if last else ""
    return f"{who}It is {proposal.get_status_display().lower()} now."


def _save_step(row, user, step, reason, proposal=None):
    row._review_step, row._change_reason, row._history_user = step, reason, user
    row._proposal = proposal
    row.save()


def _note(proposal, user, step, text="", entry=None):
    ReviewEvent.objects.create(
        model=entry._meta.model_name if entry else proposal.model,
        row_id=entry.pk if entry else proposal.row_id,
        proposal=proposal,
        step=step,
        actor=user,
        comment=text,
    )
