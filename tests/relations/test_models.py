"""What the tables hold, whoever writes to them."""

import hashlib
import inspect
from functools import partial

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db import models as orm

from relations import models, vocabularies
from relations.models import Citation, Entry, Link, Recorded
from relations.vocabularies import (
    Act,
    CellKind,
    ChainRole,
    ChangeKind,
    DevelopmentRole,
    ExclusionReason,
    FactKind,
    OutcomeKind,
    ParticipantRole,
    PublicationStatus,
    RoundStatus,
    StatementMode,
)
from tests.builders import (
    BUILDERS,
    a_citation,
    a_development,
    a_discrepancy,
    a_document,
    a_negotiation,
    a_party,
    a_person,
    a_position,
    a_round,
    a_schedule,
    a_statement,
    an_account,
    an_exclusion,
    an_issue,
    an_office,
)

pytestmark = pytest.mark.dialect

MODELS = [model for model in apps.get_models() if issubclass(model, Recorded)]
NOUNS = [model for model in MODELS if issubclass(model, Entry)]
LINKS = [model for model in MODELS if issubclass(model, Link)]
DATES = [
    (model, field.name.removesuffix("_on"))
    for model in NOUNS
    for field in model._meta.concrete_fields
    if field.name.endswith("_on")
]

LINK_VALUES = {
    models.NegotiationParty: lambda: {"negotiation": a_negotiation(), "party": a_party()},
    models.RoundParticipant: lambda: {
        "round": a_round(),
        "party": a_party(),
        "person": a_person(),
        "role": ParticipantRole.PARTY,
    },
    models.RoundIssue: lambda: {"round": a_round(), "issue": an_issue()},
    models.StatementParty: lambda: {"statement": a_statement(), "party": a_party()},
    models.StatementIssue: lambda: {"statement": a_statement(), "issue": an_issue()},
    models.PositionStatement: lambda: {"position": a_position(), "statement": a_statement()},
    models.PositionCondition: lambda: {"position": a_position(), "condition": a_position()},
    models.DevelopmentParty: lambda: {
        "development": a_development(),
        "party": a_party(),
        "role": DevelopmentRole.ACTOR,
    },
    models.DevelopmentIssue: lambda: {"development": a_development(), "issue": an_issue()},
}


def a_row(model):
    if model in BUILDERS:
        return BUILDERS[model]()
    return model.objects.create(**LINK_VALUES[model]())


def changed(row, **values):
    """The row with other values, not yet saved."""
    for name, value in values.items():
        setattr(row, name, value)
    return row


def copy_of(row):
    """The same values in a row that is not stored yet."""
    copy = type(row).objects.get(pk=row.pk)
    copy.pk = None
    copy._state.adding = True
    return copy


def pointing_at_itself(row, name):
    return changed(row, **{name: row})


def an_unnamed_participant():
    values = LINK_VALUES[models.RoundParticipant]() | {"person": None}
    return models.RoundParticipant.objects.create(**values)


def a_position_ascribed_by_its_holder():
    position = a_position()
    return changed(position, ascribed_by=position.party)


def a_position_conditional_on_itself():
    link = a_row(models.PositionCondition)
    return changed(link, condition=link.position)


def a_document_under_the_name_of_another():
    taken = a_document(file_name="talks.txt")
    return changed(a_document(), file_name=taken.file_name)


def a_repetition_of_its_own_line():
    repetition = an_exclusion(reason=ExclusionReason.REPETITION, repeats_line=1)
    return changed(repetition, repeats_line=repetition.line)


