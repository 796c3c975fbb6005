"""What is anchored in a document: a passage by its offsets, its line and its hash."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from relations.models.document import LONGEST_DOCUMENT
from relations.models.entry import Entry
from relations.text_rules import bounded_integer, validate_sha256


class Anchored(Entry):
    """An entry about one passage of a document.

    `start` and `end` count Unicode code points of the text; the passage is `text[start:end]`.
    """

    document = models.ForeignKey(
        "relations.Document",
        on_delete=models.PROTECT,  # a fact would lose its evidence
        related_name="%(class)ss",
        help_text="The document the passage stands in.",
    )
    start = bounded_integer(
        0, LONGEST_DOCUMENT, help_text="First code point of the passage, counted from 0."
    )
    end = bounded_integer(
        1, LONGEST_DOCUMENT, help_text="Code point after the last one of the passage."
    )
    line = bounded_integer(
        1, LONGEST_DOCUMENT, help_text="Line of the document on which the passage stands, from 1."
    )
    passage_sha256 = models.CharField(
        max_length=64,
        validators=[validate_sha256],
        help_text="SHA-256 of the passage in UTF-8, as 64 hexadecimal digits.",
    )

    class Meta(Entry.Meta):
        abstract = True
        ordering = ["document", "start", "slug"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start__lt=F("end")),
                name="%(class)s_passage_is_not_empty",
                violation_error_message="The end of the passage must come after its start.",
            ),
        ]

    def meets(self, start, end):
        """Whether the passage shares a code point with `text[start:end]`."""
        return self.start < end and start < self.end

    def clean(self):
        super().clean()
        if self.document_id and self.end and self.end > self.document.length:
            raise ValidationError(
                {"end": f"The document has only {self.document.length} code points."}
            )
