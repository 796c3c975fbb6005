"""Writing the record to its files: order, refusals, and the command."""

import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from relations import record_fields
from relations.models import (
    Discrepancy,
    DiscrepancyAccount,
    Party,
    Position,
    PositionCondition,
    PositionStatement,
    StatementParty,
    recorded_models,
)
from relations.record_dump import DumpRefused, dump_record, write
from relations.record_files import read_record
from relations.record_loader import load_record
from relations.record_order import FILES
from relations.record_rules import RULES, broken_rules
from tests.builders import (
    a_citation,
    a_document,
    a_party,
    a_person,
    a_position,
    a_statement,
    an_issue,
)

pytestmark = pytest.mark.django_db

DRAFT = {"publication_status": "draft"}


def cited(row, **overrides):
    """The row with its passage, so that no rule of the record is broken."""
    kind = "account" if isinstance(row, DiscrepancyAccount) else row._meta.model_name
    start = row.pk % 90 * 100  # within the document, however many rows there were before
    a_citation(**{kind: row, "start": start, "end": start + 5, **overrides})
    return row


@pytest.fixture
def document():
    return a_document(slug="talks")


@pytest.fixture
def two_parties(document):
    """Two published parties, the first named in the document cited after the second."""
    state = cited(a_party(slug="ruritania"), document=document, start=50, end=60)
    other = cited(a_party(slug="graustark"), document=document, start=10, end=20)
    return state, other


def dumped(folder):
    report = dump_record(folder)
    write(report, folder)
    return report


def slugs(folder, model):
    label = model._meta.label_lower
    return [each.fields["slug"] for each in read_record(folder)[0] if each.model == label]


def empty_the_database():
    for model in reversed(recorded_models()):
        model._base_manager.all()._raw_delete("default")
        model.history.model.objects.all().delete()


def test_every_kind_of_row_has_a_file():
    assert [model for models in FILES.values() for model in models] == recorded_models()


# Order


def test_new_entries_stand_in_the_order_of_the_document(tmp_path, two_parties):
    dumped(tmp_path)
    assert slugs(tmp_path, Party) == ["graustark", "ruritania"]


def test_what_stands_in_a_file_stays_there_and_the_new_follows_what_is_cited_before_it(
    tmp_path, two_parties, document
):
    dumped(tmp_path)
    path = tmp_path / "01_parties.yaml"
    first, second = path.read_text().rstrip("\n").split("\n\n")
    path.write_text(f"{second}\n\n{first}\n")
    cited(a_party(slug="dawsbergen"), document=document, start=30, end=40)
    dumped(tmp_path)
    assert slugs(tmp_path, Party) == ["ruritania", "graustark", "dawsbergen"]


def test_a_new_entry_stands_in_the_file_of_its_kind_whatever_it_is_called(tmp_path, two_parties):
    dumped(tmp_path)
    (tmp_path / "01_parties.yaml").rename(tmp_path / "00_states.yaml")
    cited(a_party(slug="dawsbergen"), document=two_parties[0].citations.get().document)
    assert dumped(tmp_path).changed_files == ["00_states.yaml", "11_citations.yaml"]


def test_an_entry_stands_after_its_parent_even_if_that_is_cited_later(
    tmp_path, two_parties, document
):
    dumped(tmp_path)
    state, _ = two_parties
    cited(a_party(slug="ministry", parent=state), document=document, start=1, end=5)
    dumped(tmp_path)
    assert slugs(tmp_path, Party) == ["graustark", "ruritania", "ministry"]


def test_an_entry_that_an_earlier_one_now_refers_to_moves_before_it_with_its_parts(
    tmp_path, two_parties, document
):
    party, issue = two_parties[0], cited(an_issue(), document=document, start=70, end=80)
    common = {"party": party, "issue": issue}
    early = cited(a_position(slug="early", **common), document=document, start=100, end=110)
    cited(a_position(slug="middle", **common), document=document, start=120, end=130)
    late = cited(a_position(slug="late", **common), document=document, start=140, end=150)
    PositionCondition.objects.create(position=late, condition=early)
    statement = a_statement(speaker=None, mode="indirect")
    cited(statement, document=document, start=140, end=150)
    PositionStatement.objects.create(position=late, statement=statement)
    dumped(tmp_path)
    assert slugs(tmp_path, Position) == ["early", "middle", "late"]
    early.superseded_by, late.change = late, "softened"
    early.save()
    late.save()
    dumped(tmp_path)
    assert slugs(tmp_path, Position) == ["late", "early", "middle"]
    kinds = [each.model for each in read_record(tmp_path)[0] if "position" in each.model]
    assert kinds[:3] == [
        "relations.position",
        "relations.positionstatement",
        "relations.position",
    ]
    assert not dump_record(tmp_path).changed_files
    empty_the_database()
    load_record(*read_record(tmp_path))
    assert Position.objects.get(slug="early").superseded_by.slug == "late"


