"""What serializers show, read as rows of values: a page costs a fixed number of queries.

Nothing of the record becomes an instance on the way. Each field of a serializer says from which
columns of its model it is read, and turns these columns, with the values of all rows, into what it
shows of each row. So a serializer is taken apart once, into one query of all its columns, whose SQL
is kept; a page is that query, and one for each kind of entries beside its rows.

A field that is read from more, or other, than the column it is named after has two methods:

    lookups()               what it is read from, such as ("slug",) or ("document__title", "line")
    shown(page, *columns)   what it shows of each row, from these columns, which are equally long

`Page` reads what stands beside the rows: entries that they link to, and the rows of their own.
"""

from collections import defaultdict
from functools import lru_cache

from django.db import connection, models
from django.db.models import F
from django.db.models.functions import Cast
from rest_framework.reverse import reverse
from rest_framework.serializers import ListSerializer

from relations.among_lookup import Among

NUMBERS = object()  # stands in a query for the numbers of its rows
KEPT_QUERIES = 500


class Query:
    """The values of lookups in the public rows of a model, found by the numbers of a `key`.

    The key is `pk`, or the foreign key of what the rows belong to. They are in the model's order.
    """

    def __init__(self, model, key, lookups):
        self.names = list(dict.fromkeys([key, *lookups]))
        rows = model.objects.published_beside(key.removesuffix("_id")).with_links()
        rows = rows.filter(**{f"{key}__among": NUMBERS})
        rows = rows.order_by() if key == "pk" else rows
        compiler = rows.values_list(*self.names).query.get_compiler(connection=connection)
        compiler.pre_sql_setup()
        fields = [column.output_field for column, *_ in compiler.select]
        # The driver would make dates of texts, only for texts to be made of them again.
        texts = [
            Cast(name, models.TextField()) if isinstance(field, models.DateField) else F(name)
            for name, field in zip(self.names, fields, strict=True)
        ]
        compiler = rows.values_list(*texts).query.get_compiler(connection=connection)
        self.sql, self.params = compiler.as_sql()
        selected = [column for column, *_ in compiler.select]
        converters = compiler.get_converters(selected)
        self.changed = {
            place: _converted(selected[place], functions)
            for place, (functions, _) in converters.items()
        }
        for place, field in enumerate(fields):
            if isinstance(field, models.DateTimeField):
                self.changed[place] = _instant

    def columns(self, numbers):
        """The columns by lookup, with a value for each row found; dates are texts as in JSON."""
        asked = Among.parameter(list(numbers), connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [asked if each is NUMBERS else each for each in self.params])
            rows = cursor.fetchall()
        columns = list(zip(*rows, strict=True)) or [()] * len(self.names)
        for place, change in self.changed.items():
            columns[place] = [value if value is None else change(value) for value in columns[place]]
        return dict(zip(self.names, columns, strict=True))


def _instant(text):
    """An instant as in JSON, from what either database writes of it, which is in UTC."""
    day, time = text.removesuffix("+00").split(" ")
    seconds, point, fraction = time.partition(".")
    return f"{day}T{seconds}{point}{fraction:0<6}Z" if point else f"{day}T{seconds}Z"


def _converted(column, functions):
    def convert(value):
        for function in functions:
            value = function(value, column, connection)
        return value

    return convert


@lru_cache(KEPT_QUERIES)
def query(vendor, model, key, lookups):
    return Query(model, key, lookups)


class Column:
    """A field that shows a column as it is."""

    def __init__(self, field):
        self.source = field.source.replace(".", "__")

    def lookups(self):
        return (self.source,)

    def shown(self, page, column):
        return column


class Belonging:
    """A field that shows the rows of another model that belong to each row."""

    def __init__(self, field):
        self.serializer = type(field.child)
        self.key = field.parent.Meta.model._meta.get_field(field.source).field.attname

    def lookups(self):
        return ("pk",)

    def shown(self, page, numbers):
        rows = page.belonging(self.serializer, self.key, numbers)
        return [[row for row, *_ in rows[number]] for number in numbers]


def _part(field):
    if hasattr(field, "shown"):
        return field
    return Belonging(field) if isinstance(field, ListSerializer) else Column(field)


