"""The guides: pages that are safe and whole, the same text for programs, and a map for models."""

import json
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from api import guides
from api.v1 import VERSION
from tests.api.contract import OPERATIONS

FOLDER = VERSION.folder
FILES = {name: FOLDER / file for name, file in guides.GUIDES.items()}
TEXTS = [*(f"/api/v1/{name}.md" for name in FILES), "/llms.txt"]
MOST_BYTES_FOR_MODELS = 4096


def links_of(text):
    return re.findall(r"\]\(([^)\s]+)\)", text)


# Pages and texts ----------------------------------------------------------------------------------
@pytest.mark.parametrize("name", FILES)
def test_page_has_every_section_and_a_list_of_them(name, reader):
    page = reader.get(f"/api/v1/{name}").content.decode()
    text = FILES[name].read_text(encoding="utf-8")
    title, *sections = re.findall(r"^##? (.+)$", re.sub(r"(?ms)^```.*?^```", "", text), re.M)
    assert f"<h1>{title}</h1>" in page
    places = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', page)
    assert [words for _, words in places] == sections
    for place, _ in places:
        assert page.count(f'id="{place}"') == 1


@pytest.mark.parametrize("name", FILES)
def test_text_is_the_file_with_the_address_that_was_asked(name, reader):
    answer = reader.get(f"/api/v1/{name}.md", headers={"host": "localhost:1234"})
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    text = answer.content.decode()
    assert guides.SERVER not in text
    own = "http://localhost:1234"
    file = FILES[name].read_text(encoding="utf-8")
    shown = guides.filled_in(file, VERSION)
    assert text.replace(f"]({own}/", "](/").replace(own, guides.SERVER) == shown


def test_page_can_be_pasted_from_as_it_stands(reader):
    page = reader.get("/api/v1/quick-start", headers={"host": "localhost:1234"}).content.decode()
    assert "http://localhost:1234/api/v1/openapi.yaml" in page
    assert guides.SERVER not in page


@pytest.mark.slow
@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("path", TEXTS)
def test_every_link_of_a_text_is_whole_and_resolves(path, reader, db):
    links = links_of(reader.get(path).content.decode())
    assert links or path.endswith("changelog.md")
    for link in links:
        if link.startswith("#"):
            page = reader.get(path.removesuffix(".md")).content.decode()
            assert f'id="{link[1:]}"' in page, link
            continue
        assert link.startswith("http://testserver/"), link
        answer = reader.get(link.removeprefix("http://testserver"))
        assert answer.status_code == 200, link
        answer.getvalue()  # else the file stays open


@pytest.mark.parametrize("path", [*TEXTS, "/api/v1/quick-start"])
def test_text_is_not_sent_again_while_it_holds(path, reader):
    etag = reader.get(path)["ETag"]
    assert reader.get(path, headers={"if-none-match": etag}).status_code == 304
    elsewhere = reader.get(path, headers={"if-none-match": etag, "host": "localhost"})
    assert elsewhere.status_code == 200


def test_no_markup_of_a_text_is_taken_for_that_of_the_page(tmp_path, rf):
    file = tmp_path / "guide.md"
    file.write_text(
        "# T\n\n<script>x</script> <b>y</b>\n\n## `<i>` & more\n\n"
        "[l](javascript:alert(1))\n\n```html\n<script>z</script>\n```\n"
    )
    page = guides.guide_page(rf.get("/"), VERSION, file).content.decode()
    for tag in ("<script>", "<b>", "<i>", 'href="javascript'):
        assert tag not in page
    assert "&lt;script&gt;z" in page


def test_code_and_tables_can_be_scrolled_without_a_mouse(reader):
    page = reader.get("/api/v1/conventions").content.decode()
    assert page.count("<table") == page.count('<table tabindex="0"') == 4
    page = reader.get("/api/v1/quick-start").content.decode()
    assert page.count("<pre") == page.count('<pre tabindex="0"') > 10


def test_changelog_begins_with_the_version_of_the_contract():
    first = re.search(r"^## ([\d.]+) ", FILES["changelog"].read_text(), re.M)[1]
    assert first == VERSION.number


# For language models ------------------------------------------------------------------------------
def map_for_models(reader):
    return reader.get("/llms.txt", headers={"host": "localhost:8000"}).content.decode()


def test_the_map_has_the_form_of_llms_txt_and_is_small(reader):
    answer = reader.get("/llms.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert len(answer.content) < MOST_BYTES_FOR_MODELS
    head, *sections = re.split(r"^## ", answer.content.decode(), flags=re.M)
    assert re.match(r"# [^\n]+\n\n> ", head)
    assert [section.partition("\n")[0] for section in sections] == [
        "Questions",
        "Contract",
        "Optional",
    ]
    for section in sections:
        lines = section.partition("\n\n")[2].strip().splitlines()
        assert all(
            re.match(r"- \[[^\]]+\]\(http://testserver/[^)]*\)(:|$)", line) for line in lines
        )


@pytest.mark.usefixtures("record")
def test_every_question_is_answered_by_the_operation_that_is_named(reader, db):
    questions = map_for_models(reader).partition("## Questions")[2].partition("##")[0]
    lines = questions.strip().splitlines()
    assert len(lines) > 10
    for line in lines:
        address, operation = re.match(r"- \[.*?\]\((.*?)\): .*?`(\w+)`", line).groups()
        path, described = OPERATIONS[operation]
        parts = urlsplit(address)
        assert parts.path == path, line
        taken = {parameter["name"] for parameter in described["parameters"]}
        assert {name for name, _ in parse_qsl(parts.query)} <= taken
        answer = reader.get(f"{parts.path}?{parts.query}").json()
        assert answer.get("results") or answer.get("rows"), line


def test_everything_the_map_names_is_in_the_contract(reader):
    """Operations, parameters, fields and values."""
    document = (FOLDER / "openapi.yaml").read_text(encoding="utf-8")
    named = re.findall(r"`([^`]+)`", map_for_models(reader))
    assert len(named) > 20
    for word in named:
        word = word.partition("=")[0]
        assert word in OPERATIONS or re.search(rf"\b{re.escape(word)}\b", document), word


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("search?q=lavrov", "sergei-lavrov"),
        ("search?q=ceasefire&kind=issue", "ceasefire"),
        ("search?q=new+start", "start-treaty"),
        ("rounds?place=Istanbul", "istanbul-2025-02-27"),
        ("rounds?status=scheduled", "irritants-next-round-2026-spring"),
        ("developments?kind=measure&party=united-states", "treasury-food-waiver-2025-10"),
        ("offices?search=ambassador", "darchiev-ambassador"),
        ("statements?person=donald-trump", "trump-positive-on-start"),
        ("positions/timeline?party=united-states&issue=start-treaty", "start-treaty"),
        (
            "citations?reported_via=Interfax",
            "statement-ryabkov-new-round-held-in-fresh-talks-on-frictions",
        ),
    ],
)
def test_what_an_agent_asks_after_reading_the_map_is_found(asked, found, reader, db):
    assert f'"{found}"' in json.dumps(reader.get_json(f"/api/v1/{asked}"))
