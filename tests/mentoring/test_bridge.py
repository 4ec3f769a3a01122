"""From a plan that the mentor approved into a draft of a grant application, with nothing typed twice."""

from datetime import timedelta

import pytest
from django.urls import reverse

from grants.models import Application
from mentoring.actions import change_goal, change_milestone
from mentoring.models import Pairing
from tests.factories.grants import make_call
from tests.factories.mentoring import make_milestone, make_pair, mentee_of, mentor_of
from tests.factories.people import make_user
from tests.grants.test_application import write
from workflows import clock
from workflows.errors import MoveRefused
from workflows.models import Message

pytestmark = pytest.mark.django_db

GOAL = "Sąsiedzi wspólnie urządzają skwer. Gmina buduje to, co uzgodnili."


def planned(*, goal=GOAL, approved=True):
    """A pair with a goal and two milestones, approved by the mentor unless said otherwise."""
    pair = make_pair()
    pair.goal = goal
    change_goal(pairing=pair, seen=pair.version, by=mentee_of(pair))
    for title, days in (("Mapa sąsiedztwa", 30), ("Projekt skweru", 60)):
        make_milestone(pair=pair, title=title, due_on=clock.today() + timedelta(days=days))
    if approved:
        pair.approve_plan(by=mentor_of(pair))
    return fresh(pair)


def fresh(pair):
    return Pairing.objects.with_people().with_work().get(pk=pair.pk)


