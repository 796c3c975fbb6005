"""What some tests need from outside the project, such as a browser, Node or the documents' files.

Where it is missing they are skipped, and say why; with REQUIRE_ALL=1 they fail instead.
"""

import os
import shutil

import pytest


def missing(reason):
    """End the test: what it needs is not here. The reason is a sentence."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(f"{reason} REQUIRE_ALL=1 makes this a failure.")


def program(*names):
    """The path of the first of these programs that is installed here."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or missing(f"{names[0]} is not installed here.")
