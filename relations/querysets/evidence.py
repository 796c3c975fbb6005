"""Documents, the passages cited from them, and where they disagree."""

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf

from relations.querysets.dates import DatedQuerySet
from relations.querysets.record import RecordQuerySet, StandingQuerySet
from relations.text_lookups import CaseFolded
from relations.vocabularies import Bearing, FactKind


class DocumentQuerySet(StandingQuerySet, DatedQuerySet, RecordQuerySet):
    dated_by = "published"


class DiscrepancyQuerySet(RecordQuerySet):
    document_path = "accounts__citations__document"

    def in_negotiation(self, *negotiations):
        """Discrepancies that concern one of the negotiations."""
        return self.filter(negotiation__in=negotiations)

    def cited_in(self, *documents):
        """Discrepancies of which one account is cited in one of the documents."""
        cited = self._related("accounts").objects.published().cited_in(*documents)
        return self.filter(pk__in=cited.order_by().values("discrepancy"))

    def supported_by_sources(self, at_least):
        """Discrepancies whose accounts, taken together, rest on so many independent sources.

        One source that contradicts itself counts once.
        """
        citations = self._related("accounts")._meta.get_field("citations").related_model.objects
        fact = "account__discrepancy"
        chosen = citations.published().of_kind("account").of_sources(fact, at_least)
        return self.filter(pk__in=chosen.order_by().values(fact))


class ExclusionQuerySet(StandingQuerySet, RecordQuerySet):
    pass


class CitationQuerySet(StandingQuerySet, RecordQuerySet):
    discrepancy_path = "account__discrepancy"
    kind_path = Case(
        *(When(**{f"{kind}__isnull": False, "then": Value(kind)}) for kind in FactKind.values),
        output_field=models.TextField(),
    )

    def published(self):
        """Published citations of published facts in published documents."""
        citations = super().published()
        for kind in FactKind.values:
            is_other = Q(**{f"{kind}__isnull": True})
            citations = citations.filter(is_other | self._is_public(kind))
        return citations

    def published_of(self, name):
        """Published citations of facts of one kind: the others need not be looked for."""
        has_fact = Q(**{f"{name}__isnull": False})
        return super().published().filter(has_fact, self._is_public(name))

    def published_beside(self, name):
        """Published citations to be shown beside public facts of one kind, or public documents."""
        if name in FactKind:
            return super().published().filter(**{f"{name}__isnull": False})
        return self.published()

    def _is_public(self, kind):
        """Condition: the fact is published.

        It is looked up for each citation: joins with eleven facts and theirs are too many to plan
        well, and lists of all that are published too long.
        """
        fact = self._related(kind).objects.published().filter(pk=OuterRef(kind))
        return Exists(fact.order_by())

    def with_links(self, *paths):
        return super().with_links(*paths).with_origin()

    def with_origin(self):
        """Add `outlet`, who is credited with what the passage says, and `origin`.

        The outlet is the one that had the words from the speaker, or the one the document has it
        from; empty where none is. The origin is the outlet, else the publisher of the document,
        else the document.
        """
        outlet = Coalesce(
            NullIf(CaseFolded("statement__reported_by"), Value("")),
            CaseFolded("reported_via"),
            output_field=models.TextField(),
        )
        origin = Coalesce(
            NullIf("outlet", Value("")),
            NullIf(CaseFolded("document__publisher"), Value("")),
            Concat(Value("document "), "document__slug", output_field=models.TextField()),
            output_field=models.TextField(),
        )
        return self.annotate(outlet=outlet).annotate(origin=origin)

    def independent(self, fact):
        """The supporting passages whose different origins are independent sources of the fact.

        Reports that carry one wire report have one origin, and so has the article of the outlet
        they quote. A document that credits an outlet anywhere for the fact is no source beside it.
        """
        supporting = self.filter(bearing=Bearing.SUPPORTS).with_origin().order_by()
        credited = supporting.filter(document=OuterRef("document"), **{fact: OuterRef(fact)})
        return supporting.exclude(Exists(credited.exclude(outlet="")), outlet="")

    def of_sources(self, fact, at_least):
        """A row with the value `fact` for each fact that so many independent sources support."""
        sources = self.independent(fact).values(fact)
        return sources.annotate(sources=Count("origin", distinct=True)).filter(
            sources__gte=at_least
        )

    def of_discrepancy(self, *discrepancies):
        """Citations of the published accounts of one of the discrepancies."""
        accounts = self._related("account").objects.published()
        return self.filter(account__in=accounts.filter(discrepancy__in=discrepancies).order_by())

    def of_kind(self, *kinds):
        """Citations whose fact is of one of the kinds, such as `statement` or `round`."""
        chosen = Q()
        for kind in kinds:
            chosen |= Q(**{f"{kind}__isnull": False})
        return self.filter(chosen)
