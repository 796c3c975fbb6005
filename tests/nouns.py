"""Tests of every noun: in `make test` those of a few nouns, in `make test-all` of all.

A test marked `each_noun` asks the same of each noun. The few differ most from each other: they
have rows of their own, a chain of reporting, or belong to a fact of one of many kinds.
"""

import re

from tests.builders import BUILDERS

FEW = {"round", "statement", "citation"}
# In addresses two nouns have shorter names.
ALL = {model._meta.model_name for model in BUILDERS} | {"account", "schedule"}
PLURALS = {"people": "person", "parties": "party", "discrepancies": "discrepancy"}


def is_of_other_nouns(parameters: dict) -> bool:
    """Whether a case of a test is of a noun that is none of the few."""
    nouns = {_noun(value) for value in parameters.values()} & ALL
    return bool(nouns) and not nouns & FEW


def _noun(value):
    """The noun that a model, the name of an operation or an address stands for."""
    if isinstance(value, type):
        return value.__name__.lower()
    if isinstance(value, str):
        word = re.sub("^(list|get|/api/v1/)", "", value).partition(".")[0].lower()
        return PLURALS.get(word, word.removesuffix("s"))
    return None
