"""Inviting a person to log in: an account without a password, and one link that opens it once."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people import notices, rules
from people.actions.checks import record, require
from people.models import Invitation, Person, User
from workflows import clock
from workflows.errors import GuardsFailed
from workflows.outbox import write_messages


@transaction.atomic
def invite_person(*, person: Person, by: User, language: str = "") -> Invitation:
    """Send `person` a link that logs them in once; an earlier link stops working.

    Makes the account, so that roles can be given at once. Raise NotYours unless `by` may,
    GuardsFailed when there is no address or the address has an account of somebody else.
    """
    require(rules.can_invite, by, person)
    person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    _open_account(person, language or get_language() or "pl")
    return _send_link(person, by=by)


@transaction.atomic
def account_of_address(*, email: str, given_name: str, family_name: str, by: User) -> User:
    """Return the account that logs in with `email`; make one of that name, and invite to it, when there is none.

    For those who invite somebody to work with them and are not of the office: of an account that exists
    they learn nothing, not even that it does. Raise GuardsFailed when the account is closed,
    ValidationError when name or address are wrong.
    """
    address = email.strip().lower()
    known = User.objects.filter(email=address).first()
    if known is not None:
        if not known.is_active:
            raise GuardsFailed([_("This address cannot be invited. Ask for another one.")])
        return known
    person = Person(given_name=given_name, family_name=family_name, email=address, entered_by=None)
    person.full_clean()
    person.save()
    record(person, "entered", by=by)
    _open_account(person, get_language() or "pl")
    _send_link(person, by=by)
    return _account(person)


def _account(person: Person) -> User:
    if person.user is None:
        raise ValueError("The account was made just now.")
    return person.user


def _send_link(person: Person, *, by: User) -> Invitation:
    person.invitations.open().update(replaced=True)
    now = clock.now()
    invitation = Invitation.objects.create(
        person=person,
        email=person.email,
        sent_at=now,
        sent_by=by,
        expires_at=now + timedelta(days=settings.TANDEM_INVITATION_DAYS),
    )
    entry = record(person, "invited", by=by)
    write_messages(invitation, [notices.invitation], entry)
    return invitation


def _open_account(person: Person, language: str) -> None:
    if not person.email:
        raise GuardsFailed([_("Write this person's e-mail first; the invitation goes there.")])
    if person.user is None:
        if User.objects.filter(email=person.email).exists():
            raise GuardsFailed(
                [
                    _(
                        "This address already has an account. If it is the same person, merge the records."
                    )
                ]
            )
        person.user = User.objects.create_user(
            person.email, name=person.full_name, language=language
        )
        person.save(update_fields=["user"])


@transaction.atomic
def accept_invitation(*, invitation: Invitation, at: datetime, password: str = "") -> User:
    """Use the link up and return the account to log in; the address counts as proven.

    `password` may stay empty: then log-in goes by one-time codes. Raise GuardsFailed when the link
    was used, replaced or has expired.
    """
    fresh = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("person__user")
        .get(pk=invitation.pk)
    )
    user = fresh.person.user
    if not fresh.is_open(at) or user is None or not user.is_active:
        raise GuardsFailed(
            [_("This link no longer works. Ask for a new one, or log in with your e-mail.")]
        )
    fresh.accepted_at = at
    fresh.save(update_fields=["accepted_at"])
    if password:
        user.set_password(password)
        user.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    record(fresh.person, "joined", by=user)
    return user
