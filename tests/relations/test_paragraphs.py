"""Parts of a document, and their sentences."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.paragraphs import PartKind, parts_of


def words(text):
    return [(part.place, str(part.kind), part.words) for part in parts_of(text)]


def sentences(text):
    return [text[start:end] for part in parts_of(text) for start, end in part.sentences()]


def test_a_line_with_words_is_a_paragraph():
    assert words("First.\n\n \u00a0\n  Second. \n") == [
        ("line 1", "paragraph", "First."),
        ("line 4", "paragraph", "Second."),
    ]


@pytest.mark.parametrize("mark", ["-", "–", "—", "•", "*", "3.", "1)"])
def test_a_line_with_a_bullet_is_a_list_item(mark):
    assert words(f"{mark} Fish") == [("line 1", "list item", f"{mark} Fish")]


@pytest.mark.parametrize("line", ["-5 degrees", "2024–2025", "1.5 tonnes", "•Fish"])
def test_a_sign_without_a_space_is_no_bullet(line):
    assert words(line) == [("line 1", "paragraph", line)]


def test_a_row_of_a_table_is_one_part_for_each_cell_under_its_head():
    text = "| Issue | Who wants what |\n|---|:--|\n| Fish |  More of it |\n| | |\nAfter."
    assert words(text) == [
        ("line 1, cell 1", "table cell", "Issue"),
        ("line 1, cell 2", "table cell", "Who wants what"),
        ("line 3, cell 1", "table cell", "Fish"),
        ("line 3, cell 2", "table cell", "More of it"),
        ("line 5", "paragraph", "After."),
    ]
    assert [part.head for part in parts_of(text)] == ["", "", "Issue", "Who wants what", ""]


def test_a_table_after_another_has_heads_of_its_own():
    parts = parts_of("| A |\n| b |\n\n| C |\n| d |")
    assert [part.head for part in parts] == ["", "A", "", "C"]


def test_a_row_longer_than_its_head_has_cells_without_head():
    parts = parts_of("| A |\n| b | c |")
    assert [part.head for part in parts] == ["", "A", ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("“We fish.” They left.", ["“We fish.”", "They left."]),
        ("He fished (a lot.) Then he left.", ["He fished (a lot.)", "Then he left."]),
        ("The U.S. Treasury spoke. It left.", ["The U.S. Treasury spoke.", "It left."]),
        ("Dr. Rassendyll on Dec. 23 left.", ["Dr. Rassendyll on Dec. 23 left."]),
        ("It fell to 1.5 tonnes. so it goes.", ["It fell to 1.5 tonnes. so it goes."]),
        ("— We fish. Often, he said.", ["— We fish.", "Often, he said."]),
        ("4. Fish and Ships", ["4. Fish and Ships"]),
        ("- 4. Fish", ["- 4. Fish"]),
        ("See 4. Fish", ["See 4.", "Fish"]),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


LINES = st.lists(st.text(st.sampled_from("aB.!? |-–•1)“”\u00a0\t"), max_size=30), max_size=8)


@given(LINES.map("\n".join))
def test_parts_and_sentences_hold_every_word_once_and_in_order(text):
    parts = parts_of(text)
    ranges = [spot for part in parts for spot in part.sentences()]
    assert all(start < end for start, end in ranges)
    assert all(first[1] <= second[0] for first, second in pairwise(ranges))
    held = "".join(text[start:end] for start, end in ranges)
    assert letters(held) == letters(text)
    for part in parts:
        assert part.words == part.words.strip()
        assert part.line == text.count("\n", 0, part.start) + 1
        assert (part.kind is PartKind.CELL) == bool(part.column)
        spots = list(part.sentences())
        assert (spots[0][0], spots[-1][1]) == (part.start, part.end)


def letters(text):
    return [character for character in text if character.isalpha()]
