"""Imprecise dates as columns, in forms, and as they are read while they are typed."""

import json
from datetime import date

import pytest
from django import forms
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps
from django.urls import reverse

from relations.imprecise_date_fields import (
    EarliestField,
    ImpreciseDateField,
    ImpreciseDateFormField,
    ImpreciseDateWidget,
    LatestField,
    imprecise_date_constraints,
)
from relations.imprecise_date_reading import read_imprecise_date
from relations.models import Round
from relations.vocabularies import DateBasis
from tests.builders import a_round

pytestmark = pytest.mark.dialect

SPRING = (date(2026, 3, 1), date(2026, 5, 31))
MAY = (date(2025, 5, 1), date(2025, 5, 31))
NO_DATE = (None, None)


def bounds(round):
    return round.held_earliest, round.held_latest


def stored_bounds(round):
    return models.QuerySet(Round).values_list("held_earliest", "held_latest").get(pk=round.pk)


@pytest.fixture
def spring_round(db):
    return a_round(held_on="2026-21", held_basis=DateBasis.STATED)


def test_bounds_follow_the_text_before_anything_is_saved():
    round = Round(held_on="2026-21")
    assert bounds(round) == SPRING
    round.held_on = "2025-05"
    assert bounds(round) == MAY
    round.held_on = None
    assert bounds(round) == NO_DATE


def test_bounds_cannot_be_assigned():
    round = Round(held_on="2026-21", held_earliest=date(1999, 1, 1))
    round.held_latest = date(1999, 1, 1)
    assert bounds(round) == SPRING


def test_a_malformed_text_has_no_bounds():
    assert bounds(Round(held_on="spring 2026")) == NO_DATE


def test_an_empty_text_is_no_date():
    assert Round(held_on="").held_on is None


def test_save_stores_the_bounds(spring_round):
    assert stored_bounds(spring_round) == SPRING


def test_a_changed_text_stores_changed_bounds(spring_round):
    spring_round.held_on = "2025-05"
    spring_round.save()
    assert stored_bounds(spring_round) == MAY


def test_a_removed_date_stores_no_bounds(spring_round):
    spring_round.held_on = spring_round.held_basis = None
    spring_round.save()
    assert stored_bounds(spring_round) == NO_DATE


def test_bulk_create_stores_the_bounds(spring_round):
    copy = Round.objects.get(pk=spring_round.pk)
    copy.pk, copy.slug, copy.held_on = None, "another-round", "2025-05"
    models.QuerySet(Round).bulk_create([copy])
    assert stored_bounds(Round.objects.get(slug="another-round")) == MAY


def test_a_raw_save_as_of_loaddata_stores_derived_bounds(spring_round):
    fields = json.loads(serializers.serialize("json", [spring_round]))
    fields[0]["fields"] |= {
        "held_on": "2025-05",
        "held_earliest": "1999-01-01",
        "held_latest": None,
    }
    for loaded in serializers.deserialize("json", json.dumps(fields)):
        loaded.save()
    assert stored_bounds(spring_round) == MAY


def test_a_fixture_need_not_name_the_bounds(spring_round):
    fields = json.loads(serializers.serialize("json", [spring_round]))
    del fields[0]["fields"]["held_earliest"], fields[0]["fields"]["held_latest"]
    fields[0]["fields"]["held_on"] = "2025-05"
    for loaded in serializers.deserialize("json", json.dumps(fields)):
        loaded.save()
    assert stored_bounds(spring_round) == MAY


def test_refresh_from_db_brings_the_stored_bounds_back(spring_round):
    spring_round.held_on = "2025-05"
    spring_round.refresh_from_db()
    assert bounds(spring_round) == SPRING


def test_refreshing_the_text_alone_brings_the_bounds_back(spring_round):
    spring_round.held_on = "2025-05"
    spring_round.refresh_from_db(fields=["held_on"])
    assert bounds(spring_round) == SPRING


