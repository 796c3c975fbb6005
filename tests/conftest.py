"""Fixtures of every test: an API client that reads like its users, and the real record."""

import json

import pytest
from django.core.management import call_command
from django.test import Client


class Reader(Client):
    """A client of the API: `reader.get_json("/api/v1/rounds", status="held")`."""

    def get_json(self, path, expect=200, **parameters):
        answer = self.get(path, parameters)
        assert answer.status_code == expect, answer.content.decode()
        return json.loads(answer.content)


@pytest.fixture
def reader():
    return Reader(raise_request_exception=True)


@pytest.fixture
def record(db):
    """The real record, loaded from the fixtures."""
    call_command("load_record", verbosity=0)
