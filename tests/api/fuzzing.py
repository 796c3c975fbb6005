"""Schemathesis, run inside a test over one operation, on the connection of the test."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test import override_settings
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.generation.meta import CoveragePhaseData

from api.wsgi import application
from tests.api import fuzzed_values
from tests.api.contract import SCHEMA

PHASES = {"examples": True, "coverage": True, "fuzzing": True, "stateful": False}
# How a wrong request may be answered; 414 stands for any fault of a query that is too long.
REJECTIONS = [400, 404, 405, 406, 414]


@dataclass
class Run:
    """What was answered, by status, and how the contract was broken."""

    statuses: Counter = field(default_factory=Counter)
    failures: list = field(default_factory=list)


def fuzzed(operation_id, *, seed, examples, one_of, document=SCHEMA):
    """Send one operation requests of all kinds, and hold each answer against the document.

    Random ones are as many as `examples`. Of those that try out each bound of each parameter, one
    in `one_of` is sent; which ones differs between operations, since they share their parameters.
    """
    config = {
        "seed": seed,
        "generation": {"max-examples": examples, "database": "none"},
        "cache": {"enabled": False},
        "checks": {"negative_data_rejection": {"expected-statuses": REJECTIONS}},
        "phases": {phase: {"enabled": is_on} for phase, is_on in PHASES.items()},
        "suppress-health-check": ["all"],
    }
    schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(config))
    schema.app = served_by(connections["default"])

    @schema.hook
    def filter_case(context, case):
        tried = case.meta.phase.data
        if not isinstance(tried, CoveragePhaseData):
            return True
        key = f"{operation_id} {tried.parameter} {tried.description}"
        return fuzzed_values.number_of(key) % one_of == 0

    # However busy the machine: a deadline that is missed is no broken contract.
    with connection_shared(), override_settings(STATEMENT_TIMEOUT_MS=60_000):
        return outcome(from_schema(schema.include(operation_id=operation_id)).execute())


def outcome(happened):
    run = Run()
    for event in happened:
        if isinstance(event, events.ScenarioFinished):
            note(event.recorder, run)
        elif isinstance(event, events.NonFatalError):
            raise event.value
        elif isinstance(event, events.FatalError):
            raise event.exception
    return run


def note(recorder, run):
    for sent in recorder.interactions.values():
        run.statuses[sent.response.status_code] += 1
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.status != Status.SUCCESS:
                answer = recorder.interactions[case_id].response
                shown = answer.content[:1000].decode(errors="replace")
                run.failures.append(
                    f"{check.name}: {check.failure_info.failure.message}\n"
                    f"Answered: {answer.status_code} {shown}\n"
                    f"To: {check.failure_info.code_sample}"
                )


def served_by(connection):
    """The service for the threads of schemathesis, answering from the database of the test."""

    def app(environ, start_response):
        connections["default"] = connection
        environ.pop("HTTP_ACCEPT_ENCODING", None)  # schemathesis sends it, and unpacks nothing
        answer = application(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            if hasattr(answer, "close"):
                answer.close()

    return app


@contextmanager
def connection_shared():
    """Other threads may use the connection of this one, and no request closes it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    connections["default"].inc_thread_sharing()
    try:
        yield
    finally:
        connections["default"].dec_thread_sharing()
        for signal in signals:
            signal.connect(close_old_connections)
