"""Python's search for garbage, which is circles of objects that nothing else refers to."""

import gc
from contextlib import contextmanager


@contextmanager
def searching_no_garbage():
    """Put the search off to the end of a task that makes very many objects and needs them all.

    It would go through them again and again. What earlier tasks left is taken away before, and
    what is in no circle is freed as ever. The search is that of the whole process: with several
    threads it also goes on whenever one of them has ended.
    """
    gc.collect(1)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
