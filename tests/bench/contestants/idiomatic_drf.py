"""Django REST framework as its guide has it: serializers, a view set, pages by cursor."""

from django.urls import include, path
from rest_framework import serializers
from rest_framework.pagination import CursorPagination
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from relations.models import Citation, Statement
from tests.bench.contestants import PAGE
from tests.bench.contestants.published import is_disputed, sources_of, statements


class LinkSerializer(serializers.Serializer):
    slug = serializers.CharField()
    name = serializers.CharField(source="__str__")


class CitationSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField("statement-detail", lookup_field="slug")
    document = LinkSerializer()
    document_sha256 = serializers.CharField(source="document.sha256")
    reporting_chain = serializers.SerializerMethodField()

    class Meta:
        model = Citation
        fields = ["slug", "url", "document", "start", "end", "line", "passage_sha256"]
        fields += ["document_sha256", "exact", "prefix", "suffix", "bearing", "reported_via"]
        fields += ["reporting_chain", "note"]

    def get_reporting_chain(self, citation):
        return [{"role": role, "name": name} for role, name in citation.reporting_chain]


class StatementSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField("statement-detail", lookup_field="slug")
    speaker = LinkSerializer()
    parties = serializers.SerializerMethodField()
    issues = serializers.SerializerMethodField()
    round = LinkSerializer()
    disputed = serializers.SerializerMethodField()
    independent_sources = serializers.SerializerMethodField()
    citations = CitationSerializer(many=True)

    class Meta:
        model = Statement
        fields = ["slug", "url", "speaker", "speaker_as_printed", "parties", "authority", "mode"]
        fields += ["text", "language", "is_translation", "said_on", "said_as_printed"]
        fields += ["said_earliest", "said_latest", "said_basis", "said_note", "venue"]
        fields += ["reported_by", "issues", "round", "version", "corrected_at"]
        fields += ["correction_reason", "reviewed_in", "updated_at", "disputed"]
        fields += ["independent_sources", "citations"]

    def get_parties(self, statement):
        links = statement.party_links.all()
        return LinkSerializer([link.party for link in links], many=True).data

    def get_issues(self, statement):
        links = statement.issue_links.all()
        return LinkSerializer([link.issue for link in links], many=True).data

    def get_disputed(self, statement):
        return is_disputed(statement)

    def get_independent_sources(self, statement):
        return sources_of(statement)


class Pages(CursorPagination):
    page_size = PAGE
    ordering = ("-said_earliest", "slug")


class StatementViewSet(ReadOnlyModelViewSet):
    serializer_class = StatementSerializer
    pagination_class = Pages
    lookup_field = "slug"

    def get_queryset(self):
        return statements()


router = SimpleRouter(trailing_slash=False)
router.register("statements", StatementViewSet, "statement")
urlpatterns = [path("", include(router.urls))]
