from django.db import models

from relations.imprecise_date_fields import ImpreciseDateField, imprecise_date_constraints
from relations.models.entry import Entry
from relations.querysets import OfficeQuerySet


class Office(Entry):
    """What a person is for a party, and when, as far as the documents say."""

    named_by = ("person__name", "title")

    person = models.ForeignKey(
        "relations.Person",
        on_delete=models.PROTECT,
        related_name="offices",
        help_text="Who holds or held the office.",
    )
    party = models.ForeignKey(
        "relations.Party",
        on_delete=models.PROTECT,
        related_name="offices",
        help_text="The party or body the office belongs to.",
    )
    title = models.CharField(max_length=200, help_text="Title as the documents give it.")
    since_on = ImpreciseDateField(help_text="From when the office was held.")
    since_as_printed, since_earliest, since_latest, since_basis, since_note = since_on.companions()
    until_on = ImpreciseDateField(help_text="Until when the office was held.")
    until_as_printed, until_earliest, until_latest, until_basis, until_note = until_on.companions()

    objects = OfficeQuerySet.as_manager()

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            *imprecise_date_constraints("office", "since"),
            *imprecise_date_constraints("office", "until"),
        ]

    @staticmethod
    def name_from(person, title):
        return f"{person}, {title}"
