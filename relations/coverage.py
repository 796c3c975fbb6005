"""Whether every sentence of a document is accounted for: cited by a fact, or excluded.

A sentence counts as accounted for where a passage stands in it, be it only a part of the sentence.
"""

from dataclasses import dataclass

from relations.models import Citation, Document, Exclusion
from relations.paragraphs import Part, parts_of
from relations.passages import SourceText
from relations.vocabularies import FactKind


@dataclass(frozen=True)
class Sentence:
    """`text[start:end]` of a document, with what accounts for it."""

    start: int
    end: int
    citations: list[Citation]
    exclusions: list[Exclusion]

    @property
    def is_accounted_for(self):
        return bool(self.citations or self.exclusions)


@dataclass(frozen=True)
class PartCoverage:
    """A paragraph, list item or table cell, sentence by sentence."""

    part: Part
    sentences: list[Sentence]

    @property
    def gaps(self):
        """The words of each sentence that is neither cited nor excluded."""
        return [
            self.part.text[sentence.start : sentence.end]
            for sentence in self.sentences
            if not sentence.is_accounted_for
        ]


def coverage(document: Document, source: SourceText) -> list[PartCoverage]:
    """Every part of the document, in order, with the published entries that account for it."""
    citations = Citation.objects.published().filter(document=document).with_links(*FactKind.values)
    exclusions = Exclusion.objects.published().filter(document=document)
    return [
        PartCoverage(
            part,
            [
                Sentence(
                    start, end, _meeting(citations, start, end), _meeting(exclusions, start, end)
                )
                for start, end in part.sentences()
            ],
        )
        for part in parts_of(source.text)
    ]


def _meeting(anchored, start, end):
    return [row for row in anchored if row.meets(start, end)]
