"""What the answers of all resources are built of: links to other entries, passages, dates."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from relations import models

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
