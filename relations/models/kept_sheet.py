"""Spreadsheets between their preview and their import."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone

from relations.querysets import KeptSheetQuerySet


def new_token():
    return secrets.token_urlsafe(32)


class KeptSheet(models.Model):
    """A file that its user looks at before it is imported; nobody else can reach it.

    A user has one at most. It is deleted when it is imported or given up, and when it is old.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="kept_sheet",
        help_text="Who uploaded it, and alone may import it.",
    )
    noun = models.CharField(max_length=100, help_text="Name of the model it has entries of.")
    token = models.CharField(
        max_length=43, default=new_token, help_text="Tells it from the user's later files."
    )
    file_name = models.CharField(max_length=255, help_text="Name of the file at the user's.")
    content = models.BinaryField(help_text="The file, to the byte.")
    preview_sha256 = models.CharField(
        max_length=64, help_text="SHA-256 of the changes that were shown, as text in UTF-8."
    )
    uploaded_at = models.DateTimeField(default=timezone.now, help_text="When it came (UTC).")

    objects = KeptSheetQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("import_spreadsheets", "Can import spreadsheets into drafts")]

    def __str__(self):
        return self.file_name
