"""The read language of the record: each method completes a phrase, as in "positions on(issue)".

Every method returns a queryset, so phrases can be chained. Ranges of days are answered as
*possible* (the imprecise date may fall into the range) or *certain* (it cannot fall outside).
"""

from functools import cache

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Concat, NullIf

from relations.text_lookups import CaseFolded
from relations.vocabularies import Bearing, FactKind, PublicationStatus


@cache
def publication_lookups(model):
    """Lookups of `model` that must all be `published` before the public may see a row of it.

    Its own status, and that of every entry it cannot be read without: its required foreign keys,
    and theirs in turn.
    """
    lookups = []
    for field in model._meta.concrete_fields:
        if field.name == "publication_status":
            lookups.append(field.name)
        elif field.many_to_one and not field.null:
            lookups += [
                f"{field.name}__{path}" for path in publication_lookups(field.related_model)
            ]
    return lookups


def required_entries(model):
    """Paths to the entries a row cannot be read without, such as `round__negotiation`."""
    lookups = (lookup.rpartition("__")[0] for lookup in publication_lookups(model))
    return [path for path in lookups if path]


class RecordQuerySet(models.QuerySet):
    """What every table of the record can be asked."""

    def get_by_natural_key(self, *key):
        return self.get(**self.model.natural_key_lookups(key))

    def published(self):
        """Rows the public may see: the one rule of visibility, for everything public."""
        return self.filter(
            **dict.fromkeys(publication_lookups(self.model), PublicationStatus.PUBLISHED)
        )

    def with_links(self, *paths):
        """Load the entries beside each row, leaving out what the public may not see.

        What a row cannot be read without is always loaded. `paths` name the optional and the many
        rows, such as `speaker` or `participants__person`; an optional entry that is not published
        reads as None, a row of many that is not published is missing. A path may begin with a
        required entry, such as `party__parent`.
        """
        inner = {}
        for path in paths:
            name, _, rest = path.partition("__")
            inner.setdefault(name, []).extend([rest] if rest else [])
        required = [path.split("__") for path in required_entries(self.model)]
        loaded = []
        for name, rest in inner.items():
            entries = self._related(name).objects.all()
            entries = entries if [name] in required else entries.published()
            loaded.append(Prefetch(name, entries.with_links(*rest)))
        # Django drops a prefetch below an entry that a join has loaded already.
        joined = ["__".join(path) for path in required if path[0] not in inner]
        return self.select_related(*(joined or [None])).prefetch_related(*loaded)

    def _related(self, name):
        return self.model._meta.get_field(name).related_model

    def _refuse(self, *args, **kwargs):
        raise NotImplementedError("Save each row, so that its history is written.")

    update = bulk_update = bulk_create = _refuse


class StandingQuerySet(models.QuerySet):
    """What a document is held against."""

    def standing(self):
        """What has not been withdrawn; drafts too must be true to their document."""
        return self.exclude(publication_status=PublicationStatus.RETRACTED)


class FactQuerySet(RecordQuerySet):
    """Facts that carry citations."""

    def cited_in(self, *documents):
        """Facts with a published citation of one of the documents."""
        return self._with(lambda citations: citations.filter(document__in=documents))

    def disputed(self):
        """Facts that a published citation disputes."""
        return self._with(lambda citations: citations.filter(bearing=Bearing.DISPUTES))

    def undisputed(self):
        """Facts that no published citation disputes."""
        return self.exclude(pk__in=self.model.objects.disputed().order_by().values("pk"))

    def supported_by_sources(self, at_least):
        """Facts that published citations of so many independent sources support."""
        return self._with(lambda citations: citations.of_sources(self._fact, at_least))

    @property
    def _fact(self):
        """The name of these facts among those of a citation."""
        return self.model._meta.get_field("citations").field.name

    def _with(self, chosen):
        citations = self._related("citations").objects.published().of_kind(self._fact)
        return self.filter(pk__in=chosen(citations).order_by().values(self._fact))


class TreeQuerySet(FactQuerySet):
    """Entries with a `parent` of their own kind."""

    def within(self, *roots):
        """The roots and everything below them, as far as it is published."""
        return self.filter(pk__in=RawSQL(*self._subtree(roots)))

    def _subtree(self, roots):
        """SQL and parameters that select the ids of the roots and their published descendants."""
        table = self.model._meta.db_table
        if not roots:
            return f"SELECT id FROM {table} WHERE 1 = 0", []
        places = ", ".join(["%s"] * len(roots))
        sql = f"""
            WITH RECURSIVE subtree (id) AS (
                SELECT id FROM {table} WHERE id IN ({places})
                UNION
                SELECT child.id FROM {table} child JOIN subtree ON child.parent_id = subtree.id
                WHERE child.publication_status = %s
            )
            SELECT id FROM subtree"""
        return sql, [*(root.pk for root in roots), PublicationStatus.PUBLISHED.value]


class OfPartiesQuerySet(FactQuerySet):
    """Facts tied to parties, directly or by link rows; `party_path` is the way to the party."""

    party_path = "party_links__party"

    def by(self, *parties):
        """Facts of one of the parties or of one of the bodies that belong to them."""
        return self._linked(self.party_path, parties)

    def _linked(self, path, roots):
        tree = self.model
        for name in path.split("__"):
            tree = tree._meta.get_field(name).related_model
        linked = self.model.objects.filter(**{f"{path}__in": tree.objects.within(*roots)})
        return self.filter(pk__in=linked.order_by().values("pk"))


