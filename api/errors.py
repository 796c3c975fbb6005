"""Every error of the service as RFC 9457 `application/problem+json`, in one shape."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.views import defaults
from rest_framework import exceptions

RETRY_AFTER_SECONDS = 5
MEDIA_TYPE = "application/problem+json"
# Where the WSGI application keeps the path of a request before Django reads it.
PATH_AS_SENT = "api.path_as_sent"


@dataclass(frozen=True)
class ProblemType:
    """A kind of error: its fragment on the page of problems, its status and what it means."""

    slug: str
    status: HTTPStatus
    title: str
    meaning: str


PROBLEM_TYPES = {
    problem.slug: problem
    for problem in (
        ProblemType(
            "invalid-parameter",
            HTTPStatus.BAD_REQUEST,
            "Invalid parameter",
            "A parameter of the address is unknown, empty, given twice or has a value that is not "
            "allowed. The list of errors names each one and what is allowed.",
        ),
        ProblemType(
            "invalid-request",
            HTTPStatus.BAD_REQUEST,
            "Invalid request",
            "The request cannot be read, for instance because its Host header is not served here.",
        ),
        ProblemType("forbidden", HTTPStatus.FORBIDDEN, "Forbidden", "The request is not allowed."),
        ProblemType(
            "not-found",
            HTTPStatus.NOT_FOUND,
            "Not found",
            "There is no such address, or no published entry with this slug.",
        ),
        ProblemType(
            "gone",
            HTTPStatus.GONE,
            "Gone",
            "The entry was published, and retracted later; the detail gives the reason.",
        ),
        ProblemType(
            "method-not-allowed",
            HTTPStatus.METHOD_NOT_ALLOWED,
            "Method not allowed",
            "The public API only reads: use GET or HEAD.",
        ),
        ProblemType(
            "not-acceptable",
            HTTPStatus.NOT_ACCEPTABLE,
            "Not acceptable",
            "The Accept header asks for a format that this address does not have.",
        ),
        ProblemType(
            "precondition-failed",
            HTTPStatus.PRECONDITION_FAILED,
            "Precondition failed",
            "If-Match or If-Unmodified-Since does not hold; leave them out, or ask again.",
        ),
        ProblemType(
            "content-too-large",
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "Content too large",
            "The body of the request is larger than is accepted of somebody who is not logged in.",
        ),
        ProblemType(
            "uri-too-long",
            HTTPStatus.REQUEST_URI_TOO_LONG,
            "Address too long",
            "The query string is longer than 4,096 bytes.",
        ),
        ProblemType(
            "too-many-requests",
            HTTPStatus.TOO_MANY_REQUESTS,
            "Too many requests",
            "The limit of requests is reached; wait as long as Retry-After says.",
        ),
        ProblemType(
            "internal-error",
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "Internal error",
            "The service failed; the failure has been logged.",
        ),
        ProblemType(
            "unavailable",
            HTTPStatus.SERVICE_UNAVAILABLE,
            "Service unavailable",
            "The database cannot be reached or is busy; try again after Retry-After.",
        ),
        ProblemType(
            "query-too-slow",
            HTTPStatus.SERVICE_UNAVAILABLE,
            "Query too slow",
            "The query was cut off by its time limit; ask for less.",
        ),
    )
}
PROBLEM_OF_STATUS = {
    problem.status: problem.slug
    for problem in reversed(PROBLEM_TYPES.values())
    if problem.slug != "query-too-slow"
} | {HTTPStatus.BAD_REQUEST: "invalid-request"}


class InvalidParameters(exceptions.APIException):
    """Parameters that cannot be accepted: a list of {parameter, code, detail, allowed}."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, *errors):
        self.errors = errors
        super().__init__(errors[0]["detail"])


def invalid_parameter(parameter, code, detail, allowed=()):
    return {"parameter": parameter, "code": code, "detail": detail, "allowed": list(allowed)}


