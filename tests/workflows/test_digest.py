"""The daily letter: once a day, of what its reader may see, and never of nothing."""

import smtplib
from datetime import timedelta

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import get_default_timezone, localtime

from people.actions.privacy import erase_person
from tests.factories.mentoring import make_milestone, make_pair, make_session, mentee_of, mentor_of
from tests.factories.people import make_admin
from tests.factories.reporting import make_report, who
from tests.workflows.test_choosing import choose
from workflows import clock, digest, tasks
from workflows.delivery import send_again
from workflows.letters import Letter
from workflows.models import LetterChoice, Message
from workflows.outbox import new_message, put_in_outbox
from workflows.roles import end_role
from workflows.topics import How, Topic
from workflows.undoing import take_back

pytestmark = pytest.mark.django_db
DAILY = "workflows/digest"


class RefusesTheAddress(BaseEmailBackend):
    """A post that knows no such recipient."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"unknown")})


def morning(days=1, hour=7):
    """Some minutes past `hour` in Warsaw, so many `days` from now."""
    day = localtime(clock.now(), get_default_timezone()) + timedelta(days=days)
    return clock.at(day.replace(hour=hour, minute=5, second=0, microsecond=0))


@pytest.fixture
def pair():
    """A pair whose mentee wants everything once a day."""
    pair = make_pair()
    choose(mentee_of(pair), How.DAILY)
    return pair


def gathered(user):
    return list(Message.objects.filter(recipient=user, template=DAILY).order_by("pk"))


# ── what is in it ────────────────────────────────────────────────────────────────────────────


def test_in_the_morning_all_comes_in_one_letter_with_links_grouped_by_thing(pair, mailoutbox):
    first = make_milestone("approved", pair=pair, title="Pierwszy krok")
    make_milestone("approved", pair=pair, title="Drugi krok")

    with morning():
        assert tasks.send_digests() == 1
        tasks.deliver()

    (sent,) = [each for each in mailoutbox if "Twój dzień w Tandemie" in each.subject]
    assert sent.to == [mentee_of(pair).email]
    assert sent.body.count("Pierwszy krok") >= 1
    assert sent.body.count("Drugi krok") >= 1
    assert first.get_absolute_url() in sent.body
    carried = Message.objects.filter(gathered_in__template=DAILY)
    assert {each.status for each in carried} == {"sent"}


def test_what_waits_stands_on_top_in_the_readers_language(pair):
    mentee = mentee_of(pair)
    mentee.language = "en"
    mentee.save()
    make_milestone("returned", pair=pair, title="Zwrócony krok")

    with morning():
        tasks.send_digests()

    (letter,) = gathered(mentee)
    waits, news = letter.body.split("WHAT IS NEW")
    assert letter.subject.startswith("Your day in Tandem")
    assert "Zwrócony krok" in waits
    assert "Zwrócony krok" in news


def test_where_nothing_waits_the_letter_says_so_and_where_much_waits_it_says_how_much(pair):
    make_milestone("approved", pair=pair)
    with morning():
        tasks.send_digests()
    assert "Nic na Ciebie nie czeka" in gathered(mentee_of(pair))[-1].body

    for number in range(12):
        make_milestone("returned", pair=pair, title=f"Krok {number}")
    with morning(2):
        tasks.send_digests()

    assert "i jeszcze" in gathered(mentee_of(pair))[-1].body


def test_what_staff_wrote_to_many_is_told_whole(pair):
    mentee = mentee_of(pair)
    words = Letter("Zaproszenie", "Przyjdź w środę.\n\nWeź notes.")
    put_in_outbox(
        [new_message(mentee, "x/group", words, occasion="x", about=pair.mentee, topic=Topic.GROUP)]
    )

    with morning():
        tasks.send_digests()

    (letter,) = gathered(mentee)
    assert "  Przyjdź w środę.\n\n  Weź notes." in letter.body


def test_nobody_gets_a_letter_of_nothing():
    make_milestone("returned")

    with morning():
        assert tasks.send_digests() == 0

    assert not Message.objects.filter(template=DAILY).exists()


# ── what is not ──────────────────────────────────────────────────────────────────────────────


def test_what_the_reader_may_no_longer_see_drops_out_and_staff_read_why():
    report = make_report()
    funder, staff = who("funder", report.programme), who("staff", report.programme)
    choose(funder, How.DAILY)
    report.submit(by=staff, snapshot="{}", digest="x")
    end_role(funder, "funder", report.programme, by=staff)

    with morning():
        assert tasks.send_digests() == 0

    letter = Message.objects.get(recipient=funder)
    assert (letter.status, "straciła dostęp" in letter.reason) == ("never", True)


def test_what_waits_but_may_not_be_seen_is_not_told_either(pair, monkeypatch):
    make_milestone("approved", pair=pair)
    make_milestone("returned", pair=pair, title="Zwrócony krok")
    seen = digest.seen_among
    asked = []

    def only_first(user, objects):
        asked.append(objects)
        return seen(user, objects) if len(asked) == 1 else set()

    monkeypatch.setattr(digest, "seen_among", only_first)
    with morning():
        tasks.send_digests()

    (letter,) = gathered(mentee_of(pair))
    assert "Nic na Ciebie nie czeka" in letter.body


def test_a_closed_account_gets_none(pair):
    make_milestone("approved", pair=pair)
    mentee = mentee_of(pair)
    mentee.is_active = False
    mentee.save()

    with morning():
        assert tasks.send_digests() == 0

    reasons = Message.objects.filter(recipient=mentee, status="never").values_list("reason")
    assert set(reasons) == {("Konto zamknięto, zanim wyszedł list dzienny.",)}


# ── when, and how often ──────────────────────────────────────────────────────────────────────


def test_before_its_hour_nothing_goes(pair, settings):
    make_milestone("approved", pair=pair)
    settings.TANDEM_DAILY_LETTER_HOUR = 9

    with morning(hour=8):
        assert tasks.send_digests() == 0
    with morning(hour=9):
        assert tasks.send_digests() == 1


def test_a_second_run_a_second_worker_and_a_later_letter_make_no_second_one(pair):
    make_milestone("approved", pair=pair)
    with morning():
        tasks.send_digests()
        make_milestone("approved", pair=pair, title="Po liście")
        assert tasks.send_digests() == 0
        # the second worker read who has something to gather before the first was done
        assert digest.gather(mentee_of(pair).pk, clock.today()) is False
    assert len(gathered(mentee_of(pair))) == 1

    with morning(2):
        assert tasks.send_digests() == 1
    assert "Po liście" in gathered(mentee_of(pair))[-1].body


def test_a_day_on_which_the_worker_was_down_comes_with_the_next_letter_once(pair):
    make_milestone("approved", pair=pair, title="Z przedwczoraj")

    with morning(3, hour=15):
        assert tasks.send_digests() == 1

    (letter,) = gathered(mentee_of(pair))
    assert "Z przedwczoraj" in letter.body


def test_one_letter_that_cannot_be_put_together_does_not_keep_the_others_back(
    pair, monkeypatch, caplog
):
    other = make_pair()
    choose(mentee_of(other), How.DAILY)
    for each in (pair, other):
        make_milestone("approved", pair=each)
    waits = digest._what_waits

    def breaks_for_one(user):
        if user == mentee_of(pair):
            raise ValueError("broken")
        return waits(user)

    monkeypatch.setattr(digest, "_what_waits", breaks_for_one)
    with morning():
        assert tasks.send_digests() == 1

    assert "was not put together" in caplog.text
    assert Message.objects.filter(recipient=mentee_of(pair)).to_gather().exists()


def test_many_readers_are_served_in_portions(pair, monkeypatch):
    choose(mentor_of(pair), How.DAILY)
    make_milestone("approved", pair=pair)
    make_session("submitted", pair=pair)
    monkeypatch.setattr(digest, "PORTION", 1)

    with morning():
        assert [tasks.send_digests() for _run in range(3)] == [1, 1, 0]


def test_the_questions_asked_do_not_grow_with_the_things(pair):
    def asked(days, number):
        for _one in range(number):
            make_milestone("approved", pair=pair)
            make_milestone("returned", pair=pair)
        with morning(days), CaptureQueriesContext(connection) as queries:
            assert tasks.send_digests() == 1
        return len(queries)

    assert asked(1, 1) == asked(2, 4)


# ── how it fares ─────────────────────────────────────────────────────────────────────────────


def test_an_address_that_bounces_shows_with_each_letter_and_one_may_go_again(
    pair, settings, mailoutbox
):
    milestone = make_milestone("approved", pair=pair)
    settings.EMAIL_BACKEND = f"{__name__}.RefusesTheAddress"
    with morning():
        tasks.send_digests()
        tasks.deliver()
    letter = Message.objects.get(template="mentoring/milestone_approved")
    assert (letter.status, "unknown" in letter.reason) == ("failed", True)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_again(letter)
    tasks.deliver()

    assert any(milestone.title in each.subject + each.body for each in mailoutbox)


def test_a_step_taken_back_after_the_letter_was_gathered_is_told(pair):
    milestone = make_milestone("approved", pair=pair)
    with morning():
        tasks.send_digests()
        take_back(milestone, by=mentor_of(milestone))

    assert Message.objects.filter(template="workflows/taken_back").count() == 1


def test_the_page_of_a_letter_says_in_which_daily_letter_it_went(client_of):
    report = make_report()
    funder, staff = who("funder", report.programme), who("staff", report.programme)
    choose(funder, How.DAILY)
    report.submit(by=staff, snapshot="{}", digest="x")
    with morning():
        tasks.send_digests()
    letter = Message.objects.get(template="reporting/funder_submitted")

    page = client_of(staff).get(reverse("workflows:mail", kwargs={"pk": letter.pk}))

    assert "Trafił do listu z dnia" in page.content.decode()
    digest_page = reverse("workflows:mail", kwargs={"pk": letter.gathered_in_id})
    assert client_of(staff).get(digest_page).status_code == 404


def test_whoever_is_forgotten_gets_none_and_their_choice_goes_with_them(pair):
    make_milestone("approved", pair=pair)
    mentee = mentee_of(pair)
    erase_person(person=mentee.person, by=make_admin())

    with morning():
        assert tasks.send_digests() == 0

    assert not LetterChoice.objects.filter(user=mentee).exists()
