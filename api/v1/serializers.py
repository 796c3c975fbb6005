"""The shape of every answer. Definitions of fields come from the `help_text` of the models."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from relations import models
from relations.vocabularies import FactKind

DATE = ("on", "as_printed", "earliest", "latest", "basis", "note")


def imprecise_date(stem):
    """Names of the fields of one imprecise date."""
    return [f"{stem}_{part}" for part in DATE]


class RecordSerializer(serializers.ModelSerializer):
    """Rows of a model. Without a docstring of its own, a serializer is described by its model's."""

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if not cls.__dict__.get("__doc__") and hasattr(cls, "Meta"):
            cls.__doc__ = cls.Meta.model.__doc__

    def build_standard_field(self, field_name, model_field):
        """A column that may be null is null or a value, never an empty text."""
        field_class, options = super().build_standard_field(field_name, model_field)
        if options.get("allow_null"):
            options.pop("allow_blank", None)
        return field_class, options


class EntryLink(serializers.Serializer):
    """Another entry of the record, by slug and name."""

    slug = serializers.CharField(help_text="Slug of the entry; look it up under its resource.")
    name = serializers.CharField(
        source="__str__", help_text="Name or short description of the entry."
    )


@extend_schema_field(EntryLink(many=True))
class LinkedEntries(serializers.Field):
    """The entries at the far end of link rows: `to` names the end."""

    def __init__(self, to, **options):
        self.to = to
        super().__init__(read_only=True, **options)

    def to_representation(self, links):
        return EntryLink([getattr(link, self.to) for link in links.all()], many=True).data


class Permalink(serializers.HyperlinkedIdentityField):
    """The address of the entry itself."""

    def __init__(self, resource):
        super().__init__(
            view_name=f"v1:{resource}-detail",
            lookup_field="slug",
            help_text="Permanent address of this entry.",
        )


class CitedPassage(RecordSerializer):
    """A passage that bears on the entry it stands in."""

    url = Permalink("citation")
    document = EntryLink(help_text="The document the passage stands in.")

    class Meta:
        model = models.Citation
        fields = [
            "slug",
            "url",
            "document",
            "start",
            "end",
            "line",
            "passage_sha256",
            "exact",
            "bearing",
            "reported_via",
        ]


class FactSerializer(RecordSerializer):
    """An entry with the passages that support or dispute it."""

    citations = CitedPassage(
        many=True, help_text="The passages that support or dispute this entry."
    )


def other_names(help_text):
    return serializers.ListField(child=serializers.CharField(), help_text=help_text)


class NegotiationSerializer(FactSerializer):
    url = Permalink("negotiation")
    parties = LinkedEntries("party", source="party_links", help_text="Parties that negotiate.")

    class Meta:
        model = models.Negotiation
        fields = [
            "slug",
            "url",
            "name",
            "description",
            "membership_rule",
            "track",
            "parties",
            "updated_at",
            "citations",
        ]


class ParticipantSerializer(RecordSerializer):
    """A party at a round, and who represented it."""

    party = EntryLink(help_text="The party that took part or is to take part.")
    person = EntryLink(
        allow_null=True, help_text="Who represented it; null where the documents name nobody."
    )

    class Meta:
        model = models.RoundParticipant
        fields = ["party", "person", "role", "level", "as_printed"]


class ScheduleSerializer(FactSerializer):
    """One date the round was given by somebody."""

    class Meta:
        model = models.RoundSchedule
        fields = [
            "slug",
            "sequence",
            *imprecise_date("scheduled"),
            "city",
            "announced_by",
            "note",
            "citations",
        ]


class RoundSerializer(FactSerializer):
    url = Permalink("round")
    negotiation = EntryLink(help_text="The negotiation the round belongs to.")
    participants = ParticipantSerializer(many=True, help_text="Who took part or is to take part.")
    issues = LinkedEntries("issue", source="issue_links", help_text="Issues on the agenda.")
    schedules = ScheduleSerializer(
        many=True, help_text="The dates the round was given, oldest first."
    )

    class Meta:
        model = models.Round
        fields = [
            "slug",
            "url",
            "negotiation",
            "title",
            *imprecise_date("held"),
            "city",
            "country",
            "place_as_printed",
            "mode",
            "status",
            "number_as_stated",
            "participants",
            "issues",
            "outcome_kind",
            "outcome",
            "schedules",
            "updated_at",
            "citations",
        ]


class IssueSerializer(FactSerializer):
    url = Permalink("issue")
    parent = EntryLink(allow_null=True, help_text="The wider issue this one is a part of.")

    class Meta:
        model = models.Issue
        fields = ["slug", "url", "name", "description", "parent", "updated_at", "citations"]


class PartySerializer(FactSerializer):
    url = Permalink("party")
    parent = EntryLink(allow_null=True, help_text="The party this body belongs to.")
    other_names = other_names("Other names and spellings found in the documents.")

    class Meta:
        model = models.Party
        fields = [
            "slug",
            "url",
            "name",
            "kind",
            "parent",
            "iso_code",
            "wikidata_id",
            "other_names",
            "updated_at",
            "citations",
        ]


class HeldOfficeSerializer(RecordSerializer):
    """An office of the person."""

    url = Permalink("office")
    party = EntryLink(help_text="The party or body the office belongs to.")

    class Meta:
        model = models.Office
        fields = ["slug", "url", "title", "party", "since_on", "until_on"]


class PersonSerializer(FactSerializer):
    url = Permalink("person")
    other_names = other_names("Other spellings found in the documents.")
    offices = HeldOfficeSerializer(many=True, help_text="Offices the documents give the person.")

    class Meta:
        model = models.Person
        fields = [
            "slug",
            "url",
            "name",
            "other_names",
            "wikidata_id",
            "offices",
            "updated_at",
            "citations",
        ]


