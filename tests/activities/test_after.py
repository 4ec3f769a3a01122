"""After a visit: what each will apply at home, what they thought without a name, the report with photos."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from activities.actions import evaluate, take_attendance, write_takeaway
from activities.models import Evaluation, StudyVisit, Takeaway
from questionnaires.models import AnswerSet
from tests.factories.activities import make_staff, make_visit
from tests.factories.people import make_user
from tests.factories.questionnaires import make_version, question
from tests.factories.visits import held_group, places
from workflows import clock, tasks
from workflows.actions import attach_file
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, Turn
from workflows.roles import give_role

pytestmark = pytest.mark.django_db
WORDS = "Zrobimy spacer badawczy po osiedlu, razem ze szkołą, do końca maja."
OPTIONS = [{"key": key, "label": {"pl": f"ocena {key}", "en": f"mark {key}"}} for key in "12345"]


def make_form(**more):
    return make_version(
        question("choice", "useful", options=OPTIONS),
        question("long_text", "better", required=False),
        **more,
    )


def asked(visit):
    """The takeaways of a visit in the order of the places."""
    rows = Takeaway.objects.filter(registration__visit=visit).for_pages()
    return list(rows.order_by("registration"))


def write(takeaway, words=WORDS):
    fresh = Takeaway.objects.for_pages().get(pk=takeaway.pk)
    write_takeaway(
        takeaway=fresh, words=words, seen=fresh.version, by=fresh.registration.person.user
    )


def answer(takeaway, useful="5", words=""):
    evaluate(
        takeaway=takeaway,
        answers={"useful": useful, "better": words},
        by=takeaway.registration.person.user,
        at=clock.now(),
    )


def after_url(visit, name="visit-after"):
    return reverse(f"activities:{name}", args=[visit.code])


@pytest.fixture
def soon(request):
    """The day after a visit of the test ended."""

    def at(visit, **delta):
        return clock.at(visit.ends_at + timedelta(**(delta or {"days": 1})))

    return at


class TestWhatIsAppliedAtHome:
    def test_whoever_was_there_is_asked_by_letter_and_has_the_move(self):
        visit = held_group(2, present=1)

        (takeaway,) = asked(visit)
        person = takeaway.registration.person.user
        letter = Message.objects.get(template="activities/takeaway_asked")
        assert letter.recipient == person
        assert takeaway.get_absolute_url() in letter.body
        assert Turn.objects.of(takeaway).get().holder == person

    def test_whose_presence_is_written_down_later_is_asked_then(self, soon):
        visit = held_group(2, present=0)
        staff = make_staff(visit.programme)
        assert asked(visit) == []

        with soon(visit):
            keys = {place.pk for place in places(visit)}
            take_attendance(subject=visit, day=visit.days[0], present=keys, by=staff)

        assert len(asked(visit)) == 2

    def test_whose_presence_was_a_mistake_is_asked_no_longer_and_anew_when_it_was_none(self, soon):
        visit = held_group(1)
        staff, (place,) = make_staff(visit.programme), places(visit)
        states = []
        for present in (set(), {place.pk}):
            with soon(visit):
                for day in visit.days:
                    take_attendance(subject=visit, day=day, present=present, by=staff)
            states.append(asked(visit)[0].state)

        assert states == ["dropped", "asked"]

    def test_it_is_reminded_of_until_it_is_written(self, soon):
        visit = held_group(2)
        first, second = asked(visit)
        with soon(visit):
            write(first)
        with clock.at(second.due_at.replace(hour=12)):
            tasks.remind()

        reminded = Message.objects.filter(template="workflows/reminder")
        assert [letter.recipient for letter in reminded] == [second.registration.person.user]

    def test_the_person_writes_it_and_the_team_reads_it(self, client_of, soon):
        visit = held_group(1)
        (takeaway,) = asked(visit)
        with soon(visit):
            own = client_of(takeaway.registration.person.user)
            page = own.get(takeaway.get_absolute_url()).content.decode()
            answer = own.post(
                takeaway.get_absolute_url(), {"words": WORDS, "version": takeaway.version}
            )
            read = client_of(make_staff(visit.programme)).get(after_url(visit)).content.decode()

        assert "Co zastosuję u siebie" in page
        assert answer.url == takeaway.get_absolute_url()
        assert asked(visit)[0].state == "written"
        assert WORDS in read

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            ("", "Napisz w kilku zdaniach"),
            ("Za krótko.", "co najmniej 30 znaków"),
            ("a" * 2001, "najwyżej 2000"),
        ],
    )
    def test_too_little_or_too_much_is_told_and_kept(self, client_of, soon, words, sentence):
        visit = held_group(1)
        (takeaway,) = asked(visit)
        with soon(visit):
            answer = client_of(takeaway.registration.person.user).post(
                takeaway.get_absolute_url(), {"words": words, "version": takeaway.version}
            )

        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert words in answer.content.decode()
        assert (asked(visit)[0].state, asked(visit)[0].words) == ("asked", "")

    def test_a_second_window_does_not_overwrite_the_first(self, client_of, soon):
        visit = held_group(1)
        (takeaway,) = asked(visit)
        with soon(visit):
            write(takeaway)
            answer = client_of(takeaway.registration.person.user).post(
                takeaway.get_absolute_url(), {"words": "b" * 40, "version": takeaway.version}
            )

        assert answer.status_code in (409, 422)
        assert asked(visit)[0].words == WORDS

    def test_until_the_report_it_may_be_written_anew(self, client_of, soon):
        visit = held_group(1)
        (takeaway,) = asked(visit)
        with soon(visit):
            write(takeaway)
            takeaway.refresh_from_db()
            takeaway.write_anew(by=takeaway.registration.person.user)
            write(takeaway, words=WORDS + " I ławka.")

        assert asked(visit)[0].words.endswith("I ławka.")

    def test_nobody_else_reads_or_writes_it(self, client_of, soon):
        visit = held_group(2)
        first, second = asked(visit)
        url = first.get_absolute_url()
        for user in (
            second.registration.person.user,
            make_user(),
            make_staff(make_visit().programme),
        ):
            assert client_of(user).get(url).status_code == 404
        with soon(visit):
            refused = client_of(make_staff(visit.programme)).post(
                url, {"words": WORDS, "version": first.version}
            )
        assert refused.status_code == 403
        assert asked(visit)[0].state == "asked"

    def test_staff_write_down_what_somebody_without_an_account_says(self, soon):
        visit = held_group(1)
        (takeaway,) = asked(visit)
        person = takeaway.registration.person
        person.user = None
        person.save()
        with soon(visit):
            fresh = Takeaway.objects.get(pk=takeaway.pk)
            staff = make_staff(visit.programme)
            write_takeaway(takeaway=fresh, words=WORDS, seen=fresh.version, by=staff)

        assert asked(visit)[0].state == "written"


class TestEvaluation:
    def test_answers_come_without_name_and_hour(self, client_of, soon):
        visit = held_group(1, evaluation=make_form())
        (takeaway,) = asked(visit)
        url = reverse("activities:takeaway-evaluate", args=[takeaway.pk])
        with soon(visit):
            own = client_of(takeaway.registration.person.user)
            assert "Twoje odpowiedzi zapisujemy bez nazwiska" in own.get(url).content.decode()
            before = Takeaway.objects.values("version").get()
            own.post(url, {"useful": "4", "better": "Więcej chodzenia."})

        kept = AnswerSet.objects.get()
        assert kept.values == {"useful": "4", "better": "Więcej chodzenia."}
        assert kept.saved_at is None
        assert Takeaway.objects.get().has_evaluated
        assert Takeaway.objects.values("version").get() == before
        columns = {field.name for field in Evaluation._meta.get_fields()}
        assert columns == {"id", "visit", "answers"}

    def test_nobody_answers_twice(self, client_of, soon):
        visit = held_group(1, evaluation=make_form())
        (takeaway,) = asked(visit)
        url = reverse("activities:takeaway-evaluate", args=[takeaway.pk])
        with soon(visit):
            own = client_of(takeaway.registration.person.user)
            own.post(url, {"useful": "4"})
            again = own.post(url, {"useful": "1"})

        assert again.status_code == 422
        assert "Twoje odpowiedzi już mamy" in again.content.decode()
        assert Evaluation.objects.count() == 1

    def test_what_is_missing_is_told_and_nothing_kept(self, client_of, soon):
        visit = held_group(1, evaluation=make_form())
        (takeaway,) = asked(visit)
        with soon(visit):
            page = client_of(takeaway.registration.person.user).post(
                reverse("activities:takeaway-evaluate", args=[takeaway.pk]),
                {"better": "Za mało kawy."},
            )

        assert page.status_code == 422
        assert "Za mało kawy." in page.content.decode()
        assert not Evaluation.objects.exists()

    def test_nobody_answers_for_somebody_else(self, client_of, soon):
        visit = held_group(1, evaluation=make_form())
        (takeaway,) = asked(visit)
        url = reverse("activities:takeaway-evaluate", args=[takeaway.pk])
        staff = make_staff(visit.programme)
        with soon(visit):
            assert client_of(staff).get(url).status_code == 404
            assert client_of(staff).post(url, {"useful": "4"}).status_code == 404
            with pytest.raises(NotYours):
                evaluate(takeaway=takeaway, answers={}, by=staff, at=clock.now())

    def test_a_visit_without_evaluation_asks_nothing(self, client_of, soon):
        visit = held_group(1)
        (takeaway,) = asked(visit)
        with soon(visit):
            own = client_of(takeaway.registration.person.user)
            page = own.get(takeaway.get_absolute_url()).content.decode()
            url = reverse("activities:takeaway-evaluate", args=[takeaway.pk])
            assert own.get(url).status_code == 404
            with pytest.raises(GuardsFailed):
                answer(takeaway)
        assert "Wypełnij ankietę" not in page

    def test_after_the_tenth_day_it_is_closed(self, soon):
        visit = held_group(1, evaluation=make_form())
        (takeaway,) = asked(visit)
        with soon(visit, days=12), pytest.raises(GuardsFailed):
            answer(takeaway)

    @pytest.mark.parametrize(
        ("answers", "days", "shown"),
        [(4, 12, False), (5, 12, True), (5, 2, False), (6, 12, True)],
        ids=["too few", "enough", "still open", "more"],
    )
    def test_the_result_is_counts_of_enough_answers_after_it_closed(
        self, client_of, soon, answers, days, shown
    ):
        visit = held_group(6, evaluation=make_form())
        with soon(visit):
            for number, takeaway in enumerate(asked(visit)[:answers]):
                answer(takeaway, useful="45"[number % 2], words=f"Myśl {number}")
        with soon(visit, days=days):
            page = client_of(make_staff(visit.programme)).get(after_url(visit)).content.decode()

        assert ("Myśl 0" in page) == shown
        assert ("ocena 5" in page) == shown
        assert f"Odpowiedzi: {answers} z 6" in page

    def test_no_name_stands_beside_an_answer(self, client_of, soon):
        visit = held_group(5, evaluation=make_form())
        with soon(visit):
            for takeaway in asked(visit):
                answer(takeaway)
        with soon(visit, days=12):
            page = client_of(make_staff(visit.programme)).get(after_url(visit)).content.decode()

        result = page[page.index('id="evaluation"') : page.index('id="paper"')]
        assert "ocena 5" in result
        for place in places(visit):
            assert place.person.family_name not in result

    def test_staff_choose_a_form_that_tells_nobody_apart(self, client_of, soon):
        visit = held_group(1)
        telling = make_version(question("file", "photo"))
        plain = make_form()
        browser = client_of(make_staff(visit.programme))
        url = after_url(visit, "visit-evaluation")

        refused = browser.post(
            url, {"evaluation": telling.pk, "evaluation_floor": 5, "version": visit.version}
        )
        browser.post(url, {"evaluation": plain.pk, "evaluation_floor": 7, "version": visit.version})

        assert refused.status_code == 422
        visit.refresh_from_db()
        assert (visit.evaluation, visit.evaluation_floor) == (plain, 7)

    @pytest.mark.parametrize("floor", ["0", "2", "51", "dużo"])
    def test_too_few_answers_can_not_be_promised(self, client_of, floor):
        visit = held_group(1)
        answer = client_of(make_staff(visit.programme)).post(
            after_url(visit, "visit-evaluation"),
            {"evaluation": "", "evaluation_floor": floor, "version": visit.version},
        )
        assert answer.status_code == 422

    def test_once_somebody_answered_the_promise_stands(self, client_of, soon):
        visit = held_group(1, evaluation=make_form())
        with soon(visit):
            answer(asked(visit)[0])
        visit.refresh_from_db()

        refused = client_of(make_staff(visit.programme)).post(
            after_url(visit, "visit-evaluation"),
            {"evaluation": visit.evaluation_id, "evaluation_floor": 3, "version": visit.version},
        )

        assert refused.status_code == 422
        assert "Ktoś już odpowiedział" in refused.content.decode()


class TestReport:
    def report(self, visit, staff):
        visit.refresh_from_db()
        visit.report = "Zobaczyliśmy, jak to się robi. " * 5
        visit.save()
        visit.submit_report(by=staff)

    def test_it_waits_while_people_may_still_write(self, soon):
        visit = held_group(2, evaluation=make_form())
        staff = make_staff(visit.programme)
        with soon(visit):
            for takeaway in asked(visit):
                write(takeaway)
            answer(asked(visit)[0])
            with pytest.raises(GuardsFailed) as refused:
                self.report(visit, staff)
            assert "1 osoba może jeszcze" in " ".join(refused.value.sentences)
            answer(asked(visit)[1])
            self.report(visit, staff)

        assert StudyVisit.objects.get(pk=visit.pk).state == "reported"

    def test_after_the_term_it_goes_without_them_and_nobody_is_asked_any_longer(
        self, client_of, soon
    ):
        visit = held_group(2)
        staff = make_staff(visit.programme)
        with soon(visit):
            write(asked(visit)[0])
        with soon(visit, days=12):
            self.report(visit, staff)

        assert [each.state for each in asked(visit)] == ["written", "dropped"]
        assert not Turn.objects.of(asked(visit)[1]).exists()
        assert "Napisane: 1 z 2." in client_of(staff).get(after_url(visit)).content.decode()

    def test_what_stands_in_a_submitted_report_stays(self, soon):
        visit = held_group(1)
        staff = make_staff(visit.programme)
        with soon(visit):
            write(asked(visit)[0])
            self.report(visit, staff)
            takeaway = asked(visit)[0]
            with pytest.raises(GuardsFailed):
                takeaway.write_anew(by=takeaway.registration.person.user)

    def test_on_paper_it_has_everything_and_the_photos(self, client_of, soon):
        visit = held_group(5, evaluation=make_form())
        staff = make_staff(visit.programme)
        out = io.BytesIO()
        Image.new("RGB", (3000, 2000), "teal").save(out, "JPEG")
        with soon(visit):
            for name, content in (("rynek.jpg", out.getvalue()), ("zepsute.jpg", out.getvalue()[:900])):  # fmt: skip
                upload = SimpleUploadedFile(name, content, "image/jpeg")
                attach_file(obj=visit, upload=upload, by=staff)
            for number, takeaway in enumerate(asked(visit)):
                write(takeaway, words=f"{WORDS} Numer {number}.")
                answer(takeaway, words=f"Myśl {number}")
            visit.refresh_from_db()
            visit.report = "Widzieliśmy rynek przed przebudową i po niej."
            visit.save()
        with soon(visit, days=12):
            browser = client_of(staff)
            page = browser.get(after_url(visit)).content.decode()
            paper = PdfReader(
                io.BytesIO(browser.get(after_url(visit, "visit-report-paper")).content)
            )

        text = " ".join(" ".join(each.extract_text() for each in paper.pages).split())
        assert "rynek.jpg" in page
        for expected in ("Widzieliśmy rynek", "Numer 3.", "ocena 5", "Myśl 4", str(places(visit)[0].person)):  # fmt: skip
            assert expected in text
        assert sum(len(each.images) for each in paper.pages) == 1

    def test_only_the_team_opens_it(self, client, client_of):
        visit = held_group(1)
        finance = make_staff(visit.programme, "finance")
        funder = make_user()
        give_role(funder, "funder", visit.programme, by=None)
        for name in ("visit-after", "visit-report-paper", "visit-evaluation"):
            for user in (places(visit)[0].person.user, finance, funder, make_user()):
                assert client_of(user).get(after_url(visit, name)).status_code == 404
            assert client.get(after_url(visit, name)).status_code == 302

    def test_before_the_visit_there_is_nothing_to_report(self, client_of):
        visit = make_visit()
        browser = client_of(make_staff(visit.programme))
        for name in ("visit-after", "visit-report-paper", "visit-evaluation"):
            assert browser.get(after_url(visit, name)).status_code == 404

    def test_the_page_costs_the_same_with_one_person_and_with_four(
        self, client_of, django_assert_max_num_queries
    ):
        counts = []
        for size in (1, 4):
            visit = held_group(size, evaluation=make_form())
            browser = client_of(make_staff(visit.programme))
            with django_assert_max_num_queries(30) as asked_for:
                browser.get(after_url(visit))
            counts.append(len(asked_for))
        assert counts[0] == counts[1]


class TestSettling:
    def settled(self, visit, staff):
        visit.refresh_from_db()
        visit.settle(by=staff)

    def reported(self):
        visit = held_group(1)
        staff = make_staff(visit.programme)
        with clock.at(visit.ends_at + timedelta(days=1)):
            write(asked(visit)[0])
            TestReport().report(visit, staff)
        return visit, staff

    def test_nobody_is_cut_off_from_their_costs(self):
        visit, staff = self.reported()
        with clock.at(visit.ends_at + timedelta(days=5)), pytest.raises(GuardsFailed) as refused:
            self.settled(visit, staff)
        assert "Koszty podróży można wysyłać do" in " ".join(refused.value.sentences)

        with clock.at(visit.ends_at + timedelta(days=20)):
            self.settled(visit, staff)
        assert StudyVisit.objects.get(pk=visit.pk).state == "settled"
