"""The revision of the record: one number that grows with every change, whoever writes it."""

from django.db.models import Max

from relations.models import Change, Revision


def record_revision(at=None) -> int:
    """Number of the last change that is committed, or was by a time `at`; 0 if there is none."""
    if at is None:
        return Revision.objects.values_list("number", flat=True).first() or 0
    earlier = Change.objects.filter(changed_at__lte=at).aggregate(Max("revision"))
    return earlier["revision__max"] or 0


def take_turn():
    """Wait, within a transaction, for whoever writes the record, and make all others wait.

    Whoever locks rows before writing takes the turn first; every write does so by its triggers.
    """
    Revision.objects.select_for_update().first()
