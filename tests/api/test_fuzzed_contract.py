"""Whatever is asked of an operation in JSON, the answer is one that the document tells of.

How many requests are made is bounded, and they are the same each time; `make fuzz` makes more, and
others each time. The operations that answer with files are in test_fuzzed_files.py.
"""

from copy import deepcopy

import pytest

from api.v1.exclusions import ExclusionViewSet
from tests.api.contract import FILES, OPERATIONS, SCHEMA
from tests.api.fuzzing import fuzzed
from tests.thoroughness import THOROUGH, examples

pytestmark = [pytest.mark.grid, pytest.mark.django_db, pytest.mark.usefixtures("record")]
ANSWERS = [name for name in OPERATIONS if name not in FILES and name != "downloadRelease"]


@pytest.mark.each_noun
@pytest.mark.parametrize("operation_id", ANSWERS)
def test_every_answer_keeps_the_contract(operation_id):
    run = fuzzed(operation_id, seed=1, examples=examples(3), one_of=4 if THOROUGH else 24)
    assert not run.failures, "\n\n".join(run.failures[:3])
    assert run.statuses[200]
    parameters = OPERATIONS[operation_id][1]["parameters"]
    takes_a_query = any(each["in"] == "query" for each in parameters)
    assert run.statuses[400] or not takes_a_query or not THOROUGH  # few requests may all be right


# The fuzzing notices ------------------------------------------------------------------------------
NAME = "listExclusions"


def broken_by(document=SCHEMA):
    """The checks that one operation fails."""
    run = fuzzed(NAME, seed=1, examples=10, one_of=1, document=document)
    return {failure.partition(":")[0] for failure in run.failures}


def undocumented_status(document, operation):
    del operation["responses"]["400"]


def other_type(document, operation):
    document["components"]["schemas"]["Exclusion"]["properties"]["start"]["type"] = "string"


def null_that_is_not_told(document, operation):
    document["components"]["schemas"]["ExclusionPage"]["properties"]["previous"]["type"] = "string"


def missing_header(document, operation):
    operation["responses"]["200"]["headers"]["X-Lost"] = {"required": True, "schema": {}}


def bound_that_is_not_kept(document, operation):
    (page_size,) = (each for each in operation["parameters"] if each["name"] == "page_size")
    page_size["schema"]["maximum"] = 499


def parameter_that_is_refused(document, operation):
    operation["parameters"].append({"in": "query", "name": "x", "schema": {"enum": ["y"]}})


@pytest.mark.long
def test_nothing_is_noticed_where_nothing_is_wrong():
    assert not broken_by()


@pytest.mark.long
@pytest.mark.parametrize(
    ("plant", "check"),
    [
        (undocumented_status, "status_code_conformance"),
        (other_type, "response_schema_conformance"),
        (null_that_is_not_told, "response_schema_conformance"),
        (missing_header, "response_headers_conformance"),
        (bound_that_is_not_kept, "negative_data_rejection"),
        (parameter_that_is_refused, "positive_data_acceptance"),
    ],
)
def test_wrong_document_is_noticed(plant, check):
    document = deepcopy(SCHEMA)
    plant(document, document["paths"][OPERATIONS[NAME][0]]["get"])
    assert check in broken_by(document)


def test_failure_of_a_filter_is_noticed(monkeypatch, caplog):
    kind = ExclusionViewSet.filterset_class.base_filters["reason"]
    monkeypatch.setattr(type(kind), "filter", lambda *arguments: 1 / 0)
    assert "not_a_server_error" in broken_by()


def test_unknown_parameter_that_is_accepted_is_noticed(monkeypatch):
    monkeypatch.setattr("api.v1.entries.check_parameters", lambda *arguments: None)
    assert "negative_data_rejection" in broken_by()
