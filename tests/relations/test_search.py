"""What is found, on whichever database the tests run: the answers are the same on both."""

import pytest
from django.db import connection

from relations.models import (
    Citation,
    DiscrepancyAccount,
    Entry,
    Person,
    Round,
    RoundSchedule,
    Statement,
    recorded_models,
)
from relations.search_index import (
    LONGEST_SEARCHED,
    SEARCHED,
    TOKENIZER,
    build_temporary_index,
    searched,
    vector_sql,
)
from relations.search_terms import parse
from relations.search_words import stems
from tests import builders

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]


def is_postgres():
    return connection.vendor == "postgresql"


def found(model, asked):
    return list(model.objects.matching(parse(asked)).order_by("slug"))


def test_every_noun_with_a_list_is_searched():
    parts = {RoundSchedule, DiscrepancyAccount}  # they stand in the round or the discrepancy
    nouns = {model for model in recorded_models(Entry) if model not in parts}
    assert set(SEARCHED) == {model._meta.model_name for model in nouns}
    for noun in nouns:
        assert all(noun._meta.get_field(name) for name in searched(noun).columns)


# What a statement says, what is asked, whether it is found.
TABLE = [
    ("We shall negotiate about visas.", "negotiations", True),
    ("We shall negotiate about visas.", "visa negotiating", True),
    ("We shall negotiate about visas.", "visa sanctions", False),
    ("We shall negotiate about visas.", "sanctions or visa", True),
    ("We shall negotiate about visas.", "visa -negotiation", False),
    ("We shall negotiate about visas.", "visa -sanctions", True),
    ("We shall negotiate about visas.", 'visa -"negotiate visas"', True),
    ("We shall negotiate about visas.", '"about visas"', True),
    ("We shall negotiate about visas.", '"negotiate visas"', False),
    ("We shall negotiate about visas.", "nego", False),
    ("We shall negotiate about visas.", "sanctions visa or shall", True),
    ("We shall negotiate about visas.", "sanctions or visa -shall", False),
    ("A possible answer", "possibly", True),
    ("An ontology", "ontologies", True),
    ("The US is there", "us", True),
    ("The US is there", "u", False),
    ("The U.S. is there", "u.s.", True),
    ("The U.S. is there", "us", False),
    ("To be or not to be", '"or not to"', True),
    ("Zürich, Łódź and São Tomé", "zurich łodz sao tome", True),
    ("Zurich", "Zürich", True),
    ("cafe\u0301", "café", True),
    ("Встреча в Женеве", "ЖЕНЕВЕ", True),
    ("Встреча в Женеве", "женева", False),
    ("Κύπρος", "ΚΎΠΡΟΣ", True),
    ("anti-ballistic missiles", "antiballistic", False),
    ("anti-ballistic missiles", "anti ballistic", True),
    ("anti-ballistic missiles", "anti-ballistic", True),
    ("anti ballistic missiles", "anti-ballistic", True),
    ("don’t", "don't", True),
    ("10,000 km² in 2025", "10,000 km", True),
    ("10,000 km² in 2025", "2025", True),
    ("10,000 km² in 2025", "202", False),
    ("see https://news.example/talks?id=1e5", "news.example/talks", True),
    ("see https://news.example/talks?id=1e5", "1e5", True),
    ("write to press@mid.example", "mid", True),
    ("5G and G7", "5g g7", True),
    ("NOT NEAR AND OR", "not near", True),
    ("NOT NEAR AND OR", '"near and or"', True),
    ("a*b", '"a b"', True),
    ("x" * 100, "x" * 100, True),
    ("x" * 3000 + " after", "after", True),
    ("b" * 64 + "s", "b" * 64, False),
    ("b" * 63 + "s", "b" * 63, True),
    ("it's 'quoted' \\ %s", "quoted s", True),
]


@pytest.mark.parametrize(("text", "asked", "is_found"), TABLE)
def test_statement_is_found_by(text, asked, is_found):
    statement = builders.a_statement(text=text, speaker_as_printed="Nobody")
    assert found(Statement, asked) == ([statement] if is_found else [])


def test_no_phrase_reaches_from_one_column_to_the_next():
    builders.a_statement(speaker_as_printed="One", text="Two", venue="Three", reported_by="Four")
    assert found(Statement, "one two three four")
    for asked in ('"one two"', '"two three"', '"three four"'):
        assert not found(Statement, asked)


def test_other_names_are_searched():
    person = builders.a_person(name="Darchiev", other_names=["Дарчиев", 'Alexander "Sasha" D.'])
    for asked in ("дарчиев", "sasha", "darchiev alexander"):
        assert found(Person, asked) == [person]
        assert Person.objects.ranked(parse(asked)).get().relevance >= 101


