"""Suggestions from a document: what is quoted and by whom it may be, and which dates it prints."""

import pytest

from relations.suggestions import suggested_dates, suggested_quotes


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("“We shall fish,” Rupert Hentzau said.", "We shall fish,", "Rupert Hentzau"),
        ("“We shall fish,” said Rupert Hentzau.", "We shall fish,", "Rupert Hentzau"),
        ("“We shall fish,” notes Dr. Elena Vogt, a teacher.", "We shall fish,", "Dr. Elena Vogt"),
        (
            "According to the Fishing League, “all is well here”.",
            "all is well here",
            "Fishing League",
        ),
        ("Hentzau called it “a very thin wall”.", "a very thin wall", "Hentzau"),
        ("«We shall fish,» Hentzau told them.", "We shall fish,", "Hentzau"),
        ('"We shall fish," Hentzau added.', "We shall fish,", "Hentzau"),
        ("— We shall fish there.", "We shall fish there.", ""),
    ],
)
def test_a_quote_is_found_without_its_marks_and_its_speaker_by_name(text, words, speaker):
    (quote,) = suggested_quotes(text)
    assert text[quote.start : quote.end] == words
    assert quote.speaker_as_printed == speaker


@pytest.mark.parametrize(
    "text",
    [
        "He added: “That is not for sale.”",
        "“That is not for sale,” she said.",
        "“That is not for sale,” they told us.",
        "The League announced a plan, long welcomed by the others as a “small but good step”.",
        "“That is not for sale.”",
    ],
)
def test_no_speaker_is_guessed_from_a_pronoun_or_from_far_away(text):
    (quote,) = suggested_quotes(text)
    assert quote.speaker_as_printed == ""


def test_a_word_at_a_distance_is_told_from_speech():
    short, long = suggested_quotes("A “paper wall”. Hentzau said: “We shall fish where we like.”")
    assert (short.is_short, long.is_short) == (True, False)


@pytest.mark.parametrize(
    "text", ["- a list item", "– another item", "It’s Hentzau’s boat", "12” wide"]
)
def test_what_is_no_quote_is_not_suggested(text):
    assert suggested_quotes(text) == []


@pytest.mark.parametrize(
    ("printed", "edtf"),
    [
        ("14 May 2031", "2031-05-14"),
        ("May 14, 2031", "2031-05-14"),
        ("14th of May 2031", "2031-05-14"),
        ("2031-05-14", "2031-05-14"),
        ("14–15 May 2031", "2031-05-14/2031-05-15"),
        ("May 14-15, 2031", "2031-05-14/2031-05-15"),
        ("May 2031", "2031-05"),
        ("Sept. 2031", "2031-09"),
        ("spring 2031", "2031-21"),
        ("autumn of 2031", "2031-23"),
        ("Q3 2031", "2031-35"),
        ("the third quarter of 2031", "2031-35"),
    ],
)
def test_a_date_is_read_as_the_record_writes_it(printed, edtf):
    (date,) = suggested_dates(f"They met ({printed}) again.")
    assert (date.as_printed, date.edtf, date.problem) == (printed, edtf, "")
    assert date.reading


@pytest.mark.parametrize(
    ("printed", "problem"),
    [
        ("3/4/2031", "can be read in two ways"),
        ("12 May", "no year"),
        ("February 30", "no year"),
        ("30 February 2031", "has no day 30"),
    ],
)
def test_what_is_no_date_yet_says_why_and_is_given_nothing(printed, problem):
    (date,) = suggested_dates(f"They met on {printed}.")
    assert (date.as_printed, date.edtf) == (printed, "")
    assert problem in date.problem


def test_many_dates_take_no_time_that_grows_with_their_square():
    """One that did would need minutes for these, and stop the test run."""
    assert len(suggested_dates("On 14 May 2031 and 3/4/2031. " * 5_000)) == 10_000
