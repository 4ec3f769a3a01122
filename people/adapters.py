"""How the log-in library behaves here: its words, its letters, where it leads."""

import logging
from smtplib import SMTPException
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.actions.persons import follow_account
from people.models import User

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Letters go in the language of the account; answers never tell whether an account exists."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This e-mail and this password do not belong together. Check both, or log in with a code."
        ),
        "incorrect_code": _(
            "This is not the code from the letter. Check it, or ask for a new one."
        ),
        "too_many_login_attempts": _(
            "Too many attempts. Wait five minutes, or log in with a code."
        ),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "enter_current_password": _("This is not your present password."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a log-in letter at once, past the outbox: its code must not lie in a table that staff read.

        A mail server that does not answer is logged and not shown, because an error page for some
        addresses and not for others would tell which of them have an account.
        """
        language = (
            User.objects.filter(email=email.lower()).values_list("language", flat=True).first()
        )
        with translation.override(language or translation.get_language() or "pl"):
            try:
                super().send_mail(template_prefix, email, context)
            except (OSError, SMTPException):
                log.exception("A log-in letter was not sent.")

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm the address; where the person was reached at the old one, they are now at the new."""
        before = (
            User.objects.filter(pk=email_address.user_id).values_list("email", flat=True).first()
        )
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed and before:
            follow_account(account=User.objects.get(pk=email_address.user_id), before=before)
        return confirmed

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to one's own data after a change of password."""
        return reverse("people:me")
