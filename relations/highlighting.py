"""Where a text holds what was searched for, as a short piece of HTML."""

import html

from relations.search_words import spans, stem

LONGEST_EXCERPT = 300
BEFORE_MATCH = 80  # so much of the excerpt may stand before the first match


def highlight(texts, terms, longest=LONGEST_EXCERPT) -> str:
    """The first of the texts that holds one of the terms, shortened around its first match.

    HTML: everything is escaped but <mark> around each word or phrase that was found. Where no text
    holds a term, the beginning of the first one.
    """
    texts = [text for text in texts if text]
    for text in texts:
        matches = _matches(text, terms)
        if matches:
            return _excerpt(text, matches, longest)
    return _excerpt(texts[0], [], longest) if texts else ""


def _matches(text, terms):
    """Start and end of each match, in order and apart from each other."""
    found = list(spans(text))
    stems = [stem(word) for _, _, word in found]
    matches = []
    for first in range(len(found)):
        sizes = [
            len(term.stems)
            for term in terms
            if tuple(stems[first : first + len(term.stems)]) == term.stems
        ]
        if not sizes:
            continue
        start, end = found[first][0], found[first + max(sizes) - 1][1]
        if matches and start < matches[-1][1]:
            matches[-1] = (matches[-1][0], max(end, matches[-1][1]))
        else:
            matches.append((start, end))
    return matches


def _excerpt(text, matches, longest):
    start, end = _window(text, matches, longest)
    pieces, place = ["…" if start else ""], start
    for first, last in matches:
        if start <= first and last <= end:
            pieces += [html.escape(text[place:first]), f"<mark>{html.escape(text[first:last])}"]
            pieces.append("</mark>")
            place = last
    pieces += [html.escape(text[place:end]), "…" if end < len(text) else ""]
    return "".join(pieces)


def _window(text, matches, longest):
    """Start and end of what is shown: whole words, and the whole first match."""
    if len(text) <= longest:
        return 0, len(text)
    first, last = matches[0] if matches else (0, 0)
    start = max(0, min(first - BEFORE_MATCH, len(text) - longest))
    end = max(min(start + longest, len(text)), last)
    words = list(spans(text))
    if start:
        start = min((word_start for word_start, _, _ in words if word_start >= start), default=0)
    if end < len(text):
        end = max((word_end for _, word_end, _ in words if word_end <= end), default=end)
    return min(start, first), max(end, last)
