"""Facts about an application that its moves ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from grants.rules.once import in_the_way
from grants.rules.unnamed import sentences_naming
from workflows.deadlines import deadline_of
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Application

Sentences = Iterator[str | Promise]


def instant_shown(instant: datetime) -> str:
    """Day and hour in Europe/Warsaw, as the reader's language writes them."""
    local = timezone.localtime(instant)
    return f"{date_format(local, 'DATE_FORMAT')}, {date_format(local, 'H:i')}"


@guard
def call_takes_applications(application: Application, at: datetime) -> Sentences:
    call = application.call
    if call.state not in call.RECEIVING:
        yield _("This call takes no applications now.")
    elif at < call.opens_at:
        yield gettext("The call opens on %(instant)s; keep the draft until then.") % {
            "instant": instant_shown(call.opens_at)
        }
    elif (due := deadline_of(application, "submission")) and at >= due:
        yield gettext("The time to submit ended on %(instant)s. What you typed stays here.") % {
            "instant": instant_shown(due)
        }


@guard(_("More time can be given until the assessment starts."))
def call_still_receives(application: Application) -> bool:
    return application.call.state in application.call.RECEIVING


@guard(_("Give an instant that is still ahead, and later than the one that holds now."))
def is_later_than_before(application: Application, until: datetime, at: datetime) -> bool:
    due = application.correction_due_at
    return until > at and (due is None or until > due)


@guard
def is_complete(application: Application) -> Sentences:
    missing = len(application.missing())
    if missing:
        yield ngettext(
            "%(count)d answer is missing or needs a change.",
            "%(count)d answers are missing or need a change.",
            missing,
        ) % {"count": missing}


@guard
def applies_once(application: Application, by: Any, at: datetime) -> Sentences:
    for _key, sentence in in_the_way(application, by=by, at=at):
        yield sentence


@guard
def within_correction_time(application: Application, at: datetime) -> Sentences:
    due = application.correction_due_at
    if due is not None and at > due:
        yield gettext(
            "The time for the correction ended on %(instant)s. Write to the staff of the call."
        ) % {"instant": instant_shown(due)}


@guard(_("Write what has to be corrected; the applicant will read it."))
def has_reasons(application: Application, reasons: str) -> bool:
    return bool(reasons.strip())


@guard(_("Give a deadline that is still ahead."))
def has_future_deadline(application: Application, due_at: datetime, at: datetime) -> bool:
    return due_at > at


@guard
def reasons_name_no_assessor(application: Application, reasons: str) -> Sentences:
    """Who assesses stays unknown to applicants, from the first letter on."""
    yield from sentences_naming(application.call, reasons)


@guard
def grounds_name_no_assessor(application: Application, grounds: str) -> Sentences:
    """Who assesses stays unknown to applicants, from the first letter on."""
    yield from sentences_naming(application.call, grounds)


@guard(_("Write the grounds; the applicant will read them."))
def has_grounds(application: Application, grounds: str) -> bool:
    return bool(grounds.strip())


@guard
def all_items_passed(application: Application) -> Sentences:
    items = {item.pk: item for item in application.call.checklist.all()}
    passed = {mark.item_id for mark in application.formal_marks.all() if mark.passed}
    missing = [item for pk, item in items.items() if pk not in passed]
    if missing:
        yield gettext("Not marked as in order: %(items)s") % {
            "items": "; ".join(str(item) for item in missing)
        }


@guard
def correction_time_is_over(application: Application, at: datetime) -> Sentences:
    due = application.correction_due_at
    if application.state == "returned" and due is not None and at <= due:
        yield gettext("The applicant may still correct until %(instant)s.") % {
            "instant": instant_shown(due)
        }


@guard(_("The committee has decided; write to the staff of the call."))
def call_not_decided(application: Application) -> bool:
    return application.call.state not in application.call.JUDGED


@guard(_("Somebody is asked to assess it already."))
def nobody_is_asked_to_assess(application: Application) -> bool:
    return not application.assessments.exists()


@guard(_("The granted amount is above zero and not above the requested one."))
def amount_within_request(application: Application, amount: object) -> bool:
    return 0 < amount <= (application.requested_amount or 0)  # type: ignore[operator]
