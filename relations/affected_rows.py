"""Which rows may break a rule of the record, or keep it again, after some rows have changed.

A rule reads a row together with what it refers to and what refers to it, so that a change of one
row may show in another. Rows that are not affected break the rules that they broke before.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

from relations.among_lookup import Among
from relations.change_log import conditions_of_publication, foreign_keys
from relations.models import Citation, Link, Office, Statement, recorded_models

Pks = defaultdict[type[Model], set[int]]


class ChangedRows:
    """Rows that were written, with what they refer to now and referred to before."""

    def __init__(self) -> None:
        self._written: Pks = defaultdict(set)
        self._referred_to: Pks = defaultdict(set)
        self._may_be_referred_to: Pks = defaultdict(set)
        self._office_holders: set[int] = set()

    def add(self, row: Model, before: Mapping[str, Any] | None = None) -> None:
        """Note a row with its present values, and those before by attname; None for a new row."""
        model = type(row)
        self._written[model].add(row.pk)
        if before is not None:
            self._may_be_referred_to[model].add(row.pk)
        for field in foreign_keys(model):
            ends = {getattr(row, field.attname), (before or {}).get(field.attname)} - {None}
            self._referred_to[field.related_model] |= ends
            if model is Office and field.name == "person":
                self._office_holders |= ends

    def affected(self) -> Callable[[type[Model]], QuerySet]:
        """Return a function from model to its affected rows, for `broken_rules(among)`.

        A model without any gets an empty queryset, which costs no query.
        """
        pks: Pks = defaultdict(set)
        for found in (self._written, self._referred_to, _referring_to(self._may_be_referred_to)):
            _extend(pks, found)
        # A speaker may be named by the title of an office, if that is published.
        offices = _rows(Office, "pk", pks[Office]).order_by()
        holders = self._office_holders.union(offices.values_list("person", flat=True))
        statements = _rows(Statement, "speaker_id", holders).order_by()
        pks[Statement].update(statements.values_list("pk", flat=True))
        return lambda model: _rows(model, "pk", pks[model])


def _referring_to(changed: Pks) -> Pks:
    """Rows that refer to changed ones, and rows whose publication depends on these, and so on.

    A link or a citation is judged with all that it connects, so that is among them.
    """
    found: Pks = defaultdict(set)
    followed: Pks = defaultdict(set)
    waiting = changed
    while any(waiting.values()):
        dependent: Pks = defaultdict(set)
        for model in recorded_models():
            conditions = conditions_of_publication(model)
            for field in foreign_keys(model):
                rows = _rows(model, field.attname, waiting[field.related_model])
                pks = set(rows.order_by().values_list("pk", flat=True))
                found[model] |= pks
                if field in conditions:
                    # A row that was found by another field has not been followed by that.
                    dependent[model] |= pks - followed[model]
                    followed[model] |= pks
        waiting = dependent
    for model in recorded_models():
        if issubclass(model, Link | Citation):
            fields = foreign_keys(model)
            rows = _rows(model, "pk", found[model]).order_by()
            for ends in rows.values_list(*(field.attname for field in fields)):
                for field, pk in zip(fields, ends, strict=True):
                    if pk is not None:
                        found[field.related_model].add(pk)
    return found


def _rows(model: type[Model], name: str, pks: set[int]) -> QuerySet:
    """The rows in which the column `name` holds one of the primary keys."""
    if not pks:
        return model.objects.none()
    among = Among.parameter(sorted(pks), connection.vendor)
    return model.objects.filter(**{f"{name}__among": among})


def _extend(pks: Pks, more: Pks) -> None:
    for model, found in more.items():
        pks[model] |= found
