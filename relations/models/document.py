from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

from relations.imprecise_date_fields import ImpreciseDateField, imprecise_date_constraints
from relations.models.entry import Entry
from relations.querysets import DocumentQuerySet
from relations.text_rules import (
    bounded_integer,
    validate_file_name,
    validate_language_tag,
    validate_sha256,
)

LONGEST_DOCUMENT = 10_000_000


class Document(Entry):
    """A source: one text, fixed by the hash of its file. What it does not say is blank."""

    named_by = ("title",)

    title = models.CharField(max_length=300, help_text="Title as printed.")
    publisher = models.CharField(
        max_length=200, blank=True, help_text="Who published it; blank where it does not say."
    )
    author = models.CharField(
        max_length=200, blank=True, help_text="Who wrote it; blank where it does not say."
    )
    language = models.CharField(
        max_length=35,
        validators=[validate_language_tag],
        help_text="BCP 47 tag of the language of the text.",
    )
    translated_from = models.CharField(
        max_length=35,
        null=True,
        blank=True,
        validators=[validate_language_tag],
        help_text="BCP 47 tag of the original language, where the text is a translation.",
    )
    translator = models.CharField(
        max_length=200, blank=True, help_text="Person or service that translated it, as printed."
    )
    published_on = ImpreciseDateField(help_text="When it was published.")
    (
        published_as_printed,
        published_earliest,
        published_latest,
        published_basis,
        published_note,
    ) = published_on.companions()
    url = models.URLField(
        max_length=500,
        null=True,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="Address of the document, where known.",
    )
    file_name = models.CharField(
        max_length=200,
        blank=True,
        validators=[validate_file_name],
        help_text="Name under which the file is kept; a file of this name must have this hash.",
    )
    sha256 = models.CharField(
        max_length=64,
        unique=True,
        validators=[validate_sha256],
        help_text="SHA-256 of the file, as 64 hexadecimal digits.",
    )
    length = bounded_integer(
        1, LONGEST_DOCUMENT, help_text="Length of the text in Unicode code points."
    )
    note = models.TextField(
        blank=True, help_text="What a reader must know about the quality of the document."
    )

    objects = DocumentQuerySet.as_manager()

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            *imprecise_date_constraints("document", "published"),
            models.UniqueConstraint(
                fields=["file_name"],
                condition=~Q(file_name=""),
                name="document_has_a_file_name_of_its_own",
                violation_error_message="Another document is kept under this file name.",
            ),
        ]
