"""Spreadsheets at the lists of the admin: what is exported, and what an import may do."""

import csv
import hashlib
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone

from relations import models, spreadsheet_files
from relations.models import KeptSheet, recorded_models
from relations.spreadsheet_columns import LINK_COLUMNS, OF_THE_DESK
from relations.spreadsheet_files import Sheet, UnreadableSheet, read_sheet, write_csv, write_xlsx
from relations.spreadsheets import can_be_imported, import_sheet, resource_of, word_changes
from relations.vocabularies import PublicationStatus
from tests import builders
from tests.builders import BUILDERS, a_full_record

NOUNS = list(BUILDERS)
IMPORTED = [model for model in NOUNS if can_be_imported(model)]
EXPORTED_ONLY = [models.Document, models.Citation, models.Exclusion]
DRAFT = PublicationStatus.DRAFT

pytestmark = pytest.mark.django_db
each_noun = pytest.mark.parametrize("model", NOUNS, ids=lambda model: model.__name__)
each_imported = pytest.mark.parametrize("model", IMPORTED, ids=lambda model: model.__name__)


def logged_in(user):
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def staff(name, *permissions):
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return logged_in(user)


def importer(name, model=models.Party):
    noun = model._meta.model_name
    return staff(name, f"view_{noun}", f"add_{noun}", f"change_{noun}", "import_spreadsheets")


@pytest.fixture
def boss():
    return logged_in(get_user_model().objects.create_superuser("boss"))


def address(model, page):
    return reverse(f"admin:relations_{model._meta.model_name}_{page}")


# Files --------------------------------------------------------------------------------------------


def a_file(rows, name="file.csv"):
    """A file of the rows, dictionaries with the same columns."""
    columns = list(rows[0])
    write = {"csv": write_csv, "xlsx": write_xlsx}[name.rpartition(".")[2]]
    return SimpleUploadedFile(name, write(columns, [list(row.values()) for row in rows]))


def preview(client, model, *rows, file=None):
    return client.post(address(model, "import"), {"file": file or a_file(rows)})


def confirm(client, model, page, **data):
    token = page.context["form"].initial["token"]
    return client.post(address(model, "process_import"), {"token": token, **data})


def store(client, model, *rows, file=None):
    """Preview and confirm; the messages that are shown then."""
    page = preview(client, model, *rows, file=file)
    assert page.template_name == "relations/spreadsheets/preview.html", problems(page)
    answer = confirm(client, model, page)
    assert answer.status_code == 302
    return messages_after(client, answer)


def messages_after(client, answer):
    return [str(message) for message in client.get(answer.url).context["messages"]]


def problems(page):
    """(row, column, value, sentence) of each fault that the page tells."""
    assert page.status_code == 200
    return [(p.row, p.column, p.value, p.sentence) for p in page.context.get("problems", ())]


def the_problem(page):
    (problem,) = problems(page)
    return problem


def refusal(page):
    """What the page says of the file as a whole."""
    return " ".join(page.context["form"].errors["file"])


def export(client, model, query="", form="csv"):
    answer = client.post(address(model, "export") + query, {"format": form})
    assert answer.status_code == 200
    return answer.content


def rows_of(content):
    text = io.StringIO(content.decode(), newline="")
    return list(csv.DictReader(text))


def everything():
    """All rows of the record and of its history, as they stand in their tables."""
    rows = {}
    with connection.cursor() as cursor:
        for model in recorded_models():
            for table in (model, model.history.model):
                cursor.execute(
                    f"SELECT * FROM {table._meta.db_table} ORDER BY {table._meta.pk.column}"
                )
                rows[table] = cursor.fetchall()
    return rows


def a_party_row(**values):
    return {"slug": "ruritania", "name": "Ruritania", "kind": "state", **values}


def a_draft(build=builders.a_party, **values):
    return build(publication_status=DRAFT, **values)


# Export -------------------------------------------------------------------------------------------


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "form"), [*[(model, "csv") for model in NOUNS], (models.Statement, "xlsx")]
)
def test_an_export_holds_every_row_of_the_list_and_every_column(model, form, boss):
    a_full_record()
    sheet = read_sheet(f"x.{form}", export(boss, model, form=form))
    columns = {field.name for field in model._meta.concrete_fields} - {"id"}
    assert set(sheet.columns) - set(LINK_COLUMNS.values()) == columns
    assert sheet.columns[0] == "slug"
    listed = boss.get(address(model, "changelist"), {"all": ""}).context["cl"].queryset
    assert [row[0] for row in sheet.rows] == [entry.slug for entry in listed]


def test_an_export_names_entries_by_slug_and_parts_links_and_names(boss):
    a_full_record()
    statement = models.Statement.objects.get(round__isnull=False)
    row = next(r for r in rows_of(export(boss, models.Statement)) if r["slug"] == statement.slug)
    assert row["speaker"] == statement.speaker.slug
    assert row["parties"] == statement.party_links.get().party.slug
    assert row["is_translation"] == "true"
    assert (row["said_on"], row["said_earliest"]) == ("2025-02-27", "2025-02-27")
    names = builders.a_party(other_names=["One", "Two"])
    row = next(r for r in rows_of(export(boss, models.Party)) if r["slug"] == names.slug)
    assert row["other_names"] == "One | Two"
    link = models.RoundParticipant.objects.get()
    row = next(r for r in rows_of(export(boss, models.Round)) if r["slug"] == link.round.slug)
    assert row["participants"] == f"{link.party.slug}:{link.person.slug}:party:unknown"


