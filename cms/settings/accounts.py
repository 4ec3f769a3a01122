"""Log-in by e-mail: with a password or with a one-time code; a second factor for staff."""

from .environment import env

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/panel/"
LOGOUT_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = "/account/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
# Passwords belong to the log-in pages of the workspace, with their second factor.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds: mail takes its time
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# Sign-up, log-in by code and reset answer alike for known and unknown addresses.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Tandem"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off

# On: people with staff rights set up a second factor before they go on.
TANDEM_STAFF_MFA = env.bool("TANDEM_STAFF_MFA", default=False)

# Letters in the account's language; sign-up asks for a name.
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_CHANGE_EMAIL = True  # one address an account; a new one holds once it is confirmed
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "change_email": "people.forms.accounts.ChangeEmailForm",
    "change_password": "people.forms.accounts.ChangePasswordForm",
    "confirm_login_code": "people.forms.accounts.ConfirmLoginCodeForm",
    "login": "people.forms.accounts.LoginForm",
    "reauthenticate": "people.forms.accounts.ReauthenticateForm",
    "request_login_code": "people.forms.accounts.RequestLoginCodeForm",
    "reset_password": "people.forms.accounts.ResetPasswordForm",
    "reset_password_from_key": "people.forms.accounts.ResetPasswordKeyForm",
    "set_password": "people.forms.accounts.SetPasswordForm",
    "signup": "people.forms.accounts.SignupForm",
}
TANDEM_INVITATION_DAYS = env.int("TANDEM_INVITATION_DAYS", default=14)

# The one limit on how often something is sent: the log-in library's own, with lines of ours. Many sign up for an
# event from one office, behind one address.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "ask_question": "10/h/ip",
    "sign_up_visitor": "60/h/ip",
}
