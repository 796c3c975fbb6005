"""What may be searched for: words, "quoted phrases", -word for what must not be there, and `or`.

`and` may stand between what must all be there, and NOT, in capitals, is `-`.

    "food waiver" -visa or sanctions

finds what holds the phrase without the word visa, and what holds sanctions. `parse` reads it; the
result writes itself as a query of FTS5 and of PostgreSQL.
"""

import re
from dataclasses import dataclass

from relations.search_words import stem, words

LONGEST_SEARCH = 200
MOST_TERMS = 10
SYNTAX = (
    "Words must all be there, in any form: `negotiations` finds negotiating. Accents and case make "
    'no difference. Put "a phrase" in quotation marks, `-` or `NOT` before what must not be there, '
    f"and `or` between alternatives; `and` may be left out. At most {MOST_TERMS} words or phrases. "
    "Searched is what an entry says itself, not the names of those it is tied to."
)

# Typographic quotation marks as they are pasted from articles.
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_PIECE = re.compile(r'(-?)"([^"]*)"|([^\s"]+)')
# What other search engines read as operators, and this one does not.
_FOREIGN = re.compile(
    r"""NEAR(/\d+|\(.*)? | XOR     # words
    | [&|+~^]+ | \|\| | &&        # signs that stand alone
    | [+!~] .* | .* ~ | .* [*^] .* | \w+ \? \w+  # before, behind or within a word
    | [([{] .* | .* [)\]}]        # brackets
    | [A-Za-z_]+ : (?!//) .+      # a field""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Term:
    """A word, or a phrase of several: folded words that stand next to each other."""

    words: tuple[str, ...]

    @property
    def stems(self):
        return tuple(map(stem, self.words))

    def fts5(self):
        return f'"{" ".join(self.words)}"'

    def tsquery(self):
        lexemes = (f"'{each}'" for each in self.stems)
        return f"({' <-> '.join(lexemes)})"


@dataclass(frozen=True)
class Alternative:
    """Terms that must all be found, and terms of which none may be."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()

    @property
    def is_one_term(self):
        return len(self.wanted) == 1 and not self.unwanted

    def fts5(self):
        wanted = " AND ".join(term.fts5() for term in self.wanted)
        unwanted = " OR ".join(term.fts5() for term in self.unwanted)
        return f"(({wanted}) NOT ({unwanted}))" if unwanted else f"({wanted})"

    def tsquery(self):
        unwanted = [f"!{term.tsquery()}" for term in self.unwanted]
        return f"({' & '.join([*(term.tsquery() for term in self.wanted), *unwanted])})"


@dataclass(frozen=True)
class Search:
    """Alternatives of which one must hold."""

    alternatives: tuple[Alternative, ...]

    @property
    def terms(self):
        """The terms that are to be found, each stem once, in the order they were given."""
        wanted = (term for each in self.alternatives for term in each.wanted)
        return tuple({term.stems: term for term in wanted}.values())

    @property
    def is_one_term(self):
        """Whether it asks for one term and nothing else."""
        return len(self.alternatives) == 1 and self.alternatives[0].is_one_term

    @property
    def name(self):
        """The words of the terms as one text, as a name would be written."""
        return " ".join(word for term in self.terms for word in term.words)

    def fts5(self):
        return " OR ".join(each.fts5() for each in self.alternatives)

    def tsquery(self):
        return " | ".join(each.tsquery() for each in self.alternatives)


def parse(text: str) -> Search:
    """The search written as `text`; raises ValueError that says what is wrong with it."""
    if len(text) > LONGEST_SEARCH:
        raise ValueError(f"Use at most {LONGEST_SEARCH} characters.")
    text = text.translate(_QUOTES)
    if text.count('"') % 2:
        raise ValueError("A quotation mark is not closed.")
    alternatives = [([], [])]
    operator = None
    for minus, phrase, word in _PIECE.findall(text):
        if word == "NOT" or word.lower() in ("and", "or"):
            operator = _followed(operator, word.upper(), alternatives)
            if operator == "OR":
                alternatives.append(([], []))
            continue
        if word and _FOREIGN.fullmatch(word.removeprefix("-")):
            raise ValueError(
                f"`{word}` looks like an operator, and there is no such one: use AND, OR, NOT, - "
                f'and "...". To find it as it stands, put it in quotation marks.'
            )
        is_unwanted = bool(minus) or word.startswith("-")
        if is_unwanted and operator == "NOT":
            raise ValueError("Use either `NOT` or `-` before what must not be there, not both.")
        term = Term(words(word or phrase))
        if not term.words:
            raise ValueError("Each word or phrase needs a letter or a digit.")
        alternatives[-1][is_unwanted or operator == "NOT"].append(term)
        operator = None
    if operator in ("AND", "NOT"):
        raise ValueError(f"Put a word or a phrase after `{operator}`.")
    _check(alternatives)
    return Search(tuple(Alternative(tuple(a), tuple(b)) for a, b in alternatives))


def _followed(before, operator, alternatives):
    """The operator that the next term stands behind; raises ValueError if it cannot stand here."""
    if before == "NOT" or (before == "AND" and operator != "NOT"):
        raise ValueError(f"Put a word or a phrase between `{before}` and `{operator}`.")
    if operator == "AND" and not any(alternatives[-1]):
        raise ValueError("Put a word or a phrase before `AND`.")
    return operator


def _check(alternatives):
    if sum(len(wanted) + len(unwanted) for wanted, unwanted in alternatives) > MOST_TERMS:
        raise ValueError(f"Use at most {MOST_TERMS} words or phrases.")
    for wanted, unwanted in alternatives:
        if not wanted and unwanted:
            raise ValueError("Say what is to be found too, not only what is not.")
        if not wanted:
            raise ValueError(
                "Put a word or a phrase on either side of `or`."
                if len(alternatives) > 1
                else "Each word or phrase needs a letter or a digit."
            )
