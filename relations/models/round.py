from django.db import models
from django.db.models import Q

from relations.imprecise_date_fields import ImpreciseDateField, imprecise_date_constraints
from relations.models.entry import Entry, Link, one_of
from relations.querysets import FactQuerySet, RecordQuerySet, RoundQuerySet
from relations.text_rules import bounded_integer, validate_country_code
from relations.vocabularies import (
    OutcomeKind,
    ParticipantLevel,
    ParticipantRole,
    RoundMode,
    RoundStatus,
)


class Round(Entry):
    """One meeting, call or video conference of a negotiation, held or only scheduled."""

    named_by = ("title",)

    negotiation = models.ForeignKey(
        "relations.Negotiation",
        on_delete=models.PROTECT,
        related_name="rounds",
        help_text="The negotiation the round belongs to.",
    )
    title = models.CharField(max_length=200, help_text="Short title of the round.")
    held_on = ImpreciseDateField(help_text="When the round was held or is to be held.")
    held_as_printed, held_earliest, held_latest, held_basis, held_note = held_on.companions()
    city = models.CharField(
        max_length=100, blank=True, help_text="Where it was or is to be held; blank if not stated."
    )
    country = models.CharField(
        max_length=2,
        null=True,
        blank=True,
        validators=[validate_country_code],
        help_text="ISO 3166-1 alpha-2 code of the country of that place.",
    )
    place_as_printed = models.CharField(
        max_length=200,
        blank=True,
        help_text="The place in the words of the documents, such as a region without a city.",
    )
    mode = models.CharField(max_length=9, choices=RoundMode, help_text="How the sides talk.")
    status = models.CharField(
        max_length=9, choices=RoundStatus, help_text="Whether the round took place."
    )
    number_as_stated = models.CharField(
        max_length=100,
        blank=True,
        help_text="Number or rank of the round in the words of the documents; they may differ.",
    )
    outcome_kind = models.CharField(
        max_length=18,
        choices=OutcomeKind,
        null=True,
        blank=True,
        help_text="What came of it; null where no document says.",
    )
    outcome = models.TextField(blank=True, help_text="What came of it, in words.")

    objects = RoundQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["held_earliest", "slug"]
        constraints = [
            *Entry.Meta.constraints,
            *imprecise_date_constraints("round", "held"),
            one_of("mode", RoundMode),
            one_of("status", RoundStatus),
            one_of("outcome_kind", OutcomeKind, or_none=True),
            models.CheckConstraint(
                condition=Q(outcome_kind__isnull=True)
                | Q(status__in=[RoundStatus.HELD, RoundStatus.UNCLEAR]),
                name="round_with_an_outcome_was_held",
                violation_error_message="Only a round that was held, or may have been, has one.",
            ),
        ]


class RoundParticipant(Link):
    """A party at a round, and the person who represented it where the documents name one."""

    natural_key_fields = ("round", "party", "person")

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="participants", help_text="The round."
    )
    party = models.ForeignKey(
        "relations.Party",
        on_delete=models.PROTECT,
        related_name="participations",
        help_text="The party that took part or is to take part.",
    )
    person = models.ForeignKey(
        "relations.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participations",
        help_text="Who represented it, where the documents name somebody.",
    )
    role = models.CharField(
        max_length=8, choices=ParticipantRole, help_text="In which role the party takes part."
    )
    level = models.CharField(
        max_length=15,
        choices=ParticipantLevel,
        default=ParticipantLevel.UNKNOWN,
        help_text="Rank of the representation.",
    )
    as_printed = models.CharField(
        max_length=200, blank=True, help_text="How the documents name the participant."
    )

    objects = RecordQuerySet.as_manager()

    class Meta(Link.Meta):
        constraints = [
            one_of("role", ParticipantRole),
            one_of("level", ParticipantLevel),
            models.UniqueConstraint(
                fields=["round", "party", "person"],
                name="round_lists_a_participant_once",
                violation_error_message="The round lists this participant already.",
            ),
            models.UniqueConstraint(
                fields=["round", "party"],
                condition=Q(person__isnull=True),
                name="round_lists_an_unnamed_delegation_once",
                violation_error_message="The round lists this party without a person already.",
            ),
        ]

    def __str__(self):
        return f"{self.person or self.party} at {self.round}"


class RoundIssue(Link):
    """An issue on the agenda of a round."""

    natural_key_fields = ("round", "issue")

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="issue_links", help_text="The round."
    )
    issue = models.ForeignKey(
        "relations.Issue",
        on_delete=models.PROTECT,
        related_name="round_links",
        help_text="An issue on its agenda.",
    )

    objects = RecordQuerySet.as_manager()

    class Meta(Link.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["round", "issue"],
                name="round_lists_an_issue_once",
                violation_error_message="The round lists this issue already.",
            )
        ]

    def __str__(self):
        return f"{self.issue} at {self.round}"


class RoundSchedule(Entry):
    """One date a round was given by somebody; several in order show how its schedule moved."""

    named_by = ("sequence", "round__title")

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="schedules", help_text="The round."
    )
    sequence = bounded_integer(
        1, 1000, help_text="Order in which the schedules were given, from 1."
    )
    scheduled_on = ImpreciseDateField(
        help_text="When the round was to be held; null if called off."
    )
    (
        scheduled_as_printed,
        scheduled_earliest,
        scheduled_latest,
        scheduled_basis,
        scheduled_note,
    ) = scheduled_on.companions()
    city = models.CharField(
        max_length=100, blank=True, help_text="Where it was to be held; blank if not stated."
    )
    announced_by = models.CharField(
        max_length=200, blank=True, help_text="Who gave this schedule, as printed."
    )
    note = models.TextField(blank=True, help_text="What else is known of this schedule.")

    objects = FactQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["round", "sequence"]
        constraints = [
            *Entry.Meta.constraints,
            *imprecise_date_constraints("roundschedule", "scheduled"),
            models.UniqueConstraint(
                fields=["round", "sequence"],
                name="round_has_one_schedule_at_each_place_in_the_sequence",
                violation_error_message="The round has a schedule with this sequence already.",
            ),
        ]

    @staticmethod
    def name_from(sequence, title):
        return f"Schedule {sequence} of {title}"

    @property
    def attributed_to(self):
        """Whom the document has as the source."""
        return self.announced_by
