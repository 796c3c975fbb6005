"""What was public once; and why it no longer is, in the words that are for the public."""

from relations.change_log import conditions_of_publication
from relations.vocabularies import PublicationStatus

EVER_PUBLIC = (PublicationStatus.PUBLISHED, PublicationStatus.RETRACTED)


def was_ever_public(entry):
    """Whether the entry is public, was withdrawn, or was either at any time in its history."""
    return (
        entry.publication_status in EVER_PUBLIC
        or entry.history.filter(publication_status__in=EVER_PUBLIC).exists()
    )


def grounds(model):
    """Paths to all entries that must be public for a row of `model` to be."""
    paths = []
    for field in conditions_of_publication(model):
        inner = grounds(field.related_model)
        paths += [field.name, *(f"{field.name}__{path}" for path in inner)]
    return paths


def reasons_of_retraction(model, slugs) -> dict:
    """Slug → reason: that of the entry itself if it is retracted, else of one it depends on.

    What is not retracted, such as a draft, gives no reason.
    """
    columns = ["publication_status", "retraction_reason"]
    names = [*columns, *(f"{path}__{column}" for path in grounds(model) for column in columns)]
    rows = model.objects.filter(slug__in=slugs).order_by().values_list("slug", *names)
    reasons = {}
    for slug, *values in rows:
        for status, reason in zip(values[::2], values[1::2], strict=True):
            if status == PublicationStatus.RETRACTED:
                reasons.setdefault(slug, reason)
    return reasons
