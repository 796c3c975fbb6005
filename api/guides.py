"""The guides of a version, Markdown files in its folder: pages for people, text for programs.

In the files the server is `http://127.0.0.1:8000`, and links begin at its root. Whoever asks gets
the address that they asked, so that commands can be pasted and links followed as they stand.
"""

from itertools import pairwise

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

from api.licence import DATA_LICENCE, NOT_COVERED
from api.versions import Version, served_versions

SERVER = "http://127.0.0.1:8000"
# In reading order: the last part of the address, and the file in the folder of the version.
GUIDES = {
    "quick-start": "guide/quick-start.md",
    "conventions": "guide/conventions.md",
    "changelog": "CHANGES.md",
}
MAP_FOR_MODELS = "guide/llms.md"
# Where the table of deprecations and the statement of the licence belong.
DEPRECATIONS = "<!-- deprecations -->\n"
LICENCE = "<!-- licence -->\n"

# Marks of a block that shows what a program prints.
OUTPUT = ("text", "json")

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def _code_block(renderer, tokens, index, options, env):
    """Long lines scroll, and `tabindex` lets those scroll who have no mouse."""
    token = tokens[index]
    mark = ' class="output"' if token.info in OUTPUT else ""
    return f'<pre tabindex="0"{mark}><code>{escape(token.content)}</code></pre>\n'


MARKDOWN.add_render_rule("fence", _code_block)
MARKDOWN.add_render_rule("code_block", _code_block)


def guides_of(version: Version):
    """The guides that the version has: name and file."""
    files = {name: version.folder / file for name, file in GUIDES.items()}
    return {name: file for name, file in files.items() if file.exists()}


def guide_paths(version: Version):
    """Addresses of the version: for each of its guides a page, and the text under `.md`."""
    for name, file in guides_of(version).items():
        its = {"version": version, "file": file}
        yield path(f"/{name}", guide_page, its, name)
        yield path(f"/{name}.md", guide_text, its, f"{name}.md")


def guide_page(request, version, file):
    title, contents, body = _read(MARKDOWN.parse(_text(request, version, file)))
    guides = [
        {"title": name.replace("-", " ").capitalize(), "url": reverse(f"{version.name}:{name}")}
        for name in guides_of(version)
    ]
    context = {"title": title, "contents": contents, "body": body, "guides": guides}
    context["reference"] = reverse(f"{version.name}:redoc")
    return render(request, "api/guide.html", context)


def guide_text(request, version, file, content_type="text/markdown; charset=utf-8"):
    text = _text(request, version, file).replace("](/", f"]({_own_address(request)}/")
    return HttpResponse(text, content_type=content_type)


def map_for_models(request):
    """Which operation of the newest version answers which question, for language models."""
    version = served_versions()[-1]
    file = version.folder / MAP_FOR_MODELS
    return guide_text(request, version, file, "text/plain; charset=utf-8")


def _own_address(request):
    return request.build_absolute_uri("/").rstrip("/")


def _text(request, version, file):
    return filled_in(
        file.read_text(encoding="utf-8").replace(SERVER, _own_address(request)), version
    )


def filled_in(text: str, version: Version) -> str:
    """Replace the marks of a guide by what the code knows: deprecations and licence."""
    text = text.replace(DEPRECATIONS, deprecation_table(version.deprecations))
    return text.replace(LICENCE, licence_statement())


def licence_statement() -> str:
    """Markdown: the licence of the data, the address of its text, and what it does not cover."""
    return f"The record's own words are under {DATA_LICENCE}: <{DATA_LICENCE.url}>. {NOT_COVERED}\n"


def deprecation_table(deprecations):
    """Markdown: what is deprecated, since when, until when, and what to use instead."""
    if not deprecations:
        return "Nothing is deprecated.\n"
    rows = ["| deprecated | since | may be gone after | instead |", "|---|---|---|---|"]
    for each in deprecations:
        what = ", ".join(f"`{path}`" for path in each.paths)
        what = f"`{each.parameter}` of {what}" if each.parameter else what
        rows.append(f"| {what} | `{each.since}` | `{each.sunset}` | {each.use} |")
    return "".join(f"{row}\n" for row in rows)


def _read(tokens):
    """Title, sections (`title`, `id`) and HTML of a text that begins with its title."""
    contents = []
    for opening, words in pairwise(tokens):
        if opening.type == "table_open":
            opening.attrSet("tabindex", "0")  # as with code
        if opening.type == "heading_open":
            opening.attrSet("id", slugify(words.content))
            if opening.tag == "h2":
                contents.append(
                    {"title": words.content.replace("`", ""), "id": opening.attrs["id"]}
                )
    _, title, _, *body = tokens
    html = MARKDOWN.renderer.render(body, MARKDOWN.options, {})
    return title.content, contents, mark_safe(html)
