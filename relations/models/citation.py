from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Lower

from relations.models.anchored import Anchored
from relations.models.entry import one_of
from relations.ordered_index import both_ways
from relations.passages import sha256_of
from relations.querysets import CitationQuerySet
from relations.vocabularies import Bearing, ChainRole, FactKind


def exactly_one_of(names):
    """Condition: one of the foreign keys is set and all the others are not."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


def fact(kind, model):
    """A nullable link from a citation to one kind of fact."""
    return models.ForeignKey(
        f"relations.{model}",
        null=True,
        blank=True,
        on_delete=models.CASCADE,  # evidence of a fact that is gone says nothing
        related_name="citations",
        help_text=f"The {kind.label.lower()} the passage bears on, if it bears on one.",
    )


class Citation(Anchored):
    """The passage of a document that supports or disputes exactly one fact."""

    named_by = ("document__title", "line")

    exact = models.TextField(
        blank=True, help_text="The quoted words, for direct quotations and fragments only."
    )
    prefix = models.CharField(
        max_length=32, blank=True, help_text="Up to 32 code points before the quoted words."
    )
    suffix = models.CharField(
        max_length=32, blank=True, help_text="Up to 32 code points after the quoted words."
    )
    bearing = models.CharField(
        max_length=8,
        choices=Bearing,
        default=Bearing.SUPPORTS,
        help_text="Whether the passage supports or disputes the fact.",
    )
    reported_via = models.CharField(
        max_length=200,
        blank=True,
        help_text="Agency or outlet through which the document has it, such as Interfax.",
    )
    note = models.TextField(blank=True, help_text="What a reader of the passage must know.")
    negotiation = fact(FactKind.NEGOTIATION, "Negotiation")
    round = fact(FactKind.ROUND, "Round")
    schedule = fact(FactKind.SCHEDULE, "RoundSchedule")
    party = fact(FactKind.PARTY, "Party")
    person = fact(FactKind.PERSON, "Person")
    office = fact(FactKind.OFFICE, "Office")
    issue = fact(FactKind.ISSUE, "Issue")
    position = fact(FactKind.POSITION, "Position")
    statement = fact(FactKind.STATEMENT, "Statement")
    development = fact(FactKind.DEVELOPMENT, "Development")
    account = fact(FactKind.ACCOUNT, "DiscrepancyAccount")

    objects = CitationQuerySet.as_manager()

    class Meta(Anchored.Meta):
        indexes = [
            *both_ways("start", "citation_start", holding=["document"]),
            *both_ways("updated_at", "citation_updated", holding=["document"]),
            models.Index(Lower("reported_via"), name="citation_reported_via"),
            models.Index(fields=["bearing"], name="citation_bearing"),
        ]
        constraints = [
            *Anchored.Meta.constraints,
            one_of("bearing", Bearing),
            models.CheckConstraint(
                condition=Q(exact="") | Q(end=F("start") + Length("exact")),
                name="citation_exact_is_as_long_as_its_passage",
                violation_error_message="The quoted words must be as long as the passage.",
            ),
            models.CheckConstraint(
                condition=Q(exact="", prefix="", suffix="")
                | (~Q(exact="") & Q(statement__isnull=False)),
                name="citation_repeats_words_of_statements_only",
                violation_error_message="Only a citation of a statement carries quoted words.",
            ),
            models.CheckConstraint(
                condition=exactly_one_of(FactKind.values),
                name="citation_points_at_exactly_one_fact",
                violation_error_message=f"Set exactly one of {', '.join(FactKind.values)}.",
            ),
        ]

    @staticmethod
    def name_from(title, line):
        return f"{title}, line {line}"

    @property
    def fact_kind(self):
        """Name of the one fact field that is set, or None while none is."""
        return next((name for name in FactKind.values if getattr(self, f"{name}_id")), None)

    @property
    def fact_id(self):
        """Row number of the fact among those of its kind."""
        return getattr(self, f"{self.fact_kind}_id") if self.fact_kind else None

    @property
    def fact(self):
        """The fact the passage bears on."""
        return getattr(self, self.fact_kind) if self.fact_kind else None

    @property
    def reporting_chain(self):
        """By whom it reached the document: see `reporting_chain`."""
        attributed_to, reported_by = (
            getattr(self.fact, name, "") for name in ("attributed_to", "reported_by")
        )
        document = self.document
        return reporting_chain(
            attributed_to,
            reported_by,
            self.reported_via,
            self.bearing,
            document.publisher,
            document.title,
        )

    def clean(self):
        super().clean()
        problems = {}
        if self.exact and sha256_of(self.exact) != self.passage_sha256:
            problems["passage_sha256"] = "This is not the hash of the quoted words."
        if self.exact and self.statement_id and self.statement.text != self.exact:
            problems["exact"] = "The quoted words differ from the text of the statement."
        if problems:
            raise ValidationError(problems)


def reporting_chain(attributed_to, reported_by, reported_via, bearing, publisher, title):
    """By whom a passage reached its document, from the source on: (role, name) for each link.

    A fact is attributed to somebody and reported by an outlet, a passage reported via another, in
    a document with a publisher and a title; what is not known is empty. The document stands for
    its own publisher, who is no further link.
    """
    # Who contradicts a fact is another than the one the fact is from.
    chain = [(ChainRole.SOURCE, attributed_to if bearing == Bearing.SUPPORTS else "")]
    for outlet in {name.lower(): name for name in (reported_by, reported_via)}.values():
        if outlet.lower() != publisher.lower():
            chain.append((ChainRole.OUTLET, outlet))
    chain.append((ChainRole.DOCUMENT, title))
    return [(role, name) for role, name in chain if name]


def independent_sources(passages):
    """How many independent sources support a fact.

    `passages` has bearing, document, outlet and origin of each citation of the fact, the latter
    two as `CitationQuerySet.with_origin` has them. Counts as `CitationQuerySet.independent` does,
    without asking the database again.
    """
    supporting = [passage[1:] for passage in passages if passage[0] == Bearing.SUPPORTS]
    crediting = {document for document, outlet, _ in supporting if outlet}
    return len(
        {origin for document, outlet, origin in supporting if outlet or document not in crediting}
    )
