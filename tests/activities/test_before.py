"""Before the journey: letters with everything one needs, and lists that tell each reader no more than they need."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from activities.actions import note_needs
from activities.models import JoiningLetter, Registration, Stop, StudyVisit
from people.actions.privacy import erase_person, export_person
from tests.factories.activities import after, make_event, make_registration, make_staff, make_visit
from tests.factories.people import make_admin, make_user
from tests.factories.visits import CONTACT, MEETING, make_group, places, prepare
from workflows import clock, tasks
from workflows.models import Message
from workflows.roles import give_role

pytestmark = pytest.mark.django_db
LETTER = "activities/joining_letter"


def before(visit):
    return reverse("activities:visit-before", args=[visit.code])


def paper_url(visit, paper, form="pdf"):
    return reverse("activities:visit-paper", args=[visit.code, paper, form])


def words(content):
    """The words on a PDF, line ends as spaces."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def cells(content):
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.values]


def send(browser, visit):
    """Open the page and press its button, as staff do."""
    page = browser.get(before(visit))
    return browser.post(before(visit), {"seen": page.context["seen"]})


def letters():
    return Message.objects.filter(template=LETTER)


def with_paper(mailoutbox):
    """The letters that bring a paper; those about a place bring a file for the calendar."""
    kinds = [[kind for _name, _content, kind in each.attachments] for each in mailoutbox]
    return [
        each
        for each, brought in zip(mailoutbox, kinds, strict=True)
        if brought == ["application/pdf"]
    ]


