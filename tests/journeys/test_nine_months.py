"""A full edition of mentoring with two study visits, whatever its size: what came of everybody in it."""

from collections import Counter

import pytest

from activities.models import Registration, StudyVisit, Takeaway, TravelClaim
from activities.rules import WAS_THERE
from cms.demo import nine_months, programmes
from cms.demo.cast import cast
from mentoring.models import Edition, Enrolment, Milestone, Pairing, SessionLog
from workflows.integrity import findings
from workflows.models import History, Message, Turn
from workflows.outbox import silence

pytestmark = pytest.mark.django_db


def played(mentees: int, mentors: int) -> Edition:
    with silence("test"):
        people = cast()
        return nine_months.play(people, programmes.play(people), mentees, mentors)


@pytest.mark.parametrize(
    ("mentees", "mentors"), [(8, 4), pytest.param(60, 25, marks=pytest.mark.soak)]
)
def test_an_edition_is_played_to_its_end_and_everything_in_it_adds_up(mentees, mentors):
    edition = played(mentees, mentors)

    assert edition.state == "finished"
    everybody_was_recruited_or_told_why_not(edition, mentees, mentors)
    whoever_stayed_completed_and_nobody_had_too_many(edition, mentees)
    whoever_lost_a_mentor_found_another(edition)
    what_befalls_pairs_befell_somebody(edition)
    both_visits_were_held_reported_and_settled(edition)
    nobody_waits_any_more(edition)
    assert list(findings()) == []


def everybody_was_recruited_or_told_why_not(edition: Edition, mentees: int, mentors: int) -> None:
    states = Counter(edition.enrolments.values_list("role", "state"))
    assert states["mentor", "accepted"] == mentors - 1
    assert states["mentor", "withdrawn"] == 1, "one had no time any more"
    assert states["mentee", "declined"] == 1
    assert states["mentee", "accepted"] + states["mentee", "withdrawn"] == mentees


def whoever_stayed_completed_and_nobody_had_too_many(edition: Edition, mentees: int) -> None:
    stayed = edition.enrolments.accepted_as("mentee")
    done = edition.pairings.in_state("completed")
    assert set(done.values_list("mentee", flat=True)) == set(stayed.values_list("pk", flat=True))
    assert done.count() >= mentees * 9 // 10 - 1
    for pair in done.with_people().with_work():
        assert pair.missing() == []
        for certificate in pair.certificates():
            assert Pairing.objects.of_certificate(certificate.token).pairing == pair
    loads = Counter(done.values_list("mentor", flat=True))
    assert max(loads.values()) <= edition.mentor_capacity


def whoever_lost_a_mentor_found_another(edition: Edition) -> None:
    pairs = Counter(edition.pairings.values_list("mentee", flat=True))
    again = [mentee for mentee, count in pairs.items() if count > 1]
    assert len(again) >= 2, "one whose mentor declined, those whose mentor left"
    for mentee in again:
        tried = list(edition.pairings.filter(mentee=mentee).order_by("pk"))
        assert [pair.state for pair in tried][-1] == "completed"
        assert len({pair.mentor_id for pair in tried}) == len(tried), "never the same one twice"


def what_befalls_pairs_befell_somebody(edition: Edition) -> None:
    moves = moves_of(edition.pairings.all())
    for name in ("decline", "pause", "resume", "terminate", "rematch", "complete"):
        assert moves[name], name
    milestones = Milestone.objects.filter(pairing__edition=edition)
    assert moves_of(milestones)["send_back"]
    assert set(milestones.filter(pairing__state="completed").values_list("state", flat=True)) == {
        "approved"
    }
    logs = SessionLog.objects.filter(pairing__edition=edition)
    assert moves_of(logs)["confirm_by_itself"], "one was written down weeks later"
    assert Enrolment.objects.filter(edition=edition, state="withdrawn").exists()


def both_visits_were_held_reported_and_settled(edition: Edition) -> None:
    visits = StudyVisit.objects.filter(code__in=[each.code for each in nine_months.VISITS])
    assert [visit.state for visit in visits] == ["settled", "settled"]
    for visit in visits:
        went = visit.registrations.in_state(*WAS_THERE)
        assert 0 < went.count() <= visit.capacity
        assert visit.registrations.in_state("reserve", "applied").count() == 0
        reported = Takeaway.objects.filter(registration__in=went)
        assert set(reported.values_list("state", flat=True)) <= {"written", "dropped"}
        assert visit.evaluations.count() == went.count()
        claims = TravelClaim.objects.filter(registration__visit=visit)
        assert set(claims.values_list("state", flat=True)) == {"paid"}
        assert all(claim.registration.state == "reimbursed" for claim in claims)
        assert not Registration.objects.filter(visit=visit).exclude(birth_date=None).exists()


def nobody_waits_any_more(edition: Edition) -> None:
    assert not Turn.objects.of(edition).exists()
    milestones = Milestone.objects.filter(pairing__edition=edition, pairing__state="completed")
    places = Registration.objects.filter(visit__code__in=[each.code for each in nine_months.VISITS])
    for rows in (edition.pairings.all(), edition.enrolments.all(), milestones, places):
        assert not Turn.objects.about_any(rows).exists()
    assert not Message.objects.filter(sent_at__isnull=False).exists(), "the demo writes to nobody"


def moves_of(rows):
    """How often each move was made among `rows`."""
    return Counter(History.objects.about_any(rows).values_list("move", flat=True))
