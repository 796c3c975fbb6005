"""The texts of documents, where an installation has them: for curators, never for the public."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from relations.models.document import LONGEST_DOCUMENT
from relations.models.proposal import AboutEntry, user
from relations.text_rules import bounded_integer, validate_sha256


class NeverChangedQuerySet(models.QuerySet):
    def _refuse(self, *args, **kwargs):
        raise NotImplementedError("A stored text is never changed; store another version.")

    update = bulk_update = bulk_create = delete = _refuse


class DocumentText(models.Model):
    """One version of the text of a document. Offsets of passages count its code points."""

    document = models.ForeignKey(
        "relations.Document",
        on_delete=models.PROTECT,
        related_name="texts",
        help_text="The document it is the text of.",
    )
    number = bounded_integer(1, 10_000, help_text="Number of the version, from 1.")
    text = models.TextField(help_text="The text, its line ends as they are in the file.")
    sha256 = models.CharField(
        max_length=64, validators=[validate_sha256], help_text="SHA-256 of the text in UTF-8."
    )
    length = bounded_integer(
        1, LONGEST_DOCUMENT, help_text="Length of the text in Unicode code points."
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who brought it in.",
    )
    added_at = models.DateTimeField(default=timezone.now, help_text="When it was stored (UTC).")

    objects = NeverChangedQuerySet.as_manager()

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="document_text_has_its_own_number"
            ),
            models.UniqueConstraint(
                fields=["document", "sha256"], name="document_text_is_stored_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="document_text_is_not_empty"),
        ]

    def __str__(self):
        return f"{self.document}, text {self.number}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise ValidationError("A stored text is never changed; store another version.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError("A stored text is never deleted.")


class ChosenPlace(AboutEntry):
    """Where a person found a cited or excluded passage in a new version of a text.

    `text[start:end]`, in code points; needed only where the machine could not be certain.
    """

    text = models.ForeignKey(
        DocumentText,
        on_delete=models.PROTECT,
        related_name="chosen_places",
        help_text="The new version.",
    )
    start = bounded_integer(0, LONGEST_DOCUMENT, help_text="First code point of the passage.")
    end = bounded_integer(1, LONGEST_DOCUMENT, help_text="Code point after the last one.")
    chosen_by = user("+", "Who chose it.")
    chosen_at = models.DateTimeField(default=timezone.now, help_text="When it was chosen (UTC).")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["text", "model", "row_id"], name="chosen_place_is_one_for_a_passage"
            ),
            models.CheckConstraint(
                condition=Q(start__lt=F("end")), name="chosen_place_is_not_empty"
            ),
        ]

    def __str__(self):
        return f"{self.model} {self.row_id} in {self.text}"