def uri_reference(path: str | bytes, query: str) -> str:
    """A decoded path and a query string as it came, as a URI reference of RFC 3986.

    It never names another host, and what was sent as `%3F` or `%23` stays within the path.
    """
    octets = path.encode() if isinstance(path, str) else path
    reference = quote(re.sub(b"^/+", b"/", octets), safe="/!$&'()*+,;=:@~")
    if query:
        sent = quote(query.encode("latin-1", "replace"), safe="/?%!$&'()*+,;=:@~")
        reference += "?" + re.sub("%(?![0-9A-Fa-f]{2})", "%25", sent)
    return reference


def _path_as_sent(request):
    """The path, which need not be UTF-8; Django has put something else for what is not."""
    if (path := request.META.get(PATH_AS_SENT)) is None:
        return request.path
    beginning = request.META.get("SCRIPT_NAME", "").rstrip("/").encode()
    return beginning + b"/" + path.encode("latin-1", "replace").removeprefix(b"/")


def problem(request, slug, detail=None, errors=(), headers=None):
    """The answer for a problem of the type `slug`."""
    kind = PROBLEM_TYPES[slug]
    body = {
        "type": f"/problems#{kind.slug}",
        "title": kind.title,
        "status": int(kind.status),
        "detail": detail or kind.meaning,
        "instance": uri_reference(_path_as_sent(request), request.META.get("QUERY_STRING", "")),
    }
    if errors:
        body["errors"] = list(errors)
    return JsonResponse(body, status=kind.status, content_type=MEDIA_TYPE, headers=headers)


def answer_with_problem(error, context):
    """Django REST framework's exception handler. What it does not know goes on to Django."""
    request = context["request"]
    if isinstance(error, Http404):
        return problem(request, "not-found")
    if isinstance(error, PermissionDenied):
        return problem(request, "forbidden")
    if isinstance(error, InvalidParameters):
        return problem(request, "invalid-parameter", error.detail, error.errors)
    if isinstance(error, exceptions.APIException):
        headers = {}
        if isinstance(error, exceptions.Throttled) and error.wait is not None:
            headers["Retry-After"] = str(max(1, int(error.wait)))
        if isinstance(error, exceptions.MethodNotAllowed):
            headers["Allow"] = ", ".join(context["view"].allowed_methods)
        slug = PROBLEM_OF_STATUS.get(error.status_code, "invalid-request")
        return problem(request, slug, headers=headers)
    return None


def is_admin(request):
    """Whether the request is for the admin, where people expect pages instead of problems."""
    return request.path_info.startswith("/admin/")


def unavailable(request, slug):
    """The answer where the database fails: 503, as a page in the admin."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    if is_admin(request):
        return problem_page(slug, headers)
    return problem(request, slug, headers=headers)


def problem_page(slug, headers=None):
    """The answer for a problem of the type `slug`, for people."""
    kind = PROBLEM_TYPES[slug]
    page = format_html(
        "<!doctype html><title>{0}</title><h1>{0}</h1><p>{1}</p>", kind.title, kind.meaning
    )
    return HttpResponse(page, status=kind.status, headers=headers)


def bad_request(request, exception):
    if is_admin(request):
        return defaults.bad_request(request, exception)
    return problem(request, "invalid-request")


def permission_denied(request, exception):
    if is_admin(request):
        return defaults.permission_denied(request, exception)
    return problem(request, "forbidden")


def not_found(request, exception):
    """A problem for programs, and for a browser that follows a wrong link a page that leads on."""
    if is_admin(request):
        return defaults.page_not_found(request, exception)
    if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
        answer = render(request, "api/not_found.html", status=HTTPStatus.NOT_FOUND)
    else:
        answer = problem(request, "not-found")
    patch_vary_headers(answer, ["Accept"])
    return answer


def server_error(request):
    if is_admin(request):
        return defaults.server_error(request)
    return problem(request, "internal-error")
