"""Rows by their numbers, however many: `pk__among=[1, 2, 3]`, and the same of a foreign key.

Unlike `__in`, the SQL is the same for any number of them, so it can be compiled once.
"""

import json

from django.db.models import Field, ForeignKey, Lookup


@Field.register_lookup
@ForeignKey.register_lookup
class Among(Lookup):
    """`value` is a list of row numbers, or what stands in its place until the query is asked."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        among = {
            "sqlite": "{} IN (SELECT value FROM json_each(%s))",
            "postgresql": "{} = ANY(%s::bigint[])",
        }
        return among[connection.vendor].format(column), (*params, self.rhs)

    @staticmethod
    def parameter(numbers, vendor):
        """The numbers as the parameter of the query."""
        return json.dumps(numbers) if vendor == "sqlite" else f"{{{','.join(map(str, numbers))}}}"
