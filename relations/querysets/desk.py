"""What waits at the curator's desk, and what was done there."""

from django.db import models
from django.db.models import Exists, OuterRef


class AboutEntryQuerySet(models.QuerySet):
    def about(self, entry):
        """What concerns one entry."""
        return self.filter(model=entry._meta.model_name, row_id=entry.pk)


class ProposalQuerySet(AboutEntryQuerySet):
    def still_open(self):
        """Proposals that are neither published nor withdrawn."""
        return self.filter(status__in=("draft", "in_review"))

    def in_review(self):
        """Proposals that wait for a second person."""
        return self.filter(status="in_review")

    def by(self, user):
        """Proposals of one author."""
        return self.filter(author=user)

    def waiting_for(self, user):
        """Proposals in review that the user, who wrote nothing of them, may decide."""
        events = self.model._meta.get_field("events").related_model.objects
        same = {"model": OuterRef("model"), "row_id": OuterRef("row_id")}
        wrote = events.since_published().order_by().filter(**same, actor=user, step="wrote")
        return self.in_review().exclude(author=user).filter(~Exists(wrote))


class ReviewEventQuerySet(AboutEntryQuerySet):
    def since_published(self):
        """Steps after the last publication of their entry."""
        published = self.model.objects.order_by().filter(
            model=OuterRef("model"), row_id=OuterRef("row_id"), step="published"
        )
        return self.filter(~Exists(published.filter(pk__gt=OuterRef("pk"))))