def test_an_export_holds_what_the_list_shows_in_its_order(boss):
    for name, kind, status in (
        ("Alpha 1", "state", DRAFT),
        ("Alpha 2", "state", DRAFT),
        ("Alpha 3", "state", PublicationStatus.PUBLISHED),
        ("Alpha 4", "legislature", DRAFT),
        ("Other", "state", DRAFT),
    ):
        builders.a_party(name=name, kind=kind, publication_status=status)
    query = "?q=alpha&kind__exact=state&publication_status__exact=draft&o=-1"
    rows = rows_of(export(boss, models.Party, query))
    assert [row["name"] for row in rows] == ["Alpha 2", "Alpha 1"]
    shown = boss.get(address(models.Party, "changelist") + query).context["cl"].result_list
    assert [row["slug"] for row in rows] == [entry.slug for entry in shown]
    assert len(rows_of(export(boss, models.Party))) == 5


def test_the_export_page_counts_the_rows_and_the_list_leads_there_with_its_query(boss):
    builders.a_party(name="Alpha")
    builders.a_party(name="Beta")
    page = boss.get(address(models.Party, "changelist") + "?q=Alpha")
    link = f"{address(models.Party, 'export')}?q=Alpha"
    assert f'href="{link}"' in page.content.decode()
    assert "all 1 parties" in boss.get(link).content.decode()


def test_a_filter_that_makes_no_sense_leads_back_to_the_list(boss):
    answer = boss.get(address(models.Party, "export") + "?id__exact=x")
    assert (answer.status_code, answer.url) == (302, address(models.Party, "changelist") + "?e=1")


def test_an_export_is_a_file_with_a_name(boss):
    answer = boss.post(address(models.RoundSchedule, "export"), {"format": "xlsx"})
    assert answer["Content-Disposition"].startswith('attachment; filename="round-schedules-')
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_format_that_is_not_offered_is_refused(boss):
    page = boss.post(address(models.Party, "export"), {"format": "html"})
    assert page.context["form"].errors["format"]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "http://localhost/", " =1 "]


def test_a_text_is_no_formula_in_a_spreadsheet_and_unaltered_in_csv(boss):
    for text in FORMULAS:
        builders.a_statement(text=text)
    texts = [row["text"] for row in rows_of(export(boss, models.Statement))]
    assert sorted(texts) == sorted(FORMULAS)
    book = openpyxl.load_workbook(io.BytesIO(export(boss, models.Statement, form="xlsx")))
    column = next(cells for cells in book.worksheets[0].columns if cells[0].value == "text")
    assert {cell.data_type for cell in column} == {"s"}
    assert sorted(cell.value for cell in column[1:]) == sorted(FORMULAS)
    assert all(cell.hyperlink is None and cell.quotePrefix for cell in column[1:])


def test_a_text_that_no_cell_of_excel_can_hold_is_refused_there_and_exported_as_csv(boss):
    for text in ("x" * 32_768, "<r>x</r>"):
        statement = builders.a_statement(text=text)
        page = boss.post(address(models.Statement, "export"), {"format": "xlsx"})
        assert "cannot hold the `text`" in str(page.context["form"].errors)
        assert rows_of(export(boss, models.Statement))[0]["text"] == text
        models.Statement.objects.filter(pk=statement.pk).delete()


@pytest.mark.slow
@pytest.mark.parametrize("model", BUILDERS, ids=lambda model: model.__name__)
def test_an_export_asks_as_much_for_twelve_rows_as_for_two(model, boss):
    def count():
        with CaptureQueriesContext(connection) as queries:
            export(boss, model)
        return len(queries)

    BUILDERS[model]()
    BUILDERS[model]()
    count()  # what is asked once and kept
    few = count()
    for _ in range(10):
        BUILDERS[model]()
    assert count() == few


# Who may ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("model", BUILDERS, ids=lambda model: model.__name__)
def test_a_viewer_exports_and_imports_nothing(model, boss):
    noun = model._meta.model_name
    viewer = staff("viewer", f"view_{noun}")
    entry = a_draft(BUILDERS[model])
    assert [row["slug"] for row in rows_of(export(viewer, model))] == [entry.slug]
    before = everything()
    token = "x" * 43
    if can_be_imported(model):
        # A preview of somebody who may, which the viewer has got hold of.
        page = preview(boss, model, {"slug": entry.slug, **a_change(model)})
        token = page.context["form"].initial["token"]
    file = a_file([{"slug": entry.slug, **a_change(model)}])
    assert viewer.post(address(model, "import"), {"file": file}).status_code == 403
    assert viewer.get(address(model, "import")).status_code == 403
    assert viewer.post(address(model, "process_import"), {"token": token}).status_code == 403
    assert everything() == before
    page = viewer.get(address(model, "changelist")).content.decode()
    assert address(model, "export") in page
    assert address(model, "import") not in page


def a_change(model):
    """One cell that changes a draft."""
    names = ("name", "title", "summary", "question", "city", "text", "note")
    return {next(name for name in names if name in resource_of(model).fields): "Anew"}


@pytest.mark.parametrize("missing", ["add_party", "change_party", "import_spreadsheets"])
def test_an_importer_needs_every_permission(missing):
    all_of_them = {"view_party", "add_party", "change_party", "import_spreadsheets"}
    client = staff("anna", *(all_of_them - {missing}))
    before = everything()
    assert preview(client, models.Party, a_party_row()).status_code == 403
    assert client.post(address(models.Party, "process_import")).status_code == 403
    assert everything() == before
    assert not KeptSheet.objects.exists()


def test_an_importer_imports(boss):
    client = importer("anna")
    assert (
        address(models.Party, "import")
        in client.get(address(models.Party, "changelist")).content.decode()
    )
    store(client, models.Party, a_party_row())
    assert models.Party.objects.get().slug == "ruritania"


