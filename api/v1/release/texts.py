"""What an archive says of itself: what is in it, how it is cited, what its values mean."""

import shutil
from textwrap import indent

from django.conf import settings
from django.template.loader import render_to_string
from drf_spectacular.settings import spectacular_settings

from api.citing import bibtex, csl_day
from api.json_renderer import json_bytes
from api.licence import DATA_LICENCE, NOT_COVERED
from api.release_folder import name_of
from api.v1 import VERSION
from api.v1.citing import csl_item
from relations.codebook import codebook

SQLITE = "negotiation-record.sqlite3"
CITED = "statements"


def citation_of_an_entry(resources, day):
    """The BibTeX of the first statement as it is cited from an archive; None if there is none."""
    resource = next(each for each in resources if each.name == CITED)
    entry = resource.entries().with_links(*resource.view.links).first()
    if entry is None:
        return None
    # The day it was saved and its host are those of one server.
    item = csl_item(entry, url="") | {"issued": csl_day(day)}
    return bibtex(item)


def write_texts(folder, resources, day, cited, openapi):
    """Write the texts into the folder; `cited` is the citation of an entry, `openapi` a path."""
    about = {
        "name": name_of(day),
        "title": spectacular_settings.TITLE,
        "version": VERSION.number,
        "day": day,
        "resources": resources,
        "sqlite": SQLITE,
        "whole": _as_code(bibtex(_item(day))),
        "one": cited and _as_code(cited),
        "licence": DATA_LICENCE,
        "not_covered": NOT_COVERED,
    }
    _write(folder / "README.md", render_to_string("api/release/README.md", about))
    _write(folder / "CITE.md", render_to_string("api/release/CITE.md", about))
    _write(folder / "codebook.md", render_to_string("api/release/codebook.md", codebook()))
    (folder / "codebook.json").write_bytes(json_bytes(codebook()) + b"\n")
    _write(folder / "LICENSE", (settings.FIXTURE_DIRS[0] / "LICENSE").read_text(encoding="utf-8"))
    shutil.copyfile(openapi, folder / "openapi.yaml")


def _item(day):
    return {
        "id": name_of(day),
        "title": spectacular_settings.TITLE,
        "version": VERSION.number,
        "issued": csl_day(day),
        "note": f"Release of {day.isoformat()}",
    }


def _as_code(text):
    return indent(text.strip(), "    ")


def _write(path, text):
    path.write_text(text.strip() + "\n", encoding="utf-8", newline="\n")
