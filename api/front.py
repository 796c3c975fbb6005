"""The pages for people that belong to no version: front page, problems, codebook."""

from django.db.models import Count, F, Max
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from api.errors import PROBLEM_TYPES, uri_reference
from api.licence import DATA_LICENCE, NOT_COVERED
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


def robots(request):
    """What search engines are asked to leave out: the desk, and files as large as the record."""
    lines = ["User-agent: *", "Disallow: /admin/"]
    lines += [f"Disallow: /*.{ending}" for ending in ("csv", "xlsx", "jsonl")]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


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
        "licence": DATA_LICENCE,
        "not_covered": NOT_COVERED,
        "quotation": quoted.with_links("citations").order_by(latest_first, "slug").first(),
    }
    return render(request, "api/front.html", context)


def _list_url(name):
    return reverse(f"v1:{name}-list")


def problems(request):
    return render(request, "api/problems.html", {"problem_types": PROBLEM_TYPES.values()})


def codebook_page(request):
    return render(request, "api/codebook.html", codebook())
