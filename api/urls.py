"""Every address of the service."""

from django.conf import settings
from django.contrib import admin
from django.urls import path, re_path
from django.views.generic import RedirectView

from api import errors, front, guides
from api.version_pages import addresses_of
from api.versions import served_versions
from relations.imprecise_date_reading import read_imprecise_date

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("", front.front_page, name="front-page"),
    path("problems", front.problems, name="problems"),
    path("codebook", front.codebook_page, name="codebook"),
    path("llms.txt", guides.map_for_models, name="llms.txt"),
    path("robots.txt", front.robots, name="robots.txt"),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}api/icon.svg")),
    path("docs", RedirectView.as_view(pattern_name="v1:swagger")),
    path("redoc", RedirectView.as_view(pattern_name="v1:redoc")),
    *map(addresses_of, served_versions()),
    re_path(r"^(?P<path>api/.*[^/])/+$", front.without_trailing_slash),
    path(
        "admin/imprecise-date/",
        admin.site.admin_view(read_imprecise_date),
        name="imprecise_date_reading",
    ),
    path("admin", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
]
