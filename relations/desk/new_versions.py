"""A new version of a document: its passages are placed, by machine or person, and proposed.

Until the proposal is approved, the document and its passages are those of the version before.
"""

from dataclasses import dataclass

from relations.desk.citing import anchored, passage_of
from relations.desk.proposals import keep
from relations.desk.review import RETRACTED, ReviewError
from relations.document_texts import current_text
from relations.models import ChosenPlace, Citation, DocumentText, Exclusion
from relations.passages import Passage
from relations.reanchoring import Outcome, Placement, placements


@dataclass(frozen=True)
class Moved:
    """A citation or exclusion, its passage before, and where it stands now; `passage` None if open.

    `chosen_by` is the person who chose the place; None where the machine placed it.
    """

    row: object
    before: Passage
    placement: Placement
    passage: Passage | None
    chosen_by: object = None


class NewVersion:
    """What became of each passage of a document in a new version of its text."""

    def __init__(self, text: DocumentText):
        self.text, self.document = text, text.document
        self.before = current_text(self.document)
        if self.before is None:
            raise ReviewError(
                "The text in which the passages of this document count is not here. Add it first."
            )
        self.moved = list(self._moved()) if self.before != text else []

    def _moved(self):
        rows = [
            row
            for model in (Citation, Exclusion)
            for row in model.objects.filter(document=self.document)
            .exclude(publication_status=RETRACTED)
            .order_by("start")
        ]
        chosen = {
            (each.model, each.row_id): each
            for each in self.text.chosen_places.select_related("chosen_by")
        }
        spans = [(row.start, row.end) for row in rows]
        found = placements(self.before.text, self.text.text, spans)
        for row, placement in zip(rows, found, strict=True):
            before = Passage(self.before.text, row.start, row.end)
            place = chosen.get((row._meta.model_name, row.pk))
            if placement.is_placed:
                passage = Passage(self.text.text, *placement.places[0])
                yield Moved(row, before, placement, passage)
            elif place:
                passage = Passage(self.text.text, place.start, place.end)
                yield Moved(row, before, placement, passage, place.chosen_by)
            else:
                yield Moved(row, before, placement, None)

    @property
    def undecided(self):
        """Passages that wait for a person: ambiguous or lost."""
        return [each for each in self.moved if each.passage is None]

    @property
    def counts(self):
        """Outcome → number of passages."""
        outcomes = [each.placement.outcome for each in self.moved]
        return {outcome: outcomes.count(outcome) for outcome in Outcome}

    def choose(self, model, row_id, start, end, user):
        """A person says where a passage stands. Raises ValidationError or ReviewError."""
        passage_of(self.text, start, end)
        known = {(each.row._meta.model_name, each.row.pk) for each in self.moved}
        if (model, row_id) not in known:
            raise ReviewError("There is no such passage.")
        ChosenPlace.objects.update_or_create(
            text=self.text,
            model=model,
            row_id=row_id,
            defaults={"start": start, "end": end, "chosen_by": user},
        )

    def propose(self, user, reason):
        """Propose the version, with the new places of all passages, as a correction."""
        if not reason.strip():
            raise ReviewError("Say for the public what changed in the document.")
        if self.undecided:
            raise ReviewError(f"{len(self.undecided)} passages are not placed yet.")
        document = ("document", self.document.pk)
        before = {document: {"sha256": self.document.sha256, "length": self.document.length}}
        after = {document: {"sha256": self.text.sha256, "length": self.text.length}}
        for each in self.moved:
            for key, old, new in self._changes_of(each):
                before[key], after[key] = old, new
        return keep(self.document, user, before, after, reason)

    def _changes_of(self, moved):
        """(key, columns before, columns after) of the passage and of what depends on its words."""
        row, passage = moved.row, moved.passage
        new = {name: value for name, value in anchored(None, passage).items() if name != "document"}
        if getattr(row, "exact", ""):
            new |= passage.quoted
            if passage.exact != row.exact:
                if self._is_quoted_elsewhere(row):
                    new |= dict.fromkeys(("exact", "prefix", "suffix"), "")
                else:
                    yield (
                        ("statement", row.statement_id),
                        {"text": row.exact},
                        {"text": passage.exact},
                    )
        yield (row._meta.model_name, row.pk), {name: getattr(row, name) for name in new}, new

    def _is_quoted_elsewhere(self, citation):
        """Whether another document prints the statement in the spelling that this one had."""
        same = Citation.objects.filter(statement=citation.statement_id, exact=citation.exact)
        return same.exclude(document=self.document).exists()


def versions_to_place():
    """Texts newer than that of their document, which wait for their passages to be placed."""
    newer = []
    for text in DocumentText.objects.select_related("document").defer("text"):
        if text.sha256 == text.document.sha256:
            newer = [each for each in newer if each.document_id != text.document_id]
        else:
            newer.append(text)
    return newer
