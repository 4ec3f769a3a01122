"""What the installation does once: its first administrator, the first message that leaves it."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from cms.models import Installation
from people.models import User
from workflows import clock


@transaction.atomic
def make_first_administrator(*, email: str, password: str) -> User:
    """Make the account that may administer this installation; its address counts as confirmed."""
    user = User.objects.create_superuser(email, password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def send_test_message(*, by: User) -> None:
    """Send `by` a message at once, past the outbox, so that a wrong mail server shows here.

    Raises:
        OSError: what the mail server or the way there refused.
    """
    send_mail(
        _("Tandem can send mail"),
        _("You asked for this message. Go back to the first steps and say that it arrived."),
        settings.DEFAULT_FROM_EMAIL,
        [by.email],
    )


def confirm_mail_arrives(*, by: User) -> None:
    """Note that somebody has seen the test message."""
    installation = Installation.load()
    installation.mail_seen_at = clock.now()
    installation.save(update_fields=["mail_seen_at"])
