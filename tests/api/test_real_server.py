"""The same hostile requests, some of them, sent to a real granian as bytes."""

import socket
from http.client import HTTPException, HTTPResponse

import pytest

from tests.api.wire import Answer, assert_problem
from tests.databases import SCHEMA
from tests.serving import served

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def port(databases, tmp_path_factory):
    """The port of a granian on loopback; its database has tables and no rows."""
    folder = tmp_path_factory.mktemp("served")
    with databases.copy(SCHEMA, folder) as url, served(url, folder) as port:
        yield port


def send(port, request):
    """The answer to these very bytes; None if the connection is closed without a readable one."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        try:
            connection.sendall(request)
            answer = HTTPResponse(connection, method=request.partition(b" ")[0].decode("latin-1"))
            answer.begin()
            headers = {name.title(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read())
        except (HTTPException, ConnectionError):
            return None


def line(target, *headers, method=b"GET", host=b"Host: localhost"):
    lines = [method + b" " + target + b" HTTP/1.1", host, b"Connection: close", *headers]
    return b"\r\n".join(filter(None, lines)) + b"\r\n\r\n"


PATH = b"/api/v1/rounds"
# Bytes, and the status; None where the server itself refuses, with 400 or by closing.
OVER_THE_WIRE = [
    (line(PATH), 200),
    (line(PATH, method=b"HEAD"), 200),
    (line(PATH + b"?bogus=1", method=b"HEAD"), 400),
    (line(PATH + b"/nothing"), 404),
    (line(PATH + b"/nothing/?x=1"), 308),
    (line(PATH + b"?place=Z%C3%BCrich"), 200),
    (line(PATH + b"?place=%00"), 400),
    (line(PATH + b"?place=%ED%A0%80"), 400),
    (line(PATH + b"?%FF=1"), 400),
    (line(PATH + b"/%FF"), 404),
    (line(PATH + b"/%00"), 404),
    (line(b"//evil.example/api/"), 404),
    (line(PATH + b"?x=" + b"y" * 4094), 400),
    (line(PATH + b"?x=" + b"y" * 5000), 414),
    (line(PATH, b"Accept: text/xml"), 406),
    (line(PATH, b"Accept: " + b"x" * 10_240), 406),
    (line(PATH, b"Accept: application/json; a*=idna''%ff"), 406),
    (line(PATH, b"Content-Type: text/html; a*=nonsense''x"), 200),
    (line(PATH, b"If-None-Match: \xff\xfe"), 200),
    (line(PATH, b"X-Nonsense: \xed\xa0\x80"), 200),
    (line(PATH, b"Cookie: sessionid=\xff"), 200),
    (line(PATH, host=b"Host: evil.example"), 400),
    (line(PATH, host=b"Host: <script>alert(1)</script>"), 400),
    (line(PATH, b"Content-Length: 5", method=b"POST") + b"hello", 405),
    (line(PATH, b"Content-Length: 5000000", method=b"PUT"), 405),
    (line(PATH, b"Transfer-Encoding: chunked", method=b"PATCH") + b"zzz\r\n", 405),
    (line(PATH, method=b"DELETE"), 405),
    (line(PATH, method=b"TRACE"), 405),
    (line(PATH, method=b"BREW"), 405),
    (line(PATH, b"X: a\x00b"), None),
    (line(PATH + b"\x00"), None),
    (line(PATH, b"Broken header"), None),
    (line(PATH, b"X-Long: " + b"x" * 1_000_000), None),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", None),
    (b"GET\r\n\r\n", None),
    (b"\xff" * 5000, None),
    (line(PATH), 200),
]


def test_the_real_server_answers_the_same(port):
    for request, status in OVER_THE_WIRE:
        answer = send(port, request)
        shown = (request[:80], answer and (answer.status, answer.body[:200]))
        if status is None:
            assert answer is None or 400 <= answer.status < 500, shown
            continue
        assert answer, shown
        assert answer.status == status, shown
        if request.startswith(b"HEAD"):
            assert answer.body == b""
            assert int(answer.headers["Content-Length"]) > 0
        elif status >= 400:
            assert_problem(answer, status)


@pytest.mark.parametrize("ending", [b".csv", b".xlsx", b".jsonl"])
def test_the_real_server_sends_a_table_with_its_length(port, ending):
    """By which a reader knows that it has the whole."""
    whole = send(port, line(PATH + ending))
    assert whole.status == 200
    assert int(whole.headers["Content-Length"]) == len(whole.body)
    head = send(port, line(PATH + ending, method=b"HEAD"))
    assert (head.status, head.body, head.headers["Etag"]) == (200, b"", whole.headers["Etag"])
    known = b"If-None-Match: " + whole.headers["Etag"].encode()
    assert send(port, line(PATH + ending, known)).status == 304
