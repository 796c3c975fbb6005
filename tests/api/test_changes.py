"""A copy that only follows the changes is the record; what never was public is never named."""

from random import Random

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, ProtectedError, QuerySet, RestrictedError, TextField
from django.test.utils import CaptureQueriesContext

from api.v1 import changes
from api.v1.urls import router
from relations import change_log, models
from relations.models import Entry, recorded_models
from relations.querysets import entries_beside
from relations.revision import record_revision
from relations.vocabularies import ChangeKind, PublicationStatus
from tests import builders
from tests.api.contract import LISTS, OPERATIONS, validate
from tests.conftest import Reader
from tests.thoroughness import seeds

CHANGES = "/api/v1/changes"
DRAFT, PUBLISHED, RETRACTED = (
    PublicationStatus.DRAFT,
    PublicationStatus.PUBLISHED,
    PublicationStatus.RETRACTED,
)
pytestmark = [pytest.mark.dialect, pytest.mark.django_db]


def everything(reader):
    """Each entry that is public, by its address, as the lists show it."""
    entries = {}
    for path in LISTS.values():
        url = f"{path}?page_size=500"
        while url:
            page = reader.get_json(url)
            entries |= {row["url"]: row for row in page["results"]}
            url = page["next"]
    return entries


class Mirror:
    """A copy kept as the description of the operation says."""

    def __init__(self, reader):
        self.reader = reader
        self.entries = {}
        self.since = 0
        self.place = None
        self.named = set()

    def turn_page(self, **parameters):
        """Take in one page; whether there is more."""
        if self.place is None:
            page = self.reader.get_json(CHANGES, since=self.since, **parameters)
        else:
            page = self.reader.get_json(self.place)
        keys = [(row["resource"], row["slug"]) for row in page["results"]]
        assert len(keys) == len(set(keys))
        revisions = [row["revision"] for row in page["results"]]
        assert revisions == sorted(revisions)
        assert self.since <= page["revision"]
        self.named |= set(keys)
        for row in page["results"]:
            answer = self.reader.get(row["url"])
            if row["kind"] == ChangeKind.RETRACTED or answer.status_code in (404, 410):
                self.entries.pop(row["url"], None)
            else:
                self.entries[row["url"]] = answer.json()
        self.since, self.place = page["revision"], page["next"]
        return self.place is not None

    def catch_up(self, **parameters):
        while self.turn_page(**parameters):
            pass

    def forget_place(self):
        """As after a crash: only the revision was kept."""
        self.place = None


# The decisive test --------------------------------------------------------------------------------
class Editor:
    """Makes random edits to anything the record holds; what the database refuses is left out."""

    def __init__(self, random):
        self.random = random
        self.number = 0

    def edit(self):
        edits = (self.create, self.rewrite, self.move, self.publish, self.delete)
        try:
            with transaction.atomic():
                self.random.choice(edits)()
                connection.check_constraints()
        except (IntegrityError, ProtectedError, RestrictedError):
            pass

    def create(self):
        model = self.random.choice(recorded_models())
        if model in builders.BUILDERS:
            given = {field.name: row for field, row in self._ends(model, optional=False)}
            status = self.random.choice([PUBLISHED, PUBLISHED, DRAFT])
            builders.BUILDERS[model](publication_status=status, **given)
        else:
            given = {field.name: row for field, row in self._ends(model, optional=True)}
            choices = {
                field.name: field.choices[0][0]
                for field in model._meta.concrete_fields
                if field.choices
            }
            model.objects.create(**choices, **given)

    def _ends(self, model, optional):
        for field in change_log.foreign_keys(model):
            if not field.null or (optional and self.random.random() < 0.5):
                row = self._row(field.related_model)
                if row or model not in builders.BUILDERS:
                    yield field, row

    def _row(self, model):
        rows = list(model._base_manager.order_by("pk"))
        return self.random.choice(rows) if rows else None

    def _any(self, kind=models.Recorded):
        rows = [row for model in recorded_models(kind) if (row := self._row(model))]
        return self.random.choice(rows)

    def rewrite(self):
        row = self._any(Entry)
        names = [
            field.name
            for field in row._meta.concrete_fields
            if type(field) in (CharField, TextField)
            and not field.choices
            and field.name not in ("slug", "exact", "prefix", "suffix", "passage_sha256", "sha256")
            and not field.name.endswith(("_on", "_note", "_as_printed"))
            and (field.max_length is None or field.max_length > 100)
        ]
        self.number += 1
        self._write(row, **{self.random.choice(names): f"Words {self.number}"})

    def move(self):
        row = self._any()
        field = self.random.choice(change_log.foreign_keys(row) or [None])
        if field:
            empty = field.null and self.random.random() < 0.3
            self._write(
                row, **{field.attname: None if empty else self._row(field.related_model).pk}
            )

    def publish(self):
        row = self._any(Entry)
        status = self.random.choice([DRAFT, RETRACTED, PUBLISHED, PUBLISHED])
        reason = "Found wrong." if status == RETRACTED else ""
        self._write(row, publication_status=status, retraction_reason=reason)

    def delete(self):
        self._any().delete()

    def _write(self, row, **values):
        """By the model or by SQL, past all that Python watches."""
        if self.random.random() < 0.5:
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        else:
            QuerySet(type(row)).filter(pk=row.pk).update(**values)


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(1))
def test_a_copy_that_follows_the_changes_is_the_record(seed, monkeypatch):
    """However few entries are held against each other, and whenever the record is begun."""
    random = Random(seed)
    monkeypatch.setattr(changes, "MOST_TOUCHED", random.choice([0, 3, 20, changes.MOST_TOUCHED]))
    monkeypatch.setattr(changes, "BEGINNING", random.choice([0, 50, changes.BEGINNING]))
    follow(random)


