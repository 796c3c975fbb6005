"""Every address of the service, with those of the second version."""

from api.urls import *  # noqa: F403 - a URLconf with the same handlers
from api.urls import urlpatterns as of_the_service
from api.version_pages import addresses_of
from tests.api.toy_v2 import VERSION

urlpatterns = [addresses_of(VERSION), *of_the_service]