def an_exact_citation(text="We shall fish.", **overrides):
    values = {
        "statement": a_statement(text=text),
        "start": 100,
        "end": 100 + len(text),
        "exact": text,
        "passage_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    return a_citation(**{**values, **overrides})


def violations_of_choices():
    for model in MODELS:
        for field in model._meta.concrete_fields:
            if field.choices and not field.name.endswith("_basis"):
                name = f"{model._meta.model_name}_{field.name}_is_known"
                values = {field.name: "?"}
                if field.name == "reviewed_in":
                    values["publication_status"] = PublicationStatus.DRAFT
                yield name, partial(changed_row, model, **values)


def violations_of_dates():
    for model, stem in DATES:
        text, basis = f"{stem}_on", f"{stem}_basis"
        prefix = f"{model._meta.model_name}_{stem}"
        yield f"{prefix}_on_has_a_basis", partial(changed_row, model, **{text: "2025-05"})
        yield (
            f"{prefix}_inferred_says_why",
            partial(changed_row, model, **{text: "2025-05", basis: "inferred"}),
        )
        # A date that cannot be read has no bounds.
        yield (
            f"{prefix}_bounds_are_in_order",
            partial(changed_row, model, **{text: "in May", basis: "stated"}),
        )


def violations_of_retraction():
    for model in NOUNS:
        name = f"{model._meta.model_name}_retracted_says_why"
        yield name, partial(changed_row, model, publication_status=PublicationStatus.RETRACTED)


def violations_of_review():
    for model in NOUNS:
        name = model._meta.model_name
        yield f"{name}_published_after_four_eyes", partial(changed_row, model, reviewed_in=None)
        yield f"{name}_correction_says_when_and_why", partial(changed_row, model, version=2)


def changed_row(model, **values):
    return changed(a_row(model), **values)


# For each constraint of the database a row, not saved yet, that breaks this one and no other.
VIOLATIONS = {
    **dict(violations_of_choices()),
    **dict(violations_of_dates()),
    **dict(violations_of_retraction()),
    **dict(violations_of_review()),
    "party_is_not_its_own_parent": lambda: pointing_at_itself(a_party(), "parent"),
    "issue_is_not_its_own_parent": lambda: pointing_at_itself(an_issue(), "parent"),
    "negotiation_lists_a_party_once": lambda: copy_of(a_row(models.NegotiationParty)),
    "round_with_an_outcome_was_held": lambda: changed(
        a_round(), status=RoundStatus.SCHEDULED, outcome_kind=OutcomeKind.AGREEMENT
    ),
    "round_lists_a_participant_once": lambda: copy_of(a_row(models.RoundParticipant)),
    "round_lists_an_unnamed_delegation_once": lambda: copy_of(an_unnamed_participant()),
    "round_lists_an_issue_once": lambda: copy_of(a_row(models.RoundIssue)),
    "round_has_one_schedule_at_each_place_in_the_sequence": lambda: changed(
        a_schedule(sequence=1), round=a_schedule(sequence=1).round
    ),
    "position_does_not_supersede_itself": lambda: pointing_at_itself(a_position(), "superseded_by"),
    "position_is_ascribed_by_another_party": a_position_ascribed_by_its_holder,
    "position_lists_a_statement_once": lambda: copy_of(a_row(models.PositionStatement)),
    "position_lists_a_condition_once": lambda: copy_of(a_row(models.PositionCondition)),
    "position_is_not_its_own_condition": a_position_conditional_on_itself,
    "statement_has_a_text": lambda: changed(a_statement(), text=""),
    "statement_lists_a_party_once": lambda: copy_of(a_row(models.StatementParty)),
    "statement_lists_an_issue_once": lambda: copy_of(a_row(models.StatementIssue)),
    "development_lists_a_party_once_in_each_role": lambda: copy_of(a_row(models.DevelopmentParty)),
    "development_lists_an_issue_once": lambda: copy_of(a_row(models.DevelopmentIssue)),
    "discrepancy_has_one_account_at_each_place_in_the_sequence": lambda: changed(
        an_account(sequence=1), discrepancy=an_account(sequence=1).discrepancy
    ),
    "document_has_a_file_name_of_its_own": a_document_under_the_name_of_another,
    "exclusion_passage_is_not_empty": lambda: changed(an_exclusion(), start=214),
    "exclusion_names_the_line_it_repeats": lambda: changed(an_exclusion(), repeats_line=1),
    "exclusion_repeats_another_line": a_repetition_of_its_own_line,
    "citation_passage_is_not_empty": lambda: changed(a_citation(), start=114),
    "citation_exact_is_as_long_as_its_passage": lambda: changed(an_exact_citation(), end=115),
    "citation_repeats_words_of_statements_only": lambda: changed(a_citation(), prefix="He said: "),
    "citation_points_at_exactly_one_fact": lambda: changed(a_citation(), party=a_party()),
}


def constraint(name):
    return next(each for model in MODELS for each in model._meta.constraints if each.name == name)


def test_every_constraint_has_a_row_that_breaks_it():
    names = [each.name for model in MODELS for each in model._meta.constraints]
    assert len(set(names)) == len(names)
    assert set(names) == set(VIOLATIONS)


@pytest.mark.grid
@pytest.mark.django_db
@pytest.mark.parametrize("name", VIOLATIONS)
def test_full_clean_and_the_database_refuse_a_row_that_breaks(name):
    """`full_clean` with the sentence of the constraint, the database with its name."""
    row = VIOLATIONS[name]()
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    assert refusal.value.messages == [constraint(name).violation_error_message]
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        row.save()
    named_by_columns = connection.vendor == "sqlite" and isinstance(
        constraint(name), orm.UniqueConstraint
    )
    said = f"UNIQUE constraint failed: {row._meta.db_table}" if named_by_columns else name
    assert said in str(refusal.value)


def test_every_constraint_has_its_own_sentence():
    for name in VIOLATIONS:
        sentence = constraint(name).violation_error_message
        assert sentence != orm.CheckConstraint.default_violation_error_message, name
        assert sentence.endswith("."), name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("build", "name", "value"),
    [
        *[(build, "slug", "the-same") for build in BUILDERS.values()],
        (a_party, "iso_code", "RU"),
        (a_party, "wikidata_id", "Q159"),
        (a_person, "wikidata_id", "Q159"),
        (a_document, "sha256", "a" * 64),
    ],
)
def test_a_second_row_cannot_have_the_same(build, name, value):
    build(**{name: value})
    other = changed(build(), **{name: value})
    with pytest.raises(ValidationError) as refusal:
        other.full_clean()
    assert list(refusal.value.message_dict) == [name]
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