def test_who_may_not_see_a_list_exports_nothing():
    builders.a_person()
    client = importer("anna")
    for method in (client.get, client.post):
        assert method(address(models.Person, "export"), {"format": "csv"}).status_code == 403
    for page in ("export", "import", "process_import"):
        answer = Client().post(address(models.Party, page), {"format": "csv"})
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("admin:login"))


@pytest.mark.parametrize("page", ["export", "import", "process_import"])
def test_a_post_from_another_site_is_refused(page, boss):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(boss.user)
    assert strict.post(address(models.Party, page), {"format": "csv"}).status_code == 403


@pytest.mark.parametrize("model", EXPORTED_ONLY, ids=lambda model: model.__name__)
def test_what_is_measured_against_a_text_is_only_exported(model, boss):
    entry = a_draft(BUILDERS[model])
    before = everything()
    assert preview(boss, model, {"slug": entry.slug, "note": "Anew"}).status_code == 403
    assert boss.post(address(model, "process_import"), {"token": "x"}).status_code == 403
    assert everything() == before
    page = boss.get(address(model, "export")).content.decode()
    assert "cannot be imported" in page
    assert not set(EXPORTED_ONLY) & set(IMPORTED)


def test_nothing_is_stored_by_a_get(boss):
    page = preview(boss, models.Party, a_party_row())
    token = page.context["form"].initial["token"]
    answer = boss.get(address(models.Party, "process_import"), {"token": token})
    assert answer.status_code == 405
    assert not models.Party.objects.exists()


def test_the_librarys_own_permissions_let_nobody_in(settings):
    """Should a page ever go back to them."""
    assert settings.IMPORT_EXPORT_IMPORT_PERMISSION_CODE == "import"
    assert settings.IMPORT_EXPORT_EXPORT_PERMISSION_CODE == "export"
    assert settings.IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT is True


# What is stored -----------------------------------------------------------------------------------


def test_a_new_slug_makes_a_draft_with_user_and_reason(boss):
    file = a_file([a_party_row(other_names="Strelsau | Hentzau")], "parties.csv")
    digest = hashlib.sha256(file.read()).hexdigest()[:12]
    file.seek(0)
    told = store(boss, models.Party, file=file)
    assert told == ["“parties.csv” was imported into drafts: 1 new, 0 changed, 0 as they were."]
    party = models.Party.objects.get()
    assert (party.name, party.other_names) == ("Ruritania", ["Strelsau", "Hentzau"])
    assert party.publication_status == DRAFT
    version = party.history.get()
    assert version.history_change_reason == f"Imported from parties.csv, SHA-256 {digest}"
    assert version.history_user == boss.user


@pytest.mark.parametrize("name", ["parties.csv", "parties.xlsx"])
def test_a_preview_stores_nothing(name, boss):
    draft = a_draft(name="Ruritania")
    before = everything()
    rows = [{"slug": draft.slug, "name": "Old Ruritania"}, {"slug": "new", "name": "New"}]
    for row in rows:
        row["kind"] = "state"
    page = preview(boss, models.Party, file=a_file(rows, name))
    assert everything() == before
    outcome = page.context["outcome"]
    assert (outcome.new, outcome.updated, outcome.unchanged) == (1, 1, 0)
    content = page.content.decode()
    assert "<dd><ins>Old </ins>Ruritania</dd>" in content
    assert f"<code>{draft.slug}</code>" in content
    assert "<b>New:</b> <code>new</code>" in content


def test_only_the_cells_that_differ_are_changed(boss):
    draft = a_draft(name="Ruritania", iso_code="RU", other_names=["Hentzau"])
    other = a_draft()
    versions = other.history.count()
    told = store(
        boss,
        models.Party,
        {"slug": draft.slug, "name": "Strelsau", "iso_code": "RU"},
        {"slug": other.slug, "name": other.name, "iso_code": ""},
    )
    assert told[0].endswith("0 new, 1 changed, 1 as they were.")
    draft.refresh_from_db()
    assert (draft.name, draft.iso_code, draft.other_names) == ("Strelsau", "RU", ["Hentzau"])
    assert draft.history.count() == 2
    assert other.history.count() == versions


def test_an_empty_cell_empties_a_field(boss):
    parent = builders.a_party()
    draft = a_draft(iso_code="RU", other_names=["Hentzau"], parent=parent)
    store(
        boss,
        models.Party,
        {"slug": draft.slug, "iso_code": "", "other_names": "", "parent": ""},
    )
    draft.refresh_from_db()
    assert (draft.iso_code, draft.other_names, draft.parent) == (None, [], None)


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "form", "status"),
    [
        *[(model, "csv", DRAFT) for model in IMPORTED],
        # Names, whole numbers, booleans, links of several parts.
        (models.Party, "xlsx", DRAFT),
        (models.RoundSchedule, "xlsx", DRAFT),
        (models.Statement, "xlsx", DRAFT),
        (models.Round, "xlsx", DRAFT),
        (models.Statement, "csv", PublicationStatus.PUBLISHED),
        (models.Statement, "xlsx", PublicationStatus.PUBLISHED),
    ],
)
def test_an_export_can_be_imported_again_and_changes_nothing(model, form, status, boss):
    a_full_record()
    for entry in model.objects.all():
        entry.publication_status = status
        entry.save()
    before = everything()
    file = SimpleUploadedFile(f"again.{form}", export(boss, model, form=form))
    answer = preview(boss, model, file=file)
    assert answer.status_code == 302, problems(answer)
    assert messages_after(boss, answer) == [
        f"“again.{form}” changes nothing: all of it is stored already."
    ]
    assert everything() == before
    assert not KeptSheet.objects.exists()


