import pytest

from relations import vocabularies
from relations.vocabularies import Act, Code, Match, Scheme, Vocabulary, vocabulary_of

VOCABULARIES = Vocabulary.__subclasses__()
MEMBERS = [member for vocabulary in VOCABULARIES for member in vocabulary]


def test_every_value_says_what_it_means_how_it_is_decided_and_what_it_is_called():
    assert [
        member
        for member in MEMBERS
        if not member.definition.endswith(".")
        or not member.decision.endswith(".")
        or not member.label
    ] == []


def test_every_decision_is_one_or_two_sentences():
    assert [
        member
        for member in MEMBERS
        if not member.decision[:1].isupper() or member.decision.count(". ") > 1
    ] == []


def test_every_code_belongs_to_a_known_scheme_and_match():
    codes = [(member, code) for member in MEMBERS for code in member.codes]
    assert codes
    assert [(member, code) for member, code in codes if not is_well_formed(code)] == []


def is_well_formed(code):
    return (
        isinstance(code, Code)
        and isinstance(code.scheme, Scheme)
        and isinstance(code.match, Match)
        and code.code.strip() == code.code != ""
    )


def test_no_two_values_of_a_vocabulary_say_the_same():
    assert [
        (vocabulary.__name__, name)
        for vocabulary in VOCABULARIES
        for name in ("value", "label", "definition", "decision")
        if len({getattr(member, name) for member in vocabulary}) < len(vocabulary)
    ] == []


def test_no_code_is_mapped_twice_to_one_value():
    assert [
        member
        for member in MEMBERS
        if len({(code.scheme, code.code) for code in member.codes}) < len(member.codes)
    ] == []


def test_a_code_is_an_exact_match_of_one_value_only():
    ambiguous = []
    for vocabulary in VOCABULARIES:
        codes = [code for member in vocabulary for code in member.codes]
        exact = [code for code in codes if code.match == Match.EXACT]
        ambiguous += [(vocabulary.__name__, code) for code in exact if exact.count(code) > 1]
    assert ambiguous == []


def test_a_vocabulary_is_found_by_its_values():
    assert [
        vocabulary
        for vocabulary in VOCABULARIES
        if vocabulary_of(vocabulary.values) is not vocabulary
    ] == []


def test_values_in_another_order_are_no_vocabulary():
    assert vocabulary_of(reversed(Act.values)) is None


def test_every_vocabulary_is_on_the_contents_page_and_has_a_definition():
    assert [
        vocabulary
        for vocabulary in VOCABULARIES
        if vocabulary.__name__ not in vocabularies.__all__
        or getattr(vocabularies, vocabulary.__name__) is not vocabulary
        or not vocabulary.__doc__.endswith(".")
    ] == []


def test_the_contents_page_lists_what_exists_and_nothing_twice():
    assert all(hasattr(vocabularies, name) for name in vocabularies.__all__)
    assert len(set(vocabularies.__all__)) == len(vocabularies.__all__)


@pytest.mark.parametrize("member", [*Scheme, *Match], ids=repr)
def test_schemes_and_matches_are_defined_and_used(member):
    assert member.label
    assert member.definition.endswith(".")
    assert any(member in (code.scheme, code.match) for each in MEMBERS for code in each.codes)


def test_the_acts_of_our_own_have_no_code_and_say_so():
    assert [act for act in Act if not act.codes] == [Act.CONDITION, Act.RESERVE]
    assert all("this record's own" in act.decision for act in Act if not act.codes)
