"""What the answers of all resources are built of: links to other entries, passages, dates."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from relations import models
from relations.vocabularies import Bearing, ChainRole, FactKind

DATE = ("on", "as_printed", "earliest", "latest", "basis", "note")


def imprecise_date(stem):
    """Names of the fields of one imprecise date."""
    return [f"{stem}_{part}" for part in DATE]


# Which version of an entry it is, why it was corrected, who checked it, and when it was saved.
EDITION = ("version", "corrected_at", "correction_reason", "reviewed_in", "updated_at")


class RecordSerializer(serializers.ModelSerializer):
    """Rows of a model. Without a docstring of its own, a serializer is described by its model's."""

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if not cls.__dict__.get("__doc__") and hasattr(cls, "Meta"):
            cls.__doc__ = cls.Meta.model.__doc__

    def build_standard_field(self, field_name, model_field):
        """A column that may be null is null or a value, never an empty text."""
        field_class, options = super().build_standard_field(field_name, model_field)
        if field_name == "reviewed_in":
            options.pop("allow_null", None)  # whatever is public was reviewed somewhere
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


PASSAGE = ("document", "start", "end", "line", "passage_sha256")


class ChainLink(serializers.Serializer):
    """One of those by whom words or facts reached a document."""

    role = serializers.ChoiceField(choices=ChainRole, help_text="What it is in the chain.")
    name = serializers.CharField(help_text="Name as the document gives it; its title at the end.")


class CitedPassage(RecordSerializer):
    """A passage that bears on the entry it stands in."""

    url = Permalink("citation")
    document = EntryLink(help_text="The document the passage stands in.")
    document_sha256 = serializers.CharField(
        source="document.sha256", help_text="SHA-256 of the file of the document."
    )
    reporting_chain = serializers.SerializerMethodField(
        help_text="By whom it reached the document, from the source to the document."
    )

    class Meta:
        model = models.Citation
        fields = [
            "slug",
            "url",
            *PASSAGE,
            "document_sha256",
            "exact",
            "prefix",
            "suffix",
            "bearing",
            "reported_via",
            "reporting_chain",
            "note",
        ]

    @extend_schema_field(ChainLink(many=True))
    def get_reporting_chain(self, citation):
        return [{"role": role, "name": name} for role, name in citation.reporting_chain]


class FactLink(serializers.Serializer):
    """The fact a citation bears on."""

    kind = serializers.ChoiceField(choices=FactKind, help_text="What kind of fact it is.")
    slug = serializers.CharField(help_text="Slug of the fact.")
    name = serializers.CharField(help_text="Name or short description of the fact.")
    url = serializers.URLField(help_text="Address of the entry that shows the fact.")


@extend_schema_field(FactLink)
class CitedFact(serializers.Field):
    """The one fact of a citation."""

    def __init__(self):
        super().__init__(source="*", read_only=True, help_text="The fact the passage bears on.")

    def to_representation(self, citation):
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


EVIDENCE = ("disputed", "independent_sources", "citations")


class FactSerializer(RecordSerializer):
    """An entry with the passages that support or dispute it."""

    disputed = serializers.SerializerMethodField(
        help_text="Whether a passage is cited against this very entry; see the discrepancies too."
    )
    independent_sources = serializers.SerializerMethodField(
        help_text=(
            "Number of independent sources that support this entry: documents that have it from "
            "the same agency or outlet count once, together with that outlet's own."
        )
    )
    citations = CitedPassage(
        many=True, help_text="The passages that support or dispute this entry."
    )

    def get_disputed(self, fact) -> bool:
        return any(citation.bearing == Bearing.DISPUTES for citation in fact.citations.all())

    @extend_schema_field({"type": "integer", "minimum": 0, "maximum": 2147483647})
    def get_independent_sources(self, fact):
        return models.independent_sources(fact.citations.all())


def other_names(help_text):
    return serializers.ListField(child=serializers.CharField(), help_text=help_text)
