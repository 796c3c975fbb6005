"""The record as files: YAML that Django's `loaddata` can load and a person can review in a diff.

A file is a list of entries, each with `model` and `fields`; relations are natural keys. There is
one canonical text for a list of entries (`dump`), so that a diff shows what changed and no more.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

WIDE = 2**31 - 1
BLOCK_FROM = 80

TEXT = "tag:yaml.org,2002:str"


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """PyYAML's own, which finds out but once what a plain word means."""

    def resolve(self, kind, value, implicit):
        if kind is not yaml.ScalarNode:
            return super().resolve(kind, value, implicit)
        return _meaning_of(value) if implicit[0] else TEXT


@lru_cache(10_000)
def _meaning_of(word):
    return yaml.SafeLoader("").resolve(yaml.ScalarNode, word, (True, False))


class RecordFileError(ValueError):
    """A file that cannot be read as a list of entries; the message names file and line."""


@dataclass(frozen=True)
class FileEntry:
    """One entry of a file: its place, its model's label and its fields as written."""

    file: str
    line: int
    model: str
    fields: dict
    field_lines: dict

    def place(self, field=None):
        return f"{self.file}:{self.field_lines.get(field, self.line)}"


def read_record(directory: Path) -> tuple[list[FileEntry], str]:
    """All entries of the directory's YAML files in the order of their names, and their fingerprint.

    The fingerprint is a short hash of the files. Raises RecordFileError.
    """
    paths = sorted(directory.glob("*.yaml"))
    if not paths:
        raise RecordFileError(f"{directory}: there are no .yaml files here.")
    entries, digest = [], hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(content)
        entries += read_entries(path.name, content)
    return entries, digest.hexdigest()[:12]


def read_entries(file: str, content: bytes) -> list[FileEntry]:
    """The entries of one file. Raises RecordFileError."""
    try:
        root = yaml.compose(content.decode(), Loader=Loader)
    except UnicodeDecodeError as error:
        raise RecordFileError(f"{file}: byte {error.start} is not UTF-8.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise RecordFileError(f"{file}:{line}: {getattr(error, 'problem', error)}.") from error
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise RecordFileError(f"{file}:1: the file must be a list of entries.")
    return [_read_entry(file, node) for node in root.value]


def _read_entry(file, node):
    parts = _pairs(file, node)
    if set(parts) != {"model", "fields"}:
        raise RecordFileError(
            f"{file}:{_line(node)}: an entry has `model` and `fields`, and nothing else "
            f"(found: {', '.join(parts) or 'nothing'})."
        )
    fields = _pairs(file, parts["fields"])
    return FileEntry(
        file=file,
        line=_line(node),
        model=str(_value(file, parts["model"])),
        fields={name: _value(file, value) for name, value in fields.items()},
        field_lines={name: _line(value) for name, value in fields.items()},
    )


def _pairs(file, node):
    """The values of a mapping by key; a key that stands twice is refused."""
    if not isinstance(node, yaml.MappingNode):
        raise RecordFileError(f"{file}:{_line(node)}: expected names with values.")
    pairs = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise RecordFileError(f"{file}:{_line(key)}: a name must be a plain word.")
        if key.value in pairs:
            raise RecordFileError(f"{file}:{_line(key)}: `{key.value}` stands here twice.")
        pairs[key.value] = value
    return pairs


def _value(file, node):
    """The Python value of a node."""
    if node.tag == TEXT:
        return node.value
    constructor = yaml.constructor.SafeConstructor()
    try:
        return constructor.construct_document(node)
    except (yaml.YAMLError, ValueError, LookupError, AttributeError) as error:
        # PyYAML lets a value that does not suit its tag, such as `!!bool maybe`, fail in any way.
        raise RecordFileError(f"{file}:{_line(node)}: {error}") from error


def _line(node):
    return node.start_mark.line + 1


def _represent_text(dumper, text):
    is_long = len(text) > BLOCK_FROM or "\n" in text
    style = "|" if is_long and _fits_block(text) else '"'
    return dumper.represent_scalar(TEXT, text, style=style)


def _fits_block(text):
    """Whether a block gives the text back: LF alone breaks its lines, and none ends it."""
    return text.splitlines() == text.split("\n")


def _represent_mapping(dumper, mapping):
    """Keys plain, in the order given."""
    pairs = [
        (yaml.ScalarNode(TEXT, key), dumper.represent_data(value)) for key, value in mapping.items()
    ]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=False)


def _represent_list(dumper, items):
    """Natural keys and lists of names stay on one line."""
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


def _dumper(base):
    """The class that writes entries, on top of one of PyYAML's."""
    made = type("Dumper", (base,), {"ignore_aliases": lambda self, data: True})
    made.add_representer(str, _represent_text)
    made.add_representer(dict, _represent_mapping)
    made.add_representer(list, _represent_list)
    return made


_Dumper = _dumper(yaml.SafeDumper)
# Six times as fast.
_QuickDumper = _dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper))


def dump(entries: list[FileEntry]) -> str:
    """The canonical text of the entries: texts quoted, long ones as blocks, nothing re-wrapped."""
    return "\n".join(_dump_entry(entry) for entry in entries)


def _dump_entry(entry):
    first, *rest = dump_fields({"model": entry.model, "fields": entry.fields}).split("\n")
    return "\n".join([f"- {first}", *(line and f"  {line}" for line in rest)])


def dump_fields(fields: dict) -> str:
    """The canonical text of some fields."""
    text = yaml.dump(fields, Dumper=_QuickDumper, allow_unicode=True, width=WIDE)
    # The quick one escapes what lies beyond 16 bits, such as an emoji; the other leaves it legible.
    if "\\U" in text:
        return yaml.dump(fields, Dumper=_Dumper, allow_unicode=True, width=WIDE)
    return text
