from django.db import models

from relations.models.entry import Entry
from relations.querysets import PersonQuerySet
from relations.text_rules import ReadableJSON, validate_names, validate_wikidata_id


class Person(Entry):
    """Somebody who speaks, attends or is spoken of by name in a document."""

    name = models.CharField(max_length=200, help_text="Usual English name.")
    other_names = models.JSONField(
        default=list,
        blank=True,
        encoder=ReadableJSON,
        validators=[validate_names],
        help_text="Other spellings found in the documents.",
    )
    wikidata_id = models.CharField(
        max_length=13,
        null=True,
        blank=True,
        unique=True,
        validators=[validate_wikidata_id],
        help_text="Wikidata item of the person.",
    )

    objects = PersonQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name_plural = "people"
