"""The chair decides a call in one act, and the record is frozen."""

from decimal import Decimal

import pytest
from django.urls import reverse

from grants.actions.decision import decide_call
from grants.actions.ranking import standing_of
from grants.integrity import decisions_that_do_not_compute
from grants.models import Agreement, Application, Call, Decision, DecisionRow, Score
from grants.rules.words import rules_of
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import (
    applications_of,
    decide,
    make_agreement,
    make_assessed_call,
    make_assessment,
    make_judged_call,
)
from tests.factories.people import make_membership, make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours, SomeoneWasFaster
from workflows.models import History, Message

pytestmark = pytest.mark.django_db

GOOD, FAIR, POOR = (("9", "5"), ("8,5", "5")), (("7", "4"), ("7", "3,5")), (("2", "1"), ("1", "1"))


def three_fates(**fields):
    """A call in which one gets a grant, one waits, one is below the threshold."""
    rows = [("9000.00", *GOOD), ("8000.00", *FAIR), ("1000.00", *POOR)]
    fields = {"pool": Decimal("12000.00"), "threshold_total": Decimal(8)} | fields
    return make_assessed_call(*rows, **fields)


def ranking_of(call):
    return reverse("grants:call-ranking", args=[call.code])


def decide_page(call):
    return reverse("grants:call-decide", args=[call.code])


def posted(call, **changes):
    return {"version": call.version, "ranking": standing_of(call).digest(), "note": ""} | changes


def test_one_act_decides_the_whole_call_and_tells_nobody(client_of):
    call = three_fates()

    page = client_of(chair_of(call)).post(decide_page(call), posted(call), follow=True)

    states = set(Application.objects.values_list("state", flat=True))
    outcomes = DecisionRow.objects.order_by("place").values_list("outcome", flat=True)
    assert list(outcomes) == ["funded", "reserve", "below_threshold"]
    assert states == {"admitted"}
    assert Call.objects.get(pk=call.pk).state == "decided"
    assert "Nikt jeszcze nie zna wyniku" in page.content.decode()
    assert not Message.objects.filter(template__startswith="grants/decision_").exists()


def test_the_grant_is_what_was_asked_for_and_within_the_pool():
    call = three_fates()
    decide(call)

    assert Decision.objects.get().granted_total == Decimal("9000.00")
    assert Application.objects.get(state="funded").granted_amount == Decimal("9000.00")


def test_what_follows_names_the_act_of_sending_as_its_cause():
    call = three_fates()
    decide(call)
    funded = History.objects.of(Application.objects.get(state="funded")).get(move="fund")

    assert funded.by is None
    assert funded.cause == History.objects.of(call).get(move="send_letters")
    assert funded.cause.by == staff_of(call)


@pytest.mark.parametrize(
    ("state", "template"),
    [("funded", "funded"), ("reserve", "reserve"), ("not_funded", "declined")],
)
def test_each_applicant_gets_points_and_words(state, template):
    call = three_fates()
    decide(call)
    application = Application.objects.get(state=state)

    letter = Message.objects.get(template=f"grants/decision_{template}")

    assert letter.recipient == application.author
    assert "Dobrze opisane." in letter.body
    assert "Ocena Bezstronna" not in letter.body


def test_the_mean_in_the_letter_keeps_its_half():
    call = three_fates()
    decide(call)

    assert "13,75 z 15" in Message.objects.get(template="grants/decision_funded").body


def test_the_record_can_be_checked_years_later():
    call = three_fates()
    decide(call)
    decision = Decision.objects.get()
    before = decision.is_intact()

    decision.record["lists"][0]["rows"][0]["points"] = "15.00"

    assert (before, decision.is_intact()) == (True, False)


def test_a_decision_cannot_be_saved_again():
    decide(three_fates())

    with pytest.raises(TypeError, match="frozen"):
        Decision.objects.get().save()


def test_nothing_is_decided_before_every_sheet_is_in(client_of):
    call = three_fates()
    make_assessment("in_progress", call=call)

    response = client_of(chair_of(call)).post(decide_page(call), posted(call))

    assert response.status_code == 422
    assert applications_of(call)[0].number in " ".join(response.context["reasons"])
    assert not Decision.objects.exists()


def test_a_ranking_that_changed_meanwhile_is_not_decided(client_of):
    call = three_fates()
    seen = posted(call)
    last = applications_of(call)[-1]
    last.withdraw(by=last.author)

    response = client_of(chair_of(call)).post(decide_page(call), seen)

    assert response.status_code == 409
    assert not Decision.objects.exists()


def test_a_version_that_is_old_is_not_decided():
    call = three_fates()

    with pytest.raises(SomeoneWasFaster):
        decide_call(
            call=call, by=chair_of(call), seen=call.version - 1, ranking=standing_of(call).digest()
        )


