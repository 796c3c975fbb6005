"""What curators decided of entries that look alike."""

from django.db import models
from django.db.models import Q


class OfModelQuerySet(models.QuerySet):
    def of(self, model):
        """Decisions on entries of one model."""
        return self.filter(model=model._meta.model_name)


class MergeQuerySet(OfModelQuerySet):
    def standing(self):
        """Merges that are not undone."""
        return self.filter(undone_at__isnull=True)

    def involving(self, *entries):
        """Merges of one of the entries, all of one model, with another, or into another."""
        numbers = [entry.pk for entry in entries]
        either = Q(loser_id__in=numbers) | Q(winner_id__in=numbers)
        return self.of(type(entries[0])).filter(either)


class DistinctPairQuerySet(OfModelQuerySet):
    def between(self, one, other):
        """What was found of these two entries of one model, in either order."""
        lower, higher = sorted((one.pk, other.pk))
        return self.of(type(one)).filter(lower_id=lower, higher_id=higher)
