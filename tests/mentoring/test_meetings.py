"""The next meeting of a pair: planned, in both calendars, held or called off; and who reads what."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime
from icalendar import Calendar

from mentoring.actions import plan_meeting
from mentoring.models import PlannedMeeting, SessionLog
from tests.factories.activities import make_staff
from tests.factories.mentoring import (
    make_meeting,
    make_pair,
    make_session,
    mentee_of,
    mentor_of,
)
from tests.factories.people import make_admin, make_user
from workflows import clock, tasks
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db


def plan(**changes):
    starts = localtime(clock.now() + timedelta(days=3))
    return {
        "starts_at": starts.strftime("%Y-%m-%dT%H:%M"),
        "minutes": "60",
        "form": "in_person",
        "place": "Biblioteka",
        "about": "Kto pójdzie do rady.",
        **changes,
    }


def calendar_in(text):
    return next(iter(Calendar.from_ical(text).walk("VEVENT")))


def test_a_planned_meeting_comes_to_both_by_mail_with_a_calendar_file(client_of, mailoutbox):
    pair = make_pair()
    tasks.deliver()
    mailoutbox.clear()

    answer = client_of(mentee_of(pair)).post(
        reverse("mentoring:meeting-new", args=[pair.pk]), plan()
    )
    tasks.deliver()

    meeting = pair.meetings.get()
    assert answer.url == meeting.get_absolute_url()
    assert {letter.to[0] for letter in mailoutbox} == {mentor_of(pair).email, mentee_of(pair).email}
    for letter in mailoutbox:
        name, text, kind = letter.attachments[0]
        event = calendar_in(text)
        assert (name[-4:], kind) == (".ics", "text/calendar; method=PUBLISH")
        assert event["dtstart"].dt == meeting.starts_at
        assert event["location"] == "Biblioteka"
        assert b'text/calendar; method="PUBLISH"' in letter.message().as_bytes()


def test_the_calendar_file_is_downloaded_by_those_who_see_the_pair_only(client_of):
    meeting = make_meeting()
    url = reverse("mentoring:meeting-calendar", args=[meeting.pk])

    answer = client_of(mentor_of(meeting)).get(url)

    assert answer["Content-Type"].startswith("text/calendar")
    assert calendar_in(answer.content)["summary"].startswith("Mentoring")
    assert client_of(make_staff(meeting.pairing.programme)).get(url).status_code == 200
    assert client_of(make_user()).get(url).status_code == 404


def test_calling_off_takes_the_meeting_out_of_both_calendars(client_of):
    meeting = make_meeting()
    first = calendar_in(meeting.invitation().content)
    url = reverse("mentoring:plannedmeeting-move", args=[meeting.pk, "call_off"])

    client_of(mentor_of(meeting)).post(url, {"note": "Choroba.", "version": meeting.version})

    letters = Message.objects.filter(template="mentoring/meeting_called_off")
    assert letters.count() == 2
    for letter in letters:
        event = calendar_in(letter.attachment)
        assert (event["status"], event["uid"]) == ("CANCELLED", first["uid"])
        assert event["sequence"] > first["sequence"]
        assert "Choroba." in letter.body


def test_a_meeting_is_called_off_with_a_reason_only(client_of):
    meeting = make_meeting()
    url = reverse("mentoring:plannedmeeting-move", args=[meeting.pk, "call_off"])

    client_of(mentor_of(meeting)).post(url, {"note": "", "version": meeting.version})

    assert PlannedMeeting.objects.get().state == "planned"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_at": "2020-01-01T10:00"}, "Ta godzina już minęła"),
        ({"starts_at": ""}, "Podaj dzień i godzinę"),
        ({"starts_at": "wkrótce"}, ""),
        ({"minutes": "3"}, "co najmniej 5 minut"),
        ({"form": "telepatia"}, ""),
        ({"place": "x" * 201}, ""),
        ({"about": "x" * 1001}, ""),
    ],
)
def test_what_cannot_be_planned_is_said_and_kept(client_of, changes, sentence):
    pair = make_pair()

    answer = client_of(mentor_of(pair)).post(
        reverse("mentoring:meeting-new", args=[pair.pk]), plan(**changes)
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "about" in changes or "Kto pójdzie do rady." in page
    assert not pair.meetings.exists()


def test_two_meetings_at_the_same_hour_are_refused_with_the_hour_of_the_other(client_of):
    pair = make_pair()
    browser, url = client_of(mentee_of(pair)), reverse("mentoring:meeting-new", args=[pair.pk])
    browser.post(url, plan())

    answer = browser.post(url, plan())

    assert "Wtedy już się spotykacie" in answer.content.decode()
    assert pair.meetings.count() == 1


def test_only_the_pair_plans_and_only_while_it_works():
    pair = make_pair("paused")
    when = clock.now() + timedelta(days=1)

    with pytest.raises(NotYours):
        plan_meeting(pairing=pair, by=make_admin(), starts_at=when, minutes=60)
    with pytest.raises(GuardsFailed):
        plan_meeting(pairing=pair, by=mentor_of(pair), starts_at=when, minutes=60)


def test_writing_the_meeting_down_starts_from_the_plan_and_says_that_it_was_held(client_of):
    with clock.at(clock.now().replace(hour=9, minute=0)):
        meeting = make_meeting(minutes=75)
    url = reverse("mentoring:log-new", args=[meeting.pairing_id])

    with clock.at(meeting.starts_at + timedelta(hours=2)):
        browser = client_of(mentor_of(meeting))
        page = browser.get(url).content.decode()
        held_on = localtime(meeting.starts_at).date().isoformat()
        log = {"held_on": held_on, "begins": "10:00", "minutes": "75", "form": "online"}
        browser.post(url, {**log, "done": "Plan rozmów."})

    assert 'value="75"' in page
    assert held_on in page
    assert PlannedMeeting.objects.get().state == "held"
    assert not Turn.objects.filter(about_id=meeting.pk, key="hold").exists()


def test_a_meeting_that_has_not_begun_did_not_take_place(client_of):
    meeting = make_meeting()
    url = reverse("mentoring:plannedmeeting-move", args=[meeting.pk, "hold"])

    answer = client_of(mentor_of(meeting)).post(url, {"version": meeting.version})

    assert "Jeszcze się nie zaczęło" in answer.content.decode()
    assert PlannedMeeting.objects.get().state == "planned"


def test_a_pair_that_ends_meets_no_more():
    meeting = make_meeting()

    meeting.pairing.terminate(by=make_admin(), note="Wyjazd.")

    assert PlannedMeeting.objects.get().state == "called_off"


def test_the_page_of_a_meeting_says_when_it_confirms_itself_and_so_it_does(client_of):
    log = make_session()
    at = log.confirms_itself_at

    page = client_of(mentor_of(log)).get(log.get_absolute_url()).content.decode()
    with clock.at(at - timedelta(hours=1)):
        tasks.tick()
    before = SessionLog.objects.get().state
    with clock.at(at + timedelta(minutes=1)):
        tasks.tick()

    assert "samo liczy się jako potwierdzone" in page
    assert (before, SessionLog.objects.get().state) == ("submitted", "confirmed")


def test_each_form_of_a_pair_says_who_reads_it(client_of):
    pair = make_pair()
    browser = client_of(mentee_of(pair))

    for name in ("log-new", "meeting-new", "goal", "milestone-new"):
        page = browser.get(reverse(f"mentoring:{name}", args=[pair.pk])).content.decode()
        assert "Pracodawca nie czyta tego nigdy." in page


def test_old_invitations_lose_their_text():
    make_meeting()
    tasks.deliver()

    with clock.at(clock.now() + timedelta(days=120)):
        tasks.purge()

    assert not Message.objects.exclude(attachment="").exists()


def test_a_pair_that_is_over_is_not_asked_about_its_next_meeting(client_of):
    pair = make_pair()
    page = client_of(mentor_of(pair)).get(pair.get_absolute_url()).content.decode()
    assert "Następne spotkanie" in page

    pair.terminate(by=make_admin(), note="Wyjazd na stałe.")

    page = client_of(mentor_of(pair)).get(pair.get_absolute_url()).content.decode()
    assert "Następne spotkanie" not in page
