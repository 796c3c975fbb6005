"""What a search says: words, phrases, alternatives, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.highlighting import highlight
from relations.search_terms import LONGEST_SEARCH, Alternative, Search, Term, parse
from relations.search_words import stem, words


def search(*alternatives):
    return Search(
        tuple(
            Alternative(
                tuple(Term(words(text)) for text in wanted),
                tuple(Term(words(text)) for text in unwanted),
            )
            for wanted, unwanted in alternatives
        )
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("visa", search((["visa"], []))),
        ("  Visa\tTALKS ", search((["visa", "talks"], []))),
        ('"food waiver" visa', search((["food waiver", "visa"], []))),
        ("“food waiver”", search((["food waiver"], []))),
        ("anti-ballistic", search((["anti ballistic"], []))),
        ("visa -talks", search((["visa"], ["talks"]))),
        ('-"food waiver" visa', search((["visa"], ["food waiver"]))),
        ("a b or c OR d", search((["a", "b"], []), (["c"], []), (["d"], []))),
        ("a -b or c -d", search((["a"], ["b"]), (["c"], ["d"]))),
        ('"or" order', search((["or", "order"], []))),
        ("a -or", search((["a"], ["or"]))),
        ('a"b c"d', search((["a", "b c", "d"], []))),
        ("Санкции", search((["санкции"], []))),
        ("visa AND talks", search((["visa", "talks"], []))),
        ("visa NOT talks", search((["visa"], ["talks"]))),
        ("visa AND NOT talks", search((["visa"], ["talks"]))),
        ("NOT talks visa", search((["visa"], ["talks"]))),
        ('a NOT "b c" OR d AND e', search((["a"], ["b c"]), (["d", "e"], []))),
        ("this and that", search((["this", "that"], []))),
        ("this not that", search((["this", "not", "that"], []))),
        (
            "Breaking: https://news.example/talks",
            search((["breaking", "https news example talks"], [])),
        ),
        ('"AND" order', search((["and", "order"], []))),
        ('"visa*" "NEAR(x)" "{y}:z"', search((["visa", "near x", "y z"], []))),
        ("at 10:30 o'clock, near?", search((["at", "10 30", "o clock", "near"], []))),
    ],
)
def test_search_is_read_as(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * (LONGEST_SEARCH + 1), "Use at most 200 characters."),
        ("a b c d e f g h i j k", "Use at most 10 words or phrases."),
        ('"food waiver', "A quotation mark is not closed."),
        ("-visa", "Say what is to be found too, not only what is not."),
        ("food or -visa", "Say what is to be found too, not only what is not."),
        ('""', "Each word or phrase needs a letter or a digit."),
        ("- a", "Each word or phrase needs a letter or a digit."),
        ("²½", "Each word or phrase needs a letter or a digit."),
        (" ", "Each word or phrase needs a letter or a digit."),
        ("or", "Put a word or a phrase on either side of `or`."),
        ("a or", "Put a word or a phrase on either side of `or`."),
        ("or a", "Put a word or a phrase on either side of `or`."),
        ("a or or b", "Put a word or a phrase on either side of `or`."),
        ("AND a", "Put a word or a phrase before `AND`."),
        ("a AND", "Put a word or a phrase after `AND`."),
        ("a NOT", "Put a word or a phrase after `NOT`."),
        ("a AND AND b", "Put a word or a phrase between `AND` and `AND`."),
        ("a AND or b", "Put a word or a phrase between `AND` and `OR`."),
        ("a NOT AND b", "Put a word or a phrase between `NOT` and `AND`."),
        ("a or AND b", "Put a word or a phrase before `AND`."),
        ("a NOT -b", "Use either `NOT` or `-` before what must not be there, not both."),
        ("NOT a", "Say what is to be found too, not only what is not."),
    ],
)
def test_search_is_refused_with(text, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        parse(text)


@pytest.mark.parametrize(
    "operator",
    [
        *(
            "visa*",
            "vi*a",
            "vi?a",
            "visa^2",
            "+visa",
            "!visa",
            "~visa",
            "visa~",
            "-visa*",
            "title:visa",
            "NEAR",
            "NEAR/3",
            "XOR",
        ),
        *("&", "&&", "|", "||", "(a", "b)", "{y}", "[x"),
    ],
)
def test_what_looks_like_an_operator_is_refused_by_name(operator):
    with pytest.raises(ValueError, match="looks like an operator") as refusal:
        parse(f"talks {operator}")
    assert f"`{operator}`" in str(refusal.value)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    try:
        asked = parse(text)
    except ValueError:
        return
    assert asked.terms
    assert not {*"'\\ |&!():*<>"} & {*"".join(word for term in asked.terms for word in term.words)}


@given(st.text(alphabet='ab"-or ´é', max_size=LONGEST_SEARCH))
def test_what_is_searched_for_is_highlighted_in_itself(text):
    try:
        asked = parse(text)
    except ValueError:
        return
    assert "<mark>" in highlight([text], asked.terms)


def test_each_stem_counts_once_among_the_terms():
    assert [term.words for term in parse("talks talk or talking -round").terms] == [("talking",)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("negotiations", "negoti"),
        ("negotiating", "negoti"),
        ("possibly", "possibl"),
        ("possible", "possibl"),
        ("ontologies", "ontolog"),
        ("us", "us"),
        ("is", "is"),
        ("x" * 63 + "s", "x" * 63),
        ("x" * 64 + "s", "x" * 64 + "s"),
        ("2025", "2025"),
        ("санкции", "санкции"),
    ],
)
def test_stem_of(word, expected):
    assert stem(word) == expected


def test_words_are_folded():
    assert words("Łódź–Zürich: 25% of İstanbul's ²½ Й") == (
        "łodz", "zurich", "25", "of", "istanbul", "s", "й",
    )  # fmt: skip


# Highlighting -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("We negotiated.", "negotiations", "We <mark>negotiated</mark>."),
        ("A food waiver, a waiver.", '"food waiver"', "A <mark>food waiver</mark>, a waiver."),
        ("Zürich & <b>", "zurich", "<mark>Zürich</mark> &amp; &lt;b&gt;"),
        ("<script>", "script", "&lt;<mark>script</mark>&gt;"),
        ("a b c", '"a b" "b c"', "<mark>a b c</mark>"),
        ("one two", "two -three or one", "<mark>one</mark> <mark>two</mark>"),
        ("nothing here", "visa", "nothing here"),
    ],
)
def test_highlight_of(text, asked, expected):
    assert highlight([text], parse(asked).terms) == expected


def test_highlight_takes_the_first_text_with_a_match():
    assert highlight(["", "one", "two"], parse("two").terms) == "<mark>two</mark>"
    assert highlight([], parse("two").terms) == ""


def test_highlight_is_shortened_around_the_first_match_at_words():
    text = f"{'before ' * 100}needle {'after ' * 100}"
    shown = highlight([text], parse("needle").terms)
    assert shown.startswith("…before ")
    assert shown.endswith(" after…")
    assert "<mark>needle</mark>" in shown
    assert 250 <= len(shown) <= 320


def test_highlight_shows_the_end_of_a_long_text():
    shown = highlight([f"{'before ' * 100}needle"], parse("needle").terms)
    assert shown.startswith("…before ")
    assert shown.endswith("before <mark>needle</mark>")
