"""The pages for people and the files for machines."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from api.errors import PROBLEM_TYPES
from api.front import CONTENTS, EXAMPLES
from api.licence import DATA_LICENCE
from tests import builders
from tests.api.contract import FILES, LISTS, OPERATIONS

FOLDER = settings.BASE_DIR / "api" / "v1"
GUIDES = ["/api/v1/quick-start", "/api/v1/conventions", "/api/v1/changelog"]
PAGES = ["/", "/problems", "/codebook", *GUIDES, "/api/v1/docs", "/api/v1/redoc"]
OWN_FILES = ["api/site.css", "api/redoc.css", "api/swagger.js", "api/redoc.js", "api/icon.svg"]


def read(reader, target):
    answer = reader.get(target)
    assert answer.status_code == 200, target
    return answer.content.decode()


def links_in(page):
    return re.findall(r'(?:href|src|data-schema|action)="([^"]*)"', page)


def counts_on(page):
    """What the front page says how many there are of, by the address of the list."""
    found = re.findall(r'<a href="(/api/v1/[a-z]+)"><strong>(\d+)</strong>', page)
    return {path: int(number) for path, number in found}


# Front page ---------------------------------------------------------------------------------------
def test_front_page_counts_every_list_live(reader, db):
    for build in builders.BUILDERS.values():
        build()
    counts = counts_on(read(reader, "/"))
    assert counts == {path: reader.get_json(path, count="true")["count"] for path in LISTS.values()}
    builders.a_party()
    assert counts_on(read(reader, "/"))["/api/v1/parties"] == counts["/api/v1/parties"] + 1


@pytest.mark.parametrize("status", ["draft", "in_review", "retracted"])
def test_front_page_counts_and_quotes_only_what_is_published(status, reader, db):
    reason = {"retraction_reason": "Wrong."} if status == "retracted" else {}
    hidden = {"publication_status": status, **reason}
    statement = builders.a_statement(text="CANARY", slug="canary", **hidden)
    builders.a_citation(statement=statement)
    builders.a_citation(statement=builders.a_statement(), slug="canary", **hidden)
    page = read(reader, "/")
    assert "canary" not in page.lower()
    assert counts_on(page)["/api/v1/statements"] == 1
    assert counts_on(page)["/api/v1/citations"] == 0


def test_front_page_tells_the_last_update_of_what_is_published(reader, db):
    shown = builders.a_party()
    builders.a_person(publication_status="draft")
    assert f'<time datetime="{shown.updated_at:%Y-%m-%dT%H:%M:%S}' in read(reader, "/")
    later = builders.a_person()
    assert later.updated_at.isoformat()[:19] in read(reader, "/")


def test_front_page_quotes_the_latest_words_and_undated_ones_only_if_there_are_no_others(
    reader, db
):
    builders.a_statement(slug="a-undated", text="Undated words.")
    assert "Undated words." in read(reader, "/")
    builders.a_statement(slug="old", text="Old words.", said_on="2020")
    builders.a_statement(slug="new", text="New words.", said_on="2025")
    builders.a_statement(slug="told", text="Told.", said_on="2026", mode="indirect")
    page = read(reader, "/")
    assert "New words." in page
    for other in ("Undated words.", "Old words.", "Told."):
        assert other not in page


def test_front_page_escapes_what_the_record_says(reader, db):
    builders.a_statement(text='<script>alert("x")</script>', language='"><b>')
    page = read(reader, "/")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<b>" not in page


def test_front_page_of_an_empty_record_says_so(reader, db):
    page = read(reader, "/")
    assert set(counts_on(page).values()) == {0}
    assert "The record is empty" in page
    assert "<blockquote" not in page
    assert "<time" not in page


@pytest.mark.slow
def test_links_of_the_pages_resolve(reader, record, db):
    """With the real record, so that the questions it asks have answers."""
    seen = set()
    for page in PAGES:
        for link in links_in(read(reader, page)):
            target = link.replace("&amp;", "&").partition("#")[0]
            seen.add(target)
    seen.remove(DATA_LICENCE.url)
    assert len(seen) > 20
    for target in seen:
        answer = reader.get(target)
        expected = 302 if target.startswith("/admin/") else 200
        assert answer.status_code == expected, target
        answer.getvalue()  # else the file stays open
    for _, target in EXAMPLES:
        assert target in seen
        answer = reader.get_json(target)
        assert answer.get("results") or answer["rows"], target


def test_front_page_leads_a_newcomer_first_to_the_quick_start_and_to_every_page(reader, db):
    navigation = links_in(read(reader, "/").partition("<nav")[2].partition("</nav>")[0])
    assert navigation[0] == "/api/v1/quick-start"
    assert set(PAGES) - {"/", "/problems"} <= set(navigation)


# Problems -----------------------------------------------------------------------------------------
def test_page_of_problems_explains_each_one(reader):
    page = read(reader, "/problems").replace("&#x27;", "'")
    for kind in PROBLEM_TYPES.values():
        explained = page.partition(f'<dt id="{kind.slug}">')[2].partition("</dd>")[0]
        assert kind.title in explained
        assert f"<code>{int(kind.status)}</code>" in explained
        assert kind.meaning in explained


# Contents and files -------------------------------------------------------------------------------
@pytest.mark.slow
def test_contents_of_version_1_lead_to_every_list_and_to_the_contract(reader, db):
    contents = reader.get_json("/api/v1")
    assert list(contents) == [
        *(reverse(f"v1:{name}-list").rsplit("/", 1)[1] for name, _, _ in CONTENTS),
        "matrix",
        "timeline",
        "search",
        "changes",
        "calendar",
        "negotiation_feed",
        "issue_feed",
        "party_feed",
        "codebook",
        "releases",
        "quick_start",
        "conventions",
        "changelog",
        "openapi",
        "documentation",
    ]
    assert contents["search"] == "http://testserver/api/v1/search{?q}"
    assert contents["issue_feed"] == "http://testserver/api/v1/issues/{slug}/feed.atom"
    addresses = {urlsplit(url).path.removesuffix("{") for url in contents.values()}
    operations = {path for path, _ in OPERATIONS.values()} - set(FILES.values())
    entries = {path for path in operations if path.endswith((".zip", "/{slug}"))}
    assert operations - entries <= addresses
    for build in (builders.a_negotiation, builders.an_issue, builders.a_party):
        build(slug="of-a-feed")
    for url in contents.values():
        parts = urlsplit(url.replace("{?q}", "?q=fish").replace("{slug}", "of-a-feed"))
        assert (parts.scheme, parts.netloc) == ("http", "testserver")
        assert reader.get(f"{parts.path}?{parts.query}").status_code == 200


@pytest.mark.parametrize("name", ["openapi.yaml", "openapi-3.0.yaml"])
def test_contract_is_served_byte_for_byte(name, reader):
    answer = reader.get(f"/api/v1/{name}")
    assert answer.content == (FOLDER / name).read_bytes()
    assert answer["Content-Type"] == "application/yaml; charset=utf-8"


# Nothing from elsewhere ---------------------------------------------------------------------------
@pytest.mark.parametrize("target", PAGES)
def test_page_refers_to_no_other_host(target, reader, record, db):
    """But for a link to the text of the licence, which nothing follows by itself."""
    page = read(reader, target)
    links = links_in(re.sub(f'<a[^>]* href="{re.escape(DATA_LICENCE.url)}"', "<a", page))
    assert links
    for link in links:
        if link.startswith("#"):  # a place on the page itself
            assert f'id="{link[1:]}"' in page, link
            continue
        assert link.startswith("/"), link
        assert not link.startswith("//"), link
    assert not re.search(r"(url\(|@import|<iframe|<object|<base|srcset)", page)
    assert not re.search(r"<(script|style)[^>]*>[^<\s]", page), "Inline code is refused by the CSP."
    assert not re.search(r'\s(on[a-z]+|style)="', page)


@pytest.mark.parametrize("name", OWN_FILES)
def test_file_of_the_pages_refers_to_no_other_host(name):
    with open(finders.find(name), encoding="utf-8") as file:
        text = file.read().replace("http://www.w3.org/2000/svg", "")
    assert "//" not in text.replace("// ", "").replace("/*", "")
    assert "url(" not in text
    assert "@import" not in text


# What browsers and crawlers ask for ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/docs", "/api/v1/docs"),
        ("/redoc", "/api/v1/redoc"),
        ("/favicon.ico", "/static/api/icon.svg"),
    ],
)
def test_an_address_that_people_try_leads_on(path, leads_to, reader, db):
    answer = reader.get(path)
    assert (answer.status_code, answer["Location"]) == (302, leads_to)
    there = reader.get(leads_to)
    assert there.status_code == 200
    there.close()


@pytest.mark.parametrize("path", ["/api/v1/docs", "/api/v1/redoc"])
def test_a_page_of_documentation_leads_home(path, reader):
    assert '<a href="/">' in reader.get(path).content.decode()


def test_crawlers_are_asked_to_leave_out_desk_and_tables(reader):
    answer = reader.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines()[:2] == ["User-agent: *", "Disallow: /admin/"]


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/api/v2/rounds"])
def test_an_unknown_address_is_a_page_in_a_browser_and_else_a_problem(path, reader):
    page = reader.get(path, headers={"accept": BROWSER})
    assert (page.status_code, page["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert '<a href="/">' in page.content.decode()
    for accept in ("*/*", "application/json", "text/csv"):
        problem = reader.get(path, headers={"accept": accept})
        assert (problem.status_code, problem["Content-Type"]) == (404, "application/problem+json")
        assert "Accept" in problem["Vary"]
