"""Who wrote what, taken down wherever a person's change is kept in the history."""

from relations.change_log import owners
from relations.models import Entry, Recorded, ReviewEvent
from relations.models.proposal import ReviewStep


def note_step(sender, instance, history_instance, **kwargs):
    """After each version that history keeps: a step of the person behind it, if there is one.

    The step is writing, unless the row says with `_review_step` that it is another. A link belongs
    to the entry that lists it.
    """
    person = history_instance.history_user
    if person is None or not isinstance(instance, Recorded):
        return
    step = getattr(instance, "_review_step", ReviewStep.WROTE)
    entries = [(instance._meta.model_name, instance.pk)]
    if not isinstance(instance, Entry):
        entries = [
            (field.related_model._meta.model_name, getattr(instance, field.attname))
            for field in owners(instance)
        ]
    for model, row_id in entries:
        ReviewEvent.objects.create(
            model=model,
            row_id=row_id,
            step=step,
            actor=person,
            proposal=getattr(instance, "_proposal", None),
            comment=history_instance.history_change_reason or "",
            at=history_instance.history_date,
        )


def authors(entry):
    """Accounts of all who wrote on the entry since it was last published."""
    steps = ReviewEvent.objects.about(entry).since_published().filter(step=ReviewStep.WROTE)
    return set(steps.order_by().values_list("actor", flat=True))


def mark_files(sender, instance, raw=False, **kwargs):
    """Before `loaddata` stores an entry: what stands in a file was reviewed with the file."""
    if raw and isinstance(instance, Entry):
        instance.reviewed_in_files()
