"""A long text can be pasted by who is logged in; who is not may send little."""

import pytest
from django.urls import reverse

from relations.document_texts import current_text
from relations.models import Document
from tests.people import a_member, logged_in

LOGIN = "/admin/login/"


def test_a_text_of_three_megabytes_is_pasted(db):
    text = "We shall fish. \n" * 200_000
    client = logged_in(a_member("cora", "curator"))
    values = {"slug": "long", "title": "Long", "language": "en", "pasted_text": text}
    answer = client.post(reverse("admin:relations_document_add"), values)
    assert answer.status_code == 302
    assert current_text(Document.objects.get()).length == len(text)


@pytest.mark.parametrize("path", [LOGIN, "/admin/relations/document/add/", "/admin/"])
def test_a_large_body_of_nobody_is_refused_before_it_is_read(path, client, db):
    answer = client.post(path, {"username": "x" * 70_000})
    assert answer.status_code == 413
    assert "not logged in" in answer.content.decode()
    assert client.post(LOGIN, {"username": "x", "password": "y"}).status_code == 200
