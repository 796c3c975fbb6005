"""Where the time of a cold page goes: `python -m tests.bench.profile_cold`."""

import json
import os
import subprocess
import sys

from tests.bench.report import told
from tests.bench.servers import ROOT

REQUESTS = 200
# Own time of functions, by where they stand; the first that fits.
PARTS = {
    "queries in the database": ("method 'execute'", "method 'fetch", "SQLiteCursorWrapper"),
    "writing JSON": ("orjson",),
    "reading pages as rows": ("api/row_reading.py", "api/v1/", "relations/models"),
    "the ORM, for places of the page": ("django/db/",),
    "Django REST framework and filters": ("rest_framework/", "django_filters/", "django/forms"),
    "middleware of others": ("corsheaders", "csp", "whitenoise", "simple_history"),
    "the rest of Django": ("django/",),
    "the rest of the service": ("api/", "relations/"),
}


def lines(url):
    """Shares of the time of a cold list page on this database, in a process of its own."""
    environment = {**os.environ, "DATABASE_URL": url}
    command = [sys.executable, "-m", "tests.bench.profile_cold"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return [told(part, share, " %") for part, share in json.loads(ran.stdout).items()]


def shares():
    import cProfile
    import io
    import pstats

    from api.wsgi import application

    def ask(number):
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/api/v1/statements",
            "QUERY_STRING": "",
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT": f"application/json, no/{number}",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        return b"".join(application(environ, lambda *_: None))

    for number in range(20):
        ask(number)
    profile = cProfile.Profile()
    profile.enable()
    for number in range(20, REQUESTS):
        ask(number)
    profile.disable()
    found = dict.fromkeys(PARTS, 0) | {"everything else": 0}
    for (path, _, name), (_, _, own, _, _) in pstats.Stats(profile).stats.items():
        place = f"{path.replace(str(ROOT), '')} {name}"
        part = next((part for part, marks in PARTS.items() if any(m in place for m in marks)), None)
        found[part or "everything else"] += own
    total = sum(found.values())
    return {part: 100 * own / total for part, own in found.items()}


if __name__ == "__main__":
    print(json.dumps(shares()))
