"""The patron of a group: asking it, and what its answer opens, closes and leaves on record."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from grants.actions.sharing import note_on_application
from grants.models import Application, Patronage
from grants.rules import application as application_rules
from grants.rules import patron as rules
from grants.rules.sharing import PATRON
from people.actions.invitations import account_of_address
from people.numbers import validate_nip
from workflows.consequences import follows, timed
from workflows.errors import GuardsFailed, NotFromHere, NotYours
from workflows.models import History
from workflows.moves import SYSTEM
from workflows.roles import end_role, give_role, holders

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def ask_patron(
    *,
    application: Application,
    email: str,
    given_name: str,
    family_name: str,
    by: User,
    at: datetime,
) -> Patronage:
    """Ask whoever has the address `email` whether the organisation that the application names is its patron.

    An address without an account gets one, with a link to log in. A question to another organisation that still
    stands is called off. Raises NotYours unless `by` is the author, NotFromHere once it is not written any more,
    GuardsFailed where no patron is named, this one was asked already, or the address cannot answer for it.
    """
    fresh = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call", "answers")
        .get(pk=application.pk)
    )
    if not application_rules.is_author(by, fresh):
        raise NotYours(application_rules.is_author.why_not(by, fresh))
    if not fresh.is_written:
        raise NotFromHere([_("A patron is asked while the application is being written.")])
    due = rules.answer_due(fresh, at)
    if due is None:
        raise NotFromHere([_("The time to submit is over, so nobody can be asked any more.")])
    name, nip = _named(fresh)
    _refuse_another(fresh)
    user = account_of_address(email=email, given_name=given_name, family_name=family_name, by=by)
    if user in (fresh.author, *_writers(fresh)):
        raise GuardsFailed(
            [
                _(
                    "Whoever writes the application cannot answer for its patron. Give another address."
                )
            ]
        )
    for other in fresh.patronages.standing():
        other.call_off(by=by)
    return Patronage.objects.begin(
        by=by,
        application=fresh,
        organisation_name=name,
        nip=nip,
        user=user,
        asked_at=at,
        due_at=due,
    )


def _writers(application: Application) -> list[User]:
    return [one.user for one in application.co_authors.standing().select_related("user")]


def _named(application: Application) -> tuple[str, str]:
    """The patron as the application names it now; raises GuardsFailed where that is not enough to ask it."""
    name, nip = rules.patron_named(application)
    if not rules.needs_patron(application) or not name or not nip:
        raise GuardsFailed(
            [_("First name the patron organisation and its NIP in the application.")]
        )
    try:
        validate_nip(nip)
    except ValidationError as error:
        raise GuardsFailed(error.messages) from error
    return name[:200], nip


def _refuse_another(application: Application) -> None:
    if rules.standing_with(application) is not None:
        raise GuardsFailed([_("This organisation was asked already. Call the question off first.")])
    if application.patronages.count() >= rules.ASKED_AT_MOST:
        raise GuardsFailed(
            [
                _("At most %(count)d questions can be sent for one application.")
                % {"count": rules.ASKED_AT_MOST}
            ]
        )


@follows(Patronage.confirm)
def open_to_patron(patronage: Patronage, entry: History) -> None:
    """Whoever confirmed reads the application from now on, and hears how it fares."""
    application = patronage.application
    give_role(patronage.user, PATRON, application, by=application.author)
    note_on_application(application, "patron_confirmed", entry, str(patronage))


@follows(Patronage.decline, Patronage.call_off)
def close_to_patron(patronage: Patronage, entry: History) -> None:
    """It closes again, where it was open."""
    application = patronage.application
    if patronage.user in holders(PATRON, application):
        end_role(patronage.user, PATRON, application, by=entry.by)
    note_on_application(application, "patron_is_out", entry, str(patronage))


@follows(Application.submit, Application.resubmit, Application.withdraw, Application.lapse)
def end_questions_to_patrons(application: Application, entry: History) -> None:
    """A question nobody answered ends with the writing."""
    for patronage in application.patronages.in_state("asked"):
        patronage.lapse(by=SYSTEM)


@timed(Patronage.lapse)
def unanswered_questions(now: datetime) -> Any:
    """Questions whose time to answer is over."""
    return Patronage.objects.unanswered_at(now)
