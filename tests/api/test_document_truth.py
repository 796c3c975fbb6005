"""What the document says beside the shape of an answer, held against the answers themselves."""

from collections import defaultdict

import pytest
from django.contrib.auth import get_user_model
from django.test import RequestFactory

from api.errors import unavailable
from api.v1 import parts, urls
from relations import models
from relations.desk import merging
from relations.vocabularies import PublicationStatus
from tests import builders
from tests.api.contract import DETAILS, OPERATIONS, SCHEMA, everything, formats, success
from tests.api.test_release_folder import FILE, an_archive
from tests.api.wire import ask, check

COMPONENTS = SCHEMA["components"]
# Sent with every answer; HTTP, CORS and browsers say what they are.
EXPLAINED_BY_HTTP = {
    "access-control-allow-origin",
    "access-control-expose-headers",
    "allow",
    "cache-control",
    "content-length",
    "content-security-policy",
    "content-type",
    "cross-origin-opener-policy",
    "referrer-policy",
    "vary",
    "x-content-type-options",
    "x-frame-options",
}
# Sent only where something that is deprecated is used.
OF_DEPRECATIONS = {"deprecation", "sunset"}
ORIGIN = {"HTTP_ORIGIN": "https://reader.example"}


@pytest.fixture
def addresses(db, tmp_path, settings):
    """An address that answers, for each operation."""
    builders.a_full_record()
    settings.RELEASES_DIR = tmp_path / "releases"
    an_archive(settings.RELEASES_DIR / FILE)
    found = {}
    for name, (path, _) in OPERATIONS.items():
        noun, _, behind = path.partition("/{slug}")
        if noun != path:
            path = f"{noun}/{ask(noun).json()['results'][0]['slug']}{behind}"
        path = path.replace("{name}", FILE.removesuffix(".zip"))
        found[name] = f"{path}?q=fish" if name == "search" else path
    return found


# Statuses and headers -----------------------------------------------------------------------------
def responses(name):
    """The documented answers of an operation by status, references followed."""
    return {
        status: COMPONENTS["responses"][response["$ref"].rsplit("/", 1)[1]]
        if "$ref" in response
        else response
        for status, response in OPERATIONS[name][1]["responses"].items()
    }


def assert_as_documented(name, answer, status):
    """The answer has the status, and those headers and that content which are documented for it."""
    response = responses(name)[str(status)]
    assert answer.status == status, (name, answer.body[:300])
    documented = {header.lower() for header in response.get("headers", {})} - OF_DEPRECATIONS
    sent = {header.lower() for header in answer.headers}
    explained = EXPLAINED_BY_HTTP - documented - ({"allow"} if status == 405 else set())
    assert sent - explained == documented, (name, status)
    content = response.get("content", {})
    assert answer.content_type in (content or {""}), (name, status)
    if status >= 400:
        check(answer, status)


@pytest.mark.slow
def test_headers_and_statuses_are_those_documented(addresses):
    for name, address in addresses.items():
        found = ask(address, **ORIGIN)
        assert_as_documented(name, found, 200)
        etag = found.headers["ETag"]
        assert_as_documented(name, ask(address, HTTP_IF_NONE_MATCH=etag, **ORIGIN), 304)
        assert_as_documented(name, ask(address, HTTP_IF_MATCH='"x"', **ORIGIN), 412)
        assert_as_documented(name, ask(address, method="POST", **ORIGIN), 405)
        assert_as_documented(name, ask(address, HTTP_ACCEPT="no/such", **ORIGIN), 406)
        assert_as_documented(name, ask(f"{address}?bogus=1".replace("fish?", "fish&")), 400)
        assert_as_documented(name, ask(f"{address}?x={'y' * 5000}"), 414)
        assert set(responses(name)) - {"308", "404", "410"} == set(
            ["200", "304", "400", "405", "406", "412", "414", "429", "500", "503"]
        )


def test_404_is_documented_where_it_can_be(addresses):
    for name, (path, operation) in OPERATIONS.items():
        assert ("404" in operation["responses"]) == ("{" in path), name
        if "{" in path:
            nobody = path.replace("{slug}", "nobody").replace("{name}", "nothing")
            assert_as_documented(name, ask(nobody, **ORIGIN), 404)


def test_410_is_documented_where_it_can_be(addresses):
    for name, (path, operation) in OPERATIONS.items():
        assert ("410" in operation["responses"]) == ("{slug}" in path), name
    retracted = {"publication_status": "retracted", "retraction_reason": "Found wrong."}
    builders.a_party(slug="atlantis", **retracted).save()
    answer = ask("/api/v1/parties/atlantis", **ORIGIN)
    assert_as_documented("getParty", answer, 410)
    assert "Found wrong." in answer.json()["detail"]


