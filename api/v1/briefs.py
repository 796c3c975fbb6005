"""The long related parts of an entry that `include` brings along, each row of them in brief."""

from collections import defaultdict

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.parts import CitedFact, EntryLink, Permalink, RecordSerializer
from relations import models


class Brief(RecordSerializer):
    """An entry in brief. The first lookup `beside` is what it is ordered by, before its slug."""

    beside = ("slug",)

    @staticmethod
    def place(entry):
        """The place of an entry among others: those without a value come last."""
        row, value = entry
        return value is None, value, row["slug"]


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

    beside = ("held_earliest",)
    url = Permalink("round")

    class Meta:
        model = models.Round
        fields = ["slug", "url", "title", "held_on", "city", "status"]


class StatementBrief(Brief):
    """A statement in brief, with its whole text."""

    beside = ("said_earliest",)
    url = Permalink("statement")
    speaker = EntryLink(
        allow_null=True, help_text="Who said it; null where the documents do not name the speaker."
    )

    class Meta:
        model = models.Statement
        fields = ["slug", "url", "speaker", "speaker_as_printed", "mode", "text", "said_on"]


class PositionBrief(Brief):
    """A position in brief, with its whole summary."""

    beside = ("since_earliest",)
    url = Permalink("position")
    party = EntryLink(help_text="Whose position it is.")
    issue = EntryLink(help_text="The issue it is about.")

    class Meta:
        model = models.Position
        fields = ["slug", "url", "party", "issue", "act", "summary", "since_on", "until_on"]


class DevelopmentBrief(Brief):
    """A development in brief, with its whole summary."""

    beside = ("happened_earliest",)
    url = Permalink("development")

    class Meta:
        model = models.Development
        fields = ["slug", "url", "name", "kind", "summary", "happened_on"]


class CitationBrief(Brief):
    """A citation in brief, with the fact it bears on."""

    beside = ("start",)
    url = Permalink("citation")
    fact = CitedFact()

    class Meta:
        model = models.Citation
        fields = ["slug", "url", "start", "end", "line", "exact", "bearing", "fact"]


class IncludedEntries(serializers.Field):
    """All entries that an entry leads to: rows of `source`, or of `to` at the end of its links."""

    def __init__(self, brief, *, to=None, **options):
        self.brief, self.to = brief, to
        extend_schema_field(brief(many=True))(self)
        super().__init__(read_only=True, **options)

    def shown(self, page, numbers):
        links = self.parent.parent.Meta.model._meta.get_field(self.source).field
        entries = self._ends if self.to else self._rows
        found = entries(page, links, numbers)
        return [
            [row for row, _ in sorted(found[number], key=self.brief.place)] for number in numbers
        ]

    def _rows(self, page, links, numbers):
        return page.belonging(self.brief, links.attname, numbers)

    def _ends(self, page, links, numbers):
        columns = page.columns(links.model, links.attname, [f"{self.to}_id"], numbers)
        starts, ends = columns[links.attname], columns[f"{self.to}_id"]
        entries = page.entries(self.brief, set(ends))
        found = defaultdict(list)
        for start, end in zip(starts, ends, strict=True):
            if end in entries:
                found[start].append(entries[end])
        return found


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
    def names(cls):
        return list(cls._declared_fields)

    def choose(self, names):
        """Leave the parts with these names, in their order."""
        self.chosen = {name: self.fields[name] for name in names}

    def lookups(self):
        return ("pk",)

    def shown(self, page, numbers):
        parts = [part.shown(page, numbers) for part in self.chosen.values()]
        return [dict(zip(self.chosen, row, strict=True)) for row in zip(*parts, strict=True)]
