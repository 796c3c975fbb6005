"""Finds a quote in a document, however it was typed, and gives it back in the document's spelling.

Two texts are the same when folded: compatibility forms, quotation marks, dashes, white space, and
characters that nobody sees are made one. Each folded character remembers which code points of the
text it stands for, so whatever is found is named by offsets of the text as it is.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

QUOTES = dict.fromkeys("“”„‟«»″‶❝❞〝〞＂", '"') | dict.fromkeys("‘’‚‛‹›′‵❛❜ʼ＇`´", "'")
DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
UNSEEN = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
ALIKE = str.maketrans(QUOTES | DASHES | UNSEEN)
# A character with the marks that combine with it, which are normalised together.
CLUSTER = re.compile(
    r"(?s).[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]*"
)

LEAST_ALIKE = 50  # of 100


@dataclass(frozen=True)
class Found:
    """`text[start:end]`, and how it was found: exact, folded, or only close to what was asked."""

    start: int
    end: int
    how: str


class FoldedText:
    """A text, its folded form, and for each folded character where it begins and ends in the text.

    Make it once where several quotes are looked for in one text.
    """

    def __init__(self, text: str):
        self.text = text
        characters, self.starts, self.ends = [], [], []
        for cluster in CLUSTER.finditer(text):
            for character in _folded_cluster(cluster.group()):
                if character == " " and characters[-1:] in ([], [" "]):
                    continue
                characters.append(character)
                self.starts.append(cluster.start())
                self.ends.append(cluster.end())
        self.folded = "".join(characters)

    def find(self, quote: str) -> list[Found]:
        """Every place where the quote stands: as it is typed, or else as it reads folded."""
        exact = [Found(at, at + len(quote), "exact") for at in _places(self.text, quote)]
        if exact:
            return exact
        wanted = fold(quote)
        return [
            Found(self.starts[at], self.ends[at + len(wanted) - 1], "folded")
            for at in _places(self.folded, wanted)
            if self._is_whole(at, at + len(wanted))
        ]

    def closest(self, quote: str) -> Found | None:
        """The passage most like the quote, from word to word: a suggestion for a person only."""
        wanted = fold(quote)
        if not wanted or not self.folded:
            return None
        if len(wanted) > len(self.folded):  # the shorter one would be looked for in the longer
            alike = fuzz.ratio(wanted, self.folded) >= LEAST_ALIKE
            return Found(0, len(self.text), "close") if alike else None
        match = fuzz.partial_ratio_alignment(wanted, self.folded, score_cutoff=LEAST_ALIKE)
        if match is None:
            return None
        start, end = self._from_word_to_word(match.dest_start, match.dest_end)
        return Found(self.starts[start], self.ends[end - 1], "close") if start < end else None

    def _is_whole(self, start, end):
        """Whether the match takes all parts of the characters at its ends, such as a ligature's."""
        begins = start == 0 or self.starts[start - 1] != self.starts[start]
        return begins and (end == len(self.starts) or self.starts[end] != self.starts[end - 1])

    def _from_word_to_word(self, start, end):
        """Widen to whole words, and leave out white space at the ends."""
        while start > 0 and self._is_inside_word(start):
            start -= 1
        while end < len(self.folded) and self._is_inside_word(end):
            end += 1
        words = self.folded[start:end]
        return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())

    def _is_inside_word(self, at):
        return self.folded[at - 1].isalnum() and self.folded[at].isalnum()


def find(text: str, quote: str) -> list[Found]:
    """Every place where the quote stands in the text; see `FoldedText.find`."""
    return FoldedText(text).find(quote)


def closest(text: str, quote: str) -> Found | None:
    """The passage of the text most like the quote; see `FoldedText.closest`."""
    return FoldedText(text).closest(quote)


def fold(text: str) -> str:
    """The text as it is compared, without white space at its ends."""
    return FoldedText(text).folded.strip()


@lru_cache(maxsize=4096)
def _folded_cluster(cluster):
    folded = unicodedata.normalize("NFKC", cluster.translate(ALIKE)).translate(ALIKE)
    return "".join(" " if character.isspace() else character for character in folded)


def _places(text, words):
    """Where the words begin, also where they overlap."""
    at = text.find(words) if words else -1
    while at != -1:
        yield at
        at = text.find(words, at + 1)
