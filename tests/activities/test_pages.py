"""The pages of events and visits: who opens them, and what happens to what people type."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.models import Event, Registration, StudyVisit
from people.models import Person
from programmes.counts import Scope, counts
from tests.factories.activities import (
    after,
    make_activity,
    make_event,
    make_registration,
    make_staff,
    make_visit,
    tick,
)
from tests.factories.people import make_admin, make_user
from workflows import clock

pytestmark = pytest.mark.django_db

MOTIVATION = {"motivation": "Chcę zobaczyć, jak to robią inni."}


def event_data(line, **changes):
    return {
        "activity": line.pk,
        "title_pl": "Łąka i miasto",
        "place": "Łódź",
        "starts_at": "2030-05-10T10:00",
        "ends_at": "2030-05-10T16:00",
        "capacity": "20",
        **changes,
    }


class TestPublicPage:
    def test_anybody_sees_an_announced_event(self, client):
        assert client.get(make_event().get_public_url()).status_code == 200

    def test_nobody_sees_a_draft(self, client):
        assert client.get(make_event("draft").get_public_url()).status_code == 404

    def test_what_is_coming_stands_on_one_page(self, client):
        make_event(title_pl="Seminarium o rzece")
        make_visit(title_pl="Wizyta w Płocku")

        page = client.get(reverse("activities_public:coming")).content.decode()

        assert "Seminarium o rzece" in page
        assert "Wizyta w Płocku" in page

    def test_whoever_is_logged_in_applies(self, client_of):
        visit, user = make_visit(), make_user()

        answer = client_of(user).post(
            visit.get_public_url(), {**MOTIVATION, "diet": "wegańska", "needs": "on"}
        )

        registration = visit.registrations.get()
        assert answer.url == registration.get_absolute_url()
        assert (registration.person.user, registration.diet) == (user, "wegańska")

    def test_whoever_is_not_logged_in_is_asked_to(self, client):
        visit = make_visit()

        answer = client.post(visit.get_public_url(), MOTIVATION)

        assert answer.status_code == 302
        assert not visit.registrations.exists()

    def test_a_visit_asks_why(self, client_of):
        answer = client_of(make_user()).post(make_visit().get_public_url(), {"diet": "wegańska"})

        assert answer.status_code == 422
        assert "Napisz w kilku zdaniach" in answer.content.decode()
        assert "wegańska" in answer.content.decode()

    def test_too_much_text_is_said_at_the_field_and_kept(self, client_of):
        answer = client_of(make_user()).post(
            make_visit().get_public_url(), {"motivation": "a" * 1501}
        )

        assert answer.status_code == 422
        assert "a" * 1501 in answer.content.decode()

    def test_after_the_deadline_the_words_stay_and_the_reason_is_given(self, client_of):
        visit = make_visit()

        with clock.at(visit.apply_until + timedelta(hours=1)):
            answer = client_of(make_user()).post(visit.get_public_url(), MOTIVATION)

        assert answer.status_code in (409, 422)
        assert "Zgłoszenia przyjmowaliśmy do" in answer.content.decode()

    def test_a_second_click_leads_to_the_same_application(self, client_of):
        visit = make_visit()
        browser = client_of(make_user())
        browser.post(visit.get_public_url(), MOTIVATION)

        answer = browser.post(visit.get_public_url(), MOTIVATION)

        assert answer.url == visit.registrations.get().get_absolute_url()

    def test_consent_to_pictures_is_kept_when_given(self, client_of):
        from people.actions.clauses import plant

        plant()
        user = make_user()

        client_of(user).post(make_event().get_public_url(), {"image": "on"})

        assert user.person.consents.standing().to("image").exists()

    def test_an_account_without_a_person_is_told_so(self, client_of):
        user = make_user()
        Person.objects.filter(user=user).update(user=None)

        answer = client_of(user).post(make_event().get_public_url(), {})

        assert answer.status_code == 422


class TestRegistrationPage:
    def test_the_person_and_staff_open_it_nobody_else(self, client_of):
        registration = make_registration()
        staff = make_staff(registration.event.programme)
        url = registration.get_absolute_url()

        assert client_of(registration.person.user).get(url).status_code == 200
        assert client_of(staff).get(url).status_code == 200
        assert client_of(make_user()).get(url).status_code == 404
        assert client_of(make_staff(make_activity().programme)).get(url).status_code == 404

    def test_the_person_confirms_and_gives_the_place_up(self, client_of):
        registration = make_registration()
        browser = client_of(registration.person.user)

        for move, state in (("confirm", "confirmed"), ("cancel", "cancelled")):
            registration = Registration.objects.get(pk=registration.pk)
            browser.post(
                reverse("activities:registration-move", args=[registration.pk, move]),
                {"version": registration.version},
            )
            assert Registration.objects.get(pk=registration.pk).state == state

    def test_a_place_somebody_gave_away_meanwhile_is_said_so(self, client_of):
        visit = make_visit(capacity=1)
        staff = make_staff(visit.programme)
        seen = make_registration(visit)
        url = reverse("activities:registration-move", args=[seen.pk, "accept"])
        Registration.objects.get(pk=seen.pk).put_on_reserve(by=make_admin())

        answer = client_of(staff).post(url, {"version": seen.version})

        assert answer.status_code == 409

    def test_a_move_that_is_tandems_own_has_no_page(self, client_of):
        registration = make_registration()
        url = reverse("activities:registration-move", args=[registration.pk, "call_off"])

        assert client_of(registration.person.user).post(url).status_code == 404


class TestStaffPages:
    def test_staff_plan_an_event_and_announce_it(self, client_of):
        activity = make_activity()
        browser = client_of(make_staff(activity.programme))

        browser.post(reverse("activities:event-new"), event_data(activity))

        event = Event.objects.get()
        assert (event.state, event.code) == ("draft", "laka-i-miasto-2030")
        url = reverse("activities:event-move", args=[event.pk, "announce"])
        browser.post(url, {"version": event.version})
        assert Event.objects.get().state == "announced"

    def test_two_events_of_one_title_have_two_addresses(self, client_of):
        activity = make_activity()
        browser = client_of(make_staff(activity.programme))

        for _ in range(2):
            browser.post(reverse("activities:event-new"), event_data(activity))

        assert set(Event.objects.values_list("code", flat=True)) == {
            "laka-i-miasto-2030",
            "laka-i-miasto-2030-2",
        }

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title_pl", ""),
            ("title_pl", "x" * 161),
            ("capacity", "0"),
            ("capacity", "dużo"),
            ("capacity", "99999999999999"),
            ("starts_at", "jutro"),
            ("ends_at", "2030-05-09T10:00"),
            ("apply_until", "2031-01-01T10:00"),
            ("activity", "999999"),
            ("activity", "x"),
        ],
    )
    def test_what_cannot_be_is_said_and_kept(self, client_of, field, value):
        activity = make_activity()
        data = event_data(activity, **{field: value})

        answer = client_of(make_staff(activity.programme)).post(
            reverse("activities:event-new"), data
        )

        assert answer.status_code == 422
        assert not Event.objects.exists()
        assert 'value="Łódź"' in answer.content.decode()

    def test_what_is_missing_is_asked_for_in_plain_words(self, client_of):
        activity = make_activity()
        data = event_data(activity, title_pl="", place="", capacity="", link="pokój 3")

        page = client_of(make_staff(activity.programme)).post(reverse("activities:event-new"), data)

        for sentence in (
            "Napisz, jak to się nazywa.",
            "Napisz, gdzie to się odbywa.",
            "Napisz, ile osób może przyjść.",
            "Napisz cały link, na przykład",
        ):
            assert sentence in page.content.decode()

    def test_nobody_plans_for_a_programme_they_do_not_run(self, client_of):
        activity = make_activity()
        other = make_staff(make_activity().programme)

        answer = client_of(other).post(reverse("activities:event-new"), event_data(activity))

        assert answer.status_code == 422
        assert client_of(make_user()).get(reverse("activities:event-new")).status_code == 404

    def test_two_people_who_edit_do_not_overwrite_each_other(self, client_of):
        event = make_event()
        browser = client_of(make_staff(event.programme))
        data = event_data(event.activity, version=event.version, title_pl="Pierwsza")
        url = reverse("activities:event-edit", args=[event.code])

        assert browser.post(url, data).status_code == 302
        answer = browser.post(url, {**data, "title_pl": "Druga"})

        assert answer.status_code == 409
        assert "Druga" in answer.content.decode()
        assert Event.objects.get().title == "Pierwsza"

    def test_places_never_fall_below_those_taken(self, client_of):
        event = make_event()
        make_registration(event)
        make_registration(event)
        data = event_data(event.activity, version=event.version, capacity="1")

        answer = client_of(make_staff(event.programme)).post(
            reverse("activities:event-edit", args=[event.code]), data
        )

        assert answer.status_code == 422

    def test_the_programme_of_a_visit_lies_on_its_days(self, client_of):
        visit = make_visit("draft")
        browser = client_of(make_staff(visit.programme))
        url = reverse("activities:visit-stops", args=[visit.code])
        formset = {"stops-TOTAL_FORMS": "1", "stops-INITIAL_FORMS": "0"}
        stop = {
            "stops-0-day": "2001-01-01",
            "stops-0-starts": "09:00",
            "stops-0-title_pl": "Spacer",
        }

        wrong = browser.post(url, {**formset, **stop})
        assert wrong.status_code == 422

        right = browser.post(url, {**formset, **stop, "stops-0-day": visit.days[0].isoformat()})
        assert right.status_code == 302
        assert visit.stops.filter(title_pl="Spacer").exists()

    def test_a_person_without_registration_is_put_on_the_list(self, client_of):
        event = make_event()
        browser = client_of(make_staff(event.programme))
        url = reverse("activities:event-participant-new", args=[event.code])

        empty = browser.post(url, {})
        assert empty.status_code == 422
        browser.post(url, {"given_name": "Żaneta", "family_name": "Łoś"})

        assert event.registrations.get().person.full_name == "Żaneta Łoś"

    def test_attendance_is_taken_on_a_page(self, client_of):
        event = make_event()
        here, away = make_registration(event), make_registration(event)
        browser = client_of(make_staff(event.programme))
        url = reverse("activities:event-attendance", args=[event.code])

        with clock.at(after(event)):
            day = event.days[0].isoformat()
            answer = browser.post(url, {"day": day, "present": [here.pk, "x", 10**30]})
            assert answer.status_code == 302
            assert browser.post(url, {"day": "kiedyś"}).status_code == 422

        states = dict(event.registrations.values_list("pk", "state"))
        assert states == {here.pk: "attended", away.pk: "absent"}

    def test_two_people_with_one_list_do_not_undo_each_others_ticks(self, client_of):
        event = make_event()
        first, second = make_registration(event), make_registration(event)
        browser = client_of(make_staff(event.programme))
        url = reverse("activities:event-attendance", args=[event.code])

        with clock.at(after(event)):
            list_of_the_day = {"day": event.days[0].isoformat(), "seen": ""}
            browser.post(url, {**list_of_the_day, "present": [first.pk]})
            page = browser.post(url, {**list_of_the_day, "present": [second.pk]})
            ticked = {row["registration"].pk for row in page.context["rows"] if row["present"]}
            assert page.status_code == 409
            assert str(first.person) in page.context["errors"][0]
            assert ticked == {second.pk}
            again = {**list_of_the_day, "seen": page.context["seen"]}
            browser.post(url, {**again, "present": [first.pk, second.pk]})

        assert event.registrations.filter(state="attended").count() == 2

    def test_saving_the_same_list_twice_changes_nothing(self, client_of):
        event = make_event()
        here = make_registration(event)
        browser = client_of(make_staff(event.programme))
        url = reverse("activities:event-attendance", args=[event.code])

        with clock.at(after(event)):
            posted = {"day": event.days[0].isoformat(), "seen": "", "present": [here.pk]}
            answers = [browser.post(url, posted).status_code for _ in range(2)]

        assert answers == [302, 302]
        assert event.registrations.get().state == "attended"

    @pytest.mark.parametrize(
        "page", ["", "edit/", "people/new/", "attendance/", "attendance/sheet/"]
    )
    def test_pages_of_an_event_are_its_teams_alone(self, client_of, client, page):
        event = make_event()
        url = f"{event.get_absolute_url()}{page}"

        assert client_of(make_staff(event.programme)).get(url).status_code == 200
        assert client_of(make_user()).get(url).status_code == 404
        assert client.get(url).status_code == 302

    def test_finance_sees_an_event_without_its_people(self, client_of):
        event = make_event()
        registration = make_registration(event)
        browser = client_of(make_staff(event.programme, "finance"))

        page = browser.get(event.get_absolute_url()).content.decode()

        assert registration.person.full_name not in page
        assert browser.get(registration.get_absolute_url()).status_code == 404

    def test_the_report_of_a_visit_is_written_before_it_is_submitted(self, client_of):
        visit = make_visit()
        staff = make_staff(visit.programme)
        make_registration(visit, "accepted")
        visit.select(by=staff)
        visit.confirm(by=staff)
        with clock.at(after(visit)):
            visit.hold(by=staff)
            url = reverse("activities:visit-report", args=[visit.code])
            client_of(staff).post(url, {"version": visit.version, "report": "Było warto. " * 20})

        assert StudyVisit.objects.get().report.startswith("Było warto.")


class TestCounts:
    def test_what_took_place_is_counted_and_listed(self):
        event = make_event("closed")
        make_event(activity=event.activity)
        scope = Scope(event.programme)

        assert counts["events_held"].number(scope) == 1
        assert list(counts["events_held"].rows(scope)) == [event]

    def test_each_event_tells_how_many_were_there(self):
        event = make_event()
        registration = make_registration(event)
        make_registration(event)
        tick(event, event.days[0], registration)
        with clock.at(after(event)):
            event.hold(by=make_admin())

        part = counts["distinct_persons_per_event"].parts(Scope(event.programme))[0]

        assert (part.obj, part.number) == (event, 1)

    def test_a_person_counts_once_however_often_they_came(self):
        first = make_event()
        second = make_event(activity=first.activity)
        user = make_user()
        for event in (first, second):
            tick(event, event.days[0], make_registration(event, user=user))

        assert counts["distinct_participants"].number(Scope(first.programme)) == 1


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize(
    ("name", "make"),
    [("activities:events", make_event), ("activities:visits", make_visit)],
)
def test_lists_of_staff_ask_the_same_few_queries(
    client_of, django_assert_num_queries, name, make, item_count
):
    activity = make_activity("event" if make is make_event else "study_visit")
    for _ in range(item_count):
        make_registration(make(activity=activity))
    browser = client_of(make_staff(activity.programme))
    browser.get(reverse(name))

    with django_assert_num_queries(9):
        page = browser.get(reverse(name)).content.decode()

    assert page.count("Spotkanie praktyków") == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_page_of_an_event_asks_the_same_few_queries(
    client_of, django_assert_num_queries, item_count
):
    event = make_event()
    for _ in range(item_count):
        make_registration(event)
    browser = client_of(make_staff(event.programme))
    browser.get(event.get_absolute_url())

    with django_assert_num_queries(15):
        browser.get(event.get_absolute_url())


@pytest.mark.parametrize("item_count", [1, 3])
def test_my_own_list_asks_the_same_few_queries(client_of, django_assert_num_queries, item_count):
    user = make_user()
    for _ in range(item_count):
        make_registration(user=user)
    browser = client_of(user)

    with django_assert_num_queries(6):
        page = browser.get(reverse("activities:mine")).content.decode()

    assert page.count("Spotkanie praktyków") == item_count


def test_my_own_list_begins_with_what_comes_next_and_ends_with_what_was_first(client_of):
    user, now = make_user(), clock.now()
    days = {"za miesiąc": 30, "za tydzień": 7, "przed rokiem": -365, "przed tygodniem": -7}
    for title, away in days.items():
        event = make_event(starts_at=now + timedelta(days=40))
        make_registration(event, user=user)
        Event.objects.filter(pk=event.pk).update(
            title_pl=title,
            starts_at=now + timedelta(days=away),
            ends_at=now + timedelta(days=away, hours=4),
        )

    page = client_of(user).get(reverse("activities:mine")).content.decode()

    assert sorted(days, key=page.index) == [
        "za tydzień",
        "za miesiąc",
        "przed tygodniem",
        "przed rokiem",
    ]


def test_staff_of_a_programme_without_events_begin_where_they_can_plan_one(client_of):
    staff = make_staff(make_activity().programme)
    browser = client_of(staff)

    assert browser.get(reverse("activities:home")).url == reverse("activities:events")
    assert (
        reverse("activities:event-new")
        in browser.get(reverse("activities:events")).content.decode()
    )
    assert client_of(make_user()).get(reverse("activities:home")).url == reverse("activities:mine")


def test_after_an_event_its_one_primary_action_is_the_attendance_that_is_missing(client_of):
    event = make_event()
    place = make_registration(event)
    browser = client_of(make_staff(event.programme))
    address = reverse("activities:event-attendance", args=[event.code])
    wanted = f'<a class="button button--primary" href="{address}">'

    assert wanted not in browser.get(event.get_absolute_url()).text
    with clock.at(after(event)):
        assert wanted in browser.get(event.get_absolute_url()).text
        tick(event, event.days[0], place)
        assert wanted not in browser.get(event.get_absolute_url()).text
