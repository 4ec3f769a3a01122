"""Hours of mentors: never two at once, counted to the minute within the limits, on a sheet to sign."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from finance.actions.work import record_work
from finance.models import WorkEntry
from mentoring.actions import (
    change_edition,
    clash,
    hold_supervision,
    keep_contract,
    plan_supervision,
)
from mentoring.guards import beyond, to_the_minute
from mentoring.models import MentorContract, SessionLog, Supervision
from mentoring.models.timesheet import Line, Timesheet, first_of, timesheets
from tests.factories.activities import make_staff
from tests.factories.mentoring import (
    make_edition,
    make_enrolment,
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

MAY = datetime(2031, 5, 20, 20, tzinfo=timezone.get_fixed_timezone(120))


def contract(enrolment, **changes):
    fields = {
        "number": "M/7",
        "signed_on": date(2031, 1, 2),
        "hours": 10,
        "month_hours": None,
        "rate": None,
        **changes,
    }
    return keep_contract(enrolment=enrolment, by=make_admin(), fields=fields)


def met(pair, day, begins=None, minutes=60, **more):
    """A confirmed meeting of that day."""
    fields = {"held_on": day, "begins": begins, "minutes": minutes, **more}
    return make_session("confirmed", pair=pair, **fields)


def sheet_of(enrolment, month):
    return timesheets([enrolment], month)[0]


def supervise(edition, mentors, *, starts_at=None, minutes=90):
    held = plan_supervision(
        edition=edition,
        by=make_admin(),
        starts_at=starts_at or clock.now() - timedelta(hours=3),
        minutes=minutes,
        form="online",
        place="Sieć",
        led_by="Halina Wrona",
    )
    hold_supervision(supervision=held, came=mentors, by=make_admin())
    return held


def written(pair, client, **changes):
    fields = {"held_on": clock.today().isoformat(), "begins": "00:00", "minutes": "60"}
    fields |= {"form": "online", "done": "Plan rozmów.", **changes}
    return client.post(reverse("mentoring:log-new", args=[pair.pk]), fields)


class TestOverlaps:
    @pytest.mark.parametrize(
        ("begins", "minutes", "refused"),
        [
            (time(16), 60, False),
            (time(16), 61, True),
            (time(17, 30), 15, True),
            (time(17), 60, True),
            (time(17, 59), 5, True),
            (time(18), 60, False),
        ],
    )
    def test_a_mentor_is_never_at_two_meetings_at_once(self, begins, minutes, refused):
        pair = make_pair()
        met(pair, clock.today(), time(17))

        found = clash(pair.mentor.person, clock.today(), begins, minutes)

        assert bool(found) is refused
        assert not refused or "17:00 do 18:00" in found[0]

    def test_hours_of_another_edition_are_hours_too(self, client_of):
        mentor = make_user()
        first = make_pair(edition=make_edition(), mentor=mentor)
        second = make_pair(edition=make_edition(), mentor=mentor)
        make_session(pair=first, begins=time(0, 30))

        answer = written(second, client_of(mentor), done="Te słowa zostają.")

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "ma już wtedy godziny od 00:30 do 01:30" in page
        assert "Te słowa zostają." in page
        assert not second.session_logs.exists()

    def test_the_mentee_learns_the_hours_and_not_with_whom(self, client_of):
        mentor = make_user()
        edition = make_edition()
        first, second = (make_pair(edition=edition, mentor=mentor) for _ in range(2))
        make_session(pair=first, begins=time(0, 30))

        page = written(second, client_of(mentee_of(second))).content.decode()

        assert "00:30" in page
        assert first.mentee.person.family_name not in page

    def test_work_entered_in_another_room_is_work_too(self):
        pair = make_pair()
        work(pair, time(17), 60)

        assert clash(pair.mentor.person, clock.today(), time(17, 30), 30)

    def test_a_meeting_over_midnight_reaches_into_the_next_day(self):
        pair = make_pair()
        make_session(pair=pair, held_on=clock.today(), begins=time(23, 30), minutes=90)
        tomorrow = clock.today() + timedelta(days=1)

        assert clash(pair.mentor.person, tomorrow, time(0, 30), 30)
        assert not clash(pair.mentor.person, tomorrow, time(1), 30)

    def test_a_withdrawn_meeting_takes_no_time(self):
        log = make_session(begins=time(17))
        log.withdraw(by=mentee_of(log))

        assert not clash(log.pairing.mentor.person, clock.today(), time(17), 60)

    def test_the_door_refuses_what_the_form_did_not_see(self):
        pair = make_pair()
        make_session(pair=pair, begins=time(17))

        with pytest.raises(GuardsFailed, match="17:00"):
            make_session(pair=pair, begins=time(17, 30), done="Drugi raz.")

    def test_a_correction_does_not_overlap_with_itself(self, client_of):
        log = make_session("questioned", begins=time(0))
        url = reverse("mentoring:log-correct", args=[log.pk])
        words = {"held_on": log.held_on, "begins": "00:00", "minutes": 30, "form": "online"}

        client_of(mentee_of(log)).post(url, {**words, "done": "Krócej.", "version": log.version})

        assert (SessionLog.objects.get().state, SessionLog.objects.get().minutes) == (
            "submitted",
            30,
        )

    def test_confirming_is_refused_when_the_time_was_taken_meanwhile(self, client_of):
        log = make_session(begins=time(17))
        work(log.pairing, time(17, 15), 30)
        url = reverse("mentoring:sessionlog-move", args=[log.pk, "confirm"])

        answer = client_of(mentor_of(log)).post(url, {"version": log.version})

        assert "17:15 do 17:45" in answer.content.decode()
        assert SessionLog.objects.get().state == "submitted"

    def test_such_a_meeting_does_not_confirm_itself_either(self):
        log = make_session(begins=time(17))
        work(log.pairing, time(17, 15), 30)
        other = make_session()

        with clock.at(clock.now() + timedelta(days=20)):
            tasks.tick()

        log.refresh_from_db()
        other.refresh_from_db()
        assert (log.state, other.state) == ("submitted", "confirmed")

    @pytest.mark.parametrize("begins", ["", "wieczorem", "25:00", "23:59"])
    def test_the_hour_is_asked_for_and_never_lies_ahead(self, client_of, begins):
        pair = make_pair()
        with clock.at(MAY):
            answer = written(pair, client_of(mentee_of(pair)), begins=begins, done="Zostaje.")

        assert answer.status_code == 422
        assert "Zostaje." in answer.content.decode()


def work(pair, begins, minutes, day=None):
    """Hours of the mentor that another room entered."""
    return record_work(
        about=pair.programme,
        programme=pair.programme,
        person=pair.mentor.person,
        day=day or clock.today(),
        begins=begins,
        minutes=minutes,
        way="given",
        by=make_admin(),
    )


class TestLimits:
    def test_hours_beyond_the_contract_stay_outside_and_the_meeting_stays(self):
        pair = make_pair()
        contract(pair.mentor, hours=2)
        for hour in (10, 12, 14):
            met(pair, clock.today(), time(hour), 50)

        sheet = sheet_of(pair.mentor, first_of(clock.today()))

        assert [line.begins.hour for line in sheet.lines] == [10, 12]
        assert [line.begins.hour for line in sheet.outside] == [14]
        assert "Umowa obejmuje 2 h 00 min" in sheet.outside[0].why_not[0]
        assert pair.confirmed_minutes() == 150

    def test_a_larger_contract_takes_in_what_was_left_out(self):
        pair = make_pair()
        contract(pair.mentor, hours=1)
        met(pair, clock.today(), time(10))
        met(pair, clock.today(), time(12))
        assert WorkEntry.objects.count() == 1

        contract(pair.mentor, hours=2)

        assert WorkEntry.objects.count() == 2
        assert MentorContract.objects.get().hours == 2

    def test_a_contract_cannot_cover_less_than_what_counts(self, client_of):
        pair = make_pair()
        met(pair, clock.today(), time(10), 90)
        url = reverse("mentoring:contract", args=[pair.mentor_id])
        words = {"number": "M/9", "signed_on": "2031-01-02", "hours": "1"}

        answer = client_of(make_staff(pair.programme)).post(url, words)

        assert answer.status_code == 422
        assert "1 h 30 min" in answer.content.decode()
        assert "M/9" in answer.content.decode()
        assert not MentorContract.objects.exists()

    def test_the_month_counts_over_all_projects(self):
        pair = make_pair()
        contract(pair.mentor, hours=100, month_hours=3)
        work(pair, time(6), 130)
        met(pair, clock.today(), time(10), 50)
        met(pair, clock.today(), time(12), 1 + 5)

        sheet = sheet_of(pair.mentor, first_of(clock.today()))

        assert (sheet.minutes, sheet.elsewhere, sheet.all_projects) == (50, 130, 180)
        assert "3 h 00 min" in sheet.outside[0].why_not[0]

    def test_another_month_has_room_of_its_own(self):
        pair = make_pair()
        contract(pair.mentor, hours=100, month_hours=1)
        met(pair, date(2031, 5, 31), time(10), 60)
        met(pair, date(2031, 6, 1), time(10), 60)

        for month in (date(2031, 5, 1), date(2031, 6, 1)):
            sheet = sheet_of(pair.mentor, month)
            assert (sheet.minutes, sheet.outside, sheet.used) == (60, [], 120)

    def test_the_edition_limits_mentors_without_a_contract(self):
        edition = make_edition(contract_hours=1)
        pair = make_pair(edition=edition)
        met(pair, clock.today(), time(10), 45)
        met(pair, clock.today(), time(12), 45)
        assert WorkEntry.objects.count() == 1

        edition.contract_hours = 2
        change_edition(
            edition=edition,
            seen=edition.version,
            fields=["contract_hours"],
            topics=[],
            by=make_admin(),
        )

        assert WorkEntry.objects.count() == 2

    def test_hours_that_count_cost_what_the_contract_says(self):
        pair = make_pair()
        contract(pair.mentor, rate=Decimal("90.00"))

        met(pair, clock.today(), time(10), 40)

        entry = WorkEntry.objects.get()
        assert (entry.way, entry.value.amount) == ("paid", Decimal("60.00"))

    @pytest.mark.parametrize(
        ("of_edition", "of_contract", "way"),
        [
            (Decimal("80.00"), "none", ("paid", Decimal("80.00"))),
            (None, "none", ("given", None)),
            (Decimal("80.00"), None, ("given", None)),
            (Decimal("80.00"), Decimal("90.00"), ("paid", Decimal("90.00"))),
        ],
    )
    def test_without_a_contract_the_edition_says_what_an_hour_costs(
        self, of_edition, of_contract, way
    ):
        pair = make_pair(edition=make_edition(hour_rate=of_edition))
        if of_contract != "none":
            contract(pair.mentor, rate=of_contract)

        met(pair, clock.today(), time(10), 60)

        entry = WorkEntry.objects.get()
        assert (entry.way, entry.value and entry.value.amount) == way

    def test_a_new_contract_is_offered_the_rate_of_the_edition(self, client_of):
        mentor = make_enrolment(make_edition(hour_rate=Decimal("80.00")), "mentor")
        browser = client_of(make_staff(mentor.edition.programme))
        address = reverse("mentoring:contract", args=[mentor.pk])
        assert browser.get(address).context["form"]["rate"].value() == "80,00"
        contract(mentor, rate=None)
        assert browser.get(address).context["form"]["rate"].value() is None

    @given(
        works=st.lists(st.tuples(st.integers(5, 600), st.integers(0, 2)), max_size=30),
        hours=st.integers(0, 30),
        month=st.integers(0, 20),
    )
    def test_no_order_of_meetings_breaks_a_limit_and_nothing_is_left_out_without_need(
        self, works, hours, month
    ):
        used, months = 0, [0, 0, 0]
        for minutes, which in works:
            found = beyond(
                minutes, used=used, contract=60 * hours, in_month=months[which], month=60 * month
            )
            fits = (not hours or used + minutes <= 60 * hours) and (
                not month or months[which] + minutes <= 60 * month
            )
            assert fits is not bool(found)
            if fits:
                used, months[which] = used + minutes, months[which] + minutes
        assert not hours or used <= 60 * hours
        assert not month or max(months) <= 60 * month

    @given(st.lists(st.integers(5, 600), max_size=40))
    def test_sums_are_exact_to_the_minute(self, lengths):
        lines = [Line(date(2031, 5, 1), None, minutes, "", "") for minutes in lengths]
        whole = Timesheet(None, date(2031, 5, 1), lines=lines).minutes
        hours, minutes = (int(word) for word in to_the_minute(whole).split() if word.isdecimal())

        assert whole == sum(lengths) == 60 * hours + minutes
        assert 0 <= minutes < 60


class TestSupervision:
    def test_mentors_are_invited_and_those_who_came_have_the_hours(self, client_of):
        edition = make_edition()
        here, away = (make_enrolment(edition, "mentor") for _ in range(2))
        staff = make_staff(edition.programme)
        start = timezone.localtime(clock.now() + timedelta(days=2))
        words = {"starts_at": start.strftime("%Y-%m-%dT%H:%M"), "minutes": "90", "form": "online"}
        client_of(staff).post(
            reverse("mentoring:supervision-new", args=[edition.code]),
            {**words, "place": "Sieć", "led_by": "Halina Wrona"},
        )
        held = Supervision.objects.get()
        letters = Message.objects.filter(template="mentoring/supervision_planned")
        assert letters.count() == 2
        assert "Halina Wrona" in letters.first().body
        assert "BEGIN:VCALENDAR" in letters.first().attachment
        url = reverse("mentoring:supervision-move", args=[held.pk, "hold"])

        with clock.at(held.ends_at):
            client_of(staff).post(url, {"came": [here.pk], "version": held.version})

        held.refresh_from_db()
        assert held.state == "held"
        month = first_of(timezone.localtime(held.starts_at).date())
        assert sheet_of(here, month).minutes == 90
        assert sheet_of(away, month).is_empty

    def test_staff_are_reminded_to_say_who_came(self):
        edition = make_edition()
        plan_supervision(
            edition=edition,
            by=make_admin(),
            starts_at=clock.now() + timedelta(days=1),
            minutes=60,
            form="online",
            place="Sieć",
            led_by="Halina Wrona",
        )

        assert Turn.objects.filter(key="hold").exists()

    def test_a_mentor_who_was_elsewhere_is_named(self, client_of):
        pair = make_pair()
        with clock.at(MAY):
            met(pair, clock.today(), time(18))
            held = plan_supervision(
                edition=pair.edition,
                by=make_admin(),
                starts_at=clock.now() - timedelta(hours=2),
                minutes=90,
                form="online",
                place="Sieć",
                led_by="Halina Wrona",
            )
            url = reverse("mentoring:supervision-move", args=[held.pk, "hold"])
            answer = client_of(make_staff(pair.programme)).post(
                url, {"came": [pair.mentor_id], "version": held.version}
            )

        assert answer.status_code == 422
        assert pair.mentor.person.full_name in answer.content.decode()
        held.refresh_from_db()
        assert held.state == "planned"

    def test_nobody_came_is_said_by_calling_off(self, client_of):
        edition = make_edition()
        make_enrolment(edition, "mentor")
        held = supervise_later(edition)
        url = reverse("mentoring:supervision-move", args=[held.pk, "hold"])

        answer = client_of(make_staff(edition.programme)).post(url, {"version": held.version})

        assert answer.status_code == 422
        assert "odwołaj superwizję" in answer.content.decode()

    def test_calling_off_takes_it_out_of_the_calendars(self):
        edition = make_edition()
        make_enrolment(edition, "mentor")
        held = supervise_later(edition)

        held.call_off(by=make_admin(), note="Choroba prowadzącej.")

        letter = Message.objects.get(template="mentoring/supervision_called_off")
        assert "STATUS:CANCELLED" in letter.attachment
        assert "Choroba prowadzącej." in letter.body

    def test_mentors_of_the_edition_see_it_and_nobody_else_of_the_pair(self, client_of):
        pair = make_pair()
        held = supervise(pair.edition, [pair.mentor])

        page = client_of(mentor_of(pair)).get(held.get_absolute_url())
        assert "te godziny są w Twojej karcie" in page.content.decode()
        calendar = reverse("mentoring:supervision-calendar", args=[held.pk])
        assert client_of(mentor_of(pair)).get(calendar).status_code == 200
        assert client_of(mentee_of(pair)).get(held.get_absolute_url()).status_code == 404
        assert client_of(make_user()).get(calendar).status_code == 404

    def test_a_mentor_does_not_read_who_else_came(self, client_of):
        edition = make_edition()
        one, other = (make_enrolment(edition, "mentor") for _ in range(2))
        held = supervise(edition, [other])

        page = client_of(one.person.user).get(held.get_absolute_url()).content.decode()

        assert other.person.full_name not in page
        assert "Nie ma Cię wśród" in page

    @pytest.mark.parametrize(
        "changes",
        [
            {"starts_at": ""},
            {"starts_at": "0031-05-05T10:00"},
            {"starts_at": "jutro"},
            {"minutes": "4"},
            {"minutes": "601"},
            {"place": ""},
            {"led_by": "x" * 161},
            {"form": "telepatia"},
        ],
    )
    def test_what_cannot_be_planned_is_said_and_kept(self, client_of, changes):
        edition = make_edition()
        words = {"starts_at": "2031-05-05T10:00", "minutes": "90", "form": "online"}
        words |= {"place": "Sieć", "led_by": "Halina", "about": "Zostaje.", **changes}

        answer = client_of(make_staff(edition.programme)).post(
            reverse("mentoring:supervision-new", args=[edition.code]), words
        )

        assert answer.status_code == 422
        assert "Zostaje." in answer.content.decode()

    def test_only_staff_plan_and_hold(self):
        pair = make_pair()
        held = supervise_later(pair.edition)

        with pytest.raises(NotYours):
            plan_supervision(edition=pair.edition, by=mentor_of(pair))
        with pytest.raises(NotYours):
            hold_supervision(supervision=held, came=[], by=mentor_of(pair))


def supervise_later(edition):
    return plan_supervision(
        edition=edition,
        by=make_admin(),
        starts_at=clock.now() - timedelta(hours=1),
        minutes=60,
        form="online",
        place="Sieć",
        led_by="Halina Wrona",
    )


class TestPages:
    def test_a_mentor_finds_months_and_a_sheet_to_sign(self, client_of):
        pair = make_pair()
        contract(pair.mentor)
        log = met(pair, date(2031, 5, 12), time(17, 30), 75)
        client = client_of(mentor_of(pair))

        months = client.get(reverse("mentoring:timesheets")).content.decode()
        address = reverse("mentoring:timesheet", args=[pair.mentor_id, 2031, 5])
        page = client.get(address).content.decode()
        paper = client.get(address + "paper/")

        assert address in months
        assert "17:30–18:45" in page
        assert "1 h 15 min" in page
        assert log.get_absolute_url() in page
        assert paper["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF")

    def test_an_empty_month_says_so_and_has_no_paper(self, client_of):
        pair = make_pair()
        address = reverse("mentoring:timesheet", args=[pair.mentor_id, 2031, 5])
        client = client_of(mentor_of(pair))

        assert "Brak godzin w tym miesiącu" in client.get(address).content.decode()
        assert client.get(address + "paper/").status_code == 404

    @pytest.mark.parametrize(("year", "month"), [(2031, 13), (2031, 0), (0, 5), (10**30, 5)])
    def test_a_month_that_no_calendar_has_is_not_found(self, client_of, year, month):
        pair = make_pair()
        address = reverse("mentoring:timesheet", args=[pair.mentor_id, year, month])

        assert client_of(mentor_of(pair)).get(address).status_code == 404

    def test_hours_are_the_mentors_and_the_staffs(self, client_of):
        pair = make_pair()
        met(pair, date(2031, 5, 12), time(17))
        address = reverse("mentoring:timesheet", args=[pair.mentor_id, 2031, 5])
        contracts = reverse("mentoring:contract", args=[pair.mentor_id])

        for user, sheet, page in [
            (make_staff(pair.programme), 200, 200),
            (mentor_of(pair), 200, 404),
            (mentee_of(pair), 404, 404),
            (make_user(), 404, 404),
            (make_staff(make_edition().programme), 404, 404),
        ]:
            assert client_of(user).get(address).status_code == sheet
            assert client_of(user).get(address + "paper/").status_code == sheet
            assert client_of(user).get(contracts).status_code == page

    def test_staff_see_every_mentors_month_and_take_it_along(self, client_of):
        edition = make_edition()
        pairs = [make_pair(edition=edition) for _ in range(2)]
        for number, pair in enumerate(pairs):
            met(pair, date(2031, 5, 12), time(17), 50 + number)
        met(pairs[0], date(2031, 6, 12), time(17), 60)
        client = client_of(make_staff(edition.programme))
        address = reverse("mentoring:edition-hours", args=[edition.code])

        page = client.get(address, {"month": "2031-05"}).content.decode()
        book = client.get(address, {"month": "2031-05", "as": "xlsx"}).content
        table = client.get(address, {"month": "2031-05", "as": "csv"}).content.decode("utf-8-sig")

        assert "1 h 41 min" in page
        rows = list(load_workbook(BytesIO(book)).active.iter_rows(values_only=True))
        assert sorted(row[5] for row in rows[1:]) == [50, 51]
        assert len(table.splitlines()) == 3
        assert client.get(address, {"month": "kiedyś"}).status_code == 200
        assert client_of(mentor_of(pairs[0])).get(address).status_code == 404

    def test_an_edition_without_mentors_says_what_to_expect(self, client_of):
        edition = make_edition()
        page = client_of(make_staff(edition.programme)).get(
            reverse("mentoring:edition-hours", args=[edition.code])
        )

        assert "Nie ma jeszcze mentora ani mentorki" in page.content.decode()

    def test_somebody_who_mentors_nobody_has_no_hours_and_learns_why(self, client_of):
        page = client_of(make_user()).get(reverse("mentoring:timesheets")).content.decode()

        assert "Nie ma tu godzin" in page

    def test_staff_keep_a_contract_and_the_mentor_reads_it(self, client_of):
        mentor = make_enrolment(make_edition(), "mentor")
        url = reverse("mentoring:contract", args=[mentor.pk])
        words = {"number": "M/9", "signed_on": "2031-01-02", "hours": "30", "rate": "95,50"}

        client_of(make_staff(mentor.edition.programme)).post(url, words)

        assert MentorContract.objects.get().rate == Decimal("95.50")
        page = client_of(mentor.person.user).get(mentor.get_absolute_url()).content.decode()
        assert "M/9" in page

    @pytest.mark.parametrize(
        "changes",
        [
            {"hours": "0"},
            {"hours": "dużo"},
            {"rate": "-1"},
            {"rate": "sto"},
            {"signed_on": "kiedyś"},
            {"month_hours": "745"},
            {"number": ""},
        ],
    )
    def test_a_contract_that_cannot_be_is_said_and_kept(self, client_of, changes):
        mentor = make_enrolment(make_edition(), "mentor")
        words = {"number": "M/9", "signed_on": "2031-01-02", "hours": "30", **changes}

        answer = client_of(make_staff(mentor.edition.programme)).post(
            reverse("mentoring:contract", args=[mentor.pk]), words
        )

        assert answer.status_code == 422
        assert not MentorContract.objects.exists()

    def test_pages_cost_the_same_with_one_mentor_as_with_three(
        self, client_of, django_assert_num_queries, django_assert_max_num_queries
    ):
        edition = make_edition()
        client = client_of(make_staff(edition.programme))
        address = reverse("mentoring:edition-hours", args=[edition.code])
        day = date(2031, 5, 12)
        pair = make_pair(edition=edition)
        met(pair, day, time(17))
        supervise(edition, [pair.mentor])
        client.get(address, {"month": "2031-05"})
        with django_assert_max_num_queries(16) as first:
            client.get(address, {"month": "2031-05"})

        for days in (2, 3):
            other = make_pair(edition=edition)
            met(other, day, time(17))
            met(other, day, time(19))
            earlier = clock.now() - timedelta(days=days)
            supervise(edition, [other.mentor, pair.mentor], starts_at=earlier)
        with django_assert_num_queries(len(first)):
            client.get(address, {"month": "2031-05"})


class TestMonthList:
    """A mentor's months at a glance: what counts, what waits, what does not count, how much a month may have."""

    def read(self, client, address="mentoring:timesheets"):
        return " ".join(client.get(reverse(address)).content.decode().split())

    def test_each_month_shows_its_sums(self, client_of):
        edition = make_edition(contract_hours=2, month_hours=276)
        pair = make_pair(edition=edition)
        pair.started_on = date(2031, 4, 1)
        with clock.at(MAY):
            met(pair, date(2031, 5, 5), time(17), minutes=90)
            met(pair, date(2031, 5, 6), time(17), minutes=60)  # the contract has no room for it
            make_session(pair=pair, held_on=date(2031, 5, 7), minutes=45, done="Czeka.")
            met(pair, date(2031, 4, 8), time(17), minutes=30)
            page = self.read(client_of(mentor_of(pair)))

        may, april = page.index("Maj 2031"), page.index("Kwiecień 2031")
        assert may < april
        for sum_of_may in ("1 h 30 min", "0 h 45 min", "1 h 00 min", "276 h 00 min"):
            assert sum_of_may in page[may:april]
        assert "0 h 30 min" in page[april:]

    def test_the_month_counts_hours_of_other_projects(self, client_of):
        pair = make_pair(edition=make_edition(month_hours=100))
        record_elsewhere(pair, minutes=120)
        with clock.at(MAY):
            met(pair, date(2031, 5, 5), time(17))
            page = self.read(client_of(mentor_of(pair)))

        assert "3 h 00 min z 100 h 00 min" in page

    def test_without_a_limit_of_the_month_none_is_shown(self, client_of):
        pair = make_pair(edition=make_edition(month_hours=0))
        with clock.at(MAY):
            met(pair, date(2031, 5, 5), time(17))
            page = self.read(client_of(mentor_of(pair)))

        assert "We wszystkich projektach" not in page

    def test_the_list_asks_no_more_with_three_months_than_with_one(
        self, client_of, django_assert_num_queries, django_assert_max_num_queries
    ):
        pair = make_pair(edition=make_edition())
        browser = client_of(mentor_of(pair))
        with clock.at(MAY):
            met(pair, date(2031, 5, 5), time(17))
            self.read(browser)
            with django_assert_max_num_queries(10) as one:
                self.read(browser)
            for month in (3, 4):
                met(pair, date(2031, month, 5), time(17))
            with django_assert_num_queries(len(one)):
                self.read(browser)


def record_elsewhere(pair, *, minutes):
    """Work of the mentor in May 2031 for another programme."""
    record_work(
        about=make_pair(),
        programme=make_edition().programme,
        person=pair.mentor.person,
        day=date(2031, 5, 12),
        begins=time(8),
        minutes=minutes,
        way=WorkEntry.Way.GIVEN,
        rate=None,
        what="Warsztat",
        by=make_admin(),
    )
