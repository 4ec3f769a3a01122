"""Staff write to a group: they read the letter as each of the people will, try it, send it, and follow every copy."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from programmes.actions import give_programme_role
from programmes.models import GroupLetter
from tests.factories.activities import make_activity, make_registration, make_staff, make_visit
from tests.factories.grants import chair_of, make_application, make_call, staff_of
from tests.factories.mentoring import (
    make_edition,
    make_enrolment,
    make_pair,
    make_session,
    mentee_of,
)
from tests.factories.people import make_user
from workflows import clock, tasks
from workflows.models import History, Message, Turn

pytestmark = pytest.mark.django_db

NEW = "/panel/programmes/letters/to/"
WORDS = {
    "subject_pl": "Dzień otwarty: {{ title }}",
    "body_pl": "Dzień dobry, {{ name }}!\n\nZapraszamy. Szczegóły: {{ link }}\n\n{{ sender }}",
}


def write(browser, query, **changes):
    """Keep a letter to the group of `query`; the answer of the server."""
    return browser.post(f"{NEW}{query}", WORDS | changes)


def text(answer):
    return answer.content.decode()


@pytest.fixture
def call():
    return make_call()


@pytest.fixture
def staff(call):
    return staff_of(call)


@pytest.fixture
def applications(call):
    return [make_application(call, "submitted", title=f"Ogród {number}") for number in (1, 2, 3)]


def letter_to(browser, query="grants.applicants/"):
    answer = write(browser, query)
    assert answer.status_code == 302, answer.content.decode()[:9000]
    return GroupLetter.objects.get()


def move_of(letter, name):
    return reverse("programmes:groupletter-move", args=[letter.pk, name])


def send(browser, letter):
    return browser.post(move_of(letter, "send"), {"version": letter.version})


class TestWriting:
    def test_a_list_leads_to_a_letter_to_the_people_it_shows(self, client_of, staff, applications):
        page = text(client_of(staff).get(f"{reverse('grants:application-list')}?words=Ogród+2"))
        assert f"{NEW}grants.applicants/?words=Ogr%C3%B3d+2" in page

        form = text(client_of(staff).get(f"{NEW}grants.applicants/?words=Ogród+2"))

        assert "Ogród 2" in form
        assert "Ogród 1" not in form
        assert "1 osoby" in form

    def test_whoever_comes_later_is_not_in_the_group(self, client_of, staff, call, applications):
        letter = letter_to(client_of(staff))
        make_application(call, "submitted")

        assert letter.keys == [each.pk for each in applications]

    def test_mistakes_are_named_and_keep_every_word(self, client_of, staff, applications):
        answer = write(
            client_of(staff), "grants.applicants/", body_pl="Drogi {{ imie }}", body_en="Hello"
        )

        page = text(answer)
        assert answer.status_code == 422
        assert "imie" in page
        assert "Drogi {{ imie }}" in page
        assert "albo żadnego" in page
        assert not GroupLetter.objects.exists()

    def test_two_who_change_it_at_once_lose_nothing(self, client_of, staff, applications):
        browser = client_of(staff)
        letter = letter_to(browser)
        edit, seen = reverse("programmes:letter-edit", args=[letter.pk]), letter.version
        browser.post(edit, {**WORDS, "subject_pl": "Pierwszy temat", "version": seen})

        late = browser.post(edit, {**WORDS, "subject_pl": "Drugi temat", "version": seen})

        assert late.status_code == 409
        assert "Drugi temat" in text(late)
        letter.refresh_from_db()
        assert letter.subject_pl == "Pierwszy temat"

    @pytest.mark.parametrize("query", ["nobody/", "grants/", "Grants.Applicants/"])
    def test_an_unknown_group_is_not_there(self, client_of, staff, query):
        assert client_of(staff).get(f"{NEW}{query}").status_code == 404

    def test_a_group_of_nobody_says_so(self, client_of, staff):
        page = text(client_of(staff).get(f"{NEW}grants.applicants/"))

        assert "W tej grupie nie ma nikogo" in page
        assert f'href="{reverse("grants:application-list")}"' in page

    def test_a_letter_speaks_for_one_programme(self, client_of, staff, applications):
        other = make_application(make_call(), "submitted").call
        make_staff_of_both(staff, other)

        page = text(client_of(staff).get(f"{NEW}grants.applicants/"))

        assert "kilku programów" in page
        assert write(client_of(staff), "grants.applicants/").status_code == 422

    def test_the_chair_sees_the_list_and_writes_to_nobody(self, client_of, call, staff):
        make_application(call, "admitted")
        call.refresh_from_db()

        answer = client_of(chair_of(call)).get(f"{NEW}grants.applicants/")

        assert answer.status_code == 404
        assert not GroupLetter.objects.exists()

    def test_another_programmes_team_does_not_find_it(self, client_of, staff, applications):
        letter = letter_to(client_of(staff))
        stranger = client_of(make_staff(make_activity().programme))

        for address in (
            letter.get_absolute_url(),
            reverse("programmes:letter-edit", args=[letter.pk]),
            move_of(letter, "send"),
        ):
            assert stranger.get(address).status_code == 404
        assert letter.subject not in text(stranger.get(reverse("programmes:letters")))


def make_staff_of_both(user, call):

    give_programme_role(programme=call.programme, user=user, role="staff", by=None)


class TestReadingBefore:
    def test_it_is_shown_as_any_of_them_reads_it(self, client_of, staff, applications):
        browser = client_of(staff)
        letter = letter_to(browser)

        page = text(browser.get(f"{letter.get_absolute_url()}?as=3"))

        assert "Dzień otwarty: Ogród 3" in page
        assert f"Dzień dobry, {applications[2].author.display_name}!" in page
        assert applications[2].get_absolute_url() in page

    def test_those_who_read_in_english_get_english_words(self, client_of, staff, applications):
        browser = client_of(staff)
        applications[0].author.language = "en"
        applications[0].author.save(update_fields=["language"])
        write(browser, "grants.applicants/", subject_en="Open day", body_en="Welcome, {{ name }}!")
        send(browser, GroupLetter.objects.get())

        subjects = dict(sent().values_list("recipient", "subject"))
        assert subjects[applications[0].author_id] == "Open day"
        assert subjects[applications[1].author_id] == "Dzień otwarty: Ogród 2"

    def test_a_test_goes_to_oneself_alone(self, client_of, staff, applications, mailoutbox):
        browser = client_of(staff)
        letter = letter_to(browser)

        browser.post(reverse("programmes:letter-test", args=[letter.pk]))
        tasks.deliver()

        (test,) = [mail for mail in mailoutbox if "Dzień otwarty" in mail.subject]
        assert test.to == [staff.email]
        assert test.subject.startswith("Próba: Dzień otwarty: Ogród 1")
        letter.refresh_from_db()
        assert letter.state == "draft"


def sent():
    return Message.objects.filter(template="programmes/group_letter", entry__isnull=False)


class TestSending:
    def test_each_gets_one_of_their_own_and_the_page_says_what_became_of_it(
        self, client_of, staff, applications, mailoutbox
    ):
        browser = client_of(staff)
        letter = letter_to(browser)
        assert Turn.objects.of(letter).count()

        send(browser, letter)
        tasks.deliver()

        authors = {each.author.email for each in applications}
        copies = [mail for mail in mailoutbox if "Dzień otwarty" in mail.subject]
        assert {mail.to[0] for mail in copies} == authors
        assert all(len(mail.to) == 1 and not mail.cc and not mail.bcc for mail in copies)
        page = text(browser.get(letter.get_absolute_url()))
        assert all(email in page for email in authors)
        assert "wysłano" in page.lower() or "wysłany" in page.lower()
        assert History.objects.of(letter).get(move="send").by == staff
        assert not Turn.objects.of(letter).exists()

    def test_it_is_sent_once(self, client_of, staff, applications):
        browser = client_of(staff)
        letter = letter_to(browser)
        send(browser, letter)

        send(browser, letter)

        assert sent().count() == len(applications)

    def test_many_leave_in_portions(self, client_of, staff, applications, settings):
        settings.TANDEM_LETTERS_A_MINUTE = 2
        browser = client_of(staff)
        send(browser, letter_to(browser))

        waits = [
            at is not None for at in sent().order_by("pk").values_list("next_try_at", flat=True)
        ]
        assert waits == [False, False, True]

    def test_two_rows_of_one_person_are_one_letter(self, client_of, staff):
        visits = make_visit(), make_visit()
        author = make_user()
        visit = visits[0]
        registration = make_registration(visit, user=author)
        runner = make_staff(visit.programme)
        assert registration.person.user == author
        browser = client_of(runner)
        letter = letter_to(browser, f"activities.people/?visit={visit.code}")

        send(browser, letter)

        assert [*sent().values_list("address", flat=True)] == [author.email]

    def test_whoever_may_no_longer_open_it_gets_none_and_is_named(
        self, client_of, staff, applications
    ):
        browser = client_of(staff)
        letter = letter_to(browser)
        gone = applications[0].author
        gone.is_active = False
        gone.save(update_fields=["is_active"])

        send(browser, letter)

        assert not sent().filter(recipient=gone).exists()
        assert sent().count() == len(applications) - 1
        assert gone.display_name in text(browser.get(letter.get_absolute_url()))

    def test_a_letter_that_is_dropped_goes_to_nobody(self, client_of, staff, applications):
        browser = client_of(staff)
        letter = letter_to(browser)
        browser.post(move_of(letter, "drop"), {"version": letter.version})

        send(browser, letter)

        assert not sent().exists()

    def test_it_stands_with_the_person_who_got_it(self, client_of, staff, applications):
        browser = client_of(staff)
        send(browser, letter_to(browser))

        person = applications[0].author.person
        page = text(browser.get(reverse("people:person", args=[person.pk])))

        assert "Dzień otwarty: Ogród 1" in page


class TestGroups:
    def test_mentees_without_a_meeting_for_a_month(self, client_of, staff):
        silent = make_pair(edition=make_edition(mentor_capacity=2))
        edition = silent.edition
        busy = make_pair(edition=edition)
        runner = make_staff(edition.programme)
        with clock.at(clock.now() + timedelta(days=40)):
            make_session(pair=busy, held_on=clock.today())
            browser = client_of(runner)
            query = f"mentoring.mentees/?edition={edition.code}&signal=silence"
            letter = letter_to(browser, query)
            page = text(browser.get(f"{reverse('mentoring:pairs')}?signal=silence"))

        assert letter.keys == [silent.pk]
        assert silent.mentee.person.full_name in page
        assert busy.mentee.person.full_name not in page
        assert mentee_of(silent).email

    def test_nobody_is_written_to_about_a_proposal_or_a_pair_that_is_over(self, client_of):
        works = make_pair(edition=make_edition(mentor_capacity=3))
        make_pair("proposed", edition=works.edition)
        over = make_pair(edition=works.edition)
        runner = make_staff(works.edition.programme)
        over.terminate(by=runner, note="Wyjechała.")

        assert letter_to(client_of(runner), "mentoring.mentees/").keys == [works.pk]

    def test_candidates_of_one_side(self, client_of):
        edition = make_edition("recruiting")
        mentee = make_enrolment(edition, "mentee")
        make_enrolment(edition, "mentor")
        query = f"mentoring.candidates/?of={edition.code}&side=mentee"

        assert letter_to(client_of(make_staff(edition.programme)), query).keys == [mentee.pk]

    def test_people_of_a_visit_without_those_who_left(self, client_of):
        visit = make_visit()
        stays, left = make_registration(visit), make_registration(visit)
        left.cancel(by=left.person.user, note="Nie mogę.")
        query = f"activities.people/?visit={visit.code}"

        assert letter_to(client_of(make_staff(visit.programme)), query).keys == [stays.pk]


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_with_one_person_and_one_letter_as_with_three(
    client_of, django_assert_num_queries, call, staff, number
):
    for _each in range(number):
        make_application(call, "submitted")
    browser = client_of(staff)
    letter = letter_to(browser)
    browser.get(letter.get_absolute_url())

    with django_assert_num_queries(8):
        browser.get(f"{NEW}grants.applicants/")
    with django_assert_num_queries(10):
        browser.get(letter.get_absolute_url())
    send(browser, letter)
    for _each in range(number - 1):
        write(browser, "grants.applicants/")
    with django_assert_num_queries(11):
        browser.get(letter.get_absolute_url())
    with django_assert_num_queries(6):
        browser.get(reverse("programmes:letters"))