class TestJoiningLetters:
    def test_each_who_goes_gets_their_letter_with_everything_on_paper(self, client_of, mailoutbox):
        visit = make_group(2)
        first = places(visit)[0]
        Stop.objects.filter(visit=visit).update(place="Ratusz", host="Biuro dialogu")
        note_needs(registration=first, seen=first.version, by=first.person.user, diet="wegańska")
        mailoutbox.clear()

        answer = send(client_of(make_staff(visit.programme)), visit)
        tasks.deliver()

        assert answer.url == before(visit)
        mine = next(each for each in with_paper(mailoutbox) if each.to == [first.person.user.email])
        name, content, kind = mine.attachments[0]
        assert (name, kind) == ("list-przed-wyjazdem.pdf", "application/pdf")
        paper = words(content)
        for expected in (
            MEETING,
            CONTACT,
            "Spotkanie w ratuszu",
            "Ratusz",
            "Biuro dialogu",
            "wegańska",
        ):
            assert expected in paper
        assert letters().count() == 2

    def test_pressing_twice_sends_nothing_twice(self, client_of):
        visit = make_group(2)
        browser = client_of(make_staff(visit.programme))

        send(browser, visit)
        page = send(browser, visit)

        assert letters().count() == JoiningLetter.objects.count() == 2
        assert page.status_code == 302
        assert "Wszyscy mają najnowszy list." in browser.get(before(visit)).content.decode()

    def test_whose_letter_changed_gets_a_new_one_and_nobody_else(self, client_of):
        visit = make_group(2)
        browser, (first, _second) = client_of(make_staff(visit.programme)), places(visit)
        send(browser, visit)
        note_needs(registration=first, seen=first.version, by=first.person.user, diet="bezmleczna")

        page = browser.get(before(visit)).content.decode()
        send(browser, visit)

        assert "od tego czasu się zmienił" in page
        assert "Wyślij 1 list" in page
        assert [each.number for each in first.joining_letters.all()] == [1, 2]
        assert letters().count() == 3

    def test_a_letter_that_says_the_old_words_again_goes_as_well(self, client_of):
        """The last one that the person read said something else."""
        visit = make_group(1)
        browser, (first,) = client_of(make_staff(visit.programme)), places(visit)
        for diet in ("", "bezmleczna", ""):
            first.refresh_from_db()
            note_needs(registration=first, seen=first.version, by=first.person.user, diet=diet)
            send(browser, visit)

        assert letters().count() == 3

    def test_what_was_shown_is_what_goes(self, client_of):
        visit = make_group(1)
        staff = make_staff(visit.programme)
        browser = client_of(staff)
        seen = browser.get(before(visit)).context["seen"]
        prepare(visit, staff, meeting_place="Pod fontanną")

        answer = browser.post(before(visit), {"seen": seen})

        assert answer.status_code == 409
        assert "Obejrzyj je jeszcze raz" in answer.content.decode()
        assert not letters().exists()

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"meeting_place": ""}, "Napisz, gdzie i kiedy jest zbiórka."),
            ({"meets_at": None}, "Napisz, gdzie i kiedy jest zbiórka."),
            ({"contact": ""}, "Napisz, do kogo można zadzwonić w drodze."),
        ],
    )
    def test_no_letter_goes_that_leaves_somebody_standing(self, client_of, change, sentence):
        visit = make_group(1)
        StudyVisit.objects.filter(pk=visit.pk).update(**change)
        browser = client_of(make_staff(visit.programme))

        answer = send(browser, visit)

        assert (answer.status_code, letters().exists()) == (422, False)
        assert sentence in answer.content.decode()

    def test_letters_wait_until_the_visit_is_confirmed(self, client_of):
        visit = make_group(1)
        staff = make_staff(visit.programme)
        with clock.at(after(visit)):
            visit.hold(by=staff)

            answer = send(client_of(staff), visit)

        assert "po potwierdzeniu wizyty" in answer.content.decode()

    def test_whoever_has_no_account_gets_it_by_mail_too(self, client_of, mailoutbox):
        visit = make_group(1)
        (place,) = places(visit)
        place.person.email = "bez.konta@example.org"
        place.person.user = None
        place.person.save()

        send(client_of(make_staff(visit.programme)), visit)
        tasks.deliver()

        assert ["bez.konta@example.org"] in [each.to for each in with_paper(mailoutbox)]

    def test_a_reader_of_english_gets_it_in_english(self, client_of, mailoutbox):
        visit = make_group(1)
        (place,) = places(visit)
        place.person.user.language = "en"
        place.person.user.save()

        send(client_of(make_staff(visit.programme)), visit)
        tasks.deliver()

        (letter,) = with_paper(mailoutbox)
        assert "Before you set out" in letter.subject
        assert "Where and when we meet" in words(letter.attachments[0][1])

    def test_the_participant_reads_it_on_their_page_once_it_went(self, client_of):
        visit = make_group(1)
        (place,) = places(visit)
        own = client_of(place.person.user)
        url = reverse("activities:registration-letter", args=[place.pk])
        assert own.get(url).status_code == 404

        send(client_of(make_staff(visit.programme)), visit)

        assert MEETING in words(own.get(url).content)
        assert url in own.get(place.get_absolute_url()).content.decode()
        assert client_of(make_user()).get(url).status_code == 404

    def test_old_letters_lose_their_paper(self, client_of):
        visit = make_group(1)
        send(client_of(make_staff(visit.programme)), visit)
        tasks.deliver()

        with clock.at(clock.now() + timedelta(days=120)):
            tasks.purge()

        assert not letters().get().attached

    def test_the_page_costs_the_same_with_one_person_and_with_four(
        self, client_of, django_assert_max_num_queries
    ):
        counts = []
        for size in (1, 4):
            visit = make_group(size)
            browser = client_of(make_staff(visit.programme))
            send(browser, visit)
            with django_assert_max_num_queries(30) as asked:
                browser.get(before(visit))
            counts.append(len(asked))

        assert counts[0] == counts[1]

    def test_only_the_team_that_runs_the_visit_prepares_it(self, client_of):
        visit = make_group(1)
        for user in (make_user(), places(visit)[0].person.user, make_staff(make_visit().programme)):
            assert client_of(user).get(before(visit)).status_code == 404
            assert client_of(user).post(before(visit), {"seen": ""}).status_code == 404

    def test_a_visit_without_a_group_has_nothing_to_prepare(self, client_of):
        visit = make_visit()
        assert client_of(make_staff(visit.programme)).get(before(visit)).status_code == 404


