"""Pages on which an entry goes its way: to a second person, to the public, and back."""

from functools import partial

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from relations.admin import histories
from relations.admin.proposing import page_of, proposal_of
from relations.desk import proposals, review
from relations.desk.differences import differences, whole
from relations.desk.families import family_of
from relations.desk.review import ReviewError
from relations.models import Citation, ReviewEvent
from relations.models.proposal import ProposalKind, ProposalStatus
from relations.vocabularies import PublicationStatus


class ReviewPages:
    """Mixin of an admin of entries. What is posted is one step; nothing is done by GET."""

    def get_urls(self):
        name = f"relations_{self.model._meta.model_name}"

        def page(view):
            return self.admin_site.admin_view(partial(self._entry_page, view))

        return [
            path("<path:object_id>/submit/", page(self._submit), name=f"{name}_submit"),
            path("<path:object_id>/review/", page(self._review), name=f"{name}_review"),
            path("<path:object_id>/retract/", page(self._retract), name=f"{name}_retract"),
            path(
                "<path:object_id>/history/<int:version_id>/restore/",
                page(self._restore),
                name=f"{name}_restore",
            ),
            *super().get_urls(),
        ]

    def _entry_page(self, view, request, object_id, **arguments):
        entry = self.get_object(request, unquote(object_id))
        if entry is None:
            raise Http404
        if not self.has_view_or_change_permission(request, entry):
            raise PermissionDenied
        return view(request, entry, **arguments)

    def desk_steps(self, request, entry):
        """The pages that lead on from the entry's own, as (label, address)."""
        status, proposal = entry.publication_status, proposal_of(request, entry)
        if status == PublicationStatus.DRAFT and review.may_change(request.user, entry):
            yield "Send for review", page_of(entry, "submit")
        if proposal:
            yield "Review", page_of(entry, "review")
        if status == PublicationStatus.PUBLISHED and request.user.has_perm(review.RETRACT):
            yield "Retract", page_of(entry, "retract")

    # Pages -------------------------------------------------------------------------------------
    def _submit(self, request, entry):
        if not review.may_change(request.user, entry):
            raise PermissionDenied
        if request.method == "POST":
            done = self._step(request, "Sent for review.", review.submit, entry, request.user)
            return self._to(entry, "review" if done else "change")
        family = family_of(entry)
        drafts = family.published_with(PublicationStatus.DRAFT)
        return self._show(request, entry, "submit", "Send for review", {"rows": whole(drafts)})

    def _review(self, request, entry):
        proposal = proposals.open_proposal(entry)
        if proposal is None:
            if request.method == "POST":
                messages.error(request, self._last_step(entry))
            return self._to(entry, "change")
        if request.method == "POST":
            done = self._decide(request, proposal)
            stays = not done or proposals.open_proposal(entry)
            return self._to(entry, "review" if stays else "change")
        is_new = proposal.kind == ProposalKind.PUBLICATION
        shown = family_of(entry).published_with(
            PublicationStatus.IN_REVIEW, PublicationStatus.DRAFT
        )
        return self._show(
            request,
            entry,
            "review",
            f"{proposal.get_kind_display()}: {proposal.get_status_display().lower()}",
            {
                "proposal": proposal,
                "rows": whole(shown) if is_new else differences(proposal.changes),
                "citations": [row for row in family_of(entry).rows if isinstance(row, Citation)],
                "events": proposal.events.select_related("actor"),
                "obstacles": review.obstacles(proposal),
                "why_not": review.why_not(proposal, request.user),
                "may_comment": review.may_comment(request.user, entry),
                "may_review": request.user.has_perm(review.REVIEW),
                "is_mine": proposal.author == request.user,
                "in_review": proposal.status == ProposalStatus.IN_REVIEW,
                "seen": review.fingerprint(proposal),
            },
        )

    def _decide(self, request, proposal):
        user, text = request.user, request.POST.get("comment", "").replace("\r\n", "\n")
        decision = request.POST.get("decision")
        seen = request.POST.get("seen", "")
        steps = {
            "approve": ("Published.", partial(review.approve, seen=seen, comment=text)),
            "send_back": ("Sent back.", partial(review.send_back, reason=text)),
            "take_back": ("Taken back: it is a draft again.", review.take_back),
            "send": ("Sent for review.", review.send),
            "withdraw": ("Withdrawn.", review.withdraw),
            "comment": ("Your comment is kept.", partial(review.comment, text=text)),
        }
        if decision not in steps:
            messages.error(request, f"Choose one of {', '.join(steps)}.")
            return False
        told, step = steps[decision]
        return self._step(request, told, step, proposal, user)

    def _retract(self, request, entry):
        if not request.user.has_perm(review.RETRACT):
            raise PermissionDenied
        if request.method == "POST":
            reason = request.POST.get("reason", "").replace("\r\n", "\n")
            done = self._step(
                request, "Retracted.", review.retract, entry, request.user, reason=reason
            )
            return self._to(entry, "change" if done else "retract")
        published = family_of(entry).with_status(PublicationStatus.PUBLISHED)
        context = {"published": published, "consequences": review.consequences(entry)}
        return self._show(request, entry, "retract", "Retract", context)

    def _restore(self, request, entry, version_id):
        version = histories.version_or_404(self.model, str(entry.pk), version_id)
        if not review.may_change(request.user, entry):
            raise PermissionDenied
        if request.method == "POST":
            reason = request.POST.get("reason", "").replace("\r\n", "\n").strip()
            if not reason:
                messages.error(request, "Say why it is restored.")
                return HttpResponseRedirect(request.get_full_path())
            told = "Restored as a new draft."
            self._step(request, told, proposals.restore, version, request.user, reason=reason)
            return self._to(entry, "review" if proposals.open_proposal(entry) else "change")
        context = {"version": version, "columns": histories.columns(version)}
        return self._show(request, entry, "restore", "Restore this version", context)

    def conflict_page(self, request, entry, proposal, conflict):
        """What was proposed is about something that somebody changed since."""
        context = {
            "proposal": proposal,
            "rows": differences([change for _, change in conflict.rows]),
            "told": self._last_step(entry),
        }
        return self._show(request, entry, "stale", "Changed in the meantime", context, status=409)

    def locked_page(self, request, entry, reason, proposal, changes):
        """What was typed while somebody else's step locked the entry, beside what that one says."""
        context = {
            "reason": reason,
            "proposal": proposal,
            "rows": differences(changes),
            "theirs": differences(proposal.changes) if proposal else [],
        }
        return self._show(request, entry, "locked", "Not stored: it is locked", context, status=409)

    # ---------------------------------------------------------------------------------------------
    def _step(self, request, told, step, subject, user, **arguments):
        """Take a step; whether it was taken, of which the user is told either way."""
        try:
            step(subject, user, **arguments)
        except ReviewError as error:
            for problem in error.problems:
                messages.error(request, problem)
            return False
        messages.success(request, told)
        return True

    def _last_step(self, entry):
        last = ReviewEvent.objects.about(entry).select_related("actor").last()
        if last is None:
            return "Nothing is proposed about it."
        return f"{last.actor} {last.get_step_display()} it at {last.at:%H:%M:%S} UTC."

    def _to(self, entry, page):
        return HttpResponseRedirect(page_of(entry, page))

    def _show(self, request, entry, template, title, context, status=200):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(entry),
            "opts": self.model._meta,
            "original": entry,
            "entry": entry,
            "entry_address": page_of(entry, "change"),
            **context,
        }
        return TemplateResponse(request, f"relations/desk/{template}.html", context, status=status)
