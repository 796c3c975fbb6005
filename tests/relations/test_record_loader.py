"""Loading the record: all or nothing, the same each time, and never over a curator's change."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations.models import (
    Development,
    NegotiationParty,
    Party,
    Round,
    RoundParticipant,
    recorded_models,
)
from relations.record_files import read_record
from relations.record_loader import RecordErrors, load_record
from relations.record_rules import broken_rules
from relations.record_tables import REASON
from tests.builders import a_citation, a_party, a_position, a_round

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]

# Drafts, of which the rules of the record ask nothing.
PARTIES = """\
- model: "relations.party"
  fields:
    slug: "ruritania"
    name: "Ruritania"
    kind: "state"
    iso_code: null
    other_names: ["Rurik Land"]

- model: "relations.party"
  fields:
    slug: "foreign-ministry"
    name: "Foreign Ministry"
    kind: "government_body"
    parent: ["ruritania"]
"""
TALKS = """\
- model: "relations.negotiation"
  fields:
    slug: "fishing-talks"
    name: "Fishing talks"
    description: "Talks on fishing."
    membership_rule: "Meetings on fishing."

- model: "relations.negotiationparty"
  fields:
    negotiation: ["fishing-talks"]
    party: ["ruritania"]

- model: "relations.round"
  fields:
    slug: "first-round"
    negotiation: ["fishing-talks"]
    title: "First round"
    held_on: "2025-05"
    held_basis: "stated"
    mode: "in_person"
    status: "held"

- model: "relations.roundparticipant"
  fields:
    round: ["first-round"]
    party: ["ruritania"]
    person: null
    role: "party"
"""
ROWS = 6


class Files:
    """A folder of record files: `files.write(...)`, then `files.load()`."""

    def __init__(self, folder):
        self.folder = folder
        self.write(parties=PARTIES, talks=TALKS)

    def write(self, **texts):
        for name, text in texts.items():
            (self.folder / f"{name}.yaml").write_text(text)

    def edit(self, old, new):
        for path in self.folder.glob("*.yaml"):
            path.write_text(path.read_text().replace(old, new))

    @property
    def fingerprint(self):
        return read_record(self.folder)[1]

    def load(self, **options):
        return load_record(*read_record(self.folder), **options)

    def problems(self):
        """The sentences of a load that is refused."""
        with pytest.raises(RecordErrors) as refusal:
            self.load()
        return refusal.value.problems


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def stored():
    """Number of rows and of past versions in every table."""
    return {
        model.__name__: (model.objects.count(), model.history.count())
        for model in recorded_models()
        if model.objects.exists() or model.history.exists()
    }


def the_party(slug="ruritania"):
    return Party.objects.get(slug=slug)


def curate(row, **values):
    """Change a row as the admin does."""
    for name, value in values.items():
        setattr(row, name, value)
    row._change_reason = "A curator knows better."
    row.save()


def change_without_history(**values):
    columns = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE relations_party SET {columns} WHERE slug = 'ruritania'", list(values.values())
        )


# Loading


def test_a_first_load_creates_every_row(files):
    report = files.load()
    assert report.created == {
        "relations.party": 2,
        "relations.negotiation": 1,
        "relations.negotiationparty": 1,
        "relations.round": 1,
        "relations.roundparticipant": 1,
    }
    assert not any([report.updated, report.unchanged, report.conflicts, report.gone])
    assert the_party().other_names == ["Rurik Land"]
    assert the_party("foreign-ministry").parent == the_party()
    assert RoundParticipant.objects.get().person is None
    assert str(Round.objects.get().held_latest) == "2025-05-31"


def test_a_first_load_writes_the_fingerprint_into_history(files):
    files.load()
    version = the_party().history.get()
    assert version.history_type == "+"
    assert version.history_change_reason == f"{REASON} {files.fingerprint}"


def test_a_second_load_changes_nothing(files):
    files.load()
    before = stored(), the_party().updated_at
    report = files.load()
    assert not report.has_changes
    assert report.unchanged.total() == ROWS
    assert not any([report.conflicts, report.gone])
    assert (stored(), the_party().updated_at) == before


def test_an_empty_text_in_a_column_that_may_be_null_is_null_each_time(files):
    files.edit("iso_code: null", 'iso_code: ""')
    files.load()
    assert the_party().iso_code is None
    assert not files.load().has_changes


def test_a_dry_run_reports_and_stores_nothing(files):
    report = files.load(dry_run=True)
    assert report.created.total() == ROWS
    assert stored() == {}


def test_a_dry_run_of_a_change_stores_nothing(files):
    files.load()
    before = stored()
    files.edit('name: "Ruritania"', 'name: "Kingdom of Ruritania"')
    assert files.load(dry_run=True).updated == {"relations.party": 1}
    assert stored() == before
    assert the_party().name == "Ruritania"


def test_a_changed_file_updates_its_row_alone_with_the_fingerprint_as_reason(files):
    files.load()
    files.edit('name: "Ruritania"', 'name: "Kingdom of Ruritania"')
    report = files.load()
    assert report.updated == {"relations.party": 1}
    assert report.unchanged.total() == ROWS - 1
    assert the_party().name == "Kingdom of Ruritania"
    new, old = the_party().history.all()
    assert (new.history_type, old.history_type) == ("~", "+")
    assert new.history_change_reason == f"{REASON} {files.fingerprint}"
    assert the_party("foreign-ministry").history.count() == 1


def test_a_changed_date_updates_its_bounds(files):
    files.load()
    files.edit('held_on: "2025-05"', 'held_on: "2025-06"')
    files.load()
    assert str(Round.objects.get().held_earliest) == "2025-06-01"


def test_a_field_left_out_of_the_files_is_left_alone(files):
    files.load()
    files.edit('    other_names: ["Rurik Land"]\n', "")
    files.edit('name: "Ruritania"', 'name: "Kingdom of Ruritania"')
    files.load()
    assert the_party().other_names == ["Rurik Land"]
    assert the_party().name == "Kingdom of Ruritania"


def test_a_participant_is_known_by_its_person_or_by_having_none(files):
    person = """
