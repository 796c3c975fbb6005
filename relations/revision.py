"""The revision of the record: one number that grows with every change, whoever writes it."""

from relations.models import Revision


def record_revision() -> int:
    """Number of the last change that is committed; 0 in a record that never was written."""
    return Revision.objects.values_list("number", flat=True).first() or 0


def take_turn():
    """Wait, within a transaction, for whoever writes the record, and make all others wait.

    Whoever locks rows before writing takes the turn first; every write does so by its triggers.
    """
    Revision.objects.select_for_update().first()
