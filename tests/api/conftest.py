"""What the modules on bad input share: a small record, and addresses in it."""

import pytest
from django.db import transaction

from api.wsgi import application
from tests import builders


@pytest.fixture(scope="module")
def one_of_each(django_db_setup, django_db_blocker):
    """One entry of every noun that has an address; its slug is `a-` and the name of its list."""
    nouns = {"person": "people", "party": "parties", "discrepancy": "discrepancies"}
    with django_db_blocker.unblock(), transaction.atomic():
        for model, build in builders.BUILDERS.items():
            noun = model._meta.model_name
            build(slug=f"a-{nouns.get(noun, f'{noun}s')}")
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nothing_ready():
    """No answer is ready from another test, which may have had the record in the same state."""
    application.kept.clear()
