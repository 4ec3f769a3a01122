"""Work of volunteers: nobody is in two places at once, and only what is confirmed counts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from finance.models import WorkEntry
from grants.actions.volunteering import worth_of_work
from grants.models import FinalReport, VolunteerWork
from people.models import Person
from tests.factories.grants import staff_of
from tests.factories.grants_later import enter, hand_in_report, make_agreement
from tests.factories.people import make_user
from workflows import clock
from workflows.models import Turn

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement():
    made = make_agreement("paid")
    made.call.work_rates.create(key="simple", title_pl="Praca prosta", rate=Decimal(35))
    return made


def typed(agreement, **changes):
    return {
        "given_name": "Maria",
        "family_name": "Lipka",
        "day": clock.today().isoformat(),
        "begins": "10:00",
        "hours": "2,5",
        "kind": agreement.call.work_rates.get().pk,
        "task": "Sadzenie",
    } | changes


def page_of(agreement, name="volunteering-new", *more):
    return reverse(f"grants:{name}", args=[agreement.pk, *more])


def post(client_of, agreement, **changes):
    client = client_of(agreement.application.author)
    return client.post(page_of(agreement), typed(agreement, **changes))


def test_hours_at_the_rate_of_the_call_count_once_they_are_confirmed(client_of, agreement):
    post(client_of, agreement)
    before = worth_of_work(agreement)

    client_of(agreement.application.author).post(page_of(agreement, "volunteering"))

    assert (before, worth_of_work(agreement)) == (Decimal(0), Decimal("87.50"))
    assert VolunteerWork.objects.get().state == "confirmed"


def test_the_same_volunteer_is_one_person_however_often_and_however_written(client_of, agreement):
    post(client_of, agreement)
    post(client_of, agreement, given_name="MARIA", begins="15:00")

    assert Person.objects.filter(family_name__iexact="Lipka").count() == 1
    assert WorkEntry.objects.count() == 2


def test_nobody_works_twice_at_the_same_time(client_of, agreement):
    post(client_of, agreement)

    response = post(client_of, agreement, begins="12:00")

    assert response.status_code == 422
    assert "10:00" in response.context["form"].non_field_errors()[0]
    assert VolunteerWork.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("given_name", ""),
        ("family_name", "x" * 121),
        ("day", "2099-01-01"),
        ("day", "2001-01-01"),
        ("begins", "25:00"),
        ("hours", "25"),
        ("hours", "0"),
        ("hours", "dwie"),
        ("kind", "999999"),
        ("task", ""),
        ("task", "x" * 301),
    ],
)
def test_work_that_cannot_be_gets_a_sentence_and_nothing_is_lost(
    client_of, agreement, field, value
):
    response = post(client_of, agreement, **{field: value})

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not VolunteerWork.objects.exists()


@pytest.mark.parametrize("state", ["reported", "settled"])
def test_nothing_is_entered_once_the_report_is_in(client_of, state):
    agreement = make_agreement(state)
    agreement.call.work_rates.create(key="simple", title_pl="Praca prosta", rate=Decimal(35))

    assert post(client_of, agreement).status_code == 403


def test_what_is_taken_off_frees_the_hours(client_of, agreement):
    post(client_of, agreement)
    work = VolunteerWork.objects.get()

    client_of(agreement.application.author).post(
        reverse("grants:volunteerwork-move", args=[work.pk, "take_off"]), {"version": work.version}
    )

    assert not WorkEntry.objects.exists()
    assert post(client_of, agreement).status_code == 302


def test_staff_neither_enter_nor_confirm_work(client_of, agreement):
    post(client_of, agreement)
    staff = client_of(staff_of(agreement.call))

    assert staff.post(page_of(agreement), typed(agreement)).status_code == 403
    staff.post(page_of(agreement, "volunteering"))
    assert VolunteerWork.objects.get().state == "entered"


def test_the_card_is_a_pdf_for_whoever_sees_the_agreement(client_of, agreement):
    post(client_of, agreement)
    card = page_of(agreement, "volunteering-card", VolunteerWork.objects.get().person_id)

    response = client_of(staff_of(agreement.call)).get(card)

    assert response.content.startswith(b"%PDF")
    assert client_of(make_user()).get(card).status_code == 404


def test_a_card_of_somebody_who_did_not_work_is_not_found(client_of, agreement):
    card = page_of(agreement, "volunteering-card", Person.objects.first().pk)

    assert client_of(staff_of(agreement.call)).get(card).status_code == 404


def test_the_report_adds_money_work_and_things_up_by_itself(client_of, agreement):
    post(client_of, agreement)
    client_of(agreement.application.author).post(page_of(agreement, "volunteering"))
    enter(agreement, "5000.00", gross=Decimal("5200.00"), own=Decimal("200.00"))

    hand_in_report(agreement, spent=None)

    report = FinalReport.objects.get(agreement=agreement)
    assert report.own_contribution == Decimal("387.50")
    assert report.submissions.get().content["own_parts"] == {
        "money": "200.00",
        "work": "87.50",
        "things": "100.00",
    }


def test_hours_that_were_promised_stand_beside_those_that_were_worked(client_of, agreement):
    promise(agreement, kind="simple", hours="30.00")
    post(client_of, agreement)
    author = client_of(agreement.application.author)
    before = author.get(page_of(agreement, "volunteering"))
    author.post(page_of(agreement, "volunteering"))

    page = author.get(page_of(agreement, "volunteering"))

    assert [(one.planned, one.worked, one.worth) for one in before.context["kinds"]] == [(30, 0, 0)]
    assert [(one.kind, one.planned, one.worked, one.worth) for one in page.context["kinds"]] == [
        ("Praca prosta", 30, Decimal("2.5"), Decimal("87.50"))
    ]


def test_promised_hours_of_a_kind_that_is_no_longer_counted_are_not_forgotten(client_of, agreement):
    promise(agreement, kind="expert", hours="4.00")

    page = client_of(staff_of(agreement.call)).get(page_of(agreement, "volunteering"))

    assert [(one.kind, one.planned, one.worked) for one in page.context["kinds"]] == [
        ("Praca ekspercka, 80 zł", 4, 0)
    ]


def test_the_report_is_frozen_with_the_work_that_was_promised_and_done(client_of, agreement):
    promise(agreement, kind="simple", hours="30.00")
    post(client_of, agreement)
    author = client_of(agreement.application.author)
    author.post(page_of(agreement, "volunteering"))
    enter(agreement, "5000.00")
    hand_in_report(agreement, spent=None)

    page = author.get(page_of(agreement, "report")).content.decode()

    frozen = FinalReport.objects.get(agreement=agreement).submissions.get().content["work"]
    assert frozen == [
        {"kind": "Praca prosta", "planned": "30.00", "worked": "2.5", "worth": "87.50"}
    ]
    assert all(text in page for text in ("Obiecano, godzin", ">30<", ">2,50<"))


def promise(agreement, *, kind, hours):
    """As if the application had asked for work in hours."""
    frozen = agreement.application.latest_submission
    costs = next(block for block in frozen.content["blocks"] if block["kind"] == "costs")
    named = [
        ("simple", "Praca prosta, 35 zł", "35.00"),
        ("expert", "Praca ekspercka, 80 zł", "80.00"),
    ]
    costs["rates"] = [
        {"key": key, "label": {"pl": label}, "worth": worth} for key, label, worth in named
    ]
    frozen.content["values"][costs["key"]][0] |= {"own_work_kind": kind, "own_work_hours": hours}
    frozen.save()


@pytest.mark.parametrize("days", [1, 3])
def test_the_page_costs_the_same_with_one_day_as_with_three(
    client_of, agreement, django_assert_num_queries, days
):
    for hour in range(days):
        post(client_of, agreement, begins=f"{8 + 3 * hour:02}:00")
    client = client_of(staff_of(agreement.call))
    client.get(page_of(agreement, "volunteering"))

    with django_assert_num_queries(13):
        client.get(page_of(agreement, "volunteering"))


def test_nobody_is_reminded_of_work_that_can_not_be_confirmed_any_more(client_of, agreement):
    post(client_of, agreement)
    work = VolunteerWork.objects.get()
    asked = [Turn.objects.of(work).get().holder]

    hand_in_report(agreement)
    after_the_report = Turn.objects.of(work).exists()
    due = clock.now() + timedelta(days=7)
    agreement.return_report(by=staff_of(agreement.call), reasons="Popraw.", due_at=due)

    assert asked == [agreement.application.author]
    assert not after_the_report
    assert Turn.objects.of(work).get().holder == agreement.application.author


def test_work_of_a_grant_that_was_called_off_is_nobodys_to_confirm(client_of, agreement):
    post(client_of, agreement)
    grounds = {"grounds": "not_carried_out", "accepted": Decimal(0), "misused": Decimal(0)}
    agreement.call_off(by=staff_of(agreement.call), note="Nic nie powstało.", **grounds)

    assert not Turn.objects.of(VolunteerWork.objects.get()).exists()
