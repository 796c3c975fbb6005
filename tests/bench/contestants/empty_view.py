"""An empty view of Django."""

from django.http import HttpResponse
from django.urls import path


def empty(request):
    return HttpResponse("ok", content_type="text/plain", headers={"Content-Length": "2"})


urlpatterns = [path("statements", empty)]
