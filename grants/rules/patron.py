"""The patron of an informal group: who answers for it, and what an application still lacks without it.

A patron lends its account, signs the agreement and is liable, but does not run the project (domain.md §2).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.rules import call as call_rules
from grants.rules.parties import ApplicantKind
from grants.rules.sharing import is_beside_author
from people.numbers import digits
from questionnaires.forms import Missing
from workflows.deadlines import deadline_of, in_words
from workflows.predicates import predicate
from workflows.workdays import end_of_window

if TYPE_CHECKING:
    from grants.models import Application, Patronage
    from people.models import User

ANSWER_DAYS = 7  # calendar days for an organisation to answer; never beyond the end of the writing
ASKED_AT_MOST = (
    10  # times with one application: whoever asks more often writes letters to strangers
)


@predicate(gettext_lazy("Whoever was asked answers for the patron organisation."))
def is_asked(user: User, patronage: Patronage) -> bool:
    return patronage.user_id == user.pk


@predicate(gettext_lazy("The author of the application asks the patron."))
def is_their_author(user: User, patronage: Patronage) -> bool:
    return patronage.application.author_id == user.pk


@predicate(gettext_lazy("Those who write the application see whom it asks."))
def is_in_the_application(user: User, patronage: Patronage) -> bool:
    return is_beside_author(user, patronage.application)


@predicate(gettext_lazy("The staff of this programme see it once the application is submitted."))
def is_received(user: User, patronage: Patronage) -> bool:
    application = patronage.application
    return application.submitted_at is not None and (
        call_rules.is_staff(user, application.call) or (user.is_active and user.is_superuser)
    )


can_view = is_asked | is_their_author | is_in_the_application | is_received


def needs_patron(application: Application) -> bool:
    """Whether it is written as a group that has a patron."""
    return application.applicant_kind == ApplicantKind.INFORMAL_GROUP_WITH_PATRON


def patron_named(application: Application) -> tuple[str, str]:
    """Name and NIP (digits) of the patron as written now; empty where nothing is written."""
    typed: dict[str, Any] = application.answers.values
    name, nip = typed.get("patron_name") or "", typed.get("patron_nip") or ""
    return str(name).strip(), digits(str(nip))


def standing_with(application: Application) -> Patronage | None:
    """What stands between the application and the patron that it names now; None where nobody asked it, or it ended."""
    _name, nip = patron_named(application)
    rows = [one for one in application.patronages.all() if one.is_standing and one.nip == nip]
    return rows[-1] if rows else None


def patronage_of(application: Application) -> Patronage | None:
    """What to show of its patron: what stands, else what was asked last; None where it needs none or asked nobody."""
    if not needs_patron(application):
        return None
    rows = list(application.patronages.select_related("user"))
    standing = [one for one in rows if one.is_standing]
    return (standing or rows or [None])[-1]


def why_no_patron(application: Application) -> str:
    """Why it cannot be submitted for want of its patron, and what to do; empty where nothing is in the way."""
    if not needs_patron(application):
        return ""
    standing = standing_with(application)
    if standing is None:
        return _not_asked(application)
    if standing.is_confirmed:
        return ""
    return _(
        "The patron, %(patron)s, has not answered yet. It has time until %(due)s; call them, or name another one."
    ) % {"patron": standing.organisation_name, "due": in_words(standing.due_at)}


def _not_asked(application: Application) -> str:
    name, nip = patron_named(application)
    ended = [one for one in application.patronages.all() if one.nip == nip]
    if ended and ended[-1].state == "declined":
        return _(
            "%(patron)s declined to be your patron. Name another organisation, and ask it."
        ) % {"patron": ended[-1].organisation_name}
    if ended and ended[-1].state == "lapsed":
        return _("%(patron)s did not answer in time. Ask again, or name another organisation.") % {
            "patron": ended[-1].organisation_name
        }
    if not name or not nip:
        return _("Name the patron organisation with its NIP, then ask it to confirm.")
    return _("%(patron)s has to confirm that it is your patron. Send it the question.") % {
        "patron": name
    }


def missing_of_patron(application: Application) -> list[Missing]:
    """The patron as one thing to do, with the page on which it is done; nothing where it is done or not needed."""
    sentence = why_no_patron(application)
    if not sentence:
        return []
    page = reverse("grants:application-patron", args=[application.pk])
    return [Missing("patron", _("Consent of the patron"), sentence, "", part=0, address=page)]


def answer_due(application: Application, at: datetime) -> datetime | None:
    """Until when a patron asked at `at` answers; None when the time of writing is over by then."""
    last = (
        application.correction_due_at
        if application.submitted_at
        else deadline_of(application, "submission")
    )
    if last is None or last <= at:
        return None
    return min(end_of_window(at, days=ANSWER_DAYS), last)
