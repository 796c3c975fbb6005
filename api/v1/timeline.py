from datetime import date

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from api.filter_kinds import AfterFilter, BeforeFilter, CertaintyFilter, VocabularyFilter
from api.strict_filtering import StrictFilterBackend, StrictFilterSet
from api.v1.entries import EntryViewSet, by_party, of_negotiation, on_issue
from api.v1.parts import CitedPassage, EntryLink
from relations import models
from relations.movement import Movements
from relations.vocabularies import Act, DateBasis, PositionChange


class MovementSerializer(serializers.Serializer):
    """A step: a position that begins, or a later statement that reaffirms it."""

    change = serializers.ChoiceField(
        choices=PositionChange, help_text="What the step changes against what was before."
    )
    position = EntryLink(help_text="The position that holds from this step on.")
    act = serializers.ChoiceField(
        source="position.act", choices=Act, help_text="What the party does by taking the position."
    )
    summary = serializers.CharField(
        source="position.summary", help_text="The position in our own words."
    )
    supersedes = EntryLink(
        source="position.supersedes",
        many=True,
        help_text="The earlier positions that this one replaces.",
    )
    moved_on = serializers.CharField(
        allow_null=True,
        help_text="When: from when the position is held, or when the statement was said.",
    )
    moved_as_printed = serializers.CharField(help_text="That date in the words of the document.")
    moved_earliest = serializers.DateField(allow_null=True, help_text="First day it can mean.")
    moved_latest = serializers.DateField(allow_null=True, help_text="Last day it can mean.")
    moved_basis = serializers.ChoiceField(
        choices=DateBasis,
        allow_null=True,
        help_text="Whether the date is stated or inferred; null if there is no date.",
    )
    moved_note = serializers.CharField(help_text="Why the date is inferred.")
    round = EntryLink(allow_null=True, help_text="The round at which the step was taken.")
    statements = EntryLink(
        many=True,
        help_text="The statements that express it; later ones are steps of their own.",
    )
    citations = CitedPassage(many=True, help_text="The passages that support or dispute the step.")


class PositionChainSerializer(serializers.Serializer):
    """How the position of one party on one issue moved."""

    party = EntryLink(help_text="Whose position it is.")
    issue = EntryLink(help_text="The issue it is about.")
    movements = MovementSerializer(
        many=True,
        help_text=(
            "The steps, earlier dates first and undated ones last, but none before one that it "
            "follows from."
        ),
    )


class OfOneStep:
    """Filter mixin: filters nothing by itself, for one step must fit the change and both ends."""

    def filter(self, queryset, value):
        return queryset


class StepAfterFilter(OfOneStep, AfterFilter):
    pass


class StepBeforeFilter(OfOneStep, BeforeFilter):
    pass


class StepChangeFilter(OfOneStep, VocabularyFilter):
    pass


class TimelineFilter(StrictFilterSet):
    party = by_party("that holds the positions")
    issue = on_issue()
    negotiation = of_negotiation()
    change = StepChangeFilter(PositionChange, "What the step changes.")
    moved_after = StepAfterFilter("Steps in or after this time.")
    moved_before = StepBeforeFilter("Steps in or before this time.")
    certainty = CertaintyFilter()

    @property
    def movements(self):
        """The steps that the values ask for."""
        first, last = self.value("moved_after"), self.value("moved_before")
        days = (first.earliest if first else date.min, last.latest if last else date.max)
        return Movements(
            self.qs,
            changes=tuple(self.value("change") or ()),
            days=days if first or last else None,
            is_certain=self.is_certain,
        )


class TimelineView(EntryViewSet):
    """How positions moved: the steps of a party on an issue, in order, each with its evidence."""

    model = models.Position
    serializer_class = PositionChainSerializer
    filterset_class = TimelineFilter
    filter_backends = [StrictFilterBackend]
    # A chain has no slug; one of its positions' would change while rows are added.
    orderings = {"party": "party__slug"}
    default_ordering = "party"
    tie_breaker = "issue__slug"
    has_facets = False

    @extend_schema(
        operation_id="getTimeline",
        summary="Get the timeline of positions",
        description=(
            "How positions moved: for each party and issue the chain of steps, each with what it "
            "changes, when, in which round or statement, and on what evidence. A step is a "
            "position that begins, or a later statement that reaffirms it. A range of days leaves "
            "the steps that fall into it. All filters given must hold; of one repeated filter, any "
            "value may. The chains are in the order of the slugs of their parties, and those of "
            "one party in that of their issues. Who stands where on one day is told by `getMatrix`."
        ),
    )
    def list(self, request, *args, **kwargs):
        filterset = StrictFilterBackend().read(request, models.Position.objects.published(), self)
        heads = self.paginate_queryset(filterset.movements.heads().with_links())
        chains = filterset.movements.chains(
            heads,
            links=("round", "citations"),
            statement_links=("round", "citations"),
        )
        return self.get_paginated_response(self.get_serializer(chains, many=True).data)
