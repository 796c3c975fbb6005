"""The entries that somebody may have meant who wrote a slug that there is none of."""

from rapidfuzz import fuzz, utils

# What an entry is called, beside its slug.
NAMES = ("name", "title", "iso_code", "wikidata_id", "other_names")
MOST_COMPARED = 2000  # so that a wrong slug costs little, however large the record is
ALIKE = 75  # from 0, nothing in common, to 100
BEGINNING = 5  # more where both begin alike: USA is rather US than UA


def nearest(queryset, texts: list[str], most: int = 5) -> list[str]:
    """The slugs of entries whose slug, name, other name or code is like one of the texts.

    The likest come first. Of a long list, only its first entries by slug are compared.
    """
    columns = ["slug"]
    columns += [name for name in NAMES if name in {f.name for f in queryset.model._meta.fields}]
    wanted = [utils.default_process(text.replace("-", " ")) for text in texts]
    likeness = {
        slug: max(_alike(one, other) for one in wanted for other in _names(slug, rest))
        for slug, *rest in queryset.order_by("slug").values_list(*columns)[:MOST_COMPARED]
    }
    found = [slug for slug, alike in likeness.items() if alike >= ALIKE]
    return sorted(found, key=lambda slug: (-likeness[slug], slug))[:most]


def _alike(one, other):
    """As a whole, or as some of the words of a longer name."""
    words, others = one.split(), other.split()
    is_part = max(map(len, words), default=0) > 2 and all(
        any(each.startswith(word) for each in others) for word in words
    )
    begins_alike = bool(other) and (one.startswith(other) or other.startswith(one))
    return 100 if is_part else fuzz.ratio(one, other) + BEGINNING * begins_alike


def _names(slug, columns):
    """All that an entry is called, in small letters and without punctuation."""
    names = [slug.replace("-", " ")]
    for value in columns:
        names += value if isinstance(value, list) else [value] if value else []
    return map(utils.default_process, names)
