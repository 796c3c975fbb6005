from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from relations.imprecise_date_fields import ImpreciseDateField, imprecise_date_constraints
from relations.models.entry import Entry, Link, one_of
from relations.ordered_index import both_ways, newest_first
from relations.querysets import RecordQuerySet, StatementQuerySet
from relations.text_rules import collapse_whitespace, validate_language_tag
from relations.vocabularies import Authority, StatementMode


class Statement(Entry):
    """Words said or reported: one utterance, however many documents print it."""

    named_by = ("speaker_as_printed", "mode", "text")

    speaker = models.ForeignKey(
        "relations.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements",
        help_text="Who said it; null where the documents do not name the speaker.",
    )
    speaker_as_printed = models.CharField(
        max_length=200, help_text="How the document names the speaker."
    )
    authority = models.CharField(
        max_length=16, choices=Authority, help_text="In which capacity the speaker speaks."
    )
    mode = models.CharField(
        max_length=8,
        choices=StatementMode,
        help_text="Whether the text is the speaker's own words.",
    )
    text = models.TextField(
        help_text="Exact words for direct quotations and fragments, our own for reported speech."
    )
    language = models.CharField(
        max_length=35,
        validators=[validate_language_tag],
        help_text="BCP 47 tag of the language of the text.",
    )
    is_translation = models.BooleanField(
        null=True,
        blank=True,
        help_text="Whether the text is a translation of what was said; null where not known.",
    )
    said_on = ImpreciseDateField(help_text="When it was said.")
    said_as_printed, said_earliest, said_latest, said_basis, said_note = said_on.companions()
    venue = models.CharField(
        max_length=200, blank=True, help_text="Where or on what occasion it was said, if stated."
    )
    reported_by = models.CharField(
        max_length=200,
        blank=True,
        help_text="Outlet or agency that had the words from the speaker, as the document names it.",
    )
    round = models.ForeignKey(
        "relations.Round",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements",
        help_text="The round at which it was said or to which it refers.",
    )

    objects = StatementQuerySet.as_manager()

    class Meta(Entry.Meta):
        indexes = [
            *both_ways("said_earliest", "statement_said", null=True, holding=["said_latest"]),
            *both_ways("updated_at", "statement_updated"),
            newest_first("said_latest", "statement_newest"),
            models.Index(Lower("language"), name="statement_language"),
            models.Index(Lower("reported_by"), name="statement_reported_by"),
        ]
        constraints = [
            *Entry.Meta.constraints,
            *imprecise_date_constraints("statement", "said"),
            one_of("authority", Authority),
            one_of("mode", StatementMode),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="statement_has_a_text",
                violation_error_message="A statement needs a text.",
            ),
        ]

    @staticmethod
    def name_from(speaker_as_printed, mode, text):
        text = collapse_whitespace(text)
        shown = text if len(text) <= 80 else f"{text[:79].rstrip()}…"
        shown = shown if mode == StatementMode.INDIRECT else f"“{shown}”"
        return f"{speaker_as_printed}: {shown}"

    @property
    def attributed_to(self):
        """Whom the document has as the source."""
        return self.speaker_as_printed


class StatementParty(Link):
    """A party for which a statement speaks."""

    natural_key_fields = ("statement", "party")

    statement = models.ForeignKey(
        Statement, on_delete=models.CASCADE, related_name="party_links", help_text="The statement."
    )
    party = models.ForeignKey(
        "relations.Party",
        on_delete=models.PROTECT,
        related_name="statement_links",
        help_text="A party it speaks for.",
    )

    objects = RecordQuerySet.as_manager()

    class Meta(Link.Meta):
        verbose_name_plural = "statement parties"
        indexes = [models.Index(fields=["party", "statement"], name="statements_of_a_party")]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "party"],
                name="statement_lists_a_party_once",
                violation_error_message="The statement lists this party already.",
            )
        ]

    def __str__(self):
        return f"{self.party}: {self.statement}"


class StatementIssue(Link):
    """An issue a statement is about."""

    natural_key_fields = ("statement", "issue")

    statement = models.ForeignKey(
        Statement, on_delete=models.CASCADE, related_name="issue_links", help_text="The statement."
    )
    issue = models.ForeignKey(
        "relations.Issue",
        on_delete=models.PROTECT,
        related_name="statement_links",
        help_text="An issue it is about.",
    )

    objects = RecordQuerySet.as_manager()

    class Meta(Link.Meta):
        indexes = [models.Index(fields=["issue", "statement"], name="statements_on_an_issue")]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "issue"],
                name="statement_lists_an_issue_once",
                violation_error_message="The statement lists this issue already.",
            )
        ]

    def __str__(self):
        return f"{self.issue}: {self.statement}"
