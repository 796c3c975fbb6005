"""How an entry is cited: as an item of CSL-JSON, and from it as BibTeX.

The item follows the CSL data schema 1.0.2 : https://docs.citationstyles.org/.
Names are literal, since the record does not take names apart.
"""

from rest_framework.renderers import BaseRenderer, JSONRenderer

from relations.imprecise_dates import DATE, QUARTERS, SEASONS, describe, parse
from relations.text_rules import collapse_whitespace

CSL = "application/vnd.citationstyles.csl+json"
BIBTEX = "application/x-bibtex"

# A brace behind a backslash still counts as a brace for BibTeX, so braces are named.
ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "%&$#_"},
    }
)
# An address is printed as it stands; what would end the field is percent-encoded.
ESCAPES_OF_URL = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D"})


class EntryFormat:
    """A format of one entry beside JSON; mixed into its renderer.

    `shape(answer, request)` gives what is rendered, from the JSON answer. `content_type` is what
    the answer says it is.
    """

    content_type = None
    schema = None

    def shape(self, answer, request):
        raise NotImplementedError


class CitationFormat(EntryFormat):
    """A format made from the CSL item of an entry, which `csl_item(entry, url)` describes.

    Its shape is made of the entry itself, with its public links.
    """

    def __init__(self, csl_item):
        self.csl_item = csl_item

    def shape(self, entry, request):
        return self.csl_item(entry, request.build_absolute_uri(request.path))


class CslRenderer(CitationFormat, JSONRenderer):
    """One item of CSL-JSON."""

    media_type = content_type = CSL
    format = "csl"
    charset = None
    schema = {"$ref": "#/components/schemas/CslItem"}


class BibtexRenderer(CitationFormat, BaseRenderer):
    """One entry of BibTeX."""

    media_type = BIBTEX
    content_type = f"{BIBTEX}; charset=utf-8"
    format = "bibtex"
    charset = "utf-8"
    schema = {
        "type": "string",
        "description": "The entry as `@misc`, for BibTeX and BibLaTeX, in UTF-8; its key is the "
        "slug. What is not known has no field.",
    }

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return bibtex(data)


# Dates --------------------------------------------------------------------------------------------
def csl_day(day):
    return {"date-parts": [[day.year, day.month, day.day]]}


def csl_date(text):
    """An imprecise date as CSL can say it.

    A quarter is a range of months, an open end is said in words, `~` and `?` are `circa`.
    """
    date = parse(text)
    if date.has_open_start or date.has_open_end:
        return {"literal": describe(date)}
    circa = {"circa": True} if date.is_approximate or date.is_uncertain else {}
    match = DATE.fullmatch(text)
    if match and match["part"] and int(match["part"]) in SEASONS:
        season = int(match["part"]) - min(SEASONS) + 1
        return {"date-parts": [[int(match["year"])]], "season": season, **circa}
    ends = text.split("/")
    if match and match["part"] and int(match["part"]) in QUARTERS:
        ends *= 2
    bounds = [date.earliest, date.latest]
    return {
        "date-parts": [_parts(end, bound) for end, bound in zip(ends, bounds, strict=False)],
        **circa,
    }


def _parts(end, bound):
    """Year, month and day of one end of a date, as far as it names them."""
    match = DATE.fullmatch(end)
    parts = [bound.year, bound.month, bound.day]
    return parts[: 1 + bool(match["part"]) + bool(match["day"])]


def _iso(date):
    """A CSL date for BibLaTeX, which knows the seasons and signs of ISO 8601-2."""
    sign = "~" if date.get("circa") else ""
    season = f"-{20 + date['season']}" if "season" in date else ""
    return "/".join(
        "-".join(f"{part:02}" for part in parts) + season + sign for parts in date["date-parts"]
    )


# BibTeX -------------------------------------------------------------------------------------------
def bibtex(item):
    """A CSL item as an entry of BibTeX; fields that the item does not have are left out."""
    issued = item.get("issued", {})
    years = {parts[0] for parts in issued.get("date-parts", [])}
    fields = {
        "author": _names(item.get("author")),
        "title": f"{{{_escaped(item['title'])}}}",
        "howpublished": _escaped(item.get("container-title", "")),
        "publisher": _escaped(item.get("publisher", "")),
        "translator": _names(item.get("translator")),
        "version": _escaped(item.get("version", "")),
        "date": _iso(issued) if years else "",
        "year": str(*years) if len(years) == 1 else _escaped(issued.get("literal", "")),
        "langid": _escaped(item.get("language", "")),
        "url": item.get("URL", "").translate(ESCAPES_OF_URL),
        "note": _escaped(item.get("note", "")),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@misc{" + ",\n".join([item["id"], *lines]) + "\n}\n"


def _escaped(text):
    return collapse_whitespace(text).translate(ESCAPES)


def _names(names):
    """Each name in braces, so that none is taken apart."""
    return " and ".join(f"{{{_escaped(name['literal'])}}}" for name in names or ())


# Schema -------------------------------------------------------------------------------------------
_NAMES = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "title": "CslName",
        "description": "A name, which the record does not take apart.",
        "properties": {"literal": {"type": "string", "description": "The whole name."}},
        "required": ["literal"],
    },
}


def _text(description, **more):
    return {"type": "string", "description": description, **more}


_DATE = {
    "type": "object",
    "title": "CslDate",
    "description": "A date in CSL, with `date-parts` or, where one of its ends is open, `literal`.",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "description": "Year, month and day, as far as known; twice for a range.",
            "items": {
                "type": "array",
                "minItems": 1,
                "maxItems": 3,
                "items": {"type": "integer", "minimum": 1, "maximum": 9999},
            },
        },
        "season": {
            "type": "integer",
            "minimum": 1,
            "maximum": 4,
            "description": "1 spring to 4 winter.",
        },
        "circa": {"type": "boolean", "description": "True if approximate or uncertain."},
        "literal": _text("The date in words, where one of its ends is open."),
    },
}
_PROPERTIES = {
    "id": _text("Slug of the entry."),
    "type": _text("`document` for a document, `entry` for every other entry of the record."),
    "title": _text("Name of the entry, or speaker and words; title of the document as printed."),
    "container-title": _text("Title of the record, for its entries."),
    "version": _text("Version of the record, for its entries."),
    "author": {
        **_NAMES,
        "description": "Whose own words they are, or who wrote the document, where it is told.",
    },
    "translator": {**_NAMES, "description": "Who translated the document, where it says so."},
    "publisher": _text("Who published the document, where it says so."),
    "language": _text("BCP 47 tag of the language of the document or of the words."),
    "issued": {
        "allOf": [_DATE],
        "description": "Day on which the entry was last saved (UTC), or when the document was "
        "published, as exactly as is known.",
    },
    "URL": _text("Permanent address of the entry; address of the document.", format="uri"),
    "source": _text("Title of the record, for its documents."),
    "note": _text("The documents and lines that support and dispute the entry."),
}
CSL_ITEM = {
    "type": "object",
    "description": "How the entry is cited: an item of CSL-JSON. What is not known is left out.",
    "properties": _PROPERTIES,
    "required": ["id", "type", "title"],
}
