"""Garbage is searched for between tasks, and not in them."""

import gc
import weakref

import pytest

from relations.garbage import searching_no_garbage


class Circle:
    def __init__(self):
        self.itself = self


def test_in_a_task_no_garbage_is_searched_for():
    with searching_no_garbage():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_task_that_fails_leaves_the_search_on():
    with pytest.raises(ZeroDivisionError), searching_no_garbage():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_what_was_left_before_is_taken_away():
    left = weakref.ref(Circle())
    assert left() is not None
    with searching_no_garbage():
        assert left() is None
