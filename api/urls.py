"""Every address of the service."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from api import errors, front, guides
from relations.imprecise_date_reading import read_imprecise_date

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error

V1 = settings.BASE_DIR / "api" / "v1"
# Its guides in reading order, by the last part of their address.
V1_GUIDES = {
    "quick-start": V1 / "guide" / "quick-start.md",
    "conventions": V1 / "guide" / "conventions.md",
    "changelog": V1 / "CHANGES.md",
}
# Both documentation pages build their styles while they run, and ReDoc searches in a worker.
documentation = csp_update({"style-src": [SELF, UNSAFE_INLINE], "worker-src": [SELF, "blob:"]})

urlpatterns = [
    path("", front.front_page, name="front-page"),
    path("problems", front.problems, name="problems"),
    path("codebook", front.codebook_page, name="codebook"),
    path(
        "llms.txt",
        guides.guide_text,
        {"file": V1 / "guide" / "llms.md", "content_type": "text/plain; charset=utf-8"},
        "llms.txt",
    ),
    path("api/v1", front.contents, name="contents"),
    path("api/v1/openapi.yaml", front.schema_file, {"path": V1 / "openapi.yaml"}, "openapi-3.1"),
    path(
        "api/v1/openapi-3.0.yaml",
        front.schema_file,
        {"path": V1 / "openapi-3.0.yaml"},
        "openapi-3.0",
    ),
    path("api/v1/docs", documentation(front.swagger), name="swagger"),
    path("api/v1/redoc", documentation(front.redoc), name="redoc"),
    *guides.guide_paths("api/v1", V1_GUIDES),
    path("api/v1/", include("api.v1.urls")),
    re_path(r"^(?P<path>api/.*[^/])/+$", front.without_trailing_slash),
    path(
        "admin/imprecise-date/",
        admin.site.admin_view(read_imprecise_date),
        name="imprecise_date_reading",
    ),
    path("admin", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
]
