"""What is refused before, and answered after, the views."""

import re
from http import HTTPStatus

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import (
    get_conditional_response,
    patch_vary_headers,
    set_response_etag,
)

from api.compression import SMALLEST, coding_for, compress, compressed_before, is_text
from api.deprecations import headers_of
from api.errors import is_admin, problem, problem_page, unavailable
from api.ready_answers import state_of
from api.versions import version_of

LONGEST_QUERY = 4096
LARGEST_COMPRESSED = 4_194_304  # bytes
LARGEST_ANONYMOUS_BODY = 65_536  # bytes; a login takes a few hundred

# PostgreSQL: shut down, starting up, too many connections, lock not available, deadlock,
# serialization failure, disk full.
BUSY_SQLSTATES = {"57P01", "57P02", "57P03", "53300", "55P03", "40P01", "40001", "53100"}
# Read-only (a demoted primary) and idle in transaction: only a new connection heals these.
RECONNECT_SQLSTATES = {"25006", "25P03"}
TOO_SLOW_SQLSTATES = {"57014"}
BUSY_SQLITE = re.compile(r"locked|full|unable to open|disk I/O")


class PublicLimits:
    """Refuses, outside the admin, what only reads have no use for, before a body is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_admin(request):
            if request.method not in ("GET", "HEAD"):
                return problem(request, "method-not-allowed", headers={"Allow": "GET, HEAD"})
            if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
                return problem(request, "uri-too-long")
            # No cookie is read, so none is set, and no answer varies by one.
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)


class BodyLimits:
    """Refuses a large body of somebody who is not logged in, before it is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_large = not length.isdigit() or int(length) > LARGEST_ANONYMOUS_BODY
        if is_large and is_admin(request) and not request.user.is_authenticated:
            return problem_page("content-too-large")
        return self.get_response(request)


class Compression:
    """Compresses the texts that `ready_answers` does not: pages, documents, style sheets, problems.

    Each coding has an ETag of its own. A condition that names one is read as that of the whole.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        coding = coding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        suffix = f'-{coding}"'
        condition = request.META.get("HTTP_IF_NONE_MATCH", "")
        is_of_coding = bool(coding) and suffix in condition
        if is_of_coding:
            request.META["HTTP_IF_NONE_MATCH"] = condition.replace(suffix, '"')
        response = self.get_response(request)
        if state_of(request) is not None or not _can_be_compressed(response):
            if is_of_coding and response.status_code == HTTPStatus.NOT_MODIFIED:
                response["ETag"] = response["ETag"].removesuffix('"') + suffix
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if not coding:
            return response
        whole = b"".join(response)
        packed = compress(whole, coding) if is_admin(request) else compressed_before(whole, coding)
        smaller = HttpResponse(packed, status=response.status_code, headers=response.headers)
        smaller.cookies = response.cookies
        smaller["Content-Encoding"] = coding
        smaller["Content-Length"] = str(len(packed))
        if "ETag" in smaller:
            smaller["ETag"] = smaller["ETag"].removesuffix('"') + suffix
        response.close()
        return smaller


def _can_be_compressed(response):
    """Whether it is a text that is whole, long enough, and not the part of one."""
    length = response.get("Content-Length") or (0 if response.streaming else len(response.content))
    return (
        response.status_code in (HTTPStatus.OK, *range(400, 600))
        and "Content-Encoding" not in response
        and is_text(response.get("Content-Type", ""))
        and SMALLEST <= int(length) <= LARGEST_COMPRESSED
    )


class Deprecations:
    """Tells whoever uses what will be taken away, in every answer, whatever its status."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        version = version_of(request)
        used = (
            [each for each in version.deprecations if each.is_used_by(request)] if version else []
        )
        if used:
            about = request.build_absolute_uri(f"{version.prefix}/conventions#deprecation")
            links = response.get("Link")
            for name, value in headers_of(used, about).items():
                response[name] = f"{links}, {value}" if name == "Link" and links else value
        return response


class ConditionalReads(ConditionalGetMiddleware):
    """ETag and 304 for HEAD as for GET: views answer both in full, the server drops the body.

    A problem has no ETag: whoever asks again is to have it in full.
    """

    def process_response(self, request, response):
        if response.status_code >= HTTPStatus.BAD_REQUEST or state_of(request):
            answer = response
        elif request.method == "HEAD":
            set_response_etag(response)
            answer = get_conditional_response(request, response.get("ETag"), response=response)
        else:
            answer = super().process_response(request, response)
        if answer.status_code == HTTPStatus.PRECONDITION_FAILED and not is_admin(request):
            return problem(request, "precondition-failed")
        return answer


class DatabaseErrors:
    """Answers 503 where the database is away, busy or cut a query off; other errors go on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if not isinstance(error, DatabaseError | InterfaceError):
            return None
        state = getattr(error.__cause__, "sqlstate", None)
        if state in TOO_SLOW_SQLSTATES or "interrupted" in str(error):
            return unavailable(request, "query-too-slow")
        if state in RECONNECT_SQLSTATES:
            connection.close()
            return unavailable(request, "unavailable")
        if state in BUSY_SQLSTATES or _cannot_connect(error, state):
            return unavailable(request, "unavailable")
        return None


def _cannot_connect(error, state):
    if connection.vendor == "sqlite":
        return bool(BUSY_SQLITE.search(str(error)))
    # A connection that was refused or lost carries no SQLSTATE, or one of class 08.
    is_connection = isinstance(error, InterfaceError | OperationalError)
    return is_connection and (state is None or state.startswith("08"))