@pytest.mark.django_db
def test_a_row_of_a_builder_is_valid():
    faults = {model.__name__: faults_of(a_row(model)) for model in MODELS}
    assert {name: messages for name, messages in faults.items() if messages} == {}


def faults_of(row):
    """The messages of `full_clean` by the names of the fields; none if the row is valid."""
    try:
        row.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


# Fields and tables

FIELDS = [
    field for model in MODELS for field in model._meta.concrete_fields if not field.auto_created
]


def test_every_field_says_what_it_holds():
    assert [str(field) for field in FIELDS if not field.help_text.endswith(".")] == []


def test_names_of_constraints_and_indexes_fit_every_database():
    names = [
        named.name for model in MODELS for named in (*model._meta.constraints, *model._meta.indexes)
    ]
    assert names
    assert [name for name in names if len(name) > 63] == []


def test_links_are_rows_of_their_own():
    """A many-to-many field keeps no history of its own."""
    assert [str(field) for model in MODELS for field in model._meta.many_to_many] == []


def test_every_model_says_what_it_is():
    assert [
        model
        for model in MODELS
        if not model.__doc__.strip().endswith(".") or model.__doc__.startswith(f"{model.__name__}(")
    ] == []


def test_every_integer_has_both_bounds():
    """The contract must not depend on the database that emits it."""
    limits = {
        str(field): sorted(type(validator).__name__ for validator in field._validators)
        for field in FIELDS
        if isinstance(field, orm.IntegerField)
    }
    both = ["MaxValueValidator", "MinValueValidator"]
    assert limits
    assert {name: found for name, found in limits.items() if found != both} == {}


