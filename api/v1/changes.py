"""What changed in the record, for those who keep a copy of it.

An answer shows more than its own row, so a change touches every entry whose answer is read with
the changed row: `entries_beside` names the paths, each view set says which of them it loads.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Value
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from api.named_enums import vocabulary_enum
from api.ordering import by_code_point
from api.pagination import (
    CURSOR_SCHEMA,
    PAGE_SIZE_SCHEMA,
    Cursor,
    read_cursor,
    read_page_size,
    refuse,
)
from api.ready_answers import MadeOfRecord
from api.strict_filtering import check_parameters, chosen_values
from relations.models import Change
from relations.querysets import entries_beside
from relations.retraction import reasons_of_retraction
from relations.revision import record_revision
from relations.vocabularies import ChangeKind

LARGEST_REVISION = 2**53 - 1  # exact in every JSON reader
MOST_TOUCHED = 5000  # entries that are held against each other for one page
BEGINNING = 10_000  # revisions of which all rows can be told by their numbers
REVISION = {"min_value": 0, "max_value": LARGEST_REVISION}


class ChangeSerializer(serializers.Serializer):
    """What became of one entry."""

    revision = serializers.IntegerField(
        **REVISION, help_text="Revision of the record that touched the entry last on this page."
    )
    kind = serializers.ChoiceField(
        choices=ChangeKind, help_text="What happened to it since the revision asked for."
    )
    resource = serializers.CharField(
        help_text="List the entry belongs to, as in its address, such as `statements`."
    )
    slug = serializers.CharField(help_text="Slug of the entry.")
    name = serializers.CharField(
        allow_null=True,
        help_text="Name or short description of the entry as it is now; null once retracted.",
    )
    url = serializers.URLField(
        help_text=(
            "Address of the entry; of a retracted one, which answers 410, or 308 if it was merged "
            "into another."
        )
    )
    changed_at = serializers.DateTimeField(help_text="When that revision was made (UTC).")
    reason = serializers.CharField(
        allow_null=True,
        help_text=(
            "Why it was retracted: the public reason of the entry, or of one it cannot be read "
            "without. Null where none is given, and for what is public."
        ),
    )


class ChangePageSerializer(serializers.Serializer):
    """One page of what changed."""

    next = serializers.URLField(
        allow_null=True, help_text="Address of the next page; null when there is no more to know."
    )
    revision = serializers.IntegerField(
        **REVISION,
        help_text="Everything up to this revision is told: the `since` to ask with next time.",
    )
    results = ChangeSerializer(
        many=True, help_text="Each entry once, in order of revision; a page may have none."
    )


@dataclass(frozen=True, order=True)
class Touch:
    """An entry of a resource, and the last change of a span of revisions that touched it."""

    revision: int
    resource: str
    slug: str
    changed_at: datetime


class ChangesSince:
    """What changed after the revision `since` in the resources of a router's registry."""

    def __init__(self, registry, since):
        self.since = since
        self.resources = {resource: view for resource, view, _ in registry}
        self.names = {resource: name for resource, _, name in registry}
        self.of_model = {view.model._meta.model_name: resource for resource, view, _ in registry}

    def some_touched(self, until, after, number):
        """A revision up to `until`, and the entries that changes up to it touched, in order.

        What very many entries show is told by itself: then these are the entries touched by the
        first change, `number` of them, from the place `after` on.
        """
        while (touches := self._touched(until)) is None:
            span = Change.objects.between(self.since, until).order_by("revision")
            revisions = list(span.values_list("revision", flat=True).distinct())
            if len(revisions) == 1:
                return until, self._first_touched(until, after, number)
            until = revisions[len(revisions) // 2 - 1]
        if after:
            place = self.since + 1, *after
            touches = [
                each for each in touches if (each.revision, each.resource, each.slug) > place
            ]
        return until, touches

    def _touched(self, until):
        """The entries that changes up to `until` touched, by the last of these, in their order.

        None if there are too many to be held against each other.
        """
        span = Change.objects.between(self.since, until)
        rows = span.order_by().values_list("model", "row_id", "slug")
        changes = list(rows.annotate(Max("revision"), Max("changed_at")))
        last_of_row = {}
        for model, row, _, *last in changes:
            last_of_row[model, row] = max(last, last_of_row.get((model, row), last))
        touches = {}

        def add(resource, slug, last):
            touch = Touch(last[0], resource, slug, last[1])
            key = resource, slug
            touches[key] = max(touch, touches.get(key, touch))

        for model, _, slug, *last in changes:
            if model in self.of_model:
                add(self.of_model[model], slug, last)
        left, models = MOST_TOUCHED, {model for model, *_ in changes}
        for resource, view in self.resources.items():
            queries = [
                shown.values_list("slug", Value(model), path)
                for shown, model, path in self._showing(view, models, span, until)
            ]
            found = list(queries[0].union(*queries[1:], all=True)[: left + 1]) if queries else []
            left -= len(found)
            if left < 0:
                return None
            for slug, model, row in found:
                add(resource, slug, last_of_row[model, row])
        return sorted(touches.values())

    def _first_touched(self, revision, after, number):
        """The entries that one change touched: so many, from the place after (resource, slug) on.

        One more entry may be in several places beside a row, so each place is asked by itself.
        """
        span = Change.objects.between(revision - 1, revision)
        changed = list(span.values_list("model", "slug", "changed_at"))
        changed_at, models = max(at for *_, at in changed), {model for model, *_ in changed}
        at_resource, at_slug = after or ("", "")
        found = []
        for resource in sorted(each for each in self.resources if each >= at_resource):
            view, start = self.resources[resource], at_slug if resource == at_resource else ""
            own = (slug for model, slug, _ in changed if self.of_model.get(model) == resource)
            slugs = {slug for slug in own if slug > start}
            for shown, *_ in self._showing(view, models, span, revision):
                places = shown.annotate(place=by_code_point("slug")).filter(place__gt=start)
                slugs.update(places.order_by("place").values_list("slug", flat=True)[:number])
            found += [Touch(revision, resource, slug, changed_at) for slug in sorted(slugs)]
            if len(found) >= number:
                break
        return found[:number]

    def _showing(self, view, models, span, until):
        """Entries of the view that show a touched row of the models, with its model and the path.

        Of a record that is begun, those that were not there yet are left out: they have a change
        of their own to come.
        """
        entries = view.model.objects.order_by()
        if until <= BEGINNING:
            log = Change.objects.between(0, until).of(view.model)
            entries = entries.filter(pk__in=log.order_by().values("row_id"))
        for path, end in entries_beside(view.model, view.links).items():
            if end._meta.model_name in models:
                rows = span.of(end).order_by().values("row_id")
                yield entries.filter(**{f"{path}__in": rows}), end._meta.model_name, path

    def told(self, touches, request):
        """The rows of a page: what became of each entry. What never was public is left out."""
        slugs = defaultdict(list)
        for touch in touches:
            slugs[touch.resource].append(touch.slug)
        log = Change.objects.filter(slug__in={touch.slug for touch in touches})
        before = self._keys(log.public_at(self.since))
        known = before | self._keys(log.filter(revision__gt=self.since, is_public=True))
        public, reasons = {}, {}
        for resource, some in slugs.items():
            model = self.resources[resource].model
            shown = model.objects.published().with_links().filter(slug__in=some)
            public |= {(resource, entry.slug): entry for entry in shown}
            hidden = set(some) - {slug for name, slug in public if name == resource}
            given = reasons_of_retraction(model, hidden).items()
            reasons |= {(resource, slug): reason for slug, reason in given}
        for touch in touches:
            key = touch.resource, touch.slug
            if key not in public and key not in known:
                continue
            entry = public.get(key)
            kind = ChangeKind.CHANGED if key in before else ChangeKind.CREATED
            view_name = f"v1:{self.names[touch.resource]}-detail"
            yield {
                "revision": touch.revision,
                "kind": kind if entry else ChangeKind.RETRACTED,
                "resource": touch.resource,
                "slug": touch.slug,
                "name": str(entry) if entry else None,
                "url": reverse(view_name, [touch.slug], request=request),
                "changed_at": touch.changed_at,
                "reason": None if entry else reasons.get(key),
            }

    def _keys(self, changes):
        """Resource and slug of the entries of these changes."""
        found = changes.order_by().values_list("model", "slug").distinct()
        return {(self.of_model[model], slug) for model, slug in found if model in self.of_model}


PARAMETERS = {
    "since": (
        {"type": "integer", "minimum": 0, "maximum": LARGEST_REVISION, "default": 0},
        "Revision from which on to tell what changed, as `revision` of a page gives it; 0 for "
        "everything from the beginning.",
    ),
    "kind": (
        {"type": "array", "minItems": 1, "items": vocabulary_enum(ChangeKind)},
        "What happened to the entry.",
    ),
    "page_size": (PAGE_SIZE_SCHEMA, "Number of entries that a page has at most."),
    "cursor": (CURSOR_SCHEMA, "Place within one revision, as `next` of a page gives it."),
}
HEADER = "Record-Revision"


class ChangesView(MadeOfRecord, APIView):
    """What changed since a revision of the record, for those who keep a copy of it."""

    http_method_names = ["get", "head"]
    registry = ()

    @extend_schema(
        operation_id="getChanges",
        summary="Get what changed",
        description=(
            "Every entry whose answer may differ since a revision of the record, in order of "
            "revision, each once on a page with what became of it. To keep a copy: begin with "
            "`since=0` and follow `next` until it is null; look up each entry that was created or "
            "changed, and drop those that were retracted or answer 404 or 410. Then ask with "
            "`since` set to the `revision` of the last page, as often as you like. An entry may be "
            "named again though its answer is the same; none whose answer differs is left out. For "
            "people who "
            "follow one party, issue or negotiation there are feeds, such as `getPartyFeed`; the "
            "first copy of the whole record is had faster from `getReleases`."
        ),
        parameters=[
            *(
                OpenApiParameter(
                    name,
                    schema,
                    description=about,
                    style="form" if name == "kind" else None,
                    explode=True if name == "kind" else None,
                )
                for name, (schema, about) in PARAMETERS.items()
            ),
            OpenApiParameter(
                HEADER,
                {"type": "integer", "minimum": 0, "maximum": LARGEST_REVISION},
                OpenApiParameter.HEADER,
                description="Revision of the record when the answer was made.",
                response=[200],
            ),
        ],
        responses=ChangePageSerializer,
    )
    def get(self, request):
        query = request.query_params
        check_parameters(query, list(PARAMETERS), ["kind"])
        latest = record_revision()
        since = _since(query, latest)
        kinds = chosen_values(query, "kind", ChangeKind.values, may_repeat=True)
        size = read_page_size(query)
        place = [Change._meta.get_field(name) for name in ("model", "slug")]
        cursor = read_cursor(query, _query(since), place)

        changes = ChangesSince(self.registry, since)
        # No more changes than entries on a page, so that a page costs the same at any distance.
        limit = Change.objects.between(since, latest).values_list("revision", flat=True)[
            size - 1 : size
        ]
        until = next(iter(limit), latest)
        after = cursor and cursor.keys
        until, touches = changes.some_touched(until, after, size + 1)
        page, rest = touches[:size], touches[size:]
        following = {}
        if rest:
            until = rest[0].revision - 1
            if page[-1].revision == rest[0].revision:
                keys = (page[-1].resource, page[-1].slug)
                following["cursor"] = Cursor(_query(until), False, keys).encode()
        rows = [row for row in changes.told(page, request) if not kinds or row["kind"] in kinds]
        has_more = rest or until < latest
        answer = {
            "next": self._link(request, since=until, **following) if has_more else None,
            "revision": until,
            "results": ChangeSerializer(rows, many=True).data,
        }
        return Response(answer, headers={HEADER: latest})

    def _link(self, request, **parameters):
        query = request.query_params.copy()
        query.pop("cursor", None)
        for name, value in parameters.items():
            query[name] = value
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _query(since):
    """What a cursor belongs to: the span that begins here, whichever kinds are asked for."""
    return f"changes since {since}"


def _since(query, latest):
    text = query.get("since", "0")
    if text.isascii() and text.isdigit() and int(text) <= latest:
        return int(text)
    detail = f"Use a whole number from 0 to {latest}, the revision of the record."
    if text.isascii() and text.isdigit():
        detail += " If the record was built anew, begin anew with since=0."
    refuse("since", detail)
