"""What a person may ask of us under GDPR art. 15 and 17: everything we hold, and to be forgotten."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from people import rules
from people.actions.checks import record, require
from people.actions.fates import rows_about
from people.actions.handing_over import last_of
from people.actions.last_letter import addresses_of, forget_letters, last_letter
from people.models import DataRequest, Person, User
from people.registries import OnErase, Trace, traces
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import History, HistoryText, Message
from workflows.moves import SYSTEM
from workflows.outbox import put_in_outbox
from workflows.turns import find_owners


def export_person(*, person: Person, by: User) -> dict[str, Any]:
    """Return all that is held about `person` as plain data, grouped as the rooms declare it.

    Raise NotYours unless `by` is the person or an administrator.
    """
    if not (rules.is_themself(by, person) or rules.is_admin(by, None)):
        raise NotYours([_("Only the person gets a copy of their data.")])
    about = {
        name: getattr(person, name)
        for name in ("given_name", "family_name", "email", "phone", "birth_year", "town")
    }
    held = {}
    for trace in traces:
        if trace.shows and (rows := rows_about(trace, person)) is not None:
            listed = [
                {name: str(value) for name, value in row.items()}
                for row in rows.values(*trace.shows)
            ]
            if listed:
                held[str(trace.says)] = listed
            if trace.tells:
                held |= {says: told for says, told in trace.tells(rows).items() if told}
    return {"person": about, "held": held}


@transaction.atomic
def hand_out_copy(*, person: Person, by: User) -> dict[str, Any]:
    """Return what `export_person` returns, and note with the person who took it and when. Raise NotYours as it does."""
    data = export_person(person=person, by=by)
    record(person, "copied", by=by)
    return data


@transaction.atomic
def erase_person(*, person: Person, by: User, note: str = "") -> Person:
    """Take the name from everything held about `person`; money, scores and history stay, nameless.

    The account can no longer log in, and what waited for it waits for somebody else. What the person still asked about
    their data ends with it; whoever asked to be forgotten gets one last letter. Raise NotYours unless `by` is an
    administrator and somebody else, GuardsFailed when a role would be held by nobody for which something waits.
    """
    require(rules.can_erase, by, person)
    if person.user is not None and (sentences := last_of(person.user)):
        raise GuardsFailed(sentences)
    person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    last, addresses = last_letter(person), addresses_of(person)
    for trace in traces:
        rows = rows_about(trace, person)
        if rows is not None:
            _erase_rows(trace, rows)
    forget_letters(Message.objects.filter(recipient=None, address__in=addresses))
    for text in HistoryText.objects.filter(entry__in=History.objects.of(person)):
        text.erase()
    if person.user is not None:
        _close_account(person.user)
        find_owners()
    _blank(person)
    record(person, "erased", by=by, note=note)
    for request in DataRequest.objects.open().filter(person=person):
        request.end_with_name(by=SYSTEM)
    put_in_outbox([last] if last else [])
    return person


def _erase_rows(trace: Trace, rows: Any) -> None:
    if trace.erases is not None:
        trace.erases(rows)
    elif trace.on_erase is OnErase.DELETED:
        rows.delete()
    elif trace.on_erase is OnErase.CLEARED:
        rows.update(**{trace.column.name: None})


def _close_account(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    user.email, user.name, user.is_active = f"erased-{user.pk}@erased.invalid", "", False
    user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()


def _blank(person: Person) -> None:
    person.given_name, person.family_name = "—", f"#{person.pk}"
    person.email = person.phone = person.town = ""
    person.birth_year, person.erased_at = None, clock.now()
    person.save()