# History


@pytest.mark.django_db
def test_a_change_writes_history():
    versions = {}
    for model in MODELS:
        row = a_row(model)
        row.save()
        versions[model.__name__] = tuple(version.history_type for version in row.history.all())
    assert versions == dict.fromkeys(versions, ("~", "+"))


@pytest.mark.django_db
def test_history_keeps_the_publication_status_of_each_version():
    statuses = {}
    for model in NOUNS:
        row = a_row(model)
        changed(row, publication_status=PublicationStatus.DRAFT).save()
        versions = row.history.order_by("history_id")
        statuses[model.__name__] = tuple(version.publication_status for version in versions)
    assert statuses == dict.fromkeys(statuses, ("published", "draft"))


@pytest.mark.django_db
def test_a_deletion_writes_history():
    last = {}
    for model in MODELS:
        row = a_row(model)
        key = row.pk
        row.delete()
        last[model.__name__] = model.history.filter(id=key).latest().history_type
    assert last == dict.fromkeys(last, "-")


@pytest.mark.django_db
def test_a_change_has_room_for_a_long_reason():
    assert models.Party.history.model._meta.get_field("history_change_reason").max_length is None
    party = a_party()
    party._change_reason = "Because. " * 100
    party.save()
    assert party.history.latest().history_change_reason == "Because. " * 100


# Text


def text_fields(model):
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (orm.CharField, orm.TextField))
    ]


UNSTORABLE = {
    "NUL": "\0",
    "bell": "\a",
    "carriage return": "\r",
    "next line": "\x85",
    "lone surrogate": "\ud800",
    "no character": "\ufffe",
    "nor this": "\uffff",
}


@pytest.mark.each_noun
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "character"),
    [
        *[(model, "bell") for model in MODELS],
        *[(models.Statement, name) for name in UNSTORABLE if name != "bell"],
    ],
)
def test_full_clean_refuses_unstorable_characters_in_every_text(model, character):
    row = a_row(model)
    accepted = []
    for field in text_fields(model):
        before = getattr(row, field.attname)
        setattr(row, field.attname, f"We{UNSTORABLE[character]} fish.")
        if field.name not in faults_of(row):
            accepted.append(field.name)
        setattr(row, field.attname, before)
    assert accepted == []


@pytest.mark.django_db
def test_the_refusal_of_a_character_names_it_and_its_position():
    party = changed(a_party(), name="Rurit\0ania")
    with pytest.raises(ValidationError) as refusal:
        party.full_clean()
    assert refusal.value.message_dict == {
        "name": ["The character U+0000 at position 5 cannot be stored; remove it."]
    }


@pytest.mark.django_db
def test_full_clean_takes_any_script_line_breaks_and_tabs():
    text = "Рыбачить — «да»\n\t我們 \u00a0\u2028🐟"
    changed(a_statement(), text=text).full_clean()


NAMED = pytest.mark.parametrize("build", [a_party, a_person])
REFUSED_NAMES = [
    *([f"Ru{character}ritania"] for character in UNSTORABLE.values()),
    [""],
    ["  "],
    ["x" * 201],
    ["Ruritania", "Ruritania"],
    ["Ruritania", 1],
    [["Ruritania"]],
    "Ruritania",
    {"name": "Ruritania"},
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("build", "names"), [*[(a_party, names) for names in REFUSED_NAMES], (a_person, ["Rudolf"] * 2)]
)
def test_full_clean_refuses_other_names_that_are_no_list_of_names(build, names):
    with pytest.raises(ValidationError) as refusal:
        changed(build(), other_names=names).full_clean()
    assert list(refusal.value.message_dict) == ["other_names"]


