"""A copy that only follows the changes is the record, and nothing that never was public is named."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, ProtectedError, QuerySet, RestrictedError, TextField
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.v1.urls import router
from relations import change_log, models
from relations.models import Change, Entry, recorded_models
from relations.querysets import entries_beside
from relations.revision import record_revision
from relations.vocabularies import ChangeKind, PublicationStatus
from tests import builders
from tests.api.contract import LISTS, OPERATIONS, validate
from tests.conftest import Reader

CHANGES = "/api/v1/changes"
DRAFT, PUBLISHED, RETRACTED = (
    PublicationStatus.DRAFT,
    PublicationStatus.PUBLISHED,
    PublicationStatus.RETRACTED,
)
pytestmark = pytest.mark.django_db


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
            if row["kind"] == ChangeKind.RETRACTED or answer.status_code == 404:
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
            self._write(row, **{field.attname: None if empty else self._row(field.related_model).pk})

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


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # to shrink a failure takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(random=st.randoms(use_true_random=False))
def test_a_copy_that_follows_the_changes_is_the_record(random):
    with transaction.atomic():
        follow(random)
        transaction.set_rollback(True)


def follow(random):
    reader = Reader()
    editor = Editor(random)
    mirror = Mirror(reader)
    builders.a_full_record()
    once_public = public_entries()
    mirror.catch_up(page_size=500)
    for _ in range(random.randint(1, 4)):
        for _ in range(random.randint(0, 8)):
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