@pytest.mark.slow
@each_imported
def test_drafts_can_be_taken_to_another_installation(model, boss):
    """All that an export has of a draft is imported anew once the draft is gone."""
    a_full_record()
    entry = model.objects.order_by("pk").first()
    importable = {name for name, column in resource_of(model).fields.items() if not column.readonly}
    row = next(r for r in rows_of(export(boss, model)) if r["slug"] == entry.slug)
    row = {name: value for name, value in row.items() if name in importable} | {"slug": "copy"}
    for name in ("iso_code", "wikidata_id", "sequence"):  # unique
        if name in row:
            row[name] = "77" if name == "sequence" else ""
    store(boss, model, row)
    copied = next(r for r in rows_of(export(boss, model)) if r["slug"] == "copy")
    assert {name: copied[name] for name in row} == row
    assert copied["publication_status"] == "draft"


@pytest.mark.parametrize("name", ["again.csv", "again.xlsx"])
def test_the_same_file_writes_no_history_the_second_time(name, boss):
    party, issue = builders.a_party(), builders.an_issue()
    draft = a_draft(builders.a_statement)
    row = {
        "slug": draft.slug,
        "text": "We shall\nnot fish. ",
        "is_translation": True,
        "said_on": "2026-21",
        "said_basis": "stated",
        "parties": party.slug,
        "issues": issue.slug,
        "updated_at": draft.updated_at.isoformat(),
    }
    store(boss, models.Statement, file=a_file([row], name))
    draft.refresh_from_db()
    assert (draft.text, draft.said_earliest) == ("We shall\nnot fish. ", date(2026, 3, 1))
    before = everything()
    answer = preview(boss, models.Statement, file=a_file([row], name))
    assert answer.status_code == 302, problems(answer)
    assert everything() == before


def test_links_are_rows_with_history(boss):
    kept, removed, added = (builders.a_party(slug=slug) for slug in ("kept", "removed", "added"))
    issue = builders.an_issue()
    draft = a_draft(builders.a_statement)
    for party in (kept, removed):
        models.StatementParty.objects.create(statement=draft, party=party)
    link = draft.party_links.get(party=kept)
    page = preview(
        boss,
        models.Statement,
        {"slug": draft.slug, "parties": "added|kept", "issues": issue.slug},
    )
    assert "<del>removed</del>" in page.content.decode()
    assert set(draft.party_links.values_list("party__slug", flat=True)) == {"kept", "removed"}
    confirm(boss, models.Statement, page)
    assert set(draft.party_links.values_list("party__slug", flat=True)) == {"kept", "added"}
    assert link.history.count() == 1
    for version, kind in (
        (models.StatementParty.history.filter(party=removed).first(), "-"),
        (models.StatementParty.history.get(party=added), "+"),
        (models.StatementIssue.history.get(), "+"),
        (draft.history.first(), "~"),
    ):
        assert version.history_type == kind
        assert version.history_change_reason.startswith("Imported from file.csv, SHA-256 ")
        assert version.history_user == boss.user


def test_the_order_of_links_is_no_change(boss):
    draft = a_draft(builders.a_negotiation)
    for slug in ("one", "two"):
        draft.party_links.create(party=builders.a_party(slug=slug))
    answer = preview(boss, models.Negotiation, {"slug": draft.slug, "parties": "two one two"})
    assert answer.status_code == 302


def test_every_kind_of_link_has_a_column():
    assert set(LINK_COLUMNS) == set(recorded_models(models.Link))


def test_links_with_more_than_a_cell_can_tell_are_only_exported(boss):
    draft = a_draft(builders.a_round)
    party = builders.a_party()
    draft.participants.create(party=party, role="party", as_printed="The delegation")
    told = f"{party.slug}::party:unknown"
    page = preview(boss, models.Round, {"slug": draft.slug, "participants": "x", "title": "Anew"})
    row, column, value, sentence = the_problem(page)
    assert (row, column, value) == (2, "participants", "x")
    assert sentence.startswith("It is changed on the page of its entry.")
    store(boss, models.Round, {"slug": draft.slug, "participants": told, "title": "Anew"})
    assert draft.participants.get().as_printed == "The delegation"


def test_links_with_a_role_name_it(boss):
    builders.a_party(slug="ruritania")
    draft = a_draft(builders.a_development)
    store(boss, models.Development, {"slug": draft.slug, "parties": "ruritania:actor"})
    assert draft.party_links.get().role == "actor"
    for cell, sentence in (
        ("ruritania", "“ruritania”: write it as party:role."),
        ("ruritania:hero", "Use one of actor, affected."),
        ("rurtania:actor", "There is no party “rurtania”. Did you mean “ruritania”?"),
    ):
        page = preview(boss, models.Development, {"slug": draft.slug, "parties": cell})
        assert the_problem(page) == (2, "parties", cell, sentence)


def test_a_row_may_refer_to_one_above_it_and_not_below(boss):
    page = preview(
        boss,
        models.Issue,
        {"slug": "fish", "name": "Fish", "description": "Who.", "parent": "sea"},
        {"slug": "sea", "name": "Sea", "description": "Whose.", "parent": ""},
    )
    sentence = (
        "The issue “sea” is not stored yet: its row 3 must come before this one, and be right."
    )
    assert the_problem(page) == (2, "parent", "sea", sentence)
    store(
        boss,
        models.Issue,
        {"slug": "sea", "name": "Sea", "description": "Whose.", "parent": ""},
        {"slug": "fish", "name": "Fish", "description": "Who.", "parent": "sea"},
    )
    assert models.Issue.objects.get(slug="fish").parent.slug == "sea"


def test_what_was_imported_stands_among_the_recent_actions(boss):
    draft = a_draft()
    store(boss, models.Party, a_party_row(), a_party_row(slug=draft.slug, name="Anew"))
    assert sorted(LogEntry.objects.values_list("action_flag", "user__username")) == [
        (1, "boss"),
        (2, "boss"),
    ]


