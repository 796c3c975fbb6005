import pytest

from relations import vocabularies
from relations.vocabularies import Act, Code, Match, Scheme, Vocabulary, vocabulary_of

VOCABULARIES = Vocabulary.__subclasses__()
MEMBERS = [member for vocabulary in VOCABULARIES for member in vocabulary]

each_vocabulary = pytest.mark.parametrize(
    "vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.__name__
)
each_member = pytest.mark.parametrize("member", MEMBERS, ids=repr)


@each_member
def test_a_value_says_what_it_means_how_it_is_decided_and_what_it_is_called(member):
    assert member.definition.endswith(".")
    assert member.decision.endswith(".")
    assert member.label


@each_member
def test_a_decision_is_one_or_two_sentences(member):
    assert member.decision[0].isupper()
    assert member.decision.count(". ") <= 1


@each_member
def test_a_code_belongs_to_a_known_scheme_and_match(member):
    for code in member.codes:
        assert isinstance(code, Code)
        assert isinstance(code.scheme, Scheme)
        assert isinstance(code.match, Match)
        assert code.code.strip() == code.code != ""


@each_vocabulary
def test_no_two_values_of_a_vocabulary_say_the_same(vocabulary):
    for said in ("value", "label", "definition", "decision"):
        assert len({getattr(member, said) for member in vocabulary}) == len(list(vocabulary))


@each_vocabulary
def test_no_code_is_mapped_twice_to_one_value(vocabulary):
    for member in vocabulary:
        assert len({(code.scheme, code.code) for code in member.codes}) == len(member.codes)


@each_vocabulary
def test_a_code_is_an_exact_match_of_one_value_only(vocabulary):
    exact = [code for member in vocabulary for code in member.codes if code.match == Match.EXACT]
    assert len(exact) == len(set(exact))


@each_vocabulary
def test_a_vocabulary_is_found_by_its_values(vocabulary):
    assert vocabulary_of(vocabulary.values) is vocabulary


def test_values_in_another_order_are_no_vocabulary():
    assert vocabulary_of(reversed(Act.values)) is None


@each_vocabulary
def test_a_vocabulary_is_on_the_contents_page_and_has_a_definition(vocabulary):
    assert vocabulary.__name__ in vocabularies.__all__
    assert getattr(vocabularies, vocabulary.__name__) is vocabulary
    assert vocabulary.__doc__.endswith(".")


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