class Reading:
    """The fields of a serializer: the lookups they are read from, and what they show of them.

    `included` are the related parts that are asked for; without any, their field is left out. With
    `only`, there are no fields but these.
    """

    def __init__(self, serializer_class, included=(), only=None):
        fields = serializer_class().fields
        if "included" in fields:
            if included:
                fields["included"].choose(included)
            else:
                fields.pop("included")
        self.model = serializer_class.Meta.model
        self.parts = {name: _part(fields[name]) for name in only or fields}
        lookups = (lookup for part in self.parts.values() for lookup in part.lookups())
        self.lookups = tuple(dict.fromkeys(lookups))

    def shown(self, columns, page):
        """Field → what the serializer shows in it of each row of the columns."""
        return {
            name: part.shown(page, *(columns[lookup] for lookup in part.lookups()))
            for name, part in self.parts.items()
        }

    def rows(self, columns, page):
        """What the serializer shows of each row of the columns, as a dictionary."""
        shown = self.shown(columns, page).values()
        return [dict(zip(self.parts, row, strict=True)) for row in zip(*shown, strict=True)]


reading = lru_cache(KEPT_QUERIES)(Reading)


class Page:
    """One answer: its rows and what stands beside them, each read once.

    Rows are dictionaries as the serializer shows them. They come as tuples with the values of the
    lookups that the serializer names as `beside`.
    """

    def __init__(self, request):
        self.request = request
        self.read = {}

    def rows(self, serializer, numbers, included=()):
        """The rows with these numbers, in their order; one that is not public is left out."""
        found = self.entries(serializer, numbers, included)
        return [found[number][0] for number in numbers if number in found]

    def entries(self, serializer, numbers, included=()):
        """Number → row and values beside, of public rows with these numbers."""
        return {number: row for number, *row in self._rows(serializer, "pk", numbers, included)}

    def belonging(self, serializer, key, numbers, only=None):
        """The same of public rows whose foreign key has these numbers: number → list of them."""
        memo = serializer, key, numbers
        if memo not in self.read:
            self.read[memo] = found = defaultdict(list)
            for number, *row in self._rows(serializer, key, numbers, only=only):
                found[number].append(row)
        return self.read[memo]

    def shown(self, serializer, numbers, fields):
        """Field → values that it shows of public rows with these numbers; `pk` has their numbers.

        The rows are in no order.
        """
        shape = reading(serializer, only=tuple(fields))
        columns = self.columns(shape.model, "pk", shape.lookups, numbers)
        return {**shape.shown(columns, self), "pk": columns["pk"]}

    def _rows(self, serializer, key, numbers, included=(), only=None):
        shape = reading(serializer, tuple(included), only)
        columns = self.columns(shape.model, key, (*shape.lookups, *serializer.beside), numbers)
        beside = [columns[lookup] for lookup in serializer.beside]
        return zip(columns[key], shape.rows(columns, self), *beside, strict=True)

    def links(self, model, numbers):
        """Number → slug and name, of the public entries of a model with these numbers."""
        numbers = {number for number in numbers if number is not None}
        if not numbers:
            return {}
        columns = self.columns(model, "pk", ("slug", *model.named_by), sorted(numbers))
        values = [columns[lookup] for lookup in model.named_by]
        return dict(zip(columns["pk"], named(model, columns["slug"], *values), strict=True))

    def columns(self, model, key, lookups, numbers):
        """Lookup → values in the public rows of a model whose `key` has these numbers."""
        return query(connection.vendor, model, key, tuple(lookups)).columns(numbers)

    def address_of(self, resource):
        """What stands before the slug in the address of an entry."""
        if resource not in self.read:
            address = reverse(f"v1:{resource}-detail", ["-"], request=self.request)
            self.read[resource] = address.removesuffix("-")
        return self.read[resource]


def named(model, slugs, *values):
    """Links to entries of a model: the slug of each, and its name from the values it is made of."""
    return [
        {"slug": slug, "name": model.name_from(*parts)}
        for slug, *parts in zip(slugs, *values, strict=True)
    ]
