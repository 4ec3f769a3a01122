"""Applying for mentoring: the public pages, the form that saves itself, what is missing, what is in confidence."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from mentoring import rules
from mentoring.actions import begin_draft, form_of, send_application, usual_forms
from mentoring.forms import EditionForm, copied
from mentoring.models import Edition, Enrolment, EnrolmentDraft
from mentoring.models.asked import RESERVED, asked_of, why_no_recruitment_form
from people.actions.privacy import erase_person
from questionnaires.blocks import read_blocks
from questionnaires.models import AnswerSet
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_enrolment
from tests.factories.people import make_admin, make_user
from tests.factories.questionnaires import make_version, question
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message
from workflows.workdays import day_in_warsaw

pytestmark = pytest.mark.django_db

MENTEE = {
    "need": "Chcę zapytać sąsiadów o skwer.",
    "region": "14",
    "forms": ["online"],
    "availability": ["evening", "weekend"],
    "languages": ["pl"],
    "place": "Praga",
    "who": "neighbours",
    "time": "8",
    "rules": "1",
}
MENTOR = {
    "experience": "Dziesięć lat konsultacji w gminie.",
    "region": "22",
    "forms": ["in_person", "online"],
    "availability": ["morning"],
    "languages": ["pl", "uk"],
    "years": "8",
    "process": "Plan miejscowy, o którym rozmawialiśmy w bramach.",
    "way": "Pytam, zanim doradzę.",
    "mentees": "3",
    "rules": "1",
}
CANARY = "kanarek-w-zaufaniu"


def side(edition, role="mentee"):
    return reverse("mentoring_public:recruitment", args=[edition.code, role])


def begun(user, edition=None, role="mentee"):
    return begin_draft(
        edition=edition or make_edition(), person=user.person, role=role, at=clock.now()
    )


def send(browser, draft, answers, button="hand_in"):
    return browser.post(draft.get_absolute_url(), {**answers, button: "1"})


class TestPublicPages:
    def test_everybody_reads_whom_the_edition_looks_for_and_what_is_asked(self, client):
        edition = make_edition(
            mentee_call_pl="Szukamy osób, które dopiero zaczynają.", mentee_places=20
        )

        first = client.get(edition.get_public_url()).content.decode()
        page = client.get(side(edition)).content.decode()

        assert side(edition, "mentee") in first
        assert side(edition, "mentor") in first
        for words in ("dopiero zaczynają", "Gdzie chcesz działać", "RODO", "UODO", "<dd>20</dd>"):
            assert words in page
        assert (
            "Z iloma osobami możesz pracować naraz"
            in client.get(side(edition, "mentor")).content.decode()
        )

    def test_the_page_is_whole_in_english(self, client):
        with translation.override("en"):
            page = client.get(side(make_edition())).content.decode()
        for words in ("Where you want to act", "What happens next", "We answer by"):
            assert words in page

    def test_a_draft_edition_has_no_page(self, client):
        edition = make_edition("draft")
        assert client.get(edition.get_public_url()).status_code == 404
        assert client.get(side(edition)).status_code == 404

    def test_there_are_two_sides(self, client):
        assert client.get(side(make_edition(), "boss")).status_code == 404

    def test_whoever_is_not_logged_in_is_asked_to(self, client):
        edition = make_edition()
        assert "login" in client.post(side(edition)).url
        assert not EnrolmentDraft.objects.exists()

    def test_after_the_deadline_the_reason_is_given(self, client_of):
        edition = make_edition()
        with clock.at(edition.recruits_until + timedelta(minutes=1)):
            answer = client_of(make_user()).post(side(edition))
        assert answer.status_code == 422
        assert "Zgłoszenia przyjmowaliśmy do" in answer.content.decode()

    def test_whoever_is_in_already_is_led_to_their_application(self, client_of):
        mine = make_enrolment()
        answer = client_of(mine.person.user).post(side(mine.edition, "mentor"))
        assert answer.url == mine.get_absolute_url()

    def test_a_second_click_goes_on_with_the_same_draft(self, client_of):
        edition, browser = make_edition(), client_of(make_user())
        assert browser.post(side(edition)).url == browser.post(side(edition)).url
        assert EnrolmentDraft.objects.count() == 1
        assert "Wróć do formularza" in browser.get(side(edition)).content.decode()


class TestWriting:
    @pytest.mark.parametrize(("role", "answers"), [("mentee", MENTEE), ("mentor", MENTOR)])
    def test_a_complete_form_becomes_an_application(self, client_of, role, answers):
        edition, user = make_edition(), make_user()
        topic = edition.topics.create(name_pl="konsultacje")
        draft = begun(user, edition, role)

        answer = send(client_of(user), draft, {**answers, "topics": [str(topic.pk)]})

        made = edition.enrolments.get()
        assert answer.url == made.get_absolute_url()
        assert (made.role, made.state, made.region) == (role, "applied", answers["region"])
        assert (made.forms, made.languages) == (answers["forms"], answers["languages"])
        assert [each.name for each in made.topics.all()] == ["konsultacje"]
        assert not EnrolmentDraft.objects.exists()
        assert not set(made.answers.values) & RESERVED

    def test_the_letter_says_what_happens_next_and_by_when(self, client_of):
        edition, user = make_edition(), make_user()
        send(client_of(user), begun(user, edition), MENTEE)
        letter = Message.objects.get(template="mentoring/enrolment_received")
        assert letter.recipient == user
        assert "czytamy wszystkie według tych samych kryteriów" in letter.body
        thanks = client_of(user).get(edition.enrolments.get().get_absolute_url()).content.decode()
        assert "Dziękujemy" in thanks
        assert "napiszemy do Ciebie" in thanks

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"need": ""}, "Napisz, co chcesz zrobić"),
            ({"region": ""}, "Wybierz województwo"),
            ({"languages": []}, "Zaznacz co najmniej jeden język"),
            ({"need": "x" * 3001}, "3000"),
            ({"topics": ["999"]}, ""),
            ({"place": ""}, "Napisz, gdzie chcesz działać."),
            ({"rules": ""}, "Zaznacz, że znasz zasady."),
        ],
    )
    def test_what_is_missing_is_said_and_everything_typed_stays(self, client_of, changes, sentence):
        edition, user = make_edition(), make_user()
        edition.topics.create(name_pl="konsultacje")
        draft = begun(user, edition)

        answer = send(client_of(user), draft, {**MENTEE, "so_far": "Festyn na podwórku", **changes})

        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert "Festyn na podwórku" in answer.content.decode()
        assert not edition.enrolments.exists()

    def test_a_draft_is_kept_and_listed_until_it_is_sent(self, client_of):
        user = make_user()
        draft, browser = begun(user), client_of(user)
        send(browser, draft, {"need": "Zaczęłam pisać"}, "stay")
        assert "Zaczęłam pisać" in browser.get(draft.get_absolute_url()).content.decode()
        assert (
            draft.get_absolute_url()
            in browser.get(reverse("mentoring:enrolments")).content.decode()
        )

    def test_the_page_saves_itself(self, client_of):
        user = make_user()
        draft = begun(user)
        answer = client_of(user).post(
            reverse("mentoring:apply-save", args=[draft.pk]),
            {"need": "Skwer", "_changed": ["need"]},
        )
        assert answer.status_code == 200
        assert AnswerSet.objects.get(pk=draft.answers_id).values["need"] == "Skwer"

    def test_an_older_window_does_not_overwrite_newer_words(self, client_of):
        user = make_user()
        draft, browser = begun(user), client_of(user)
        send(browser, draft, {"need": "Nowe słowa", "version": "0", "page": "jedno"}, "stay")
        answer = send(browser, draft, {"need": "Inne", "version": "0", "page": "drugie"}, "stay")
        assert answer.status_code == 409
        assert "Nowe słowa" in answer.content.decode()

    def test_a_draft_thrown_away_leaves_nothing(self, client_of):
        user = make_user()
        draft, browser = begun(user), client_of(user)
        send(browser, draft, {"need": "Tajne"}, "stay")
        answer = browser.post(draft.get_absolute_url(), {"discard": "1"})
        assert answer.url == draft.edition.get_public_url()
        assert not EnrolmentDraft.objects.exists()
        assert not AnswerSet.objects.filter(pk=draft.answers_id).exists()
        assert browser.get(draft.get_absolute_url()).status_code == 404

    def test_after_the_deadline_a_draft_is_not_sent_and_not_lost(self, client_of):
        user = make_user()
        draft = begun(user)
        with clock.at(draft.edition.recruits_until + timedelta(seconds=1)):
            answer = send(client_of(user), draft, MENTEE)
        assert answer.status_code == 422
        assert "Zgłoszenia przyjmowaliśmy do" in answer.content.decode()
        assert EnrolmentDraft.objects.get().answers.values["need"] == MENTEE["need"]

    def test_sending_one_side_throws_the_draft_of_the_other_away(self, client_of):
        user, edition = make_user(), make_edition()
        begun(user, edition, "mentor")
        send(client_of(user), begun(user, edition), MENTEE)
        assert not EnrolmentDraft.objects.exists()

    def test_nobody_else_finds_or_sends_a_draft(self, client_of):
        draft = begun(make_user())
        for other in (make_user(), make_staff(draft.edition.programme), make_admin()):
            assert client_of(other).get(draft.get_absolute_url()).status_code == 404
            with pytest.raises(NotYours):
                send_application(draft=draft, by=other, at=clock.now())

    def test_an_incomplete_draft_goes_through_no_door(self):
        user = make_user()
        with pytest.raises(GuardsFailed) as refusal:
            send_application(draft=begun(user), by=user, at=clock.now())
        assert len(refusal.value.sentences) > 5

    def test_a_draft_keeps_the_version_with_which_it_was_begun(self):
        edition, user = make_edition(), make_user()
        draft = begun(user, edition)
        Edition.objects.filter(pk=edition.pk).update(
            mentee_form=make_version(question("text", "new"))
        )
        assert "place" in {block.key for block in draft.questions()}


class TestForms:
    def test_an_edition_without_a_form_of_its_own_asks_the_usual_one(self):
        edition = make_edition()
        assert form_of(edition, "mentor") == usual_forms()["mentor_form"]
        own = make_version(question("text", "why"))
        assert form_of(make_edition(mentor_form=own), "mentor") == own

    @pytest.mark.parametrize(
        ("block", "sentence"),
        [
            (question("text", "region"), "Każde zgłoszenie pyta o to"),
            (question("file", "cv"), "nie przyjmuje plików"),
            (question("text", "why"), ""),
        ],
    )
    def test_a_form_that_asks_twice_or_takes_files_is_refused(self, block, sentence):
        found = " ".join(str(one) for one in why_no_recruitment_form(read_blocks([block])))
        assert sentence in found
        assert bool(found) == bool(sentence)

    def test_staff_who_choose_such_a_form_read_why_not(self):
        edition = make_edition()
        bad = make_version(question("text", "region"))
        form = EditionForm({"mentee_form": bad.pk}, instance=edition, user=make_admin())
        assert "Każde zgłoszenie pyta o to" in " ".join(form.errors["mentee_form"])

    def test_forms_calls_and_places_are_copied_with_the_edition(self):
        own = make_version(question("text", "why"))
        edition = make_edition(mentee_form=own, mentee_places=60, mentor_call_pl="Praktycy")
        given = copied(edition)
        assert (given["mentee_form"], given["mentee_places"]) == (own, 60)
        assert given["mentor_call_pl"] == "Praktycy"

    @pytest.mark.parametrize("role", Enrolment.Role.values)
    def test_the_usual_forms_fit_beside_what_every_application_asks(self, role):
        version = usual_forms()[f"{role}_form"]
        blocks = asked_of(make_edition(), role, version.read())
        assert why_no_recruitment_form(version.read()) == []
        assert len({block.key for block in blocks}) == len(blocks)

    def test_own_pages_of_a_form_come_after_the_facts(self):
        own = read_blocks([question("page", "second"), question("text", "why")])
        blocks = asked_of(make_edition(), "mentee", own)
        assert blocks[0].key == "page_opening"
        assert [block.key for block in blocks].index("second") > [b.key for b in blocks].index(
            "region"
        )

    @pytest.mark.parametrize("role", Enrolment.Role.values)
    def test_below_every_question_stands_who_reads_the_answer(self, client_of, role):
        draft = begun(make_user(), role=role)

        with translation.override("pl"):
            form = draft.form(check=False)
            told = {name: str(form[name].help_text) for name in form.fields}

        assert len(told) > 8
        assert all("czyta" in says for says in told.values()), told
        for name in ("access_needs", "keep_apart"):
            assert "To czytają tylko osoby, które wybierają uczestników." in told[name]
        page = client_of(draft.person.user).get(draft.get_absolute_url()).content.decode()
        assert page.count("To czytają tylko osoby, które wybierają uczestników.") == 2

    def test_it_stands_there_as_well_when_something_was_refused(self, client_of):
        edition = make_edition()
        draft = begun(make_user(), edition)
        browser = client_of(draft.person.user)

        with clock.at(edition.recruits_until + timedelta(minutes=1)):
            answer = send(browser, draft, MENTEE)

        page = answer.content.decode()
        assert page.count("To czytają tylko osoby, które wybierają uczestników.") == 2


@pytest.mark.parametrize(
    ("starts_in", "answers_in"),
    [(60, 14), (8, 7), (1, 0)],
    ids=["two weeks after the last application", "before the work begins", "never before it"],
)
def test_candidates_hear_by_a_day_that_makes_sense(starts_in, answers_in):
    until = clock.now()
    edition = make_edition(
        "draft", recruits_until=until, starts_on=clock.today() + timedelta(days=starts_in)
    )
    assert (day_in_warsaw(edition.answers_by) - clock.today()).days == answers_in
    assert edition.answers_by >= until


class TestConfidence:
    @pytest.fixture
    def told(self, client_of):
        """A mentee who said something in confidence."""
        edition, user = make_edition(), make_user()
        answers = {**MENTEE, "access_needs": f"{CANARY}-zdrowie", "keep_apart": f"{CANARY}-szef"}
        send(client_of(user), begun(user, edition), answers)
        return edition.enrolments.get()

    def test_the_author_and_the_team_read_it(self, client_of, told):
        for reader in (told.person.user, make_staff(told.edition.programme)):
            assert (
                client_of(reader).get(told.get_absolute_url()).content.decode().count(CANARY) == 2
            )

    def test_one_of_the_team_who_applies_too_reads_nothing_of_rivals(self, client_of, told):
        staff = make_staff(told.edition.programme)
        make_enrolment(told.edition, "mentor", user=staff, accepted=False)
        page = client_of(staff).get(told.get_absolute_url())
        assert page.status_code == 200
        assert CANARY not in page.content.decode()
        assert not rules.selects(staff, told)

    def test_it_is_in_no_letter(self, told):
        told.accept(by=make_admin())
        assert not any(CANARY in f"{each.subject}{each.body}" for each in Message.objects.all())

    def test_erasing_a_person_takes_the_words_and_keeps_that_they_took_part(self, told):
        begun(told.person.user)
        erase_person(person=told.person, by=make_admin())
        left = Enrolment.objects.get(pk=told.pk)
        assert (left.need, left.access_needs, left.keep_apart, left.answers.values) == (
            "",
            "",
            "",
            {},
        )
        assert not EnrolmentDraft.objects.exists()
        assert AnswerSet.objects.count() == 1


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_recruitment_page_asks_the_same_few_queries(
    client, django_assert_num_queries, item_count
):
    edition = make_edition()
    for number in range(item_count):
        edition.topics.create(name_pl=f"temat {number}")
        begun(make_user(), edition)
    client.get(side(edition))

    with django_assert_num_queries(7):
        client.get(side(edition))
