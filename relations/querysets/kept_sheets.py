from datetime import timedelta

from django.db import models
from django.utils import timezone

KEPT_FOR = timedelta(hours=1)


class KeptSheetQuerySet(models.QuerySet):
    """What can be asked of the files that are looked at before they are imported."""

    def outdated(self):
        """Files whose preview is too old to be trusted."""
        return self.filter(uploaded_at__lt=timezone.now() - KEPT_FOR)

    def shown_to(self, user, noun, token):
        """The file of which the user saw a preview, and may still import."""
        recent = self.filter(uploaded_at__gte=timezone.now() - KEPT_FOR)
        return recent.filter(user=user, noun=noun, token=token)