# Drafts only --------------------------------------------------------------------------------------


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "status"),
    [
        *[(model, PublicationStatus.PUBLISHED) for model in IMPORTED],
        *[
            (models.Statement, status)
            for status in PublicationStatus
            if status not in (DRAFT, PublicationStatus.PUBLISHED)
        ],
    ],
)
def test_what_is_no_draft_is_refused_by_name(model, status, boss):
    reason = "Wrong." if status == PublicationStatus.RETRACTED else ""
    entry = BUILDERS[model](publication_status=status, retraction_reason=reason)
    before = everything()
    page = preview(boss, model, {"slug": entry.slug, **a_change(model)})
    row, column, value, sentence = the_problem(page)
    assert (row, column, value) == (2, "slug", entry.slug)
    assert sentence.startswith(f"The {model._meta.verbose_name} is {status.label.lower()}, and")
    assert everything() == before


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "word"),
    [
        *[(model, "published") for model in IMPORTED],
        *[(models.Statement, word) for word in ("in_review", "retracted", "Published", "bogus")],
    ],
)
def test_nothing_is_published_by_an_import(model, word, boss):
    draft = a_draft(BUILDERS[model])
    before = everything()
    for row in (
        {"slug": draft.slug, "publication_status": word},
        {"slug": draft.slug, "publication_status": word, **a_change(model)},
        {"slug": "new", "publication_status": word, **a_change(model)},
    ):
        told = [problem for problem in problems(preview(boss, model, row)) if problem[2] == word]
        assert [(row, column) for row, column, *_ in told] == [(2, "publication_status")]
        assert "a second person publishes them" in told[0][3]
    assert everything() == before
    assert not model.objects.exclude(publication_status=DRAFT).filter(pk=draft.pk).exists()


def test_a_status_as_it_is_stored_opens_no_published_entry(boss):
    entry = builders.a_party()
    row = {"slug": entry.slug, "publication_status": "published", "name": "Anew"}
    assert the_problem(preview(boss, models.Party, row))[1] == "slug"


def test_a_status_as_it_is_stored_may_stand_in_the_file(boss):
    draft = a_draft()
    store(
        boss,
        models.Party,
        {**a_party_row(), "publication_status": "draft"},
        {**a_party_row(), "slug": draft.slug, "publication_status": ""},
    )
    assert set(models.Party.objects.values_list("publication_status", flat=True)) == {"draft"}


@pytest.mark.slow
@each_imported
def test_no_column_that_is_only_exported_can_be_set(model, boss):
    names = {name for name, column in resource_of(model).fields.items() if column.readonly}
    draft = a_draft(BUILDERS[model])
    before = everything()
    for slug in (draft.slug, "new"):
        row = {"slug": slug, **dict.fromkeys(names, "2020-01-01"), **a_change(model)}
        refused = [problem[:3] for problem in problems(preview(boss, model, row))]
        refused = [problem for problem in refused if problem[1] in names]
        assert sorted(refused) == sorted((2, name, "2020-01-01") for name in names)
    assert everything() == before


def test_all_that_the_desk_decides_is_only_exported():
    assert {"publication_status", "retraction_reason", "updated_at"} <= OF_THE_DESK
    for model in IMPORTED:
        columns = resource_of(model).fields
        assert all(columns[name].readonly for name in OF_THE_DESK)


def test_a_draft_that_was_changed_since_its_export_is_refused(boss):
    draft = a_draft(name="Ruritania")
    (row,) = rows_of(export(boss, models.Party))
    draft.name = "Strelsau"
    draft.save()
    page = preview(boss, models.Party, {**row, "iso_code": "RU"})
    told = {column: sentence for _, column, _, sentence in problems(page)}
    assert set(told) == {"updated_at"}
    assert told["updated_at"].startswith("Somebody saved the draft after it was exported")
    draft.refresh_from_db()
    assert draft.name == "Strelsau"


def test_the_text_of_a_quotation_does_not_leave_its_citation(boss):
    draft = a_draft(builders.a_statement, text="We shall fish.")
    citation = builders.a_citation(
        statement=draft,
        exact="We shall fish.",
        passage_sha256=hashlib.sha256(b"We shall fish.").hexdigest(),
        publication_status=DRAFT,
    )
    page = preview(boss, models.Statement, {"slug": draft.slug, "text": "We shall."})
    row, column, _, sentence = the_problem(page)
    assert (row, column) == (2, "text")
    assert sentence.startswith(f"The citation {citation.slug} holds other words.")
    page = preview(boss, models.Statement, {"slug": draft.slug, "text": "We\x07"})
    assert [problem[1] for problem in problems(page)] == ["text", "text"]
    store(boss, models.Statement, {"slug": draft.slug, "venue": "A quay"})


# Faults -------------------------------------------------------------------------------------------


def a_statement_row(**values):
    return {
        "slug": "said",
        "speaker_as_printed": "Mr X",
        "authority": "minister",
        "mode": "direct",
        "text": "Yes.",
        "language": "en",
        **values,
    }


