"""Settings of the contestants: those of the service, with hardly any middleware."""

import os

from api.settings import *  # noqa: F403

# It tells how long an answer is, which the empty view does by itself.
COMMON = "django.middleware.common.CommonMiddleware"
MIDDLEWARE = [] if os.environ["CONTESTANT"] == "empty_view" else [COMMON]
ROOT_URLCONF = f"tests.bench.contestants.{os.environ['CONTESTANT']}"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
