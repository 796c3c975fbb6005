"""Which words were removed and which were added between two texts."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Comparing takes the square of the words, so longer texts are told as wholly different.
MOST_WORDS = 5_000
WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """Words with their white space; `kind` is same, removed or added."""

    kind: str
    words: str


def word_difference(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in order: same and removed make `before`, same and added `after`."""
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        steps = [("replace", 0, len(old), 0, len(new))]
    else:
        steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    pieces = []
    for kind, old_start, old_end, new_start, new_end in steps:
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[old_start:old_end])))
            continue
        pieces.append(Piece("removed", "".join(old[old_start:old_end])))
        pieces.append(Piece("added", "".join(new[new_start:new_end])))
    return [piece for piece in pieces if piece.words]
