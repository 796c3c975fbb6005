"""Who stands where: one row for each issue, one cell for each party, on one day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from relations import models
from relations.querysets import DatedQuerySet
from relations.vocabularies import Act, Bearing, CellKind, DevelopmentRole

# What is tied to issues and to parties, and what is cited for it; by name among the facts.
HEARD = {
    "statement": models.Statement,
    "position": models.Position,
    "round": models.Round,
    "development": models.Development,
}

DOCUMENTS_FIRST = 10


@dataclass(frozen=True)
class Cell:
    """One party on one issue. Positions are those in force, of the party or of its bodies.

    What they are called is read; all else of a position when it is asked for.
    """

    party: models.Party
    kind: CellKind
    positions: list


@dataclass(frozen=True)
class Row:
    """One issue, with as many cells as the matrix has parties, in their order."""

    issue: models.Issue
    cells: list


@dataclass(frozen=True)
class Matrix:
    """The day, its parties in order, and a row for each issue, wider issues before narrower."""

    day: date
    parties: list
    rows: list


def matrix(day, *, issues=(), parties=(), negotiations=(), is_certain=False) -> Matrix:
    """The public matrix of `day`, in a number of queries that does not grow with what it shows.

    `issues` come with their sub-issues. `negotiations` leave the issues of what is tied to their
    rounds, and the parties to them. `parties` are taken as given; without any, they are those that
    belong to no other and hold a position on one of the issues, themselves or by a body of theirs.
    `is_certain` reads imprecise dates as what is certain instead of what is possible.
    """
    rows = _issues(issues, negotiations)
    tree = _parents(models.Party)
    positions = models.Position.objects.published().filter(issue__in=[row.pk for row in rows])
    columns = _parties(parties, negotiations, positions, tree)
    in_force = _in_force(_as_of(positions, day, is_certain), rows, columns, tree)
    empty = {(issue.pk, party.pk) for issue in rows for party in columns} - in_force.keys()
    silent = _silent(empty, day, is_certain, tree)

    def cell(issue, party):
        place = issue.pk, party.pk
        return _cell(party, in_force.get(place, []), is_silent=place in silent)

    return Matrix(
        day, columns, [Row(issue, [cell(issue, party) for party in columns]) for issue in rows]
    )


def _in_force(positions, rows, columns, tree):
    """Those of the positions by place (issue, party): by that of the holder, and of each wider."""
    issues = {issue.pk: issue for issue in rows}
    bodies = models.Party.objects.in_bulk(_bodies({party.pk for party in columns}, tree))
    found = positions.filter(party__in=bodies).only("slug", "party", "issue", "act")
    places = {}
    for position in found.order_by(F("since_earliest").asc(nulls_last=True), "slug"):
        position.party, position.issue = bodies[position.party_id], issues[position.issue_id]
        for party in _with_wider(position.party_id, tree):
            places.setdefault((position.issue_id, party), []).append(position)
    return places


def _cell(party, positions, *, is_silent):
    if not positions:
        return Cell(party, CellKind.SILENT if is_silent else CellKind.NOT_RESEARCHED, positions)
    is_reserved = all(position.act == Act.RESERVE for position in positions)
    return Cell(party, CellKind.DECLINED if is_reserved else CellKind.POSITION, positions)


def _silent(places, day, is_certain, tree):
    """Those of the places (issue, party) for which a document is cited for both by the day.

    The documents are gone through some at a time, more each time, and what they are cited for kind
    by kind, until nothing is left to ask: of a large record, the statements of the first few
    documents mostly tell it all.
    """
    places, silent, after, number = set(places), set(), 0, DOCUMENTS_FIRST
    while places:
        some = models.Document.objects.published().filter(pk__gt=after).order_by("pk")
        documents = list(some.values_list("pk", flat=True)[:number])
        for by_issue, by_party in _heard(documents, places, day, is_certain, tree):
            found = {
                (issue, party)
                for issue, party in places
                if not by_issue.get(issue, set()).isdisjoint(by_party.get(party, ()))
            }
            places, silent = places - found, silent | found
            if not places:
                break
        if len(documents) < number:
            break
        after, number = documents[-1], number * 2
    return silent


def _heard(documents, places, day, is_certain, tree):
    """By issue and by party, which of the documents are cited for a fact of it by the day.

    Told after each kind of facts, with what those before it have told. Others than the issues and
    parties of the places are left out; a party has heard what its bodies have.
    """
    issues, parties = ({place[n] for place in places} for n in (0, 1))
    bodies = _bodies(parties, tree)
    by_issue, by_party = {}, {}
    for name, model in HEARD.items():
        facts = _by_the_day(model.objects.order_by(), day, is_certain)
        citations = models.Citation.objects.published_of(name).filter(
            Exists(facts.filter(pk=OuterRef(f"{name}_id"))),
            bearing=Bearing.SUPPORTS,
            document__in=documents,
        )
        for issue, document in _pairs(citations, f"{name}__{facts.issue_path}", issues):
            by_issue.setdefault(issue, set()).add(document)
        path, role = f"{name}__{facts.party_path}", {}
        if model is models.Development:
            role = {"development__party_links__role": DevelopmentRole.ACTOR}
        for party, document in _pairs(citations, path, bodies, **role):
            for each in _with_wider(party, tree):
                by_party.setdefault(each, set()).add(document)
        yield by_issue, by_party


def _pairs(citations, path, entries, **role):
    """Pairs of one of the entries and a document; what is asked of a link is asked at once."""
    found = citations.filter(**{f"{path}__in": entries}, **role).order_by()
    return found.values_list(path, "document").distinct()


def _as_of(positions, day, is_certain):
    return positions.certainly_as_of(day) if is_certain else positions.as_of(day)


def _by_the_day(facts, day, is_certain):
    """What had happened by the day; positions too that ended since, for they were taken."""
    if is_certain:
        return DatedQuerySet.certainly_as_of(facts, day)
    return DatedQuerySet.as_of(facts, day)


def _issues(roots, negotiations):
    """The issues of the rows: a tree read from above, each level by name."""
    issues = models.Issue.objects.published()
    if roots:
        issues = issues.within(*roots)
    if negotiations:
        talked_about = Q()
        for model in HEARD.values():
            facts = model.objects.published().in_negotiation(*negotiations).order_by()
            talked_about |= Q(pk__in=facts.values(facts.issue_path))
        issues = issues.within(*issues.filter(talked_about))
    found = {issue.pk: issue for issue in issues.with_links("parent")}
    below = {}
    for issue in sorted(found.values(), key=lambda issue: (issue.name, issue.slug)):
        parent = issue.parent_id if issue.parent_id in found else None
        below.setdefault(parent, []).append(issue)

    def read(parent):
        for issue in below.get(parent, ()):
            yield issue
            yield from read(issue.pk)

    return list(read(None))


def _parties(chosen, negotiations, positions, tree):
    """The parties of the columns, by name."""
    parties = models.Party.objects.published()
    if chosen:
        parties = parties.filter(pk__in=[party.pk for party in chosen])
    elif negotiations:
        links = models.NegotiationParty.objects.published().filter(negotiation__in=negotiations)
        parties = parties.filter(pk__in=links.order_by().values("party"))
    else:
        holders = positions.order_by().values_list("party", flat=True).distinct()
        parties = parties.filter(pk__in={_with_wider(pk, tree)[-1] for pk in holders})
    return sorted(parties, key=lambda party: (party.name, party.slug))


def _parents(model):
    """The public parent of each public entry of a tree, by row number."""
    parents = dict(model.objects.published().values_list("pk", "parent"))
    return {pk: parent if parent in parents else None for pk, parent in parents.items()}


def _bodies(parties, tree):
    """The parties and all that belong to them, by row number."""
    return [pk for pk in tree if not parties.isdisjoint(_with_wider(pk, tree))]


def _with_wider(pk, parents):
    """The entry and those it belongs to, from the nearest on."""
    line = []
    while pk is not None and pk not in line:
        line.append(pk)
        pk = parents.get(pk)
    return line
