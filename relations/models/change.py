"""The revision of the record and the log of its changes, both written by database triggers only."""

from django.db import models

from relations.querysets import ChangeQuerySet


class Revision(models.Model):
    """How often the record has changed: one row, counted up with each row that is written."""

    number = models.BigIntegerField(default=0, help_text="Number of the last change.")

    def __str__(self):
        return str(self.number)


class Change(models.Model):
    """What one change did to one entry: it was written, or what it shows or depends on was.

    Several entries touched by one change share its revision.
    """

    revision = models.BigIntegerField(
        db_index=True, help_text="Revision of the record that the change made."
    )
    model = models.CharField(max_length=100, help_text="Name of the entry's model.")
    row_id = models.BigIntegerField(help_text="Row number of the entry.")
    slug = models.CharField(max_length=200, help_text="Slug of the entry.")
    is_public = models.BooleanField(help_text="Whether the entry was public after the change.")
    changed_at = models.DateTimeField(help_text="When it was changed (UTC).")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["revision", "id"]
        indexes = [models.Index(fields=["model", "slug", "revision"], name="change_of_an_entry")]

    def __str__(self):
        return f"{self.revision}: {self.model} {self.slug}"
