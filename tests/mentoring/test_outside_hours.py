"""Hours in projects elsewhere: the mentor states them, they count to the month, and never overlap."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from mentoring.actions import state_outside_hours, take_back_outside_hours
from mentoring.forms.hours import months_back
from mentoring.models import OutsideHours
from mentoring.models.timesheet import timesheets
from people.models import Person
from tests.factories.activities import make_staff
from tests.factories.mentoring import (
    make_edition,
    make_enrolment,
    make_pair,
    make_session,
    mentor_of,
)
from tests.factories.people import make_admin, make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours

pytestmark = pytest.mark.django_db

MAY = date(2031, 5, 1)
NOW = datetime(2031, 5, 20, 20, tzinfo=timezone.get_fixed_timezone(120))


@pytest.fixture(autouse=True)
def may():
    with clock.at(NOW):
        yield


@pytest.fixture
def pair():
    """An active pair in an edition whose mentors work five hours a month at most."""
    with clock.at(NOW - timedelta(days=30)):
        return make_pair(edition=make_edition(month_hours=5))


def state(enrolment, *, minutes=60, by=None, **fields):
    given = {"month": MAY, "project": "Uczelnia", "day": None, "begins": None, **fields}
    who = by or enrolment.person.user
    return state_outside_hours(enrolment=enrolment, by=who, minutes=minutes, **given)


def met(pair, day=date(2031, 5, 5), begins=time(10), minutes=60):
    return make_session("confirmed", pair=pair, held_on=day, begins=begins, minutes=minutes)


def sheet_of(pair):
    return timesheets([pair.mentor], MAY)[0]


def form_of(pair):
    return reverse("mentoring:outside-hours", args=[pair.mentor_id])


TYPED = {"month": "2031-05-01", "project": "Uczelnia", "hours": "2,5", "day": "", "begins": ""}


class TestLimit:
    def test_hours_elsewhere_count_to_the_month_over_all_projects(self, pair):
        state(pair.mentor, minutes=4 * 60 + 30)
        met(pair)

        sheet = sheet_of(pair)
        assert (sheet.minutes, sheet.outside_minutes) == (0, 60)
        assert "4 h 30 min" in " ".join(sheet.outside[0].why_not)

    def test_another_month_has_room_of_its_own(self, pair):
        state(pair.mentor, minutes=5 * 60, month=date(2031, 4, 1))
        met(pair)
        assert sheet_of(pair).minutes == 60

    def test_what_counts_already_stays_and_the_sheet_says_that_it_is_too_much(
        self, pair, client_of
    ):
        met(pair)
        state(pair.mentor, minutes=5 * 60)

        sheet = sheet_of(pair)
        assert (sheet.minutes, sheet.all_projects, sheet.over) == (60, 360, 60)
        for user in (mentor_of(pair), make_staff(pair.programme)):
            page = client_of(user).get(sheet.get_absolute_url()).content.decode()
            assert "1 h 00 min więcej niż 5 h 00 min, które może mieć miesiąc" in page
        listed = reverse("mentoring:edition-hours", args=[pair.edition.code])
        page = client_of(make_staff(pair.programme)).get(listed, {"month": "2031-05"})
        assert "za dużo" in page.content.decode()

    def test_taken_back_they_make_room_again_in_every_edition(self, pair):
        stated = state(pair.mentor, minutes=5 * 60)
        met(pair)
        assert sheet_of(pair).minutes == 0

        take_back_outside_hours(enrolment=pair.mentor, hours=stated, by=mentor_of(pair))

        assert sheet_of(pair).minutes == 60

    def test_months_with_hours_elsewhere_alone_are_listed(self, pair, client_of):
        state(pair.mentor)
        page = client_of(mentor_of(pair)).get(reverse("mentoring:timesheets")).content.decode()
        assert sheet_of(pair).get_absolute_url() in page


class TestOverlaps:
    @pytest.mark.parametrize(
        ("begins", "minutes", "refused"),
        [("09:30", 30, False), ("09:30", 31, True), ("10:59", 60, True), ("11:00", 60, False)],
    )
    def test_a_stretch_of_time_that_overlaps_a_meeting_is_refused_plainly(
        self, pair, client_of, begins, minutes, refused
    ):
        met(pair)
        typed = {**TYPED, "day": "2031-05-05", "begins": begins, "hours": f"{minutes / 60:.2f}"}
        typed["hours"] = {30: "0,5", 31: "0,52", 60: "1"}[minutes]

        answer = client_of(mentor_of(pair)).post(form_of(pair), typed)

        assert answer.status_code == (422 if refused else 302)
        assert OutsideHours.objects.exists() is not refused
        if refused:
            assert "od 10:00 do 11:00" in answer.content.decode()
            assert "Uczelnia" in answer.content.decode()

    def test_a_meeting_that_overlaps_what_was_stated_is_refused_plainly(self, pair, client_of):
        state(pair.mentor, day=date(2031, 5, 5), begins=time(10))
        log = {"held_on": "2031-05-05", "begins": "10:30", "minutes": "45", "form": "phone"}

        answer = client_of(mentor_of(pair)).post(
            reverse("mentoring:log-new", args=[pair.pk]), {**log, "done": "Rozmowa."}
        )

        assert answer.status_code == 422
        assert "od 10:00 do 11:00" in answer.content.decode()

    def test_two_projects_elsewhere_do_not_overlap_either(self, pair):
        state(pair.mentor, day=date(2031, 5, 5), begins=time(10))
        with pytest.raises(GuardsFailed):
            state(pair.mentor, day=date(2031, 5, 5), begins=time(10, 59))

    def test_a_sum_of_the_month_overlaps_with_nothing(self, pair):
        met(pair)
        state(pair.mentor)
        assert sheet_of(pair).stated_minutes == 60

    def test_hours_left_outside_do_not_come_in_over_what_was_stated_meanwhile(self, pair):
        state(pair.mentor, minutes=5 * 60)
        met(pair)
        whole = OutsideHours.objects.get()
        OutsideHours.objects.create(
            person=pair.mentor.person,
            month=MAY,
            project="Wykład",
            minutes=30,
            day=date(2031, 5, 5),
            begins=time(10, 15),
            stated_by=mentor_of(pair),
            stated_at=clock.now(),
        )

        take_back_outside_hours(enrolment=pair.mentor, hours=whole, by=mentor_of(pair))

        assert sheet_of(pair).minutes == 0


class TestForm:
    def test_it_says_who_reads_it_and_comes_back_to_the_month(self, pair, client_of):
        browser = client_of(mentor_of(pair))
        assert "czytacie Ty i zespoły" in browser.get(form_of(pair)).content.decode()

        answer = browser.post(form_of(pair), TYPED)

        stated = OutsideHours.objects.get()
        assert answer.url == sheet_of(pair).get_absolute_url()
        assert (stated.minutes, stated.month, stated.span) == (150, MAY, None)
        assert "Uczelnia" in browser.get(answer.url).content.decode()

    @pytest.mark.parametrize(
        "change",
        [
            {"month": ""},
            {"month": "2029-05-01"},
            {"month": "maj"},
            {"project": ""},
            {"project": "x" * 201},
            {"hours": ""},
            {"hours": "0"},
            {"hours": "-3"},
            {"hours": "745"},
            {"hours": "dużo"},
            {"day": "2031-05-05"},
            {"begins": "10:00"},
            {"day": "2031-04-05", "begins": "10:00"},
            {"day": "2031-05-05", "begins": "10:00", "hours": "24,5"},
            {"day": "kiedyś", "begins": "10:00"},
            {"day": "2031-05-05", "begins": "rano"},
        ],
    )
    def test_what_cannot_be_is_said_and_kept(self, pair, client_of, change):
        answer = client_of(mentor_of(pair)).post(form_of(pair), TYPED | change)

        assert answer.status_code == 422
        assert not OutsideHours.objects.exists()
        assert 'aria-invalid="true"' in answer.content.decode()

    def test_the_mentor_takes_back_what_they_stated(self, pair, client_of):
        stated = state(pair.mentor)
        back = reverse("mentoring:outside-hours-back", args=[pair.mentor_id, stated.pk])
        browser = client_of(mentor_of(pair))

        assert browser.post(back).url == sheet_of(pair).get_absolute_url()
        assert browser.post(back).status_code == 404
        assert not OutsideHours.objects.exists()

    def test_staff_read_them_and_state_them_only_for_whoever_has_no_account(self, pair, client_of):
        staff = make_staff(pair.programme)
        state(pair.mentor)
        page = client_of(staff).get(sheet_of(pair).get_absolute_url()).content.decode()
        assert "Uczelnia" in page
        assert form_of(pair) not in page
        assert client_of(staff).get(form_of(pair)).status_code == 404

        Person.objects.filter(pk=pair.mentor.person_id).update(user=None)
        assert client_of(staff).post(form_of(pair), TYPED).status_code == 302
        assert OutsideHours.objects.filter(stated_by=staff).exists()

    def test_nobody_else_finds_or_takes_them(self, pair, client_of, client):
        stated = state(pair.mentor)
        with clock.at(NOW - timedelta(days=30)):
            other = make_enrolment(pair.edition, "mentor")
        back = reverse("mentoring:outside-hours-back", args=[other.pk, stated.pk])

        assert client.get(form_of(pair)).status_code == 302
        assert client_of(make_user()).get(form_of(pair)).status_code == 404
        assert client_of(other.person.user).get(form_of(pair)).status_code == 404
        assert client_of(other.person.user).post(back).status_code == 404
        with pytest.raises(NotYours):
            take_back_outside_hours(enrolment=other, hours=stated, by=other.person.user)
        for act in (
            lambda: state(pair.mentor, by=make_admin()),
            lambda: take_back_outside_hours(enrolment=pair.mentor, hours=stated, by=make_user()),
        ):
            with pytest.raises(NotYours):
                act()


class TestPaper:
    def text(self, pair, client_of):
        answer = client_of(mentor_of(pair)).get(sheet_of(pair).get_paper_url())
        pages = PdfReader(BytesIO(answer.content)).pages
        return " ".join("".join(page.extract_text() for page in pages).split())

    def test_they_stand_on_the_sheet_to_sign(self, pair, client_of):
        met(pair)
        state(pair.mentor, minutes=90, day=date(2031, 5, 6), begins=time(8))
        state(pair.mentor, project="Gmina", minutes=45)

        text = self.text(pair, client_of)

        for said in ("Uczelnia", "6.05.2031, 08:00–09:30", "Gmina", "cały miesiąc", "3 h 15 min"):
            assert said in text

    def test_without_any_the_mentor_signs_that_there_were_none(self, pair, client_of):
        met(pair)
        assert "oświadcza, że innych nie było" in self.text(pair, client_of)


def test_months_go_back_a_year_across_the_turn_of_the_year():
    months = months_back(date(2031, 2, 14))
    assert (months[0], months[1], months[2]) == (
        date(2031, 2, 1),
        date(2031, 1, 1),
        date(2030, 12, 1),
    )
    assert months[-1] == date(2030, 2, 1)
    assert all((late - early) >= timedelta(days=28) for late, early in pairwise(months))
