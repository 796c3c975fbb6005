"""The long related parts of an entry that `include` brings along, each row of them in brief."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.parts import CitedFact, EntryLink, Permalink, RecordSerializer
from relations import models


class Brief(RecordSerializer):
    """An entry in brief. `Meta.ordered_by` names the column it is ordered by, before its slug."""

    @classmethod
    def order(cls, entry):
        """The place of an entry among others: those without a value come last."""
        column = getattr(cls.Meta, "ordered_by", "slug")
        value = getattr(entry, column)
        return value is None, value, entry.slug


class IssueBrief(Brief):
    """An issue in brief."""

    url = Permalink("issue")

    class Meta:
        model = models.Issue
        fields = ["slug", "url", "name", "description"]


class PartyBrief(Brief):
    """A party in brief."""

    url = Permalink("party")

    class Meta:
        model = models.Party
        fields = ["slug", "url", "name", "kind"]


class RoundBrief(Brief):
    """A round in brief."""

    url = Permalink("round")

    class Meta:
        model = models.Round
        fields = ["slug", "url", "title", "held_on", "city", "status"]
        ordered_by = "held_earliest"


class StatementBrief(Brief):
    """A statement in brief, with its whole text."""

    url = Permalink("statement")
    speaker = EntryLink(
        allow_null=True, help_text="Who said it; null where the documents do not name the speaker."
    )

    class Meta:
        model = models.Statement
        fields = ["slug", "url", "speaker", "speaker_as_printed", "mode", "text", "said_on"]
        ordered_by = "said_earliest"


class PositionBrief(Brief):
    """A position in brief, with its whole summary."""

    url = Permalink("position")
    party = EntryLink(help_text="Whose position it is.")
    issue = EntryLink(help_text="The issue it is about.")

    class Meta:
        model = models.Position
        fields = ["slug", "url", "party", "issue", "act", "summary", "since_on", "until_on"]
        ordered_by = "since_earliest"


class DevelopmentBrief(Brief):
    """A development in brief, with its whole summary."""

    url = Permalink("development")

    class Meta:
        model = models.Development
        fields = ["slug", "url", "name", "kind", "summary", "happened_on"]
        ordered_by = "happened_earliest"


class CitationBrief(Brief):
    """A citation in brief, with the fact it bears on."""

    url = Permalink("citation")
    fact = CitedFact()

    class Meta:
        model = models.Citation
        fields = ["slug", "url", "start", "end", "line", "exact", "bearing", "fact"]
        ordered_by = "start"


class IncludedEntries(serializers.Field):
    """All entries that an entry leads to: rows of `source`, or of `to` at the end of its links.

    `loaded` are the paths `with_links` needs to have them.
    """

    def __init__(self, brief, *, loaded, to=None, **options):
        self.brief, self.loaded, self.to = brief, loaded, to
        extend_schema_field(brief(many=True))(self)
        super().__init__(read_only=True, **options)

    def to_representation(self, rows):
        entries = [getattr(row, self.to) if self.to else row for row in rows.all()]
        ordered = sorted(entries, key=self.brief.order)
        return self.brief(ordered, many=True, context=self.context).data


class Included(serializers.Serializer):
    """The parts that `include` asks for, and no others; the key is missing if it asks for none."""

    def __init__(self, **options):
        super().__init__(
            source="*",
            read_only=True,
            help_text="The related parts that `include` asks for; missing if it asks for none.",
            **options,
        )

    @classmethod
    def paths(cls):
        """The parts by name, each with the paths `with_links` needs to have it."""
        return {name: field.loaded for name, field in cls._declared_fields.items()}

    def get_attribute(self, entry):
        if not self.context["view"].included:
            raise serializers.SkipField
        return entry

    def to_representation(self, entry):
        parts = [self.fields[name] for name in self.context["view"].included]
        return {
            part.field_name: part.to_representation(part.get_attribute(entry)) for part in parts
        }