@pytest.mark.parametrize(
    "loaded",
    [
        Round.objects.only("title"),
        Round.objects.only("held_on"),
        Round.objects.only("held_earliest"),
        Round.objects.defer("held_on"),
        Round.objects.defer("held_earliest", "held_latest"),
    ],
    ids=["only title", "only text", "only a bound", "without text", "without bounds"],
)
def test_a_partly_loaded_row_has_bounds_and_stores_changed_ones(loaded, spring_round):
    assert bounds(loaded.get(pk=spring_round.pk)) == SPRING
    partly_loaded = loaded.get(pk=spring_round.pk)
    partly_loaded.held_on = "2025-05"
    partly_loaded.save()
    assert stored_bounds(spring_round) == MAY


def test_a_partly_loaded_row_keeps_the_bounds_it_does_not_touch(spring_round):
    partly_loaded = Round.objects.only("title").get(pk=spring_round.pk)
    partly_loaded.title = "Another title"
    partly_loaded.save()
    assert stored_bounds(spring_round) == SPRING


def test_a_write_that_names_its_columns_names_the_bounds_too(spring_round):
    spring_round.held_on = "2025-05"
    spring_round.save(update_fields=["held_on", "held_earliest", "held_latest"])
    assert stored_bounds(spring_round) == MAY


def test_bounds_of_a_loaded_row_cost_no_query(spring_round, django_assert_num_queries):
    with django_assert_num_queries(1):
        bounds(Round.objects.defer("held_earliest", "held_latest").get(pk=spring_round.pk))


def test_history_keeps_the_bounds_of_each_version(spring_round):
    spring_round.held_on = "2025-05"
    spring_round.save()
    versions = spring_round.history.order_by("history_id")
    assert list(versions.values_list("held_earliest", "held_latest")) == [SPRING, MAY]
    assert [bounds(version) for version in versions] == [SPRING, MAY]
    assert bounds(versions[0].instance) == SPRING


def test_models_of_migrations_derive_bounds():
    date_and_bounds = [
        ("held_on", Round._meta.get_field("held_on").clone()),
        ("held_earliest", Round._meta.get_field("held_earliest").clone()),
        ("held_latest", Round._meta.get_field("held_latest").clone()),
    ]
    state = ProjectState()
    state.add_model(
        ModelState(
            "relations", "Round", [("id", models.BigAutoField(primary_key=True)), *date_and_bounds]
        )
    )
    assert bounds(state.apps.get_model("relations", "Round")(held_on="2026-21")) == SPRING


@pytest.mark.parametrize(
    "field",
    [
        ImpreciseDateField(help_text="When."),
        ImpreciseDateField(null=False, blank=False),
        *ImpreciseDateField().companions(),
    ],
    ids=["date", "required date", "as printed", "earliest", "latest", "basis", "note"],
)
def test_a_field_comes_back_from_a_migration_as_it_was(field):
    written, imports = MigrationWriter.serialize(field)
    names = {}
    exec("\n".join(imports), names)
    again = eval(written, names)
    assert again.deconstruct()[1:] == field.deconstruct()[1:]
    assert (again.null, again.blank, again.editable) == (field.null, field.blank, field.editable)


def test_every_column_of_a_date_has_its_own_help_text():
    texts = [field.help_text for field in ImpreciseDateField(help_text="When.").companions()]
    assert all(texts)
    assert len(set(texts)) == 5


@isolate_apps("relations")
def model_with(**fields):
    meta = type("Meta", (), {"app_label": "relations"})
    return type("Talk", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


def test_a_bound_without_its_date_is_reported_at_start():
    talk = model_with(taken_on=ImpreciseDateField(), held_earliest=EarliestField())
    errors = talk._meta.get_field("held_earliest").check()
    assert [error.id for error in errors] == ["relations.E001"]
    assert "'held_on'" in errors[0].msg


def test_a_bound_of_a_plain_text_is_reported_at_start():
    talk = model_with(held_on=models.CharField(max_length=64), held_latest=LatestField())
    assert [error.id for error in talk._meta.get_field("held_latest").check()] == ["relations.E001"]


def test_a_bound_under_the_name_of_the_other_is_reported_at_start():
    talk = model_with(held_on=ImpreciseDateField(), held_latest=EarliestField())
    assert [error.id for error in talk._meta.get_field("held_latest").check()] == ["relations.E001"]


def test_every_bound_in_the_record_has_its_date():
    for model in apps.get_app_config("relations").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, (EarliestField, LatestField)):
                assert field.check() == [], f"{model.__name__}.{field.name}"


