"""The installation's own secret key, for those who set none in the environment."""

import os
import tempfile
from contextlib import suppress

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def stored_secret_key(path, *, may_create):
    """The key in the file `path`; written there once, readable by its owner only.

    Raises ImproperlyConfigured where there is no file and none may be created.
    """
    if not path.exists():
        if not may_create:
            raise ImproperlyConfigured("Set SECRET_KEY in the environment.")
        # Written in full under another name first: nobody can read half a key.
        descriptor, unfinished = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "w") as file:
            file.write(get_random_secret_key())
        with suppress(FileExistsError):  # another process was first
            os.link(unfinished, path)
        os.unlink(unfinished)
    return path.read_text().strip()