def test_parts_follow_their_owner_in_their_sequence(tmp_path, document):
    discrepancy = Discrepancy.objects.create(
        slug="how-many",
        question="How many?",
        status="open",
        publication_status="published",
        reviewed_in="version_control",
    )
    for sequence, slug in ((2, "a"), (1, "b")):
        account = DiscrepancyAccount.objects.create(
            discrepancy=discrepancy,
            sequence=sequence,
            slug=slug,
            summary="Some.",
            publication_status="published",
            reviewed_in="version_control",
        )
        cited(account, document=document, start=sequence * 10, end=sequence * 10 + 5)
    dumped(tmp_path)
    assert slugs(tmp_path, DiscrepancyAccount) == ["b", "a"]


def test_files_that_would_name_an_entry_before_it_stands_are_refused(
    tmp_path, two_parties, document
):
    dumped(tmp_path)
    (tmp_path / "04_documents.yaml").rename(tmp_path / "zz_documents.yaml")
    with pytest.raises(DumpRefused) as refusal:
        dump_record(tmp_path)
    assert "which stands in a later file; rename the files" in refusal.value.problems[0]


# What is written


def test_drafts_and_ties_to_them_are_not_written(tmp_path, two_parties):
    statement = a_statement(speaker=None, **DRAFT)
    StatementParty.objects.create(statement=statement, party=two_parties[0])
    a_citation(statement=statement, document=a_document(**DRAFT), **DRAFT)
    a_citation(person=a_person(**DRAFT), document=two_parties[0].citations.get().document, **DRAFT)
    dumped(tmp_path)
    models = {entry.model for entry in read_record(tmp_path)[0]}
    assert models == {"relations.party", "relations.document", "relations.citation"}


def test_a_draft_that_stands_in_a_file_is_taken_out_and_told(tmp_path, two_parties):
    dumped(tmp_path)
    path = tmp_path / "01_parties.yaml"
    draft = '\n- model: "relations.party"\n  fields:\n    slug: "dawsbergen"\n'
    path.write_text(path.read_text() + draft + '    name: "Dawsbergen"\n    kind: "state"\n')
    load_record(*read_record(tmp_path))
    report = dumped(tmp_path)
    assert report.removed == {"relations.party": 1}
    assert report.warnings == [
        "relations.party dawsbergen is not public; it is taken out of the files and stays in the "
        "database."
    ]
    assert Party.objects.filter(slug="dawsbergen").exists()


def test_what_was_deleted_is_taken_out_of_the_files_and_told(tmp_path, two_parties):
    dumped(tmp_path)
    for row in (two_parties[0].citations.get(), two_parties[0]):
        row.delete()
    report = dumped(tmp_path)
    assert report.removed == {"relations.party": 1, "relations.citation": 1}
    assert "relations.party ruritania was public and is gone" in " ".join(report.warnings)
    assert slugs(tmp_path, Party) == ["graustark"]


def test_what_was_never_loaded_is_neither_lost_nor_taken_for_deleted(tmp_path, two_parties):
    dumped(tmp_path)
    path = tmp_path / "01_parties.yaml"
    path.write_text(path.read_text().replace("graustark", "dawsbergen"))
    with pytest.raises(DumpRefused) as refusal:
        dump_record(tmp_path)
    assert "relations.party dawsbergen says what this database never" in str(refusal.value)


def test_a_row_may_be_changed_and_written_again_before_it_is_loaded(tmp_path, two_parties):
    dumped(tmp_path)
    for name in ("Kingdom of Ruritania", "Republic of Ruritania"):
        two_parties[0].name = name
        two_parties[0].save()
        assert dumped(tmp_path).changed == {"relations.party": 1}


@pytest.mark.parametrize("names", [("note",), ("suffix", "note")])
def test_a_column_written_only_where_it_is_told_is_left_out_and_read_back(
    tmp_path, two_parties, monkeypatch, names
):
    told = (*record_fields.ONLY_WHERE_TOLD, *names)
    monkeypatch.setattr(record_fields, "ONLY_WHERE_TOLD", told)
    citation = two_parties[0].citations.get()
    citation.note = "Named once."
    citation.save()
    dumped(tmp_path)
    fields = {
        entry.fields["slug"]: list(entry.fields)
        for entry in read_record(tmp_path)[0]
        if entry.model == "relations.citation"
    }
    with_note, without = fields.pop(citation.slug), *fields.values()
    assert with_note[-2:] == ["party", "note"]
    assert "note" not in without
    citation.note = ""
    citation.save()
    assert load_record(*read_record(tmp_path)).conflicts


def test_a_column_that_is_not_in_files_is_not_written(tmp_path, two_parties, monkeypatch):
    monkeypatch.setattr(record_fields, "NOT_IN_FILES", (*record_fields.NOT_IN_FILES, "parent"))
    dumped(tmp_path)
    assert "parent" not in (tmp_path / "01_parties.yaml").read_text()


# Refusals


