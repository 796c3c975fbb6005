from api.filter_kinds import EntryFilter
from api.strict_filtering import StrictFilterSet
from api.v1.entries import EntryViewSet, cited_in, disputed, min_independent_sources
from api.v1.parts import EVIDENCE, EntryLink, FactSerializer, Permalink
from relations import models


class IssueSerializer(FactSerializer):
    url = Permalink("issue")
    parent = EntryLink(allow_null=True, help_text="The wider issue this one is a part of.")

    class Meta:
        model = models.Issue
        fields = ["slug", "url", "name", "description", "parent", "updated_at", *EVIDENCE]


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
    serializer_class = IssueSerializer
    filterset_class = IssueFilter
