"""The text of a document with its passages marked, as pieces that make the whole text again."""

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Segment:
    """Some words of the text, and the passages they belong to, none or several."""

    words: str
    passages: tuple = ()


def segments(text, passages) -> list[Segment]:
    """The text in pieces, cut wherever a passage begins or ends.

    `passages` have a `start` and an `end`, in code points; what reaches beyond the text is cut off.
    """
    size = len(text)
    starting, ending = {}, {}
    for passage in passages:
        start, end = min(passage.start, size), min(passage.end, size)
        if start < end:
            starting.setdefault(start, []).append(passage)
            ending.setdefault(end, []).append(passage)
    cuts = sorted({0, size, *starting, *ending})
    found, inside = [], []
    for start, end in pairwise(cuts):
        inside = [each for each in inside if each not in ending.get(start, ())]
        inside += starting.get(start, ())
        found.append(Segment(text[start:end], tuple(inside)))
    return found
