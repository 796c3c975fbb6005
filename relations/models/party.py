from django.db import models
from django.db.models import F, Q

from relations.models.entry import Entry, one_of
from relations.querysets import PartyQuerySet
from relations.text_rules import (
    ReadableJSON,
    validate_country_code,
    validate_names,
    validate_wikidata_id,
)
from relations.vocabularies import PartyKind


class Party(Entry):
    """A state or body that negotiates, holds positions, is quoted as a body, or is acted upon."""

    name = models.CharField(max_length=200, help_text="Usual English name.")
    kind = models.CharField(
        max_length=26, choices=PartyKind, help_text="What sort of party this is."
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,  # the bodies of a state would lose their state
        related_name="bodies",
        help_text="The party this body belongs to, such as Russia for its Foreign Ministry.",
    )
    iso_code = models.CharField(
        max_length=2,
        null=True,
        blank=True,
        unique=True,
        validators=[validate_country_code],
        help_text="ISO 3166-1 alpha-2 code, for states that have one.",
    )
    wikidata_id = models.CharField(
        max_length=13,
        null=True,
        blank=True,
        unique=True,
        validators=[validate_wikidata_id],
        help_text="Wikidata item of the party.",
    )
    other_names = models.JSONField(
        default=list,
        blank=True,
        encoder=ReadableJSON,
        validators=[validate_names],
        help_text="Other names and spellings found in the documents.",
    )

    objects = PartyQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name_plural = "parties"
        constraints = [
            *Entry.Meta.constraints,
            one_of("kind", PartyKind),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="party_is_not_its_own_parent",
                violation_error_message="A party cannot belong to itself.",
            ),
        ]
