from api.filter_kinds import EntryFilter, TextFilter, VocabularyFilter
from api.strict_filtering import StrictFilterSet
from api.v1.entries import EntryViewSet
from api.v1.parts import EDITION, CitedFact, CitedPassage
from api.v1.web_annotations import WebAnnotationRenderer
from relations import models
from relations.vocabularies import Bearing, FactKind


class CitationSerializer(CitedPassage):
    """A passage of a document, with the one fact it bears on."""

    fact = CitedFact()

    class Meta(CitedPassage.Meta):
        fields = [*CitedPassage.Meta.fields, "fact", *EDITION]


def of_fact(model, kind):
    """Citations of the entry itself, not of what others say about it."""
    about = f"Slug of the {kind} that is itself the fact, not of what refers to it."
    return EntryFilter(model, about, column=kind)


class CitationFilter(StrictFilterSet):
    document = EntryFilter(models.Document, "Slug of the document cited.", column="document")
    kind = VocabularyFilter(FactKind, "What kind of fact the passage bears on.", phrase="of_kind")
    bearing = VocabularyFilter(Bearing, "Whether it supports or disputes the fact.")
    reported_via = TextFilter("Agency through which the document has it.")
    negotiation = of_fact(models.Negotiation, "negotiation")
    round = of_fact(models.Round, "round")
    schedule = of_fact(models.RoundSchedule, "schedule")
    party = of_fact(models.Party, "party")
    person = of_fact(models.Person, "person")
    office = of_fact(models.Office, "office")
    issue = of_fact(models.Issue, "issue")
    position = of_fact(models.Position, "position")
    statement = of_fact(models.Statement, "statement")
    development = of_fact(models.Development, "development")
    account = of_fact(models.DiscrepancyAccount, "account")
    discrepancy = EntryFilter(
        models.Discrepancy,
        "Slug of a discrepancy; citations of all its accounts.",
        phrase="of_discrepancy",
    )


class CitationViewSet(EntryViewSet):
    """Passages of documents, by offset and hash, each with the one fact it supports or disputes."""

    model = models.Citation
    links = FactKind.values
    serializer_class = CitationSerializer
    filterset_class = CitationFilter
    orderings = {"start": "start", **EntryViewSet.orderings}
    formats = (*EntryViewSet.formats, WebAnnotationRenderer())
