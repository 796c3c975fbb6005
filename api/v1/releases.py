"""Archives of the record, as the command `build_release` makes them, listed and served."""

from http import HTTPStatus

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from api.openapi import RecordSchema
from api.release_folder import NAME_PATTERN, open_release, releases
from api.strict_filtering import check_parameters

LARGEST_SIZE = 2**53 - 1  # exact in every JSON reader
EXAMPLE = "negotiation-record-2026-11-24"


class ReleaseSerializer(serializers.Serializer):
    """An archive of the record as it was published on a day."""

    name = serializers.RegexField(f"^{NAME_PATTERN}$", help_text="Name of the archive.")
    date = serializers.DateField(help_text="Day whose record it is.")
    size = serializers.IntegerField(
        min_value=1, max_value=LARGEST_SIZE, help_text="Size of the file in bytes."
    )
    sha256 = serializers.RegexField(
        "^[0-9a-f]{64}$", help_text="SHA-256 of the file, in hexadecimal."
    )
    url = serializers.HyperlinkedIdentityField(
        view_name="v1:release", lookup_field="name", help_text="Address of the file."
    )


class ReleasesSerializer(serializers.Serializer):
    """All archives there are."""

    results = ReleaseSerializer(many=True, help_text="The archives, newest first.")


class ReleasesView(APIView):
    """The whole record as dated archives: tables, SQLite, JSON Lines, codebook and checksums."""

    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="getReleases",
        summary="Get the releases",
        description=(
            "The archives of the record that are kept here, newest first. Each has the whole "
            "published record of a day as CSV, JSON Lines and SQLite, described by a Data Package "
            "and a codebook. For all of the record at once; a part of it is had from the exports, "
            "such as `exportStatementsCsv`. An archive is never replaced, and whoever builds it "
            "from the same record gets the same bytes."
        ),
        responses=ReleasesSerializer,
    )
    def get(self, request):
        check_parameters(request.query_params, [], ())
        found = {"results": releases(settings.RELEASES_DIR)}
        return Response(ReleasesSerializer(found, context={"request": request}).data)


class ZipRenderer(BaseRenderer):
    """For reading Accept only: the file is sent as it is."""

    media_type = "application/zip"
    format = "zip"
    charset = None
    render_style = "binary"


class ReleaseSchema(RecordSchema):
    def _resolve_path_parameters(self, variables):
        return [
            {
                "in": "path",
                "name": name,
                "required": True,
                "description": "Name of the archive, as in the list of releases.",
                "schema": {"type": "string", "pattern": f"^{NAME_PATTERN}$"},
                "example": EXAMPLE,
            }
            for name in variables
        ]


class ReleaseView(APIView):
    """One archive of the record."""

    http_method_names = ["get", "head"]
    renderer_classes = [ZipRenderer]
    schema = ReleaseSchema()

    @extend_schema(
        operation_id="downloadRelease",
        summary="Get the archive of a release",
        description=(
            "The file of a release that `getReleases` lists. Its ETag is its SHA-256. Within it, "
            "`README.md` tells what each file is, and `SHA256SUMS` checks them all."
        ),
        parameters=[
            OpenApiParameter(
                "Content-Disposition",
                str,
                OpenApiParameter.HEADER,
                description="Name of the file.",
                response=[200],
            )
        ],
        responses={(200, ZipRenderer.media_type): OpenApiTypes.BINARY},
    )
    def get(self, request, name):
        check_parameters(request.query_params, [], ())
        try:
            release, file = open_release(settings.RELEASES_DIR, name)
        except FileNotFoundError as error:
            raise Http404 from error
        file.seek(0)
        # What is sent and what is only asked about have the headers in common.
        sent = FileResponse(
            file,
            as_attachment=True,
            filename=release.file_name,
            content_type=ZipRenderer.media_type,
            headers={"ETag": f'"{release.sha256}"'},
        )
        bodiless = HttpResponse(headers=dict(sent.items()))
        answer = get_conditional_response(request, sent["ETag"], response=bodiless)
        if answer.status_code == HTTPStatus.OK and request.method != "HEAD":
            return sent
        sent.close()
        return answer
