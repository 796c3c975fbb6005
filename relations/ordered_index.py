"""Indexes that have the order of a list: by a column, those without a value last, then by slug."""

from django.db.models import F, Index


class OrderedIndex(Index):
    """SQLite knows by itself that NULL comes last on the way down, and may not be told so."""

    def create_sql(self, model, schema_editor, using="", **options):
        if schema_editor.connection.vendor != "sqlite":
            return super().create_sql(model, schema_editor, using, **options)
        plain = [
            F(each.expression.name).desc() if each.descending else F(each.expression.name).asc()
            for each in self.expressions
        ]
        return Index(*plain, name=self.name).create_sql(model, schema_editor, using, **options)


def both_ways(column, name, *, null=False):
    """Indexes for a list that can be ordered by the column, which may be null, up and down."""
    upwards, downwards = F(column).asc(), F(column).desc(nulls_last=null or None)
    return [
        OrderedIndex(upwards, F("slug").asc(), name=f"{name}_up"),
        OrderedIndex(downwards, F("slug").asc(), name=f"{name}_down"),
    ]
