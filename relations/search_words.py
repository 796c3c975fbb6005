"""The words of a text as both databases index them: folded, and reduced to their stems.

`relations.search_index` teaches PostgreSQL the same by functions in SQL; SQLite's FTS5 brings it
along (`porter unicode61`). Where they could differ, FTS5 is followed.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

# Shorter and longer words are their own stems, counted in bytes of UTF-8.
SHORTEST_STEMMED, LONGEST_STEMMED = 3, 64
# Numbers that are no digits, such as ² and ½: they part words, although Python takes them for some.
NO_DIGITS = "¹²³¼½¾⁰-⁹₀-₉⅐-⅟①-⒛❶-➓"
# A combining mark belongs to the letter before it; after a Latin one it is dropped.
LATIN = "A-Za-z\u00aa-\u024f\u1e00-\u1eff"
MARKS = "\u0300-\u036f"
# Porter's own program has two rules more than his paper, and so has FTS5, but Snowball has not:
# -bly is the adverb of -ble, and -logy belongs to -log. It also leaves no word shorter than two.
PORTERS_OWN_RULES = (
    ("^ies$", "ie"),
    ("^(.*[aeiouy][^aeiouy].*)bl(?:y|i|ies)$", r"\1ble"),
    ("^(.*[aeiouy][^aeiouy].*)log(?:y|i|ies)$", r"\1log"),
)

_WORD = re.compile(rf"(?:(?![{NO_DIGITS}])[^\W_][{MARKS}]*)+")
_MARKED = re.compile(f"([{LATIN}])[{MARKS}]+")
_OWN_RULES = [(re.compile(pattern), result) for pattern, result in PORTERS_OWN_RULES]
_porter = snowballstemmer.stemmer("porter")


def spans(text):
    """Start, end and folded form of each word of the text, in order."""
    for found in _WORD.finditer(text):
        yield found.start(), found.end(), fold(found.group())


def words(text: str) -> tuple[str, ...]:
    """The words of the text, folded: «Łódź-Zürich 2025» gives łodz, zurich and 2025."""
    return tuple(word for _, _, word in spans(text))


def fold(word):
    """The word in lower case, without accents on Latin letters."""
    decomposed = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", _MARKED.sub(r"\1", decomposed)).lower().replace("ς", "σ")


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """The stem of a folded word, by Porter's algorithm: negotiations and negotiating are one."""
    if not SHORTEST_STEMMED <= len(word.encode()) <= LONGEST_STEMMED:
        return word
    for pattern, result in _OWN_RULES:
        word = pattern.sub(result, word)
    return _porter.stemWord(word)


def stems(text: str) -> tuple[str, ...]:
    return tuple(map(stem, words(text)))
