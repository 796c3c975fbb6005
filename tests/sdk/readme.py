"""The programs of sdk/README.md and docs/cookbook.md, run as they stand, and what they print."""

import re

from django.conf import settings

from tests.documentation import SERVER
from tests.documentation import programs as programs_to_save
from tests.sdk.expected import ask

README = (settings.BASE_DIR / "sdk" / "README.md").read_text()
NO_ENTRY = "There is no such address, or no published entry with this slug."


def programs(language, server):
    """The README's programs in this language, from the top down, for this server."""
    found = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return [text.replace(SERVER, server) for text in found]


def program_of_the_cookbook(name, server):
    """The program that the cookbook gives under this name, for this server."""
    return programs_to_save()[name].replace(SERVER, server)


def matrix_of_the_cookbook(server):
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