def test_deciding_twice_decides_once(client_of):
    call = three_fates()
    client, typed = client_of(chair_of(call)), posted(call)
    client.post(decide_page(call), typed)

    response = client.post(decide_page(call), typed)

    assert response.status_code == 302
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"version": ""}, {"version": "x"}, {"ranking": ""}, {"ranking": "0" * 64}]
)
def test_a_damaged_form_decides_nothing(client_of, changes):
    call = three_fates()

    response = client_of(chair_of(call)).post(decide_page(call), posted(call, **changes))

    assert response.status_code == 409
    assert not Decision.objects.exists()


def test_a_note_that_is_too_long_gets_a_sentence(client_of):
    call = three_fates()

    response = client_of(chair_of(call)).post(decide_page(call), posted(call, note="a" * 4001))

    assert response.context["form"].errors["note"]


def test_staff_do_not_decide(client_of):
    call = three_fates()

    response = client_of(staff_of(call)).post(decide_page(call), posted(call))

    assert response.status_code == 403
    assert not Decision.objects.exists()


def test_a_chair_who_applied_does_not_decide():
    call = three_fates()
    author = applications_of(call)[0].author
    from workflows.roles import give_role

    give_role(author, "chair", call, by=None)

    with pytest.raises(NotYours):
        decide(call, by=author)


def test_a_chair_tied_to_an_applicant_does_not_decide(client_of):
    call = three_fates()
    chair = chair_of(call)
    both = make_membership(applications_of(call)[1].author.person)
    make_membership(chair.person, both.organisation)

    response = client_of(chair).get(ranking_of(call))

    assert response.context["tied"]
    assert not response.context["may_decide"]
    with pytest.raises(NotYours):
        decide(call, by=chair)


def test_a_call_whose_applications_were_all_withdrawn_is_not_decided():
    call = make_assessed_call()
    only = applications_of(call)[0]
    only.withdraw(by=only.author)

    with pytest.raises(GuardsFailed):
        decide(Call.objects.get(pk=call.pk))


def test_the_ranking_shows_where_the_pool_ends(client_of):
    call = three_fates()

    response = client_of(chair_of(call)).get(ranking_of(call))

    assert [line["pool_ends_above"] for line in response.context["lines"]] == [False, True, False]


def test_points_of_an_application_still_being_assessed_stay_out(client_of):
    call = make_judged_call("1000.00")
    make_assessment("submitted", call=call)

    response = client_of(chair_of(call)).get(ranking_of(call))

    assert response.context["standing"].rows == []
    assert "12,5" not in response.content.decode()


def test_the_ranking_tells_the_rules_of_its_call_as_applicants_read_them(client_of):
    call = make_assessed_call()
    Call.objects.filter(pk=call.pk).update(
        third_on_split=True,
        third_counts="nearer",
        keeps_reserve=False,
        partial_awards=True,
        partial_min=70,
    )

    response = client_of(chair_of(call)).get(ranking_of(call))

    shown = response.context["order_rules"]
    assert all(rule in rules_of(Call.objects.get(pk=call.pk)) for rule in shown)
    assert all(rule.answer in response.content.decode() for rule in shown)
    assert {"Kiedy jest trzecia ocena?", "Czy jest lista rezerwowa?"} <= {
        rule.question for rule in shown
    }


def test_assessors_and_strangers_do_not_see_the_ranking(client_of):
    call = make_judged_call()
    assessor = make_assessment("submitted", call=call).assessor

    assert client_of(assessor).get(ranking_of(call)).status_code == 403
    assert client_of(make_user()).get(ranking_of(call)).status_code == 404


def test_finishing_waits_for_the_agreements():
    agreement = make_agreement("prepared")
    call = Call.objects.get(pk=agreement.call_id)

    with pytest.raises(GuardsFailed):
        call.finish(by=staff_of(call))


def test_finishing_tells_the_reserve_that_no_grant_became_free():
    call = three_fates()
    decide(call)
    Agreement.objects.get().terminate(by=staff_of(call), grounds="given_up", note="Rezygnacja.")
    call = Call.objects.get(pk=call.pk)

    call.finish(by=staff_of(call))

    waiting = Application.objects.order_by("ordinal")[1]
    assert (waiting.state, waiting.decline_reason) == ("not_funded", "no_funds")


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_ranking_asks_the_same_few_questions(client_of, django_assert_num_queries, item_count):
    call = make_assessed_call(*[("2000.00", *GOOD)] * item_count)
    client = client_of(chair_of(call))
    client.get(ranking_of(call))

    with django_assert_num_queries(23):
        response = client.get(ranking_of(call))

    assert len(response.context["lines"]) == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_decided_ranking_asks_the_same_few_questions(
    client_of, django_assert_num_queries, item_count
):
    call = make_assessed_call(*[("2000.00", *GOOD)] * item_count)
    decide(call)
    client = client_of(chair_of(call))
    client.get(ranking_of(call))

    with django_assert_num_queries(12):
        response = client.get(ranking_of(call))

    assert len(response.context["rows"]) == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_published_results_ask_the_same_few_questions(
    client_of, django_assert_num_queries, item_count
):
    call = make_assessed_call(*[("2000.00", *GOOD)] * item_count, public_lists=["funded"])
    decide(call)
    call.refresh_from_db()
    call.publish_results(by=staff_of(call), at=clock.now())
    client = client_of(chair_of(call))
    client.get(call.get_public_url())

    with django_assert_num_queries(20):
        response = client.get(call.get_public_url())

    [results] = response.context["results"]
    assert [len(one.rows) for one in results.lists] == [item_count]


