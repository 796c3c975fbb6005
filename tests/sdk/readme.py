"""The programs of sdk/README.md, which tests run as they stand, and what they must print."""

import re

from django.conf import settings

from tests.sdk.expected import ask

README = (settings.BASE_DIR / "sdk" / "README.md").read_text()
SERVER = "http://127.0.0.1:8000"
NO_ENTRY = "There is no such address, or no published entry with this slug."


def programs(language, server):
    """The README's programs in this language, from the top down, for this server."""
    found = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return [text.replace(SERVER, server) for text in found]


def matrix(server):
    """The lines that tell the current matrix."""
    for row in ask(server, "positions/matrix")["rows"]:
        for cell in row["cells"]:
            yield " | ".join((row["issue"]["name"], cell["party"]["name"], cell["kind"]))
            for position in cell["positions"]:
                yield f"    {position['act']} {position['summary']}"