def test_308_is_documented_where_it_can_be(addresses):
    by = get_user_model().objects.create_user("editor")
    for name, (path, operation) in OPERATIONS.items():
        assert ("308" in operation["responses"]) == ("{slug}" in path), name
    for name, merged in (("getParty", models.Party), ("getIssueFeed", models.Issue)):
        loser, winner = (builders.BUILDERS[merged]() for _ in range(2))
        merging.merge(loser, winner, by)
        address = OPERATIONS[name][0].replace("{slug}", loser.slug)
        assert_as_documented(name, ask(address, **ORIGIN), 308)


@pytest.mark.slow
def test_every_format_of_an_entry_is_documented_and_there(addresses):
    for name in DETAILS:
        for media_type in formats(name):
            assert ask(addresses[name], HTTP_ACCEPT=media_type).content_type == media_type


def test_busy_service_says_when_to_come_back():
    answer = unavailable(RequestFactory().get("/api/v1/rounds"), "unavailable")
    assert answer.has_header("Retry-After")
    for name in ("Unavailable", "TooManyRequests"):
        assert list(COMPONENTS["responses"][name]["headers"]) == ["Retry-After"]


# Null ---------------------------------------------------------------------------------------------
def is_nullable(schema):
    return "null" in schema.get("type", ()) or {"type": "null"} in schema.get("anyOf", ())


NULLABLE = {
    (name, key)
    for name, component in COMPONENTS["schemas"].items()
    for key, schema in component.get("properties", {}).items()
    if is_nullable(schema)
}


def serializers_of_rows():
    assert urls.urlpatterns, "All serializers are known once the addresses are."
    found = [parts.RecordSerializer]
    while found:
        serializer = found.pop()
        found += serializer.__subclasses__()
        if hasattr(serializer, "Meta"):
            yield serializer


def test_field_is_nullable_where_its_column_is():
    shown, expected = {}, {}
    for serializer in serializers_of_rows():
        columns = {column.name: column for column in serializer.Meta.model._meta.concrete_fields}
        name = serializer.__name__.removesuffix("Serializer")
        for key, field in serializer().fields.items():
            if column := columns.get(field.source):
                shown[name, key] = (name, key) in NULLABLE
                # The review of what nobody reviewed is null, but nobody sees such an entry.
                expected[name, key] = column.null and key != "reviewed_in"
    assert shown == expected
    assert shown


def seen(value, schema, into, place=None):
    """Note of each property of each component whether it was null, and whether it had a value."""
    if place:
        into[place].add(value is not None)
    for each in (*schema.get("allOf", ()), *schema.get("anyOf", ())):
        seen(value, each, into)
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        component = COMPONENTS["schemas"][name]
        for key, inner in component.get("properties", {}).items():
            if isinstance(value, dict) and key in value:
                seen(value[key], inner, into, (name, key))
    for item in value if isinstance(value, list) else ():
        seen(item, schema["items"], into)


@pytest.mark.slow
def test_what_may_be_null_is_seen_both_ways_and_nothing_else_is_null(addresses, reader):
    a_round = models.Round.objects.filter(participants__isnull=False).get()
    unnamed = builders.a_party(iso_code="RU", wikidata_id="Q1")
    builders.a_person(wikidata_id="Q2")
    models.RoundParticipant.objects.create(round=a_round, party=unnamed, role="observer")
    builders.a_statement(speaker=None, round=a_round)
    builders.a_development(round=a_round)
    gone = builders.an_issue()
    gone.publication_status = PublicationStatus.RETRACTED
    gone.retraction_reason = "It was no issue."
    gone.save()
    found = defaultdict(set)
    for name, address in addresses.items():
        operation = OPERATIONS[name][1]
        if "application/json" not in formats(name):
            continue
        path, asked = address.partition("?")[0], everything(name)
        asked |= {"q": "fish"} if name == "search" else {}
        pages = [reader.get_json(path, **asked)]
        if any(parameter["name"] == "page_size" for parameter in operation["parameters"]):
            pages += [reader.get_json(path, **asked, page_size="500")]
            pages += [reader.get_json(path, **asked, page_size="1")]
            pages += [reader.get(pages[-1]["next"]).json()]
        for page in pages:
            seen(page, success(operation)["schema"], found)
    assert {place for place, ways in found.items() if False in ways} == NULLABLE
    assert not {place for place in NULLABLE if True not in found[place]}
