"""A document of our own and what is cited from it; then one thing at a time is made wrong."""

import hashlib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from relations.coverage import coverage
from relations.passages import SourceText
from relations.source_files import NoDocuments, source_files
from relations.verification import Failure, verify
from relations.vocabularies import PublicationStatus
from tests import builders

TEXT = (
    "Fish talks\n"
    "“We shall fish 🐟 ‘well’,” Mr Rassendyll said. He will not sell a boat, Mr Hentzau said.\n"
    "“We shall fish 🐟 ‘well’,” Mr Hentzau repeated.\n"
    "| Party | Ruritania |\n"
    "|---|---|\n"
    "| Wish | “more fish” |\n"
)
QUOTE = "We shall fish 🐟 ‘well’"
COMMANDS = ["verify_record", "coverage_report"]


def anchor(words, text=TEXT, occurrence=1):
    """The columns of the passage that holds the words."""
    passage = SourceText(text, "").find(words)[occurrence - 1]
    return {
        "start": passage.start,
        "end": passage.end,
        "line": passage.line,
        "passage_sha256": passage.sha256,
    }


def quotation(words, text=TEXT, occurrence=1):
    passage = SourceText(text, "").find(words)[occurrence - 1]
    quoted = {"exact": words, "prefix": passage.prefix, "suffix": passage.suffix}
    return anchor(words, text, occurrence) | quoted


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "fish.txt").write_bytes(TEXT.encode())
    return tmp_path


@pytest.fixture
def document(db):
    return builders.a_document(
        file_name="fish.txt",
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        length=len(TEXT),
    )


@pytest.fixture
def cited(document):
    """The record of the document: each sentence is cited or excluded."""
    rassendyll = builders.a_person(name="Rudolf Rassendyll")
    hentzau = builders.a_person(name="Rupert von Hentzau")
    said = builders.a_statement(speaker=rassendyll, text=QUOTE)
    told = builders.a_statement(
        speaker=hentzau,
        speaker_as_printed="Mr Hentzau",
        mode="indirect",
        text="Hentzau keeps his boat.",
    )
    wish = builders.a_statement(
        speaker=None, speaker_as_printed="Ruritania", mode="fragment", text="more fish"
    )
    cite = builders.a_citation
    rows = {
        "said": cite(document=document, statement=said, **quotation(QUOTE)),
        "told": cite(
            document=document,
            statement=told,
            **anchor("He will not sell a boat, Mr Hentzau said."),
        ),
        "wish": cite(document=document, statement=wish, **quotation("more fish")),
        "echo": cite(
            document=document,
            person=hentzau,
            **anchor("Mr Hentzau repeated"),
        ),
        "title": builders.an_exclusion(document=document, **anchor("Fish talks")),
    }
    for number, words in enumerate(["Party", "Ruritania", "Wish"]):
        rows[f"label-{number}"] = builders.an_exclusion(
            document=document, reason="label", **anchor(words)
        )
    cite(document=document, person=rassendyll, **anchor("Mr Rassendyll said"))
    return rows


def run(command, folder):
    """Output and error of a command that must succeed, or the failure it ends with."""
    out, err = StringIO(), StringIO()
    try:
        call_command(command, documents=folder, stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), ""


def failures(document, text=TEXT):
    source = SourceText(text, hashlib.sha256(text.encode()).hexdigest())
    return [str(each) for check in verify(document, source) for each in check.failures]


