"""Last year's call is made anew: its rules come along, its days move, its hours stay."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from grants.actions.copying import copy_call
from grants.actions.signing import keep_template, template_of
from grants.importing.calls import call_files
from grants.models import Call
from grants.models.terms.snapshot import differences, snapshot
from tests.factories.grants import chair_of, make_call, staff_of
from tests.factories.people import make_user
from tests.grants.test_call_file import example
from tests.grants.test_signing import docx, upload
from workflows.errors import GuardsFailed, NotYours
from workflows.moves import SYSTEM

__all__ = ["example"]
pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
WARSAW = ZoneInfo("Europe/Warsaw")
DAYS = {"opens_at", "closes_at", "assessment_due_at", "eligible_from", "eligible_to"}


def copied(call: Call, opens_on: date, **more: Any) -> Call:
    given = {"code": "nowy", "title": {"pl": "Nowy", "en": "New"}, "by": staff_of(call)}
    made = copy_call(call=call, opens_on=opens_on, **given | more)
    return Call.objects.get(pk=made.pk)


def test_everything_comes_along_but_code_title_and_days(example: str) -> None:
    call_files.apply_text(example, by=SYSTEM)
    call = Call.objects.get()

    copy = copied(call, date(2028, 3, 6))

    changed = {one.what for one in differences(snapshot(call), snapshot(copy))}
    assert changed == {"code", "title_pl", "title_en", *DAYS}
    assert copy.criteria.get(key="odbiorcy").group == copy.criterion_groups.get(key="potrzeba")
    assert copy.state == Call.States.DRAFT


def test_days_move_alike_and_hours_stay_across_the_change_of_clocks(example: str) -> None:
    call_files.apply_text(example, by=SYSTEM)
    call = Call.objects.get()
    gap = timedelta(days=245)

    copy = copied(call, date(2027, 3, 1) + gap)

    assert copy.opens_at == datetime(2027, 11, 1, 9, 0, tzinfo=WARSAW)
    assert copy.closes_at == datetime(2027, 12, 1, 15, 0, tzinfo=WARSAW)
    assert copy.eligible_from == call.eligible_from + gap


def test_an_instant_that_would_fall_into_the_skipped_hour_is_refused_and_nothing_is_made() -> None:
    opens = datetime(2026, 12, 1, 2, 30, tzinfo=WARSAW)
    call = make_call("draft", opens_at=opens, closes_at=opens + timedelta(days=300))

    with pytest.raises(GuardsFailed):
        copied(call, date(2027, 3, 28))

    assert Call.objects.count() == 1


def test_the_template_of_agreements_comes_along() -> None:
    call = make_call("draft")
    keep_template(call=call, upload=upload(docx("{{ amount }}")), by=staff_of(call))

    copy = copied(call, date(2028, 3, 6))

    template = template_of(copy)
    assert template is not None
    assert template.about_id == copy.pk
    with template.open() as mine, template_of(call).open() as theirs:  # type: ignore[union-attr]
        assert mine.read() == theirs.read()


def test_only_the_staff_copy_a_call() -> None:
    call = make_call("draft")

    with pytest.raises(NotYours):
        copied(call, date(2028, 3, 6), by=chair_of(call))


def typed(**changes: str) -> dict[str, str]:
    return {"code": "nowy", "title_pl": "Nowy", "opens_on": "2028-03-06"} | changes


def test_a_copy_is_made_on_the_page(client_of: ClientOf) -> None:
    call = make_call()
    page = reverse("grants:call-copy", args=[call.code])
    browser = client_of(staff_of(call))

    asked = browser.get(page)
    made = browser.post(page, typed())

    offered = asked.context["form"]["opens_on"].value()
    assert offered == call.opens_at.astimezone(WARSAW).date() + timedelta(weeks=52)
    assert made.url == reverse("grants:call-edit", args=["nowy"])  # type: ignore[attr-defined]
    assert client_of(make_user()).get(page).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "zajęty kod"},
        {"code": "import"},
        {"code": ""},
        {"code": "x" * 61},
        {"title_pl": ""},
        {"title_pl": "x" * 201},
        {"opens_on": "wiosną"},
        {"opens_on": "9999-12-31"},
    ],
)
def test_a_mistake_is_a_sentence_and_nothing_is_made(
    client_of: ClientOf, changes: dict[str, str]
) -> None:
    call = make_call()

    page = client_of(staff_of(call)).post(
        reverse("grants:call-copy", args=[call.code]), typed(**changes)
    )

    assert page.status_code == 422
    assert Call.objects.count() == 1


def test_a_code_that_is_taken_is_refused(client_of: ClientOf) -> None:
    call = make_call()

    page = client_of(staff_of(call)).post(
        reverse("grants:call-copy", args=[call.code]), typed(code=call.code)
    )

    assert page.status_code == 422
