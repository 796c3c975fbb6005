"""Who talks, about what, and what came of it."""

from django.db.models import F, Min, Q

from relations.querysets.dates import DatedQuerySet, LastingQuerySet
from relations.querysets.facts import (
    FactQuerySet,
    LinkedQuerySet,
    OfPartiesQuerySet,
    TiedToRoundQuerySet,
    TreeQuerySet,
)
from relations.querysets.record import RecordQuerySet, StandingQuerySet


class IssueQuerySet(TreeQuerySet):
    issue_path = "id"


class PartyQuerySet(TreeQuerySet):
    party_path = "id"


class NegotiationQuerySet(OfPartiesQuerySet):
    pass


class PersonQuerySet(StandingQuerySet, FactQuerySet):
    party_path = "offices__party"

    def by(self, *parties):
        """People with an office of one of the parties or of one of their bodies."""
        offices = self._related("offices").objects.published().by(*parties)
        return self.filter(pk__in=offices.order_by().values("person"))


class OfficeQuerySet(LastingQuerySet, OfPartiesQuerySet):
    party_path = "party"


class RoundQuerySet(DatedQuerySet, LinkedQuerySet):
    dated_by = "held"
    party_path = "participants__party"
    person_path = "participants__person"

    def in_negotiation(self, *negotiations):
        """Rounds of one of the negotiations."""
        return self.filter(negotiation__in=negotiations)

    def at_place(self, place):
        """Rounds at a place: a city, an ISO country code, or the place as printed, in any case."""
        return self.filter(
            Q(city__same_as=place) | Q(country__same_as=place) | Q(place_as_printed__same_as=place)
        )

    def attended_by(self, *people):
        """Rounds that list one of the people among the participants."""
        attended = self._related("participants").objects.published().filter(person__in=people)
        return self.filter(pk__in=attended.order_by().values("round"))


class StatementQuerySet(DatedQuerySet, TiedToRoundQuerySet, LinkedQuerySet):
    dated_by = "said"
    person_path = "speaker"


class PositionQuerySet(LastingQuerySet, DatedQuerySet, TiedToRoundQuerySet, LinkedQuerySet):
    dated_by = "since"
    issue_path = "issue"
    party_path = "party"
    person_path = "statement_links__statement__speaker"

    def as_of(self, day):
        """Positions that may have been in force on `day`.

        An unknown beginning or end excludes nothing; a position is out of force once the one that
        supersedes it has certainly begun.
        """
        return (
            super().as_of(day).exclude(superseded_by__in=self._successors(Q(since_latest__lte=day)))
        )

    def certainly_as_of(self, day):
        """Positions that were in force on `day`, whatever the imprecise dates mean.

        One that is superseded counts as long as its successor cannot have begun.
        """
        return (
            super()
            .certainly_as_of(day)
            .exclude(
                superseded_by__in=self._successors(
                    Q(since_earliest__isnull=True) | Q(since_earliest__lte=day)
                )
            )
        )

    def _successors(self, has_begun):
        """Positions that the public sees and that have begun."""
        return self.model.objects.published().filter(has_begun).order_by()

    def first_of_chains(self):
        """Of the positions of each party on each issue, the one with the first slug."""
        chains = self.order_by().values("party", "issue").annotate(first=Min("slug"))
        return self.filter(slug__in=chains.values("first"))

    def expressed_by(self, *people):
        """Positions expressed in a statement of one of the people."""
        links = self._related("statement_links").objects.published()
        expressed = links.filter(statement__speaker__in=people)
        return self.filter(pk__in=expressed.order_by().values("position"))


class PositionStatementQuerySet(DatedQuerySet, RecordQuerySet):
    dated_by = "statement__said"

    def reaffirming(self):
        """Ties of a position to a statement said when the position had certainly begun already."""
        return self.filter(statement__said_earliest__gt=F("position__since_latest"))


class DevelopmentQuerySet(DatedQuerySet, TiedToRoundQuerySet, LinkedQuerySet):
    dated_by = "happened"
