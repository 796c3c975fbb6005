"""Brings the text of a document into the installation, where only curators see it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from relations.models import Document, DocumentText
from relations.models.document import LONGEST_DOCUMENT
from relations.passages import sha256_of


@dataclass(frozen=True)
class SuppliedText:
    """A text somebody pasted or uploaded, and what identifies it."""

    text: str

    @property
    def sha256(self):
        return sha256_of(self.text)

    @property
    def length(self):
        return len(self.text)


def supplied_text(content: bytes | str) -> SuppliedText:
    """The text of an uploaded file, as it is, or of what was pasted into a form.

    A form sends a line break as CR LF, and the text had LF; nothing else is changed. Raises
    ValidationError for what is empty, too long, no UTF-8, or cannot be stored.
    """
    if isinstance(content, bytes):
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            raise ValidationError(
                f"The file is not UTF-8: byte {error.start} cannot be read. Save it as UTF-8."
            ) from error
    else:
        text = content.replace("\r\n", "\n")
    if not text.strip():
        raise ValidationError("The text is empty.")
    if len(text) > LONGEST_DOCUMENT:
        raise ValidationError(
            f"The text has {len(text)} code points; at most {LONGEST_DOCUMENT} can be stored."
        )
    for position, character in enumerate(text):
        if character == "\0" or "\ud800" <= character <= "\udfff":
            raise ValidationError(
                f"The character U+{ord(character):04X} at position {position} cannot be stored."
            )
    return SuppliedText(text)


def store_text(document: Document, content: bytes | str, user) -> DocumentText:
    """Store a version of the text; the one that is there, if it is there already."""
    supplied = supplied_text(content)
    with transaction.atomic():
        Document._base_manager.select_for_update(of=("self",)).get(pk=document.pk)
        texts = DocumentText.objects.filter(document=document)
        stored = texts.filter(sha256=supplied.sha256).first()
        if stored:
            return stored
        last = texts.order_by("-number").values_list("number", flat=True).first() or 0
        stored = DocumentText(
            document=document,
            number=last + 1,
            text=supplied.text,
            sha256=supplied.sha256,
            length=supplied.length,
            added_by=user,
        )
        stored.full_clean()
        stored.save()
    return stored


def current_text(document: Document) -> DocumentText | None:
    """The version that the passages of the document count in; None if it is not here."""
    return DocumentText.objects.filter(document=document, sha256=document.sha256).first()
