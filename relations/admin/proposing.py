"""How an entry is edited: a draft in place, what is public as a proposal, all else not at all."""

from copy import copy

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.messages.storage import default_storage
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse

from relations.admin.entry_forms import is_only_looked_at
from relations.desk.proposals import as_proposed, begin_anew, keep, open_proposal
from relations.desk.review import ReviewError
from relations.desk.row_changes import Conflict, changes_between, picture
from relations.models import Entry
from relations.models.proposal import ProposalStatus
from relations.vocabularies import PublicationStatus


class Proposing:
    """Mixin of an admin of entries."""

    change_form_template = "relations/entry_form.html"

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not locked_because(request, obj)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        entry = self.get_object(request, unquote(object_id)) if object_id else None
        context = {"entry_state": state_of(request, entry), **(extra_context or {})}
        is_locked = request.method == "POST" and locked_because(request, entry)
        if is_locked and super().has_change_permission(request, entry):
            return self._locked_view(request, entry, object_id, form_url, context)
        is_public = entry and entry.publication_status == PublicationStatus.PUBLISHED
        if not is_public or not self.has_change_permission(request, entry):
            return super().changeform_view(request, object_id, form_url, context)
        return self._proposing_view(request, entry, object_id, form_url, context)

    def _proposing_view(self, request, entry, object_id, form_url, context):
        """The page as it would be with the proposal; what is saved there becomes the proposal."""
        proposal = open_proposal(entry)
        if proposal and "_begin_anew" in request.POST:
            begin_anew(proposal)
            return HttpResponseRedirect(request.get_full_path())
        if proposal is None and request.method in ("GET", "HEAD"):
            return super().changeform_view(request, object_id, form_url, context)
        before = picture(entry)
        try:
            answer, after = self._tried_out(request, entry, proposal, object_id, form_url, context)
        except Conflict as conflict:
            return self.conflict_page(request, entry, proposal, conflict)
        if after is None:
            return answer
        try:
            proposal = keep(entry, request.user, before, after, request.saved_entry._change_reason)
        except ReviewError as error:
            raise PermissionDenied(str(error)) from error
        if not proposal.changes:
            told = "Nothing differs from what is published, so there is nothing to review yet."
            messages.warning(request, told)
        else:
            messages.success(
                request,
                "Your correction is kept as a proposal. What is published stays as it is until "
                "somebody else approves it; send it for review when it is ready.",
            )
        if "_continue" in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        return HttpResponseRedirect(page_of(entry, "review"))

    def _locked_view(self, request, entry, object_id, form_url, context):
        """What was typed while somebody else's step locked the entry: shown, and stored nowhere."""
        reason, proposal = locked_because(request, entry), proposal_of(request, entry)
        request.is_only_looked_at = True
        before, told = picture(entry), request._messages
        request._messages = default_storage(request)  # for the message that it was saved
        try:
            answer, after = self._tried_out(request, entry, None, object_id, form_url, context)
        finally:
            request._messages = told
        if after is None:
            return answer
        return self.locked_page(request, entry, reason, proposal, changes_between(before, after))

    def _tried_out(self, request, entry, proposal, object_id, form_url, context):
        """The answer of the page, and the entry as saved there, or None; all is undone."""
        with as_proposed(entry, proposal):
            answer = super().changeform_view(request, object_id, form_url, context)
            is_saved = getattr(request, "saved_entry", None) is not None
            after = picture(entry) if is_saved else None
            if hasattr(answer, "render"):
                answer.render()
        return answer, after

    def save_related(self, request, form, formsets, change):
        for formset in formsets:
            for row in formset.forms:
                if row.has_changed() and _is_public(row.instance) and not _is_public(form.instance):
                    raise PermissionDenied("What is published is corrected on its own page.")
        super().save_related(request, form, formsets, change)
        request.saved_entry = form.instance

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if is_only_looked_at(request):
            form.not_edited = ()
        proposal = proposal_of(request, obj)
        if proposal and "change_reason" in form.base_fields:
            # A copy, because all forms of entries share the field.
            reason = copy(form.base_fields["change_reason"])
            reason.initial = proposal.reason
            form.base_fields["change_reason"] = reason
        return form

    def render_change_form(self, request, context, *args, **kwargs):
        forms = [context["adminform"].form]
        for formset in context["inline_admin_formsets"]:
            forms += formset.formset.forms
        conflicts = [form.conflict for form in forms if getattr(form, "conflict", None)]
        context["conflicts"] = conflicts
        if entry := context.get("original"):
            context["desk_steps"] = list(self.desk_steps(request, entry))
        return super().render_change_form(request, context, *args, **kwargs)


def _is_public(row):
    return (
        isinstance(row, Entry)
        and bool(row.pk)
        and row.publication_status == PublicationStatus.PUBLISHED
    )


def page_of(entry, name):
    """Address of a page of the entry in the admin, such as its `change` or `review`."""
    return reverse(f"admin:relations_{entry._meta.model_name}_{name}", args=[entry.pk])


def proposal_of(request, entry):
    """The open proposal about an entry, asked once for a request."""
    if entry is None or not entry.pk or entry.pk < 0:
        return None
    found = request.__dict__.setdefault("open_proposals", {})
    key = entry._meta.model_name, entry.pk
    if key not in found:
        found[key] = open_proposal(entry)
    return found[key]


def locked_because(request, entry):
    """Why nobody, or not this user, may edit the entry now; empty if they may."""
    if entry is None or not entry.pk or is_only_looked_at(request):
        return ""
    status = entry.publication_status
    if status == PublicationStatus.IN_REVIEW:
        return "It is in review. Whoever sent it can take it back, and then edit it."
    if status == PublicationStatus.RETRACTED:
        return "It is retracted. An earlier version can be restored from its history."
    proposal = proposal_of(request, entry) if status == PublicationStatus.PUBLISHED else None
    if proposal and proposal.status == ProposalStatus.IN_REVIEW:
        return "A correction of it is in review; until that is decided, nobody edits it."
    if proposal and proposal.author != request.user:
        return f"{proposal.author} is writing a correction of it; only one at a time can be open."
    return ""


def state_of(request, entry):
    """A sentence, for the top of the page, on what editing this entry means."""
    if entry is None:
        return "It is a draft until you send it for review and somebody else publishes it."
    if reason := locked_because(request, entry):
        return reason
    if entry.publication_status == PublicationStatus.DRAFT:
        return "It is a draft: nobody outside the admin sees it."
    if proposal_of(request, entry):
        return "You see your correction. What is published stays as it is until it is approved."
    return (
        f"It is published (version {entry.version}). What you save is a proposal: "
        "the published entry stays as it is until somebody else approves it."
    )
