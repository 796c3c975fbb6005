"""The curator's desk: every noun of the record, with its evidence, its history and its reasons."""

from relations.admin import (  # noqa: F401  importing registers them
    citations,
    developments,
    discrepancies,
    documents,
    exclusions,
    issues,
    negotiations,
    parties,
    people,
    positions,
    rounds,
    statements,
)
