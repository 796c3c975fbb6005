"""The licences: MIT for the code, CC BY 4.0 for the data, and the same words wherever it is named.

What a release archive says of it is tested in tests/api/test_release.py.
"""

import re
import tomllib
from html import unescape

import pytest
from django.conf import settings

from api.licence import DATA_LICENCE, NOT_COVERED
from api.v1 import VERSION
from api.versions import DOCUMENTS
from tests.yaml_text import read_yaml

HOLDER = "Copyright (c) 2026 the Negotiation Record contributors"


def test_the_code_is_under_the_mit_licence():
    title, _, holder, *_ = (settings.BASE_DIR / "LICENSE").read_text().splitlines()
    assert title == "MIT License"
    assert holder == HOLDER


def test_the_data_has_a_licence_of_its_own_that_leaves_out_quoted_words():
    text = (settings.BASE_DIR / "fixtures" / "LICENSE").read_text()
    covered, excluded = text.split("What it does not cover\n")
    assert HOLDER in covered
    for named in (DATA_LICENCE.name, DATA_LICENCE.spdx, DATA_LICENCE.url):
        assert re.search(rf"^ +.*{re.escape(named)}$", covered, re.MULTILINE)
    assert "Quoted words" in excluded
    assert "belong to those who said and printed them" in excluded
    assert "The documents themselves" in excluded


def test_the_project_names_both():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    assert project["license"] == f"MIT AND {DATA_LICENCE.spdx}"
    assert project["license-files"] == ["LICENSE", "fixtures/LICENSE"]
    assert all((settings.BASE_DIR / name).is_file() for name in project["license-files"])


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_documents_name_that_of_the_data(name):
    """By identifier, and in 3.0, which has none, by URL: OpenAPI allows only one of them."""
    licence = read_yaml((VERSION.folder / name).read_text())["info"]["license"]
    by = {"url": DATA_LICENCE.url} if "3.0" in name else {"identifier": DATA_LICENCE.spdx}
    assert licence == {"name": DATA_LICENCE.name, **by}


@pytest.mark.parametrize("path", ["/", "/api/v1/conventions", "/api/v1/conventions.md"])
def test_the_pages_state_it_in_the_same_words(path, reader, db):
    page = unescape(reader.get(path).content.decode())
    text = " ".join(re.sub("<[^>]*>", "", page).split())
    assert f"The record's own words are under {DATA_LICENCE}" in text
    assert NOT_COVERED in text
    assert DATA_LICENCE.url in page


def test_the_front_page_marks_the_link_to_it_for_programs(reader, db):
    assert f'<a rel="license" href="{DATA_LICENCE.url}">' in reader.get("/").content.decode()


def test_the_map_for_language_models_names_it(reader):
    assert f"licence ({DATA_LICENCE.spdx})" in reader.get("/llms.txt").content.decode()
