"""The real record held against the documents it is derived from, where their files are at hand."""

import re
from io import StringIO
from itertools import chain

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from relations import models
from relations.passages import SourceText
from relations.source_files import source_files
from relations.verification import check_passage, check_speakers, check_words, verify
from relations.vocabularies import StatementMode

pytestmark = pytest.mark.usefixtures("record")
LONGEST_SHARED_RUN = 8
COMMANDS = ["verify_record", "coverage_report"]


@pytest.fixture
def sources(documents, db):
    """The text of each document by its slug."""
    return {document.slug: source for document, source in source_files(documents).found.items()}


def test_every_passage_stands_where_the_record_says(documents, db):
    call_command("verify_record", documents=documents, complete=True, stdout=StringIO())


def test_every_sentence_is_accounted_for(documents, db):
    call_command("coverage_report", documents=documents, stdout=StringIO())


# Whatever is corrupted is found -------------------------------------------------------------------
def corruptions(anchored):
    """Every way in which the columns of one entry can be wrong."""
    yield {"start": anchored.start + 1, "end": anchored.end + 1}
    yield {"start": anchored.start - 1, "end": anchored.end - 1}
    yield {"end": anchored.end - 1}
    yield {"end": anchored.end + 1}
    yield {"start": anchored.start + 1}
    yield {"start": anchored.end, "end": anchored.start}
    yield {"end": anchored.start}
    yield {"line": anchored.line + 1}
    first = anchored.passage_sha256[0]
    yield {"passage_sha256": ("1" if first == "0" else "0") + anchored.passage_sha256[1:]}
    if getattr(anchored, "exact", ""):
        for name in ("exact", "prefix", "suffix"):
            words = getattr(anchored, name)
            yield {name: words[:-1]}
            yield {name: words[:-1] + ("x" if words[-1:] != "x" else "y")}
        yield {"exact": "", "prefix": "", "suffix": ""}


def test_any_citation_or_exclusion_that_is_corrupted_is_found(sources):
    rows = chain(
        models.Citation.objects.select_related("document", "statement"),
        models.Exclusion.objects.select_related("document"),
    )
    tried = 0
    for row in rows:
        text = sources[row.document.slug].text
        for wrong in corruptions(row):
            right = {name: getattr(row, name) for name in wrong}
            set_all(row, wrong)
            assert faults(row, text), f"{row.slug}: {wrong}"
            set_all(row, right)
            tried += 1
        assert not faults(row, text)
    assert tried > 6000


def set_all(row, values):
    for name, value in values.items():
        setattr(row, name, value)


def faults(row, text):
    found = list(check_passage(row, text))
    statement = getattr(row, "statement", None)
    if statement and statement.mode != StatementMode.INDIRECT:
        found += check_words(row, text)
    return found


STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def test_any_quotation_of_which_one_character_differs_is_found(sources):
    quoted = models.Citation.objects.exclude(exact="").select_related("document", "statement")
    straightened = 0
    for citation in quoted:
        text, statement = sources[citation.document.slug].text, citation.statement
        right = statement.text
        wrong = [right[:at] + "¤" + right[at + 1 :] for at in range(0, len(right), 7)]
        if right.translate(STRAIGHT) != right:
            straightened += 1
            wrong.append(right.translate(STRAIGHT))
        for statement.text in wrong:
            assert list(check_words(citation, text)), statement.text
        statement.text = right
        assert not list(check_words(citation, text))
    assert straightened


def test_any_quotation_moved_to_another_speakers_sentence_is_found(sources):
    """Wherever another speaker is quoted: the words are then those of that place, hash and all."""
    quoted = models.Citation.objects.exclude(exact="").select_related(
        "document", "statement__speaker"
    )
    moved = 0
    for citation in quoted.exclude(statement__speaker=None):
        others = quoted.filter(document=citation.document).exclude(
            statement__speaker=citation.statement.speaker
        )
        for other in others.exclude(statement__speaker=None):
            names = ("start", "end", "line", "passage_sha256", "exact", "prefix", "suffix")
            right = {name: getattr(citation, name) for name in names}
            set_all(citation, {name: getattr(other, name) for name in names})
            text = sources[citation.document.slug].text
            assert list(check_speakers([citation], text)), f"{citation.slug} at {other.slug}"
            set_all(citation, right)
            moved += 1
    assert moved > 20


@pytest.mark.slow
def test_any_byte_of_a_document_that_differs_is_found(documents, sources):
    for document in models.Document.objects.all():
        content = (documents / document.file_name).read_bytes()
        for position in range(0, len(content), 499):
            changed = bytearray(content)
            changed[position] = ord("x") if changed[position] != ord("x") else ord("y")
            try:
                altered = SourceText.of(bytes(changed))
            except UnicodeDecodeError:
                continue  # such a file is refused, and named, before it is looked into
            file_check = verify(document, altered)[0]
            assert file_check.failures, f"{document.slug}, byte {position}"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_corrupted_row_makes_the_command_fail(command, documents, db):
    citation = models.Citation.objects.exclude(exact="").first()
    citation.prefix = citation.prefix[1:]
    citation.save()
    err = StringIO()
    with pytest.raises(CommandError):
        call_command(command, documents=documents, stdout=StringIO(), stderr=err)
    assert citation.slug in err.getvalue()


# Nothing but quoted words is copied ---------------------------------------------------------------
def words(text):
    return re.findall(r"\w+", text.casefold())


def runs(text):
    """Every run of words that is one longer than may be shared."""
    tokens, length = words(text), LONGEST_SHARED_RUN + 1
    return {tuple(tokens[at : at + length]) for at in range(len(tokens) - length + 1)}


@pytest.fixture
def forbidden(sources):
    """Runs of the documents' prose: all but quoted words, their surroundings, and titles."""
    prose = set().union(*(runs(source.text) for source in sources.values()))
    for citation in models.Citation.objects.exclude(exact=""):
        prose -= runs(f"{citation.prefix}{citation.exact}{citation.suffix}")
    for document in models.Document.objects.all():
        prose -= runs(document.title)
    return prose


def repository_texts():
    """Every text of ours, from the top level down."""
    root = settings.BASE_DIR
    for path in chain(root.glob("*.*"), root.glob("Makefile"), root.rglob("*/**/*")):
        parts = path.relative_to(root).parts
        if path.is_file() and not parts[0].startswith(".") and parts[0] != "var":
            try:
                yield path, path.read_text(encoding="utf-8").replace("\\", "")
            except UnicodeDecodeError:
                continue


@pytest.mark.slow
def test_no_prose_of_a_document_is_in_the_repository(forbidden):
    shared = {
        str(path.relative_to(settings.BASE_DIR)): " ".join(min(runs(text) & forbidden))
        for path, text in repository_texts()
        if runs(text) & forbidden
    }
    assert shared == {}


@pytest.mark.long
@pytest.mark.slow
def test_copied_prose_would_be_found(forbidden, sources):
    text = sources["lavrov-us-blocks-talks"].text
    assert settings.BASE_DIR / "fixtures" / "11_citations.yaml" in dict(repository_texts())
    assert runs(f"Our own words. {text[200:320]} And ours again.") & forbidden
