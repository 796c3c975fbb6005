"""What was counted, kept while the record stays as it is.

A page tells numbers of all its pages: they are the same on each, whatever its order and size. Of a
large record, to count them takes longer than all else of the page.

A count may be made of a newer state than the one it is kept under. Whoever finds it began with the
old state, and will see the new one at the end: such an answer is made again (`ready_answers`).
"""

import hashlib
import threading

import cachetools
from django.core.exceptions import EmptyResultSet

from api.ready_answers import state_of
from api.record_time import PARAMETER

MOST_KEPT = 2000  # a facet of a hundred values takes about 20 kB

_kept = cachetools.LRUCache(MOST_KEPT)
_lock = threading.Lock()


def kept(request, question, count):
    """What `count()` answers, unless it is known already in this state of the record.

    `question` tells all that it depends on, beside the state and the parameter `recorded_at`.
    """
    state = state_of(request)
    if state is None:
        return count()
    key = state, request.GET.get(PARAMETER), question
    with _lock:
        if key in _kept:
            return _kept[key]
    counted = count()
    with _lock:
        _kept[key] = counted
    return counted


def which(rows):
    """What tells the rows of a queryset from all others, however they are ordered."""
    try:
        asked = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        asked = "none"
    return hashlib.blake2b(repr(asked).encode(), digest_size=16).digest()
