"""What every table of the record can be asked: what is public, and what is loaded beside a row."""

from functools import cache

from django.db import models
from django.db.models import Case, Count, F, Prefetch, Value, When

from relations.search_index import Holds, searched
from relations.vocabularies import PublicationStatus

PUBLISHED = PublicationStatus.PUBLISHED


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


def entries_beside(model, paths=()):
    """All that `with_links(*paths)` reads beside a row: path → model at its end."""
    found = {}
    for path in [*required_entries(model), *paths]:
        name, _, rest = path.partition("__")
        related = model._meta.get_field(name).related_model
        inner = entries_beside(related, [rest] if rest else [])
        found |= {name: related, **{f"{name}__{path}": end for path, end in inner.items()}}
    return found


class RecordQuerySet(models.QuerySet):
    """What every table of the record can be asked."""

    def get_by_natural_key(self, *key):
        return self.get(**self.model.natural_key_lookups(key))

    def published(self):
        """Rows the public may see: the one rule of visibility, for everything public."""
        return self.filter(**dict.fromkeys(publication_lookups(self.model), PUBLISHED))

    def published_beside(self, name):
        """Rows to be shown beside the public entries that the foreign key `name` leads to.

        That these are public is known; what else a row cannot be read without must be too.
        """
        lookups = publication_lookups(self.model)
        asked = (lookup for lookup in lookups if not lookup.startswith(f"{name}__"))
        return self.filter(**dict.fromkeys(asked, PUBLISHED))

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

    def matching(self, search):
        """Rows that hold what is searched for, a `relations.search_terms.Search`."""
        return self.filter(Holds(self.model, search))

    def ranked(self, search):
        """Rows matching the search, with their `relevance`; the best come first, then the newest.

        A term found in the heading of a row counts more than all that are found elsewhere in it,
        so the relevance is a whole number that depends on nothing but the row: a hundred for each
        term in the heading, and one for each that is found at all; ten thousand where they are the
        very name of the row.
        """
        relevance = [
            Case(
                When(Holds(self.model, term, in_heading=in_heading), then=Value(weight)),
                default=Value(0),
            )
            for term in search.terms
            for weight, in_heading in self._weights()
        ]
        if "name" in searched(self.model).heading:
            is_name = When(name__same_as=search.name, then=Value(10_000))
            relevance.append(Case(is_name, default=Value(0)))
        return self.matching(search)._by_relevance(sum(relevance, start=Value(0)))

    def in_ranks(self, search):
        """The rows of `ranked` as querysets, of which the first has the best.

        Where there are two ranks only, they can be asked one by one: the newest rows of each are
        found by an index, but to compare all that hold a frequent word takes its time.
        """
        if not search.is_one_term or "name" in searched(self.model).heading:
            return [self.ranked(search)]
        ranks, found, relevance = [], self.matching(search), sum(w for w, _ in self._weights())
        for weight, in_heading in self._weights():
            holds = Holds(self.model, search, in_heading=in_heading)
            ranks.append(found.filter(holds)._by_relevance(Value(relevance)))
            found, relevance = found.exclude(holds), relevance - weight
        return ranks

    def _weights(self):
        """What a term counts, and whether for that it must be found in the heading."""
        return [(100, True), (1, False)] if searched(self.model).heading else [(1, False)]

    def _by_relevance(self, relevance):
        dated_by = getattr(self, "dated_by", None)
        newest = [F(f"{dated_by}_latest").desc(nulls_last=True)] if dated_by else []
        return self.annotate(relevance=relevance).order_by("-relevance", *newest, "slug")

    def counted_by(self, name):
        """Pairs of each value of the column `name`, or of `<name>_path`, and its number of rows."""
        return self._again().values_list(self._path_to(name)).annotate(Count("pk"))

    def ties(self, name):
        """Pairs `counted`, `entry` of ids: each row with every published entry it is tied to.

        The tie is the column `name` or goes along `<name>_path`, over published rows alone.
        """
        path, model, shown = "", self.model, {}
        for step in self._path_to(name).split("__"):
            path, field = f"{path}{step}__", model._meta.get_field(step)
            if field.is_relation:
                model = field.related_model
                shown |= {f"{path}{lookup}": PUBLISHED for lookup in publication_lookups(model)}
        tied = self._again().filter(**shown)
        return tied.values(counted=F("pk"), entry=F(self._path_to(name)))

    def _again(self):
        """The same rows without order and joins."""
        return self.model.objects.filter(pk__in=self.order_by().values("pk")).order_by()

    def _path_to(self, name):
        return getattr(self, f"{name}_path", name)

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
