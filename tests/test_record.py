"""The record itself: its files load, in both ways, and hold what a reader may rely on."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from relations import models
from relations.imprecise_dates import parse
from relations.record_files import dump, read_entries, read_record
from relations.record_loader import load_record
from relations.record_rules import broken_rules
from relations.vocabularies import StatementMode

FIXTURES = Path(settings.FIXTURE_DIRS[0])
FILES = sorted(FIXTURES.glob("*.yaml"))
QUOTED = [StatementMode.DIRECT, StatementMode.FRAGMENT]


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file_is_canonical(path):
    text = path.read_text()
    written = dump(read_entries(path.name, path.read_bytes()))
    assert written == text, f"{path.name}: write it with relations.record_files.dump."


def test_fixtures_hold_data_and_its_licence_only():
    assert FILES
    assert {*FIXTURES.iterdir()} - {*FILES} == {FIXTURES / "LICENSE"}


def test_no_entry_has_a_row_number():
    entries, _ = read_record(FIXTURES)
    assert not [entry.place() for entry in entries if {"id", "pk"} & set(entry.fields)]


@pytest.mark.dialect
@pytest.mark.usefixtures("record")
class TestLoadedRecord:
    def test_no_rule_is_broken(self, db):
        assert not [f"{row}: {sentence}" for row, sentence in broken_rules()]

    @pytest.mark.slow
    def test_loading_again_changes_nothing(self, db):
        entries, fingerprint = read_record(FIXTURES)
        report = load_record(entries, fingerprint)
        assert not report.has_changes
        assert not report.conflicts
        assert not report.gone
        assert report.unchanged.total() == len(entries)

    def test_every_row_has_one_history_row_that_names_the_files(self, db):
        _, fingerprint = read_record(FIXTURES)
        for model in models.recorded_models():
            reasons = set(model.history.values_list("history_change_reason", flat=True))
            assert model.history.count() == model.objects.count()
            assert reasons <= {f"Loaded from fixtures {fingerprint}"}

    def test_stored_bounds_are_those_of_the_dates(self, db):
        for model in models.recorded_models(models.Entry):
            for field in model._meta.concrete_fields:
                if not field.name.endswith("_earliest"):
                    continue
                stem = field.name.removesuffix("_earliest")
                rows = model.objects.exclude(**{f"{stem}_on": None})
                for text, *bounds in rows.values_list(
                    f"{stem}_on", f"{stem}_earliest", f"{stem}_latest"
                ):
                    assert bounds == [parse(text).earliest, parse(text).latest]

    def test_every_noun_is_there(self, db):
        assert all(
            model.objects.published().exists() for model in models.recorded_models(models.Entry)
        )

    def test_a_quotation_is_its_passage(self, db):
        quoted = models.Statement.objects.filter(mode__in=QUOTED)
        assert quoted.exists()
        for statement in quoted:
            assert statement.text in statement.citations.values_list("exact", flat=True)

    def test_an_unnamed_speaker_stays_unnamed(self, db):
        unnamed = models.Statement.objects.filter(authority="unnamed_official")
        assert unnamed.exists()
        assert not unnamed.exclude(speaker=None).exists()


@pytest.mark.slow
def test_plain_loaddata_loads_the_same_rows(reader, db):
    entries, fingerprint = read_record(FIXTURES)
    call_command("loaddata", *(str(path) for path in FILES), verbosity=0)
    report = load_record(entries, fingerprint)
    assert not report.has_changes
    assert not report.conflicts
    assert report.unchanged.total() == len(entries)
    # Those files give no time of change; yet the rows are walked once in its order.
    seen, page = [], reader.get_json("/api/v1/parties", ordering="updated_at", page_size="7")
    while page:
        seen += [row["slug"] for row in page["results"]]
        page = page["next"] and reader.get_json(page["next"])
    assert len(seen) == len(set(seen)) == models.Party.objects.count()
