"""Statements that may be the same utterance, which is one statement however often printed."""

from rapidfuzz import fuzz, process

from relations.models import Statement
from relations.quote_finding import ALIKE

MOST = 5
LEAST_ALIKE = 80  # of 100
FEWEST_LETTERS = 20  # of words that are looked for inside others


def similar_statements(text, exclude=None) -> list[tuple[Statement, int]]:
    """The statements most like the text, with how alike they are of 100, the best first.

    Those that hold the text, or are held by it, count as alike whatever their length.
    """
    wanted = _comparable(text)
    if not wanted:
        return []
    rows = Statement.objects.order_by().exclude(pk=exclude).values_list("pk", "text")
    texts = {pk: _comparable(other) for pk, other in rows}
    scores = {
        pk: round(score)
        for _, score, pk in process.extract(
            wanted, texts, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=MOST, processor=None
        )
    }
    for pk, other in texts.items():
        shorter, longer = sorted((wanted, other), key=len)
        if len(shorter) >= FEWEST_LETTERS and shorter in longer:
            scores.setdefault(pk, LEAST_ALIKE)
    best = sorted(scores, key=lambda pk: (-scores[pk], pk))[:MOST]
    found = Statement.objects.select_related("speaker").in_bulk(best)
    return [(found[pk], scores[pk]) for pk in best]


def _comparable(text):
    return " ".join(text.translate(ALIKE).lower().split()).strip("\"'.,;:!? ")
