"""All settings, from the environment; the defaults run a complete server on SQLite."""

from pathlib import Path

import environ
from corsheaders.defaults import default_headers
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from api.private_files import keep_private
from api.secret_key import stored_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var")))
# It holds password hashes and sessions, so it is for its owner only.
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
# Of archives of the record, which are public; `build_release` makes the folder.
RELEASES_DIR = Path(env("RELEASES_DIR", default=str(DATA_DIR / "releases")))

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Database -----------------------------------------------------------------------------------------
SQLITE_OPTIONS = {
    # Take the write lock at the start of a transaction: a read lock cannot be upgraded under WAL.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL, because NORMAL loses acknowledged commits when the power fails. Each connection keeps
    # 8 MB of the file in memory: with 2, the default, a large record is read again for each page.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8000;",
}
# The longest that one query (PostgreSQL), or the queries of one request (SQLite), may take.
STATEMENT_TIMEOUT_MS = env.int("STATEMENT_TIMEOUT_MS", default=5000)
POSTGRESQL_OPTIONS = {
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,
    "keepalives_idle": 30,
    "options": (
        f"-c statement_timeout={STATEMENT_TIMEOUT_MS}"
        " -c lock_timeout=2000 -c idle_in_transaction_session_timeout=15000"
        # What finds a page is done sooner than helpers would have started.
        " -c parallel_setup_cost=20000"
    ),
}

database = env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'record.sqlite3'}")
if database["ENGINE"].endswith("sqlite3"):
    # Closing the last connection would checkpoint and delete the write-ahead log each time.
    database |= {"CONN_MAX_AGE": None, "OPTIONS": SQLITE_OPTIONS}
    if database["NAME"] != ":memory:":
        keep_private(Path(database["NAME"]))
elif database["ENGINE"].endswith("postgresql"):
    database |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    database["OPTIONS"] = POSTGRESQL_OPTIONS | database.get("OPTIONS", {})
else:
    raise ImproperlyConfigured("DATABASE_URL: use sqlite:///path or postgresql://...")
DATABASES = {"default": database}

# Every machine of an installation on PostgreSQL needs the same key, so none is made up there.
SECRET_KEY = env("SECRET_KEY", default="") or stored_secret_key(
    DATA_DIR / "secret_key", may_create=database["ENGINE"].endswith("sqlite3") or DEBUG
)

# Application --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "relations.apps.RelationsConfig",
    "api.apps.ApiConfig",
    "relations.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "simple_history",
    "import_export",
    "corsheaders",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "api.middleware.Compression",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "api.middleware.PublicLimits",
    "api.middleware.Deprecations",
    "api.deadline.QueryDeadline",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "api.middleware.ConditionalReads",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "api.middleware.BodyLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "api.middleware.DatabaseErrors",
]
ROOT_URLCONF = "api.urls"
WSGI_APPLICATION = "api.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
SIMPLE_HISTORY_DATE_INDEX = "composite"
SIMPLE_HISTORY_REVERT_DISABLED = True
# Indexes hold further columns on PostgreSQL; see relations/ordered_index.py for SQLite.
# Whether other hosts of its domain have HTTPS, an installation cannot know: security.W005 and W021.
SILENCED_SYSTEM_CHECKS = ["models.W040", "security.W005", "security.W021"]

# Django by itself prints no errors unless DEBUG is on.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": True},
        # Answers below 500 are the reader's own, and the proxy's log has them.
        "django.request": {"level": "ERROR"},
        # Whoever sends a wrong Host header must not fill the log.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

LOGIN_REDIRECT_URL = "admin:index"

STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=None)
WHITENOISE_USE_FINDERS = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Public API ---------------------------------------------------------------------------------------
API_VERSIONS = ["api.v1"]
# How much memory each process may take for answers that are ready to be sent again.
READY_ANSWERS_BYTES = env.int("READY_ANSWERS_MB", default=64) * 1_048_576
# By default whoever keeps an answer asks each time whether it is still right, which costs next to
# nothing. A number of seconds lets shared caches, such as a CDN, answer by themselves for so long.
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", default=0)
CACHE_CONTROL = ", ".join(
    [
        "public",
        "max-age=0",
        *([f"s-maxage={SHARED_CACHE_SECONDS}"] if SHARED_CACHE_SECONDS else []),
        "stale-if-error=86400",
    ]
)
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = [*default_headers, "if-none-match"]
CORS_EXPOSE_HEADERS = [
    "Content-Disposition",
    "Deprecation",
    "ETag",
    "Link",
    "Record-Revision",
    "Retry-After",
    "Sunset",
]

REST_FRAMEWORK = {
    # Reads are anonymous: no cookie is read, so answers do not vary by it and can be shared.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["api.json_renderer.FastJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_PAGINATION_CLASS": "api.pagination.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["api.strict_filtering.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "api.openapi.RecordSchema",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.negotiation.SafeNegotiation",
    "EXCEPTION_HANDLER": "api.errors.answer_with_problem",
    # Off unless a rate is given: a real limit belongs to the proxy in front of the service.
    "DEFAULT_THROTTLE_CLASSES": (
        ["rest_framework.throttling.AnonRateThrottle"] if env("THROTTLE_RATE", default="") else []
    ),
    "DEFAULT_THROTTLE_RATES": {"anon": env("THROTTLE_RATE", default="") or None},
    "NUM_PROXIES": env.int("NUM_PROXIES", default=0),
}

SPECTACULAR_SETTINGS = {
    # It would make a document of all versions together; tests compare that of each with the code.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "TITLE": "Negotiation record",
    "DESCRIPTION": (
        "Rounds of talks, positions per issue and party, and quoted statements, each tied to the "
        "passage of the document that supports it. Every address is read-only, anonymous and shows "
        "published entries only.\n\n"
        "**Dates** may be imprecise, and are written as in ISO 8601-2 (EDTF): `2025`, `2025-05`, "
        "`2025-05-14`; seasons `2026-21` (spring, March to May) to `2026-24` (winter, December to "
        "February); quarters `2026-33` to `2026-36`; `~` (approximate), `?` (uncertain) or `%` "
        "(both) behind a date; intervals `2025-05/2025-07`; open ends `../2025` and `2025/..`. "
        "Filters take the same. For programs each date has its first and last day beside it "
        "(`..._earliest`, `..._latest`; 0001-01-01 and 9999-12-31 stand for an open end). A date "
        "that no document gives is null, and such entries are in no range of days."
    ),
    # No addresses: only the installation knows its own, and openapi-generator takes no path here.
    "CONTACT": {"name": "The maintainers of this installation"},
    "SERVERS": [{"url": "/", "description": "The server this document comes from."}],
    "SERVE_INCLUDE_SCHEMA": False,
    # The order of the router is the order of reading.
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["api.openapi.finish_schema"],
}

# Admin --------------------------------------------------------------------------------------------
# An entry's page holds all its citations and links, and each of them has a dozen fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# A text of ten million characters may be pasted; who is not logged in may send far less.
DATA_UPLOAD_MAX_MEMORY_SIZE = 67_108_864
# What relations.admin.spreadsheets decides by itself. Should a page ever go back to the library's
# own ways, it lets in nobody without a permission, and writes no formula.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# Security -----------------------------------------------------------------------------------------
HTTPS = env.bool("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
