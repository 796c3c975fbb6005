"""Indexes that have the order of a list: by a column, those without a value last, then by slug.

They hold what else decides whether a row is shown, so that one can be walked without the rows.
"""

from django.db.models import F, Index, Q

from relations.vocabularies import PublicationStatus

IS_PUBLIC = Q(publication_status=PublicationStatus.PUBLISHED)


class OrderedIndex(Index):
    """PostgreSQL is given what is public alone. SQLite, which cannot know whether that is asked
    for, has the status in the index; and it knows by itself that NULL comes last on the way down.
    """

    def create_sql(self, model, schema_editor, using="", **options):
        if schema_editor.connection.vendor != "sqlite":
            return super().create_sql(model, schema_editor, using, **options)
        names = [(each.expression.name, each.descending) for each in self.expressions]
        held = [name for name in self.include if name != model._meta.pk.name]
        columns = [F(name).desc() if down else F(name).asc() for name, down in names]
        plain = Index(*columns, "publication_status", *held, name=self.name)
        return plain.create_sql(model, schema_editor, using, **options)


def both_ways(column, name, *, null=False, holding=()):
    """Indexes for a list that can be ordered by the column, which may be null, up and down.

    `holding` are columns by which the list is filtered.
    """
    upwards, downwards = F(column).asc(), F(column).desc(nulls_last=null or None)
    held = {"include": ["id", *holding], "condition": IS_PUBLIC}
    return [
        OrderedIndex(upwards, F("slug").asc(), name=f"{name}_up", **held),
        OrderedIndex(downwards, F("slug").asc(), name=f"{name}_down", **held),
    ]


def newest_first(column, name):
    """An index for what is found among many by the words in it."""
    newest = F(column).desc(nulls_last=True)
    return OrderedIndex(newest, F("slug").asc(), name=name, include=["id"], condition=IS_PUBLIC)
