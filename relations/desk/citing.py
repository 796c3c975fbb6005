"""From a passage of a document to what it says: facts, and their citations, all of them drafts."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from relations.models import Citation, DocumentText
from relations.passages import Passage
from relations.vocabularies import StatementMode

LONGEST_SLUG = 200


def passage_of(text: DocumentText, start, end) -> Passage:
    """`text[start:end]`, as asked for by offsets. Raises ValidationError if it is no passage."""
    if not 0 <= start < end <= text.length:
        raise ValidationError(
            f"There is no passage from {start} to {end}: the text has {text.length} code points, "
            "counted from 0, and a passage begins before it ends."
        )
    passage = Passage(text.text, start, end)
    if not passage.exact.strip():
        raise ValidationError("The passage holds no words.")
    return passage


def without_blanks(passage: Passage) -> Passage:
    """The passage without white space at its ends, which belongs to nobody's words."""
    words = passage.exact
    start = passage.start + len(words) - len(words.lstrip())
    return Passage(passage.text, start, start + len(words.strip()))


def anchored(document, passage) -> dict:
    """What a citation or an exclusion has of its passage."""
    return {
        "document": document,
        "start": passage.start,
        "end": passage.end,
        "line": passage.line,
        "passage_sha256": passage.sha256,
    }


def citation_of(document, passage, fact, kind, **values) -> Citation:
    """A citation of the fact, not yet stored; it repeats the words only where they are quoted."""
    words = {}
    if kind == "statement" and fact.mode != StatementMode.INDIRECT:
        words = passage.quoted
    slug = free_slug(Citation, f"{kind}-{fact.slug}-in-{document.slug}")
    return Citation(slug=slug, **{kind: fact}, **anchored(document, passage), **words, **values)


def free_slug(model, wanted):
    """The slug, or the first with a number behind it that no row has."""
    wanted = slugify(wanted)[:LONGEST_SLUG].strip("-") or model._meta.model_name
    taken = model._base_manager.filter(slug__startswith=wanted[: LONGEST_SLUG - 6])
    taken, number, slug = set(taken.values_list("slug", flat=True)), 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted[: LONGEST_SLUG - 6]}-{number}"
    return slug


def store(row, user, reason):
    """Store a row that the user wrote. Raises ValidationError."""
    row._history_user, row._change_reason = user, reason
    row.full_clean()
    row.save()
