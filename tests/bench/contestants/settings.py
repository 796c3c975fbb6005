"""Settings of the contestants: those of the service, without its middleware."""

import os

from api.settings import *  # noqa: F403

MIDDLEWARE = []
ROOT_URLCONF = f"tests.bench.contestants.{os.environ['CONTESTANT']}"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