class TestPreparation:
    def typed(self, visit, **changes):
        return {
            "meets_at": "2030-05-10T07:30",
            "meeting_place": MEETING,
            "contact": CONTACT,
            "take_along_pl": "Parasol",
            "version": visit.version,
            **changes,
        }

    def url(self, visit):
        return reverse("activities:visit-before-edit", args=[visit.code])

    def test_staff_say_where_and_when(self, client_of):
        visit = make_group(1, prepared=False)
        meets = (visit.starts_at - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")

        client_of(make_staff(visit.programme)).post(
            self.url(visit), self.typed(visit, meets_at=meets, asks_birth_date="on")
        )

        visit.refresh_from_db()
        assert (visit.meeting_place, visit.take_along, visit.asks_birth_date) == (
            MEETING,
            "Parasol",
            True,
        )

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"meets_at": ""}, "Podaj dzień i godzinę zbiórki."),
            ({"meets_at": "2099-01-01T10:00"}, "Zbiórka musi być przed początkiem wizyty."),
            ({"meeting_place": ""}, "Napisz, gdzie jest zbiórka."),
            ({"contact": ""}, "Napisz, do kogo można zadzwonić w drodze."),
            ({"contact": "a" * 201}, "najwyżej 200"),
        ],
    )
    def test_what_is_missing_is_said_and_the_rest_kept(self, client_of, change, sentence):
        visit = make_group(1, prepared=False)

        answer = client_of(make_staff(visit.programme)).post(
            self.url(visit), self.typed(visit, **change)
        )

        assert answer.status_code == 422
        page = answer.content.decode()
        assert sentence in page
        assert "Parasol" in page

    def test_two_of_the_team_do_not_overwrite_each_other(self, client_of):
        visit = make_group(1)
        meets = (visit.starts_at - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")

        answer = client_of(make_staff(visit.programme)).post(
            self.url(visit), self.typed(visit, meets_at=meets, version=visit.version - 1)
        )

        assert answer.status_code == 409
        visit.refresh_from_db()
        assert visit.take_along == ""


class TestConfirmation:
    def test_its_letter_leads_to_a_page_that_those_who_go_may_open(self, client, client_of):
        visit = make_group(1)
        (place,) = places(visit)

        letter = Message.objects.get(template="activities/visit_confirmed")
        path = visit.get_public_url()

        assert path in letter.body
        assert visit.get_absolute_url() not in letter.body
        assert client.get(path).status_code == 200
        assert place.get_absolute_url() in client_of(place.person.user).get(path).content.decode()


class TestNeeds:
    def url(self, place):
        return reverse("activities:registration-needs", args=[place.pk])

    def test_the_person_says_what_they_need(self, client_of):
        visit = make_group(1, asks_birth_date=True)
        (place,) = places(visit)
        own = client_of(place.person.user)
        assert "Podaj datę urodzenia" in own.get(place.get_absolute_url()).content.decode()

        answer = own.post(
            self.url(place),
            {"room": "shared", "diet": "", "access_needs": "pętla", "needs": "on", "birth_date": "1984-05-17", "version": place.version},
        )  # fmt: skip

        place.refresh_from_db()
        assert answer.url == place.get_absolute_url()
        assert (place.room, place.access_needs, place.birth_date) == (
            "shared",
            "pętla",
            date(1984, 5, 17),
        )

    def test_the_date_of_birth_is_asked_for_only_where_the_insurer_asks(self, client_of):
        (place,) = places(make_group(1))
        own = client_of(place.person.user)

        own.post(self.url(place), {"birth_date": "1984-05-17", "version": place.version})

        place.refresh_from_db()
        assert place.birth_date is None
        assert "Data urodzenia" not in own.get(self.url(place)).content.decode()

    @pytest.mark.parametrize("typed", ["1840-01-01", "2999-01-01", "wczoraj"])
    def test_what_is_no_date_of_birth_is_told(self, client_of, typed):
        (place,) = places(make_group(1, asks_birth_date=True))

        answer = client_of(place.person.user).post(
            self.url(place), {"birth_date": typed, "diet": "wegańska", "version": place.version}
        )

        assert answer.status_code == 422
        assert "wegańska" in answer.content.decode()

    def test_an_event_asks_for_no_bed(self, client_of):
        place = make_registration(make_event())

        page = client_of(place.person.user).get(self.url(place)).content.decode()

        assert "Nocleg" not in page

    def test_nobody_writes_for_somebody_with_an_account(self, client_of):
        (place,) = places(make_group(1))
        for user in (make_user(), make_staff(place.visit.programme)):
            assert client_of(user).get(self.url(place)).status_code == 404

    def test_staff_write_for_whoever_never_logs_in(self, client_of):
        (place,) = places(make_group(1))
        place.person.user = None
        place.person.save()

        client_of(make_staff(place.visit.programme)).post(
            self.url(place), {"diet": "halal", "needs": "on", "version": place.version}
        )

        place.refresh_from_db()
        assert place.diet == "halal"

    def test_who_saved_first_is_not_overwritten(self, client_of):
        (place,) = places(make_group(1))

        answer = client_of(place.person.user).post(
            self.url(place), {"diet": "halal", "needs": "on", "version": place.version - 1}
        )

        assert answer.status_code == 409

    def test_after_a_place_was_given_up_there_is_nothing_to_need(self, client_of):
        (place,) = places(make_group(1))
        place.cancel(by=place.person.user)
        place.refresh_from_db()
        own = client_of(place.person.user)

        assert own.get(self.url(place)).status_code == 404
        answer = own.post(
            self.url(place), {"diet": "halal", "needs": "on", "version": place.version}
        )
        assert answer.status_code == 422
        assert "do początku podróży" in answer.content.decode()

    def test_dates_of_birth_go_when_the_visit_is_settled_or_called_off(self):
        visit = make_group(2, asks_birth_date=True)
        Registration.objects.filter(visit=visit).update(birth_date=date(1984, 5, 17))

        visit.cancel(by=make_admin(), note="Powódź.")

        assert not Registration.objects.exclude(birth_date=None).exists()


class TestLists:
    def test_the_insurer_gets_names_days_and_dates_of_birth_if_asked(self, client_of):
        visit = make_group(1, asks_birth_date=True)
        Registration.objects.filter(visit=visit).update(
            birth_date=date(1984, 5, 17), diet="wegańska", access_needs="rampa"
        )
        browser = client_of(make_staff(visit.programme))

        head, row = cells(browser.get(paper_url(visit, "insurance", "xlsx")).content)

        person = str(places(visit)[0].person)
        assert head[:3] == ["Lp.", "Imię i nazwisko", "Data urodzenia"]
        assert row[1] == person
        assert row[2].date() == date(1984, 5, 17)
        assert row[-1] == 2
        assert "rampa" not in str(row)
        assert "17.05.1984" in words(browser.get(paper_url(visit, "insurance")).content)

    def test_who_does_not_ask_gets_no_date_of_birth(self, client_of):
        visit = make_group(1)
        Registration.objects.filter(visit=visit).update(birth_date=date(1984, 5, 17))
        browser = client_of(make_staff(visit.programme))

        head, row = cells(browser.get(paper_url(visit, "insurance", "xlsx")).content)

        assert "Data urodzenia" not in head
        assert "1984" not in str(row)

    def test_the_page_says_how_many_dates_of_birth_are_missing(self, client_of):
        visit = make_group(3, asks_birth_date=True)
        Registration.objects.filter(pk=places(visit)[0].pk).update(birth_date=date(1984, 5, 17))

        page = client_of(make_staff(visit.programme)).get(before(visit)).content.decode()

        assert "2 osoby nie podały daty urodzenia" in page

    def test_the_host_learns_what_to_prepare_and_nobodys_name(self, client_of):
        visit = make_group(3)
        people = places(visit)
        for place, diet, needs, room in zip(
            people,
            ("Wegańska", "wegańska ", ""),
            ("Rampa", "", ""),
            ("single", "shared", "shared"),
            strict=True,
        ):
            Registration.objects.filter(pk=place.pk).update(
                diet=diet, access_needs=needs, room=room
            )
        browser = client_of(make_staff(visit.programme))

        rows = cells(browser.get(paper_url(visit, "host", "xlsx")).content)
        paper = words(browser.get(paper_url(visit, "host")).content)

        counted = {(row[0], row[2]): row[1] for row in rows}
        assert counted["Dieta", "Wegańska"] == 2
        assert counted["Nocleg", "łóżko w pokoju wieloosobowym"] == 2
        assert counted["Żeby wziąć udział", "Rampa"] == 1
        for place in people:
            assert place.person.family_name not in str(rows) + paper

    def test_who_stays_at_home_is_on_no_list(self, client_of):
        visit = make_group(2)
        stays = places(visit)[0]
        stays.cancel(by=stays.person.user)

        rows = cells(
            client_of(make_staff(visit.programme))
            .get(paper_url(visit, "insurance", "xlsx"))
            .content
        )

        assert [row[1] for row in rows[1:]] == [str(places(visit)[1].person)]

    def test_a_name_never_starts_a_formula(self, client_of):
        visit = make_group(1)
        person = places(visit)[0].person
        person.given_name = "=HYPERLINK(1)"
        person.save()

        rows = cells(
            client_of(make_staff(visit.programme))
            .get(paper_url(visit, "insurance", "xlsx"))
            .content
        )

        assert rows[1][1].startswith("'=")

    def test_the_sheet_has_a_line_for_each_and_a_column_for_each_day(self, client_of):
        visit = make_group(2)
        paper = words(
            client_of(make_staff(visit.programme)).get(paper_url(visit, "signatures")).content
        )

        for place in places(visit):
            assert str(place.person) in paper
        for day in visit.days:
            assert f"Podpis, {day:%-d.%m.%Y}" in paper

    def test_an_event_has_a_sheet_and_no_other_list(self, client_of):
        event = make_event()
        make_registration(event)
        browser = client_of(make_staff(event.programme))

        def url(paper, form):
            return reverse("activities:event-paper", args=[event.code, paper, form])

        assert browser.get(url("signatures", "pdf"))["Content-Type"] == "application/pdf"
        for paper, form in (("signatures", "xlsx"), ("host", "pdf"), ("nic", "pdf")):
            assert browser.get(url(paper, form)).status_code == 404


class TestCanary:
    """Words that stand nowhere else reach the person and those who run the visit, and nobody else."""

    def test_needs_and_dates_of_birth_reach_only_those_who_may_see_them(self, client_of, client):
        visit = make_group(2, asks_birth_date=True)
        secret, other = places(visit)
        note_needs(
            registration=secret,
            seen=secret.version,
            by=secret.person.user,
            access_needs="kanarekrampa",
            diet="kanarekdieta",
            birth_date=date(1947, 3, 9),
        )
        staff, finance = make_staff(visit.programme), make_staff(visit.programme, "finance")
        send(client_of(staff), visit)
        funder = make_user()
        give_role(funder, "funder", visit.programme, by=None)
        pages = [
            visit.get_absolute_url(),
            visit.get_public_url(),
            before(visit),
            secret.get_absolute_url(),
            reverse("activities:registration-letter", args=[secret.pk]),
            reverse("activities:registration-needs", args=[secret.pk]),
            reverse("activities:presence", args=[secret.presence_token]),
            reverse("activities:visit-attendance", args=[visit.code]),
            reverse("activities:mine"),
            reverse("activities:visit-claims", args=[visit.code]),
            *(paper_url(visit, paper) for paper in ("insurance", "host", "signatures")),
        ]

        def read(browser):
            answers = [browser.get(page) for page in pages]
            return " ".join(
                words(each.content)
                if each.get("Content-Type") == "application/pdf"
                else each.content.decode()
                for each in answers
            )

        assert "kanarekrampa" in read(client_of(secret.person.user))
        assert "kanarekrampa" in read(client_of(staff))
        for browser in (client, *map(client_of, (other.person.user, finance, funder, make_user()))):
            text = read(browser)
            assert "kanarek" not in text
            assert "1947" not in text

    def test_whoever_is_forgotten_leaves_neither_needs_nor_letters(self, client_of):
        visit = make_group(1, asks_birth_date=True)
        (place,) = places(visit)
        person = place.person
        note_needs(
            registration=place,
            seen=place.version,
            by=person.user,
            access_needs="kanarek",
            birth_date=date(1984, 5, 17),
        )
        send(client_of(make_staff(visit.programme)), visit)
        told = str(export_person(person=person, by=person.user))
        assert "kanarek" in told
        assert "1984-05-17" in told

        erase_person(person=person, by=make_admin())

        place.refresh_from_db()
        assert (place.access_needs, place.motivation, place.birth_date) == ("", "", None)
        assert not any(letter.attached or letter.body for letter in letters())

    def test_no_letter_but_ones_own_carries_them(self, client_of):
        visit = make_group(2)
        secret, _other = places(visit)
        note_needs(
            registration=secret, seen=secret.version, by=secret.person.user, access_needs="kanarek"
        )
        send(client_of(make_staff(visit.programme)), visit)

        for letter in letters():
            own = letter.recipient == secret.person.user
            assert ("kanarek" in words(letter.attached)) == own
            assert "kanarek" not in letter.body