@pytest.mark.django_db
@NAMED
@pytest.mark.parametrize("nothing", ["", {}, (), None])
def test_other_names_left_empty_are_an_empty_list(build, nothing):
    row = changed(build(), other_names=nothing)
    row.full_clean()
    assert row.other_names == []


@pytest.mark.django_db
@NAMED
def test_full_clean_takes_distinct_other_names(build):
    changed(build(), other_names=["Руритания", "x" * 200]).full_clean()


@pytest.mark.django_db
def test_a_text_that_may_be_null_is_never_empty():
    values = {}
    for model in MODELS:
        row = a_row(model)
        nullable = [field.attname for field in text_fields(model) if field.null]
        if "reviewed_in" in nullable:
            row.publication_status = PublicationStatus.DRAFT  # else it must not be null
        changed(row, **dict.fromkeys(nullable, "")).full_clean()
        values |= {f"{model.__name__}.{name}": getattr(row, name) for name in nullable}
    assert values == dict.fromkeys(values)
    assert values


@pytest.mark.parametrize(
    ("name", "model", "good", "bad"),
    [
        ("slug", models.Issue, "fishing-2025", ["Fishing", "a--b", "-a", "a_b", "a\n", "é"]),
        ("iso_code", models.Party, "RU", ["ru", "RUS", "R1", "RU\n"]),
        ("country", models.Round, "TR", ["tr", "T", "TUR"]),
        ("wikidata_id", models.Person, "Q159", ["159", "q159", "Q0159", "Q159\n"]),
        ("language", models.Statement, "zh-Hant", ["English", "e", "en_GB", "en\n"]),
        ("sha256", models.Document, "0" * 64, ["0" * 63, "A" * 64, "0" * 64 + "\n"]),
        (
            "file_name",
            models.Document,
            "2025-05_talks.v2.txt",
            [
                "texts/talks.txt",
                "texts\\talks.txt",
                "../talks.txt",
                "..",
                ".talks",
                "-talks",
                "_talks",
                "talks go on.txt",
                "переговоры.txt",
                "talks.txt\n",
                "talks\0.txt",
                "x" * 201,
            ],
        ),
        ("url", models.Document, "https://example.org/a", ["ftp://example.org", "example.org"]),
    ],
)
def test_a_code_has_one_form(name, model, good, bad):
    field = model._meta.get_field(name)
    field.clean(good, model())
    for value in bad:
        with pytest.raises(ValidationError):
            field.clean(value, model())


# Natural keys


@pytest.mark.django_db
def test_a_natural_key_leads_back_to_its_row():
    rows = {model: [a_row(model), a_row(model)] for model in MODELS}
    found = {
        model: [model.objects.get_by_natural_key(*row.natural_key()) for row in pair]
        for model, pair in rows.items()
    }
    assert found == rows


@pytest.mark.django_db
def test_the_natural_key_of_an_unnamed_participant_leads_back_to_it():
    row = an_unnamed_participant()
    named = copy_of(row)
    changed(named, person=a_person()).save()
    assert row.natural_key() == (row.round.slug, row.party.slug, None)
    assert models.RoundParticipant.objects.get_by_natural_key(*row.natural_key()) == row
    assert models.RoundParticipant.objects.get_by_natural_key(*named.natural_key()) == named


@pytest.mark.django_db
def test_a_natural_key_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        models.RoundIssue.objects.get_by_natural_key("first-round")


# Citations


@pytest.mark.django_db
def test_a_citation_of_exact_words_is_valid():
    an_exact_citation(prefix="He said: “", suffix="”").full_clean()


