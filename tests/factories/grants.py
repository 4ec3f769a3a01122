"""Calls and applications for tests, brought to a state by the real moves."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from grants.actions.application import save_answers, start_application, submit_application
from grants.actions.call import create_call, publish_default_form
from grants.actions.formal import Finding, record_findings
from grants.actions.patron import ask_patron
from grants.models import Application, Call, Patronage
from grants.rules.patron import needs_patron
from questionnaires.forms import Page
from tests.factories.activities import make_activity
from tests.factories.people import make_user
from tests.remembering import remembered
from workflows import clock
from workflows.moves import SYSTEM
from workflows.roles import give_role, holders

_numbers = count(1)
ROAD = ["open", "closed", "assessment"]


def staff_of(call: Call) -> Any:
    """Somebody who runs the call's programme; made when there is nobody."""
    held = holders("staff", call.programme)
    if held:
        return held[0]
    user = make_user("Sława Prowadząca")
    give_role(user, "staff", call.programme, by=None)
    return user


def chair_of(call: Call) -> Any:
    """The chair of the call's committee; made when there is nobody."""
    held = holders("chair", call)
    if held:
        return held[0]
    user = make_user("Czesława Przewodnicząca")
    give_role(user, "chair", call, by=None)
    return user


@remembered
def make_call(state: str = "open", *, activity: Any = None, by: Any = None, **fields: Any) -> Call:
    """A call that closes in two weeks; later states are reached by its moves, at the right instants."""
    number = next(_numbers)
    now = clock.now()
    activity = activity or make_activity("grant_call")
    given: dict[str, Any] = {
        "activity": activity,
        "code": f"nabor-{number}",
        "title_pl": f"Nabór {number}",
        "pool": Decimal("30000.00"),
        "min_grant": Decimal("1000.00"),
        "max_grant": Decimal("10000.00"),
        "who_may_apply": ["informal_group", "ngo"],
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=14),
        "eligible_from": clock.today() + timedelta(days=30),
        "eligible_to": clock.today() + timedelta(days=200),
        "questionnaire": publish_default_form(),
    }
    by = by or make_user("Sława Prowadząca")
    give_role(by, "staff", activity.programme, by=None)
    criteria = [
        {"title_pl": "Pomysł", "maximum": Decimal(10)},
        {"title_pl": "Koszty", "maximum": Decimal(5)},
    ]
    checklist = fields.pop("checklist", [{"text_pl": "W terminie"}, {"text_pl": "Kompletny"}])
    call = create_call(
        by=by, criteria=fields.pop("criteria", criteria), checklist=checklist, **{**given, **fields}
    )
    if state != "draft":
        call.open_call(by=by)
    if state in ROAD[1:]:
        close(call)
    if state == "assessment":
        make_application(call, state="admitted")
        call.start_assessment(by=by)
    return call


def close(call: Call) -> None:
    """The clock closes the call."""
    with clock.at(max(call.closes_at, clock.now())):
        call.close(by=SYSTEM)


def typed_answers(call: Call, **changes: Any) -> dict[str, Any]:
    """A complete application of an informal group, as typed; `requested` is the whole amount."""
    requested = changes.pop("requested", Decimal("5000.00"))
    first = call.eligible_from + timedelta(days=1)
    day, last = first.isoformat(), (first + timedelta(days=30)).isoformat()
    return {
        "applicant_kind": "informal_group",
        "group_name": "Sąsiedzi z Lipowej",
        "group_members": "Maria Lipka\nJan Jawor\nHalina Olcha",
        "title": "Ławka pod lipą",
        "starts_on": day,
        "ends_on": last,
        "need": "Nie ma gdzie usiąść.",
        "actions": "Zbijemy ławkę.",
        "place": "Rybnik",
        "people_reached": "40",
        "who_benefits": ["neighbours"],
        "involvement": "Wszystko robią sąsiedzi.",
        "local_government": "told",
        "schedule": [{"name": "Budowa", "starts": day, "ends": last}],
        "costs": [{"name": "Deski", "amount": str(requested)}],
        "lasting": "Ławka.",
        "true_statement": True,
        "no_double_funding": True,
        "data_clause": True,
    } | changes


def fresh(application: Application) -> Application:
    """The application as it is in the database now."""
    return Application.objects.select_related("call", "answers", "author").get(pk=application.pk)


def hand_in(application: Application, at: datetime | None = None) -> Application:
    """Submit (or submit again) what is written."""
    now = fresh(application)
    submit_application(
        application=now,
        by=now.author,
        at=at or clock.now(),
        seen=now.version,
        answers_seen=now.answers.version,
    )
    return fresh(application)


def ask(application: Application, user: Any = None) -> Patronage:
    """The question to the patron that the application names; `user` answers for it."""
    user = user or make_user("Patrycja Patronowa")
    return ask_patron(
        application=application,
        email=user.email,
        given_name="Patrycja",
        family_name="Patronowa",
        by=application.author,
        at=clock.now(),
    )


def patron_of(application: Application) -> Any:
    """Who was asked last to answer for its patron."""
    return application.patronages.latest("pk").user


def check(application: Application, *, passed: bool = True) -> None:
    """Fill the formal card with one answer throughout."""
    items = application.call.checklist.all()
    findings = {item.pk: Finding(passed) for item in items}
    record_findings(application=application, findings=findings, by=staff_of(application.call))


@remembered
def make_application(
    call: Call | None = None, state: str = "draft", *, author: Any = None, **answers: Any
) -> Application:
    """An application in one of the states up to the formal decision, by the real moves.

    It is written and submitted while the call is open, also when the call has closed meanwhile.
    """
    call = call or make_call()
    author = author or make_user("Autora Wniosku")
    when = min(clock.now(), call.closes_at - timedelta(hours=1))
    with clock.at(when):
        application = _drafted(call, author, answers)
        if state != "draft":
            if needs_patron(application):
                ask(application).confirm(by=patron_of(application), capacity="prezes", agreed=True)
            application = hand_in(application)
    _settle(application, state)
    return fresh(application)


def _drafted(call: Call, author: Any, changes: dict[str, Any]) -> Application:
    application = start_application(call=Call.objects.get(pk=call.pk), by=author)
    page = Page(application.answers.version, "test")
    save_answers(
        application=application, typed=typed_answers(call, **changes), page=page, by=author
    )
    return fresh(application)


def _settle(application: Application, state: str) -> None:
    staff = staff_of(application.call)
    if state == "admitted":
        check(application)
        application.admit(by=staff)
    elif state == "returned":
        due = clock.now() + timedelta(days=7)
        application.return_for_correction(by=staff, reasons="Popraw kosztorys.", due_at=due)
    elif state == "formally_rejected":
        application.reject_formally(by=staff, grounds="Poza okresem naboru.")
    elif state == "withdrawn":
        application.withdraw(by=application.author)
