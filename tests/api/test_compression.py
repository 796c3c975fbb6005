"""Every text is compressed for clients that take it, and each coding has an ETag of its own."""

import gzip

import brotli
import pytest

from tests.api.wire import ask

UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}
TEXTS = [
    "/",
    "/problems",
    "/codebook",
    "/api/v1",
    "/api/v1/openapi.yaml",
    "/api/v1/conventions",
    "/api/v1/conventions.md",
    "/llms.txt",
    "/static/api/site.css",
    "/static/api/swagger.js",
    "/static/api/icon.svg",
    "/admin/login/",
    "/api/v1/rounds?bogus=1",
]


@pytest.mark.parametrize("coding", UNPACK)
@pytest.mark.parametrize("target", TEXTS)
def test_a_text_is_compressed(target, coding, db):
    plain = ask(target)
    packed = ask(target, HTTP_ACCEPT_ENCODING=coding)
    assert "Content-Encoding" not in plain.headers
    if len(plain.body) < 512:
        assert "Content-Encoding" not in packed.headers
        return
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]
    assert packed.headers["Content-Encoding"] == coding
    assert int(packed.headers["Content-Length"]) == len(packed.body) < len(plain.body)
    if target != "/admin/login/":  # which has a new token each time
        assert UNPACK[coding](packed.body) == plain.body


@pytest.mark.parametrize("target", ["/problems", "/api/v1/openapi.yaml", "/static/api/site.css"])
def test_each_coding_has_an_etag_of_its_own_which_is_known_again(target, db):
    tags = {}
    for coding in ("", "gzip", "br"):
        answer = ask(target, HTTP_ACCEPT_ENCODING=coding)
        tags[coding] = answer.headers["ETag"]
        again = ask(target, HTTP_ACCEPT_ENCODING=coding, HTTP_IF_NONE_MATCH=tags[coding])
        assert (again.status, again.headers["ETag"]) == (304, tags[coding])
    assert len(set(tags.values())) == 3
    assert ask(target, HTTP_IF_NONE_MATCH=tags["br"]).status == 200


def test_a_file_that_is_no_text_is_sent_as_it_is(db):
    font = "/static/admin/img/selector-icons.svg"
    assert "Content-Encoding" in ask(font, HTTP_ACCEPT_ENCODING="br").headers
    archive = ask("/api/v1/rounds.xlsx", HTTP_ACCEPT_ENCODING="br")
    assert "Content-Encoding" not in archive.headers


def test_a_head_request_is_told_the_same(db):
    whole = ask("/problems", HTTP_ACCEPT_ENCODING="br")
    head = ask("/problems", REQUEST_METHOD="HEAD", HTTP_ACCEPT_ENCODING="br")
    assert head.headers == whole.headers
