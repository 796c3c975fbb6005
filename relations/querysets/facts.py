"""Facts: by their evidence, and by what they are tied to."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL

from relations.querysets.record import RecordQuerySet
from relations.vocabularies import Bearing, PublicationStatus

DISPUTES = Bearing.DISPUTES


class FactQuerySet(RecordQuerySet):
    """Facts that carry citations."""

    document_path = "citations__document"

    def cited_in(self, *documents):
        """Facts with a published citation of one of the documents."""
        # Found by the documents, which are cited for few facts, however many there are.
        cited = self._citations().filter(document__in=documents)
        return self.filter(pk__in=cited.order_by().values(self._fact))

    def disputed(self):
        """Facts that a published citation disputes."""
        return self._with(lambda citations: citations.filter(bearing=DISPUTES))

    def undisputed(self):
        """Facts that no published citation disputes."""
        return self.exclude(self._having(lambda citations: citations.filter(bearing=DISPUTES)))

    def supported_by_sources(self, at_least):
        """Facts that published citations of so many independent sources support."""
        return self._with(lambda citations: citations.of_sources(self._fact, at_least))

    @property
    def _fact(self):
        """The name of these facts among those of a citation."""
        return self.model._meta.get_field("citations").field.name

    def _citations(self):
        return self._related("citations").objects.published_of(self._fact)

    def _with(self, chosen):
        return self.filter(self._having(chosen))

    def _having(self, chosen):
        """Condition: the fact has citations of those that are chosen of its own."""
        # The fact last: among what is chosen may be subqueries of all citations.
        return Exists(chosen(self._citations()).filter(**{self._fact: OuterRef("pk")}).order_by())


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
        """Facts that the path leads to one of the roots, or to what is below them.

        The tree is read first: so the database knows how often each of its entries is linked, and
        whether to begin with these or with the facts.
        """
        first, _, rest = path.partition("__")
        step = self.model._meta.get_field(first)
        tree = self.model
        for name in path.split("__"):
            tree = tree._meta.get_field(name).related_model
        entries = list(tree.objects.within(*roots).order_by().values_list("pk", flat=True))
        if not rest:
            return self.filter(**{f"{first}__in": entries})
        links = step.related_model.objects.filter(
            **{step.field.name: OuterRef("pk"), f"{rest}__in": entries}
        )
        return self.filter(Exists(links.order_by()))


class LinkedQuerySet(OfPartiesQuerySet):
    """Facts tied to issues as well; `issue_path` is the way to the issue."""

    issue_path = "issue_links__issue"

    def on(self, *issues):
        """Facts on one of the issues or on one of their sub-issues."""
        return self._linked(self.issue_path, issues)


class TiedToRoundQuerySet(models.QuerySet):
    """Facts that may be tied to a round."""

    negotiation_path = "round__negotiation"

    def in_negotiation(self, *negotiations):
        """Facts tied to a published round of one of the negotiations."""
        rounds = self._related("round").objects.published().filter(negotiation__in=negotiations)
        return self.filter(round__in=rounds.order_by())
