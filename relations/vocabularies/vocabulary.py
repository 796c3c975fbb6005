"""What a vocabulary is, and how its values map to the codes of published schemes."""

from dataclasses import dataclass
from functools import cache

from django.db import models


class Term(models.TextChoices):
    """A term of a mapping. Each member is declared as `value, definition, label`."""

    def __new__(cls, value, definition):
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        return member


class Scheme(Term):
    """A published scheme to whose codes values are mapped: its name, and as label its full title.

    Only codes are quoted from a scheme, none of its sentences.
    """

    PLOVER = (
        "PLOVER",
        "Kinds of political events; a mode follows its kind after a hyphen.",
        "Political Language Ontology for Verifiable Event Records",
    )
    CAMEO = (
        "CAMEO",
        "Numbered kinds of political events, from which PLOVER was made.",
        "Conflict and Mediation Event Observations",
    )
    POPOLO = (
        "Popolo",
        "Classes for people, offices, events and speeches, and the statuses of an event.",
        "Popolo open government data specification",
    )
    SCHEMA_ORG = (
        "schema.org",
        "Types for structured data on web pages, among them the statuses of an event.",
        "Schema.org vocabulary",
    )
    WIKIBASE = (
        "Wikibase",
        "The data model of Wikidata, which tells an unknown value from none.",
        "Wikibase data model",
    )


class Match(Term):
    """How a code of a scheme relates to the value it is mapped to: SKOS's mapping relations."""

    EXACT = "exact", "The code means what the value means.", "Exact match"
    CLOSE = "close", "The code means nearly the same, but some cases fit only one.", "Close match"
    BROAD = "broad", "The code covers all that the value covers, and more.", "Broad match"
    NARROW = "narrow", "The code covers a part of what the value covers.", "Narrow match"
    RELATED = "related", "The two belong together, but neither covers the other.", "Related match"


@dataclass(frozen=True)
class Code:
    """A code of a published scheme, and how it relates to the value that carries it."""

    scheme: Scheme
    code: str
    match: Match


class Vocabulary(models.TextChoices):
    """A closed set of values.

    Each member is declared as `value, definition, decision, *codes, label`.
    """

    def __new__(cls, value, definition, decision, *codes):
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        member.decision = decision
        member.codes = codes
        return member


@cache
def _by_values():
    return {tuple(vocabulary.values): vocabulary for vocabulary in Vocabulary.__subclasses__()}


def vocabulary_of(values):
    """The vocabulary that has exactly these values, in this order; None if there is none."""
    return _by_values().get(tuple(values))
