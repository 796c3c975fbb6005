"""Whom somebody may have meant: by slug, name, other name or code, and never what is not public."""

import pytest

from relations.models import Party, Person
from relations.nearest import MOST_COMPARED, nearest
from tests import builders

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]


@pytest.fixture
def parties():
    names = {
        "united-states": ("United States", "US", ["United States of America", "U.S."]),
        "united-kingdom": ("United Kingdom", "GB", ["Britain"]),
        "russia": ("Russia", "RU", ["Russian Federation"]),
        "ukraine": ("Ukraine", "UA", []),
    }
    for slug, (name, code, others) in names.items():
        builders.a_party(slug=slug, name=name, iso_code=code, other_names=others)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("usa", ["united-states", "ukraine"]),
        ("US", ["united-states"]),
        ("Russia", ["russia"]),
        ("rusia", ["russia"]),
        ("russian-federation", ["russia"]),
        ("britain", ["united-kingdom"]),
        ("united", ["united-kingdom", "united-states"]),
        ("state", ["united-states"]),
        ("a", []),
        ("ruritania", []),
        ("", []),
    ],
)
def test_what_was_meant(text, meant, parties):
    assert nearest(Party.objects.published(), [text]) == meant


def test_a_part_of_a_name_is_enough():
    builders.a_person(slug="sergei-ryabkov", name="Sergei Ryabkov")
    assert nearest(Person.objects.published(), ["Ryabkov"]) == ["sergei-ryabkov"]


def test_several_are_looked_up_together(parties, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = nearest(Party.objects.published(), ["usa", "rusia"])
    assert found[:2] == ["russia", "united-states"]


def test_what_is_not_public_is_never_named():
    builders.a_party(slug="ruritania", name="Ruritania", publication_status="draft")
    assert nearest(Party.objects.published(), ["ruritania"]) == []


def test_only_the_first_entries_of_a_long_list_are_compared(parties, monkeypatch):
    assert MOST_COMPARED > 1
    monkeypatch.setattr("relations.nearest.MOST_COMPARED", 1)
    assert nearest(Party.objects.published(), ["united-states"]) == []
