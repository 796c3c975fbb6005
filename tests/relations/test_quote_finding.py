"""A quote is found however it was typed, and always given back as the document has it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from relations.quote_finding import FoldedText, closest, find, fold
from relations.word_differences import MOST_WORDS, word_difference

STRAIGHT = str.maketrans(
    {"“": '"', "”": '"', "’": "'", "‘": "'", "—": "-", "–": "-", "\u2011": "-"}
)
ODD = st.text(alphabet="ab é\u0301“”‘’\"'–—-\u2011\u00ad\u200b\u00a0\n\r\tﬁ🐟½Ⅷ漢", max_size=60)


@pytest.mark.parametrize(
    ("text", "quote", "words"),
    [
        ("He said: “We shall fish.”", '"We shall fish."', "“We shall fish.”"),
        ("We don’t fish", "don't fish", "don’t fish"),
        ("a co\u2011operation\u2011plan", "co-operation-plan", "co\u2011operation\u2011plan"),
        ("10\u00a0million fish", "10 million", "10\u00a0million"),
        ("We shall\nfish 🐟 now", "We shall fish 🐟", "We shall\nfish 🐟"),
        ("🐟🐟 We fish", "We fish", "We fish"),
        ("a soft\u00adware b", "software", "soft\u00adware"),
        ("un caf\u00e9 noir", "cafe\u0301", "caf\u00e9"),
        ("the \ufb01sh swims", "fish", "\ufb01sh"),
        ("one — two", "one - two", "one — two"),
        ("wait… what", "wait...", "wait…"),
    ],
)
def test_a_quote_is_found_in_the_spelling_of_the_document(text, quote, words):
    (found,) = find(text, quote)
    assert text[found.start : found.end] == words


def test_a_quote_that_stands_as_it_is_typed_is_exact_and_hides_what_only_reads_alike():
    text = '“fish” and "fish"'
    assert [(each.how, each.start) for each in find(text, '"fish"')] == [("exact", 11)]
    assert [each.how for each in find(text, "'fish'")] == []


def test_every_place_is_found():
    assert [each.start for each in find("fish fish fish", "fish")] == [0, 5, 10]


@pytest.mark.parametrize("quote", ["", " ", "\u200b", "“fowl”"])
def test_what_does_not_stand_there_is_not_found(quote):
    assert find("We“fish”", quote) == []


def test_a_part_of_a_ligature_is_no_place():
    assert find("\ufb01sh", "f") == []


@pytest.mark.parametrize("wrong", ["We shall not fish", "They shall fish", "We shall fish 12"])
def test_another_word_is_not_found_but_the_closest_passage_is_shown(wrong):
    text = "At the table. We shall fish 10 boats today. Then they left."
    assert find(text, wrong) == []
    found = closest(text, wrong)
    assert found.how == "close"
    assert "shall fish" in text[found.start : found.end]


def test_the_closest_passage_has_whole_words():
    text = "Nobody undermines the understanding reached."
    found = closest(text, "the understandin reached")
    assert text[found.start : found.end] in (
        "the understanding reached",
        "the understanding reached.",
    )


def test_nothing_is_close_to_something_wholly_different():
    assert closest("aaaa bbbb", "xyz xyz xyz") is None
    assert closest("", "fish") is None


@given(ODD)
def test_folded_characters_stand_for_places_in_order(text):
    folded = FoldedText(text)
    assert len(folded.folded) == len(folded.starts) == len(folded.ends)
    assert folded.starts == sorted(folded.starts)
    assert folded.ends == sorted(folded.ends)


@given(ODD, st.integers(0, 60), st.integers(1, 60))
def test_whatever_is_found_reads_as_the_quote(text, start, length):
    quote = text[start : start + length].translate(STRAIGHT)
    for found in find(text, quote):
        words = text[found.start : found.end]
        assert words == quote if found.how == "exact" else fold(words) == fold(quote)


WORDS = st.lists(
    st.sampled_from(["“We", "don’t", "fish”", "co\u2011op", "🐟", "—", "now."]), min_size=1
)


@given(WORDS, WORDS, WORDS)
def test_a_passage_is_found_again_after_it_was_typed_straight(before, words, after):
    passage = "\u00a0".join(words)
    text = f"{' '.join(before)} {passage}\n{' '.join(after)}"
    start = len(" ".join(before)) + 1
    typed = " ".join(words).translate(STRAIGHT)
    assume(typed not in text)  # an exact match hides what only reads alike
    places = [(each.start, each.end) for each in find(text, typed)]
    assert (start, start + len(passage)) in places


# Differences -------------------------------------------------------------------------------------


@given(ODD, ODD)
def test_the_pieces_make_both_texts(before, after):
    pieces = word_difference(before, after)
    assert "".join(each.words for each in pieces if each.kind != "added") == before
    assert "".join(each.words for each in pieces if each.kind != "removed") == after


def test_one_wrong_word_is_one_difference():
    pieces = word_difference("We shall fish today.", "We will fish today.")
    changed = [(each.kind, each.words) for each in pieces if each.kind != "same"]
    assert changed == [("removed", "shall"), ("added", "will")]


def test_long_texts_are_told_as_different_as_a_whole():
    before, after = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert [each.kind for each in word_difference(before, after)] == ["removed", "added"]
