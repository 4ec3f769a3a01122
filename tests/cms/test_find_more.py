"""What belongs to something else is found too: reports and parts of a grant, work of a pair, places, requests, letters."""

from __future__ import annotations

import pytest
from django.urls import reverse

from activities.models import TravelClaim
from grants.actions.appeal import file_appeal
from people.finding import findables
from programmes.models import GroupLetter
from tests.contracts.world.twins import TWINS
from tests.factories.activities import make_registration
from tests.factories.grants import make_application, make_call, staff_of
from tests.factories.grants_later import enter, make_agreement
from tests.factories.inspecting import make_inspection
from tests.factories.mentoring import (
    make_meeting,
    make_milestone,
    make_pair,
    make_session,
    mentee_of,
    mentor_of,
)
from tests.factories.people import make_admin, make_data_request, make_user
from tests.factories.questions import make_question
from tests.factories.reporting import make_report, who
from tests.factories.travel import make_claim
from tests.grants.test_change import make_paid, prolong
from workflows import clock

pytestmark = pytest.mark.django_db

#: Lists whose rows are looked for elsewhere, each with the place where.
FOUND_ELSEWHERE = {
    "activities.Advance": "the place",
    "activities.Takeaway": "the place",
    "finance.BankStatement": "its payments",
    "finance.Budget": "the programme",
    "finance.BudgetLine": "the programme",
    "finance.ExpenseShare": "the document",
    "finance.TransferFile": "its payments",
    "finance.WorkEntry": "the person",
    "grants.BankAccount": "the agreement; a number of an account is looked for by nobody",
    "grants.CoAuthor": "the application",
    "grants.DeMinimisAid": "the agreement",
    "grants.Handover": "the agreement",
    "grants.Meeting": "the call",
    "grants.Minutes": "the call",
    "grants.Patronage": "the application",
    "grants.Recommendation": "the check",
    "grants.ReserveOffer": "the application",
    "grants.VolunteerWork": "the agreement",
    "mentoring.Deputy": "the pair",
    "mentoring.Followup": "the pair",
    "mentoring.Inquiry": "the pair",
    "mentoring.MatchRun": "the edition",
    "mentoring.MentorOffer": "the person",
    "mentoring.MentorRequest": "the pair",
    "mentoring.PairAgreement": "the pair",
    "mentoring.Supervision": "the edition",
    "people.HandOver": "the person",
    "programmes.Activity": "the programme",
    "programmes.Indicator": "the programme",
    "programmes.Participation": "the person",
    "programmes.Partner": "the programme",
    "programmes.SavedFilter": "the list",
    "workflows.Message": "the record of its addressee",
}  # fmt: skip


@pytest.fixture
def finds(client_of):
    """Return a function that gives what `user` sees when they look for `words`."""

    def look(user, words):
        answer = client_of(user).get(reverse("cms:find"), {"q": words})
        assert answer.status_code == 200
        return answer.content.decode().partition("<main")[2]

    return look


def address_of(row):
    return f'href="{row.get_absolute_url()}"'


def both_find(finds, rows, users, words):
    """Whether each of `users` finds each of `rows` by `words`, and a stranger none."""
    pages = [finds(user, words) for user in users]
    stranger = finds(make_user(), words)
    found = all(address_of(row) in page for row in rows for page in pages)
    return found and not any(address_of(row) in stranger for row in rows)


def test_every_list_is_found_or_says_where_to_look():
    nobody = make_user()
    found = {findables[name].rows(nobody).model._meta.label for name in findables.names()}

    assert set(TWINS) - found == set(FOUND_ELSEWHERE)


def test_reports_and_tranches_of_a_grant_are_found_by_the_number_of_its_agreement(finds):
    agreement = make_agreement("paid", tranches=((60, "signed"), (40, "interim")))
    rows = [agreement.interim, agreement.report, *agreement.tranches.all()]
    author, staff = agreement.application.author, staff_of(agreement.call)

    assert both_find(finds, rows, [author, staff], agreement.number)
    assert both_find(finds, rows, [author, staff], agreement.application.title)