def with_pool(record, pool):
    """The record of a decision with another pool in its one list."""
    return record | {"lists": [record["lists"][0] | {"pool": pool}]}


class TestTheCheckOfTheWhole:
    """`verify_integrity` computes every decision again."""

    def test_a_decision_that_was_left_alone_fits(self):
        decide(make_assessed_call())

        assert list(decisions_that_do_not_compute()) == []

    def test_a_changed_record_is_found(self):
        decide(make_assessed_call())
        decision = Decision.objects.get()
        record = with_pool(decision.record, "1.00")
        Decision.objects.filter(pk=decision.pk).update(record=record)

        assert list(decisions_that_do_not_compute()) == [
            f"grants.decision {decision.pk}: its record was altered"
        ]

    def test_a_record_sealed_anew_but_wrong_is_found(self):
        decide(make_assessed_call())
        decision = Decision.objects.get()
        record = with_pool(decision.record, "1.00")
        digest = Decision.digest_of(record)
        Decision.objects.filter(pk=decision.pk).update(record=record, digest=digest)

        assert list(decisions_that_do_not_compute()) == [
            f"grants.decision {decision.pk}: its record computes to another ranking"
        ]

    def test_points_changed_behind_the_back_of_the_record_are_found(self):
        decide(make_assessed_call())
        Score.objects.filter(points=9).update(points=8)

        found = list(decisions_that_do_not_compute())

        assert len(found) == 1
        assert "are not those handed in" in found[0]


PLACES = ("10", "5"), ("9", "5"), ("8", "5"), ("7", "5"), ("6", "4")


def a_call_of_three_pages(monkeypatch):
    """Five ranked applications, two on a page; the pool reaches to the third."""
    monkeypatch.setattr("grants.views.ranked.AT_ONCE", 2)
    monkeypatch.setattr("grants.views.ranking.AT_ONCE", 2)
    return make_assessed_call(
        *[("8000.00", points, points) for points in PLACES], pool=Decimal(26500)
    )


def places_on(page):
    return [line["row"].place for one in page.context["lists"] for line in one["lines"]]


def test_a_long_ranking_has_pages_and_leads_to_where_the_pool_ends(client_of, monkeypatch):
    call = a_call_of_three_pages(monkeypatch)
    browser = client_of(staff_of(call))

    pages = [browser.get(ranking_of(call), {"page": number}) for number in (1, 2, 3, 99, "x")]

    assert [places_on(page) for page in pages] == [[1, 2], [3, 4], [5], [5], [1, 2]]
    assert all('href="?page=2#pool-ends"' in page.text for page in pages)
    assert ['id="pool-ends"' in page.text for page in pages[:3]] == [False, True, False]


def test_the_pages_of_a_decision_show_what_was_decided_on_and_decide_all_of_it(
    client_of, monkeypatch
):
    call = a_call_of_three_pages(monkeypatch)
    browser = client_of(chair_of(call))
    url = reverse("grants:call-decide", args=[call.code])

    page = browser.get(url, {"page": "2"})
    assert places_on(page) == [3, 4]
    assert len(page.context["funded"]) == 3
    given = {"version": page.context["version"], "ranking": page.context["digest"], "note": ""}
    browser.post(url, given)

    decided = [browser.get(ranking_of(call), {"page": number}) for number in (1, 2, 3)]
    assert [[row.place for row in page.context["rows"]] for page in decided] == [
        [1, 2],
        [3, 4],
        [5],
    ]
    assert call.decisions.get().rows.count() == 5


def test_what_another_pool_would_change_is_not_lost_when_the_page_is_turned(client_of, monkeypatch):
    call = a_call_of_three_pages(monkeypatch)
    browser = client_of(chair_of(call))

    page = browser.get(ranking_of(call), {"page": "2", "pool": "0"})

    (supposed,) = page.context["supposed"]
    assert (supposed["funded"], supposed["more"]) == (0, 1)
    assert 'href="?page=3&amp;pool=0"' in page.text
    assert (
        '<details class="disclosure" open' not in browser.get(ranking_of(call), {"page": "2"}).text
    )


def test_of_those_still_being_assessed_as_many_stand_on_the_page_as_it_holds(
    client_of, monkeypatch
):
    monkeypatch.setattr("grants.views.ranking.AT_ONCE", 2)
    call = make_judged_call(*["2000.00"] * 3)

    page = client_of(staff_of(call)).get(ranking_of(call))

    assert len(page.context["waiting"]) == 2
    assert page.context["standing"].waiting_count == 3
    assert reverse("grants:call-assessors", args=[call.code]) in page.text
