"""Finding passages, and the command that prints them as the fields of a citation."""

import hashlib

import pytest
from django.core.management import CommandError, call_command

from relations.passages import SourceText
from tests.yaml_text import read_yaml

TEXT = "First line 🙂.\r\nHe said: “We shall fish.”\nWe shall fish, they say.\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes(TEXT.encode())
    return path


def test_positions_count_code_points_with_line_ends_as_they_are(file):
    source = SourceText.read(file)
    (passage,) = source.find("We shall fish.")
    assert TEXT[passage.start : passage.end] == passage.exact == "We shall fish."
    assert (passage.line, passage.start) == (2, TEXT.index("We"))
    assert passage.prefix == TEXT[: passage.start][-32:]
    assert passage.suffix == "”\nWe shall fish, they say.\n"
    assert passage.sha256 == hashlib.sha256(b"We shall fish.").hexdigest()


def test_every_occurrence_is_found_overlapping_ones_too():
    assert [passage.start for passage in SourceText("aaa", "").find("aa")] == [0, 1]


def test_command_prints_the_fields_of_a_quotation(file, capsys):
    call_command("cite_passage", file, "We shall fish.", quotation=True)
    fields = read_yaml(capsys.readouterr().out)
    assert TEXT[fields["start"] : fields["end"]] == fields["exact"] == "We shall fish."
    assert fields["passage_sha256"] == hashlib.sha256(b"We shall fish.").hexdigest()


def test_command_prints_no_words_of_a_passage_that_is_no_quotation(file, capsys):
    call_command("cite_passage", file, "First line")
    fields = read_yaml(capsys.readouterr().out)
    assert (fields["exact"], fields["prefix"], fields["suffix"]) == ("", "", "")


@pytest.mark.parametrize(
    ("words", "options", "message"),
    [
        ("We shall not fish", {}, "do not stand there"),
        ("We shall fish", {}, "on the lines 2, 3"),
        ("We shall fish", {"occurrence": 3}, "use 1 to 2"),
    ],
)
def test_command_says_why_it_cites_nothing(file, words, options, message):
    with pytest.raises(CommandError, match=message):
        call_command("cite_passage", file, words, **options)


def test_command_takes_the_chosen_occurrence(file, capsys):
    call_command("cite_passage", file, "We shall fish", occurrence=2)
    assert read_yaml(capsys.readouterr().out)["line"] == 3


def test_command_names_a_file_that_is_not_text(tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes(b"\xff")
    with pytest.raises(CommandError, match="cannot be read as UTF-8"):
        call_command("cite_passage", path, "x")
