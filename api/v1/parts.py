"""What the answers of all resources are built of: links to other entries, passages, dates."""

from collections import defaultdict

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.row_reading import named
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

    # Lookups whose values are read with each row, for those who show it.
    beside = ()

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

    def lookups(self):
        column = _column(self)
        if column.null:
            return (column.attname,)
        named_by = ("slug", *column.related_model.named_by)
        return tuple(f"{column.name}__{lookup}" for lookup in named_by)

    def shown(self, page, *values):
        """An optional entry may be hidden; one that a row cannot be read without never is."""
        column = _column(self)
        if not column.null:
            return named(column.related_model, *values)
        (numbers,) = values
        links = page.links(column.related_model, numbers)
        return [links.get(number) for number in numbers]


def _column(field):
    """The column or relation of the model that the field shows."""
    return field.parent.Meta.model._meta.get_field(field.source)


@extend_schema_field(EntryLink(many=True))
class LinkedEntries(serializers.Field):
    """The entries at the far end of link rows: `to` names the end."""

    def __init__(self, to, **options):
        self.to = to
        super().__init__(read_only=True, **options)

    def lookups(self):
        return ("pk",)

    def shown(self, page, numbers):
        links, model = _column(self).field, _column(self).related_model
        end = model._meta.get_field(self.to).related_model
        lookups = [f"{self.to}__{lookup}" for lookup in ("slug", *end.named_by)]
        columns = page.columns(model, links.attname, lookups, numbers)
        found = named(end, *(columns[lookup] for lookup in lookups))
        entries = defaultdict(list)
        for number, entry in zip(columns[links.attname], found, strict=True):
            entries[number].append(entry)
        return [entries.get(number, []) for number in numbers]


class Permalink(serializers.HyperlinkedIdentityField):
    """The address of the entry itself."""

    def __init__(self, resource):
        super().__init__(
            view_name=f"v1:{resource}-detail",
            lookup_field="slug",
            help_text="Permanent address of this entry.",
        )
        self.resource = resource

    def lookups(self):
        return ("slug",)

    def shown(self, page, slugs):
        address = page.address_of(self.resource)
        return [f"{address}{slug}" for slug in slugs]


PASSAGE = ("document", "start", "end", "line", "passage_sha256")


class ChainLink(serializers.Serializer):
    """One of those by whom words or facts reached a document."""

    role = serializers.ChoiceField(choices=ChainRole, help_text="What it is in the chain.")
    name = serializers.CharField(help_text="Name as the document gives it; its title at the end.")


@extend_schema_field(ChainLink(many=True))
class ReportingChain(serializers.Field):
    """By whom a passage reached its document."""

    def __init__(self):
        super().__init__(
            read_only=True,
            help_text="By whom it reached the document, from the source to the document.",
        )

    def to_representation(self, chain):
        return [{"role": role, "name": name} for role, name in chain]

    def lookups(self):
        return (
            "statement__speaker_as_printed",
            "schedule__announced_by",
            "statement__reported_by",
            "reported_via",
            "bearing",
            "document__publisher",
            "document__title",
        )

    def shown(self, page, speakers, announcers, reported_by, *others):
        chains = zip(speakers, announcers, reported_by, *others, strict=True)
        return [
            self.to_representation(
                models.reporting_chain(speaker or announcer or "", reporter or "", *rest)
            )
            for speaker, announcer, reporter, *rest in chains
        ]


class CitedPassage(RecordSerializer):
    """A passage that bears on the entry it stands in."""

    # What decides how many independent sources an entry has.
    beside = ("bearing", "document_id", "outlet", "origin")

    url = Permalink("citation")
    document = EntryLink(help_text="The document the passage stands in.")
    document_sha256 = serializers.CharField(
        source="document.sha256", help_text="SHA-256 of the file of the document."
    )
    reporting_chain = ReportingChain()

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


class FactLink(serializers.Serializer):
    """The fact a citation bears on."""

    kind = serializers.ChoiceField(choices=FactKind, help_text="What kind of fact it is.")
    slug = serializers.CharField(help_text="Slug of the fact.")
    name = serializers.CharField(help_text="Name or short description of the fact.")
    url = serializers.URLField(help_text="Address of the entry that shows the fact.")


@extend_schema_field(FactLink)
class CitedFact(serializers.Field):
    """The one fact of a citation."""

    # What has no address of its own is shown by another entry.
    SHOWN_BY = {"schedule": "round", "account": "discrepancy"}

    def __init__(self):
        super().__init__(source="*", read_only=True, help_text="The fact the passage bears on.")

    def lookups(self):
        return tuple(f"{kind}_id" for kind in FactKind.values)

    def shown(self, page, *columns):
        facts = [
            self._facts(page, kind, numbers)
            for kind, numbers in zip(FactKind.values, columns, strict=True)
        ]
        return [
            next(
                found[number]
                for found, number in zip(facts, numbers, strict=True)
                if number is not None
            )
            for numbers in zip(*columns, strict=True)
        ]

    def _facts(self, page, kind, numbers):
        """The facts of one kind with these numbers: number → what is shown of it."""
        model = models.Citation._meta.get_field(kind).related_model
        numbers = {number for number in numbers if number is not None}
        if not numbers:
            return {}
        entry = self.SHOWN_BY.get(kind)
        slug = f"{entry}__slug" if entry else "slug"
        columns = page.columns(model, "pk", ("slug", *model.named_by, slug), sorted(numbers))
        address = page.address_of(entry or kind)
        links = named(model, columns["slug"], *(columns[lookup] for lookup in model.named_by))
        return {
            number: {"kind": kind, **link, "url": f"{address}{shown_by}"}
            for number, link, shown_by in zip(columns["pk"], links, columns[slug], strict=True)
        }


class OfPassages(serializers.Field):
    """What the passages cited for an entry come to."""

    def __init__(self, help_text):
        super().__init__(source="*", read_only=True, help_text=help_text)

    def lookups(self):
        return ("pk",)

    def shown(self, page, numbers):
        key = self.parent.Meta.model._meta.get_field("citations").field.attname
        cited = page.belonging(CitedPassage, key, numbers)
        return [self.come_to([origin for _, *origin in cited[number]]) for number in numbers]

    def come_to(self, passages):
        """The answer for one entry; `passages` has the values of `CitedPassage.beside` of each."""
        raise NotImplementedError


@extend_schema_field({"type": "boolean"})
class Disputed(OfPassages):
    def come_to(self, passages):
        return any(bearing == Bearing.DISPUTES for bearing, *_ in passages)


@extend_schema_field({"type": "integer", "minimum": 0, "maximum": 2147483647})
class IndependentSources(OfPassages):
    def come_to(self, passages):
        return models.independent_sources(passages)


EVIDENCE = ("disputed", "independent_sources", "citations")


class FactSerializer(RecordSerializer):
    """An entry with the passages that support or dispute it."""

    disputed = Disputed(
        "Whether a passage is cited against this very entry; see the discrepancies too."
    )
    independent_sources = IndependentSources(
        "Number of independent sources that support this entry: documents that have it from "
        "the same agency or outlet count once, together with that outlet's own."
    )
    citations = CitedPassage(
        many=True, help_text="The passages that support or dispute this entry."
    )


def other_names(help_text):
    return serializers.ListField(child=serializers.CharField(), help_text=help_text)