def change(row, **values):
    """Store values as somebody might who passes every check of the application by."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


# A record that stands -----------------------------------------------------------------------------
def test_a_true_record_is_verified(cited, document, folder):
    assert failures(document) == []
    out, err, error = run("verify_record", folder)
    assert (err, error) == ("", "")
    assert "quoted words                2        0" in out
    assert "1 of 1 documents checked, no failure." in out


def test_every_sentence_of_a_true_record_is_accounted_for(cited, document, folder):
    out, err, error = run("coverage_report", folder)
    assert (err, error) == ("", "")
    assert f"statement {cited['said'].statement.slug} (supports)" in out
    assert "no fact: heading" in out
    assert "1 of 1 documents reported; every sentence of these is accounted for." in out


# Each thing made wrong is found and named ---------------------------------------------------------
CORRUPTIONS = {
    "shifted by one code point": ("said", lambda row: {"start": row.start + 1, "end": row.end + 1}),
    "shifted back by one": ("told", lambda row: {"start": row.start - 1, "end": row.end - 1}),
    "one code point shorter": ("echo", lambda row: {"end": row.end - 1}),
    "one code point longer": ("echo", lambda row: {"end": row.end + 1}),
    "beyond the end": ("told", lambda row: {"start": len(TEXT), "end": len(TEXT) + 9}),
    "another line": ("told", lambda row: {"line": row.line + 1}),
    "another hash": ("told", lambda row: {"passage_sha256": "f" * 64}),
    "another prefix": ("said", lambda row: {"prefix": row.prefix[1:]}),
    "no suffix": ("said", lambda row: {"suffix": ""}),
    "an exclusion shifted": ("title", lambda row: {"start": row.start + 1}),
    "an exclusion of another line": ("title", lambda row: {"line": 2}),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "name"),
    [
        *[("verify_record", name) for name in CORRUPTIONS],
        ("coverage_report", "another hash"),
    ],
)
def test_a_corrupted_entry_fails_by_name(command, name, cited, document, folder):
    key, corruption = CORRUPTIONS[name]
    row = cited[key]
    change(row, **corruption(row))
    _, err, error = run(command, folder)
    assert error
    assert row.slug in err
    assert "expected" in err
    assert "found" in err


def test_a_shortened_citation_names_both_hashes(cited, document):
    change(cited["echo"], end=cited["echo"].end - 1)
    by_hash, words = failures(document)
    assert cited["echo"].passage_sha256[:40] in by_hash
    assert "found 'Mr Hentzau repeate'" in words


def test_a_curly_quotation_mark_typed_straight_is_found(cited, document, folder):
    statement = cited["said"].statement
    change(statement, text=QUOTE.replace("‘", "'").replace("’", "'"))
    _, err, error = run("verify_record", folder)
    assert error
    assert f"text of statement {statement.slug}" in err
    assert "'well'" in err
    assert "‘well’" in err


def test_quoted_words_left_out_are_missed(cited, document):
    change(cited["said"], exact="", prefix="", suffix="")
    (failure,) = failures(document)
    assert f"{cited['said'].slug}: exact: expected" in failure


def test_a_partial_reprint_needs_no_quoted_words(cited, document):
    builders.a_citation(
        document=document,
        statement=cited["said"].statement,
        note="Named on line 2.",
        **anchor("Fish"),
    )
    assert failures(document) == []


# Speakers -----------------------------------------------------------------------------------------
def test_a_quotation_moved_to_another_speakers_paragraph_is_found(cited, document):
    change(cited["said"], **quotation(QUOTE, occurrence=2))
    (failure,) = failures(document)
    assert "speaker: expected 'Mr Rassendyll'" in failure


def test_a_quotation_moved_to_another_speakers_sentence_is_found(cited, document):
    statement = cited["said"].statement
    change(statement, text="sell a boat")
    change(cited["said"], **quotation("sell a boat"))
    (failure,) = failures(document)
    assert "speaker: expected 'Mr Rassendyll', found 'Hentzau'" in failure


def test_a_quotation_given_to_another_speaker_is_found(cited, document):
    hentzau = cited["told"].statement.speaker
    change(cited["said"].statement, speaker=hentzau, speaker_as_printed="Mr Hentzau")
    (failure,) = failures(document)
    assert f"{cited['said'].slug}: speaker: expected 'Mr Hentzau', found 'Rassendyll'" in failure


def test_the_head_of_a_column_names_a_speaker(cited, document):
    assert cited["wish"].statement.speaker_as_printed not in TEXT.split("\n")[5]
    assert failures(document) == []
    change(cited["wish"].statement, speaker_as_printed="Party")
    assert "expected 'Party'" in failures(document)[0]


def test_a_second_place_without_the_speaker_needs_a_note(cited, document):
    told = cited["told"].statement
    again = builders.a_citation(document=document, statement=told, **anchor("Fish talks"))
    assert again.slug in failures(document)[0]
    change(again, note="The speaker is named on line 2.")
    assert failures(document) == []


def test_a_note_does_not_stand_for_a_speaker_named_nowhere(cited, document):
    change(cited["told"].statement, speaker_as_printed="Mr Strakencz")
    change(cited["told"], note="He is meant.")
    assert cited["told"].slug in failures(document)[0]


# Entries that are not public ----------------------------------------------------------------------
def test_drafts_are_verified_and_withdrawn_entries_are_not(cited, document):
    row = cited["told"]
    change(row, line=9, publication_status=PublicationStatus.DRAFT)
    assert row.slug in failures(document)[0]
    change(row, publication_status=PublicationStatus.RETRACTED, retraction_reason="Wrong line.")
    assert failures(document) == []


def test_a_draft_accounts_for_nothing(cited, document, folder):
    change(cited["told"], publication_status=PublicationStatus.DRAFT)
    _, err, error = run("coverage_report", folder)
    assert error
    assert "UNACCOUNTED FOR: He will not sell a boat, Mr Hentzau said." in err


def test_coverage_tells_each_sentence_by_what_accounts_for_it(cited, document):
    parts = coverage(document, SourceText(TEXT, document.sha256))
    first, second = parts[1].sentences
    assert [row.statement for row in second.citations] == [cited["told"].statement]
    assert cited["said"] in first.citations
    assert [row.reason for row in parts[0].sentences[0].exclusions] == ["heading"]
    assert parts[1].gaps == []


# Ranges -------------------------------------------------------------------------------------------
def test_an_empty_range_is_refused_by_the_database(cited):
    row = cited["told"]
    row.end = row.start
    with pytest.raises(IntegrityError):
        row.save()


def test_an_overlapping_range_is_named(cited, document, folder):
    extra = builders.an_exclusion(document=document, reason="label", **anchor("Mr Hentzau said"))
    _, err, error = run("verify_record", folder)
    assert error
    assert "overlaps" in err
    assert extra.slug in err


# Files --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("position", [0, len(TEXT.encode()) // 2, len(TEXT.encode()) - 1])
def test_one_other_byte_fails_by_name(command, position, cited, document, folder):
    content = bytearray(TEXT.encode())
    content[position] ^= 1
    (folder / "fish.txt").write_bytes(content)
    _, err, error = run(command, folder)
    assert error
    assert document.slug in err
    assert "sha256" in err or "UTF-8" in err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_not_utf_8_is_named(command, cited, document, folder):
    (folder / "fish.txt").write_bytes(TEXT.encode("utf-16"))
    _, err, error = run(command, folder)
    assert error
    assert "fish.txt cannot be read" in err


def test_a_file_under_another_name_is_known_by_its_hash(cited, document, folder):
    (folder / "fish.txt").rename(folder / "article.txt")
    assert run("verify_record", folder)[2] == ""


def test_an_altered_file_is_not_hidden_by_an_intact_copy(cited, document, folder):
    (folder / "a-copy.txt").write_bytes(TEXT.encode())
    (folder / "fish.txt").write_bytes(TEXT.encode() + b" ")
    assert "sha256" in run("verify_record", folder)[1]


def test_a_missing_document_is_told_as_not_checked(cited, document, folder):
    other = builders.a_document(file_name="boats.txt")
    out, _, error = run("verify_record", folder)
    assert not error
    assert f"{other.slug}: NOT CHECKED" in out
    assert "1 of 2 documents checked, no failure." in out
    for command in COMMANDS:
        with pytest.raises(CommandError, match="--complete asks for all"):
            call_command(command, documents=folder, complete=True, stdout=StringIO())


def test_a_file_of_no_document_is_told(cited, document, folder):
    (folder / "notes.txt").write_text("Mine.")
    out, _, error = run("verify_record", folder)
    assert not error
    assert "notes.txt belongs to no document of the record." in out


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_without_documents_is_refused(command, document, tmp_path):
    assert "holds no document of the record (fish.txt)" in run(command, tmp_path)[2]
    assert "cannot be read" in run(command, tmp_path / "nowhere")[2]


def test_folders_inside_are_not_searched(document, folder):
    (folder / "inner").mkdir()
    (folder / "fish.txt").rename(folder / "inner" / "fish.txt")
    with pytest.raises(NoDocuments):
        source_files(folder)


def test_a_failure_shows_the_place_of_the_first_difference():
    words = "a" * 300
    shown = str(Failure("citation x", "exact", words[:200] + "b" + words, words))
    assert shown.count("b") == 1
    assert len(shown) < 250


def test_a_repetition_names_the_line_that_holds_its_words(cited, document):
    repeated = anchor("Mr Hentzau repeated")
    row = builders.an_exclusion(
        document=document, reason="repetition", repeats_line=1, **anchor("Party")
    )
    cited["label-0"].delete()
    assert f"exclusion {row.slug}: line 1" in failures(document)[0]
    for line in (99, 3):
        change(row, repeats_line=line)
        assert failures(document)
    change(row, repeats_line=2, **(repeated | {"line": 3}))
    assert failures(document)
    change(row, reason="label", repeats_line=None, **anchor("Party"))
    assert failures(document) == []
    change(row, reason="repetition", repeats_line=2, **anchor("Mr Hentzau", occurrence=2))
    assert failures(document) == []


def test_a_name_within_another_word_names_nobody(cited, document):
    builders.a_person(name="Someone id")  # as the end of "said" is
    assert failures(document) == []
    change(cited["told"].statement, speaker_as_printed="Mr Hent")
    assert failures(document)
