"""Whether each passage of the record stands in its document, code point for code point.

Nothing is matched loosely: a passage stands exactly where its entry says, or the entry fails.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relations.models import Citation, Document, Person
from relations.paragraphs import Part, parts_of
from relations.passages import Passage, SourceText
from relations.vocabularies import StatementMode

SHOWN = 40


@dataclass(frozen=True)
class Failure:
    """One thing that is not as the record says: where, what, expected and found."""

    entry: str
    what: str
    expected: object
    found: object

    def __str__(self):
        expected, found = self.expected, self.found
        if isinstance(expected, str) and isinstance(found, str):
            first = _first_difference(expected, found)
            expected, found = _shown(expected, first), _shown(found, first)
        return f"{self.entry}: {self.what}: expected {expected}, found {found}"


def _first_difference(one, other):
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _shown(text, first):
    """The text quoted, cut to what stands around the first difference."""
    start, end = max(0, first - SHOWN), first + SHOWN
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    return f"{before}{text[start:end]!r}{after}"


@dataclass(frozen=True)
class Check:
    """One kind of check on one document: of how many things, and what failed."""

    name: str
    checked: int
    failures: list[Failure]


def verify(document: Document, source: SourceText) -> list[Check]:
    """Hold the file of a document against everything the record says of it."""
    text = source.text
    exclusions = list(document.exclusions.standing())
    citations = list(document.citations.standing().select_related("statement"))
    repetitions = [exclusion for exclusion in exclusions if exclusion.repeats_line]
    quotations = [citation for citation in citations if _is_quotation(citation)]
    statements = [citation for citation in citations if citation.statement]
    return [
        Check("file", 1, list(_check_file(document, source))),
        _check_each("cited passages", citations, check_passage, text),
        _check_each("excluded passages", exclusions, check_passage, text),
        _check_each("repeated lines", repetitions, check_repetition, text),
        _check_each("quoted words", quotations, check_words, text),
        Check("speakers", len(statements), list(check_speakers(statements, text))),
    ]


def _check_each(name, rows, check, text):
    return Check(name, len(rows), [failure for row in rows for failure in check(row, text)])


def _is_quotation(citation):
    statement = citation.statement
    return bool(citation.exact or (statement and statement.mode != StatementMode.INDIRECT))


def _check_file(document, source):
    name = f"document {document.slug}"
    if document.sha256 != source.sha256:
        yield Failure(name, "sha256 of the file", document.sha256, source.sha256)
    if document.length != len(source.text):
        yield Failure(name, "length in code points", document.length, len(source.text))


def check_passage(anchored, text) -> Iterator[Failure]:
    """The range lies in the text and in one line, which has the number given, and hashes right."""
    name = f"{anchored._meta.model_name} {anchored.slug}"
    if not 0 <= anchored.start < anchored.end <= len(text):
        allowed = f"a range within 0 to {len(text)} that is not empty"
        yield Failure(name, "range", allowed, f"{anchored.start} to {anchored.end}")
        return
    passage = Passage(text, anchored.start, anchored.end)
    if passage.sha256 != anchored.passage_sha256:
        yield Failure(name, "passage_sha256", anchored.passage_sha256, passage.sha256)
        yield Failure(name, "passage", "the words of that hash", passage.exact)
    if passage.line != anchored.line:
        yield Failure(name, "line", anchored.line, passage.line)
    if passage.exact != passage.exact.strip() or "\n" in passage.exact:
        yield Failure(
            name, "passage", "words of one line, without white space around", passage.exact
        )


def check_repetition(exclusion, text) -> Iterator[Failure]:
    """The line that is repeated holds the words of the passage, in any case."""
    lines = text.split("\n")[exclusion.repeats_line - 1 : exclusion.repeats_line]
    passage = text[exclusion.start : exclusion.end]
    if not _words(passage) <= _words("".join(lines)):
        name = f"exclusion {exclusion.slug}"
        yield Failure(name, f"line {exclusion.repeats_line}", passage, "".join(lines))


def _words(text):
    return set(re.findall(r"\w+", text.lower()))


def check_words(citation: Citation, text) -> Iterator[Failure]:
    """Quoted words are the passage and the statement, and their surroundings are as given."""
    name = f"citation {citation.slug}"
    statement = citation.statement
    passage = Passage(text, citation.start, citation.end)
    if not citation.exact:
        # A document may print a part of the words again; where it prints all, they are repeated.
        if statement.text in passage.exact:
            yield Failure(name, "exact", statement.text, "")
        return
    if citation.exact != passage.exact:
        yield Failure(name, "exact", citation.exact, passage.exact)
    if statement.text != passage.exact:
        yield Failure(name, f"text of statement {statement.slug}", statement.text, passage.exact)
    for side in ("prefix", "suffix"):
        given, standing = getattr(citation, side), passage.quoted[side]
        if given != standing:
            yield Failure(name, side, given, standing)


def check_speakers(citations, text) -> Iterator[Failure]:
    """Each statement is cited where the document names its speaker, and quoted from nobody else.

    The speaker as printed stands in the part of the document that holds the passage, or heads its
    column; a citation in another part says in its note where the speaker is named. Where only
    another speaker, or another person of the record, is named in the sentence of a quotation, the
    words are theirs.
    """
    parts = parts_of(text)
    naming = {citation for citation in citations if _names_speaker(citation, parts)}
    named = {citation.statement for citation in naming}
    names = _names(citations)
    for citation in citations:
        statement = citation.statement
        found = None
        if citation not in naming:
            if statement not in named or not citation.note:
                found = "no such words in this part"
        elif citation.exact:
            found = _other_speaker(citation, parts, text, names)
        if found:
            name = f"citation {citation.slug}"
            yield Failure(name, "speaker", statement.speaker_as_printed, found)


def _names(citations):
    """Row number of a person, or None, by each name that a speaker or a person goes by."""
    people = {person.name.split()[-1]: person.pk for person in Person.objects.standing()}
    speakers = (citation.statement for citation in citations)
    return people | {each.speaker_as_printed: each.speaker_id for each in speakers}


def _names_speaker(citation, parts):
    printed = citation.statement.speaker_as_printed
    return any(
        _stands(printed, part.words) or printed == part.head for part in _around(citation, parts)
    )


def _stands(name, words):
    """Whether the name stands there as words of their own, as "US" does not in "RUSSIA"."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words)


def _around(citation, parts) -> list[Part]:
    return [part for part in parts if citation.meets(part.start, part.end)]


def _other_speaker(citation, parts, text, names):
    """The name of another who is named in the sentence around a quotation, where its own is not."""
    sentence = " ".join(
        f"{text[start : max(start, citation.start)]} {text[min(end, citation.end) : end]}"
        for part in _around(citation, parts)
        for start, end in part.sentences()
        if citation.meets(start, end)
    )
    statement = citation.statement
    if _stands(statement.speaker_as_printed, sentence):
        return None
    for name, person in names.items():
        is_another = person is None or person != statement.speaker_id
        is_named = is_another and not _stands(name, statement.speaker_as_printed)
        if is_named and _stands(name, sentence):
            return name
    return None
