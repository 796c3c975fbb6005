"""Writes that may break no rule of the record, checked once, over the rows that they affect."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

from relations.affected_rows import ChangedRows
from relations.record_rules import broken_rules

Result = TypeVar("Result")
Describe = Callable[[Model, str], str | None]


class RulesBroken(Exception):
    """A write would break rules that are kept without it; `faults` has a sentence for each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class _Found(Exception):
    """Rolls a write back."""


def write_checked(
    write: Callable[[], tuple[Result, ChangedRows]], describe: Describe
) -> tuple[Result, list[str]]:
    """Call `write`, then check the rules of the record over the rows that it changed.

    Return what it returned, and the faults of these rows that were there before. `describe` makes
    a sentence of a row and the rule it breaks, or None of what may be broken.

    Raises RulesBroken, and leaves nothing written, if a rule is broken by the write. To tell, a
    write with faults is rolled back; if all of them were there before, `write` is called again.
    """
    try:
        with transaction.atomic():
            result, changed = write()
            among = changed.affected()
            if found := _faults(among, describe):
                raise _Found
    except _Found:
        before = _faults(among, describe)
        if new := [fault for fault in found if fault not in before]:
            raise RulesBroken(new) from None
        with transaction.atomic():
            result, _ = write()
    return result, found


def _faults(among, describe):
    sentences = (describe(row, sentence) for row, sentence in broken_rules(among))
    return list(dict.fromkeys(sentence for sentence in sentences if sentence))
