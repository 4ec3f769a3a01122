"""Staff read every letter about the result, put its words right, and no letter names an assessor."""

import pytest
from django.urls import reverse

from grants.integrity import decisions_that_do_not_compute
from grants.models import Application, DecisionRow, Justification, Score
from grants.rules.named import names_in
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import (
    applications_of,
    decide,
    decide_only,
    make_assessed_call,
    make_judged_call,
)
from workflows.errors import GuardsFailed
from workflows.models import Message

pytestmark = pytest.mark.django_db

ROW = ("5000.00", ("8", "4"), ("9", "4"))


@pytest.fixture
def call():
    return make_assessed_call(ROW)


def letters_of(call):
    return reverse("grants:call-letters", args=[call.code])


def letter_page(application):
    return reverse("grants:call-letter", args=[application.call.code, application.pk])


@pytest.fixture
def write(client_of):
    """Put the first passage of the letter in other words, as staff."""

    def put(application, text, *, by=None, seen=None, **given):
        first, *_others = application.call.criteria.all()
        last = Justification.objects.filter(application=application).last()
        newest = last.pk if last else 0
        typed = {f"text-{first.pk}": text, "seen": newest if seen is None else seen}
        browser = client_of(by or staff_of(application.call))
        return browser.post(letter_page(application), typed | given, follow=True)

    return put


def comment(call, words):
    """One of the assessors wrote `words` on the first criterion."""
    score = Score.objects.filter(assessment__application__call=call).order_by("pk").first()
    Score.objects.filter(pk=score.pk).update(comment=words)
    return str(score.assessment.assessor)


class TestTheWords:
    """Gathered from the sheets, edited by staff, the original kept."""

    def test_the_letter_is_shown_as_its_addressee_will_read_it(self, call, client_of):
        application = applications_of(call)[0]

        page = client_of(staff_of(call)).get(letter_page(application)).content.decode()
        decide(call)

        sent = Message.objects.get(template="grants/decision_funded")
        assert page.count("Dobrze opisane.") >= 4
        assert sent.subject in page
        assert "12,5" in page
        assert "12,5" in sent.body

    def test_the_letter_that_goes_says_what_staff_wrote(self, call, write):
        application = applications_of(call)[0]

        page = write(application, "Projekt odpowiada na potrzeby sąsiadów.")
        decide(call)

        letter = Message.objects.get(template="grants/decision_funded")
        first, second = DecisionRow.objects.get().details
        assert "Zapisane" in page.content.decode()
        assert "Projekt odpowiada na potrzeby sąsiadów." in letter.body
        assert first["original"] == ["Dobrze opisane.", "Dobrze opisane."]
        assert "original" not in second
        assert Score.objects.filter(comment="Dobrze opisane.").count() == 4
        assert not list(decisions_that_do_not_compute())

    def test_an_emptied_text_goes_back_to_the_assessors(self, call, write):
        application = applications_of(call)[0]
        write(application, "Inne słowa.")

        write(application, "")
        decide(call)

        assert Justification.objects.count() == 2
        assert "Inne słowa." not in Message.objects.get(template="grants/decision_funded").body

    def test_words_about_an_older_sheet_do_not_hold(self, call, write):
        write(applications_of(call)[0], "Inne słowa.")
        comment(call, "Po namyśle oceniam to inaczej.")

        decide(call)

        body = Message.objects.get(template="grants/decision_funded").body
        assert "Inne słowa." not in body
        assert "Po namyśle oceniam to inaczej." in body

    def test_saving_unchanged_words_writes_nothing(self, call, write):
        write(applications_of(call)[0], "")

        assert not Justification.objects.exists()


