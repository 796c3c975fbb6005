"""How the position of a party on an issue moved: each step, when, and on what evidence.

A step is a position that begins, with what it changes against the one it supersedes, or a later
statement that expresses the same position and so reaffirms it.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from relations import models
from relations.querysets import PositionQuerySet
from relations.vocabularies import PositionChange


@dataclass(frozen=True)
class Movement:
    """One step. `step` is the position that begins or the statement that reaffirms it."""

    position: models.Position
    change: PositionChange
    step: models.Position | models.Statement
    statements: list

    def __getattr__(self, name):
        """The date of the step: `moved_on`, `moved_as_printed`, `moved_earliest` ..."""
        stem, _, part = name.partition("_")
        if stem != "moved":
            raise AttributeError(name)
        return getattr(self.step, f"since_{part}" if self.is_beginning else f"said_{part}")

    @property
    def is_beginning(self):
        return self.step is self.position

    @property
    def round(self):
        return self.step.round

    @property
    def citations(self):
        return self.step.citations


@dataclass(frozen=True)
class Chain:
    """The steps of one party on one issue. No step comes before one that it follows from.

    Earlier dates come first, and undated steps last.
    """

    party: models.Party
    issue: models.Issue
    movements: list


@dataclass(frozen=True)
class Movements:
    """The steps of some positions: those of some changes, in a range of days.

    Without `changes`, of any; without `days` (first, last), also those without a date.
    """

    positions: PositionQuerySet
    changes: tuple = ()
    days: tuple[date, date] | None = None
    is_certain: bool = False

    def beginnings(self):
        """The positions that begin so."""
        return self._in_range(self.positions.filter(change__in=self._changes))

    def reaffirmations(self):
        """The ties of positions to the later statements that reaffirm them."""
        ties = models.PositionStatement.objects.published().reaffirming()
        if PositionChange.REAFFIRMED not in self._changes:
            return ties.none()
        return self._in_range(ties.filter(position__in=self.positions.order_by()))

    @property
    def _changes(self):
        return self.changes or PositionChange.values

    def _in_range(self, steps):
        if self.days is None:
            return steps
        within = steps.certainly_within if self.is_certain else steps.possibly_within
        return within(*self.days)

    def heads(self):
        """One position for each chain that has such a step."""
        beginnings = self.beginnings().order_by().values("pk")
        reaffirmed = self.reaffirmations().order_by().values("position")
        return self.positions.filter(Q(pk__in=beginnings) | Q(pk__in=reaffirmed)).first_of_chains()

    def chains(self, heads, links=(), statement_links=()) -> list[Chain]:
        """The chains of the heads, in their order, in a fixed number of queries.

        `links` name what is loaded beside a position, `statement_links` beside a statement.
        """
        steps = {(head.party_id, head.issue_id): [] for head in heads}
        parties, issues = {party for party, _ in steps}, {issue for _, issue in steps}
        for step in self._steps(parties, issues, links, statement_links):
            # The sets of parties and issues span more chains than the heads are of.
            if (chain := steps.get((step.position.party_id, step.position.issue_id))) is not None:
                chain.append(step)
        superseded = _superseded(parties, issues)
        return [
            Chain(
                head.party, head.issue, _in_order(steps[head.party_id, head.issue_id], superseded)
            )
            for head in heads
        ]

    def _steps(self, parties, issues, links, statement_links):
        beginnings = self.beginnings().filter(party__in=parties, issue__in=issues)
        for position in beginnings.with_links("supersedes", "statement_links", *links):
            ties = [tie for tie in position.statement_links.all() if not tie.reaffirms]
            statements = [tie.statement for tie in ties]
            yield Movement(position, PositionChange(position.change), position, statements)
        ties = self.reaffirmations()
        ties = ties.filter(position__party__in=parties, position__issue__in=issues)
        beside = (f"statement__{link}" for link in statement_links)
        for tie in ties.with_links("position__supersedes", *beside):
            yield Movement(tie.position, PositionChange.REAFFIRMED, tie.statement, [tie.statement])


def _superseded(parties, issues):
    """Row numbers of the positions that a position supersedes, whether or not they are steps."""
    links = models.Position.objects.published().filter(
        party__in=parties, issue__in=issues, superseded_by__isnull=False
    )
    superseded = {}
    for earlier, later in links.values_list("pk", "superseded_by"):
        superseded.setdefault(later, []).append(earlier)
    return superseded


def _in_order(movements, superseded):
    """By date, but no position before one that it supersedes, at however many removes."""
    movements = sorted(movements, key=_by_date)
    beginnings = {each.position.pk: each for each in movements if each.is_beginning}
    ordered, seen = [], set()

    def place(position):
        if position in seen:
            return
        seen.add(position)
        for earlier in superseded.get(position, ()):
            place(earlier)
        if position in beginnings:
            ordered.append(beginnings[position])

    for movement in movements:
        if movement.is_beginning:
            place(movement.position.pk)
        else:
            ordered.append(movement)
    return ordered


def _by_date(movement):
    earliest = movement.moved_earliest
    return (earliest is None, earliest, movement.position.slug, movement.step.slug)
