"""The guides of a version, Markdown files beside its code: pages for people, text for programs.

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

SERVER = "http://127.0.0.1:8000"

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


def guide_paths(root, files):
    """Addresses under `root`: for each name of `files` the page `name` and the text `name.md`."""
    for name, file in files.items():
        yield path(f"{root}/{name}", guide_page, {"file": file, "names": tuple(files)}, name)
        yield path(f"{root}/{name}.md", guide_text, {"file": file}, f"{name}.md")


def guide_page(request, file, names):
    title, contents, body = _read(MARKDOWN.parse(_with_own_address(request, file)))
    guides = [{"title": _title(name), "url": reverse(name)} for name in names]
    context = {"title": title, "contents": contents, "body": body, "guides": guides}
    return render(request, "api/guide.html", context)


def guide_text(request, file, content_type="text/markdown; charset=utf-8"):
    text = _with_own_address(request, file)
    text = text.replace("](/", f"]({_own_address(request)}/")
    return HttpResponse(text, content_type=content_type)


def _own_address(request):
    return request.build_absolute_uri("/").rstrip("/")


def _with_own_address(request, file):
    return file.read_text(encoding="utf-8").replace(SERVER, _own_address(request))


def _read(tokens):
    """Title, sections (`title`, `id`) and HTML of a text that begins with its title."""
    contents = []
    for heading, words in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", slugify(words.content))
            if heading.tag == "h2":
                contents.append(
                    {"title": words.content.replace("`", ""), "id": heading.attrs["id"]}
                )
    _, title, _, *body = tokens
    html = MARKDOWN.renderer.render(body, MARKDOWN.options, {})
    return title.content, contents, mark_safe(html)


def _title(name):
    return name.replace("-", " ").capitalize()
