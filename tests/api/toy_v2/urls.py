from django.urls import path
from rest_framework import mixins, serializers
from rest_framework.viewsets import GenericViewSet

from api.strict_filtering import StrictFilterSet, check_parameters
from relations import models


class TopicSerializer(serializers.ModelSerializer):
    """A matter in dispute, by another name than in version 1."""

    key = serializers.SlugField(source="slug", help_text="Identifier.")

    class Meta:
        model = models.Issue
        fields = ["key", "name"]


class TopicFilter(StrictFilterSet):
    class Meta:
        model = models.Issue
        fields = []


class TopicViewSet(mixins.ListModelMixin, GenericViewSet):
    """Matters in dispute."""

    http_method_names = ["get", "head"]
    serializer_class = TopicSerializer
    filterset_class = TopicFilter
    model = models.Issue
    queryset = models.Issue.objects.published()
    has_facets = False
    orderings = {"slug": "slug"}
    default_ordering = tie_breaker = "slug"

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        check_parameters(request.query_params, ["search", "cursor", "page_size", "count"], [])


topics = TopicViewSet.as_view({"get": "list"}, basename="topic", detail=False)
urlpatterns = [path("topics", topics, name="topic-list")]
CONTENTS = {"topics": "topic-list"}
QUESTIONS = {}
