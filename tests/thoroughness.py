"""How thoroughly random tests look: at few examples in `make test`, at many in `make test-all`.

The few are the same each time, so that `make test` never fails by chance; the many are others.
"""

import os

from hypothesis import settings

THOROUGH = os.environ.get("THOROUGH") == "1"
MANY = 10

settings.register_profile("lane", derandomize=not THOROUGH, deadline=None)


def examples(few: int) -> int:
    """The number of examples of a property; many with THOROUGH=1."""
    return few * MANY if THOROUGH else few


def seeds(few: int) -> range:
    """Seeds of tests that make their example by `random.Random`; with THOROUGH=1, from SEED on."""
    first = int(os.environ.get("SEED", 0)) if THOROUGH else 0
    return range(first, first + examples(few))
