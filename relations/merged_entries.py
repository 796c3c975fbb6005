"""Where an entry is found that was merged into another, over however many merges."""

from relations.models import Merge
from relations.vocabularies import PublicationStatus


def survivors(model, slugs) -> dict:
    """Slug → published entry in which the entry of that slug lives on.

    Only slugs of entries that were public and are retracted have one: what always was a draft is
    not known to anybody who could ask for it.
    """
    withdrawn = model.objects.filter(slug__in=slugs, publication_status=PublicationStatus.RETRACTED)
    numbers = dict(withdrawn.order_by().values_list("slug", "pk"))
    if not numbers:
        return {}
    merges = Merge.objects.standing().of(model).order_by()
    winners = dict(merges.values_list("loser_id", "winner_id"))
    found = {slug: _last(number, winners) for slug, number in numbers.items() if number in winners}
    entries = model.objects.published().in_bulk(set(found.values()))
    return {slug: entries[number] for slug, number in found.items() if number in entries}


def _last(number, winners):
    """The end of the chain; it has one, since nothing is merged into what was merged itself."""
    while number in winners:
        number = winners[number]
    return number
