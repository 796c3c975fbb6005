from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from relations.imprecise_date_fields import ImpreciseDateField, imprecise_date_constraints
from relations.models.entry import Entry, Link, one_of
from relations.querysets import PositionQuerySet, PositionStatementQuerySet, RecordQuerySet
from relations.vocabularies import Act, PositionChange

# What the API answers at addresses beside those of the single positions.
RESERVED_SLUGS = ("matrix", "timeline")


class Position(Entry):
    """What a party wants on an issue, from a time on, as far as the documents say."""

    named_by = ("party__name", "issue__name", "act")

    party = models.ForeignKey(
        "relations.Party",
        on_delete=models.PROTECT,
        related_name="positions",
        help_text="Whose position it is.",
    )
    issue = models.ForeignKey(
        "relations.Issue",
        on_delete=models.PROTECT,
        related_name="positions",
        help_text="The issue it is about.",
    )
    act = models.CharField(
        max_length=9, choices=Act, help_text="What the party does by taking the position."
    )
    summary = models.TextField(help_text="The position in our own words.")
    since_on = ImpreciseDateField(help_text="From when the position was held.")
    since_as_printed, since_earliest, since_latest, since_basis, since_note = since_on.companions()
    until_on = ImpreciseDateField(help_text="Until when the position was held.")
    until_as_printed, until_earliest, until_latest, until_basis, until_note = until_on.companions()
    superseded_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="supersedes",
        help_text="The later position of the same party on the same issue that replaces this one.",
    )
    change = models.CharField(
        max_length=11,
        choices=PositionChange,
        default=PositionChange.NEW,
        help_text="What it changes against the position it supersedes; new if it supersedes none.",
    )
    round = models.ForeignKey(
        "relations.Round",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="positions",
        help_text="The round at which it was expressed.",
    )
    ascribed_by = models.ForeignKey(
        "relations.Party",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ascriptions",
        help_text=(
            "The party that says the position is held; null where the document or the holder "
            "itself says so."
        ),
    )

    objects = PositionQuerySet.as_manager()

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            *imprecise_date_constraints("position", "since"),
            *imprecise_date_constraints("position", "until"),
            one_of("act", Act),
            one_of("change", PositionChange),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("id")),
                name="position_does_not_supersede_itself",
                violation_error_message="A position cannot be superseded by itself.",
            ),
            models.CheckConstraint(
                condition=Q(ascribed_by__isnull=True) | ~Q(ascribed_by=F("party")),
                name="position_is_ascribed_by_another_party",
                violation_error_message="Leave ascribed_by empty where the holder itself says so.",
            ),
        ]

    @staticmethod
    def name_from(party, issue, act):
        return f"{party} on {issue}: {Act(act).label}"

    def clean(self):
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {"slug": f"No position is called {self.slug}: that address has another meaning."}
            )


class PositionStatement(Link):
    """A statement that expresses a position."""

    natural_key_fields = ("position", "statement")

    position = models.ForeignKey(
        Position,
        on_delete=models.CASCADE,
        related_name="statement_links",
        help_text="The position.",
    )
    statement = models.ForeignKey(
        "relations.Statement",
        on_delete=models.PROTECT,
        related_name="position_links",
        help_text="A statement that expresses it.",
    )

    objects = PositionStatementQuerySet.as_manager()

    class Meta(Link.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["position", "statement"],
                name="position_lists_a_statement_once",
                violation_error_message="The position lists this statement already.",
            )
        ]

    def __str__(self):
        return f"{self.position} — {self.statement}"

    @property
    def reaffirms(self):
        """Whether the statement was said when the position had certainly begun already."""
        said, since = self.statement.said_earliest, self.position.since_latest
        return said is not None and since is not None and said > since


class PositionCondition(Link):
    """One position that holds only if another is met."""

    natural_key_fields = ("position", "condition")

    position = models.ForeignKey(
        Position,
        on_delete=models.CASCADE,
        related_name="condition_links",
        help_text="The position that depends on another.",
    )
    condition = models.ForeignKey(
        Position,
        on_delete=models.PROTECT,
        related_name="conditional_links",
        help_text="The position that must be met first.",
    )

    objects = RecordQuerySet.as_manager()

    class Meta(Link.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["position", "condition"],
                name="position_lists_a_condition_once",
                violation_error_message="The position lists this condition already.",
            ),
            models.CheckConstraint(
                condition=~Q(position=F("condition")),
                name="position_is_not_its_own_condition",
                violation_error_message="A position cannot depend on itself.",
            ),
        ]

    def __str__(self):
        return f"{self.position} if {self.condition}"
