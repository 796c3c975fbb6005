from django.db import models

from relations.models.entry import Entry, Link, one_of
from relations.querysets import NegotiationQuerySet, RecordQuerySet
from relations.vocabularies import Track


class Negotiation(Entry):
    """A process of talks between parties on a subject, with a rule of which rounds belong."""

    name = models.CharField(max_length=200, help_text="Short name of the process.")
    description = models.TextField(help_text="What the talks are about, in neutral words.")
    membership_rule = models.TextField(
        help_text="Which rounds belong to this negotiation, and which do not."
    )
    track = models.CharField(
        max_length=3,
        choices=Track,
        null=True,
        blank=True,
        help_text="Official level of the talks; null where the documents do not tell.",
    )

    objects = NegotiationQuerySet.as_manager()

    class Meta(Entry.Meta):
        constraints = [*Entry.Meta.constraints, one_of("track", Track, or_none=True)]


class NegotiationParty(Link):
    """A party of a negotiation."""

    natural_key_fields = ("negotiation", "party")

    negotiation = models.ForeignKey(
        Negotiation,
        on_delete=models.CASCADE,
        related_name="party_links",
        help_text="The negotiation.",
    )
    party = models.ForeignKey(
        "relations.Party",
        on_delete=models.PROTECT,
        related_name="negotiation_links",
        help_text="A party that negotiates in it.",
    )

    objects = RecordQuerySet.as_manager()

    class Meta(Link.Meta):
        verbose_name_plural = "negotiation parties"
        constraints = [
            models.UniqueConstraint(
                fields=["negotiation", "party"],
                name="negotiation_lists_a_party_once",
                violation_error_message="The negotiation lists this party already.",
            )
        ]

    def __str__(self):
        return f"{self.party} in {self.negotiation}"
