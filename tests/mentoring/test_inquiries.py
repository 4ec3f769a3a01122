"""What a pair is asked on its way, who reads it, and how skills changed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from mentoring import rules
from mentoring.actions import answer_inquiry, usual_forms
from mentoring.models import Inquiry, Pairing
from mentoring.models.inquiry import Change, bars, changes, opening_days
from tests.factories.activities import make_activity, make_staff
from tests.factories.mentoring import make_edition, make_pair, mentee_of, mentor_of
from tests.factories.people import make_admin, make_user
from workflows import clock, tasks
from workflows.errors import MoveRefused, NotYours
from workflows.models import Message, Turn
from workflows.roles import give_role

pytestmark = pytest.mark.django_db

SKILLS = ("reach", "talk", "plan", "office", "answer")
CANARY = "kanarek-ankiety"


@pytest.fixture
def pair():
    """A pair of an edition with all the usual forms; it ends in two hundred days."""
    return make_pair(edition=make_edition(**usual_forms()))


def the(pair, kind, side="mentee"):
    return pair.inquiries.with_pair().get(kind=kind, of=getattr(pair, side))


def marks(*values):
    return dict(zip(SKILLS, map(str, values), strict=False))


def assess(pair, kind, *values):
    answer_inquiry(inquiry=the(pair, kind), by=mentee_of(pair), values=marks(*values))


def later(pair, days=1):
    """The last days of the edition."""
    return clock.at(
        clock.now() + timedelta(days=(pair.edition.ends_on - clock.today()).days - days)
    )


class TestWhen:
    def test_the_mentee_is_asked_at_once_and_the_rest_waits_for_its_day(self, pair):
        states = {(each.kind, each.of.role): each.state for each in pair.inquiries.all()}

        assert states == {
            ("before", "mentee"): "asked",
            ("after", "mentee"): "planned",
            ("middle", "mentee"): "planned",
            ("middle", "mentor"): "planned",
            ("closing", "mentee"): "planned",
            ("closing", "mentor"): "planned",
        }
        letters = Message.objects.filter(template="mentoring/inquiry_asked")
        assert [letter.recipient for letter in letters] == [mentee_of(pair)]
        assert [turn.holder for turn in Turn.objects.of(the(pair, "before"))] == [mentee_of(pair)]

    def test_half_way_both_sides_are_asked_and_hear_of_it(self, pair):
        half = opening_days(pair)["middle"]
        with clock.at(clock.now() + (half - clock.today())):
            tasks.tick()

        asked = pair.inquiries.in_state("asked").filter(kind="middle")
        assert {each.of for each in asked} == {pair.mentor, pair.mentee}
        assert not pair.inquiries.in_state("asked").filter(kind="closing").exists()

    def test_nothing_opens_before_its_day(self, pair):
        half = opening_days(pair)["middle"]
        with clock.at(clock.now() + (half - clock.today()) - timedelta(days=1)):
            tasks.tick()

        assert not pair.inquiries.in_state("asked").filter(kind="middle").exists()

    def test_a_pair_that_ended_is_left_in_peace(self, pair):
        pair.terminate(by=make_admin(), note="Wyjazd.")

        assert set(pair.inquiries.values_list("state", flat=True)) == {"lapsed"}

    def test_an_edition_without_forms_asks_nothing(self):
        assert not make_pair().inquiries.exists()

    @given(begun=st.dates(date(2026, 1, 1), date(2030, 1, 1)), length=st.integers(-40, 400))
    def test_the_days_follow_one_another_whenever_a_pair_begins(self, begun, length):
        edition = type("", (), {"starts_on": begun, "ends_on": begun + timedelta(days=length)})
        days = opening_days(type("", (), {"started_on": begun, "edition": edition}))

        assert begun == days["before"] <= days["middle"]
        assert days["after"] == days["closing"] >= begun


class TestAnswers:
    def test_the_mentee_answers_from_one_to_five(self, client_of, pair):
        inquiry = the(pair, "before")
        client = client_of(mentee_of(pair))
        page = client.get(inquiry.get_absolute_url()).content.decode()
        assert "Planuję działanie krok po kroku" in page

        answer = client.post(inquiry.get_absolute_url(), marks(1, 2, 3, 4, 5))

        inquiry.refresh_from_db()
        assert inquiry.state == "given"
        assert inquiry.answers.values["office"] == "4"
        assert "samodzielnie" in client.get(answer.url).content.decode()
        assert not Turn.objects.of(inquiry).exists()

    def test_below_every_question_stands_who_reads_the_answer(self, client_of, pair):
        inquiry = the(pair, "before")
        address = inquiry.get_absolute_url()
        reads = inquiry.readers()

        for page in (
            client_of(mentee_of(pair)).get(address),
            client_of(mentee_of(pair)).post(address, marks(1)),
        ):
            assert page.content.decode().count(reads) == len(SKILLS)

    @pytest.mark.parametrize("wrong", ["", "0", "6", "dużo"])
    def test_what_is_missing_is_said_and_the_rest_stays(self, client_of, pair, wrong):
        inquiry = the(pair, "before")

        answer = client_of(mentee_of(pair)).post(
            inquiry.get_absolute_url(), {**marks(1, 2, 3, 4, 5), "answer": wrong}
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Wybierz od 1 do 5" in page or "popraw" in page.lower()
        assert page.count("checked") == 4
        assert Inquiry.objects.get(pk=inquiry.pk).state == "asked"

    def test_answers_are_given_once(self, client_of, pair):
        assess(pair, "before", 1, 1, 1, 1, 1)
        inquiry = the(pair, "before")

        answer = client_of(mentee_of(pair)).post(inquiry.get_absolute_url(), marks(5, 5, 5, 5, 5))

        assert answer.status_code == 409
        inquiry.refresh_from_db()
        assert inquiry.answers.values["reach"] == "1"

    def test_nobody_answers_for_somebody_else_or_too_early(self, client_of, pair):
        inquiry = the(pair, "before")
        for user in (mentor_of(pair), make_staff(pair.programme), make_user()):
            assert client_of(user).post(inquiry.get_absolute_url(), {}).status_code == 404
            with pytest.raises(NotYours):
                answer_inquiry(inquiry=inquiry, by=user, values={})
        with pytest.raises(MoveRefused):
            assess(pair, "after", 5, 5, 5, 5, 5)

    def test_the_address_of_the_move_leads_to_the_questions(self, client_of, pair):
        inquiry = the(pair, "before")
        url = reverse("mentoring:inquiry-move", args=[inquiry.pk, "give"])

        for method in ("get", "post"):
            answer = getattr(client_of(mentee_of(pair)), method)(url)
            assert answer.url == inquiry.get_absolute_url()


class TestReaders:
    def test_the_mentor_reads_the_self_assessment_and_no_survey(self, client_of, pair):
        assess(pair, "before", 1, 2, 3, 4, 5)
        with later(pair):
            tasks.tick()
            survey = the(pair, "closing")
            words = {"whole": "2", "again": "no", "took": CANARY, "change": CANARY}
            answer_inquiry(inquiry=survey, by=mentee_of(pair), values=words)
        client = client_of(mentor_of(pair))

        assert client.get(the(pair, "before").get_absolute_url()).status_code == 200
        assert client.get(survey.get_absolute_url()).status_code == 404
        assert CANARY not in client.get(pair.get_absolute_url()).content.decode()
        staff = client_of(make_staff(pair.programme))
        assert CANARY in staff.get(survey.get_absolute_url()).content.decode()

    def test_a_mentor_who_works_for_the_programme_reads_no_survey_either(self, client_of, pair):
        give_role(mentor_of(pair), "coordinator", pair.programme, by=None)

        survey = the(pair, "closing")
        assert client_of(mentor_of(pair)).get(survey.get_absolute_url()).status_code == 404

    def test_list_and_page_agree_for_everybody(self, pair):
        coordinator = make_user()
        give_role(coordinator, "coordinator", pair.programme, by=None)
        users = [mentor_of(pair), mentee_of(pair), coordinator, make_admin(), make_user()]

        for user in users:
            listed = set(Inquiry.objects.visible_to(user).values_list("pk", flat=True))
            rows = Inquiry.objects.with_pair()
            opened = {each.pk for each in rows if rules.can_view_inquiry(user, each)}
            assert listed == opened, user


class TestChange:
    def test_the_change_stands_as_a_table_and_a_chart(self, client_of, pair):
        assess(pair, "before", 1, 2, 3, 4, 5)
        with later(pair):
            tasks.tick()
            assess(pair, "after", 4, 2, 5, 3, 5)

        for user in (mentee_of(pair), mentor_of(pair), make_staff(pair.programme)):
            page = client_of(user).get(reverse("mentoring:change", args=[pair.pk])).content.decode()
            assert "+3" in page
            assert "−1" in page
            assert 'role="img"' in page
        address = reverse("mentoring:change", args=[pair.pk])
        assert client_of(make_user()).get(address).status_code == 404

    def test_after_the_first_one_it_says_what_is_still_to_come(self, client_of, pair):
        address = reverse("mentoring:change", args=[pair.pk])
        assert client_of(mentee_of(pair)).get(address).status_code == 404
        assess(pair, "before", 1, 2, 3, 4, 5)

        page = client_of(mentee_of(pair)).get(address).content.decode()

        assert "zmianę pokażemy po drugiej" in page

    @given(before=st.integers(1, 5), after=st.integers(1, 5))
    def test_a_change_is_the_difference_with_its_sign(self, before, after):
        row = Change("Plan", before, after)

        assert row.change == after - before
        assert row.signed[0] == ("+" if after > before else "0" if after == before else "\u2212")
        assert [bar["value"] for bar in bars([row])] == [before, after]

    def test_what_was_not_answered_has_no_change(self):
        row = Change("Plan", 3, None)

        assert (row.change, row.signed) == (None, "–")
        assert len(bars([row])) == 1

    def test_a_form_changed_later_keeps_what_was_answered(self, pair):
        assess(pair, "before", 1, 2, 3, 4, 5)

        rows = changes(the(pair, "before"), None)

        assert [row.before for row in rows] == [1, 2, 3, 4, 5]


class TestEdition:
    def test_a_new_edition_is_offered_the_usual_forms(self, client_of):
        activity = make_activity("mentoring")
        forms = usual_forms()

        page = (
            client_of(make_staff(activity.programme))
            .get(reverse("mentoring:edition-new"))
            .content.decode()
        )

        for version in forms.values():
            assert f'<option value="{version.pk}" selected>' in page

    def test_planting_the_forms_twice_changes_nothing(self):
        assert usual_forms() == usual_forms()
        assert Pairing.objects.count() == 0
