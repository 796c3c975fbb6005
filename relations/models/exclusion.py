from django.db import models
from django.db.models import F, Q

from relations.models.anchored import Anchored
from relations.models.document import LONGEST_DOCUMENT
from relations.models.entry import one_of
from relations.querysets import ExclusionQuerySet
from relations.text_rules import bounded_integer
from relations.vocabularies import ExclusionReason


class Exclusion(Anchored):
    """A passage that carries no fact of the record, with the reason why it carries none.

    Citations and exclusions together account for every sentence of a document.
    """

    named_by = ("reason", "line", "document__title")

    reason = models.CharField(
        max_length=14, choices=ExclusionReason, help_text="Why the passage carries no fact."
    )
    repeats_line = bounded_integer(
        1,
        LONGEST_DOCUMENT,
        null=True,
        blank=True,
        help_text="The line that says the same, for a repetition; null for every other reason.",
    )
    note = models.TextField(blank=True, help_text="What the passage is, in our own words.")

    objects = ExclusionQuerySet.as_manager()

    class Meta(Anchored.Meta):
        constraints = [
            *Anchored.Meta.constraints,
            one_of("reason", ExclusionReason),
            models.CheckConstraint(
                condition=Q(reason=ExclusionReason.REPETITION, repeats_line__isnull=False)
                | (~Q(reason=ExclusionReason.REPETITION) & Q(repeats_line__isnull=True)),
                name="exclusion_names_the_line_it_repeats",
                violation_error_message="Name the repeated line for a repetition, and only there.",
            ),
            models.CheckConstraint(
                condition=Q(repeats_line__isnull=True) | ~Q(repeats_line=F("line")),
                name="exclusion_repeats_another_line",
                violation_error_message="A passage cannot repeat its own line.",
            ),
        ]

    @staticmethod
    def name_from(reason, line, title):
        return f"{ExclusionReason(reason).label}, line {line} of {title}"
