"""What is deprecated says so, and a second version is added without touching the first."""

from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse

from api import v1
from api.deprecations import Deprecation
from api.documents import generate
from api.versions import DOCUMENTS, served_versions
from tests import builders
from tests.api import toy_v2
from tests.api.contract import FOLDER, OPERATIONS, SCHEMA
from tests.yaml_text import read_yaml

OPERATION_OF_PATH = {path: operation for path, operation in OPERATIONS.values()}
USES = [(path, each) for each in v1.VERSION.deprecations for path in each.paths]
ROUNDS = Deprecation(
    paths=("/api/v1/rounds", "/api/v1/rounds/{slug}"),
    since=date(2026, 1, 2),
    sunset=date(2027, 1, 2),
    use="Use the topics of version 2.",
    successor="/api/v2/topics",
)
COUNT = Deprecation(
    paths=("/api/v1/rounds",),
    parameter="count",
    since=date(2025, 1, 1),
    sunset=date(2027, 12, 31),
    use="Count yourself.",
)


@pytest.fixture
def deprecating(monkeypatch):
    """Put other deprecations into the table of version 1."""

    def deprecate(*deprecations):
        monkeypatch.setattr(v1, "VERSION", replace(v1.VERSION, deprecations=deprecations))

    return deprecate


@pytest.fixture
def second_version(settings):
    settings.API_VERSIONS = [*settings.API_VERSIONS, "tests.api.toy_v2"]
    settings.ROOT_URLCONF = "tests.api.toy_v2.root"


def told(answer):
    """What an answer says of a deprecation: the day it began, the day it may end, links by kind."""
    since = datetime.fromtimestamp(int(answer["Deprecation"].removeprefix("@")), UTC)
    sunset = parsedate_to_datetime(answer["Sunset"])
    links = [link.split("; ") for link in answer["Link"].split(", ")]
    return since.date(), sunset.date(), {link[1]: link[0].strip("<>") for link in links}


# Deprecation --------------------------------------------------------------------------------------
@pytest.mark.parametrize("deprecation", v1.VERSION.deprecations)
def test_there_is_at_least_a_year_to_leave_what_is_deprecated(deprecation):
    assert (deprecation.sunset - deprecation.since).days >= 365


@pytest.mark.parametrize(("path", "deprecation"), USES)
def test_document_says_what_is_deprecated(path, deprecation):
    operation = OPERATION_OF_PATH[path]
    named = [each for each in operation["parameters"] if each["name"] == deprecation.parameter]
    (part,) = named if deprecation.parameter else [operation]
    assert part["deprecated"] is True
    assert str(deprecation) in part["description"]
    assert {"Deprecation", "Sunset"} <= operation["responses"]["200"]["headers"].keys()


def test_document_calls_nothing_else_deprecated():
    found = {(path, "") for path, each in OPERATIONS.values() if each.get("deprecated")}
    for path, operation in OPERATIONS.values():
        for parameter in operation["parameters"]:
            if parameter.get("deprecated"):
                found.add((path, parameter["name"]))
    assert found == {(path, each.parameter) for path, each in USES}


@pytest.mark.parametrize(("path", "deprecation"), USES)
def test_each_use_of_what_is_deprecated_is_told(path, deprecation, reader, db):
    unused = reader.get(path)
    assert "Deprecation" not in unused
    unused.getvalue()  # else a table stays open
    answer = reader.get(path, {deprecation.parameter: "2025-05-14"})
    since, sunset, links = told(answer)
    assert (since, sunset) == (deprecation.since, deprecation.sunset)
    about = "http://testserver/api/v1/conventions#deprecation"
    assert links['rel="deprecation"'] == links['rel="sunset"'] == about
    answer.getvalue()


def test_use_is_told_whatever_the_status(deprecating, reader, db):
    deprecating(ROUNDS)
    builders.a_round(slug="first")
    for address, status in [
        ("/api/v1/rounds", 200),
        ("/api/v1/rounds/first", 200),
        ("/api/v1/rounds?bogus=1", 400),
        ("/api/v1/rounds/nobody", 404),
    ]:
        for method in (reader.get, reader.head):
            answer = method(address)
            assert answer.status_code == status
            assert told(answer)[2]['rel="successor-version"'] == "/api/v2/topics"
    known = {"if-none-match": reader.get("/api/v1/rounds")["ETag"]}
    unchanged = reader.get("/api/v1/rounds", headers=known)
    assert unchanged.status_code == 304
    assert told(unchanged)[0] == ROUNDS.since


