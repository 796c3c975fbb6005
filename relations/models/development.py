from django.db import models

from relations.imprecise_date_fields import ImpreciseDateField, imprecise_date_constraints
from relations.models.entry import Entry, Link, one_of
from relations.querysets import DevelopmentQuerySet, RecordQuerySet
from relations.vocabularies import DevelopmentKind, DevelopmentRole


class Development(Entry):
    """What happened outside a round and bears on an issue: a measure, note, offer, incident."""

    name = models.CharField(max_length=200, help_text="Short title, in our own words.")
    kind = models.CharField(
        max_length=17, choices=DevelopmentKind, help_text="What sort of development it is."
    )
    summary = models.TextField(help_text="What happened, in our own words.")
    happened_on = ImpreciseDateField(help_text="When it happened.")
    (happened_as_printed, happened_earliest, happened_latest, happened_basis, happened_note) = (
        happened_on.companions()
    )
    round = models.ForeignKey(
        "relations.Round",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="developments",
        help_text="The round it follows from.",
    )

    objects = DevelopmentQuerySet.as_manager()

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            *imprecise_date_constraints("development", "happened"),
            one_of("kind", DevelopmentKind),
        ]


class DevelopmentParty(Link):
    """A party that acts in a development or is affected by it."""

    natural_key_fields = ("development", "party", "role")

    development = models.ForeignKey(
        Development,
        on_delete=models.CASCADE,
        related_name="party_links",
        help_text="The development.",
    )
    party = models.ForeignKey(
        "relations.Party",
        on_delete=models.PROTECT,
        related_name="development_links",
        help_text="A party in it.",
    )
    role = models.CharField(
        max_length=8, choices=DevelopmentRole, help_text="Whether the party acts or is affected."
    )

    objects = RecordQuerySet.as_manager()

    class Meta(Link.Meta):
        verbose_name_plural = "development parties"
        constraints = [
            one_of("role", DevelopmentRole),
            models.UniqueConstraint(
                fields=["development", "party", "role"],
                name="development_lists_a_party_once_in_each_role",
                violation_error_message="The development lists this party in this role already.",
            ),
        ]

    def __str__(self):
        return f"{self.party} ({self.get_role_display()}) in {self.development}"


class DevelopmentIssue(Link):
    """An issue a development bears on."""

    natural_key_fields = ("development", "issue")

    development = models.ForeignKey(
        Development,
        on_delete=models.CASCADE,
        related_name="issue_links",
        help_text="The development.",
    )
    issue = models.ForeignKey(
        "relations.Issue",
        on_delete=models.PROTECT,
        related_name="development_links",
        help_text="An issue it bears on.",
    )

    objects = RecordQuerySet.as_manager()

    class Meta(Link.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["development", "issue"],
                name="development_lists_an_issue_once",
                violation_error_message="The development lists this issue already.",
            )
        ]

    def __str__(self):
        return f"{self.issue}: {self.development}"
