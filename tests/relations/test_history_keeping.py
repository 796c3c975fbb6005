"""Nothing deletes history, which answers about the past and the audit of the desk are made of."""

import pytest
from django.core.management import CommandError, call_command

from relations.models import Party
from tests import builders


@pytest.mark.parametrize(
    "command",
    [
        ["clean_old_history", "--auto", "--days", "0"],
        ["clean_duplicate_history", "--auto"],
        ["clean_duplicate_history", "relations.Party"],
    ],
)
def test_a_command_that_would_delete_history_refuses(command, db):
    party = builders.a_party()
    party.save()
    with pytest.raises(CommandError, match="never deleted"):
        call_command(*command)
    assert Party.history.count() == 2