def follow(random):
    reader = Reader()
    editor = Editor(random)
    mirror = Mirror(reader)
    builders.a_full_record()
    once_public = public_entries()
    mirror.catch_up(page_size=500)
    for _ in range(3):
        for _ in range(random.randint(3, 8)):
            editor.edit()
            once_public |= public_entries()
            if random.random() < 0.3:
                mirror.turn_page(page_size=random.choice([1, 2, 7]))
            if random.random() < 0.1:
                mirror.forget_place()
        mirror.catch_up(page_size=random.choice([1, 3, 50]))
        assert mirror.since == record_revision()
        assert mirror.entries == everything(reader)
    assert mirror.named <= once_public


def public_entries():
    return {
        (resource, slug)
        for resource, view, _ in router.registry
        for slug in view.model.objects.published().values_list("slug", flat=True)
    }


# Rows ---------------------------------------------------------------------------------------------
def told(reader, since, **parameters):
    """(kind, resource, slug) of what changed."""
    page = reader.get_json(CHANGES, since=since, **parameters)
    validate(page, OPERATIONS["getChanges"][1])
    return [(row["kind"], row["resource"], row["slug"]) for row in page["results"]]


def test_an_entry_is_created_then_changed_then_retracted_with_its_reason(reader):
    start = record_revision()
    party = builders.a_party(slug="ruritania", name="Ruritania")
    page = reader.get_json(CHANGES, since=start)
    (row,) = page["results"]
    assert row.pop("changed_at").endswith("Z")
    assert row == {
        "revision": start + 1,
        "kind": "created",
        "resource": "parties",
        "slug": "ruritania",
        "name": "Ruritania",
        "url": "http://testserver/api/v1/parties/ruritania",
        "reason": None,
    }
    created = page["revision"]
    party.save()
    assert told(reader, created) == [("changed", "parties", "ruritania")]
    assert told(reader, start) == [("created", "parties", "ruritania")]
    party.publication_status, party.retraction_reason = RETRACTED, "There is no such country."
    party.save()
    (row,) = reader.get_json(CHANGES, since=created)["results"]
    assert (row["kind"], row["name"]) == ("retracted", None)
    assert row["reason"] == "There is no such country."
    assert reader.get(row["url"]).status_code == 410


@pytest.mark.parametrize("how", ["draft", "delete"])
def test_what_goes_without_a_reason_is_retracted_without_one(how, reader):
    party = builders.a_party(retraction_reason="Not yet for the public.")
    since = record_revision()
    if how == "delete":
        party.delete()
    else:
        party.publication_status = DRAFT
        party.save()
    (row,) = reader.get_json(CHANGES, since=since)["results"]
    assert (row["kind"], row["reason"]) == ("retracted", None)


def test_what_depends_on_a_retracted_entry_is_retracted_for_its_reason(reader):
    position = builders.a_position()
    citation = builders.a_citation(position=position)
    since = record_revision()
    party = position.party
    party.publication_status, party.retraction_reason = RETRACTED, "There is no such country."
    party.save()
    rows = reader.get_json(CHANGES, since=since)["results"]
    assert [(row["kind"], row["slug"]) for row in rows] == [
        ("retracted", citation.slug),
        ("retracted", party.slug),
        ("retracted", position.slug),
    ]
    assert {row["reason"] for row in rows} == {"There is no such country."}


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "status"),
    [
        *[(model, DRAFT) for model in builders.BUILDERS],
        (models.Position, RETRACTED),
        (models.Position, PublicationStatus.IN_REVIEW),
    ],
)
def test_what_never_was_public_is_never_named(model, status, reader):
    hidden = {"publication_status": status, "retraction_reason": "CANARY"}
    entry = builders.BUILDERS[model](slug="canary", **hidden)
    entry.save()
    if model in builders.BUILDERS and model not in (models.DiscrepancyAccount,):
        builders.a_full_record()
    entry.delete()
    answer = reader.get(CHANGES, {"page_size": "500"}).content.decode()
    assert "canary" not in answer.lower()


def test_what_is_published_below_a_draft_is_never_named(reader):
    position = builders.a_position(party=builders.a_party(publication_status=DRAFT), slug="canary")
    builders.a_citation(position=position, slug="canary-cited")
    position.save()
    position.citations.all().delete()
    position.delete()
    assert b"canary" not in reader.get(CHANGES).content