FAULTS = [
    ({"mode": "bogus"}, "mode", "Use one of direct, fragment, indirect."),
    ({"mode": ""}, "mode", "Use one of direct, fragment, indirect."),
    ({"authority": ""}, "authority", "Use one of head_of_state, minister"),
    ({"text": ""}, "text", "This field cannot be blank."),
    ({"slug": ""}, "slug", "Enter the slug of the entry, or a new one."),
    ({"slug": "Not A Slug"}, "slug", "Use lower-case letters a-z"),
    ({"language": "English"}, "language", "Use a BCP 47 language tag"),
    ({"is_translation": "maybe"}, "is_translation", "Use true or false, or leave it empty."),
    ({"speaker": "rudolph"}, "speaker", "There is no person “rudolph”. Did you mean “rudolf”?"),
    ({"speaker": "zzz"}, "speaker", "There is no person “zzz”. Enter its slug."),
    ({"parties": "rudolf"}, "parties", "There is no party “rudolf”. Enter its slug."),
    ({"said_on": "3/4/2024", "said_basis": "stated"}, "said_on", "'3/4/2024' can be read in two"),
    ({"said_on": "2024"}, "said_basis", "a date is either stated or inferred, so choose one"),
    ({"said_on": "2024", "said_basis": "inferred"}, "said_note", "the date is inferred, so write"),
    ({"venue": "x" * 201}, "venue", "Ensure this value has at most 200 characters"),
    ({"venue": "a\x07b"}, "venue", "The character U+0007 at position 1 cannot be stored"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("values", "column", "sentence"), FAULTS)
def test_a_fault_is_told_with_its_place_its_value_and_what_is_allowed(
    values, column, sentence, boss
):
    builders.a_person(slug="rudolf")
    before = everything()
    good = a_statement_row(slug="good")
    bad = a_statement_row(**values)
    page = preview(boss, models.Statement, {**dict.fromkeys(bad, ""), **good}, bad)
    row, told_column, value, told = the_problem(page)
    assert (row, told_column, value) == (3, column, bad.get(column, ""))
    assert told.startswith(sentence)
    assert everything() == before
    assert not KeptSheet.objects.exists()


def test_a_column_that_a_new_entry_needs_is_told(boss):
    page = preview(boss, models.Party, {"slug": "ruritania", "name": "Ruritania"})
    row, column, value, sentence = the_problem(page)
    assert (row, column, value) == (2, "kind", "")
    assert sentence.startswith("Use one of state, ")


def test_a_number_is_a_number(boss):
    draft = a_draft(builders.a_schedule)
    for cell, sentence in (
        ("two", "This is no whole number: use digits 0 to 9, nine at most."),
        ("1.5", "This is no whole number: use digits 0 to 9, nine at most."),
        ("99999999999", "This is no whole number: use digits 0 to 9, nine at most."),
        ("0", "Ensure this value is greater than or equal to 1."),
        ("", "This field cannot be null."),
    ):
        page = preview(boss, models.RoundSchedule, {"slug": draft.slug, "sequence": cell})
        assert the_problem(page) == (2, "sequence", cell, sentence)


def test_every_fault_of_a_file_is_told_at_once(boss):
    page = preview(
        boss,
        models.Party,
        a_party_row(kind="kingdom", iso_code="RUR"),
        {**a_party_row(slug="b", name=""), "iso_code": ""},
        {**a_party_row(slug="b"), "iso_code": ""},
    )
    assert [problem[:2] for problem in problems(page)] == [
        (2, "kind"),
        (2, "iso_code"),
        (2, "iso_code"),
        (3, "name"),
        (4, "slug"),
    ]
    assert problems(page)[-1][3] == "Row 3 is about the same entry: delete one."
    assert "it has 5 faults" in page.content.decode()


def test_what_another_row_or_entry_has_already_is_refused(boss):
    builders.a_party(iso_code="RU")
    page = preview(boss, models.Party, a_party_row(iso_code="RU"))
    assert the_problem(page)[:3] == (2, "iso_code", "RU")
    page = preview(
        boss, models.Party, a_party_row(iso_code="TR"), a_party_row(slug="b", iso_code="TR")
    )
    assert the_problem(page)[:3] == (3, "iso_code", "TR")


def test_a_link_that_the_database_refuses_is_told(boss):
    draft = a_draft(builders.a_position)
    page = preview(boss, models.Position, {"slug": draft.slug, "conditions": draft.slug})
    assert the_problem(page) == (
        2,
        "conditions",
        draft.slug,
        "A position cannot depend on itself.",
    )


def test_a_circle_is_refused(boss):
    wide = a_draft(builders.an_issue)
    narrow = a_draft(builders.an_issue, parent=wide)
    page = preview(boss, models.Issue, {"slug": wide.slug, "parent": narrow.slug})
    assert (2, "slug", wide.slug, "It comes back to itself through `parent`.") in problems(page)
    wide.refresh_from_db()
    assert wide.parent is None


def test_a_circle_that_was_there_before_holds_nothing_up(boss):
    one, two = a_draft(builders.an_issue), a_draft(builders.an_issue)
    for issue, parent in ((one, two), (two, one)):
        issue.parent = parent
        issue.save()
    store(boss, models.Issue, {"slug": one.slug, "name": "Anew"})


def test_a_position_is_superseded_by_one_of_its_kind(boss):
    earlier, later = a_draft(builders.a_position), a_draft(builders.a_position)
    page = preview(boss, models.Position, {"slug": earlier.slug, "superseded_by": later.slug})
    assert the_problem(page)[:3] == (2, "slug", earlier.slug)


@pytest.mark.slow
def test_many_faults_are_counted_and_the_first_are_shown(boss):
    rows = [a_party_row(slug=f"p-{number}", kind="x") for number in range(250)]
    page = preview(boss, models.Party, *rows)
    assert len(page.context["problems"]) == 200
    assert "The first 200 faults" in page.content.decode()
    assert "it has 250 faults" in page.content.decode()


def test_what_is_no_fault_of_the_file_is_raised(boss, monkeypatch):
    def broken(self, *args, **kwargs):
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(models.Party, "save", broken)
    with pytest.raises(RuntimeError, match="The disk is full"):
        preview(boss, models.Party, a_party_row())


# Columns ------------------------------------------------------------------------------------------


def test_a_column_that_is_not_known_is_refused(boss):
    page = preview(boss, models.Issue, {"slug": "x", "title": "x", "id": "3"})
    (_, title, _, sentence), (_, id_, _, about_id) = problems(page)
    assert (title, id_) == ("title", "id")
    assert sentence.startswith("There is no such column. Use slug, name, description, parent, ")
    assert about_id == "Delete it: entries are known by their slug."


def test_the_slug_is_needed(boss):
    page = preview(boss, models.Issue, {"name": "x"})
    assert the_problem(page)[:3] == (1, "slug", "")


@each_imported
def test_the_import_page_says_what_each_column_holds(model, boss):
    page = boss.get(address(model, "import")).content.decode()
    for name, column in resource_of(model).fields.items():
        assert f"<code>{name}</code>" in page
        assert column.help_text
        assert all(f"<code>{value}</code>" in page for value, _ in column.allowed)
    assert "Citations, exclusions and documents cannot be imported" in page


# Files that cannot be read ------------------------------------------------------------------------


def upload(client, content, name="file.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(address(models.Party, "import"), {"file": file})


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"slug\nx\n", "file.ods", "The format of “file.ods” is not known."),
        (b"slug\nx\n", "file", "The format of “file” is not known."),
        (b"slug\n", "file.csv", "The file has no row below"),
        (b"\n\n", "file.csv", "The first row must have the name of a column"),
        (b"slug,,name\nx,y,z\n", "file.csv", "The first row must have the name of a column"),
        (b"slug,name,name\nx,y,z\n", "file.csv", "There are two columns named name"),
        (b"slug,name\nx,y,z\n", "file.csv", "Row 2 has more cells than there are columns: 2."),
        (b'slug,name\nx,"y\n', "file.csv", "The CSV cannot be read at line 2: unexpected end"),
        ("slug,name\n\nx,Zürich".encode("latin-1"), "file.csv", "Line 3 of the file is not in UTF"),
        (b"slug,name\nx,y\n", "file.xlsx", "The file cannot be read as .xlsx."),
        (b"PK\x05\x06" + bytes(18), "file.xlsx", "The file cannot be read as .xlsx."),
        (b"a," * 200 + b"b\nx\n", "file.csv", "The first row must have the name of a column"),
        (b"", "file.csv", "The submitted file is empty."),
    ],
)
def test_a_file_that_is_no_table_is_refused(content, name, sentence, boss):
    assert refusal(upload(boss, content, name)).startswith(sentence)


