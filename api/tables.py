"""A whole result as one file: name, headers, conditional requests, and nothing but the whole.

A table is written to a temporary file before its answer begins. What fails on the way is a problem
like any other: the server ends an answer that breaks off in the middle as if it were complete. Nor
does a slow reader keep the database waiting. The file has gone once it is closed.
"""

import hashlib
import re
import tempfile
from http import HTTPStatus

from django.http import FileResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response

from api.errors import problem, unavailable
from api.table_formats import SpreadsheetLimit
from api.versions import version_of
from relations.revision import record_revision

LONGEST_NAME = 100


class TableFile(FileResponse):
    block_size = 65_536


def table_response(request, name, columns, rows, table_format, *, query=None, recorded_at=None):
    """The answer that is the table `name` as a file of the format.

    `columns` and `rows` are as the format takes them; the rows are read only where a body is to be
    sent. The address must end in `.` and the name of the format, beside the JSON of it.
    `query` tells all that the rows depend on, where the parameters alone do not, and `recorded_at`
    the time at which the record had them, if it is not now.
    """
    revision = record_revision(recorded_at)
    query = query or request.GET
    address = request.build_absolute_uri()
    headers = {
        "ETag": _etag(version_of(request), revision, address, query),
        "Record-Revision": str(revision),
        "Content-Disposition": (
            f'attachment; filename="{file_name(name, query, revision, table_format)}"'
        ),
        "Link": f'<{address}>; rel="self", '
        f'<{_address_of_json(request, table_format)}>; rel="alternate"; type="application/json"',
    }
    # A reader that has this very table, or asks for its headers only, costs no query for rows.
    bodiless = StreamingHttpResponse((), content_type=table_format.content_type, headers=headers)
    answer = get_conditional_response(request, headers["ETag"], response=bodiless)
    if answer.status_code != HTTPStatus.OK or request.method == "HEAD":
        return answer

    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:
        about = {"Address": address, "Record revision": revision}
        table_format.write(file, columns, rows, about)
        file.flush()
        is_of_one_state = record_revision(recorded_at) == revision
    except SpreadsheetLimit as limit:
        file.close()
        return problem(request, "invalid-request", f"{limit} Ask for .csv instead.")
    except BaseException:
        file.close()
        raise
    if not is_of_one_state:
        file.close()
        return unavailable(request, "unavailable")
    file.seek(0)
    return TableFile(file, content_type=table_format.content_type, headers=headers)


def _etag(version, revision, address, query):
    number = version and version.number
    state = f"{number} {revision} {address} {query.urlencode()}"
    return f'"{hashlib.sha256(state.encode()).hexdigest()[:32]}"'


def _address_of_json(request, table_format):
    query = request.GET.copy()
    query.pop("columns", None)
    path = request.path.removesuffix(f".{table_format.format}")
    return request.build_absolute_uri(f"{path}?{query.urlencode()}" if query else path)


def file_name(name, query, revision, table_format):
    """Such as `statements_party-russia_r1234.csv`, in a-z, 0-9 and `-_.` only.

    What does not fit in is cut off, and a hash of the query stands for it.
    """
    words = [["", name], *([parameter, *values] for parameter, values in query.lists())]
    asked = "_".join("-".join(filter(None, each)) for each in words)
    safe = re.sub(r"[^a-z0-9_.-]+", "-", asked.lower())
    if safe != asked.lower() or len(safe) > LONGEST_NAME:
        mark = hashlib.sha256(asked.encode()).hexdigest()[:8]
        safe = f"{safe[: LONGEST_NAME - 9].rstrip('-_.')}-{mark}"
    return f"{safe}_r{revision}.{table_format.format}"