@pytest.mark.django_db
def test_exact_words_are_counted_in_code_points():
    an_exact_citation(text="Мы 🐟 ловим.").full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "name", "sentence"),
    [
        ({"start": 9_990, "end": 10_004}, "end", "The document has only 10000 code points."),
        ({"passage_sha256": "0" * 64}, "passage_sha256", "not the hash of the quoted words"),
        ({"exact": "We shall fish!"}, "exact", "differ from the text of the statement"),
    ],
)
def test_a_citation_is_refused_where_it_contradicts_its_document_or_statement(
    values, name, sentence
):
    citation = changed(an_exact_citation(), **values)
    with pytest.raises(ValidationError) as refusal:
        citation.full_clean()
    assert sentence in refusal.value.message_dict[name][0]


@pytest.mark.django_db
def test_a_passage_may_end_where_the_document_ends():
    changed(a_citation(), start=9_999, end=10_000).full_clean()


@pytest.mark.django_db
def test_a_citation_without_a_fact_is_refused():
    citation = changed(a_citation(), statement=None)
    assert citation.fact is None
    assert citation.fact_kind is None
    with pytest.raises(ValidationError, match="Set exactly one of"):
        citation.full_clean()
    with pytest.raises(IntegrityError, match="exactly_one_fact"), transaction.atomic():
        citation.save()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", FactKind.values)
def test_a_citation_knows_its_fact(kind):
    fact = a_row(Citation._meta.get_field(kind).related_model)
    citation = a_citation(**{kind: fact})
    assert citation.fact_kind == kind
    assert citation.fact == fact


def test_a_citation_can_point_at_each_kind_of_fact_and_at_nothing_else():
    pointers = {
        field.name
        for field in Citation._meta.concrete_fields
        if field.many_to_one and field.name != "document"
        if issubclass(field.related_model, Entry)
    }
    assert pointers == set(FactKind.values)


# Documents and what is anchored in them


@pytest.mark.django_db
def test_documents_without_a_file_name_do_not_meet():
    a_document()
    a_document(file_name="").full_clean()
    a_document(file_name="talks.txt").full_clean()


@pytest.mark.parametrize("build", [a_citation, an_exclusion])
@pytest.mark.django_db
def test_a_passage_ends_where_its_document_ends_at_the_latest(build):
    changed(build(), start=9_999, end=10_000).full_clean()
    with pytest.raises(ValidationError) as refusal:
        changed(build(), start=9_999, end=10_001).full_clean()
    assert refusal.value.message_dict == {"end": ["The document has only 10000 code points."]}


@pytest.mark.django_db
def test_a_document_names_its_citations_and_its_exclusions():
    document = a_document()
    citation, exclusion = a_citation(document=document), an_exclusion(document=document)
    assert list(document.citations.all()) == [citation]
    assert list(document.exclusions.all()) == [exclusion]


@pytest.mark.django_db
@pytest.mark.parametrize("build", [a_citation, an_exclusion])
def test_a_document_is_kept_as_long_as_something_is_anchored_in_it(build):
    with pytest.raises(orm.ProtectedError):
        build().document.delete()


@pytest.mark.django_db
@pytest.mark.parametrize("build", [a_citation, an_exclusion])
def test_passages_stand_in_the_order_of_their_document(build):
    document = a_document()
    later = build(document=document, start=150, end=164)
    earlier = build(document=document, start=50, end=64)
    assert list(type(later).objects.all()) == [earlier, later]


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ExclusionReason)
def test_an_exclusion_names_a_repeated_line_for_a_repetition_and_only_there(reason):
    is_repetition = reason == ExclusionReason.REPETITION
    right, wrong = (1, None) if is_repetition else (None, 1)
    exclusion = an_exclusion(reason=reason, repeats_line=right)
    exclusion.full_clean()
    with pytest.raises(IntegrityError, match="names_the_line_it_repeats"), transaction.atomic():
        changed(exclusion, repeats_line=wrong).save()


# The chain of a citation


def chain_of(fact=None, reported_via="", publisher=""):
    """The links of a citation of a fact in the document “Talks go on”, roles as plain text."""
    document = a_document(publisher=publisher)
    kind = {models.RoundSchedule: "schedule"}.get(type(fact), "statement")
    citation = a_citation(
        document=document, reported_via=reported_via, **{kind: fact or a_statement()}
    )
    return [(str(role), name) for role, name in citation.reporting_chain]