def test_a_row_that_the_loader_would_refuse_is_refused(tmp_path, two_parties):
    Party._base_manager.filter(slug="ruritania").update(name="")
    with pytest.raises(DumpRefused) as refusal:
        dump_record(tmp_path)
    assert refusal.value.problems[0].startswith(
        "relations.party ruritania cannot be loaded: name: "
    )


def test_what_is_public_but_refers_to_a_draft_is_refused_and_never_left_out(
    tmp_path, two_parties, document
):
    child = cited(a_party(slug="fleet", parent=two_parties[0]), document=document, start=70, end=80)
    dumped(tmp_path)
    two_parties[0].publication_status, two_parties[0].reviewed_in = "draft", None
    two_parties[0].save()
    with pytest.raises(DumpRefused) as refusal:
        dump_record(tmp_path)
    named = two_parties[0].citations.get().slug
    assert refusal.value.problems == [
        f"relations.{name} is published, but its {relation} is not: publish that, or withdraw this."
        for name, relation in [("party fleet", "parent"), (f"citation {named}", "party")]
    ]
    assert child.slug in slugs(tmp_path, Party)


def test_what_was_public_and_refers_to_a_draft_is_refused(tmp_path, two_parties):
    draft = a_party(slug="dawsbergen", **DRAFT)
    retracted = {"publication_status": "retracted", "retraction_reason": "Found wrong."}
    a_party(slug="fleet", parent=draft, **retracted)
    with pytest.raises(DumpRefused) as refusal:
        dump_record(tmp_path)
    assert refusal.value.problems == [
        "relations.party fleet refers to relations.party dawsbergen, which is not public and so "
        "not in the files."
    ]


def test_a_rule_that_only_a_draft_breaks_refuses_nothing(tmp_path, two_parties, document):
    party, issue = two_parties[0], cited(an_issue(), document=document, start=70, end=80)
    later = cited(a_position(party=party, issue=issue), document=document, start=100, end=110)
    a_position(party=party, issue=issue, superseded_by=later, **DRAFT)
    a_position(party=party, issue=issue, change="softened", **DRAFT)
    assert [row.publication_status for row, _ in broken_rules()] == ["draft"]
    assert dumped(tmp_path).added["relations.position"] == 1


def test_a_public_position_that_only_a_draft_precedes_is_new(two_parties, document):
    party, issue = two_parties[0], an_issue()
    later = a_position(party=party, issue=issue, change="softened")
    a_position(party=party, issue=issue, superseded_by=later, **DRAFT)
    (rule,) = (each for each in RULES if each.__name__.startswith("changes_are_against"))
    assert [row for row, _ in rule()] == [later]


def test_a_failure_while_files_are_replaced_leaves_them_as_they_were(
    tmp_path, two_parties, monkeypatch
):
    dumped(tmp_path)
    cited(a_party(slug="dawsbergen"))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    replace, calls = os.replace, []

    def fail_at_the_second(new, path):
        calls.append(path)
        if len(calls) == 2:
            raise OSError("no space left")
        replace(new, path)

    report = dump_record(tmp_path)
    monkeypatch.setattr(os, "replace", fail_at_the_second)
    with pytest.raises(OSError, match="no space left"):
        write(report, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


# The command


def run(folder, *options):
    """What the command prints, and what it prints as warnings."""
    out, err = StringIO(), StringIO()
    options = ["--to", str(folder), *options]
    call_command("dump_record", *options, stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


def test_the_command_tells_what_it_wrote(tmp_path, two_parties):
    out, err = run(tmp_path / "new")
    assert [line.split() for line in out.splitlines()][1:] == [
        ["document", "1", "added", "0", "changed", "0", "removed", "0", "unchanged"],
        ["party", "2", "added", "0", "changed", "0", "removed", "0", "unchanged"],
        ["Written:", "01_parties.yaml,", "04_documents.yaml,", "11_citations.yaml"],
    ]
    assert err == ""
    out, _ = run(tmp_path / "new")
    assert out == "Nothing changed; the files have all 5 public rows.\n"


def test_a_check_writes_nothing_shows_the_difference_and_fails(tmp_path, two_parties):
    run(tmp_path)
    assert run(tmp_path, "--check") == ("", "")
    two_parties[0].name = "Kingdom of Ruritania"
    two_parties[0].save()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    out = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("dump_record", "--to", str(tmp_path), "--check", stdout=out, no_color=True)
    assert failure.value.returncode == 1
    assert str(failure.value) == "The record differs in 01_parties.yaml."
    lines = out.getvalue().splitlines()
    assert lines[:2] == ["--- a/01_parties.yaml", "+++ b/01_parties.yaml"]
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        '-    name: "Ruritania"',
        '+    name: "Kingdom of Ruritania"',
    ]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_command_warns_of_what_it_removes_and_refuses_broken_files(tmp_path, two_parties):
    run(tmp_path)
    two_parties[0].citations.get().delete()
    two_parties[0].delete()
    assert "removed: relations.party ruritania was public" in run(tmp_path)[1]
    (tmp_path / "01_parties.yaml").write_text("- just words")
    with pytest.raises(CommandError, match="Nothing was written"):
        run(tmp_path)