def test_a_report_is_found_by_its_grantee_and_by_no_other(finds):
    agreement, other = make_agreement("paid"), make_agreement("paid")

    page = finds(other.application.author, agreement.number)

    assert address_of(agreement.report) not in page
    assert address_of(agreement.tranches.get()) not in page


def test_a_document_of_a_grant_is_found_by_its_number_and_its_seller(finds):
    agreement = make_agreement("paid")
    entry = enter(agreement, number="FV/77/2026", seller_name="Tartak Łąkowy")
    people = [agreement.application.author, staff_of(agreement.call)]

    assert both_find(finds, [entry], people, "fv77")
    assert both_find(finds, [entry], people, "lakowy")


def test_an_appeal_is_found_by_whoever_filed_it_and_by_those_who_answer(finds):
    application = make_application(make_call(formal_appeal_days=3), "formally_rejected")
    appeal = file_appeal(
        application=application, grounds="Podpis jest.", by=application.author, at=clock.now()
    )

    people = [application.author, staff_of(application.call)]
    assert both_find(finds, [appeal], people, application.number)


def test_annexes_and_checks_are_found_by_the_number_of_their_agreement(finds):
    annex = prolong(make_paid())
    inspection = make_inspection()

    for row in (annex, inspection):
        people = [row.agreement.application.author, staff_of(row.agreement.call)]
        assert both_find(finds, [row], people, row.agreement.number)


def test_a_question_about_a_call_is_found_by_its_words_by_those_who_answer(finds):
    question = make_question()

    assert both_find(finds, [question], [staff_of(question.call)], "kupić farbę")


def test_the_work_of_a_pair_is_found_by_both_sides_and_by_nobody_of_another_pair(finds):
    pair, other = make_pair("active"), make_pair("active")
    rows = [make_milestone(pair=pair), make_meeting(pair=pair), make_session(pair=pair)]
    name = pair.mentee.person.family_name

    assert both_find(finds, rows, [mentor_of(pair), mentee_of(pair)], name)
    page = finds(mentor_of(other), name)
    assert not any(address_of(row) in page for row in rows)
    assert address_of(rows[0]) in finds(mentee_of(pair), "rozmowy mieszkancami")
    assert address_of(rows[2]) in finds(mentor_of(pair), "plan dzialania")


def test_a_place_and_travel_costs_are_found_by_the_persons_name(finds):
    place = make_registration()
    claim = TravelClaim.objects.get(pk=make_claim().pk)
    admin = make_admin()

    assert both_find(finds, [place], [place.person.user, admin], place.person.family_name)
    whose = claim.registration.person
    assert both_find(finds, [claim], [whose.user, admin], whose.family_name)


def test_nobody_finds_a_place_by_what_somebody_eats(finds):
    place = make_registration()
    type(place).objects.filter(pk=place.pk).update(diet="kanaryjska")

    assert address_of(place) not in finds(make_admin(), "kanaryjska")


def test_a_request_about_data_is_found_by_the_person_and_by_an_administrator_alone(finds):
    asked = make_data_request()
    name = asked.person.family_name

    assert both_find(finds, [asked], [asked.person.user, make_admin()], name)
    assert address_of(asked) not in finds(staff_of(make_call()), name)


def test_a_report_to_the_funder_is_found_by_its_programme(finds):
    report = make_report("submitted")
    people = [who("staff", report.programme), who("funder", report.programme)]

    assert both_find(finds, [report], people, report.programme.title)


def test_a_letter_to_a_group_is_found_by_its_subject_by_those_who_run_the_programme(finds):
    call = make_call()
    staff = staff_of(call)
    words = {"subject_pl": "Dzień otwarty", "body_pl": "Zapraszamy."}
    letter = GroupLetter.objects.begin(
        by=staff, programme=call.programme, audience="grants.applicants", **words
    )

    assert both_find(finds, [letter], [staff], "dzien otwarty")
