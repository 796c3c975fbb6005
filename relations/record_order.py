"""Where an entry stands in the files: as it does already, or at a place that its words decide.

An entry that is new to the files follows the one of its kind that is cited before it; a part of
another entry follows that. No row number has a say, so every database gives the same order.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import CASCADE

from relations import models
from relations.models import recorded_models

# The kinds of entry that share a file, and the name of the file where there is none yet.
FILES = {
    "01_parties.yaml": [models.Party],
    "02_people.yaml": [models.Person, models.Office],
    "03_issues.yaml": [models.Issue],
    "04_documents.yaml": [models.Document],
    "05_negotiations.yaml": [models.Negotiation, models.NegotiationParty],
    "06_rounds.yaml": [
        models.Round,
        models.RoundParticipant,
        models.RoundIssue,
        models.RoundSchedule,
    ],
    "07_statements.yaml": [models.Statement, models.StatementParty, models.StatementIssue],
    "08_positions.yaml": [
        models.Position,
        models.PositionStatement,
        models.PositionCondition,
    ],
    "09_developments.yaml": [
        models.Development,
        models.DevelopmentParty,
        models.DevelopmentIssue,
    ],
    "10_discrepancies.yaml": [models.Discrepancy, models.DiscrepancyAccount],
    "11_citations.yaml": [models.Citation],
    "12_exclusions.yaml": [models.Exclusion],
}
NOWHERE = (float("inf"), 0, 0)  # the place of what no document is cited for


def owner_field(model):
    """Name of the relation to the entry that a row is a part of, if it is one."""
    for column in model._meta.concrete_fields:
        if column.many_to_one and not column.null and column.remote_field.on_delete is CASCADE:
            return column.name
    return None


@dataclass(eq=False)
class Block:
    """One entry on its way to a file: its key, its fields, and the blocks it refers to."""

    model: type
    key: tuple  # of the label of the model and the words of the natural key
    fields: dict
    needs: list = field(default_factory=list)
    owner: "Block | None" = None
    parts: list = field(default_factory=list)
    cited: tuple = NOWHERE

    @property
    def words(self):
        """What decides between two at one place: the same in every database."""
        return self.fields.get("sequence", 0), [str(part) for part in self.key[1:]]


def in_order(blocks, standing):
    """File name → its blocks in order, from all blocks and file name → keys that stand in it.

    What stands in a file stays there, unless an entry before it now refers to it.
    """
    by_key = {block.key: block for block in blocks}
    kept = {file: [by_key[key] for key in keys if key in by_key] for file, keys in standing.items()}
    known = {block for each in kept.values() for block in each}
    _find_where_cited(blocks, kept)
    homes, added = _homes(kept), defaultdict(list)
    for block in blocks:
        if block not in known:
            added[homes[block.model]].append(block)
    return {
        file: _loadable(_merged(kept.get(file, []), added[file]))
        for file in sorted({*standing, *added})
    }


def _find_where_cited(blocks, kept):
    """Give each block the first passage of it: (number of the document, start, end)."""
    stands = [block for each in kept.values() for block in each]
    place = {block: number for number, block in enumerate(stands)}
    documents = [block for block in blocks if block.model is models.Document]
    documents.sort(key=lambda block: (place.get(block, len(place)), block.key))
    numbers = {block: number for number, block in enumerate(documents)}
    for block in blocks:
        if issubclass(block.model, models.Anchored):
            (document,) = (other for other in block.needs if other in numbers)
            block.cited = numbers[document], block.fields["start"], block.fields["end"]
            for fact in block.needs:
                while fact and fact is not document:  # and what the fact is a part of
                    fact.cited = min(fact.cited, block.cited)
                    fact = fact.owner


def _homes(kept):
    """Model → the file for a new entry: where others of it stand, or others of its file."""
    stands_in = {block.model: file for file, blocks in kept.items() for block in blocks}
    homes = {}
    for name, together in FILES.items():
        found = [stands_in[model] for model in together if model in stands_in]
        homes |= {model: stands_in.get(model, found[0] if found else name) for model in together}
    return homes


def _merged(kept, added):
    """The blocks that stand in a file with the new ones between them."""
    place = {block: number for number, block in enumerate(kept)}
    rank = {model: number for number, model in enumerate(recorded_models())}
    new = set(added)

    def end_of(block, upto=None):
        """Number of its last part, of those up to the rank of a kind; its own without parts."""
        parts = [part for part in block.parts if part in place]
        parts = [part for part in parts if upto is None or rank[part.model] <= upto]
        return max(place[each] for each in (block, *parts))

    known = defaultdict(list)
    for block in kept:
        known[block.model].append((_order(block), place[block]))
    for each in known.values():
        each.sort()

    def predecessor(block):
        """Number of the standing block that a new one follows; -1 for the top of the file."""
        of_kind = known[block.model]
        if not of_kind:
            return len(kept) - 1
        number = bisect_right(of_kind, (_order(block), len(kept)))
        return end_of(kept[of_kind[number - 1][1]]) if number else of_kind[0][1] - 1

    def position(block):
        """Sorts a new block: after which standing one, part or not, and how among the new."""
        if block.owner in new:
            return (*position(block.owner)[:-2], 1 + rank[block.model], block.words)
        if block.owner in place:
            after, is_part = end_of(block.owner, rank[block.model]), 1
        else:
            after = max(
                [predecessor(block), *(end_of(each) for each in block.needs if each in place)]
            )
            is_part = 2
        return after, is_part, rank[block.model], block.cited, block.words, 0, block.words

    rows = [((number, 0), block) for block, number in place.items()]
    rows += [(position(block), block) for block in added]
    return [block for _, block in sorted(rows, key=lambda row: row[0])]


def _order(block):
    return block.cited, block.words if issubclass(block.model, models.Anchored) else ()


def _loadable(blocks):
    """The blocks with each after those it refers to, and what had to move with its parts."""
    here, begun, done = set(blocks), set(), {}

    def put(block, *, moved):
        if block in begun:
            return
        begun.add(block)
        for other in block.needs:
            if other in here:
                put(other, moved=other not in begun)
        done[block] = True
        for part in block.parts if moved else ():
            if part in here and all(each in done or each not in here for each in part.needs):
                put(part, moved=True)

    for block in blocks:
        put(block, moved=False)
    return list(done)