def read(browser, pair):
    answer = browser.get(pair.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def start(browser, call, pair):
    return browser.post(
        reverse("grants:application-start", args=[call.code]), {"from": f"plan-{pair.pk}"}
    )


class TestApproval:
    def test_the_mentor_approves_the_plan_and_the_mentee_hears_of_it(self):
        pair = planned()

        assert pair.has_approved_plan
        letters = Message.objects.filter(template="mentoring/plan_approved")
        assert [each.address for each in letters] == [mentee_of(pair).email]

    def test_nobody_approves_their_own_plan_and_neither_do_staff(self):
        pair = planned(approved=False)

        with pytest.raises(MoveRefused):
            pair.approve_plan(by=mentee_of(pair))
        with pytest.raises(MoveRefused):
            pair.approve_plan(by=pair.proposed_by)

    def test_without_a_goal_or_a_milestone_there_is_nothing_to_approve(self):
        pair = make_pair()

        with pytest.raises(MoveRefused) as refusal:
            pair.approve_plan(by=mentor_of(pair))

        assert len(refusal.value.sentences) == 2

    def test_what_is_approved_need_not_be_approved_again(self):
        pair = planned()

        with pytest.raises(MoveRefused):
            pair.approve_plan(by=mentor_of(pair))

    def test_a_changed_plan_is_not_approved_any_more_and_its_page_says_so(self, client_of):
        pair = planned()
        first = pair.milestones.first()
        first.title = "Mapa i lista"
        change_milestone(milestone=first, seen=first.version, fields=["title"], by=mentee_of(pair))

        assert not fresh(pair).has_approved_plan
        assert "Plan zmienił się" in read(client_of(mentee_of(pair)), pair)
        pair.approve_plan(by=mentor_of(pair))
        assert fresh(pair).has_approved_plan

    def test_work_on_the_milestones_leaves_the_approval(self):
        pair = planned()

        pair.milestones.first().start(by=mentee_of(pair))

        assert fresh(pair).has_approved_plan


class TestIntoAnApplication:
    def test_the_mentee_finds_the_open_calls_at_their_plan(self, client_of):
        pair, call = planned(), make_call()
        make_call("draft", title_pl="Nabór w przygotowaniu")

        shown = read(client_of(mentee_of(pair)), pair)

        assert reverse("grants:application-start", args=[call.code]) in shown
        assert call.title in shown
        assert "Nabór w przygotowaniu" not in shown

    def test_the_mentor_is_not_offered_to_apply_with_it(self, client_of):
        pair, call = planned(), make_call()

        assert call.title not in read(client_of(mentor_of(pair)), pair)

    def test_a_plan_that_is_not_approved_offers_nothing(self, client_of):
        pair, call = planned(approved=False), make_call()

        assert call.title not in read(client_of(mentee_of(pair)), pair)

    def test_when_no_call_is_open_the_page_says_so(self, client_of):
        pair = planned()

        assert "Teraz nie ma otwartego naboru" in read(client_of(mentee_of(pair)), pair)

    def test_one_click_leads_to_a_draft_where_the_plan_is_shown_before_it_is_taken(self, client_of):
        pair, call = planned(), make_call()
        browser = client_of(mentee_of(pair))

        answer = start(browser, call, pair)
        shown = browser.get(answer.url).content.decode()

        assert "Sąsiedzi wspólnie urządzają skwer" in shown
        assert "Projekt skweru" in shown
        assert pair.mentee.need in shown
        assert "need" not in Application.objects.get().answers.values

    def test_what_is_ticked_stands_in_the_draft(self, client_of):
        pair, call = planned(), make_call(eligible_from=clock.today())
        browser = client_of(mentee_of(pair))
        where = start(browser, call, pair).url
        draft = Application.objects.get()

        browser.post(
            where.partition("?")[0],
            {
                "from": f"plan-{pair.pk}",
                "take": ["title", "need", "actions", "schedule"],
                "version": draft.answers.version,
                "page": "reuse",
            },
        )

        taken = Application.objects.get()
        values = taken.answers.values
        assert taken.title == "Sąsiedzi wspólnie urządzają skwer"
        assert values["need"] == pair.mentee.need
        assert "2. Projekt skweru (Notatki z dwóch spotkań)" in values["actions"]
        assert [(row["name"], row["ends"]) for row in values["schedule"]] == [
            (each.title, each.due_on.isoformat()) for each in pair.milestones.all()
        ]
        assert values["schedule"][0]["starts"] == pair.started_on.isoformat()

    def test_words_that_stand_in_the_draft_are_kept_unless_ticked(self, client_of):
        pair, call = planned(), make_call()
        browser = client_of(mentee_of(pair))
        where = start(browser, call, pair).url
        write(Application.objects.get(), need="Moje słowa")

        shown = browser.get(where).content.decode()

        assert 'value="need">' in shown
        assert 'value="title" checked>' in shown

    def test_days_outside_of_the_calls_time_are_left_out_and_named(self, client_of):
        first = clock.today() + timedelta(days=400)
        pair = planned()
        call = make_call(eligible_from=first, eligible_to=first + timedelta(days=90))
        browser = client_of(mentee_of(pair))

        assert "Pominięto: Od, Do" in browser.get(start(browser, call, pair).url).content.decode()

    def test_the_plan_of_somebody_else_is_not_there(self, client_of):
        pair, call = planned(), make_call()
        browser = client_of(make_user())

        assert browser.get(start(browser, call, pair).url).status_code == 404
        assert browser.get(start(client_of(mentor_of(pair)), call, pair).url).status_code == 404

    def test_an_approved_plan_is_offered_in_a_draft_begun_elsewhere(self, client_of):
        pair, call = planned(), make_call()
        browser = client_of(mentee_of(pair))
        browser.post(reverse("grants:application-start", args=[call.code]))
        draft = Application.objects.get()

        form = browser.get(reverse("grants:application-write", args=[draft.pk])).content.decode()
        reuse = reverse("grants:application-reuse", args=[draft.pk])

        assert reuse in form
        assert f"?from=plan-{pair.pk}" in browser.get(reuse).content.decode()

    @pytest.mark.parametrize(
        ("goal", "title"),
        [
            ("Skwer.", "Skwer"),
            ("Skwer\nDla wszystkich.", "Skwer"),
            ("Skwer. Dla wszystkich.", "Skwer"),
            ("s" * 300, "s" * 199 + "…"),
        ],
    )
    def test_the_title_is_the_first_sentence_of_the_goal(self, client_of, goal, title):
        pair, call = planned(goal=goal), make_call()
        browser = client_of(mentee_of(pair))

        assert title in browser.get(start(browser, call, pair).url).content.decode()

    def test_the_page_of_the_pair_asks_no_more_with_three_calls_than_with_one(
        self, client_of, django_assert_max_num_queries
    ):
        pair, _call = planned(), make_call()
        browser = client_of(mentee_of(pair))
        read(browser, pair)
        with django_assert_max_num_queries(60) as asked:
            read(browser, pair)
        for _one in range(2):
            make_call()

        with django_assert_max_num_queries(len(asked)):
            read(browser, pair)
