"""The nouns of the record, for tests of pages that every noun has alike."""

import pytest

from relations import models
from tests.builders import BUILDERS

# With links and nearly every kind of field; the pages of all others in `make test-all`.
ALWAYS = (models.Statement,)

each_noun = pytest.mark.parametrize(
    "model",
    [
        pytest.param(model, id=model.__name__, marks=[] if model in ALWAYS else [pytest.mark.long])
        for model in BUILDERS
    ],
)
