"""Entries of one noun whose words are nearly the same: possible duplicates.

Words are compared as a whole, letter by letter (`ratio`). Measures that forgive another order, or
words that are missing, find a million pairs in five thousand statements.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process, utils

from relations import models
from relations.models import DistinctPair, Merge
from relations.vocabularies import PublicationStatus

ALIKE = 80  # from 0, nothing in common, to 100, the same letters in the same order
AT_ALL_ALIKE = 50
SHORT = 60  # letters
RAREST = 6  # words and neighbours


@dataclass(frozen=True)
class Words:
    """Where a noun has its words: each of `columns` is compared with its like.

    A list of names counts as `names_of` column, each by itself. Only entries with the same values
    in the columns `within` are compared.
    """

    columns: tuple
    names: str = ""
    within: tuple = ()


# The nouns that can be doubled. A document has its hash, and what belongs to another entry (a
# citation, a schedule, an account) is compared on the page of that one.
WORDS = {
    models.Party: Words(("name",), names="other_names"),
    models.Person: Words(("name",), names="other_names"),
    models.Office: Words(("title",), within=("person",)),
    models.Issue: Words(("name", "description")),
    models.Negotiation: Words(("name", "description")),
    models.Round: Words(("title",), within=("negotiation",)),
    models.Statement: Words(("text",)),
    models.Position: Words(("summary",), within=("party", "issue")),
    models.Development: Words(("name", "summary")),
    models.Discrepancy: Words(("question",)),
}


@dataclass(frozen=True)
class Pair:
    """Row numbers of two entries, the lower one first, and how much alike they are, to 100."""

    lower_id: int
    higher_id: int
    likeness: int


def similar_pairs(model) -> list[Pair]:
    """Pairs of entries that stand and look alike, the most alike first.

    Left out is what somebody found to be no duplicate.
    """
    distinct = set(DistinctPair.objects.of(model).values_list("lower_id", "higher_id"))
    pairs = _alike(_texts(model))
    return [each for each in pairs if (each.lower_id, each.higher_id) not in distinct]


def similar_entries(entry, most=10) -> list[tuple[int, int]]:
    """Row number and likeness of the entries that are most like this one, the most alike first.

    Left out is what somebody found to be no duplicate of it.
    """
    found = Counter()
    texts = _texts(type(entry))
    others = defaultdict(list)
    for place, number, text in texts:
        if number != entry.pk:
            others[place].append((number, text))
    for place, number, text in texts:
        if number == entry.pk:
            choices = [each for _, each in others[place]]
            matches = process.extract(
                text, choices, scorer=fuzz.ratio, score_cutoff=AT_ALL_ALIKE, limit=None
            )
            for _, likeness, index in matches:
                other = others[place][index][0]
                found[other] = max(found[other], int(likeness))
    pairs = DistinctPair.objects.of(type(entry)).values_list("lower_id", "higher_id")
    for pair in pairs:
        if entry.pk in pair:
            found.pop(sum(pair) - entry.pk, None)
    return found.most_common(most)


def _texts(model):
    """The words to be compared, as (place, row number, text): like is compared with like."""
    words = WORDS[model]
    given_up = Merge.objects.standing().of(model).values("loser_id")
    names = [words.names] if words.names else []
    rows = (
        model.objects.exclude(publication_status=PublicationStatus.RETRACTED)
        .exclude(pk__in=given_up)
        .order_by("pk")
        .values_list("pk", *words.within, *words.columns, *names)
    )
    return tuple(_texts_of(rows, words))


def _texts_of(rows, words):
    first = 1 + len(words.within)
    for number, *values in rows:
        within, columns = tuple(values[: first - 1]), values[first - 1 :]
        if words.names:
            name, others = columns
            columns = [name]
            for other in others:
                yield (0, *within), number, utils.default_process(other)
        for place, text in enumerate(columns):
            yield (place, *within), number, utils.default_process(text)


@lru_cache(maxsize=len(WORDS))
def _alike(texts):
    """The pairs among these texts; asked again for the same texts, it answers at once."""
    places = defaultdict(list)
    for place, number, text in texts:
        if text:
            places[place].append((number, text))
    found = {}
    for members in places.values():
        for one, other, likeness in _alike_in(members):
            key = min(one, other), max(one, other)
            found[key] = max(likeness, found.get(key, 0))
    pairs = [Pair(*key, likeness) for key, likeness in found.items()]
    return sorted(pairs, key=lambda pair: (-pair.likeness, pair.lower_id, pair.higher_id))


def _alike_in(members):
    """Row numbers and likeness of the texts that are alike; `members` are (row number, text).

    A short text is compared with all short ones. A long one is compared with those that have one of
    its rarest words, or two words beside each other: of two texts that are alike, one has something
    rare of the other. Where all texts are made of the same few words, only neighbours are rare.
    """
    bags = [_words_and_neighbours(text.split()) for _, text in members]
    holders = defaultdict(list)
    for index, bag in enumerate(bags):
        for word in bag:
            holders[word].append(index)
    short = [index for index, (_, text) in enumerate(members) if len(text) < SHORT]
    for index, (number, text) in enumerate(members):
        # A word that no other text has is perhaps the very slip by which the two differ.
        shared = sorted(
            (each for each in bags[index] if len(holders[each]) > 1),
            key=lambda each: (len(holders[each]), isinstance(each, tuple), each),
        )
        near = {other for each in shared[:RAREST] for other in holders[each]}
        if len(text) < SHORT:
            near.update(short)
        choices = {other: members[other][1] for other in near if members[other][0] != number}
        for _, likeness, other in process.extract(
            text, choices, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
        ):
            yield number, members[other][0], int(likeness)


def _words_and_neighbours(words):
    return {*words, *pairwise(words)}
