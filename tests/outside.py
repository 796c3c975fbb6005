"""What some tests need from outside the project, such as a browser, Node or the documents' files.

Where it is missing they are skipped, and say why; with REQUIRE_ALL=1 they fail instead.
"""

import os
import shutil
from pathlib import Path

import pytest


def must_be_complete():
    """Whether a test that cannot run is a failure, as in CI."""
    return os.environ.get("REQUIRE_ALL") == "1"


def missing(reason):
    """End the test: what it needs is not here. The reason is a sentence."""
    if must_be_complete():
        pytest.fail(reason)
    pytest.skip(f"{reason} REQUIRE_ALL=1 makes this a failure.")


def program(*names):
    """The path of the first of these programs that is installed here."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or missing(f"{names[0]} is not installed here.")


def documents_folder(named):
    """The folder of this name, which has the documents' files.

    An empty name says that they are not here, as on a public forge: then REQUIRE_ALL=1 does not
    ask for them.
    """
    if not named:
        pytest.skip("DOCUMENTS is empty: the documents' files are not here.")
    if not Path(named).is_dir():
        missing(f"The documents' files are not in {named}; DOCUMENTS names another folder.")
    return Path(named)
