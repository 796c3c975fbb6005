"""The Markdown files of the repository, and the code blocks in them."""

import os
import re
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from markdown_it.token import Token

from api.guides import MARKDOWN

ROOT = settings.BASE_DIR
SERVER = "http://127.0.0.1:8000"
# What make and the service write, and what Django renders.
NOT_OURS = {"build", "node_modules", "templates", "var"}
CODE = ("code_block", "fence")


def _markdown_files():
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name[0] != "." and name not in NOT_OURS]
        yield from (Path(folder) / name for name in names if name.endswith(".md"))


MARKDOWN_FILES = sorted(_markdown_files())
# The texts for whoever has the repository: at its top level, and in docs/.
TEXTS = [path for path in MARKDOWN_FILES if path.parent in (ROOT, ROOT / "docs")]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tokens(path: Path) -> list[Token]:
    return MARKDOWN.parse(path.read_text(encoding="utf-8"))


def code_blocks(path: Path) -> list[str]:
    """The blocks of code in a file, without the indentation that marks them."""
    return [token.content for token in tokens(path) if token.type in CODE]


def programs() -> dict[str, str]:
    """The programs that the texts give: the block after ``As `name`:``, by name."""
    found = {}
    for path in TEXTS:
        blocks = [token for token in tokens(path) if token.type in ("inline", *CODE)]
        for words, block in pairwise(blocks):
            name = re.search(r"\bAs `([\w.]+)`:$", words.content)
            if name and block.type in CODE:
                assert name[1] not in found, f"{named(path)}: {name[1]} stands elsewhere too."
                found[name[1]] = block.content
    return found
