"""The pages for people and the files for machines: front page, docs, problems, schema."""

from django.db.models import Count, F, Max
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from api.errors import PROBLEM_TYPES, uri_reference
from relations import models
from relations.codebook import codebook
from relations.vocabularies import Authority, StatementMode

# The nouns in reading order, with the name of their list.
CONTENTS = (
    ("negotiation", "Negotiations", models.Negotiation),
    ("round", "Rounds", models.Round),
    ("issue", "Issues", models.Issue),
    ("party", "Parties", models.Party),
    ("person", "People", models.Person),
    ("office", "Offices", models.Office),
    ("position", "Positions", models.Position),
    ("statement", "Statements", models.Statement),
    ("development", "Developments", models.Development),
    ("document", "Documents", models.Document),
    ("citation", "Citations", models.Citation),
    ("exclusion", "Exclusions", models.Exclusion),
    ("discrepancy", "Discrepancies", models.Discrepancy),
)
# What version 1 has beside its lists, with the name of its address.
NOT_LISTS = {
    "matrix": "v1:matrix",
    "timeline": "v1:timeline",
    "search": "v1:search",
    "changes": "v1:changes",
    "calendar": "v1:round-calendar",
    "codebook": "v1:codebook",
    "releases": "v1:releases",
    "quick_start": "quick-start",
    "conventions": "conventions",
    "changelog": "changelog",
    "openapi": "openapi-3.1",
    "documentation": "swagger",
}
# Entries that have a feed; its address has the slug of one.
FEEDS = {"negotiation": "negotiations", "issue": "issues", "party": "parties"}
EXAMPLES = (
    (
        "What has Sergei Ryabkov been quoted as saying, word for word?",
        "/api/v1/statements?person=sergei-ryabkov&mode=direct&mode=fragment",
    ),
    ("Who wants what on Ukraine?", "/api/v1/positions?issue=ukraine-conflict"),
    ("Which rounds were announced and did not take place?", "/api/v1/rounds?status=postponed"),
    (
        "Who stood where on arms control at the end of 2025, and who was silent?",
        "/api/v1/positions/matrix?issue=arms-control&as_of=2025-12-31",
    ),
    (
        "How did Russia's position on a peace plan move?",
        "/api/v1/positions/timeline?party=russia&issue=peace-plan",
    ),
)


def without_trailing_slash(request, path):
    """308: unlike with 301, the method stays what it was."""
    location = uri_reference(f"/{path}", request.META.get("QUERY_STRING", ""))
    return HttpResponse(status=308, headers={"Location": location})


def front_page(request):
    contents, updates = [], []
    for name, title, model in CONTENTS:
        found = model.objects.published().aggregate(number=Count("pk"), updated=Max("updated_at"))
        contents.append({"title": title, "url": _list_url(name), "number": found["number"]})
        updates.append(found["updated"])
    latest_first = F("said_latest").desc(nulls_last=True)  # the same on every database
    quoted = models.Statement.objects.published().filter(mode=StatementMode.DIRECT)
    quoted = quoted.exclude(authority=Authority.EXPERT)
    context = {
        "contents": contents,
        "updated_at": max(filter(None, updates), default=None),
        "examples": EXAMPLES,
        "quotation": quoted.with_links("citations").order_by(latest_first, "slug").first(),
    }
    return render(request, "api/front.html", context)


def contents(request):
    """The addresses of version 1, for those who begin at its root."""
    lists = {
        _list_url(name).rsplit("/", 1)[1]: request.build_absolute_uri(_list_url(name))
        for name, _, _ in CONTENTS
    }
    others = {name: request.build_absolute_uri(reverse(view)) for name, view in NOT_LISTS.items()}
    root = request.build_absolute_uri(request.path)
    feeds = {f"{noun}_feed": f"{root}/{nouns}/{{slug}}/feed.atom" for noun, nouns in FEEDS.items()}
    return JsonResponse({**lists, **others, **feeds})


def _list_url(name):
    return reverse(f"v1:{name}-list")


def problems(request):
    return render(request, "api/problems.html", {"problem_types": PROBLEM_TYPES.values()})


def codebook_page(request):
    return render(request, "api/codebook.html", codebook())


def swagger(request):
    return render(request, "api/swagger.html")


def redoc(request):
    return render(request, "api/redoc.html")


def schema_file(request, path):
    return HttpResponse(path.read_bytes(), content_type="application/yaml; charset=utf-8")