def test_what_is_not_deprecated_is_not_told(deprecating, reader, db):
    deprecating(ROUNDS, COUNT)
    for address in ("/api/v1/parties", "/api/v1/rounds.ics", "/api/v1/rounds/a/b", "/api/v1"):
        answer = reader.get(address)
        assert "Deprecation" not in answer
        assert "Sunset" not in answer
    deprecating(COUNT)
    assert "Deprecation" not in reader.get("/api/v1/rounds")


def test_of_several_uses_the_first_to_begin_and_the_first_to_end_are_told(deprecating, reader, db):
    deprecating(ROUNDS, COUNT)
    since, sunset, _ = told(reader.get("/api/v1/rounds?count=true"))
    assert (since, sunset) == (COUNT.since, ROUNDS.sunset)


def test_links_that_an_answer_has_anyway_stay(deprecating, reader, db):
    deprecating(replace(ROUNDS, paths=("/api/v1/rounds.csv",)))
    answer = reader.get("/api/v1/rounds.csv")
    links = told(answer)[2]
    assert links['rel="self"'] == "http://testserver/api/v1/rounds.csv"
    assert links['rel="successor-version"'] == "/api/v2/topics"
    answer.getvalue()


@pytest.mark.slow
def test_whole_operation_is_marked_in_the_document():
    version = replace(v1.VERSION, deprecations=(ROUNDS,))
    paths = read_yaml(generate(version, "3.1.1"))["paths"]
    operation = paths["/api/v1/rounds"]["get"]
    assert operation["deprecated"] is True
    assert operation["description"].endswith(
        "Deprecated since 2 January 2026, may be gone after 2 January 2027. "
        "Use the topics of version 2."
    )
    assert "deprecated" not in paths["/api/v1/parties"]["get"]


@pytest.mark.parametrize(
    "unknown", [{"paths": ("/api/v1/meetings",)}, {"parameter": "meeting"}], ids=str
)
def test_nothing_that_does_not_exist_can_be_deprecated(unknown):
    version = replace(v1.VERSION, deprecations=(replace(ROUNDS, **unknown),))
    with pytest.raises(KeyError, match="meeting"):
        generate(version, "3.1.1")


# Versions -----------------------------------------------------------------------------------------
def test_version_1_stands_where_its_name_says():
    assert [version.name for version in served_versions()] == ["v1"]
    assert v1.VERSION.number.startswith("1.")
    assert SCHEMA["info"]["version"] == v1.VERSION.number
    assert v1.VERSION.folder == FOLDER == settings.BASE_DIR / "api" / "v1"


@pytest.mark.usefixtures("second_version")
def test_a_second_version_answers_in_its_own_shape(reader, db):
    builders.an_issue(slug="trade", name="Trade")
    builders.an_issue(publication_status="draft")
    page = reader.get_json("/api/v2/topics", count="true")
    assert page["results"] == [{"key": "trade", "name": "Trade"}]
    assert page["count"] == 1
    refused = reader.get_json("/api/v2/topics", bogus="1", expect=400)
    assert refused["type"] == "/problems#invalid-parameter"
    assert refused["errors"][0]["parameter"] == "bogus"
    contents = reader.get_json("/api/v2")
    assert urlsplit(contents["topics"]).path == "/api/v2/topics"
    for name in ("docs", "redoc"):
        page = reader.get(f"/api/v2/{name}").content.decode()
        assert f'data-schema="{reverse("v2:openapi-3.1")}"' in page


@pytest.mark.slow
@pytest.mark.usefixtures("second_version")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_documents_of_two_versions_know_nothing_of_each_other(name):
    document = read_yaml(generate(toy_v2.VERSION, DOCUMENTS[name]))
    assert list(document["paths"]) == ["/api/v2/topics"]
    assert document["info"]["version"] == "2.0.0"
    assert document["paths"]["/api/v2/topics"]["get"]["operationId"] == "listTopics"
    assert generate(v1.VERSION, DOCUMENTS[name]) == (FOLDER / name).read_text()


@pytest.mark.slow
def test_a_second_version_changes_no_answer_of_the_first(reader, request, db):
    builders.a_full_record()
    paths = [path for path in OPERATION_OF_PATH if "{" not in path and "search" not in path]
    assert len(paths) > 50

    def answers():
        found = [reader.get(path) for path in [*paths, "/api/v1", "/api/v1/openapi.yaml"]]
        return [(answer.status_code, answer["ETag"], answer.getvalue()) for answer in found]

    before = answers()
    request.getfixturevalue("second_version")
    assert reader.get("/api/v2/topics").status_code == 200
    assert answers() == before
