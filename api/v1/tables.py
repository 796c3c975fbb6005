"""The whole result of a list as one file: beside `/statements` stand `/statements.csv` and others.

Filters and order are those of the list, by the same code.
"""

from itertools import chain

from django.urls import path

from api.deadline import each_in_time
from api.named_enums import named_enum
from api.openapi import RecordSchema
from api.openapi_answers import headers
from api.ordering import Ordering, ordering_parameter
from api.strict_filtering import chosen_values
from api.table_formats import LONGEST_CELL, MOST_ROWS, TABLE_FORMATS
from api.tables import table_response
from api.v1.entries import portions
from api.v1.table_columns import PageOfCells, columns_of

COLUMNS_ARE = (
    "Another entry has a column with its slug and one with its name (`..._name`); several have "
    "their slugs with `;` between; other nested parts are JSON. An empty cell is null or an empty "
    "text: a field that may be null is never an empty text. Booleans are `true` and `false`."
)
FORMATS_ARE = {
    "csv": (
        "As CSV (RFC 4180): UTF-8, commas, a header line, CRLF. Values are exact to the byte, "
        f"whatever they begin with. {COLUMNS_ARE}"
    ),
    "xlsx": (
        "As a spreadsheet; a second sheet has the address and the revision. No text is a formula. "
        f"What a spreadsheet cannot hold, a text of more than {LONGEST_CELL:,} characters or more "
        f"than {MOST_ROWS:,} rows, is refused: ask for `.csv`. {COLUMNS_ARE}"
    ),
    "jsonl": "As JSON Lines: each line is a `{row}`, as the list shows it. UTF-8.",
}


class FileSchema(RecordSchema):
    """An operation whose answer is a file."""

    def _get_response_bodies(self, direction="response"):
        table_format = self.view.table_format
        schema = {"type": "string"}
        if table_format.format == "xlsx":
            schema["format"] = "binary"
        return {
            "200": {
                "content": {table_format.media_type: {"schema": schema}},
                "headers": headers("Content-Disposition", "Record-Revision", "Link"),
            }
        }


class TableSchema(FileSchema):
    """A table as an operation of its own, described like the list it is the whole of."""

    def get_operation_id(self):
        return f"export{self._resource.capitalize()}{self.view.table_format.format.capitalize()}"

    def get_summary(self):
        return f"Export all {self._resource} of a query as .{self.view.table_format.format}"

    def get_description(self):
        row = self.resolve_serializer(self.view.get_serializer(), "response").name
        return (
            f"{self.view.__doc__.strip()} The whole result of `list{self._resource.capitalize()}` "
            "in one file instead of pages: all filters given must hold; of one repeated filter, "
            "any value may.\n\n"
            f"{FORMATS_ARE[self.view.table_format.format].format(row=row)}"
        )

    def _get_pagination_parameters(self):
        columns = {
            "in": "query",
            "name": "columns",
            "description": "Columns to answer, in this order; repeat it for several. Default: all.",
            "schema": {
                "type": "array",
                "minItems": 1,
                "uniqueItems": True,
                "items": self._column(),
            },
            "explode": True,
            "style": "form",
        }
        has_columns = self.view.table_format.has_columns
        return [ordering_parameter(self.view), *([columns] if has_columns else [])]

    def _column(self):
        return named_enum(
            f"{self.view.basename.capitalize()}Column",
            f"A column of {self._resource} as a table.",
            {column.name: column.about for column in self.view.columns.values()},
        )


class TableOfEntries:
    """Mixin for the view set of a resource: its list, whole and as a file."""

    table_format = None
    schema = TableSchema()
    pagination_class = None
    includes = ()
    repeatable_list_parameters = ("columns",)

    @property
    def list_parameters(self):
        return ["ordering", *(["columns"] if self.table_format.has_columns else [])]

    @property
    def columns(self):
        return columns_of(self.get_serializer())

    def get_renderers(self):
        return [self.table_format]

    def list(self, request, *args, **kwargs):
        entries = self.filter_queryset(self.get_queryset())
        entries = entries.order_by(*Ordering.asked(request, self).expressions(self.model))
        chosen = self._chosen_columns(request)
        name = request.path.rsplit("/", 1)[1].partition(".")[0]
        kinds = {name: column.kind for name, column in chosen.items()}
        rows = chain.from_iterable(each_in_time(self._rows(entries, chosen.values())))
        return table_response(
            request, name, kinds, rows, self.table_format, recorded_at=self.recorded_at
        )

    def _chosen_columns(self, request):
        columns = self.columns
        names = chosen_values(request.query_params, "columns", columns) or columns
        return {name: columns[name] for name in names}

    def _rows(self, entries, columns):
        """Some rows at once, as the list shows them, or their cells."""
        for numbers in portions(entries):
            if self.table_format.has_columns:
                yield PageOfCells(self.request, self.serializer_class).cells(columns, numbers)
            else:
                yield self.rows(numbers)


def table_paths(router):
    """An address for each list of the router in each format."""
    for prefix, viewset, basename in router.registry:
        for table_format in TABLE_FORMATS:
            name = f"{viewset.__name__}{table_format.format.capitalize()}"
            options = {"table_format": table_format, "__doc__": viewset.__doc__}
            view = type(name, (TableOfEntries, viewset), options)
            yield path(
                f"{prefix}.{table_format.format}",
                view.as_view({"get": "list"}, detail=False, basename=basename),
                name=f"{basename}-{table_format.format}",
            )