def test_a_malformed_date_is_a_validation_error_of_its_field(spring_round):
    spring_round.held_on = "3/4/2024"
    with pytest.raises(ValidationError) as refusal:
        spring_round.full_clean()
    assert "can be read in two ways" in refusal.value.message_dict["held_on"][0]


def test_a_percent_sign_in_a_malformed_date_is_shown_as_it_is(spring_round):
    spring_round.held_on = "50%s of 2025%"
    with pytest.raises(ValidationError) as refusal:
        spring_round.full_clean()
    assert "'50%s of 2025%' is not a date" in refusal.value.message_dict["held_on"][0]


def test_part_of_a_text_can_be_searched_for(spring_round):
    assert Round.objects.filter(held_on__startswith="2026-").get() == spring_round


HOW_CONSTRAINTS_BREAK = [
    ("round_held_on_has_a_basis", {"held_basis": None}),
    ("round_held_on_has_a_basis", {"held_basis": ""}),
    ("round_held_on_has_a_basis", {"held_basis": "guessed"}),
    (
        "round_held_on_has_a_basis",
        {"held_on": None, "held_earliest": None, "held_latest": None},
    ),
    ("round_held_inferred_says_why", {"held_basis": "inferred", "held_note": ""}),
    ("round_held_bounds_are_in_order", {"held_earliest": None}),
    ("round_held_bounds_are_in_order", {"held_latest": None}),
    ("round_held_bounds_are_in_order", {"held_earliest": None, "held_latest": None}),
    ("round_held_bounds_are_in_order", {"held_on": None, "held_basis": None}),
    (
        "round_held_bounds_are_in_order",
        {"held_on": None, "held_basis": None, "held_latest": None},
    ),
    (
        "round_held_bounds_are_in_order",
        {"held_on": None, "held_basis": None, "held_earliest": None},
    ),
    (
        "round_held_bounds_are_in_order",
        {"held_earliest": date(2026, 6, 1), "held_latest": date(2026, 5, 31)},
    ),
]


@pytest.mark.parametrize(("name", "columns"), HOW_CONSTRAINTS_BREAK)
def test_the_database_refuses_what_breaks_a_constraint(name, columns, spring_round):
    row = models.QuerySet(Round).filter(pk=spring_round.pk)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.update(**columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"held_basis": "inferred", "held_note": "The article names no year."},
        {"held_note": "Stated, with a remark."},
        {"held_on": None, "held_earliest": None, "held_latest": None, "held_basis": None},
        {"held_earliest": date(2026, 3, 1), "held_latest": date(2026, 3, 1)},
    ],
)
def test_the_database_accepts_what_keeps_the_constraints(columns, spring_round):
    assert models.QuerySet(Round).filter(pk=spring_round.pk).update(**columns) == 1


def test_a_malformed_date_that_was_not_validated_does_not_reach_the_database(spring_round):
    spring_round.held_on = "spring 2026"
    with pytest.raises(IntegrityError, match="bounds_are_in_order"), transaction.atomic():
        spring_round.save()


@pytest.mark.parametrize(
    ("columns", "answer"),
    [
        ({"held_basis": None}, "held_basis: a date is either stated or inferred"),
        ({"held_on": None}, "held_basis: a date is either stated or inferred"),
        ({"held_basis": "inferred"}, "held_note: the date is inferred, so write"),
    ],
)
def test_a_broken_constraint_says_what_to_do(columns, answer, spring_round):
    for name, value in columns.items():
        setattr(spring_round, name, value)
    with pytest.raises(ValidationError) as refusal:
        spring_round.full_clean()
    assert len(refusal.value.messages) == 1
    assert refusal.value.messages[0].startswith(answer)


@pytest.mark.parametrize(
    ("model_name", "stem"),
    [
        ("round", "held"),
        ("roundschedule", "scheduled"),
        ("position", "since"),
        ("position", "until"),
        ("office", "since"),
        ("office", "until"),
        ("statement", "said"),
        ("development", "happened"),
        ("document", "published"),
    ],
)
def test_constraint_names_fit_every_database(model_name, stem):
    names = [constraint.name for constraint in imprecise_date_constraints(model_name, stem)]
    assert len(set(names)) == 3
    assert all(len(name) <= 63 for name in names)


class RoundForm(forms.ModelForm):
    class Meta:
        model = Round
        fields = ["held_on", "held_as_printed", "held_basis", "held_note"]