SPEAKER = ("source", "Mr Rassendyll")
AT_LAST = ("document", "Talks go on")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reported_by", "reported_via", "publisher", "outlets"),
    [
        ("", "", "", []),
        ("", "", "Izvestia", []),
        ("Interfax", "", "", ["Interfax"]),
        ("", "TASS", "", ["TASS"]),
        ("Interfax", "TASS", "Izvestia", ["Interfax", "TASS"]),
        # The publisher is no outlet: the document stands for it.
        ("Izvestia", "", "Izvestia", []),
        ("", "Izvestia", "Izvestia", []),
        ("IZVESTIA", "izvestia", "Izvestia", []),
        ("Известия", "", "ИЗВЕСТИЯ", []),
        ("Izvestia", "TASS", "Izvestia", ["TASS"]),
        ("Interfax", "Izvestia", "Izvestia", ["Interfax"]),
        ("Interfax", "", "Interfax Europe", ["Interfax"]),
        # The same outlet twice is one link.
        ("Interfax", "Interfax", "", ["Interfax"]),
    ],
)
def test_a_chain_leads_from_the_speaker_over_the_outlets_to_the_document(
    reported_by, reported_via, publisher, outlets
):
    statement = a_statement(reported_by=reported_by)
    chain = chain_of(statement, reported_via, publisher)
    assert chain == [SPEAKER, *(("outlet", outlet) for outlet in outlets), AT_LAST]


@pytest.mark.django_db
def test_a_chain_names_an_outlet_once_whatever_its_case():
    _, (role, name), _ = chain_of(a_statement(reported_by="Interfax"), "INTERFAX")
    assert role == "outlet"
    assert name.casefold() == "interfax"


@pytest.mark.django_db
def test_a_chain_of_a_schedule_begins_with_whom_announced_it():
    schedule = a_schedule(announced_by="the Russian side")
    assert chain_of(schedule, "TASS") == [
        ("source", "the Russian side"),
        ("outlet", "TASS"),
        AT_LAST,
    ]
    assert chain_of(a_schedule(announced_by="")) == [AT_LAST]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(set(FactKind.values) - {"statement", "schedule"}))
def test_a_chain_of_another_fact_has_outlet_and_document_only(kind):
    fact = a_row(Citation._meta.get_field(kind).related_model)
    citation = a_citation(reported_via="TASS", **{kind: fact})
    assert citation.reporting_chain == [
        (ChainRole.OUTLET, "TASS"),
        (ChainRole.DOCUMENT, "Talks go on"),
    ]
    assert a_citation(**{kind: fact}).reporting_chain == [(ChainRole.DOCUMENT, "Talks go on")]


# Vocabularies

VOCABULARIES = [
    member
    for _, member in inspect.getmembers(vocabularies, inspect.isclass)
    if issubclass(member, vocabularies.Vocabulary) and member is not vocabularies.Vocabulary
]


def test_every_value_has_a_label_and_a_definition_of_one_sentence():
    assert [
        member
        for vocabulary in VOCABULARIES
        for member in vocabulary
        if not member.label[:1].isupper()
        or not member.definition.endswith(".")
        or ". " in member.definition
    ] == []


def test_every_vocabulary_is_defined_and_no_two_of_its_values_say_the_same():
    assert [
        vocabulary
        for vocabulary in VOCABULARIES
        if not vocabulary.__doc__.strip().endswith(".")
        or len({member.label for member in vocabulary}) < len(vocabulary)
        or len({member.definition for member in vocabulary}) < len(vocabulary)
    ] == []