- model: "relations.person"
  fields: {slug: "sapt", name: "Sapt"}
"""
    named = """
- model: "relations.roundparticipant"
  fields: {round: ["first-round"], party: ["ruritania"], person: ["sapt"], role: "party"}
"""
    files.write(people=person, talks=TALKS + named)
    files.load()
    assert not files.load().has_changes
    assert RoundParticipant.objects.count() == 2


# Files that are refused


def refused(files, old, new):
    files.edit(old, new)
    return files.problems()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        (
            'model: "relations.negotiation"\n',
            'model: "relations.negotiations"\n',
            "talks.yaml:1",
            ["there is no model `relations.negotiations`", "relations.negotiation, "],
        ),
        (
            'model: "relations.negotiation"\n',
            'model: "talks"\n',
            "talks.yaml:1",
            ["there is no model `talks`"],
        ),
        (
            'model: "relations.party"\n  fields:\n    slug: "f',
            'model: "auth.user"\n  fields:\n    slug: "f',
            "parties.yaml:9",
            ["there is no model `auth.user`"],
        ),
        (
            'model: "relations.party"\n  fields:\n    slug: "f',
            'model: "relations.historicalparty"\n  fields:\n    slug: "f',
            "parties.yaml:9",
            ["there is no model `relations.historicalparty`"],
        ),
        (
            'title: "First round"',
            'name: "First round"',
            "talks.yaml:17",
            ["relations.round: there is no field `name`; use ", "title"],
        ),
        ('title: "First', 'id: 1\n    title: "First', "talks.yaml:17", ["no field `id`"]),
        ('title: "First', 'pk: 1\n    title: "First', "talks.yaml:17", ["no field `pk`"]),
        (
            'held_on: "2025-05"\n',
            'held_on: "2025-05"\n    held_earliest: "2025-05-01"\n',
            "talks.yaml:19",
            ["relations.round: there is no field `held_earliest`"],
        ),
        (
            'title: "First',
            'updated_at: "2025-05-01"\n    title: "First',
            "talks.yaml:17",
            ["no field `updated_at`"],
        ),
        ("iso_code: null", "iso_code: NO", "parties.yaml:6", ["iso_code: expected str, found F"]),
        ('held_on: "2025-05"', "held_on: 2025", "talks.yaml:18", ["expected str, found 2025"]),
        (
            'held_on: "2025-05"',
            "held_on: 2025-05-01",
            "talks.yaml:18",
            ["held_on: expected str, found datetime.date(2025, 5, 1); quote a text"],
        ),
        ('other_names: ["Rurik Land"]', 'other_names: "RL"', "parties.yaml:7", ["expected list"]),
        ('title: "First round"', "title: null", "talks.yaml:17", ["title: this field cannot be n"]),
        (
            'kind: "state"',
            'kind: "kingdom"',
            "parties.yaml:5",
            ["relations.party ruritania: kind: ", "'kingdom' is not a valid choice"],
        ),
        ('slug: "ruritania"', 'slug: "Ruritania"', "parties.yaml:3", ["slug: ", "lower-case"]),
        ('"2025-05"', '"May 2025"', "talks.yaml:18", ["round first-round: held_on: ", "2025-05"]),
        ('title: "First round"', 'title: ""', "talks.yaml:17", ["first-round: title: ", "blank"]),
        ('"First round"', '"First\\x07"', "talks.yaml:17", ["title: The character U+0007"]),
        (
            'other_names: ["Rurik Land"]',
            'other_names: ["R", "R"]',
            "parties.yaml:7",
            ["relations.party ruritania: other_names: List each name once."],
        ),
        (
            '    title: "First round"\n',
            "",
            "talks.yaml:13",
            ["relations.round first-round: title: "],
        ),
        ('    slug: "first-round"\n', "", "talks.yaml:13", ["relations.round None: slug: "]),
        (
            'parent: ["ruritania"]',
            'parent: ["graustark"]',
            "parties.yaml:14",
            ["relations.party: parent: there is no relations.party “graustark”"],
        ),
        (
            'parent: ["ruritania"]',
            'parent: ["foreign-ministry"]',
            "parties.yaml:14",
            ["relations.party “foreign-ministry”, at parties.yaml:9, could not be loaded"],
        ),
        ('parent: ["ruritania"]', "parent: 1", "parties.yaml:14", ['such as ["russia"]']),
        ('parent: ["ruritania"]', 'parent: "ruritania"', "parties.yaml:14", ["slug of the entry"]),
        ('parent: ["ruritania"]', "parent: []", "parties.yaml:14", ["slug of the entry"]),
        ('parent: ["ruritania"]', "parent: [1]", "parties.yaml:14", ["slug of the entry"]),
        (
            "iso_code: null",
            'parent: ["foreign-ministry"]',
            "parties.yaml:6",
            [
                "parent: relations.party “foreign-ministry” stands later, at parties.yaml:9; ",
                "move it before this entry",
            ],
        ),
        (
            'status: "held"',
            'status: "scheduled"\n    outcome_kind: "agreement"',
            "talks.yaml:13",
            ["relations.round first-round: ", "Only a round that was held"],
        ),
        (
            'held_basis: "stated"',
            "held_basis: null",
            "talks.yaml:13",
            ["first-round: ", "held_basis: a date is either stated or inferred"],
        ),
    ],
)
def test_a_fault_is_told_with_its_place_its_entry_and_its_field(files, old, new, place, words):
    first, *_ = refused(files, old, new)
    assert first.startswith(f"{place}: ")
    for each in words:
        assert each in first
    assert stored() == {}


def test_an_entry_that_stands_in_the_files_twice_is_refused(files):
    files.write(zz_more=PARTIES.split("\n\n")[0])
    assert files.problems() == [
        "zz_more.yaml:1: relations.party ruritania stands in the files twice."
    ]
    assert stored() == {}


def test_a_link_that_stands_in_the_files_twice_is_refused(files):
    files.write(zz_more=TALKS.split("\n\n")[3])
    assert files.problems() == [
        "zz_more.yaml:1: relations.roundparticipant first-round / ruritania / None "
        "stands in the files twice."
    ]


def test_a_reference_to_an_entry_that_could_not_be_loaded_says_so(files):
    problems = refused(files, 'kind: "state"', 'kind: "kingdom"')
    assert problems[1] == (
        "parties.yaml:14: relations.party: parent: relations.party “ruritania”, at parties.yaml:1, "
        "could not be loaded."
    )
    assert not any("stands later" in problem for problem in problems)


def test_a_broken_rule_is_told_with_the_place_of_its_entry(files):
    published = '    publication_status: "published"\n    kind: "state"'
    assert refused(files, '    kind: "state"', published) == [
        "parties.yaml:1: relations.party ruritania has no published citation that "
        "supports it; cite the passage that does."
    ]
    assert stored() == {}


def test_a_rule_that_a_curator_broke_is_reported_where_the_load_affects_it(files):
    a_party(slug="graustark")
    uncited = "relations.party graustark has no published citation that supports it"
    assert files.load().broken_before == []
    files.edit('party: ["ruritania"]', 'party: ["graustark"]')
    report = files.load()
    assert report.has_changes
    assert report.broken_before == [
        f"in the database: {uncited}; cite the passage that does.",
    ]


def test_a_load_that_breaks_a_rule_in_an_entry_of_a_curator_is_refused(files):
    files.load()
    a_citation(party=the_party())
    draft, published = 'slug: "ruritania"', 'slug: "ruritania"\n    publication_status: "published"'
    files.edit(draft, published)
    files.load()
    a_citation(position=a_position(slug="kept", party=the_party()))
    before = stored()
    files.edit('"published"', '"draft"')
    assert (
        "in the database: relations.position kept is published, but its party is not: "
        "publish that, or withdraw this."
    ) in files.problems()
    assert stored() == before


def test_six_rows_are_loaded_by_few_queries(files):
    with CaptureQueriesContext(connection) as captured:
        assert files.load().created.total() == ROWS
    statements = [query["sql"] for query in captured]
    queries = [each for each in statements if not each.startswith(("SAVEPOINT", "RELEASE"))]
    assert len(queries) <= 60, "\n".join(each[:150] for each in queries)


def test_a_retraction_stops_no_later_loading(files):
    files.load()
    held = a_round(publication_status="retracted", retraction_reason="It was not held.")
    citation = a_citation(round=held)
    assert any(row == citation for row, _ in broken_rules())
    assert not files.load().has_changes


def test_all_faults_are_told_at_once(files):
    files.edit('name: "Ruritania"', "name: 1\n    nonsense: 2")
    files.edit('title: "First round"', 'title: ""')
    files.edit('role: "party"', 'role: "guest"')
    problems = files.problems()
    assert [problem.split(" ")[0] for problem in problems][:2] == [
        "parties.yaml:4:",
        "parties.yaml:5:",
    ]
    assert any(problem.startswith("talks.yaml:17: ") for problem in problems)
    # The participant's own fault is told once its round and its party can be loaded.
    assert any("“first-round”, at talks.yaml:13, could not be loaded" in each for each in problems)


def test_faults_of_one_entry_are_all_told(files):
    files.edit('title: "First round"', 'title: ""')
    files.edit('mode: "in_person"', 'mode: "by letter"')
    files.edit('status: "held"', 'status: "maybe"')
    fields = [problem.split(": ")[2] for problem in files.problems()[:3]]
    assert sorted(fields) == ["mode", "status", "title"]


def test_a_broken_file_changes_nothing_that_was_loaded(files):
    files.load()
    before = stored()
    files.edit('name: "Ruritania"', 'name: "Kingdom of Ruritania"')
    files.edit('status: "held"', 'status: "maybe"')
    assert len(files.problems()) == 1
    assert stored() == before
    assert the_party().name == "Ruritania"


# What curators did since


def test_a_curators_change_is_a_conflict_and_kept_while_other_rows_are_loaded(files):
    files.load()
    curate(the_party(), name="Ruritania (state)")
    files.edit('name: "Ruritania"', 'name: "Kingdom of Ruritania"')
    files.edit('title: "First round"', 'title: "Opening round"')
    report = files.load()
    assert report.conflicts == [
        "parties.yaml:1: relations.party ruritania was changed since it was loaded; kept: name."
    ]
    assert report.updated == {"relations.round": 1}
    assert the_party().name == "Ruritania (state)"
    assert Round.objects.get().title == "Opening round"


def test_a_curators_change_is_a_conflict_even_if_the_files_stay_as_they_were(files):
    files.load()
    curate(the_party(), name="Ruritania (state)")
    before = stored()
    for _ in range(2):
        assert len(files.load().conflicts) == 1
    assert stored() == before


def test_a_conflict_names_every_field_that_differs_and_entries_by_their_field(files):
    files.load()
    curate(the_party("foreign-ministry"), parent=None, kind="other")
    assert files.load().conflicts == [
        "parties.yaml:9: relations.party foreign-ministry was changed since it was loaded; "
        "kept: kind, parent."
    ]


def test_a_curators_change_of_a_field_that_the_files_leave_out_is_no_conflict(files):
    files.load()
    curate(the_party(), wikidata_id="Q1")
    report = files.load()
    assert not any([report.has_changes, report.conflicts])
    assert the_party().wikidata_id == "Q1"


def test_a_curators_change_that_the_files_follow_is_no_conflict(files):
    files.load()
    curate(the_party(), name="Kingdom of Ruritania")
    files.edit('name: "Ruritania"', 'name: "Kingdom of Ruritania"')
    for _ in range(2):
        report = files.load()
        assert not any([report.has_changes, report.conflicts])
        assert report.unchanged.total() == ROWS
    assert the_party().history.count() == 3
    assert the_party().history.first().history_change_reason == f"{REASON} {files.fingerprint}"


def test_a_row_that_the_files_followed_belongs_to_the_loader_again(files):
    files.load()
    curate(Round.objects.get(), held_on="2025-06")
    files.edit('held_on: "2025-05"', 'held_on: "2025-06"')
    files.load()
    files.edit('held_on: "2025-06"', 'held_on: "2025-07"')
    report = files.load()
    assert report.updated == {"relations.round": 1}
    assert not report.conflicts


def test_a_row_does_not_belong_to_the_loader_while_the_files_leave_out_what_was_changed(files):
    files.load()
    curate(the_party(), wikidata_id="Q1")
    files.load()
    files.edit("iso_code: null", 'iso_code: null\n    wikidata_id: "Q2"')
    assert files.load().conflicts
    assert the_party().wikidata_id == "Q1"


def test_an_entry_that_gives_no_reason_of_retraction_says_that_there_is_none(files):
    files.load()
    curate(the_party(), retraction_reason="Found wrong.")
    assert files.load().conflicts == [
        "parties.yaml:1: relations.party ruritania was changed since it was loaded; "
        "kept: retraction_reason."
    ]


def test_a_row_changed_and_changed_back_still_belongs_to_the_loader(files):
    files.load()
    curate(the_party(), name="Ruritania (state)")
    curate(the_party(), name="Ruritania")
    files.edit('name: "Ruritania"', 'name: "Kingdom of Ruritania"')
    report = files.load()
    assert report.updated == {"relations.party": 1}
    assert not report.conflicts


def test_a_row_that_a_curator_wrote_first_is_a_conflict_where_the_files_differ(files):
    curate(Party(slug="ruritania", kind="state"), name="Ruritania (state)")
    report = files.load()
    assert report.conflicts == [
        "parties.yaml:1: relations.party ruritania was changed since it was loaded; "
        "kept: name, other_names."
    ]
    assert report.created["relations.party"] == 1


def test_a_row_that_only_curators_know_is_left_alone(files):
    curate(Party(slug="graustark", kind="state"), name="Graustark")
    report = files.load()
    assert not any([report.conflicts, report.gone])
    assert the_party("graustark").name == "Graustark"


@pytest.mark.parametrize("write", ["sql", "queryset"])
def test_a_change_that_left_no_history_is_a_conflict(files, write):
    files.load()
    if write == "sql":
        change_without_history(name="Ruritania (state)")
    else:
        Party._base_manager.filter(slug="ruritania").update(name="Ruritania (state)")
    files.edit('name: "Ruritania"', 'name: "Kingdom of Ruritania"')
    assert len(files.load().conflicts) == 1
    assert the_party().name == "Ruritania (state)"


def test_a_curators_retraction_is_kept(files):
    files.edit('kind: "state"', 'kind: "state"\n    publication_status: "draft"')
    files.load()
    curate(the_party(), publication_status="retracted", retraction_reason="Found wrong.")
    assert len(files.load().conflicts) == 1
    assert the_party().publication_status == "retracted"


def test_a_row_that_a_curator_deleted_is_a_conflict_and_not_created_again(files):
    files.load()
    NegotiationParty.objects.get().delete()
    for _ in range(2):
        report = files.load()
        assert report.conflicts == [
            "talks.yaml:8: relations.negotiationparty fishing-talks / ruritania was deleted or "
            "renamed since it was loaded."
        ]
        assert not report.has_changes
    assert not NegotiationParty.objects.exists()


def test_entries_that_refer_to_a_deleted_one_are_left_out_while_others_are_loaded(files):
    files.load()
    Round.objects.get().delete()  # and its participants with it
    files.edit('name: "Ruritania"', 'name: "Kingdom of Ruritania"')
    report = files.load()
    assert report.conflicts == [
        "talks.yaml:13: relations.round first-round was deleted or renamed since it was loaded.",
        "talks.yaml:23: relations.roundparticipant first-round / ruritania / None is left out: "
        "it refers to relations.round “first-round”, deleted since.",
    ]
    assert report.updated == {"relations.party": 1}
    assert not Round.objects.exists()
    assert not RoundParticipant.objects.exists()


def test_an_entry_that_no_longer_refers_to_a_deleted_one_is_kept_as_it_is(files):
    body = '- model: "relations.party"\n  fields: {slug: "fleet", name: "Fleet", kind: "other"'
    files.write(parties=PARTIES + body + ', parent: ["foreign-ministry"]}\n')
    files.load()
    curate(the_party("fleet"), parent=None)
    the_party("foreign-ministry").delete()
    report = files.load()
    assert len(report.conflicts) == 2
    assert not report.gone
    assert the_party("fleet").parent is None


def test_a_link_that_a_curator_turned_elsewhere_is_a_conflict_and_not_created_again(files):
    files.load()
    curate(NegotiationParty.objects.get(), party=the_party("foreign-ministry"))
    report = files.load()
    assert [sentence.split(": ")[0] for sentence in report.conflicts] == ["talks.yaml:8"]
    assert not report.has_changes
    assert NegotiationParty.objects.get().party == the_party("foreign-ministry")


def test_a_row_removed_from_the_files_is_told_and_kept(files):
    files.load()
    files.edit(PARTIES.split("\n\n")[1], "")
    report = files.load()
    assert report.gone == ["relations.party foreign-ministry"]
    assert not report.has_changes
    assert the_party("foreign-ministry").name == "Foreign Ministry"


def test_rows_are_told_as_removed_even_if_no_entry_of_their_kind_is_left(files):
    boats = '- model: "relations.development"\n  fields: {slug: "boat", name: "Boat seized", '
    boats += 'kind: "incident", summary: "A boat was seized."}\n'
    files.write(boats=boats)
    files.load()
    files.write(boats="")
    assert files.load().gone == ["relations.development boat"]
    assert Development.objects.exists()


# Rows of plain loaddata


def loaddata(files):
    call_command("loaddata", *sorted(files.folder.glob("*.yaml")), verbosity=0)


def test_plain_loaddata_loads_the_same_files_and_may_be_repeated(files):
    for _ in range(2):
        loaddata(files)
        assert Party.objects.count() == 2
        assert the_party("foreign-ministry").parent == the_party()
        assert str(Round.objects.get().held_latest) == "2025-05-31"
        assert Round.objects.get().updated_at is not None
        assert RoundParticipant.objects.get().party == the_party()


def test_load_record_begins_the_history_of_rows_of_loaddata(files):
    loaddata(files)
    assert not Party.history.exists()
    report = files.load()
    assert not report.has_changes
    assert report.unchanged.total() == ROWS
    version = the_party().history.get()
    assert version.history_change_reason == f"{REASON} {files.fingerprint}"
    assert version.name == "Ruritania"
    before = stored()
    files.load()
    assert stored() == before


def test_load_record_brings_rows_of_loaddata_up_to_date(files):
    loaddata(files)
    files.edit('name: "Ruritania"', 'name: "Kingdom of Ruritania"')
    assert files.load().updated == {"relations.party": 1}
    names = the_party().history.order_by("history_id").values_list("history_type", "name")
    assert list(names) == [("+", "Ruritania"), ("~", "Kingdom of Ruritania")]


def test_a_curators_change_of_a_row_of_loaddata_is_a_conflict(files):
    loaddata(files)
    curate(the_party(), name="Ruritania (state)")
    assert len(files.load().conflicts) == 1
    assert the_party().name == "Ruritania (state)"


# The command


def run(files, *options):
    """What the command prints, and what it prints as warnings."""
    out, err = StringIO(), StringIO()
    call_command(
        "load_record",
        "--fixtures",
        str(files.folder),
        *options,
        stdout=out,
        stderr=err,
        no_color=True,
    )
    return out.getvalue(), err.getvalue()


def test_the_command_tells_what_it_did(files):
    out, err = run(files)
    assert [line.split() for line in out.splitlines()] == [
        ["negotiation", "1", "created", "0", "updated", "0", "unchanged"],
        ["negotiationparty", "1", "created", "0", "updated", "0", "unchanged"],
        ["party", "2", "created", "0", "updated", "0", "unchanged"],
        ["round", "1", "created", "0", "updated", "0", "unchanged"],
        ["roundparticipant", "1", "created", "0", "updated", "0", "unchanged"],
    ]
    assert err == ""
    assert Party.objects.count() == 2


def test_the_command_says_that_nothing_changed(files):
    run(files)
    assert run(files) == (f"Nothing changed; {ROWS} rows are as in the files.\n", "")


def test_the_command_says_that_a_dry_run_stores_nothing(files):
    out, _ = run(files, "--dry-run")
    assert "create relations.party ruritania" in out.splitlines()
    assert "Dry run; nothing is stored." in out.splitlines()
    assert ["party", "2", "created"] in [line.split()[:3] for line in out.splitlines()]
    assert not Party.objects.exists()


def test_the_command_warns_of_conflicts_and_of_rows_gone_and_succeeds(files):
    run(files)
    curate(the_party(), name="Ruritania (state)")
    files.edit(PARTIES.split("\n\n")[1], "")
    out, err = run(files)
    assert out.startswith("Nothing changed; ")
    assert err.splitlines() == [
        "conflict: parties.yaml:1: relations.party ruritania was changed since it was loaded; "
        "kept: name.",
        "no longer in the files, kept: relations.party foreign-ministry",
    ]


def test_the_command_fails_on_a_conflict_if_asked_after_loading_the_rest(files):
    run(files, "--fail-on-conflict")
    curate(the_party(), name="Ruritania (state)")
    files.edit('title: "First round"', 'title: "Opening round"')
    with pytest.raises(CommandError) as failure:
        run(files, "--fail-on-conflict")
    assert failure.value.returncode == 3
    assert Round.objects.get().title == "Opening round"


def test_the_command_fails_on_a_broken_record_and_tells_every_fault(files):
    files.edit('kind: "government_body"', 'kind: "ministry"')
    files.edit('status: "held"', 'status: "maybe"')
    with pytest.raises(CommandError) as failure:
        run(files)
    assert failure.value.returncode == 1
    first, *faults = str(failure.value).splitlines()
    assert first.startswith("Nothing was loaded; ")
    assert faults[0].startswith("parties.yaml:13: ")
    assert faults[1].startswith("talks.yaml:21: ")
    assert stored() == {}


def test_the_command_fails_on_a_file_that_cannot_be_read(files):
    files.write(talks="- just words")
    with pytest.raises(CommandError) as failure:
        run(files)
    assert str(failure.value) == ("Nothing was loaded.\ntalks.yaml:1: expected names with values.")
    assert stored() == {}


@pytest.mark.process
def test_the_command_ends_the_process_with_its_status(tmp_path):
    process = subprocess.run(
        [sys.executable, "manage.py", "load_record", "--fixtures", tmp_path],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "DATABASE_URL": "sqlite://:memory:"},
        capture_output=True,
        text=True,
    )
    assert process.returncode == 1
    assert process.stdout == ""
    assert "Nothing was loaded." in process.stderr
    assert "Traceback" not in process.stderr


def test_a_curator_may_give_the_loaders_own_reason(files):
    """Whose change it is, is told by who made it, not by what they say."""
    files.load()
    row = the_party()
    row._history_user = User.objects.create(username="curator")
    row._change_reason = f"{REASON} {'0' * 12}"
    row.name = "Ruritania (state)"
    row.save()
    files.edit('name: "Ruritania"', 'name: "Kingdom of Ruritania"')
    assert files.load().conflicts
    assert the_party().name == "Ruritania (state)"


POSITION = """\
- model: "relations.issue"
  fields:
    slug: "fishing"
    name: "Fishing"
    description: "Who may fish."

- model: "relations.position"
  fields:
    slug: "matrix"
    party: ["ruritania"]
    issue: ["fishing"]
    act: "request"
    summary: "Wants to fish."
"""


@pytest.mark.parametrize("slug", ["matrix", "timeline"])
def test_a_position_called_as_an_address_beside_it_is_refused(slug, files):
    files.write(zz_positions=POSITION.replace("matrix", slug))
    (problem,) = files.problems()
    assert f"position {slug}: slug: " in problem
    files.write(zz_positions=POSITION.replace("matrix", f"{slug}-of-all"))
    assert files.load().created["relations.position"] == 1
