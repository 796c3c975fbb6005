"""Makes what the search needs in the database, and keeps it: triggers, or generated columns.

It is derived, so no migration holds it: it is put up after migrations and taken down before any of
this app. Else SQLite would lose the triggers whenever Django rebuilds a table, and PostgreSQL would
refuse to alter a column that a generated one is made of.
"""

import hashlib

from django.db import connections, transaction

from relations import search_words
from relations.search_index import (
    LONGEST_SEARCHED,
    SEARCHED,
    VECTOR,
    fill_sql,
    fts_sql,
    fts_table,
    heading_of,
    texts,
    vector_sql,
)

STEMMED = "$1"
for pattern, result in search_words.PORTERS_OWN_RULES:
    STEMMED = f"regexp_replace({STEMMED}, '{pattern}', '{result}')"
# The same as `relations.search_words`, in SQL.
FUNCTIONS = f"""
CREATE TEXT SEARCH DICTIONARY record_porter (TEMPLATE = snowball, Language = porter);

CREATE FUNCTION record_words(text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN string_to_array(trim(regexp_replace(
    replace(lower(normalize(regexp_replace(
        normalize(left($1, {LONGEST_SEARCHED}), NFD),
        '([{search_words.LATIN}])[{search_words.MARKS}]+', '\\1', 'g'
    ), NFC)), 'ς', 'σ'),
    '(?:[^[:alnum:]]|[{search_words.NO_DIGITS}])+', ' ', 'g'
)), ' ');

CREATE FUNCTION record_stem(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN octet_length($1)
        BETWEEN {search_words.SHORTEST_STEMMED} AND {search_words.LONGEST_STEMMED}
    THEN (ts_lexize('record_porter'::regdictionary, {STEMMED}))[1]
    ELSE left($1, 255)
END;

CREATE FUNCTION record_vector(text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT coalesce(string_agg(format('''%s'':%s', record_stem(word), place), ' '), '')::tsvector
    FROM unnest(record_words($1)) WITH ORDINALITY AS each (word, place)
);
"""


def keep_search(sender, using, **kwargs):
    """After migrations: make what is missing or was made by other rules."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        made = _made(connection, cursor)
        if made == _meant(connection, SEARCHED):
            return
        names = [name for name in SEARCHED if _is_there(connection, cursor, name)]
        if made != _meant(connection, names):
            _take_down(connection, cursor)
            _put_up(connection, cursor, names)


def lay_search_aside(sender, using, plan, **kwargs):
    """Before migrations of this app: take all of it down."""
    if any(migration.app_label == sender.label for migration, _ in plan):
        connection = connections[using]
        with transaction.atomic(using=using), connection.cursor() as cursor:
            _take_down(connection, cursor)


def _table(name):
    return f"relations_{name}"


def _is_there(connection, cursor, name):
    """Whether the table has the columns already, or still: migrations may stop half-way."""
    if _table(name) not in connection.introspection.table_names(cursor):
        return False
    described = connection.introspection.get_table_description(cursor, _table(name))
    return {column.name for column in described} >= set(SEARCHED[name].columns)


def _triggers(name):
    """Name and SQL of the triggers that carry each change of a row into the FTS5 table."""
    table, index = _table(name), fts_table(_table(name))
    columns = ", ".join(f'"{column}"' for column in SEARCHED[name].columns)
    leave = f"DELETE FROM {index} WHERE rowid = old.id;"
    enter = f"INSERT INTO {index} (rowid, {columns}) VALUES (new.id, {texts(name, 'new.')});"
    # REPLACE INTO deletes a row without telling.
    anew = f"DELETE FROM {index} WHERE rowid = new.id; {enter}"
    for event, action in (("INSERT", anew), ("UPDATE", f"{leave} {anew}"), ("DELETE", leave)):
        trigger = f"{index}_{event.lower()}"
        yield trigger, f"CREATE TRIGGER {trigger} AFTER {event} ON {table} BEGIN {action} END"


def _meant(connection, names):
    """What must be there for these models, by name."""
    if connection.vendor == "postgresql":
        return {_table(name): _fingerprint(name) for name in names}
    meant = {}
    for name in names:
        index = fts_table(_table(name))
        meant |= {index: fts_sql(name, index), **dict(_triggers(name))}
    return meant


def _made(connection, cursor):
    """What is there, by name."""
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT attrelid::regclass::text, coalesce(col_description(attrelid, attnum), '')"
            " FROM pg_attribute WHERE attname = %s AND NOT attisdropped"
            " AND attrelid = ANY (SELECT to_regclass(name) FROM unnest(%s::text[]) AS each (name))",
            [VECTOR, [_table(name) for name in SEARCHED]],
        )
    else:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE name LIKE 'relations_%_search'"
            " OR name LIKE 'relations_%_search_insert' OR name LIKE 'relations_%_search_update'"
            " OR name LIKE 'relations_%_search_delete'"
        )
    return dict(cursor.fetchall())


def _fingerprint(name):
    """A column of PostgreSQL carries it as its comment, to be known for made by these rules."""
    made = FUNCTIONS + vector_sql(name) + heading_of(VECTOR)
    return f"Searched by relations; made by {hashlib.sha256(made.encode()).hexdigest()[:16]}"


def _put_up(connection, cursor, names):
    if connection.vendor == "postgresql":
        cursor.execute(FUNCTIONS)
    for name in names:
        table, index = _table(name), fts_table(_table(name))
        if connection.vendor == "postgresql":
            vector = f"tsvector GENERATED ALWAYS AS ({vector_sql(name)}) STORED"
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN {VECTOR} {vector}")
            cursor.execute(f"COMMENT ON COLUMN {table}.{VECTOR} IS '{_fingerprint(name)}'")
            cursor.execute(f"CREATE INDEX {index} ON {table} USING gin ({VECTOR})")
            if SEARCHED[name].heading:
                heading = heading_of(VECTOR)
                cursor.execute(f"CREATE INDEX {index}_heading ON {table} USING gin ({heading})")
        else:
            cursor.execute(fts_sql(name, index))
            cursor.execute(fill_sql(name, index, table))
            for _, sql in _triggers(name):
                cursor.execute(sql)


def _take_down(connection, cursor):
    for name in SEARCHED:
        table, index = _table(name), fts_table(_table(name))
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE IF EXISTS {table} DROP COLUMN IF EXISTS {VECTOR}")
        else:
            for trigger, _ in _triggers(name):
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}")
            cursor.execute(f"DROP TABLE IF EXISTS {index}")
    if connection.vendor == "postgresql":
        for function in ("record_vector", "record_stem", "record_words"):
            cursor.execute(f"DROP FUNCTION IF EXISTS {function}(text)")
        cursor.execute("DROP TEXT SEARCH DICTIONARY IF EXISTS record_porter")