def test_only_the_kinds_asked_for_are_told(reader):
    start = record_revision()
    builders.a_party(slug="new")
    old = builders.a_party(slug="old")
    old.delete()
    assert told(reader, start, kind="created") == [("created", "parties", "new")]
    assert told(reader, start, kind="retracted") == [("retracted", "parties", "old")]
    assert len(told(reader, start, kind=["created", "retracted"])) == 2


@pytest.mark.slow
@pytest.mark.parametrize("most_touched", [0, 5, changes.MOST_TOUCHED])
def test_one_revision_with_many_entries_comes_in_pages(most_touched, reader, monkeypatch):
    monkeypatch.setattr(changes, "MOST_TOUCHED", most_touched)
    party = builders.a_party()
    slugs = {builders.a_position(party=party).slug for _ in range(7)}
    start = record_revision()
    party.save()
    url, found = f"{CHANGES}?since={start}&page_size=2", []
    while url:
        page = reader.get_json(url)
        assert len(page["results"]) <= 2
        assert page["revision"] == (start if page["next"] else start + 1)
        found += [row["slug"] for row in page["results"]]
        url = page["next"]
    assert len(found) == len(set(found))
    assert set(found) == {party.slug, *slugs}


def test_what_very_many_entries_show_is_told_by_itself(reader, monkeypatch):
    monkeypatch.setattr(changes, "MOST_TOUCHED", 5)
    few, many = builders.a_party(), builders.a_party()
    builders.a_position(party=few)
    for _ in range(6):
        builders.a_position(party=many)
    start = record_revision()
    few.save()
    few.save()
    many.save()
    of_few = told(reader, start)
    assert {slug for *_, slug in of_few} == {
        few.slug,
        *few.positions.values_list("slug", flat=True),
    }
    assert len(told(reader, start + 2)) == 7


@pytest.mark.parametrize("beginning", [0, changes.BEGINNING])
def test_of_a_record_that_is_begun_nothing_is_told_before_it_is_there(beginning, monkeypatch):
    """With no beginning, as of a record that was there long ago, what shows the party is told."""
    monkeypatch.setattr(changes, "BEGINNING", beginning)
    start = record_revision()
    party = builders.a_party()
    until = record_revision()
    position = builders.a_position(party=party)
    since = changes.ChangesSince(router.registry, start)
    _, touches = since.some_touched(until, None, 10)
    slugs = {touch.slug for touch in touches}
    assert party.slug in slugs
    assert (position.slug in slugs) is (beginning == 0)


@pytest.mark.parametrize("since", ["-1", "1.5", "٣", "9" * 400, "next"])
def test_since_that_is_no_revision_is_refused_with_what_is_allowed(since, reader):
    (error,) = reader.get_json(CHANGES, expect=400, since=since)["errors"]
    assert error["parameter"] == "since"
    assert f"from 0 to {record_revision()}" in error["detail"]


def test_since_beyond_the_record_says_to_begin_anew(reader):
    (error,) = reader.get_json(CHANGES, expect=400, since=record_revision() + 1)["errors"]
    assert "begin anew with since=0" in error["detail"]


def test_a_cursor_of_another_revision_is_refused(reader):
    party = builders.a_party()
    builders.a_position(party=party)
    start = record_revision()
    party.save()
    page = reader.get_json(CHANGES, since=start, page_size=1)
    other = page["next"].replace(f"since={start}", f"since={start - 1}")
    assert other != page["next"]
    (error,) = reader.get_json(other, expect=400)["errors"]
    assert error["parameter"] == "cursor"


def test_the_answer_tells_the_revision_of_the_record(reader):
    builders.a_party()
    answer = reader.get(CHANGES, {"page_size": "1"})
    assert answer.headers["Record-Revision"] == str(record_revision())
    tags = reader.get(CHANGES, HTTP_ORIGIN="https://news.example").headers
    assert "Record-Revision" in tags["Access-Control-Expose-Headers"]


def test_a_page_costs_no_more_queries_for_more_entries(reader):
    def cost():
        start = record_revision()
        for row in models.Party.objects.all():
            row.save()
        with CaptureQueriesContext(connection) as queries:
            reader.get_json(CHANGES, since=start, page_size=500)
        return len(queries)

    builders.a_full_record()
    few = cost()
    builders.a_full_record()
    assert cost() == few


def test_the_paths_of_an_answer_lead_to_all_that_it_reads():
    paths = entries_beside(models.Citation, ["schedule", "position"])
    assert paths["document"] is models.Document
    assert paths["schedule__round__negotiation"] is models.Negotiation
    assert paths["position__issue"] is models.Issue


@pytest.mark.parametrize(("resource", "view", "_"), router.registry)
def test_a_part_that_is_added_or_taken_away_touches_the_entry_that_shows_it(resource, view, _):
    """The log names the owner of a part; the paths of an answer cannot lead to what is gone."""
    for path in view.links:
        model = view.model
        for name in path.split("__"):
            field = model._meta.get_field(name)
            if field.one_to_many:
                assert field.field in change_log.owners(field.related_model), path
            model = field.related_model