def test_only_the_beginning_of_a_very_long_text_is_searched():
    builders.a_statement(text="word " * (LONGEST_SEARCHED // 5) + "beyond")
    assert found(Statement, "word")
    assert not found(Statement, "beyond")


def test_rows_are_found_once_and_chain_with_other_phrases():
    meeting = builders.a_round(title="Fishing", city="Fishing")
    builders.a_round(title="Fishing", status="cancelled")
    rows = Round.objects.published().matching(parse("fishing")).filter(status="held")
    assert list(rows.in_negotiation(meeting.negotiation)) == [meeting]
    assert rows.count() == 1


# The past -----------------------------------------------------------------------------------------
def test_view_in_place_of_a_table_is_searched():
    """As a reading of the record at an earlier time shows older rows under the same name."""
    meeting = builders.a_round(title="Fishing")
    columns = ", ".join(
        "'Hunting' AS title" if field.column == "title" else f'"{field.column}"'
        for field in Round._meta.concrete_fields
    )
    with connection.cursor() as cursor:
        vector = ""
        table = "main.relations_round"
        if is_postgres():
            table = "public.relations_round"
            vector = f", {vector_sql('round')} AS search_vector"
        rows = f"SELECT {columns} FROM {table}"
        cursor.execute(f"CREATE TEMP VIEW relations_round AS SELECT *{vector} FROM ({rows}) AS old")
        if not is_postgres():
            build_temporary_index(connection, Round)
        assert found(Round, "hunt") == [meeting]
        assert found(Round, "fishing") == []
        cursor.execute("DROP VIEW relations_round")
        if not is_postgres():
            cursor.execute("DROP TABLE temp.relations_round_search")
    assert found(Round, "fishing") == [meeting]


# Words --------------------------------------------------------------------------------------------
ROOTS = """
    negoti visit treat hop fly sens poss assem apol geol comb irrit agr oper relat
"""
ENDINGS = """
    s es ies ed eed ing y e er or ly bly ibly ably blies logy logies logist ational tional ence
    ance able ible ant ement ment ent ion sion tion ism ate iti ous ousness ive iveness ize
    ization izer ful fulness ness al alism ical icate ative alize ll ss sses
"""
ODD = ["us", "as", "ies", "s", "y", "yes", "sky", "bly", "logy", "1e5", "0x1f", "3rd", "naïve"]
LETTERS = [
    chr(code)
    for first, last in ((0x20, 0x17E), (0x386, 0x3CE), (0x400, 0x482), (0x2010, 0x2060))
    for code in range(first, last + 1)
    if code not in (0xB5, 0x38B, 0x38D, 0x3A2) and not 0x7F <= code < 0xA0
]


def stems_in_database(texts):
    """The stems of each text, as the database indexes it."""
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute(
                "SELECT number, ARRAY(SELECT record_stem(word) FROM unnest(record_words(asked))"
                " WITH ORDINALITY AS words (word, place) WHERE word <> '' ORDER BY place)"
                " FROM unnest(%s::text[]) WITH ORDINALITY AS texts (asked, number)",
                [texts],
            )
            found = dict(cursor.fetchall())
        else:
            cursor.execute(f"CREATE VIRTUAL TABLE temp.t USING fts5(x, tokenize='{TOKENIZER}')")
            cursor.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab(temp, t, instance)")
            cursor.executemany("INSERT INTO temp.t (rowid, x) VALUES (%s, %s)", enumerate(texts, 1))
            cursor.execute("SELECT doc, term FROM temp.v ORDER BY doc, offset")
            found = {}
            for number, term in cursor.fetchall():
                found.setdefault(number, []).append(term)
            cursor.execute("DROP TABLE temp.v")
            cursor.execute("DROP TABLE temp.t")
    return {text: found.get(number, []) for number, text in enumerate(texts, 1)}


def test_databases_and_highlighting_agree_on_odd_words():
    texts = [*ODD, *(root + ending for root in ROOTS.split() for ending in ENDINGS.split())]
    texts += [f"x{letter}z" for letter in LETTERS] + ["e\u0301t", "n\u0303o", "50%", "a_b"]
    assert {text: list(stems(text)) for text in texts} == stems_in_database(texts)


def test_databases_and_highlighting_agree_on_every_word_of_the_record(record):
    texts = set()
    for model in recorded_models(Entry):
        if model._meta.model_name in SEARCHED:
            for row in model.objects.values_list(*searched(model).columns):
                texts |= {str(value) for value in row if value}
    texts = sorted(texts)
    assert len(texts) > 500
    assert Citation.objects.exists()
    assert {text: list(stems(text)) for text in texts} == stems_in_database(texts)
