"""The codebook of the record, put together from the definitions that the code itself runs on."""

from functools import cache

from relations import imprecise_dates, record_rules
from relations.derivation_rules import DERIVATION_RULES
from relations.imprecise_dates import describe, parse
from relations.models import recorded_models
from relations.vocabularies import Match, Scheme, Vocabulary, vocabulary_of

# One date of each form that can be stored.
FORMS = (
    "2025",
    "2025-05",
    "2025-05-14",
    "2026-21",
    "2026-34",
    "2025-05~",
    "2025-05?",
    "2025-05%",
    "2025-05/2025-07",
    "../2025",
    "2025/..",
)
# The year that shows the bounds of each part of a year; it is no leap year.
YEAR = 2025


@cache
def codebook() -> dict:
    """Everything a coder decides by and a reader needs to understand a value.

    `vocabularies`, `schemes`, `matches`, `imprecise_dates`, `derivation_rules`, `record_rules`.
    """
    return {
        "vocabularies": [_vocabulary(each) for each in Vocabulary.__subclasses__()],
        "schemes": [_term(scheme) for scheme in Scheme],
        "matches": [_term(match) for match in Match],
        "imprecise_dates": {
            "allowed": imprecise_dates.ALLOWED,
            "forms": [_date(text) for text in FORMS],
            "parts_of_year": [
                {"code": f"{code:02}", "name": part.name, **_date(f"{YEAR}-{code:02}")}
                for code, part in imprecise_dates.PARTS_OF_YEAR.items()
            ],
            "qualifiers": [
                {"sign": sign, "meaning": meaning.strip()}
                for sign, meaning in imprecise_dates.QUALIFIERS.items()
            ],
        },
        "derivation_rules": [
            {
                "slug": rule.slug,
                "rule": rule.rule,
                "reason": rule.reason,
                "checks": list(rule.checks),
            }
            for rule in DERIVATION_RULES
        ],
        "record_rules": [
            {"name": rule.__name__, "rule": _sentence(rule)} for rule in record_rules.RULES
        ],
    }


def _vocabulary(vocabulary):
    return {
        "name": vocabulary.__name__,
        "definition": _sentence(vocabulary),
        "used_in": [
            f"{model._meta.model_name}.{field.name}"
            for model in recorded_models()
            for field in model._meta.concrete_fields
            if vocabulary_of(value for value, _ in field.choices or ()) is vocabulary
        ],
        "values": [
            {
                **_term(member),
                "decision": member.decision,
                "codes": [
                    {"scheme": code.scheme.value, "code": code.code, "match": code.match.value}
                    for code in member.codes
                ],
            }
            for member in vocabulary
        ],
    }


def _term(member):
    return {
        "value": member.value,
        "label": str(member.label),
        "definition": member.definition,
    }


def _date(text):
    date = parse(text)
    return {
        "example": text,
        "meaning": describe(date),
        "earliest": date.earliest.isoformat(),
        "latest": date.latest.isoformat(),
    }


def _sentence(documented):
    """The first paragraph of a docstring, on one line."""
    return " ".join(documented.__doc__.strip().split("\n\n")[0].split())
