"""What curators decided of entries that look alike: one and the same, or two. None is public."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from relations.querysets import DistinctPairQuerySet, MergeQuerySet


class Merge(models.Model):
    """One entry became part of another: what pointed at the loser points at the winner since.

    `moved` lists each row that was written for it, in order: `model`, the name of its model; `id`,
    its number; `before`, its columns that were different before; `after`, all its columns since, or
    None for a link that was deleted because the winner has its like.
    """

    model = models.CharField(max_length=100, help_text="Name of the entries' model.")
    loser_id = models.BigIntegerField(help_text="Row number of the entry that was given up.")
    loser_slug = models.CharField(max_length=200, help_text="Its slug when it was merged.")
    winner_id = models.BigIntegerField(help_text="Row number of the entry that stays.")
    winner_slug = models.CharField(max_length=200, help_text="Its slug when it was merged into.")
    part_of = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="parts",
        help_text="The merge that brought this one about; it is undone with that one.",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who merged them.",
    )
    at = models.DateTimeField(default=timezone.now, help_text="When they were merged (UTC).")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who undid it; null while it stands.",
    )
    undone_at = models.DateTimeField(
        null=True, help_text="When it was undone (UTC); null while it stands."
    )
    moved = models.JSONField(default=list, help_text="The rows that were written, in order.")

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        permissions = [("merge_entries", "Can merge duplicates and undo it")]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "loser_id"],
                condition=Q(undone_at__isnull=True),
                name="merge_gives_an_entry_up_once",
            ),
            models.CheckConstraint(
                condition=~Q(loser_id=F("winner_id")), name="merge_is_of_two_entries"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_says_who_undid_it_and_when",
            ),
        ]

    def __str__(self):
        return f"“{self.loser_slug}” into “{self.winner_slug}”"


class DistinctPair(models.Model):
    """Two entries of one noun that look alike and are not the same, as somebody found."""

    model = models.CharField(max_length=100, help_text="Name of the entries' model.")
    lower_id = models.BigIntegerField(help_text="The lower of the two row numbers.")
    higher_id = models.BigIntegerField(help_text="The higher of the two row numbers.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who found that they are not the same.",
    )
    at = models.DateTimeField(default=timezone.now, help_text="When that was found (UTC).")
    note = models.CharField(max_length=500, blank=True, help_text="Why they are not the same.")

    objects = DistinctPairQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["model", "lower_id", "higher_id"], name="distinct_pair_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(lower_id__lt=F("higher_id")), name="distinct_pair_is_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.model} {self.lower_id} is not {self.higher_id}"
