"""Which changes of a contract break its clients; and which of them a changelog declares.

Both contracts are given in terms (`api.contract_terms`). Any change of a term is a break unless a
rule here says otherwise: a keyword that nobody thought of is reported, not overlooked.
"""

import re
from dataclasses import dataclass, field

LOWER_BOUNDS = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
UPPER_BOUNDS = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}
DEMANDS = {"required", "uniqueItems"}
SENT, RECEIVED = "sent", "received"
PARAMETER = re.compile(r"(\w+)(?:\?| path | header | cookie )([^.\[]+)")
ANSWER = re.compile(r"\w+ (?:\d\d\d|\dXX|default)\b.*")
# A redirection is answered where there was an error before: it leads on whoever follows it.
SUCCESS = re.compile(r"\w+ [12]\d\d")


@dataclass(frozen=True)
class Break:
    """What clients rely on, before and after; None where there is none."""

    subject: str
    before: object = field(hash=False)
    after: object = field(hash=False)

    def __str__(self):
        told = ["absent" if value is None else str(value) for value in (self.before, self.after)]
        return f"`{self.subject}`: {' -> '.join(told)}"


def breaks(before, after):
    """The `Break`s between the terms of two contracts, in the order of the older one."""
    directions = _directions(before)
    gone, new = before.keys() - after.keys(), after.keys() - before.keys()
    found = [
        Break(subject, before[subject], None)
        for subject in before
        if subject in gone and gone.isdisjoint(_around(subject))
    ]
    for subject in before.keys() & after.keys():
        if before[subject] == after[subject]:
            continue
        changes = _changed(subject, before[subject], after[subject], directions(subject))
        # A named type that is gone is told once, not wherever it was used.
        found += [each for each in changes if not _is_use_of(gone, each)]
    found += [
        Break(subject, None, after[subject])
        for subject in new
        if new.isdisjoint(_around(subject)) and _is_imposed(subject, after[subject], directions)
    ]
    found += _reordered(before, after)
    order = {subject: place for place, subject in enumerate(before)}
    return sorted(found, key=lambda each: (order.get(_owner(each.subject), -1), each.subject))


def _changed(subject, before, after, directions):
    for keyword in sorted(before.keys() | after.keys()):
        old, new = before.get(keyword), after.get(keyword)
        if old == new:
            continue
        if keyword == "enum" and old is not None and new is not None:
            for value in old:
                if value not in new:
                    yield Break(f"{subject}.{value}", value, None)
            for value in new:
                if value not in old and RECEIVED in directions:
                    yield Break(f"{subject}.{value}", None, value)
        elif any(_hurts(keyword, old, new, direction) for direction in directions):
            yield Break(f"{subject}: {keyword}", old, new)


def _is_use_of(gone, change):
    return change.subject.endswith(": $ref") and change.before in gone


def _hurts(keyword, old, new, direction):
    """A sender is hurt by what allows less than before, a receiver by what allows more."""
    if direction == RECEIVED:
        old, new = new, old
    if keyword in DEMANDS:
        return bool(new)
    if keyword in LOWER_BOUNDS:
        return new is not None and (old is None or new > old)
    if keyword in UPPER_BOUNDS:
        return new is not None and (old is None or new < old)
    return True


def _is_imposed(subject, term, directions):
    """Whether a new term is forced on old clients: what they must send, or a new way to succeed."""
    must_be_sent = SENT in directions(subject) and term.get("required") is True
    return must_be_sent or bool(SUCCESS.fullmatch(subject))


def _reordered(before, after):
    """Operations whose old parameters stand in another order: some clients pass them by place.

    A new one between them is no break: such clients then fail to compile, and say so. One that is
    swapped for another of the same type would compile, and ask for something else.
    """
    now = _parameters(after, before)
    for operation, old in _parameters(before, after).items():
        if old != (new := now[operation]):
            yield Break(f"{operation}: order of parameters", old, new)


def _parameters(terms, others):
    """The parameters of each operation that the others have too, in their order."""
    found = {}
    for subject in terms:
        parameter = PARAMETER.fullmatch(subject)
        if parameter and subject in others:
            found.setdefault(parameter[1], []).append(parameter[2])
    return found


def _owner(subject):
    """The operation or component of a subject."""
    return re.match(r"\w+", subject)[0]


def _around(subject):
    """The subjects that this one is a part of."""
    return [subject[: sign.start()] for sign in re.finditer(r"[ ?.\[]", subject)]


def _directions(terms):
    """A function from a subject to the directions in which clients meet it."""
    operations = {subject for subject, term in terms.items() if "call" in term}
    named = {SENT: set(), RECEIVED: set()}
    inside = {}
    for subject, term in terms.items():
        owner = _owner(subject)
        found = named[_way(subject)] if owner in operations else inside.setdefault(owner, set())
        found.update(_names(term))
    reached = {direction: _closure(names, inside) for direction, names in named.items()}

    def directions(subject):
        owner = _owner(subject)
        if owner in operations:
            return {_way(subject)}
        # What no operation is seen to use is held to both.
        return {each for each in reached if owner in reached[each]} or {SENT, RECEIVED}

    return directions


def _way(subject):
    return RECEIVED if ANSWER.fullmatch(subject) else SENT


def _closure(names, inside):
    found, next_ones = set(), set(names)
    while next_ones:
        found |= next_ones
        next_ones = set().union(*(inside.get(name, ()) for name in next_ones)) - found
    return found


def _names(node):
    """The components that a term names."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value.rpartition("/")[2]
            else:
                yield from _names(value)
    elif isinstance(node, list):
        for each in node:
            yield from _names(each)


def declared(section):
    """The subjects under `### Breaking` of a version's section; raises if one is given no reason.

    Each item is `- ` and subjects in backticks, then a colon and the reason. `*` in a subject
    stands for any letters, so that `* 414` is that answer of every operation; `...` at its end
    stands for all that is beneath.
    """
    _, _, list_ = section.partition("\n### Breaking\n")
    subjects = []
    for item in re.findall(r"^- .*(?:\n  .*)*", list_.partition("\n### ")[0], re.MULTILINE):
        item = " ".join(item.split())
        told = re.fullmatch(r"- ((?:`[^`]+`(?:,? (?:and )?)?)+): \S.*", item)
        if not told:
            raise ValueError(f'Not of the form "- `subject`: reason": {item}')
        subjects += re.findall(r"`([^`]+)`", told[1])
    return subjects


def undeclared(found, subjects):
    """The breaks found that no subject names, and the subjects that name none."""
    patterns = {
        subject: re.compile(re.escape(subject).replace(r"\*", r"\w*").replace(r"\.\.\.", ".*"))
        for subject in subjects
    }
    named = {
        subject: {each for each in found if pattern.fullmatch(each.subject)}
        for subject, pattern in patterns.items()
    }
    known = set().union(*named.values())
    return [each for each in found if each not in known], [key for key in named if not named[key]]
