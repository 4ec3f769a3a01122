"""Settings of every installation; `dev`, `test` and `production` add what differs."""

from pathlib import Path

from .accounts import *
from .databases import chosen
from .environment import BASE_DIR, VAR, env
from .languages import *
from .logs import logging
from .security import *
from .tasks import *

DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
INTERNAL_IPS = ["127.0.0.1"]

# Upper rooms first: a template or static file of an upper room wins over a lower one's.
ROOMS = [
    "cms",
    "reporting",
    "grants",
    "mentoring",
    "activities",
    "finance",
    "programmes",
    "questionnaires",
    "people",
    "workflows",
]
INSTALLED_APPS = [
    "modeltranslation",
    *ROOMS,
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "django_htmx",
    "localflavor",
    "csp",
]

MIDDLEWARE = [
    "cms.middleware.RequestContext",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.PageEditorPolicy",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "workflows.kept_uploads.KeptUploads",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.middleware.StaffSecondFactor",
    "cms.middleware.FirstDay",
    "cms.middleware.EditorsDoor",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
ASGI_APPLICATION = "cms.asgi.application"

FORM_RENDERER = "cms.renderers.Screen"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cms.context_processors.installation",
                "cms.context_processors.screen",
                "workflows.context_processors.waiting",
            ],
        },
    },
]

DATABASES = {"default": chosen()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# Published pictures and documents of the public site; private files lie in TANDEM_FILES
# and leave only through workflows:file, which asks the policy of the file's owner.
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
TANDEM_FILES = VAR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "workflows.storage.PrivateFolder",
        "OPTIONS": {"location": str(TANDEM_FILES), "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a long questionnaire is one form
FILE_UPLOAD_PERMISSIONS = 0o640
TANDEM_FILE_LIMIT = 20 * 1024 * 1024  # bytes, a single private file
# Who looks for viruses: clamd://host:3310, clamd:///run/clamav/clamd.ctl, a function's name, or nobody.
TANDEM_SCANNER = env.str("TANDEM_SCANNER", default="")
TANDEM_PHOTO_SIDE = env.int("TANDEM_PHOTO_SIDE", default=2000)  # pixels; browsers shrink to it

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Tandem <tandem@localhost>")
SERVER_EMAIL = env.str("SERVER_EMAIL", default=DEFAULT_FROM_EMAIL)
EMAIL_TIMEOUT = 20
TANDEM_DAILY_LETTER_HOUR = env.int("TANDEM_DAILY_LETTER_HOUR", default=7)  # in Warsaw
TANDEM_LETTERS_A_MINUTE = env.int("TANDEM_LETTERS_A_MINUTE", default=60)  # of one decision
TANDEM_MAIL_FOLDER = VAR / "mail"
TANDEM_BACKUPS = Path(env.str("TANDEM_BACKUPS", default=str(VAR / "backups")))

# The address people see in mail and PDF; mail is written outside a request.
TANDEM_URL = env.str("TANDEM_URL", default="http://127.0.0.1:8000").rstrip("/")
TANDEM_DEMO = False
TANDEM_DEVELOPMENT = False
WAGTAIL_SITE_NAME = "Tandem"
WAGTAILADMIN_BASE_URL = TANDEM_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # “ruszyl-nabor”: an address that can be read out and typed
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING = logging(as_json=False, level=env.str("LOG_LEVEL", default="WARNING"))
