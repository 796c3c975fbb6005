"""An empty view of Django."""

from django.http import HttpResponse
from django.urls import path


def empty(request):
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("statements", empty)]
