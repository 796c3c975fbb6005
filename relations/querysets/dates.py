"""Ranges of days, answered as *possible* (the imprecise date may fall into the range) or *certain*
(it cannot fall outside).
"""

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear


class DatedQuerySet(models.QuerySet):
    """Facts with one imprecise date; `dated_by` is its stem, such as `held`."""

    dated_by = None

    def possibly_within(self, first, last):
        """Facts whose date may fall on a day from `first` to `last`; undated facts are left out."""
        return self.filter(
            **{f"{self.dated_by}_earliest__lte": last, f"{self.dated_by}_latest__gte": first}
        )

    def certainly_within(self, first, last):
        """Facts whose date cannot fall outside `first` to `last`."""
        return self.filter(
            **{f"{self.dated_by}_earliest__gte": first, f"{self.dated_by}_latest__lte": last}
        )

    def as_of(self, day):
        """Facts that may have happened by `day`; an unknown date excludes nothing."""
        earliest = f"{self.dated_by}_earliest"
        return self.filter(Q(**{f"{earliest}__isnull": True}) | Q(**{f"{earliest}__lte": day}))

    def certainly_as_of(self, day):
        """Facts that had happened by `day` at the latest."""
        return self.filter(**{f"{self.dated_by}_latest__lte": day})

    def counted_by_years(self):
        """Triples of first year, last year and the number of facts whose date has these two."""
        years = [ExtractYear(f"{self.dated_by}_{end}") for end in ("earliest", "latest")]
        dated = self._again().filter(**{f"{self.dated_by}_earliest__isnull": False})
        return dated.values_list(*years).annotate(Count("pk"))


class LastingQuerySet(models.QuerySet):
    """Facts that last from one imprecise date, `since`, to another, `until`."""

    def as_of(self, day):
        """Facts that may have lasted on `day`; an unknown beginning or end excludes nothing."""
        return self.filter(
            Q(since_earliest__isnull=True) | Q(since_earliest__lte=day),
            Q(until_latest__isnull=True) | Q(until_latest__gte=day),
        )

    def certainly_as_of(self, day):
        """Facts that had begun by `day` at the latest and cannot have ended before it."""
        return self.filter(
            Q(until_earliest__isnull=True) | Q(until_earliest__gte=day), since_latest__lte=day
        )
