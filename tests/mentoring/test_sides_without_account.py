"""People who never log in: staff answer and write for them, and the history says for whom."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mentoring.actions import offer_agreement, plan_milestone, write_session
from mentoring.models import Inquiry, Milestone, PairAgreement, Pairing, SessionLog
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_milestone, make_pair, mentee_of, mentor_of
from workflows import clock
from workflows.errors import NotYours
from workflows.models import Message, Turn
from workflows.moves import SYSTEM
from workflows.options import options_for
from workflows.roles import give_role
from workflows.timeline import timeline

pytestmark = pytest.mark.django_db


def take_account(enrolment):
    """The person asks for paper: nobody logs in for them."""
    person = enrolment.person
    Turn.objects.filter(holder=person.user).delete()
    type(person).objects.filter(pk=person.pk).update(user=None, email="papier@demo.tandem.example")


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def offline_pair(state="active", side="mentee"):
    pair = make_pair(state)
    take_account(getattr(pair, side))
    return fresh(pair), make_staff(pair.programme)


def test_staff_answer_a_proposal_for_a_mentor_without_an_account():
    pair, staff = offline_pair("proposed", "mentor")

    assert "accept_as_mentor" in {option.move.name for option in options_for(pair, staff)}
    pair.accept_as_mentor(by=staff)

    assert pair.state == "accepted_by_mentor"
    assert timeline(fresh(pair), staff)[0].by == f"{staff}, w imieniu: {pair.mentor.person}"


def test_staff_answer_a_proposal_for_a_mentee_without_an_account():
    pair, staff = offline_pair("accepted_by_mentor", "mentee")
    pair.accept_as_mentee(by=staff)

    assert pair.state == "active"
    assert timeline(fresh(pair), staff)[0].by.endswith(f"w imieniu: {pair.mentee.person}")


@pytest.mark.parametrize(
    ("state", "side"), [("proposed", "mentor"), ("accepted_by_mentor", "mentee")]
)
def test_staff_decline_for_somebody_without_an_account(state, side):
    pair, staff = offline_pair(state, side)
    pair.decline(by=staff, note="Telefon: nie da rady.")

    assert pair.state == "declined"
    assert timeline(fresh(pair), staff)[0].by.endswith(str(getattr(pair, side).person))


@pytest.mark.parametrize(
    ("state", "move"), [("proposed", "accept_as_mentor"), ("proposed", "decline")]
)
def test_staff_do_not_answer_for_somebody_who_logs_in(state, move):
    pair = make_pair(state)

    with pytest.raises(NotYours) as refusal:
        getattr(pair, move)(by=make_staff(pair.programme), note="Bo tak.")
    assert refusal.value.sentences


def test_the_move_that_staff_owe_is_one_that_they_may_make():
    """Whoever has the turn finds the button: for every station of a pair with a side on paper."""
    for state, side in (("proposed", "mentor"), ("accepted_by_mentor", "mentee")):
        pair, staff = offline_pair(state, side)
        owed = {owes.key for owes in pair.owes[pair.state]}
        assert owed <= {option.move.name for option in options_for(pair, staff)}


def test_staff_carry_the_plan_of_a_mentee_on_paper_and_the_mentor_approves(client_of):
    pair, staff = offline_pair()
    browser = client_of(staff)
    form = reverse("mentoring:milestone-new", args=[pair.pk])
    day = clock.today() + timedelta(days=20)
    typed = {"title": "Spacer", "shown_by": "Zdjęcia", "due_on": day.isoformat(), "required": "on"}

    assert form in browser.get(pair.get_absolute_url()).text
    browser.post(form, typed)
    milestone = Milestone.objects.get()
    milestone.start(by=staff)
    evidence = reverse("mentoring:milestone-evidence", args=[milestone.pk])
    browser.post(evidence, {"evidence": "Zdjęcia od p. Marii.", "version": milestone.version})
    milestone = fresh(milestone)
    milestone.submit(by=staff)
    milestone.approve(by=mentor_of(pair))

    by = [entry.by for entry in timeline(fresh(milestone), mentor_of(pair))]
    assert by[0] == str(mentor_of(pair))
    assert by[1].endswith(f"w imieniu: {pair.mentee.person}")


def test_staff_approve_for_a_mentor_on_paper():
    pair = make_pair()
    milestone = make_milestone("submitted", pair=pair)
    take_account(pair.mentor)
    staff = make_staff(pair.programme)

    fresh(milestone).approve(by=staff, note="Pan Jan obejrzał wydruk.")

    assert fresh(milestone).state == "approved"


def test_nobody_answers_for_both_sides_of_their_own_pair():
    pair = make_pair()
    give_role(mentor_of(pair), "staff", pair.programme, by=None)
    milestone = make_milestone("in_progress", pair=pair, evidence="Zdjęcia.")
    take_account(pair.mentee)

    with pytest.raises(NotYours) as refusal:
        fresh(milestone).submit(by=mentor_of(pair))
    assert refusal.value.sentences

    other = make_pair()
    give_role(mentee_of(other), "staff", other.programme, by=None)
    own = make_milestone("submitted", pair=other)
    take_account(other.mentor)
    with pytest.raises(NotYours):
        fresh(own).approve(by=mentee_of(other))


def test_a_meeting_that_staff_wrote_for_a_mentee_is_confirmed_by_the_mentor():
    pair, staff = offline_pair()
    log = write_session(
        pairing=pair, by=staff, held_on=clock.today(), minutes=45, form="phone", done="Rozmowa."
    )

    assert {turn.holder for turn in Turn.objects.of(log)} == {mentor_of(pair)}
    told = set(
        Message.objects.filter(template="mentoring/log_written").values_list("address", flat=True)
    )
    assert mentor_of(pair).email in told
    fresh(log).confirm(by=mentor_of(pair))
    assert fresh(log).state == "confirmed"


def test_whoever_has_an_account_is_the_one_who_plans_and_writes(client_of):
    pair = make_pair()
    staff = client_of(make_staff(pair.programme))

    for name in ("milestone-new", "log-new", "meeting-new"):
        url = reverse(f"mentoring:{name}", args=[pair.pk])
        assert staff.get(url).status_code == 404
        assert url not in staff.get(pair.get_absolute_url()).text


def test_the_page_says_for_whom_the_team_answers(client_of):
    pair, staff = offline_pair()
    sentence = "nie ma konta w Tandemie"

    assert sentence in client_of(staff).get(pair.get_absolute_url()).text
    other = make_pair()
    page = client_of(make_staff(other.programme)).get(other.get_absolute_url())
    assert sentence not in page.text


@pytest.mark.parametrize("first", ["staff", "mentor"])
def test_an_agreement_signed_on_paper_is_entered_by_staff_and_says_so(client_of, first):
    edition = make_edition(agreement_text_pl="Umawiamy się na pracę.")
    pair = make_pair(edition=edition)
    take_account(pair.mentee)
    pair, staff = fresh(pair), make_staff(pair.programme)
    agreement = pair.agreements.standing().first() or offer_agreement(pairing=pair, by=staff)
    one, other = (staff, mentor_of(pair)) if first == "staff" else (mentor_of(pair), staff)

    fresh(agreement).accept_first(by=one)
    with pytest.raises(NotYours):
        fresh(agreement).accept_second(by=make_staff(pair.programme) if first == "staff" else one)
    waiting = {turn.holder or turn.role for turn in Turn.objects.of(agreement)}
    assert waiting == ({mentor_of(pair)} if first == "staff" else {"staff", "coordinator"})
    fresh(agreement).accept_second(by=other)

    page = client_of(mentor_of(pair)).get(agreement.get_absolute_url()).text
    assert f"{pair.mentee.person}, na papierze; wpisał(a): {staff.display_name}" in page


def test_with_both_on_paper_two_of_the_team_enter_the_agreement():
    edition = make_edition(agreement_text_pl="Umawiamy się na pracę.")
    pair = make_pair(edition=edition)
    one, other = (make_staff(pair.programme) for _ in range(2))
    agreement = pair.agreements.standing().first() or offer_agreement(pairing=pair, by=one)
    for side in (pair.mentor, pair.mentee):
        take_account(side)
    fresh(agreement).accept_first(by=one)

    with pytest.raises(NotYours):
        fresh(agreement).accept_second(by=one)
    fresh(agreement).accept_second(by=other)
    assert PairAgreement.objects.get().state == "accepted"


def test_a_whole_life_of_a_pair_on_paper_ends_with_a_certificate():
    edition = make_edition(sessions_due=1, sessions_share=100, milestones_due=1)
    pair = make_pair("proposed", edition=edition)
    for side in (pair.mentor, pair.mentee):
        take_account(side)
    staff, pair = make_staff(pair.programme), fresh(pair)

    pair.accept_as_mentor(by=staff)
    pair.accept_as_mentee(by=staff)
    milestone = plan_milestone(
        pairing=pair, by=staff, title="Spacer", shown_by="Zdjęcia", due_on=clock.today()
    )
    milestone.start(by=staff)
    Milestone.objects.filter(pk=milestone.pk).update(evidence="Zdjęcia na papierze.")
    fresh(milestone).submit(by=staff)
    fresh(milestone).approve(by=staff)
    log = write_session(
        pairing=pair, by=staff, held_on=clock.today(), minutes=60, form="phone", done="Rozmowa."
    )
    with clock.at(log.confirms_itself_at + timedelta(minutes=1)):
        SessionLog.objects.unanswered_since(clock.now()).get().confirm_by_itself(by=SYSTEM)
    pair = Pairing.objects.with_people().with_work().get(pk=pair.pk)
    pair.complete(by=staff)

    assert len(Pairing.objects.with_people().with_work().get(pk=pair.pk).certificates()) == 2
    assert not Inquiry.objects.in_state("asked").exists()
