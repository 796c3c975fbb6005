from django.db import models
from django.db.models import F, Q

from relations.models.entry import Entry
from relations.querysets import IssueQuerySet


class Issue(Entry):
    """A matter in dispute; issues form a tree from the general to the particular."""

    name = models.CharField(max_length=200, help_text="Short name of the issue.")
    description = models.TextField(help_text="What is in dispute, in neutral words.")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,  # what is said on the sub-issues would lose its place
        related_name="sub_issues",
        help_text="The wider issue this one is a part of.",
    )

    objects = IssueQuerySet.as_manager()

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="issue_is_not_its_own_parent",
                violation_error_message="An issue cannot be a part of itself.",
            ),
        ]
