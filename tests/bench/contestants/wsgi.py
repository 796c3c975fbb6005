"""Entry point of the contestant that the environment names."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.contestants.settings"
application = get_wsgi_application()