class OfficeSerializer(FactSerializer):
    url = Permalink("office")
    person = EntryLink(help_text="Who holds or held the office.")
    party = EntryLink(help_text="The party or body the office belongs to.")

    class Meta:
        model = models.Office
        fields = [
            "slug",
            "url",
            "person",
            "party",
            "title",
            *imprecise_date("since"),
            *imprecise_date("until"),
            "updated_at",
            "citations",
        ]


class PositionSerializer(FactSerializer):
    url = Permalink("position")
    party = EntryLink(help_text="Whose position it is.")
    issue = EntryLink(help_text="The issue it is about.")
    superseded_by = EntryLink(
        allow_null=True, help_text="The later position that replaces this one."
    )
    round = EntryLink(allow_null=True, help_text="The round at which it was expressed.")
    ascribed_by = EntryLink(
        allow_null=True,
        help_text="The party that says the position is held; null where the holder itself does.",
    )
    conditional_on = LinkedEntries(
        "condition",
        source="condition_links",
        help_text="Positions that must be met before this one holds.",
    )
    statements = LinkedEntries(
        "statement", source="statement_links", help_text="Statements that express it."
    )

    class Meta:
        model = models.Position
        fields = [
            "slug",
            "url",
            "party",
            "issue",
            "act",
            "summary",
            *imprecise_date("since"),
            *imprecise_date("until"),
            "superseded_by",
            "round",
            "ascribed_by",
            "conditional_on",
            "statements",
            "updated_at",
            "citations",
        ]


class StatementSerializer(FactSerializer):
    url = Permalink("statement")
    speaker = EntryLink(
        allow_null=True, help_text="Who said it; null where the documents do not name the speaker."
    )
    parties = LinkedEntries("party", source="party_links", help_text="Parties it speaks for.")
    issues = LinkedEntries("issue", source="issue_links", help_text="Issues it is about.")
    round = EntryLink(
        allow_null=True, help_text="The round at which it was said or to which it refers."
    )

    class Meta:
        model = models.Statement
        fields = [
            "slug",
            "url",
            "speaker",
            "speaker_as_printed",
            "parties",
            "authority",
            "mode",
            "text",
            "language",
            "is_translation",
            *imprecise_date("said"),
            "venue",
            "reported_by",
            "issues",
            "round",
            "updated_at",
            "citations",
        ]


class InvolvedPartySerializer(RecordSerializer):
    """A party in a development, and whether it acts or is affected."""

    party = EntryLink(help_text="The party.")

    class Meta:
        model = models.DevelopmentParty
        fields = ["party", "role"]


class DevelopmentSerializer(FactSerializer):
    url = Permalink("development")
    parties = InvolvedPartySerializer(
        many=True, source="party_links", help_text="Who acts and who is affected."
    )
    issues = LinkedEntries("issue", source="issue_links", help_text="Issues it bears on.")
    round = EntryLink(allow_null=True, help_text="The round it follows from.")

    class Meta:
        model = models.Development
        fields = [
            "slug",
            "url",
            "name",
            "kind",
            "summary",
            *imprecise_date("happened"),
            "parties",
            "issues",
            "round",
            "updated_at",
            "citations",
        ]


class DocumentSerializer(RecordSerializer):
    url = Permalink("document")
    source_url = serializers.URLField(
        source="url", help_text="Address of the document itself; empty where not known."
    )

    class Meta:
        model = models.Document
        fields = [
            "slug",
            "url",
            "title",
            "publisher",
            "author",
            "language",
            "translated_from",
            "translator",
            *imprecise_date("published"),
            "source_url",
            "sha256",
            "length",
            "note",
            "updated_at",
        ]


class FactLink(serializers.Serializer):
    """The fact a citation bears on."""

    kind = serializers.ChoiceField(choices=FactKind, help_text="What kind of fact it is.")
    slug = serializers.CharField(help_text="Slug of the fact.")
    name = serializers.CharField(help_text="Name or short description of the fact.")
    url = serializers.URLField(help_text="Address of the entry that shows the fact.")


class CitationSerializer(RecordSerializer):
    url = Permalink("citation")
    document = EntryLink(help_text="The document the passage stands in.")
    fact = serializers.SerializerMethodField(help_text="The fact the passage bears on.")

    class Meta:
        model = models.Citation
        fields = [
            "slug",
            "url",
            "document",
            "fact",
            "start",
            "end",
            "line",
            "passage_sha256",
            "exact",
            "prefix",
            "suffix",
            "bearing",
            "reported_via",
            "note",
            "updated_at",
        ]

    @extend_schema_field(FactLink)
    def get_fact(self, citation):
        fact = citation.fact
        shown = {"schedule": "round", "account": "discrepancy"}.get(citation.fact_kind)
        entry = getattr(fact, shown) if shown else fact
        view_name = f"v1:{shown or citation.fact_kind}-detail"
        return {
            "kind": citation.fact_kind,
            "slug": fact.slug,
            "name": str(fact),
            "url": reverse(view_name, [entry.slug], request=self.context["request"]),
        }


class AccountSerializer(FactSerializer):
    """One of the answers to the question, with its own citations."""

    class Meta:
        model = models.DiscrepancyAccount
        fields = ["slug", "sequence", "summary", "citations"]


class DiscrepancySerializer(RecordSerializer):
    url = Permalink("discrepancy")
    negotiation = EntryLink(allow_null=True, help_text="The negotiation it concerns.")
    accounts = AccountSerializer(many=True, help_text="What each source says; no order of merit.")

    class Meta:
        model = models.Discrepancy
        fields = [
            "slug",
            "url",
            "question",
            "negotiation",
            "status",
            "note",
            "accounts",
            "updated_at",
        ]
