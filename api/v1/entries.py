"""What every resource does, and the filters that several share."""

from itertools import islice

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from api import record_time
from api.citing import BibtexRenderer, CitationFormat, CslRenderer, EntryFormat
from api.errors import problem, uri_reference
from api.filter_kinds import AsOfFilter, DisputedFilter, EntryFilter, SourcesFilter
from api.pagination import REPEATABLE_PARAMETERS, parameters_of
from api.row_reading import Page
from api.strict_filtering import check_parameters, chosen_values
from api.v1.citing import csl_item
from relations import models
from relations.merged_entries import survivors
from relations.retraction import reasons_of_retraction

ROWS_AT_ONCE = 1000


class EntryViewSet(record_time.AnswersOfThePast, ReadOnlyModelViewSet):
    """Published entries of one noun, listed page by page and looked up by slug.

    One entry has the `formats` beside JSON; a list has none.
    """

    http_method_names = ["get", "head"]
    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]{1,200}"
    model = None
    links = ()
    includes = ()
    has_facets = True
    filterset_class = None
    orderings = {"slug": "slug", "updated_at": "updated_at"}
    default_ordering = "slug"
    tie_breaker = "slug"
    # Of the description of the list: which other operations answer what is often meant.
    see_also = ""
    formats = (CslRenderer(csl_item), BibtexRenderer(csl_item))
    repeatable_list_parameters = REPEATABLE_PARAMETERS

    @property
    def neighbours(self):
        """Which operations to ask instead of the list, for its description."""
        plural = self.model._meta.verbose_name_plural.capitalize()
        return (
            f"The whole result as one file: `export{plural}Csv` and others. Words in several kinds "
            f"of entries at once: `search`. {self.see_also}"
        )

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        filterset = None if self.detail else self.filterset_class
        filters = filterset.base_filters if filterset else {}
        repeatable = filterset.repeatable_parameters() if filterset else ()
        allowed = [*filters, *([] if self.detail else self.list_parameters)]
        allowed += ["include"] * bool(self.includes) + [record_time.PARAMETER] * self.has_past
        repeatable = [*repeatable, *self.repeatable_list_parameters, "include"]
        check_parameters(request.query_params, allowed, repeatable)
        self.included = chosen_values(request.query_params, "include", self.includes)
        self.ask_the_past(request)

    @property
    def list_parameters(self):
        """Those of a list, beside its filters and what every answer takes."""
        return parameters_of(self)

    def get_queryset(self):
        return self.model.objects.published()

    def get_renderers(self):
        return [*super().get_renderers(), *(self.formats if self.detail else ())]

    def list(self, request, *args, **kwargs):
        entries = self.filter_queryset(self.get_queryset())
        numbers = self.paginator.paginate_numbers(entries, request, self)
        return self.get_paginated_response(self.rows(numbers))

    def rows(self, numbers):
        """The answer for each of the entries with these row numbers, in their order."""
        return Page(self.request).rows(self.serializer_class, numbers, self.included)

    def each_row(self, entries):
        """The answer for each entry of a queryset, in its order; few of them at once in memory."""
        for numbers in portions(entries):
            yield from self.rows(numbers)

    def retrieve(self, request, *args, **kwargs):
        chosen = request.accepted_renderer
        found = self.get_queryset().filter(slug=self.kwargs[self.lookup_field])
        if isinstance(chosen, CitationFormat):
            entries = found.with_links(*self.links)
        else:
            entries = self.rows(list(found.values_list("pk", flat=True)))
        if not entries:
            raise Http404
        if not isinstance(chosen, EntryFormat):
            return Response(entries[0])
        return Response(chosen.shape(entries[0], request), content_type=chosen.content_type)

    def handle_exception(self, error):
        """An entry that was merged is found elsewhere (308); one that was retracted says why."""
        if isinstance(error, Http404) and self.detail:
            slug = self.kwargs[self.lookup_field]
            if entry := survivors(self.model, [slug]).get(slug):
                name = self.request.resolver_match.view_name
                address = reverse(name, kwargs={self.lookup_field: entry.slug})
                query = self.request.META.get("QUERY_STRING", "")
                answer = HttpResponsePermanentRedirect(
                    uri_reference(address, query), preserve_request=True
                )
                del answer["Content-Type"]  # there is none
                return answer
            if reason := reasons_of_retraction(self.model, [slug]).get(slug):
                told = f"It was published, and retracted. The reason: {reason}"
                return problem(self.request, "gone", told)
        return super().handle_exception(error)

    def finalize_response(self, request, response, *args, **kwargs):
        answer = super().finalize_response(request, response, *args, **kwargs)
        if self.detail and self.formats:
            patch_vary_headers(answer, ["Accept"])
        return answer


def portions(entries):
    """The row numbers of a queryset, in its order, some at once: few enough for memory."""
    numbers = entries.values_list("pk", flat=True).iterator(chunk_size=ROWS_AT_ONCE)
    while some := tuple(islice(numbers, ROWS_AT_ONCE)):
        yield some


def cited_in():
    return EntryFilter(
        models.Document, "Slug of a document that is cited for it.", phrase="cited_in"
    )


def disputed():
    return DisputedFilter(
        "`true` for entries against which a passage is cited, `false` for all others. Questions "
        "on which documents disagree are discrepancies."
    )


def min_independent_sources(what="Supported"):
    return SourcesFilter(
        f"{what} by so many independent sources at least. Documents that have it from the same "
        "agency or outlet count once, together with that outlet's own."
    )


def in_force(what):
    return AsOfFilter(
        f"A day, such as 2025-05-14, on which {what} was in force. By default an unknown beginning "
        "or end excludes nothing; with `certainty=certain` it must have begun for certain."
    )


def happened_by(what):
    return AsOfFilter(
        f"A day, such as 2025-05-14, by which {what}. By default it may have been, and "
        "an unknown date excludes nothing; with `certainty=certain` it cannot have been later."
    )


def on_issue():
    return EntryFilter(models.Issue, "Slug of an issue; its sub-issues are included.", phrase="on")


def by_party(how):
    return EntryFilter(
        models.Party, f"Slug of a party {how}; its bodies are included.", phrase="by"
    )


def of_negotiation():
    return EntryFilter(
        models.Negotiation,
        "Slug of a negotiation; through the round it is tied to.",
        phrase="in_negotiation",
    )


def at_round():
    return EntryFilter(models.Round, "Slug of a round it is tied to.", column="round")