def test_a_form_offers_the_date_and_hides_its_bounds():
    form = forms.modelform_factory(Round, fields="__all__")()
    assert isinstance(form.fields["held_on"], ImpreciseDateFormField)
    assert isinstance(form.fields["held_on"].widget, ImpreciseDateWidget)
    assert not {"held_earliest", "held_latest"} & set(form.fields)


def test_the_admins_plain_text_input_does_not_replace_the_widget():
    proposed = Round._meta.get_field("held_on").formfield(widget=forms.TextInput)
    assert isinstance(proposed.widget, ImpreciseDateWidget)


def test_a_form_refuses_a_malformed_date_on_its_field(spring_round):
    form = RoundForm({"held_on": "Q2 2026", "held_basis": "stated"}, instance=spring_round)
    assert list(form.errors) == ["held_on"]
    assert len(form.errors["held_on"]) == 1
    assert "write 2026-34" in form.errors["held_on"][0]


def test_a_form_saves_a_date_with_its_bounds(spring_round):
    form = RoundForm({"held_on": " 2025-05 ", "held_basis": "stated"}, instance=spring_round)
    assert form.is_valid(), form.errors
    form.save()
    assert stored_bounds(spring_round) == MAY


def test_a_form_that_is_left_empty_stores_no_date(spring_round):
    form = RoundForm({"held_on": "", "held_basis": ""}, instance=spring_round)
    assert form.is_valid(), form.errors
    form.save()
    spring_round.refresh_from_db()
    assert spring_round.held_on is None
    assert spring_round.held_basis is None


def widget_html(value):
    class Form(forms.Form):
        held_on = ImpreciseDateFormField(required=False, help_text="When.", max_length=64)

    return str(Form(initial={"held_on": value})["held_on"])


def test_the_widget_shows_how_its_date_is_read():
    html = widget_html("2026-21")
    assert "Read as: spring 2026 (1 March 2026 to 31 May 2026)</output>" in html
    assert 'value="2026-21"' in html


def test_the_widget_shows_why_its_date_is_refused_escaped():
    html = widget_html("<b>2026")
    assert "&lt;b&gt;2026&#x27; is not a date that can be stored" in html
    assert "<b>" not in html


def test_the_widget_of_no_date_says_nothing():
    assert "></output>" in widget_html(None)


def test_the_reading_is_tied_to_its_input_for_screen_readers():
    html = widget_html("2026-21")
    assert 'aria-describedby="id_held_on_helptext id_held_on_reading"' in html
    assert '<output id="id_held_on_reading" for="id_held_on" aria-live="polite"' in html


def test_the_widget_has_no_inline_script_or_style():
    html = widget_html("2026-21")
    assert "<script" not in html
    assert "style=" not in html
    assert str(ImpreciseDateWidget().media).count("relations/imprecise_date.js") == 1


def test_the_widget_names_the_address_of_the_reading():
    assert f'data-reading-url="{reverse("imprecise_date_reading")}"' in widget_html("2025")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("2026-21", {"reading": "spring 2026 (1 March 2026 to 31 May 2026)"}),
        (" 2025-02-27 ", {"reading": "27 February 2025"}),
        ("", {"reading": ""}),
    ],
)
def test_the_reading_of_a_date_is_told(rf, text, answer):
    response = read_imprecise_date(rf.get("/", {"text": text}))
    assert response.status_code == 200
    assert json.loads(response.content) == answer


def test_the_reading_of_a_malformed_date_is_the_reason_of_its_refusal(rf):
    response = read_imprecise_date(rf.get("/", {"text": "3/4/2024"}))
    assert response.status_code == 200
    assert "can be read in two ways" in json.loads(response.content)["error"]


def test_the_reading_of_nothing_is_empty(rf):
    assert json.loads(read_imprecise_date(rf.get("/")).content) == {"reading": ""}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_reading_is_only_got(rf, method):
    assert read_imprecise_date(getattr(rf, method)("/")).status_code == 405


def test_a_reading_is_for_staff(client, admin_client):
    address = reverse("imprecise_date_reading")
    assert client.get(address, {"text": "2025"}).status_code == 302
    assert admin_client.get(address, {"text": "2025"}).status_code == 200
