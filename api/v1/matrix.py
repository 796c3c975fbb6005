from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from api import record_time
from api.filter_kinds import AsOfFilter, CertaintyFilter, EntryFilter
from api.row_reading import Page
from api.strict_filtering import StrictFilterBackend, StrictFilterSet, check_parameters
from api.v1.entries import by_party, on_issue
from api.v1.parts import EntryLink
from api.v1.positions import PositionSerializer
from relations import models
from relations.matrix import matrix
from relations.vocabularies import CellKind


class MatrixCellSerializer(serializers.Serializer):
    """One party on one issue."""

    party = EntryLink(help_text="The party of the column.")
    kind = serializers.ChoiceField(
        choices=CellKind, help_text="Whether there is a position, and if none, what that means."
    )
    positions = PositionSerializer(
        many=True,
        help_text="The positions in force, of the party or its bodies; earliest beginning first.",
    )


class MatrixRowSerializer(serializers.Serializer):
    """One issue, with a cell for each party, in the order of `parties`."""

    issue = EntryLink(help_text="The issue of the row.")
    parent = EntryLink(
        source="issue.parent", allow_null=True, help_text="The wider issue it is a part of."
    )
    cells = MatrixCellSerializer(many=True, help_text="A cell for each party, in their order.")


class MatrixSerializer(serializers.Serializer):
    """Who stands where on a day: one row for each issue, one cell for each party."""

    as_of = serializers.DateField(source="day", help_text="The day the matrix is of.")
    parties = EntryLink(many=True, help_text="The parties of the columns, by name.")
    rows = MatrixRowSerializer(many=True, help_text="The issues, wider before narrower, by name.")


class MatrixFilter(StrictFilterSet):
    """Which rows and columns; nothing is filtered out of a cell."""

    issue = on_issue()
    party = by_party("that has a column")
    negotiation = EntryFilter(
        models.Negotiation,
        "Slug of a negotiation: rows for the issues of what is tied to its rounds, and, unless "
        "`party` is given, columns for its parties.",
        phrase="in_negotiation",
    )
    as_of = AsOfFilter(
        "The day, such as 2025-05-14, whose positions in force are shown; today if not given. By "
        "default an unknown beginning or end excludes nothing; with `certainty=certain` they must "
        "have begun for certain."
    )
    certainty = CertaintyFilter()
    search = None  # a cell without positions must not mean that their words were not searched for


class MatrixView(record_time.AnswersOfThePast, GenericAPIView):
    """Who stands where: positions in force on a day, by issue and party."""

    http_method_names = ["get", "head"]
    detail = False
    serializer_class = MatrixSerializer
    filterset_class = MatrixFilter
    pagination_class = None
    included = ()

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        allowed = [*self.filterset_class.base_filters, record_time.PARAMETER]
        repeatable = self.filterset_class.repeatable_parameters()
        check_parameters(request.query_params, allowed, repeatable)
        self.ask_the_past(request)
        if "as_of" not in request.query_params:
            self.of_today()

    @extend_schema(
        operation_id="getMatrix",
        summary="Get the matrix of issues and parties",
        description=(
            "Who stands where on a day: one row for each issue, one cell for each party, with the "
            "positions in force, each complete with its citations. A cell without a position says "
            "what that means. Without `party`, the columns are the parties that belong to no other "
            "and hold a position on one of the issues; without `issue`, the rows are all issues. A "
            "position stands in the row of its own issue only. One day at a time: how positions "
            "moved from day to day is told by `getTimeline`; single ones are in `listPositions`."
        ),
        responses=MatrixSerializer,
    )
    def get(self, request):
        return Response(self.get_matrix())

    def get_matrix(self):
        """The answer, as MatrixSerializer describes it."""
        asked = StrictFilterBackend().read(self.request, models.Position.objects.none(), self)
        found = matrix(
            asked.value("as_of") or timezone.now().date(),
            issues=asked.value("issue") or (),
            parties=asked.value("party") or (),
            negotiations=asked.value("negotiation") or (),
            is_certain=asked.is_certain,
        )
        cells = [cell for row in found.rows for cell in row.cells]
        numbers = {position.pk for cell in cells for position in cell.positions}
        positions = Page(self.request).entries(PositionSerializer, list(numbers))
        parties = {party: _link(party) for party in found.parties}
        return {
            "as_of": found.day.isoformat(),
            "parties": list(parties.values()),
            "rows": [
                {
                    "issue": _link(row.issue),
                    "parent": row.issue.parent and _link(row.issue.parent),
                    "cells": [
                        {
                            "party": parties[cell.party],
                            "kind": cell.kind,
                            "positions": [
                                positions[position.pk][0]
                                for position in cell.positions
                                if position.pk in positions
                            ],
                        }
                        for cell in row.cells
                    ],
                }
                for row in found.rows
            ],
        }


def _link(entry):
    return {"slug": entry.slug, "name": str(entry)}