def test_no_file_is_refused(boss):
    page = boss.post(address(models.Party, "import"), {"x": "y"})
    assert refusal(page) == "This field is required."


def test_a_file_may_have_a_mark_semicolons_and_blank_lines(boss):
    content = "\ufeffslug;name;kind\r\n\r\na;“Ä”;state\r\n;;\r\nb;B;kingdom".encode()
    page = upload(boss, content)
    assert the_problem(page)[:3] == (5, "kind", "kingdom")
    page = upload(boss, content.replace(b"kingdom", b"state"))
    confirm(boss, models.Party, page)
    assert models.Party.objects.get(slug="a").name == "“Ä”"


def test_a_file_may_have_so_many_rows_and_no_more(boss, monkeypatch):
    monkeypatch.setattr(spreadsheet_files, "MOST_ROWS", 3)
    rows = [a_party_row(slug=f"p-{number}") for number in range(4)]
    for name in ("file.csv", "file.xlsx"):
        page = preview(boss, models.Party, file=a_file(rows, name))
        assert refusal(page).startswith("The file has more than 3 rows: divide it")
        assert preview(boss, models.Party, file=a_file(rows[:3], name)).context["outcome"].new == 3


def test_a_sheet_of_a_million_empty_rows_is_refused(monkeypatch):
    monkeypatch.setattr(spreadsheet_files, "MOST_LINES", 10)
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "slug", "x"
    book.active["A12"] = "far below"
    with pytest.raises(UnreadableSheet, match="reaches below row 10"):
        read_sheet("file.xlsx", saved(book))


def test_a_large_file_is_refused_before_it_is_read(boss):
    page = upload(boss, b"x" * 5_000_001)
    assert refusal(page) == "The file has 5,000,001 bytes, and 5,000,000 are allowed: divide it."


def test_a_file_that_is_large_once_unpacked_is_refused(boss, monkeypatch):
    monkeypatch.setattr(spreadsheet_files, "MOST_UNPACKED", 1_000)
    page = preview(boss, models.Party, file=a_file([a_party_row()], "file.xlsx"))
    assert refusal(page) == "The file is too large when it is unpacked: divide it."


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_cells_of_excel_are_read_as_they_look():
    book = openpyxl.Workbook()
    book.active.append(["slug", "n", "f", "yes", "text", "none"])
    book.active.append(["x", 2025, 1.5, True, "a\r\nb", None])
    book.active.append(["y", 3.0, 0, False, "=1+1", ""])
    book.active["E3"].data_type = "s"
    sheet = read_sheet("file.xlsx", saved(book))
    assert sheet.rows == [
        ["x", "2025", "1.5", "true", "a\nb", ""],
        ["y", "3", "0", "false", "=1+1", ""],
    ]


def test_a_date_that_excel_made_of_what_was_typed_is_refused():
    book = openpyxl.Workbook()
    book.active.append(["slug", "said_on"])
    book.active.append(["x", date(2025, 5, 1)])
    with pytest.raises(UnreadableSheet, match=r"Row 2, column B: .* made a date of its own"):
        read_sheet("file.xlsx", saved(book))


