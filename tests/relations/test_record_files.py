"""The record as text: what is read, what is refused, and the one way to write it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations import record_files
from relations.record_files import FileEntry, RecordFileError, dump, read_entries, read_record

PARTY = """\
# Parties
- model: "relations.party"
  fields:
    slug: "ruritania"
    name: "Ruritania"
    parent: null
    other_names: ["Rurik Land", "Руритания"]

- model: "relations.party"
  fields:
    slug: "foreign-ministry"
    parent:
      - "ruritania"
    description: |-
      One line.
      Another.
    note: "end"
"""


def read(text):
    return read_entries("parties.yaml", text.encode())


def refusal_of(text):
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(RecordFileError) as refusal:
        read_entries("parties.yaml", content)
    return str(refusal.value)


def value_of(text):
    """The value of a field as written in a file."""
    return read(f"- model: relations.party\n  fields:\n    name: {text}\n")[0].fields["name"]


def entry(**fields):
    return FileEntry("parties.yaml", 1, "relations.party", fields, {})


# Reading


def test_entries_are_read_as_written():
    first, second = read(PARTY)
    assert first.model == "relations.party"
    assert first.fields == {
        "slug": "ruritania",
        "name": "Ruritania",
        "parent": None,
        "other_names": ["Rurik Land", "Руритания"],
    }
    assert second.fields["description"] == "One line.\nAnother."


def test_entries_know_their_lines_and_those_of_their_fields():
    first, second = read(PARTY)
    assert first.place() == "parties.yaml:2"
    assert first.place("name") == "parties.yaml:5"
    assert second.place() == "parties.yaml:9"
    assert second.place("parent") == "parties.yaml:13"
    assert second.place("description") == "parties.yaml:14"
    assert second.place("note") == "parties.yaml:17"


def test_a_place_of_an_unknown_field_is_that_of_the_entry():
    assert read(PARTY)[0].place("nonsense") == "parties.yaml:2"


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n"])
def test_a_file_without_entries_is_empty(text):
    assert read(text) == []


def test_a_byte_order_mark_is_no_part_of_the_record():
    assert read("\ufeff" + PARTY) == read(PARTY)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("model: a\nfields: {}\n", "parties.yaml:1: the file must be a list of entries"),
        ("just words\n", "parties.yaml:1: the file must be a list of entries"),
        ("- just words\n", "parties.yaml:1: expected names with values"),
        ("- model: a\n  fields: [b]\n", "parties.yaml:2: expected names with values"),
        ("- model: a\n", "parties.yaml:1: an entry has `model` and `fields`"),
        ("- {}\n", "parties.yaml:1: an entry has `model` and `fields`"),
        (
            "- model: a\n  fields: {}\n  pk: 1\n",
            "parties.yaml:1: an entry has `model` and `fields`",
        ),
        ("- model: a\n  model: b\n  fields: {}\n", "parties.yaml:2: `model` stands here twice"),
        (
            "- model: a\n  fields:\n    slug: b\n    name: c\n    slug: d\n",
            "parties.yaml:5: `slug` stands here twice",
        ),
        ("- model: a\n  fields: {name: 'b\n", "parties.yaml:3: "),
        ("- model: a\n  fields:\n\tname: b\n", "parties.yaml:3: "),
        ("- model: a\n  fields: {name: *b}\n", "parties.yaml:2: found undefined alias"),
        ("- []\n---\n- []\n", "parties.yaml:2: but found another document"),
        ("- model: a\n  fields:\n    ? [b, c]\n    : d\n", "parties.yaml:3: "),
        ("- model: a\n  fields:\n    name: !!python/name:os.system x\n", "parties.yaml:3: "),
        ("- model: a\n  fields:\n    name: 2025-02-30\n", "parties.yaml:3: "),
        ("- model: a\n  fields:\n    name: !!bool maybe\n", "parties.yaml:3: "),
        ("- model: a\n  fields:\n    name: !!timestamp soon\n", "parties.yaml:3: "),
    ],
)
def test_a_file_that_is_no_list_of_entries_is_refused_by_line(text, place):
    assert refusal_of(text).startswith(place)


def test_a_file_that_is_not_utf_8_is_refused():
    assert refusal_of("name: é".encode("latin-1")) == "parties.yaml: byte 6 is not UTF-8."


def test_control_characters_in_a_file_are_refused():
    assert refusal_of("- name: a\0b\n").startswith("parties.yaml:1: ")


def test_the_refusal_of_other_keys_names_them():
    assert "(found: model, fields, pk)" in refusal_of("- {model: a, fields: {}, pk: 1}")
    assert "(found: nothing)" in refusal_of("- {}")


@pytest.mark.parametrize(
    ("unquoted", "value"),
    [
        ("NO", False),
        ("1.10", 1.1),
        ("12:30", 750),
        ("2025-02-27", date(2025, 2, 27)),
        ("0123", 83),
        ("~", None),
        ("", None),
    ],
)
def test_what_yaml_makes_of_an_unquoted_text_is_no_text(unquoted, value):
    """The loader refuses it by its type; quoted, it stays what it is."""
    assert value_of(unquoted) == value
    assert not isinstance(value_of(unquoted), str)
    assert value_of(f'"{unquoted}"') == unquoted


def test_a_record_is_read_in_the_order_of_its_file_names(tmp_path):
    (tmp_path / "02_b.yaml").write_text("- {model: b, fields: {}}\n")
    (tmp_path / "10_c.yaml").write_text("- {model: c, fields: {}}\n")
    (tmp_path / "01_a.yaml").write_text("- {model: a, fields: {}}\n")
    (tmp_path / "notes.txt").write_text("no part of the record")
    entries, _ = read_record(tmp_path)
    assert [(each.file, each.model) for each in entries] == [
        ("01_a.yaml", "a"),
        ("02_b.yaml", "b"),
        ("10_c.yaml", "c"),
    ]


def test_the_fingerprint_of_a_record_changes_with_a_single_character(tmp_path):
    path = tmp_path / "a.yaml"
    fingerprints = []
    for text in (PARTY, PARTY.replace("One", "Two"), PARTY):
        path.write_text(text)
        fingerprints.append(read_record(tmp_path)[1])
    assert fingerprints[0] == fingerprints[2] != fingerprints[1]
    assert len(fingerprints[0]) == 12


@pytest.mark.parametrize("folder", ["", "missing"])
def test_a_folder_without_files_is_refused(tmp_path, folder):
    with pytest.raises(RecordFileError, match=r"there are no \.yaml files here"):
        read_record(tmp_path / folder)


# Writing


def written_and_read(*entries):
    return [each.fields for each in read(dump(entries))]


def test_a_dump_has_one_form():
    entries = [
        entry(
            slug="ruritania",
            iso_code="NO",
            number="1.10",
            said_on="2025-02-27",
            parent=None,
            is_translation=False,
            length=10_000,
            other_names=["Rurik Land", "«Руритания» 🐟"],
            issue=["fishing"],
            nothing=[],
        ),
        entry(
            text="A word is enough.\nTwo are better.",
            long="Words " * 15 + "end.",
            quoted='He said: "fish"',
        ),
    ]
    assert dump(entries) == (
        '- model: "relations.party"\n'
        "  fields:\n"
        '    slug: "ruritania"\n'
        '    iso_code: "NO"\n'
        '    number: "1.10"\n'
        '    said_on: "2025-02-27"\n'
        "    parent: null\n"
        "    is_translation: false\n"
        "    length: 10000\n"
        '    other_names: ["Rurik Land", "«Руритания» \\U0001F41F"]\n'
        '    issue: ["fishing"]\n'
        "    nothing: []\n"
        "\n"
        '- model: "relations.party"\n'
        "  fields:\n"
        "    text: |-\n"
        "      A word is enough.\n"
        "      Two are better.\n"
        "    long: |-\n"
        f"      {'Words ' * 15}end.\n"
        '    quoted: "He said: \\"fish\\""\n'
    )


def test_a_dump_of_nothing_is_empty():
    assert dump([]) == ""


AWKWARD = (
    *"\"'\\:#-?|>{}[]&*!%@`,~ \t\n\r\x0b\x0c\x1c\x85\u00a0\u2003\u2028\u2029\ufeff\ufffe🐟",
    *("\n\n", "\n  ", " \n", "\u00a0\n", "---", "...", "word", "A long line of words. " * 4),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(st.sampled_from(AWKWARD)).map(
    "".join
)
ENTRIES = st.lists(
    st.builds(
        entry,
        name=TEXTS,
        other_names=st.lists(TEXTS, max_size=3),
        length=st.integers(),
        known=st.booleans() | st.none(),
        last=TEXTS,
    ),
    max_size=3,
)


@pytest.mark.slow
@settings(deadline=None)
@given(ENTRIES)
def test_what_is_dumped_is_read_as_it_was_and_dumped_the_same(entries):
    text = dump(entries)
    again = read(text)
    assert [each.fields for each in again] == [each.fields for each in entries]
    assert dump(again) == text
    with pytest.MonkeyPatch.context() as without_libyaml:
        without_libyaml.setattr(record_files, "_QuickDumper", record_files._Dumper)
        assert dump(entries) == text


@pytest.mark.parametrize(
    "text",
    [
        "ends in a line break\n",
        "ends in two\n\n",
        "\n begins with one",
        "  indented\nand not",
        "no-break space before a line break\u00a0\nand after",
        "trailing space \nand after",
        "line separator\u2028inside " + "and much more, " * 8 + "end",
        "next line\x85inside " + "and much more, " * 8 + "end",
        "\ufeffmarked",
        "'single' and \"double\" and \\",
        "---\n- not: an entry",
        "# no comment\n# at all",
        "tab\tinside\n\ttab first",
        " ",
        "\n",
    ],
)
def test_awkward_texts_survive_wherever_they_stand(text):
    first = entry(name=text, after="next field", last=text)
    assert written_and_read(first, first) == [first.fields, first.fields]


def test_one_changed_word_changes_one_line():
    long = "There are many words here, and they all stand on one line of the file. " * 5
    before = [entry(slug="a", text=long, note="short"), entry(slug="b", text=long)]
    after = [entry(slug="a", text=long.replace("many", "few", 1), note="short"), before[1]]
    lines = list(zip(dump(before).splitlines(), dump(after).splitlines(), strict=True))
    assert len([1 for old, new in lines if old != new]) == 1


def test_long_lists_and_texts_are_not_wrapped():
    names = [f"Name {number}" for number in range(60)]
    fields = {"other_names": names, "text": "ends in a space " * 20}
    assert len(dump([entry(**fields)]).splitlines()) == 2 + len(fields)


def test_no_line_of_a_dump_ends_in_white_space():
    text = "First.\n\nSecond." + " words" * 20
    assert all(line == line.rstrip() for line in dump([entry(text=text)] * 2).split("\n"))
