from api.filter_kinds import EntryFilter
from api.strict_filtering import StrictFilterSet
from api.v1.briefs import Included, IncludedEntries, IssueBrief, PositionBrief
from api.v1.entries import EntryViewSet, cited_in, disputed, min_independent_sources
from api.v1.parts import EDITION, EVIDENCE, EntryLink, FactSerializer, Permalink
from relations import models


class IssueIncluded(Included):
    """The long related parts of an issue, each only if asked for."""

    sub_issues = IncludedEntries(
        IssueBrief,
        help_text="The issues next below it.",
    )
    positions = IncludedEntries(
        PositionBrief,
        help_text="Positions on it, not on its sub-issues.",
    )


class IssueSerializer(FactSerializer):
    url = Permalink("issue")
    parent = EntryLink(allow_null=True, help_text="The wider issue this one is a part of.")
    included = IssueIncluded()

    class Meta:
        model = models.Issue
        fields = [
            "slug",
            "url",
            "name",
            "description",
            "parent",
            *EDITION,
            *EVIDENCE,
            "included",
        ]


class IssueFilter(StrictFilterSet):
    issue = EntryFilter(
        models.Issue, "Slug of an issue; answers it and all below it.", phrase="within"
    )
    document = cited_in()
    disputed = disputed()
    min_independent_sources = min_independent_sources()


class IssueViewSet(EntryViewSet):
    """Matters in dispute, as a tree from the general to the particular."""

    model = models.Issue
    links = ("parent", "citations")
    includes = IssueIncluded.names()
    serializer_class = IssueSerializer
    filterset_class = IssueFilter