class TestNames:
    """No letter tells who assessed."""

    def test_the_list_says_whose_name_stands_where_and_none_goes_with_it(self, call, client_of):
        name = comment(call, "Ocena Bezstronnej nie budzi wątpliwości.")

        page = client_of(staff_of(call)).get(letters_of(call)).content.decode()
        decide_only(call)
        call.refresh_from_db()

        assert f"Nazwiska w tekście: {name}" in page
        with pytest.raises(GuardsFailed, match=f"wymienia z nazwiska: {name}"):
            call.send_letters(by=staff_of(call))
        assert Application.objects.get().state == "admitted"

    def test_once_staff_took_the_name_out_the_letter_goes(self, call, write):
        comment(call, "Zgadzam się z oceną Bezstronnej.")
        write(applications_of(call)[0], "Ocena nie budzi wątpliwości.")

        decide(call)

        assert Application.objects.get().state == "funded"

    def test_staff_do_not_put_a_name_in(self, call, write):
        page = write(applications_of(call)[0], "Tak pisze Bezstronna.")

        assert page.status_code == GuardsFailed.status
        assert "Usuń nazwiska" in page.content.decode()
        assert "Tak pisze Bezstronna." in page.content.decode()
        assert not Justification.objects.exists()

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Zdaniem Kowalskiego za drogo.", ["Jan Kowalski"]),
            ("Pani Nowakowa pisze jasno.", ["Ewa Nowak"]),
            ("Nie zgadzam się z Miłkiem.", ["Żaneta Miłek"]),
            ("Dom kowalski.", []),
            ("Jan i Ewa przyjdą.", []),
            ("Lista jest długa.", []),
            ("Tak uważa Lis.", ["Adam Lis"]),
            ("", []),
        ],
    )
    def test_surnames_are_found_in_any_case(self, text, found):
        people = ["Jan Kowalski", "Ewa Nowak", "Żaneta Miłek", "Adam Lis", ""]

        assert names_in(text, people) == found


class TestSending:
    """The page of the letters says how they fare."""

    def test_the_page_says_how_many_wait_went_and_failed(self, client_of):
        call = make_assessed_call(*[ROW] * 3)
        decide(call)
        first, second, _third = Message.objects.filter(template__startswith="grants/decision_")
        Message.objects.filter(pk=first.pk).update(status="sent")
        Message.objects.filter(pk=second.pk).update(status="failed")

        page = client_of(staff_of(call)).get(letters_of(call))

        assert page.context["fares"] == {"waiting": 1, "sent": 1, "failed": 1}
        assert "wyślij jeszcze raz" in page.content.decode()


class TestMistakes:
    """A sentence, nothing lost."""

    def test_too_long_keeps_what_was_typed(self, call, write):
        page = write(applications_of(call)[0], "x" * 8001)

        assert page.status_code == 422
        assert "x" * 8001 in page.content.decode()

    def test_somebody_was_faster(self, call, write):
        application = applications_of(call)[0]
        write(application, "Pierwsze słowa.")

        page = write(application, "Drugie słowa.", seen=0)

        assert page.status_code == 409
        assert "Ktoś był szybszy" in page.content.decode()
        assert "Drugie słowa." in page.content.decode()
        assert Justification.objects.get().text == "Pierwsze słowa."

    @pytest.mark.parametrize("seen", ["", "x", "-1"])
    def test_a_form_without_its_mark_is_refused(self, call, write, seen):
        assert write(applications_of(call)[0], "Słowa.", seen=seen).status_code == 422

    def test_once_the_letters_went_there_is_nothing_to_edit(self, call, write, client_of):
        application = applications_of(call)[0]
        decide(call)

        assert write(application, "Za późno.").status_code == 409
        assert (
            "Wszystkie listy tego naboru wyszły"
            in client_of(staff_of(call)).get(letters_of(call)).content.decode()
        )

    def test_a_missing_sheet_is_said(self, client_of):
        call = make_judged_call()

        page = client_of(staff_of(call)).get(letter_page(applications_of(call)[0]))

        assert page.context["draft"] is None
        assert "Zapisz treść" not in page.content.decode()

    def test_the_chair_hears_that_staff_do_this(self, call, client_of, write):
        chair = chair_of(call)

        assert client_of(chair).get(letters_of(call)).status_code == 403
        assert write(applications_of(call)[0], "Słowa.", by=chair).status_code == 403

    def test_the_applicant_finds_nothing(self, call, client_of):
        author = applications_of(call)[0].author

        assert client_of(author).get(letter_page(applications_of(call)[0])).status_code in {
            403,
            404,
        }


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_for_one_and_three(client_of, django_assert_num_queries, number):
    call = make_assessed_call(*[ROW] * number)
    browser = client_of(staff_of(call))

    with django_assert_num_queries(20):
        browser.get(letters_of(call))
