"""The log of changes: which part of it, and what was public when."""

from django.db import models
from django.db.models import Max


class ChangeQuerySet(models.QuerySet):
    def between(self, since, until):
        """Changes after the revision `since`, up to and including `until`."""
        return self.filter(revision__gt=since, revision__lte=until)

    def of(self, model):
        """Changes of entries of one model."""
        return self.filter(model=model._meta.model_name)

    def public_at(self, revision):
        """The last change, up to this revision, of each entry that was public then."""
        past = self.filter(revision__lte=revision).order_by().values("model", "slug")
        # Row numbers ascend with revisions, and within one.
        latest = past.annotate(latest=Max("pk")).values("latest")
        return self.filter(pk__in=latest, is_public=True)
