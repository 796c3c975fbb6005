import difflib
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    kind: str
    words: str


def word_difference(before, after):
    a, b = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (before, after))
    pieces = []
    for tag, i, j, k, l in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(a[i:j])))
            continue
        if i < j:
            pieces.append(Piece("removed", "".join(a[i:j])))
        if k < l:
            pieces.append(Piece("added", "".join(b[k:l])))
    return pieces
