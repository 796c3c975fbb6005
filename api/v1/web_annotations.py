"""A citation as a W3C Web Annotation: the fact as body, the passage of the document as target.

https://www.w3.org/TR/annotation-model/ counts positions in code points, as the record does. Words
of a passage that nobody is quoted with are not in the record, so such a passage has its position
and its hash, and no text quote. The source is the document's entry in the record; positions count
in the file that has the hash given there.
"""

from rest_framework.renderers import JSONRenderer
from rest_framework.reverse import reverse

from api.citing import EntryFormat
from relations.models.document import LONGEST_DOCUMENT

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def web_annotation(citation, request) -> dict:
    """The Web Annotation of a citation, given as the JSON answer shows it."""
    document = reverse("v1:document-detail", [citation["document"]["slug"]], request=request)
    codebook = reverse("codebook", request=request)  # the page, which has these anchors
    position = {
        "type": "TextPositionSelector",
        "start": citation["start"],
        "end": citation["end"],
        "schema:sha256": citation["passage_sha256"],
    }
    quote = {
        "type": "TextQuoteSelector",
        "exact": citation["exact"],
        "prefix": citation["prefix"],
        "suffix": citation["suffix"],
    }
    return {
        "@context": [
            CONTEXT,
            {
                "schema": "https://schema.org/",
                "bearing": {"@id": f"{codebook}#Bearing", "@type": "@id"},
            },
        ],
        "id": citation["url"],
        "type": "Annotation",
        "motivation": "linking",
        "modified": citation["updated_at"],
        "bearing": f"{codebook}#Bearing.{citation['bearing']}",
        "body": citation["fact"]["url"],
        "target": {
            "type": "SpecificResource",
            "source": {
                "id": document,
                "type": "Text",
                "schema:sha256": citation["document_sha256"],
            },
            "selector": [*([quote] if citation["exact"] else []), position],
        },
    }


def _text(description, **more):
    return {"type": "string", "description": description, **more}


def _object(name, description, properties, optional=()):
    required = [key for key in properties if key not in optional]
    return {
        "type": "object",
        "title": name,
        "description": description,
        "properties": properties,
        "required": required,
    }


def _one(meaning, *parts):
    """A property that is an object with a name; `meaning` is that of the property."""
    return {"allOf": [_object(*parts)], "description": meaning}


def _position(description):
    return {
        "type": "integer",
        "minimum": 0,
        "maximum": LONGEST_DOCUMENT,
        "description": description,
    }


WEB_ANNOTATION = _object(
    "WebAnnotation",
    "A citation as a W3C Web Annotation.",
    {
        "@context": {
            "type": "array",
            "items": {},
            "description": "The context of Web Annotations, and the terms added to it.",
        },
        "id": _text("Address of the citation.", format="uri"),
        "type": _text("Always `Annotation`."),
        "motivation": _text("Always `linking`: it links a fact to its passage."),
        "modified": _text("When the citation was last saved.", format="date-time"),
        "bearing": _text("Value of Bearing in the codebook.", format="uri"),
        "body": _text("Address of the entry that shows the fact.", format="uri"),
        "target": _one(
            "The passage, within its document.",
            "WebAnnotationTarget",
            "The passage of the document that the annotation is about.",
            {
                "type": _text("Always `SpecificResource`."),
                "source": _one(
                    "The document; its file has the hash given here.",
                    "WebAnnotationSource",
                    "The document that the passage stands in.",
                    {
                        "id": _text(
                            "Address of the document's entry; positions count in its file.",
                            format="uri",
                        ),
                        "type": _text("Always `Text`."),
                        "schema:sha256": _text("SHA-256 of the file of the document."),
                    },
                ),
                "selector": {
                    "type": "array",
                    "minItems": 1,
                    "description": "The quoted words, where there are any, and the position.",
                    "items": _object(
                        "WebAnnotationSelector",
                        "A TextQuoteSelector or a TextPositionSelector.",
                        {
                            "type": _text("`TextQuoteSelector` or `TextPositionSelector`."),
                            "exact": _text("The quoted words."),
                            "prefix": _text("Up to 32 code points before them."),
                            "suffix": _text("Up to 32 code points after them."),
                            "start": _position("First code point of the passage, from 0."),
                            "end": _position("Code point after the last one."),
                            "schema:sha256": _text("SHA-256 of the passage in UTF-8."),
                        },
                        optional=("exact", "prefix", "suffix", "start", "end", "schema:sha256"),
                    ),
                },
            },
        ),
    },
)


class WebAnnotationRenderer(EntryFormat, JSONRenderer):
    """JSON-LD; the profile in the content type says that it is a Web Annotation."""

    media_type = "application/ld+json"
    content_type = f'{media_type}; profile="{CONTEXT}"'
    format = "jsonld"
    charset = None
    schema = WEB_ANNOTATION

    def shape(self, answer, request):
        return web_annotation(answer, request)
