"""What of an entry is searched, and how both databases answer it.

SQLite keeps an FTS5 table beside each searched table, such as `relations_round_search`; PostgreSQL
a column `search_vector`. `relations.search_upkeep` makes both and keeps them true. Tables are named
without a schema, so that a temporary view or table of the same name is searched in their place.
"""

from dataclasses import dataclass

from django.db.models import BooleanField, F, Func

VECTOR = "search_vector"
# More is not searched; PostgreSQL numbers the words of an entry up to 16,383 only.
LONGEST_SEARCHED = 10_000
TOKENIZER = "porter unicode61 remove_diacritics 2 categories ''L* Nd Nl''"
# A place in a vector that no word can take, so that no phrase reaches from one column to the next.
GAP = "'''|'':1'::tsvector"


@dataclass(frozen=True)
class Searched:
    """Columns of a model that are searched: what names the entry, and what it says."""

    heading: tuple[str, ...] = ()
    body: tuple[str, ...] = ()

    @property
    def columns(self):
        return self.heading + self.body


SEARCHED = {
    "negotiation": Searched(("name",), ("description", "membership_rule")),
    "round": Searched(("title",), ("outcome", "city", "place_as_printed", "number_as_stated")),
    "issue": Searched(("name",), ("description",)),
    "party": Searched(("name", "other_names")),
    "person": Searched(("name", "other_names")),
    "office": Searched(("title",)),
    "position": Searched((), ("summary",)),
    "statement": Searched(("speaker_as_printed",), ("text", "venue", "reported_by")),
    "development": Searched(("name",), ("summary",)),
    "document": Searched(("title",), ("publisher", "author", "note")),
    "citation": Searched((), ("exact", "note")),
    "exclusion": Searched((), ("note",)),
    "discrepancy": Searched(("question",), ("note",)),
}


def searched(model) -> Searched:
    return SEARCHED[model._meta.model_name]


def fts_table(table):
    return f"{table}_search"


class Holds(Func):
    """Condition: a row of the model holds what is asked, a `Search` or one of its terms.

    With `in_heading`, what names the row holds it.
    """

    output_field = BooleanField()

    def __init__(self, model, asked, *, in_heading=False):
        super().__init__(F("pk"))
        self.model, self.asked, self.in_heading = model, asked, in_heading

    def as_sql(self, compiler, connection):
        """On PostgreSQL."""
        table = compiler.quote_name_unless_alias(self.source_expressions[0].alias)
        vector = f"{table}.{VECTOR}"
        vector = heading_of(vector) if self.in_heading else vector
        return f"{vector} @@ %s::tsquery", [self.asked.tsquery()]

    def as_sqlite(self, compiler, connection):
        number, _ = compiler.compile(self.source_expressions[0])
        table = connection.ops.quote_name(fts_table(self.model._meta.db_table))
        query = self.asked.fts5()
        if self.in_heading:
            query = f"{{{' '.join(searched(self.model).heading)}}} : {query}"
        return f"{number} IN (SELECT rowid FROM {table} WHERE {table} MATCH %s)", [query]


def heading_of(vector: str) -> str:
    """PostgreSQL's expression for the part of a vector that names the entry."""
    return f"ts_filter({vector}, '{{a}}')"


def vector_sql(name: str) -> str:
    """PostgreSQL's expression for the vector of an entry, over the columns of its table.

    `name` is that of the model, such as `round`. A view that shows older rows in place of the
    table is searched as the table is if it gives this expression as its column `search_vector`.
    """
    columns = [
        (column, weight)
        for weight, chosen in (("A", SEARCHED[name].heading), ("D", SEARCHED[name].body))
        for column in chosen
    ]
    vectors = (
        f"""setweight(record_vector("{column}"::text), '{weight}')""" for column, weight in columns
    )
    return f" || {GAP} || ".join(vectors)


def fts_sql(name: str, table: str) -> str:
    """SQLite's declaration of the FTS5 table `table` of a model."""
    columns = ", ".join(f'"{column}"' for column in SEARCHED[name].columns)
    return f"CREATE VIRTUAL TABLE {table} USING fts5({columns}, tokenize='{TOKENIZER}')"


def fill_sql(name: str, table: str, source: str) -> str:
    """SQLite's statement that enters all rows of `source` into the FTS5 table."""
    columns = ", ".join(f'"{column}"' for column in SEARCHED[name].columns)
    return f"INSERT INTO {table} (rowid, {columns}) SELECT id, {texts(name)} FROM {source}"


def texts(name, row=""):
    """What of a row enters SQLite's index; `row` is `new.` in a trigger."""
    return ", ".join(
        f'substr({row}"{column}", 1, {LONGEST_SEARCHED})' for column in SEARCHED[name].columns
    )


def build_temporary_index(connection, model) -> None:
    """On SQLite: make the search of the model answer from whatever its table now shows.

    For a temporary view that stands in place of the table: a temporary FTS5 table of the same name
    as the lasting one is filled from it, until it is dropped or the connection is closed.
    """
    name, source = model._meta.model_name, model._meta.db_table
    table = f"temp.{fts_table(source)}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(fts_sql(name, table))
        cursor.execute(fill_sql(name, table, source))