class LinkedQuerySet(OfPartiesQuerySet):
    """Facts tied to issues as well; `issue_path` is the way to the issue."""

    issue_path = "issue_links__issue"

    def on(self, *issues):
        """Facts on one of the issues or on one of their sub-issues."""
        return self._linked(self.issue_path, issues)


class DatedQuerySet(models.QuerySet):
    """Facts with one imprecise date; `dated_by` is its stem, such as `held`."""

    dated_by = None

    def possibly_within(self, first, last):
        """Facts whose date may fall on a day from `first` to `last`; undated facts are left out."""
        return self.filter(
            **{f"{self.dated_by}_earliest__lte": last, f"{self.dated_by}_latest__gte": first}
        )

    def certainly_within(self, first, last):
        """Facts whose date cannot fall outside `first` to `last`."""
        return self.filter(
            **{f"{self.dated_by}_earliest__gte": first, f"{self.dated_by}_latest__lte": last}
        )


class LastingQuerySet(models.QuerySet):
    """Facts that last from one imprecise date, `since`, to another, `until`."""

    def _may_last_on(self, day):
        return self.filter(
            Q(since_earliest__isnull=True) | Q(since_earliest__lte=day),
            Q(until_latest__isnull=True) | Q(until_latest__gte=day),
        )


class TiedToRoundQuerySet(models.QuerySet):
    """Facts that may be tied to a round."""

    def in_negotiation(self, *negotiations):
        """Facts tied to a published round of one of the negotiations."""
        rounds = self._related("round").objects.published().filter(negotiation__in=negotiations)
        return self.filter(round__in=rounds.order_by())


class IssueQuerySet(TreeQuerySet):
    pass


class PartyQuerySet(TreeQuerySet):
    pass


class NegotiationQuerySet(OfPartiesQuerySet):
    pass


class PersonQuerySet(StandingQuerySet, FactQuerySet):
    def by(self, *parties):
        """People with an office of one of the parties or of one of their bodies."""
        offices = self._related("offices").objects.published().by(*parties)
        return self.filter(pk__in=offices.order_by().values("person"))


class OfficeQuerySet(LastingQuerySet, OfPartiesQuerySet):
    party_path = "party"

    def held_on(self, day):
        """Offices that may have been held on `day`; an unknown date excludes nothing."""
        return self._may_last_on(day)


class RoundQuerySet(DatedQuerySet, LinkedQuerySet):
    dated_by = "held"
    party_path = "participants__party"

    def in_negotiation(self, *negotiations):
        """Rounds of one of the negotiations."""
        return self.filter(negotiation__in=negotiations)

    def at_place(self, place):
        """Rounds at a place: a city, an ISO country code, or the place as printed, in any case."""
        return self.filter(
            Q(city__same_as=place) | Q(country__same_as=place) | Q(place_as_printed__same_as=place)
        )

    def attended_by(self, *people):
        """Rounds that list one of the people among the participants."""
        attended = self._related("participants").objects.published().filter(person__in=people)
        return self.filter(pk__in=attended.order_by().values("round"))


class StatementQuerySet(DatedQuerySet, TiedToRoundQuerySet, LinkedQuerySet):
    dated_by = "said"


class PositionQuerySet(LastingQuerySet, DatedQuerySet, TiedToRoundQuerySet, LinkedQuerySet):
    dated_by = "since"
    issue_path = "issue"
    party_path = "party"

    def in_force_on(self, day):
        """Positions that may have been in force on `day`.

        An unknown beginning or end excludes nothing; a position is out of force once the one that
        supersedes it has certainly begun.
        """
        return self._may_last_on(day).exclude(
            superseded_by__in=self._successors(Q(since_latest__lte=day))
        )

    def certainly_in_force_on(self, day):
        """Positions that had begun by `day` at the latest and cannot have ended before it."""
        return self.filter(
            Q(until_earliest__isnull=True) | Q(until_earliest__gte=day), since_latest__lte=day
        ).exclude(
            superseded_by__in=self._successors(
                Q(since_earliest__isnull=True) | Q(since_earliest__lte=day)
            )
        )

    def _successors(self, has_begun):
        """Positions that the public sees and that have begun."""
        return self.model.objects.published().filter(has_begun).order_by()

    def expressed_by(self, *people):
        """Positions expressed in a statement of one of the people."""
        links = self._related("statement_links").objects.published()
        expressed = links.filter(statement__speaker__in=people)
        return self.filter(pk__in=expressed.order_by().values("position"))


class DevelopmentQuerySet(DatedQuerySet, TiedToRoundQuerySet, LinkedQuerySet):
    dated_by = "happened"


class DocumentQuerySet(StandingQuerySet, DatedQuerySet, RecordQuerySet):
    dated_by = "published"


class DiscrepancyQuerySet(RecordQuerySet):
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
    def published(self):
        """Published citations of published facts in published documents."""
        citations = super().published()
        for kind in FactKind.values:
            # Subqueries, because joins with eleven facts and theirs are too many to plan well.
            facts = self._related(kind).objects.published().order_by()
            citations = citations.filter(
                Q(**{f"{kind}__isnull": True}) | Q(**{f"{kind}__in": facts})
            )
        return citations

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
