"""The examples in the documents of version 1: entries of the record, and answers from it.

The documents are committed, and served as they stand: a test generates them anew and compares.
"""

import io
import json
from pathlib import Path

from django.test import Client

from api.table_formats import CSV, JSONL
from api.v1 import feeds, openapi_questions, releases, round_calendar
from api.v1.matrix_tables import matrix_row
from api.v1.openapi_questions import add_questions, read_questions
from api.v1.table_columns import columns_of
from api.v1.urls import router
from relations.codebook import codebook
from relations.vocabularies import ChangeKind

EXAMPLES = Path(__file__).with_name("examples.json")
EXAMPLE_ANSWERS = Path(__file__).with_name("example_answers.json")
# The entry that stands for each resource in the documentation.
EXAMPLE_SLUGS = {
    "negotiations": "russia-us-irritants",
    "rounds": "istanbul-2025-02-27",
    "issues": "diplomatic-property",
    "parties": "russian-foreign-ministry",
    "people": "sergei-ryabkov",
    "offices": "ryabkov-deputy-foreign-minister",
    "positions": "russia-ukraine-neutral",
    "statements": "ryabkov-principal-irritant",
    "developments": "treasury-food-waiver-2025-10",
    "documents": "conversation-in-fragments",
    "citations": "statement-ryabkov-principal-irritant-in-fresh-talks-on-frictions",
    "exclusions": "unconstructive-proposals-line-6",
    "discrepancies": "irritants-rounds-held-and-planned",
}
# The question that stands for each address that lists no entries.
EXAMPLE_QUESTIONS = {
    "/api/v1/search": {"q": openapi_questions.EXAMPLES_BY_PATH["/api/v1/search"]["q"]},
    "/api/v1/positions/matrix": {"as_of": "2025-12-01", "issue": "start-treaty"},
    "/api/v1/positions/timeline": {"party": "russia", "issue": "start-treaty"},
}
# Addresses that answer with a text, and the modules that make it.
TEXTS = {
    "rounds.ics": round_calendar,
    "negotiations/{slug}/feed.atom": feeds,
    "issues/{slug}/feed.atom": feeds,
    "parties/{slug}/feed.atom": feeds,
}
# An example must not change whenever the record is loaded anew.
UPDATED_AT = "2026-11-22T12:00:00Z"
REVISION = 1
RELEASE = {
    "name": releases.EXAMPLE,
    "date": releases.EXAMPLE[-10:],
    "size": 4_468_992,
    "sha256": "7747217ddfcc10443b8819666a9f32d5cb28041b13bb83d84bb1292c41607d03",
    "url": f"http://127.0.0.1:8000/api/v1/releases/{releases.EXAMPLE}.zip",
}


def add_examples(schema):
    serializers = {prefix: viewset.serializer_class for prefix, viewset, _ in router.registry}
    examples = json.loads(EXAMPLES.read_text())
    for resource, entry in examples.items():
        one = schema["paths"][f"/api/v1/{resource}/{{slug}}"]["get"]
        page = schema["paths"][f"/api/v1/{resource}"]["get"]
        _content(one)["example"] = entry
        _content(page)["example"] = {"next": None, "previous": None, "results": [entry]}
        columns = columns_of(serializers[resource]())
        kinds = {name: column.kind for name, column in columns.items()}
        cells = [column.cell(entry) for column in columns.values()]
        _add_file(schema, f"/api/v1/{resource}", CSV, kinds, cells)
        _add_file(schema, f"/api/v1/{resource}", JSONL, {}, entry)
    answers = json.loads(EXAMPLE_ANSWERS.read_text())
    for path, answer in {"/api/v1/codebook": codebook(), **answers}.items():
        _content(schema["paths"][path]["get"])["example"] = shortened(answer)
    cells = matrix_row(answers["/api/v1/positions/matrix"]["rows"][0])
    kinds = dict.fromkeys(cells, "string")
    _add_file(schema, "/api/v1/positions/matrix", CSV, kinds, cells.values())
    for resource, file in TEXTS.items():
        path = f"/api/v1/{resource}"
        (content,) = schema["paths"][path]["get"]["responses"]["200"]["content"].values()
        content["example"] = file.EXAMPLE
    changes = _content(schema["paths"]["/api/v1/changes"]["get"])
    changes["example"] = page_of_changes(examples["documents"])
    _content(schema["paths"]["/api/v1/releases"]["get"])["example"] = {"results": [RELEASE]}
    add_questions(schema, {resource: entry["slug"] for resource, entry in examples.items()})


def _add_file(schema, path, table_format, columns, row):
    file = io.BytesIO()
    table_format.write(file, columns, [row], {})
    operation = schema["paths"][f"{path}.{table_format.format}"]["get"]
    _content(operation, table_format.media_type)["example"] = file.getvalue().decode()


def page_of_changes(document):
    """What is told when a document, given as its own answer, was published."""
    change = {
        "revision": REVISION,
        "kind": ChangeKind.CREATED.value,
        "resource": "documents",
        "slug": document["slug"],
        "name": document["title"],
        "url": document["url"],
        "changed_at": UPDATED_AT,
        "reason": None,
    }
    return {"next": None, "revision": REVISION, "results": [change]}


def shortened(value):
    """The value with the first item of every list."""
    if isinstance(value, dict):
        return {key: shortened(each) for key, each in value.items()}
    return [shortened(each) for each in value[:1]] if isinstance(value, list) else value


def _content(operation, media_type="application/json"):
    return operation["responses"]["200"]["content"][media_type]


CLIENT = {"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000"}


def read_examples() -> dict:
    """One entry for each resource, as the API answers it from the record in the database."""
    return {
        resource: _asked(f"/api/v1/{resource}/{slug}") for resource, slug in EXAMPLE_SLUGS.items()
    }


def read_example_answers() -> dict:
    """An answer for each address that lists no entries, cut to the first item of every list."""
    return {path: shortened(_asked(path, question)) for path, question in EXAMPLE_QUESTIONS.items()}


def _asked(path, question=None):
    answer = Client(**CLIENT).get(path, question).json()
    return _pinned(answer)


def _pinned(value):
    if isinstance(value, list):
        return [_pinned(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: UPDATED_AT if key == "updated_at" else _pinned(each) for key, each in value.items()
    }


def write_examples():
    written = {
        EXAMPLES: read_examples(),
        EXAMPLE_ANSWERS: read_example_answers(),
        openapi_questions.EXAMPLES: read_questions(Client(**CLIENT)),
    }
    for path, examples in written.items():
        path.write_text(json.dumps(examples, indent=2, ensure_ascii=False) + "\n")
