"""The files of the documents, wherever somebody keeps them: which file is which document's.

The texts are not part of the record. A file belongs to a document by its name, or, under any name,
by its hash; so a file of the right name and other content is known to be altered.
"""

from dataclasses import dataclass, field
from pathlib import Path

from relations.models import Document
from relations.models.document import LONGEST_DOCUMENT
from relations.passages import SourceText

LONGEST_FILE = 4 * LONGEST_DOCUMENT  # a code point takes four bytes at most


class NoDocuments(Exception):
    """There is nothing to look at; the message says why."""


@dataclass
class SourceFiles:
    """What stands in a directory, document by document."""

    found: dict[Document, SourceText] = field(default_factory=dict)
    unreadable: dict[Document, str] = field(default_factory=dict)
    missing: list[Document] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def source_files(directory: Path) -> SourceFiles:
    """Match the files of `directory`, not of its folders, with the documents of the record.

    Raises NoDocuments where the directory cannot be read or holds no document of the record.
    """
    try:
        paths = sorted(path for path in directory.iterdir() if path.is_file())
    except OSError as error:
        raise NoDocuments(f"{directory} cannot be read: {error.strerror}.") from error
    documents = list(Document.objects.standing())
    by_name = {document.file_name: document for document in documents if document.file_name}
    by_hash = {document.sha256: document for document in documents}
    files = SourceFiles()
    # Names first: of an altered file and an intact copy, the altered one must not go unseen.
    for path in sorted(paths, key=lambda path: path.name not in by_name):
        _sort_in(files, path, by_name.get(path.name), by_hash)
    seen = {*files.found, *files.unreadable}
    files.missing = [document for document in documents if document not in seen]
    if not seen:
        names = ", ".join(sorted(by_name)) or "none has a file name yet"
        found = ", ".join(files.unknown) or "nothing"
        raise NoDocuments(
            f"{directory} holds no document of the record ({names}), by name or by hash; "
            f"it holds {found}."
        )
    return files


def _sort_in(files, path, named, by_hash):
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise ValueError(f"is longer than {LONGEST_FILE} bytes")
        source = SourceText.read(path)
    except (OSError, ValueError) as error:  # UnicodeDecodeError is a ValueError
        if named:
            files.unreadable[named] = f"{path.name} cannot be read: {error}"
        else:
            files.unknown.append(path.name)
        return
    document = named or by_hash.get(source.sha256)
    if document is None:
        files.unknown.append(path.name)
    elif document not in files.unreadable:
        files.found.setdefault(document, source)
