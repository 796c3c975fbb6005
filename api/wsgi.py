"""Entry point for WSGI servers."""

import gc
import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api.settings")


class Request(WSGIRequest):
    """A request that survives a Content-Type nobody can read; Django's own leaves no answer."""

    def _set_content_type_params(self, meta):
        try:
            super()._set_content_type_params(meta)
        except (TypeError, ValueError):  # the standard library's reader of RFC 2231 parameters
            self.content_type, self.content_params = "", {}


class Handler(WSGIHandler):
    request_class = Request


django.setup(set_prefix=False)

from api.ready_answers import ReadyAnswers  # noqa: E402 - it needs the settings

application = ReadyAnswers(Handler())
# What is loaded stays: it need not be looked through for garbage again and again.
get_resolver().url_patterns  # noqa: B018 - loads the views
gc.freeze()
