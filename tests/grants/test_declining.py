"""No time is no conflict: the assessor hands it back with a reason, somebody on the reserve is proposed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from grants.actions.desk import desk_of
from grants.actions.naming import committee_of, name_to_committee
from grants.actions.proposing import propose_assessors
from grants.models import Assessment
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import (
    applications_of,
    ask,
    make_assessment,
    make_assessor,
    make_judged_call,
)
from tests.factories.people import make_membership, make_user
from workflows import clock
from workflows.errors import NotYours
from workflows.models import Message, Turn
from workflows.reminders import remind

pytestmark = pytest.mark.django_db
WHY = "Wyjeżdżam na dwa tygodnie."


def on_reserve(call, name="Rezerwowa Gotowa"):
    person = make_assessor(call, name)
    name_to_committee(call=call, user=person, place="reserve", by=staff_of(call))
    return person


def decline(assessment):
    assessment.decline(by=assessment.assessor, note=WHY)
    return assessment


def page_of(call):
    return reverse("grants:call-assessors", args=[call.code])


def ticked(response):
    return {
        box.assessor
        for row in response.context["rows"]
        for box in row.boxes
        if box.checked and box.assessment is None
    }


@pytest.mark.parametrize("state", ["assigned", "in_progress"])
def test_whoever_has_no_time_hands_it_back_and_the_staff_hear_why(client_of, state):
    assessment = make_assessment(state)
    address = reverse("grants:assessment-move", args=[assessment.pk, "decline"])

    client_of(assessment.assessor).post(address, {"note": WHY, "version": assessment.version})

    assessment = Assessment.objects.get(pk=assessment.pk)
    letter = Message.objects.get(template="grants/assessment_declined")
    assert (assessment.state, assessment.recusal_reason) == ("declined", WHY)
    assert letter.recipient == staff_of(assessment.application.call)
    assert WHY in letter.body
    assert Turn.objects.of(assessment).get().role == "staff"


@pytest.mark.parametrize("note", ["", "  ", "x" * 4001])
def test_without_a_readable_reason_it_stays(client_of, note):
    assessment = make_assessment()
    address = reverse("grants:assessment-move", args=[assessment.pk, "decline"])

    response = client_of(assessment.assessor).post(
        address, {"note": note, "version": assessment.version}
    )

    assert response.status_code == 422
    assert Assessment.objects.get(pk=assessment.pk).state == "assigned"


def test_a_reserve_assessor_is_ticked_in_place_of_whoever_declined(client_of):
    call = make_judged_call(assessments_needed=1)
    make_assessor(call, "Zwykła Wolna")
    reserve = on_reserve(call)
    decline(make_assessment(call=call))

    response = client_of(staff_of(call)).get(page_of(call))

    assert ticked(response) == {reserve}
    assert WHY in response.content.decode()


def test_asking_the_reserve_closes_what_was_declined_and_keeps_its_history(client_of):
    call = make_judged_call(assessments_needed=1)
    reserve = on_reserve(call)
    declined = decline(make_assessment(call=call))

    client_of(staff_of(call)).post(
        page_of(call),
        {"ask": [f"{declined.application_id}:{reserve.pk}"], "due_at": "2099-01-01T20:00"},
    )

    declined = Assessment.objects.get(pk=declined.pk)
    successor = Assessment.objects.get(assessor=reserve)
    assert (declined.state, declined.recusal_reason) == ("replaced", WHY)
    assert successor.in_place_of == declined


def test_a_reserve_assessor_tied_to_the_applicant_is_not_proposed(client_of):
    call = make_judged_call(assessments_needed=1)
    other, reserve = make_assessor(call, "Zwykła Wolna"), on_reserve(call)
    both = make_membership(applications_of(call)[0].author.person)
    make_membership(reserve.person, both.organisation)
    decline(make_assessment(call=call))

    assert ticked(client_of(staff_of(call)).get(page_of(call))) == {other}


def test_the_reserve_gets_nothing_while_others_are_enough():
    call = make_judged_call("1000.00", "2000.00")
    first, second, reserve = make_assessor(call), make_assessor(call), on_reserve(call)

    proposed = propose_assessors(desk_of(call)).wanted

    assert {key for keys in proposed.values() for key in keys} == {first.pk, second.pk}
    assert reserve.pk not in proposed[applications_of(call)[0].pk]


def test_the_reserve_helps_where_the_others_are_too_few():
    call = make_judged_call()
    only, reserve = make_assessor(call), on_reserve(call)

    assert propose_assessors(desk_of(call)).wanted[applications_of(call)[0].pk] == sorted(
        [only.pk, reserve.pk]
    )


def test_nobody_free_means_nobody_is_ticked_and_the_page_opens(client_of):
    call = make_judged_call(assessments_needed=1)
    decline(make_assessment(call=call))

    assert ticked(client_of(staff_of(call)).get(page_of(call))) == set()


def test_nobody_declines_for_somebody_else(client_of):
    assessment = make_assessment()
    address = reverse("grants:assessment-move", args=[assessment.pk, "decline"])

    with pytest.raises(NotYours):
        assessment.decline(by=staff_of(assessment.application.call), note=WHY)
    assert client_of(make_user()).get(address).status_code == 404


def test_staff_name_somebody_reserve_and_make_them_an_assessor_again(client_of):
    call = make_judged_call()
    person = make_user("Anna Rezerwowa")
    client, address = client_of(staff_of(call)), reverse("grants:call-committee", args=[call.code])

    client.post(address, {"email": person.email, "role": "reserve"})
    assert ("reserve", person) in committee_of(call)
    client.post(address, {"email": person.email, "role": "assessor"})
    assert ("assessor", person) in committee_of(call)
    client.post(address, {"end": f"assessor:{person.pk}"})
    assert person not in [one for _place, one in committee_of(call)]


def test_ending_a_place_on_the_reserve_ends_the_role_too(client_of):
    call = make_judged_call()
    person = on_reserve(call)

    client_of(staff_of(call)).post(
        reverse("grants:call-committee", args=[call.code]), {"end": f"reserve:{person.pk}"}
    )

    assert committee_of(call) == []


def test_only_staff_name_the_committee():
    call = make_judged_call()

    with pytest.raises(NotYours):
        name_to_committee(call=call, user=make_user(), place="reserve", by=chair_of(call))


def test_an_assessor_is_reminded_before_on_and_after_the_day():
    call = make_judged_call()
    due = clock.now() + timedelta(days=10)
    assessment = ask(applications_of(call)[0], make_assessor(call), due_at=due)
    letters = Message.objects.filter(template="workflows/reminder", recipient=assessment.assessor)

    seen = []
    for day in range(-5, 6):
        with clock.at(due.replace(hour=7, minute=30) + timedelta(days=day)):
            remind()
        seen.append(letters.count())

    assert seen[-1] == 3
    assert seen == sorted(seen)
    assessment.decline(by=assessment.assessor, note=WHY)
    with clock.at(due + timedelta(days=6)):
        remind()
    assert letters.count() == 3