def test_a_formula_without_a_result_is_refused():
    book = openpyxl.Workbook()
    book.active.append(["slug"])
    book.active.append(["#REF!"])
    book.active["A2"].data_type = "e"
    with pytest.raises(UnreadableSheet, match="Row 2, column A: the formula has no result: #REF!"):
        read_sheet("file.xlsx", saved(book))


# Between preview and import -----------------------------------------------------------------------


def test_nobody_else_can_import_a_file(boss):
    page = preview(boss, models.Party, a_party_row())
    other = importer("anna")
    told = messages_after(other, confirm(other, models.Party, page))
    assert told[0].startswith("The file is not kept any more")
    assert not models.Party.objects.exists()
    assert KeptSheet.objects.get().user == boss.user
    confirm(boss, models.Party, page)
    assert models.Party.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 44, "\x00", "../etc/passwd"])
def test_a_token_cannot_be_guessed(token, boss):
    preview(boss, models.Party, a_party_row())
    answer = boss.post(address(models.Party, "process_import"), {"token": token})
    assert answer.status_code == 302
    assert not models.Party.objects.exists()


def test_a_file_is_imported_once_and_not_kept(boss):
    page = preview(boss, models.Party, a_party_row())
    assert KeptSheet.objects.count() == 1
    confirm(boss, models.Party, page)
    assert not KeptSheet.objects.exists()
    models.Party.objects.get().delete()
    confirm(boss, models.Party, page)
    assert not models.Party.objects.exists()


def test_a_file_is_imported_at_the_list_where_it_was_shown(boss):
    page = preview(boss, models.Party, a_party_row())
    confirm(boss, models.Issue, page)
    assert not models.Party.objects.exists()
    assert not models.Issue.objects.exists()


def test_a_file_can_be_given_up(boss):
    page = preview(boss, models.Party, a_party_row())
    answer = confirm(boss, models.Party, page, give_up="Store nothing")
    assert messages_after(boss, answer) == ["“file.csv” was not imported."]
    assert not KeptSheet.objects.exists()
    assert not models.Party.objects.exists()


def test_a_file_is_kept_for_an_hour_and_then_deleted_by_the_next(boss):
    page = preview(boss, models.Party, a_party_row())
    kept = KeptSheet.objects.get()
    kept.uploaded_at = timezone.now() - timedelta(hours=1, seconds=1)
    kept.save()
    confirm(boss, models.Party, page)
    assert not models.Party.objects.exists()
    preview(importer("anna"), models.Party, a_party_row())
    assert [kept.user.username for kept in KeptSheet.objects.all()] == ["anna"]


def test_a_user_has_one_file_at_most(boss):
    first = preview(boss, models.Party, a_party_row())
    second = preview(boss, models.Party, a_party_row(slug="second"))
    assert KeptSheet.objects.count() == 1
    confirm(boss, models.Party, first)
    assert not models.Party.objects.exists()
    confirm(boss, models.Party, second)
    assert models.Party.objects.get().slug == "second"


def test_what_changed_since_the_preview_is_shown_before_it_is_stored(boss):
    draft = a_draft(name="Ruritania")
    page = preview(boss, models.Party, {"slug": draft.slug, "name": "Strelsau"})
    draft.name = "Hentzau"
    draft.save()
    again = confirm(boss, models.Party, page)
    draft.refresh_from_db()
    assert draft.name == "Hentzau"
    assert "Somebody changed the record since your preview" in again.content.decode()
    assert "<del>Hentzau</del><ins>Strelsau</ins>" in again.content.decode()
    confirm(boss, models.Party, again)
    draft.refresh_from_db()
    assert draft.name == "Strelsau"


def test_what_was_published_since_the_preview_stays(boss):
    draft = a_draft(name="Ruritania")
    page = preview(boss, models.Party, {"slug": draft.slug, "name": "Strelsau"})
    draft.publication_status = PublicationStatus.PUBLISHED
    draft.save()
    again = confirm(boss, models.Party, page)
    assert "The party is published, and" in problems(again)[0][3]
    draft.refresh_from_db()
    assert draft.name == "Ruritania"


def test_the_pages_may_take_long(boss):
    """Their rows are bounded, so no deadline of the queries of a request is."""
    for page in ("export", "import", "process_import"):
        assert resolve(address(models.Party, page)).func.takes_long
    assert not hasattr(resolve(address(models.Party, "changelist")).func, "takes_long")


# Below the pages ----------------------------------------------------------------------------------


def test_nobody_else_writes_from_the_first_look_at_what_is_changed_on(boss):
    sheet = Sheet(["slug", "name", "kind"], [["x", "X", "state"]], [2])
    with CaptureQueriesContext(connection) as queries:
        import_sheet(models.Party, sheet, user=boss.user, reason="A test.")
    looks = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert "relations_revision" in looks[0]


def test_an_import_needs_no_request(boss):
    sheet = Sheet(["slug", "name", "kind"], [["x", "X", "state"]], [2])
    outcome = import_sheet(models.Party, sheet, user=boss.user, reason="A test.")
    assert (outcome.new, outcome.problems) == (1, [])
    version = models.Party.history.get()
    assert (version.history_user, version.history_change_reason) == (boss.user, "A test.")


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "new", [("added", "new")]),
        ("old", "", [("removed", "old")]),
        ("a b c", "a x c", [("same", "a "), ("removed", "b "), ("added", "x "), ("same", "c")]),
        ("a", "a", [("same", "a")]),
        ("x " * 1001, "x " * 1000, [("removed", "x " * 1001), ("added", "x " * 1000)]),
    ],
)
def test_words_are_compared(before, after, pieces):
    assert word_changes(before, after) == pieces


def test_every_noun_has_its_pages():
    for model in NOUNS:
        page = admin.site._registry[model]
        assert page.get_export_formats()
        assert page.change_list_template == "admin/import_export/change_list_import_export.html"
