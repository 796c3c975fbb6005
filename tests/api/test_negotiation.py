"""The format of an answer is one that the client wants, and never one that it excludes."""

import pytest

from tests import builders
from tests.api.wire import ask

JSON, ATOM, CSL = (
    "application/json",
    "application/atom+xml",
    "application/vnd.citationstyles.csl+json",
)


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("application/json;q=0", 406),
        ("application/*;q=0", 406),
        ("*/*;q=0", 406),
        ("application/json;q=0, text/html", 406),
        ("application/json;q=0.0, */*;q=0.000", 406),
        ("*/*, application/json;q=0", 406),
        ("application/*;q=0, application/json", 200),
        ("*/*;q=0, application/json;q=0.1", 200),
        ("application/json;q=0.001", 200),
    ],
)
def test_a_format_that_is_excluded_is_not_sent(accept, answered, db):
    assert ask("/api/v1/rounds", HTTP_ACCEPT=accept).status == answered


def test_where_the_first_format_is_excluded_the_next_is_sent(db):
    round_ = builders.a_round()
    answer = ask(f"/api/v1/rounds/{round_.slug}", HTTP_ACCEPT=f"*/*, {JSON};q=0")
    assert answer.status == 200
    assert answer.content_type == CSL
