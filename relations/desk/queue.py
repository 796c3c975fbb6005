"""What waits at the desk, and for whom."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import QuerySet

from relations.models import Proposal
from relations.querysets import entries_beside


@dataclass(frozen=True)
class Queue:
    """A part of the proposals, with what it is called."""

    name: str
    title: str
    rows: QuerySet
    empty: str

    def shown(self, proposals):
        """The proposals, each with its entry: (proposal, entry or None), one query for a noun."""
        wanted = {}
        for proposal in proposals:
            wanted.setdefault(proposal.model, []).append(proposal.row_id)
        found = {
            (model, entry.pk): entry
            for model, numbers in wanted.items()
            for entry in _with_names(apps.get_model("relations", model), numbers)
        }
        return [(each, found.get((each.model, each.row_id))) for each in proposals]


def _with_names(model, numbers):
    """The entries with those they are named after."""
    named_after = list(entries_beside(model))
    return model._base_manager.filter(pk__in=numbers).select_related(*named_after or [None])


def queues(user):
    """The queues of a user, the one that matters most first."""
    proposals = Proposal.objects.select_related("author", "reviewer")
    mine = proposals.by(user)
    return [
        Queue(
            "waiting",
            "Waiting for me",
            proposals.waiting_for(user)
            if user.has_perm("relations.review_entries")
            else proposals.none(),
            "Nothing waits for you.",
        ),
        Queue("mine", "Mine in review", mine.in_review(), "Nothing of yours is in review."),
        Queue(
            "drafts",
            "My corrections and what was sent back",
            mine.still_open().exclude(status="in_review"),
            "You have no open correction, and nothing was sent back to you.",
        ),
        Queue("open", "All in review", proposals.in_review(), "Nothing is in review."),
        Queue(
            "decided",
            "Decided",
            proposals.exclude(status__in=("draft", "in_review")).order_by("-decided_at"),
            "Nothing was decided yet.",
        ),
    ]
