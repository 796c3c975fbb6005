from django.db import models

from relations.models.entry import Entry, one_of
from relations.querysets import DiscrepancyQuerySet, FactQuerySet
from relations.text_rules import bounded_integer
from relations.vocabularies import DiscrepancyStatus


class Discrepancy(Entry):
    """A question on which sources disagree, or on which one is silent where another speaks."""

    named_by = ("question",)

    question = models.CharField(max_length=300, help_text="The question that has several answers.")
    negotiation = models.ForeignKey(
        "relations.Negotiation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="discrepancies",
        help_text="The negotiation it concerns, where there is one.",
    )
    status = models.CharField(
        max_length=9, choices=DiscrepancyStatus, help_text="Whether the question is settled."
    )
    note = models.TextField(blank=True, help_text="What can be said about the difference.")

    objects = DiscrepancyQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name_plural = "discrepancies"
        constraints = [*Entry.Meta.constraints, one_of("status", DiscrepancyStatus)]


class DiscrepancyAccount(Entry):
    """One of the answers, with its own citations."""

    named_by = ("sequence", "discrepancy__question")

    discrepancy = models.ForeignKey(
        Discrepancy,
        on_delete=models.CASCADE,
        related_name="accounts",
        help_text="The discrepancy.",
    )
    sequence = bounded_integer(
        1, 1000, help_text="Order among the accounts, from 1; not a ranking."
    )
    summary = models.TextField(help_text="What this account says, in our own words.")

    objects = FactQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["discrepancy", "sequence"]
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["discrepancy", "sequence"],
                name="discrepancy_has_one_account_at_each_place_in_the_sequence",
                violation_error_message="The discrepancy has an account at this place already.",
            ),
        ]

    @staticmethod
    def name_from(sequence, question):
        return f"Account {sequence} of: {question}"
