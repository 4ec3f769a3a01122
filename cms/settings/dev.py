"""A laptop, or `make run`: SQLite, mail into a folder, secrets made on the first start."""

from .base import *
from .environment import env, kept_secret

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = kept_secret("SECRET_KEY")
HISTORY_KEY = kept_secret("HISTORY_KEY")

# Test users at the log-in page, the styleguide and the mail folder: never in production.
TANDEM_DEMO = env.bool("TANDEM_DEMO", default=True)
TANDEM_DEVELOPMENT = True
EMAIL_BACKEND = "cms.mail.FolderBackend"

# Static files straight from the source: no collecting step while developing.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
