"""The programs of both READMEs, which tests run as they stand, and what they must print."""

import re
from textwrap import dedent

from django.conf import settings

from tests.sdk.expected import ask

README = (settings.BASE_DIR / "sdk" / "README.md").read_text()
FIRST_README = (settings.BASE_DIR / "README.md").read_text()
SERVER = "http://127.0.0.1:8000"
NO_ENTRY = "There is no such address, or no published entry with this slug."


def programs(language, server):
    """The README's programs in this language, from the top down, for this server."""
    found = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return [text.replace(SERVER, server) for text in found]


def first_program(name, server):
    """The program that the README of the repository tells to save under this name."""
    (text,) = re.findall(rf"As `{name}`:\n\n((?:    .*\n|\n)+)", FIRST_README, re.MULTILINE)
    return dedent(text).replace(SERVER, server)


def first_matrix(server):
    """The lines that this program prints."""
    for row in ask(server, "positions/matrix")["rows"]:
        for cell in row["cells"]:
            acts = ", ".join(position["act"] for position in cell["positions"])
            yield " | ".join((row["issue"]["name"], cell["party"]["name"], acts or cell["kind"]))


def matrix(server):
    """The lines that tell the current matrix."""
    for row in ask(server, "positions/matrix")["rows"]:
        for cell in row["cells"]:
            yield " | ".join((row["issue"]["name"], cell["party"]["name"], cell["kind"]))
            for position in cell["positions"]:
                yield f"    {position['act']} {position['summary']}"
