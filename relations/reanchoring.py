"""Where the passages of a document stand in a new version of its text.

A passage is placed by the machine only where the same words stand, exactly or as they read folded,
and where it is clear which of several places is meant. All else a person decides: the closest
passage is a suggestion, because a likeness may well have another speaker, number or "not".
"""

from dataclasses import dataclass
from enum import StrEnum

from relations.passages import CONTEXT, Passage
from relations.quote_finding import FoldedText, Found, fold

# By how many code points the words around one place must fit better than those around any other.
CLEAR_MARGIN = 8


class Outcome(StrEnum):
    UNCHANGED = "unchanged"
    EXACT = "exact"
    FOLDED = "folded"
    AMBIGUOUS = "ambiguous"
    LOST = "lost"


PLACED = (Outcome.UNCHANGED, Outcome.EXACT, Outcome.FOLDED)


@dataclass(frozen=True)
class Placement:
    """What became of `old[start:end]`.

    `places` are (start, end) in the new text: the one where it stands if it is placed, those among
    which a person must choose if it is ambiguous, and at most one that is only alike if it is lost.
    """

    outcome: Outcome
    places: tuple = ()

    @property
    def is_placed(self):
        return self.outcome in PLACED


def placements(old: str, new: str, spans) -> list[Placement]:
    """A placement for each (start, end) of the old text."""
    folded = FoldedText(new)
    return [_placement(Passage(old, start, end), folded) for start, end in spans]


def _placement(passage, new):
    found = new.find(passage.exact)
    if not found:
        close = new.closest(passage.exact)
        return Placement(Outcome.LOST, ((close.start, close.end),) if close else ())
    chosen = found[0] if len(found) == 1 else _clearly_meant(passage, new.text, found)
    if chosen is None:
        return Placement(Outcome.AMBIGUOUS, tuple((each.start, each.end) for each in found))
    place = chosen.start, chosen.end
    if place == (passage.start, passage.end) and chosen.how == "exact":
        return Placement(Outcome.UNCHANGED, (place,))
    return Placement(Outcome(chosen.how), (place,))


def _clearly_meant(passage, text, found) -> Found | None:
    """The place whose neighbouring words are those of the passage, if no other comes near it."""
    ranked = sorted(
        ((_fit(passage, text, each), each) for each in found), key=lambda pair: -pair[0]
    )
    (best, chosen), (second, _) = ranked[:2]
    return chosen if best - second >= CLEAR_MARGIN else None


def _fit(passage, text, place):
    """How many folded code points beside the passage are the same here, on both sides together."""
    here = Passage(text, place.start, place.end)
    before = _same_from_the_start(fold(passage.prefix)[::-1], fold(here.prefix)[::-1])
    return before + _same_from_the_start(fold(passage.suffix), fold(here.suffix))


def _same_from_the_start(one, other):
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other), CONTEXT),
    )
