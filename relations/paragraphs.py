"""The parts a document is made of: paragraphs, list items and table cells, and their sentences.

Every line that holds words is a paragraph of its own, as in a text without hard line breaks; a line
that begins with a bullet is a list item; a row of a Markdown table is one part for each cell. Lines
that are blank, and the rule below the head of a table, hold no words and are no part.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

ITEM = re.compile(r"(?:[-–—•*]|[0-9]+[.)])\s")
ROW = re.compile(r"\|.*\|")
RULE = re.compile(r"[\s|:-]+")
CELL = re.compile(r"(?<=\|)[^|]*(?=\|)")

# Where a sentence may end: a mark, closing quotation marks or brackets, white space, and then no
# small letter. A dash opens direct speech in a translated interview.
END = re.compile(r"[.!?…][”’\"')\]]*\s+(?=[^\s])")
# After these a full stop ends no sentence: single letters, as in U.S., titles and months.
ABBREVIATION = re.compile(
    r"\b(?:[^\W\d_]|Dr|Mr|Mrs|Ms|Prof|St|No|Gen|Sen|Rep"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)


class PartKind(StrEnum):
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    CELL = "table cell"


@dataclass(frozen=True)
class Part:
    """`text[start:end]` of a document: one paragraph, list item or table cell.

    `line` counts from 1; `column` counts the cells of a row from 1 and is 0 elsewhere. `head` is
    what the first row of the table says over a cell of the others, empty elsewhere.
    """

    text: str
    start: int
    end: int
    line: int
    kind: PartKind
    column: int = 0
    head: str = ""

    @property
    def words(self):
        return self.text[self.start : self.end]

    @property
    def place(self):
        """Such as `line 48` or `line 63, cell 3`."""
        return f"line {self.line}, cell {self.column}" if self.column else f"line {self.line}"

    def sentences(self):
        """Start and end of each sentence, in order, without the white space between them."""
        start = self.start
        for match in END.finditer(self.text, self.start, self.end):
            before = self.text[start : match.start() + 1]
            if self.text[match.end()].islower() or ABBREVIATION.search(before):
                continue
            if not any(map(str.isalpha, before)):  # the number of an item or a heading
                continue
            yield start, match.start() + len(match.group().rstrip())
            start = match.end()
        yield start, self.end


def parts_of(text: str) -> list[Part]:
    """All parts of a document, in order."""
    parts, start, heads = [], 0, []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        words = line.strip()
        if not ROW.fullmatch(words):
            heads = []
            if words:
                first = start + line.index(words)
                kind = PartKind.ITEM if ITEM.match(words) else PartKind.PARAGRAPH
                parts.append(Part(text, first, first + len(words), number, kind))
        elif not RULE.fullmatch(words):
            cells = list(_cells(start, line))
            parts += [
                Part(
                    text,
                    first,
                    last,
                    number,
                    PartKind.CELL,
                    column,
                    "".join(heads[column - 1 : column]),
                )
                for column, (first, last) in enumerate(cells, 1)
                if first < last
            ]
            heads = heads or [text[first:last] for first, last in cells]
        start += len(line) + 1
    return parts


def _cells(start, line):
    """Where the words of each cell of a row begin and end, in a line that begins at `start`."""
    for match in CELL.finditer(line):
        words = match.group().strip()
        first = start + match.start() + match.group().index(words)
        yield first, first + len(words)
