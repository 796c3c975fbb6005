"""A new version of a text: passages move by themselves only where that is certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.reanchoring import Outcome, placements

OLD = (
    "🐟 The minister spoke first. “We shall fish,” she said.\n"
    "Then the envoy spoke. “We shall fish,” he said, and sat\n"
    "down in the co\u2011operation hall."
)


def span(words, text=OLD, nth=0):
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return at, at + len(words)


def placed(new, words, nth=0, old=OLD):
    (placement,) = placements(old, new, [span(words, old, nth)])
    return placement.outcome, [new[start:end] for start, end in placement.places]


def test_what_did_not_change_stays_where_it_is():
    assert placed(OLD, "The minister spoke first") == ("unchanged", ["The minister spoke first"])


def test_what_moved_is_found_by_its_exact_words():
    assert placed(f"🐟🐟 Headline\n{OLD}", "The minister spoke first")[0] == "exact"


def test_several_places_are_told_apart_by_the_words_around_them():
    new = f"Headline\n{OLD}"
    for nth in (0, 1):
        (placement,) = placements(OLD, new, [span("We shall fish", nth=nth)])
        assert placement.outcome == Outcome.EXACT
        assert placement.places == (span("We shall fish", new, nth),)


def test_several_places_with_nothing_to_tell_them_apart_are_for_a_person():
    outcome, places = placed("We shall fish. We shall fish. We shall fish.", "We shall fish")
    assert (outcome, places) == ("ambiguous", ["We shall fish"] * 3)


@pytest.mark.parametrize(
    ("words", "new", "there"),
    [
        ("“We shall fish,” she", OLD.replace("“", '"').replace("”", '"'), '"We shall fish," she'),
        ("sat\ndown in", OLD.replace("sat\ndown", "sat down"), "sat down in"),
        ("co\u2011operation hall", OLD.replace("\u2011", "-"), "co-operation hall"),
        ("spoke first", OLD.replace("spoke first", "spoke\u00a0first"), "spoke\u00a0first"),
    ],
)
def test_another_spelling_of_the_same_words_is_found(words, new, there):
    assert placed(new, words) == ("folded", [there])


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("the envoy spoke", "the envoy spoke", "the deputy spoke"),
        ("“We shall fish,” he said", "“We shall fish,” he", "“We shall not fish,” he"),
        ("The minister spoke first", "The minister spoke first", "The minister spoke twice"),
    ],
)
def test_a_likeness_is_a_suggestion_and_never_a_place(words, before, after):
    (placement,) = placements(OLD, OLD.replace(before, after), [span(words)])
    assert placement.outcome == Outcome.LOST
    assert not placement.is_placed
    assert len(placement.places) == 1


def test_what_is_gone_is_lost():
    assert placed("Nothing of it remains here, 12345.", "co\u2011operation hall")[0] == "lost"


@given(st.text(alphabet="ab “”\n🐟", max_size=40), st.integers(0, 100), st.integers(1, 40))
def test_what_is_placed_reads_the_same_wherever_text_was_put_in(inserted, at, length):
    start = min(at, len(OLD) - 1)
    end = min(start + length, len(OLD))
    new = inserted + OLD
    (placement,) = placements(OLD, new, [(start, end)])
    if placement.outcome in (Outcome.UNCHANGED, Outcome.EXACT):
        ((here, there),) = placement.places
        assert new[here:there] == OLD[start:end]
