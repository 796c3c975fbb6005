"""Equality of texts whatever their case, beyond ASCII too: `__same_as` and `CaseFolded`.

SQLite's own LIKE and LOWER know the case of ASCII letters only, so "Женева" would differ. Only the
letters with rules of their own, the Turkish dotted capital İ and the final sigma, still differ.
"""

from django.db.backends.signals import connection_created
from django.db.models import CharField, Func, Lookup, TextField
from django.dispatch import receiver


@CharField.register_lookup
@TextField.register_lookup
class SameAs(Lookup):
    lookup_name = "same_as"

    def as_sql(self, compiler, connection, function="LOWER"):
        column, column_params = self.process_lhs(compiler, connection)
        value, value_params = self.process_rhs(compiler, connection)
        sql = f"{function}({column}) = {function}({value})"
        return sql, (*column_params, *value_params)

    def as_sqlite(self, compiler, connection):
        return self.as_sql(compiler, connection, function="PY_LOWER")


class CaseFolded(Func):
    """A text in lower case, by which texts that differ in nothing else are one."""

    function = "LOWER"
    output_field = TextField()

    def as_sqlite(self, compiler, connection):
        return self.as_sql(compiler, connection, function="PY_LOWER")


@receiver(connection_created)
def teach_lower_case(sender, connection, **kwargs):
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "PY_LOWER", 1, lambda text: text and text.lower(), deterministic=True
        )