def test_every_column_of_choices_holds_a_vocabulary():
    used = {
        tuple(field.choices)
        for model in MODELS
        for field in model._meta.concrete_fields
        if field.choices
    }
    known = {tuple(vocabulary.choices) for vocabulary in VOCABULARIES}
    assert used <= known
    assert known - used == {
        tuple(vocabulary.choices) for vocabulary in (FactKind, ChainRole, CellKind, ChangeKind)
    }


# What a row is called

LONG = "We shall fish wherever our fathers fished, and nobody will keep us from it, I tell you."
CALLED = {
    models.Party: (lambda: a_party(name="Ruritania"), "Ruritania"),
    models.Person: (lambda: a_person(name="Rudolf Rassendyll"), "Rudolf Rassendyll"),
    models.Office: (
        lambda: an_office(person=a_person(name="Sapt"), title="Colonel"),
        "Sapt, Colonel",
    ),
    models.Issue: (lambda: an_issue(name="Fishing"), "Fishing"),
    models.Document: (lambda: a_document(title="Talks go on"), "Talks go on"),
    models.Negotiation: (lambda: a_negotiation(name="Fishing talks"), "Fishing talks"),
    models.Round: (lambda: a_round(title="First round"), "First round"),
    models.RoundSchedule: (
        lambda: a_schedule(round=a_round(title="First round"), sequence=2),
        "Schedule 2 of First round",
    ),
    models.Statement: (lambda: a_statement(), "Mr Rassendyll: “We shall fish.”"),
    models.Position: (
        lambda: a_position(act=Act.CONDITION),
        "Ruritania on Fishing: Set a condition",
    ),
    models.Development: (lambda: a_development(name="Boat seized"), "Boat seized"),
    models.Discrepancy: (lambda: a_discrepancy(question="How many?"), "How many?"),
    models.DiscrepancyAccount: (
        lambda: an_account(discrepancy=a_discrepancy(question="How many?"), sequence=2),
        "Account 2 of: How many?",
    ),
    models.Citation: (lambda: a_citation(line=7), "Talks go on, line 7"),
    models.Exclusion: (lambda: an_exclusion(line=7), "Heading, line 7 of Talks go on"),
    models.NegotiationParty: (None, "Ruritania in Fishing talks"),
    models.RoundParticipant: (None, "Rassendyll at First round"),
    models.RoundIssue: (None, "Fishing at First round"),
    models.StatementParty: (None, "Ruritania: Mr Rassendyll: “We shall fish.”"),
    models.StatementIssue: (None, "Fishing: Mr Rassendyll: “We shall fish.”"),
    models.PositionStatement: (
        None,
        "Ruritania on Fishing: Request — Mr Rassendyll: “We shall fish.”",
    ),
    models.PositionCondition: (
        None,
        "Ruritania on Fishing: Request if Ruritania on Fishing: Request",
    ),
    models.DevelopmentParty: (None, "Ruritania (Actor) in Boat seized"),
    models.DevelopmentIssue: (None, "Fishing: Boat seized"),
}


@pytest.mark.django_db
def test_a_row_is_called_by_its_words():
    called = {
        model: str(build() if build else a_row(model)) for model, (build, _) in CALLED.items()
    }
    assert called == {model: words for model, (_, words) in CALLED.items()}
    assert set(called) == set(MODELS)


@pytest.mark.django_db
def test_an_unnamed_participant_is_called_by_its_party():
    assert str(an_unnamed_participant()) == "Ruritania at First round"


@pytest.mark.django_db
def test_reported_speech_is_never_called_in_quotation_marks():
    statement = a_statement(mode=StatementMode.INDIRECT, text="They will\n fish.")
    assert str(statement) == "Mr Rassendyll: They will fish."


@pytest.mark.django_db
def test_a_long_statement_is_called_by_its_first_words():
    words = str(a_statement(text=LONG)).removeprefix("Mr Rassendyll: ")
    assert words.startswith("“We shall fish wherever")
    assert words.endswith("…”")
    assert len(words) == 82
    assert LONG.startswith(words[1:-2])
