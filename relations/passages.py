"""Passages of a document: where words stand, and the hash by which anybody can check that they do.

Positions count Unicode code points of the file decoded from UTF-8, its line ends as they are.
"""

import hashlib
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from relations.text_rules import is_storable

CONTEXT = 32


def sha256_of(text: str) -> str:
    """SHA-256 of a passage in UTF-8, as 64 hexadecimal digits."""
    # A lone surrogate, which has no UTF-8, is refused as unstorable and must not crash here.
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True)
class SourceText:
    """The text of a document's file and what identifies it."""

    text: str
    sha256: str

    @classmethod
    def read(cls, path: Path) -> "SourceText":
        """Raises OSError or UnicodeDecodeError."""
        return cls.of(path.read_bytes())

    @classmethod
    def of(cls, content: bytes) -> "SourceText":
        """Raises UnicodeDecodeError."""
        return cls(content.decode(), hashlib.sha256(content).hexdigest())

    def find(self, words: str) -> list["Passage"]:
        """Every place where the words stand, exactly as they are written."""
        passages, start = [], self.text.find(words)
        while start != -1:
            passages.append(Passage(self.text, start, start + len(words)))
            start = self.text.find(words, start + 1)
        return passages


@dataclass(frozen=True)
class Passage:
    """`text[start:end]` of a document."""

    text: str
    start: int
    end: int

    @property
    def exact(self):
        return self.text[self.start : self.end]

    @property
    def prefix(self):
        return self.text[max(0, self.start - CONTEXT) : self.start]

    @property
    def suffix(self):
        return self.text[self.end : self.end + CONTEXT]

    @property
    def quoted(self):
        """The words with what stands around them, as a citation repeats them.

        What stands around ends at a character that cannot be stored, such as a carriage return.
        """
        before, after = reversed(self.prefix), self.suffix
        return {
            "exact": self.exact,
            "prefix": "".join(takewhile(is_storable, before))[::-1],
            "suffix": "".join(takewhile(is_storable, after)),
        }

    @property
    def line(self):
        """Line on which the passage begins, from 1."""
        return self.text.count("\n", 0, self.start) + 1

    @property
    def sha256(self):
        return sha256_of(self.exact)
