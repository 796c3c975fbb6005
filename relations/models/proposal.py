"""What is put before a second person, and the log of who did what on the way to the public.

Nothing here is public. The entries concerned are named by model and row number, as in the log of
changes: any noun of the record can be proposed, and history keeps what is gone.
"""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from relations.querysets import ProposalQuerySet, ReviewEventQuerySet


class ProposalKind(models.TextChoices):
    PUBLICATION = "publication", "New entry"
    CORRECTION = "correction", "Correction"
    RESTORATION = "restoration", "Restored version"


class ProposalStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN = (ProposalStatus.DRAFT, ProposalStatus.IN_REVIEW)


class ReviewStep(models.TextChoices):
    WROTE = "wrote", "wrote"
    SUBMITTED = "submitted", "sent for review"
    TOOK_BACK = "took_back", "took back"
    SENT_BACK = "sent_back", "sent back"
    COMMENTED = "commented", "commented"
    PUBLISHED = "published", "published"
    RETRACTED = "retracted", "retracted"
    WITHDREW = "withdrew", "withdrew the proposal"


class AboutEntry(models.Model):
    """A row about one entry of the record, of any noun."""

    model = models.CharField(max_length=100, help_text="Name of the entry's model.")
    row_id = models.BigIntegerField(help_text="Row number of the entry.")

    class Meta:
        abstract = True

    @property
    def entry(self):
        """The entry as it stands; None if it is gone."""
        return self.entry_model._base_manager.filter(pk=self.row_id).first()

    @property
    def entry_model(self):
        return apps.get_model("relations", self.model)


def user(name, help_text, **options):
    """A foreign key to an account; who did something is never forgotten."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name=name,
        help_text=help_text,
        **options,
    )


class Proposal(AboutEntry):
    """A change of the public record that waits for the approval of somebody who did not write it.

    `changes` is what would be written, row by row, as `relations.desk.row_changes` has it; for a
    new entry it is empty, because the drafts themselves stand in their tables.
    """

    kind = models.CharField(
        max_length=11, choices=ProposalKind, help_text="What is asked to be published."
    )
    status = models.CharField(
        max_length=9,
        choices=ProposalStatus,
        default=ProposalStatus.DRAFT,
        help_text="Where the proposal stands.",
    )
    author = user("proposals", "Who proposes it.")
    reviewer = user("reviewed_proposals", "Who approved it.", null=True, blank=True)
    reason = models.TextField(
        blank=True, help_text="Why; of a correction, in words for the public."
    )
    changes = models.JSONField(default=list, blank=True, help_text="What would be written.")
    created_at = models.DateTimeField(default=timezone.now, help_text="When it was begun (UTC).")
    updated_at = models.DateTimeField(
        default=timezone.now, help_text="When its author last saved it (UTC)."
    )
    submitted_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was last sent for review (UTC)."
    )
    decided_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was approved or withdrawn (UTC)."
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "id"]
        permissions = [
            ("review_entries", "Can publish what others wrote, or send it back"),
            ("retract_entries", "Can retract what is published"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "row_id"],
                condition=Q(status__in=OPEN),
                name="proposal_is_the_only_open_one_of_its_entry",
            ),
            models.CheckConstraint(
                condition=~Q(status=ProposalStatus.APPROVED)
                | (Q(reviewer__isnull=False) & ~Q(reviewer=F("author"))),
                name="proposal_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ProposalStatus.values), name="proposal_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ProposalKind.values), name="proposal_kind_is_known"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"


class ReviewEvent(AboutEntry):
    """One step of somebody with an entry: who wrote, sent, returned, published, said what."""

    proposal = models.ForeignKey(
        Proposal,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        help_text="The proposal the step belongs to, if it does to one.",
    )
    step = models.CharField(max_length=9, choices=ReviewStep, help_text="What was done.")
    actor = user("review_events", "Who did it.")
    comment = models.TextField(blank=True, help_text="What they said with it.")
    at = models.DateTimeField(default=timezone.now, help_text="When (UTC).")

    objects = ReviewEventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["model", "row_id", "step"], name="steps_with_an_entry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=ReviewStep.values), name="review_event_step_is_known"
            ),
        ]

    def __str__(self):
        return f"{self.actor} {self.get_step_display()}"
