"""A real installation: PostgreSQL, Redis, SMTP; a missing value stops the start."""

from .base import *
from .base import STORAGES
from .environment import env, required
from .logs import logging

SECRET_KEY = required("SECRET_KEY", "It signs sessions and links; give 50 random characters.")
HISTORY_KEY = required(
    "HISTORY_KEY",
    "It seals the history of every object; give 50 random characters and never change them.",
)
required("DATABASE_URL", "Name the PostgreSQL database, as postgres://user:password@host/name.")
REDIS_URL = required("REDIS_URL", "Name the Redis server, as redis://host:6379/0.")
TANDEM_URL = required("TANDEM_URL", "Give the address people type, as https://tandem.example.org.")
ALLOWED_HOSTS = required(
    "ALLOWED_HOSTS", "List the host names of this site, separated by commas."
).split(",")
DEFAULT_FROM_EMAIL = required(
    "DEFAULT_FROM_EMAIL", "Give the sender of all mail, as Tandem <tandem@example.org>."
)
SERVER_EMAIL = env.str("SERVER_EMAIL", default=DEFAULT_FROM_EMAIL)
required("EMAIL_URL", "Name the mail server, as smtp+tls://user:password@host:587.")
_mail = env.email_url("EMAIL_URL")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)

TANDEM_DEMO = False
TANDEM_DEVELOPMENT = False
WAGTAILADMIN_BASE_URL = TANDEM_URL
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[TANDEM_URL])
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=60 * 60 * 24 * 365)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
TANDEM_STAFF_MFA = env.bool("TANDEM_STAFF_MFA", default=True)

LOGGING = logging(as_json=True, level=env.str("LOG_LEVEL", default="INFO"))
