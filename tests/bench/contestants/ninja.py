"""Django Ninja as its guide has it: schemas of pydantic, a function."""

from datetime import date, datetime

from django.urls import path
from ninja import NinjaAPI, Schema

from tests.bench.contestants import PAGE
from tests.bench.contestants.published import is_disputed, sources_of, statements


class Link(Schema):
    slug: str
    name: str

    @staticmethod
    def resolve_name(entry):
        return str(entry)


class ChainLink(Schema):
    role: str
    name: str


class Passage(Schema):
    slug: str
    url: str
    document: Link
    start: int
    end: int
    line: int
    passage_sha256: str
    document_sha256: str
    exact: str
    prefix: str
    suffix: str
    bearing: str
    reported_via: str
    reporting_chain: list[ChainLink]
    note: str

    @staticmethod
    def resolve_url(citation, context):
        return context["request"].build_absolute_uri(f"/citations/{citation.slug}")

    @staticmethod
    def resolve_document_sha256(citation):
        return citation.document.sha256

    @staticmethod
    def resolve_reporting_chain(citation):
        return [{"role": role, "name": name} for role, name in citation.reporting_chain]


class Statement(Schema):
    slug: str
    url: str
    speaker: Link | None
    speaker_as_printed: str
    parties: list[Link]
    authority: str
    mode: str
    text: str
    language: str
    is_translation: bool | None
    said_on: str | None
    said_as_printed: str
    said_earliest: date | None
    said_latest: date | None
    said_basis: str | None
    said_note: str
    venue: str
    reported_by: str
    issues: list[Link]
    round: Link | None
    version: int
    corrected_at: datetime | None
    correction_reason: str
    reviewed_in: str
    updated_at: datetime
    disputed: bool
    independent_sources: int
    citations: list[Passage]

    @staticmethod
    def resolve_url(statement, context):
        return context["request"].build_absolute_uri(f"/statements/{statement.slug}")

    @staticmethod
    def resolve_parties(statement):
        return [link.party for link in statement.party_links.all()]

    @staticmethod
    def resolve_issues(statement):
        return [link.issue for link in statement.issue_links.all()]

    @staticmethod
    def resolve_disputed(statement):
        return is_disputed(statement)

    @staticmethod
    def resolve_independent_sources(statement):
        return sources_of(statement)

    @staticmethod
    def resolve_citations(statement):
        return list(statement.citations.all())


class Page(Schema):
    results: list[Statement]


api = NinjaAPI(docs_url=None, openapi_url=None)


@api.get("/statements", response=Page)
def listed(request):
    return {"results": list(statements()[:PAGE])}


urlpatterns = [path("", api.urls)]
