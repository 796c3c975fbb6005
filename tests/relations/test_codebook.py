"""The codebook says what the code does, because it is made of the code."""

from datetime import date

from relations import codebook as module
from relations import record_rules
from relations.codebook import codebook
from relations.derivation_rules import DERIVATION_RULES
from relations.imprecise_dates import PARTS_OF_YEAR, QUALIFIERS, parse
from relations.models import recorded_models
from relations.vocabularies import Match, Scheme, Vocabulary

CODEBOOK = codebook()
BY_NAME = {each["name"]: each for each in CODEBOOK["vocabularies"]}


def test_every_value_stands_with_definition_decision_and_codes():
    names = ("value", "label", "definition", "decision")
    stated = {
        vocabulary.__name__: [
            [*(getattr(member, name) for name in names), [code.code for code in member.codes]]
            for member in vocabulary
        ]
        for vocabulary in Vocabulary.__subclasses__()
    }
    shown = {
        vocabulary["name"]: [
            [*(value[name] for name in names), [code["code"] for code in value["codes"]]]
            for value in vocabulary["values"]
        ]
        for vocabulary in CODEBOOK["vocabularies"]
    }
    assert shown == stated


def test_every_column_of_choices_is_named_where_its_vocabulary_is_used():
    columns = {
        f"{model._meta.model_name}.{field.name}"
        for model in recorded_models()
        for field in model._meta.concrete_fields
        if field.choices
    }
    used = [name for vocabulary in CODEBOOK["vocabularies"] for name in vocabulary["used_in"]]
    assert sorted(used) == sorted(columns)


def test_every_code_is_of_a_scheme_and_a_match_that_are_explained():
    assert [scheme["value"] for scheme in CODEBOOK["schemes"]] == Scheme.values
    assert [match["value"] for match in CODEBOOK["matches"]] == Match.values
    codes = [
        code
        for vocabulary in CODEBOOK["vocabularies"]
        for value in vocabulary["values"]
        for code in value["codes"]
    ]
    assert {code["scheme"] for code in codes} == set(Scheme.values)
    assert {code["match"] for code in codes} <= set(Match.values)


def test_acts_map_to_plover_and_cameo_except_our_own():
    acts = {value["value"]: value["codes"] for value in BY_NAME["Act"]["values"]}
    assert {name for name, codes in acts.items() if not codes} == {"condition", "reserve"}
    for codes in filter(None, acts.values()):
        assert {code["scheme"] for code in codes} == {"PLOVER", "CAMEO"}


def test_bounds_of_dates_are_those_by_which_dates_are_stored():
    parts = CODEBOOK["imprecise_dates"]["parts_of_year"]
    assert [int(part["code"]) for part in parts] == list(PARTS_OF_YEAR)
    for shown in (*parts, *CODEBOOK["imprecise_dates"]["forms"]):
        read = parse(shown["example"])
        assert (date.fromisoformat(shown["earliest"]), date.fromisoformat(shown["latest"])) == (
            read.earliest,
            read.latest,
        )
    signs = [each["sign"] for each in CODEBOOK["imprecise_dates"]["qualifiers"]]
    assert signs == list(QUALIFIERS)


def test_spring_is_march_to_may_and_winter_ends_in_the_next_year():
    parts = {part["name"]: part for part in CODEBOOK["imprecise_dates"]["parts_of_year"]}
    assert (parts["spring"]["earliest"], parts["spring"]["latest"]) == ("2025-03-01", "2025-05-31")
    assert (parts["winter"]["earliest"], parts["winter"]["latest"]) == ("2025-12-01", "2026-02-28")


def test_every_rule_of_the_record_is_told_in_a_sentence():
    told = {rule["name"]: rule["rule"] for rule in CODEBOOK["record_rules"]}
    assert list(told) == [rule.__name__ for rule in record_rules.RULES]
    assert all(sentence.endswith(".") for sentence in told.values())


def test_every_check_of_a_derivation_rule_exists():
    commands = {"verify_record", "coverage_report"}
    known = commands | {rule.__name__ for rule in record_rules.RULES}
    named = {check for rule in DERIVATION_RULES for check in rule.checks}
    assert commands <= named <= known
    assert [rule["slug"] for rule in CODEBOOK["derivation_rules"]] == [
        rule.slug for rule in DERIVATION_RULES
    ]


def test_every_form_of_date_is_shown():
    forms = module.FORMS
    assert any("/" in form for form in forms)
    assert {sign for sign in QUALIFIERS if any(sign in form for form in forms)} == set(QUALIFIERS)
    assert any(form.startswith("..") for form in forms)
    assert any(form.endswith("..") for form in forms)
