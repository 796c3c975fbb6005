"""The real record, written back to its files: the same bytes, and of a change that change alone."""

import difflib
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from relations import models
from relations.record_dump import DumpRefused, dump_record, write
from relations.record_files import read_record
from relations.record_loader import load_record
from relations.record_rules import broken_rules

FIXTURES = Path(settings.FIXTURE_DIRS[0])

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]


@pytest.fixture
def folder(tmp_path):
    """A copy of the files, to write to."""
    return Path(shutil.copytree(FIXTURES, tmp_path / "fixtures"))


def texts(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def differences(folder):
    """The lines that differ from the committed files: (taken away, added)."""
    away, added = [], []
    for path in sorted(folder.iterdir()):
        old, new = ((where / path.name).read_text().split("\n") for where in (FIXTURES, folder))
        for line in difflib.ndiff(old, new):
            if line.startswith("- "):
                away.append(line[2:])
            elif line.startswith("+ "):
                added.append(line[2:])
    return away, added


def changed(row, **values):
    """Store a change as a curator does."""
    for name, value in values.items():
        setattr(row, name, value)
    row._history_user = User.objects.get_or_create(username="curator")[0]
    row._change_reason = "A curator knows better."
    row.save()
    return row


def dumped(folder):
    report = dump_record(folder)
    write(report, folder)
    return report


@pytest.mark.slow
def test_the_record_is_written_as_it_stands_in_its_files(folder):
    report = dumped(folder)
    assert texts(folder) == texts(FIXTURES)
    assert not any([report.changed_files, report.added, report.changed, report.removed])
    assert report.unchanged.total() == len(read_record(FIXTURES)[0])


@pytest.mark.slow
def test_one_changed_word_is_one_changed_line(folder):
    row = models.Party.objects.get(slug="russia")
    changed(row, name="Russian Federation")
    report = dumped(folder)
    assert differences(folder) == (
        ['    name: "Russia"'],
        ['    name: "Russian Federation"'],
    )
    assert report.changed == {"relations.party": 1}
    assert report.changed_files == ["01_parties.yaml"]


@pytest.mark.long
@pytest.mark.slow
def test_one_changed_word_of_a_long_text_is_one_changed_line(folder):
    row = models.Position.objects.get(slug="russia-relations-should-normalise")
    changed(row, summary=row.summary.replace("Agrees", "Concurs"))
    dumped(folder)
    away, added = differences(folder)
    assert [line.replace("Agrees", "Concurs") for line in away] == added
    assert len(added) == 1


def a_reported_remark():
    """A new statement with its links, cited in the middle of a document."""
    document = models.Document.objects.get(slug="fresh-talks-on-frictions")
    published = {"publication_status": "published", "reviewed_in": "version_control"}
    statement = models.Statement.objects.create(
        slug="a-new-remark",
        speaker_as_printed="a diplomat",
        authority="unnamed_official",
        mode="indirect",
        text="Talks go on.",
        language="en",
        **published,
    )
    for slug in ("united-states", "russia"):
        party = models.Party.objects.get(slug=slug)
        models.StatementParty.objects.create(statement=statement, party=party)
    issue = models.Issue.objects.get(slug="sanctions")
    models.StatementIssue.objects.create(statement=statement, issue=issue)
    free = models.Citation.objects.filter(document=document).order_by("start")[100]
    models.Citation.objects.create(
        slug="statement-a-new-remark",
        document=document,
        start=free.start,
        end=free.end,
        line=free.line,
        passage_sha256=free.passage_sha256,
        statement=statement,
        **published,
    )
    return statement


@pytest.mark.slow
def test_an_added_statement_is_one_added_block_with_its_links_and_one_for_its_citation(folder):
    a_reported_remark()
    report = dumped(folder)
    assert report.added == {
        "relations.statement": 1,
        "relations.statementparty": 2,
        "relations.statementissue": 1,
        "relations.citation": 1,
    }
    assert report.changed_files == ["07_statements.yaml", "11_citations.yaml"]
    assert not differences(folder)[0]
    entries, _ = read_record(folder)
    keys = [(entry.model, [*entry.fields.values()][:2]) for entry in entries]
    at = keys.index(("relations.statement", ["a-new-remark", None]))
    assert keys[at + 1 : at + 4] == [
        ("relations.statementparty", [["a-new-remark"], ["russia"]]),
        ("relations.statementparty", [["a-new-remark"], ["united-states"]]),
        ("relations.statementissue", [["a-new-remark"], ["sanctions"]]),
    ]
    assert 0 < at < len(entries) - 10
    cited = [entry.fields for entry in entries if entry.model == "relations.citation"]
    place = next(n for n, each in enumerate(cited) if each["slug"] == "statement-a-new-remark")
    before, new, after = cited[place - 1 : place + 2]
    assert before["document"] == new["document"] == after["document"]
    assert before["start"] <= new["start"] <= after["start"]
    # A second time it stands where it stood.
    assert not dump_record(folder).changed_files


@pytest.mark.long
@pytest.mark.slow
def test_a_retracted_entry_stands_as_retracted_with_its_reason(folder):
    row = models.Exclusion.objects.first()
    changed(row, publication_status="retracted", retraction_reason="It carries a fact.")
    dumped(folder)
    assert differences(folder) == (
        ['    publication_status: "published"'],
        ['    publication_status: "retracted"', '    retraction_reason: "It carries a fact."'],
    )


@pytest.mark.long
@pytest.mark.slow
def test_drafts_and_what_depends_on_them_are_not_written(folder):
    statement = a_reported_remark()
    changed(statement, publication_status="in_review")
    models.Citation.objects.filter(statement=statement).get().delete()
    dumped(folder)
    assert texts(folder) == texts(FIXTURES)


@pytest.mark.long
@pytest.mark.slow
def test_in_an_empty_folder_the_order_is_loadable_and_the_same_in_another_database(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    dumped(one)
    before = {(entry.model, *map(str, entry.fields.values())) for entry in read_record(FIXTURES)[0]}
    after = {(entry.model, *map(str, entry.fields.values())) for entry in read_record(one)[0]}
    assert after == before
    empty_the_database()
    report = load_record(*read_record(one))
    assert report.created.total() == len(before)
    dumped(other)
    assert texts(other) == texts(one)
    assert not list(broken_rules())


def empty_the_database():
    for model in reversed(models.recorded_models()):
        model._base_manager.all()._raw_delete("default")
        model.history.model.objects.all().delete()


@pytest.mark.long
@pytest.mark.slow
def test_what_was_dumped_belongs_to_the_loader_again(folder):
    row = changed(models.Party.objects.get(slug="russia"), name="Russian Federation")
    a_reported_remark()
    dumped(folder)
    report = load_record(*read_record(folder))
    assert not any([report.has_changes, report.conflicts, report.gone])
    path = folder / "01_parties.yaml"
    path.write_text(path.read_text().replace('"Russian Federation"', '"The Russian Federation"'))
    report = load_record(*read_record(folder))
    assert report.updated == {"relations.party": 1}
    assert not report.conflicts
    row.refresh_from_db()
    assert row.name == "The Russian Federation"


@pytest.mark.slow
def test_what_the_files_say_and_the_database_never_said_is_not_lost(folder):
    path = folder / "01_parties.yaml"
    path.write_text(path.read_text().replace('name: "Russia"', 'name: "Russian Federation"'))
    before = texts(folder)
    with pytest.raises(DumpRefused) as refusal:
        dump_record(folder)
    (problem,) = refusal.value.problems
    assert "relations.party russia says what this database never said; run load_record" in problem
    assert texts(folder) == before
    load_record(*read_record(folder))
    assert not dump_record(folder).changed_files


@pytest.mark.slow
def test_a_record_that_breaks_a_rule_is_not_written(folder):
    statement = a_reported_remark()
    models.Citation.objects.filter(statement=statement).get().delete()
    with pytest.raises(CommandError) as failure:
        call_command("dump_record", "--to", str(folder))
    assert "relations.statement a-new-remark has no published citation" in str(failure.value)
    assert texts(folder) == texts(FIXTURES)


@pytest.mark.slow
def test_the_files_are_what_the_check_asks_for():
    call_command("dump_record", "--check", verbosity=0)
