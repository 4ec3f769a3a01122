"""Staff have plans of pairs computed, ask why, settle and publish; a run is kept and repeats."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from mentoring import tasks
from mentoring.actions import propose_pair, start_run, state_wishes
from mentoring.models import MatchRun, Pairing
from people.models import Membership
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_enrolment, make_pair, mentor_of
from tests.factories.people import make_organisation, make_user
from workflows.errors import GuardsFailed, NotYours
from workflows.roles import give_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition(mentor_capacity=1)


@pytest.fixture
def staff(edition):
    return make_staff(edition.activity.programme)


@pytest.fixture
def people(edition):
    """Two mentors and three mentees; Ada lives where the first mentor lives, Bo where the second."""
    return {
        "near": make_enrolment(edition, "mentor", region="14"),
        "far": make_enrolment(edition, "mentor", region="02"),
        "ada": make_enrolment(edition, "mentee", region="14"),
        "bo": make_enrolment(edition, "mentee", region="02"),
        "cy": make_enrolment(edition, "mentee", region="22"),
    }


@pytest.fixture
def run(edition, staff, people):
    """A run whose plans are computed."""
    made = start_run(edition=edition, by=staff)
    tasks.match(made.pk)
    return MatchRun.objects.get(pk=made.pk)


def at(name, run, **query):
    address = reverse(f"mentoring:{name}", args=[run.edition.code, run.pk])
    return f"{address}?{'&'.join(f'{k}={v}' for k, v in query.items())}" if query else address


WEIGHTS = {
    "topics": 3, "region": 2, "availability": 2, "forms": 1, "mentee_wish": 2, "mentor_wish": 1,
    "limits-TOTAL_FORMS": 3, "limits-INITIAL_FORMS": 0,
}  # fmt: skip


def test_staff_weigh_and_a_worker_computes_three_plans(client, edition, staff, people):
    client.force_login(staff)
    answer = client.post(reverse("mentoring:match-runs", args=[edition.code]), WEIGHTS)
    made = MatchRun.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert "Plany właśnie się liczą" in client.get(made.get_absolute_url()).content.decode()

    tasks.match(made.pk)

    page = client.get(made.get_absolute_url()).content.decode()
    assert "2 / 3" in page
    assert str(people["cy"].person) in page
    made.refresh_from_db()
    pairs = {tuple(pair[:2]) for pair in made.result["plans"]["total"]["pairs"]}
    assert pairs == {
        (people["ada"].pk, people["near"].pk),
        (people["bo"].pk, people["far"].pk),
    }
    assert made.result["plans"]["total"]["without"] == [[people["cy"].pk, "seats"]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"topics": "11"},
        {"topics": "-1"},
        {"topics": "a"},
        {"region": ""},
        {"limits-0-region": "14"},
        {"limits-0-most": "2"},
        {"limits-0-region": "99", "limits-0-most": "1"},
        {"limits-0-region": "14", "limits-0-most": "-1"},
        {"limits-0-region": "14", "limits-0-most": "1", "limits-0-side": "everybody"},
        {
            **{f"limits-{line}-region": "14" for line in (0, 1)},
            **{f"limits-{line}-most": str(line) for line in (0, 1)},
            **{f"limits-{line}-side": "limits" for line in (0, 1)},
        },
        {"limits-TOTAL_FORMS": "x"},
        {"mentee": "x"},
        {"kept": "pins:1:2"},
    ],
)
def test_a_weight_or_limit_that_cannot_be_is_named_at_its_field(client, edition, staff, wrong):
    client.force_login(staff)
    answer = client.post(reverse("mentoring:match-runs", args=[edition.code]), {**WEIGHTS, **wrong})

    assert answer.status_code == 422
    assert not MatchRun.objects.exists()


def test_without_anybody_to_pair_there_is_a_sentence_instead_of_a_run(client, edition, staff):
    client.force_login(staff)
    answer = client.post(reverse("mentoring:match-runs", args=[edition.code]), WEIGHTS)

    assert answer.status_code == 422
    assert "Każda przyjęta osoba ma parę albo propozycję" in answer.content.decode()


def test_a_limit_of_a_region_keeps_the_others_in(edition, staff, people):
    made = start_run(edition=edition, by=staff, limits={"14": 0})
    tasks.match(made.pk)
    made.refresh_from_db()

    assert [people["ada"].pk, "limit"] in made.result["plans"]["total"]["without"]
    assert made.result["plans"]["total"]["covered"] == 2


def test_limits_hold_for_several_regions_and_for_both_sides(client, edition, staff, people):
    client.force_login(staff)
    lines = (("14", "limits", 0), ("02", "mentor_limits", 0), ("22", "limits", 5))
    asked = {
        f"limits-{at}-{name}": value
        for at, line in enumerate(lines)
        for name, value in zip(("region", "side", "most"), line, strict=True)
    }
    client.post(reverse("mentoring:match-runs", args=[edition.code]), {**WEIGHTS, **asked})
    made = MatchRun.objects.get()
    tasks.match(made.pk)
    made.refresh_from_db()

    assert (made.inputs["limits"], made.inputs["mentor_limits"]) == ({"14": 0, "22": 5}, {"02": 0})
    for plan in made.result["plans"].values():
        mentees = {pair[0] for pair in plan["pairs"]}
        assert people["ada"].pk not in mentees
        assert people["far"].pk not in {pair[1] for pair in plan["pairs"]}
        assert plan["covered"] == 1
    page = client.get(made.get_absolute_url()).content.decode()
    assert "dolnośląskie: najwyżej 0" in page


def test_the_next_run_begins_with_what_the_latest_was_asked(client, edition, staff, people):
    start_run(
        edition=edition,
        by=staff,
        weights={"topics": 9},
        limits={"14": 1},
        mentor_limits={"02": 2},
        pins=[[people["cy"].pk, people["far"].pk]],
        bans=[[people["ada"].pk, people["near"].pk]],
    )
    client.force_login(staff)
    address = reverse("mentoring:match-runs", args=[edition.code])
    form = client.get(address).context["form"]
    assert form["topics"].value() == 9
    kept = form["kept"].value()
    assert len(kept) == 2
    lines = [line.initial for line in form.limits if line.initial]

    asked = {**WEIGHTS, "topics": 9, "kept": kept[1:], "limits-TOTAL_FORMS": 5}
    asked |= {"limits-INITIAL_FORMS": 2}
    for at, line in enumerate(lines):
        asked |= {f"limits-{at}-{name}": value for name, value in line.items()}
    client.post(address, asked)

    latest, first = MatchRun.objects.all()
    assert latest.after == first
    assert latest.inputs["weights"]["topics"] == 9
    assert (latest.inputs["limits"], latest.inputs["mentor_limits"]) == ({"14": 1}, {"02": 2})
    assert latest.inputs["pins"] == []
    assert latest.inputs["bans"] == [[people["ada"].pk, people["near"].pk]]


def test_a_pair_is_settled_before_any_run(client, edition, staff, people):
    client.force_login(staff)
    address = reverse("mentoring:match-runs", args=[edition.code])
    sides = {"mentee": people["cy"].pk, "mentor": people["near"].pk}
    half = client.post(address, {**WEIGHTS, "mentee": people["cy"].pk, "how": "pins"})
    assert half.status_code == 422

    client.post(address, {**WEIGHTS, **sides, "how": "pins"})
    made = MatchRun.objects.get()
    tasks.match(made.pk)
    made.refresh_from_db()

    assert made.inputs["pins"] == [[people["cy"].pk, people["near"].pk]]
    for plan in made.result["plans"].values():
        assert [people["cy"].pk, people["near"].pk] in [pair[:2] for pair in plan["pairs"]]


def test_what_others_settled_about_a_team_member_goes_on_unseen(client, edition, staff, people):
    pair = [people["ada"].pk, people["near"].pk]
    start_run(edition=edition, by=staff, bans=[pair])
    both = people["near"].person.user
    give_role(both, "coordinator", edition.activity.programme, by=None)
    client.force_login(both)
    address = reverse("mentoring:match-runs", args=[edition.code])
    form = client.get(address).context["form"]
    assert "kept" not in form.fields
    assert people["near"].pk not in dict(form.fields["mentor"].choices)

    assert client.post(address, WEIGHTS).status_code == 302
    assert MatchRun.objects.first().inputs["bans"] == [pair]


def test_each_plan_names_its_worst_pair_and_leads_to_it(client, run, staff, people):
    client.force_login(staff)
    worst = client.get(run.get_absolute_url()).context["plans"][0]["worst_pair"]

    assert {worst["mentee"], worst["mentor"]} <= set(people.values())
    page = client.get(run.get_absolute_url()).content.decode()
    asked = f"plan=total&amp;mentee={worst['mentee'].pk}&amp;mentor={worst['mentor'].pk}"
    assert page.count(asked) == 2


def test_a_mentor_takes_as_many_as_they_say(edition, staff, people):
    near = people["near"]
    near.capacity = 2
    near.save()

    made = start_run(edition=edition, by=staff)
    tasks.match(made.pk)
    made.refresh_from_db()

    assert {each["id"]: each["seats"] for each in made.inputs["mentors"]}[near.pk] == 2
    assert made.result["plans"]["total"]["covered"] == 3
    near.capacity = 0
    near.save()
    with pytest.raises(GuardsFailed):
        propose_pair(mentor=near, mentee=people["ada"], by=staff)


def test_ties_exclusions_and_declined_proposals_forbid_a_pair(edition, staff, people):
    organisation = make_organisation()
    for side in ("ada", "near"):
        Membership.objects.create(person=people[side].person, organisation=organisation)
    state_wishes(
        enrolment=people["bo"], wanted=[], excluded=[people["near"]], by=people["bo"].person.user
    )
    declined = propose_pair(mentor=people["near"], mentee=people["cy"], by=staff)
    declined.decline(by=mentor_of(declined), note="Nie mam doświadczenia w tym temacie.")

    made = start_run(edition=edition, by=staff)

    near = people["near"].pk
    assert made.inputs["forbidden"] == [
        [people["ada"].pk, near, "tie"],
        [people["bo"].pk, near, "exclusion"],
        [people["cy"].pk, near, "declined"],
    ]


def test_wishes_decide_between_mentors_who_fit_alike(edition, staff, people):
    cy = people["cy"]
    state_wishes(enrolment=cy, wanted=[people["far"]], excluded=[], by=cy.person.user)
    made = start_run(edition=edition, by=staff, weights={"region": 0})
    tasks.match(made.pk)
    made.refresh_from_db()

    assert [cy.pk, people["far"].pk, 200] in made.result["plans"]["total"]["pairs"]


def test_each_pair_opens_to_its_parts_and_they_add_up(client, run, staff, people):
    client.force_login(staff)
    page = client.get(
        at("match-pair", run, plan="total", mentee=people["ada"].pk, mentor=people["near"].pk)
    )

    pair = page.context["pair"]
    assert pair["in_plan"]
    assert pair["parts"]["total"] == sum(row["points"] for row in pair["parts"]["rows"]) == 200


def test_why_not_names_the_cost_and_everybody_who_would_move(client, run, staff, people):
    client.force_login(staff)
    page = client.get(
        at("match-pair", run, plan="total", mentee=people["ada"].pk, mentor=people["far"].pk)
    ).content.decode()

    assert "spada o" in page
    for name in ("ada", "bo", "near", "far"):
        assert str(people[name].person) in page


def test_a_swap_by_hand_shows_its_cost(client, run, staff, people):
    client.force_login(staff)
    page = client.get(
        at(
            "match-pair", run, plan="total",
            mentee=people["ada"].pk, mentor=people["far"].pk, swap=people["bo"].pk,
        )
    )  # fmt: skip

    assert page.context["pair"]["points_lost"] == 400
    assert {str(move["mentee"]) for move in page.context["pair"]["moves"]} == {
        str(people["ada"].person),
        str(people["bo"].person),
    }


@pytest.mark.parametrize(
    "query", [{"plan": "total"}, {"mentee": "x"}, {"mentee": "1", "mentor": "9" * 30}]
)
def test_a_pair_that_is_not_in_the_run_is_not_found(client, run, staff, query):
    client.force_login(staff)

    assert client.get(at("match-pair", run, **query)).status_code == 404


def pair_in(people, mentee, mentor):
    return f"{people[mentee].pk}:{people[mentor].pk}"


def test_a_settled_pair_makes_another_run_that_keeps_it(client, run, staff, people):
    client.force_login(staff)
    client.post(at("match-run", run), {"do": "pin", "pair": pair_in(people, "cy", "near")})
    other = MatchRun.objects.exclude(pk=run.pk).get()
    tasks.match(other.pk)
    other.refresh_from_db()

    assert other.after == run
    for plan in other.result["plans"].values():
        assert [people["cy"].pk, people["near"].pk, 0] in plan["pairs"]
    page = client.get(other.get_absolute_url()).content.decode()
    assert "(-200)" in page

    client.post(at("match-run", other), {"do": "release", "pair": pair_in(people, "cy", "near")})
    assert MatchRun.objects.first().inputs["pins"] == []


def test_a_forbidden_pair_is_in_no_plan(client, run, staff, people):
    client.force_login(staff)
    client.post(at("match-run", run), {"do": "ban", "pair": pair_in(people, "ada", "near")})
    other = MatchRun.objects.first()
    tasks.match(other.pk)
    other.refresh_from_db()

    for plan in other.result["plans"].values():
        assert [people["ada"].pk, people["near"].pk] not in [pair[:2] for pair in plan["pairs"]]


def test_settling_what_contradicts_itself_says_why(client, run, staff, people):
    client.force_login(staff)
    answer = client.post(
        at("match-run", run),
        {
            "do": "pin",
            "pair": [pair_in(people, "ada", "near"), pair_in(people, "bo", "near")],
        },
    )

    assert answer.status_code == 422
    assert "zajęte" in answer.content.decode()
    assert MatchRun.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"do": "pin"},
        {"do": "pin", "pair": "1"},
        {"do": "pin", "pair": "a:b"},
        {"do": "explode", "pair": "1:2"},
        {"do": "publish"},
        {"do": "publish", "plan": "best"},
        {"do": "pin", "pair": "1" * 50 + ":2"},
    ],
)
def test_an_order_that_makes_no_sense_is_a_sentence_and_changes_nothing(client, run, staff, sent):
    client.force_login(staff)

    assert client.post(at("match-run", run), sent).status_code == 422
    assert MatchRun.objects.count() == 1


def test_publishing_proposes_every_pair_once(client, run, staff, people, mailoutbox):
    client.force_login(staff)
    client.post(at("match-run", run), {"do": "publish", "plan": "stable"})
    tasks.publish(run.pk)
    tasks.publish(run.pk)

    assert sorted(Pairing.objects.values_list("mentee", "mentor", "state")) == [
        (people["ada"].pk, people["near"].pk, "proposed"),
        (people["bo"].pk, people["far"].pk, "proposed"),
    ]
    run.refresh_from_db()
    assert run.outcome == {"proposed": 2, "refused": []}
    again = client.post(at("match-run", run), {"do": "publish", "plan": "total"})
    assert again.status_code == 422
    assert "Z tego przebiegu opublikowano już plan" in again.content.decode()


def test_what_became_impossible_since_the_run_is_told_with_its_reason(client, run, staff, people):
    propose_pair(mentor=people["far"], mentee=people["cy"], by=staff)
    client.force_login(staff)
    client.post(at("match-run", run), {"do": "publish", "plan": "total"})
    tasks.publish(run.pk)
    run.refresh_from_db()

    assert run.outcome["proposed"] == 1
    assert run.outcome["refused"][0][:2] == [people["bo"].pk, people["far"].pk]
    assert "nie ma wolnego miejsca" in client.get(run.get_absolute_url()).content.decode()


def test_after_a_pair_ended_only_its_mentee_is_planned_again(edition, staff):
    stays = make_pair("active", edition=edition)
    ended = make_pair("active", edition=edition)
    ended.terminate(by=staff, note="Mentorka wyjechała.")
    ended.mentor.withdraw(by=mentor_of(ended))
    make_enrolment(edition, "mentor")

    made = start_run(edition=edition, by=staff)
    tasks.match(made.pk)
    made.refresh_from_db()

    assert [each["id"] for each in made.inputs["mentees"]] == [ended.mentee_id]
    assert stays.mentee_id not in [pair[0] for pair in made.result["plans"]["total"]["pairs"]]
    assert made.result["plans"]["total"]["covered"] == 1


def test_the_same_inputs_give_the_same_digest(run, edition, staff):
    again = start_run(edition=edition, by=staff)
    tasks.match(again.pk)
    again.refresh_from_db()

    assert again.digest == run.digest == run.computed_digest()
    run.inputs["weights"]["topics"] = 9
    assert run.computed_digest() != run.digest


def test_one_more_mentor_is_advised_where_somebody_waits(client, run, staff):
    client.force_login(staff)
    page = client.get(run.get_absolute_url()).content.decode()

    assert run.result["recruits"][0] == {"topic": "", "region": "22", "covered": 1, "fit": 200}
    assert "pomorskie" in page


def test_only_those_who_run_the_programme_see_plans(client, run, edition, people):
    for user in (make_user(), people["ada"].person.user, people["near"].person.user):
        client.force_login(user)
        for address in (
            reverse("mentoring:match-runs", args=[edition.code]),
            at("match-run", run),
            at("match-pair", run),
        ):
            assert client.get(address).status_code == 404
        with pytest.raises(NotYours):
            start_run(edition=edition, by=user)


def test_the_page_of_a_run_asks_the_same_queries_for_one_pair_and_for_two(
    client, edition, staff, people, django_assert_num_queries
):
    counts = []
    client.force_login(staff)
    for limits in ({"14": 0, "02": 0}, {}):
        made = start_run(edition=edition, by=staff, limits=limits)
        tasks.match(made.pk)
        with django_assert_num_queries(17, exact=False) as asked:
            assert client.get(made.get_absolute_url()).status_code == 200
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_somebody_names_wishes_and_exclusions_in_confidence(client, people):
    ada, user = people["ada"], people["ada"].person.user
    client.force_login(user)
    answer = client.post(
        reverse("mentoring:wishes", args=[ada.pk]),
        {"wish1": people["far"].pk, "wish2": "", "excluded": [people["near"].pk]},
    )

    assert answer.status_code == 302
    assert [wish.about for wish in ada.wishes.all()] == [people["far"]]
    assert list(ada.excludes.all()) == [people["near"]]
    mine = client.get(ada.get_absolute_url()).content.decode()
    assert str(people["near"].person) in mine
    client.force_login(people["near"].person.user)
    assert client.get(ada.get_absolute_url()).status_code == 404
    assert str(ada.person) not in client.get(people["near"].get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"wish1": "far", "wish2": "far"},
        {"wish1": "far", "excluded": "far"},
        {"wish1": "bo"},
        {"wish1": "x"},
        {"excluded": "ada"},
    ],
)
def test_wishes_that_contradict_themselves_are_named(client, people, sent):
    ada = people["ada"]
    client.force_login(ada.person.user)
    keys = {name: people[who].pk if who in people else who for name, who in sent.items()}
    answer = client.post(reverse("mentoring:wishes", args=[ada.pk]), keys)

    assert answer.status_code == 422
    assert not ada.wishes.exists()


def test_wishes_are_not_taken_before_a_person_is_accepted(client, edition):
    waits = make_enrolment(edition, "mentee", accepted=False)
    client.force_login(waits.person.user)
    answer = client.post(reverse("mentoring:wishes", args=[waits.pk]), {})

    assert answer.status_code == 422


def test_strangers_cannot_state_wishes(client, people):
    client.force_login(make_user())
    assert client.get(reverse("mentoring:wishes", args=[people["ada"].pk])).status_code == 404
    with pytest.raises(NotYours):
        state_wishes(enrolment=people["ada"], wanted=[], excluded=[], by=make_user())


def test_a_plan_is_not_published_before_it_is_computed(client, edition, staff, people):
    made = start_run(edition=edition, by=staff)
    client.force_login(staff)
    answer = client.post(at("match-run", made), {"do": "publish", "plan": "total"})

    assert answer.status_code == 422
    with pytest.raises(GuardsFailed):
        start_run(
            edition=edition,
            by=staff,
            bans=[(people["ada"].pk, people["near"].pk)],
            pins=[(people["ada"].pk, people["near"].pk)],
        )


def printed(*arguments):
    out = StringIO()
    call_command("match", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_a_plan_without_keeping_or_sending_anything(edition, people):
    ada, near, cy = (str(people[name].person) for name in ("ada", "near", "cy"))
    lines = printed(edition.code, "--plan", "fair", "--csv").splitlines()

    assert f"{ada};{near};200" in lines
    assert any(line.startswith(cy) and line.endswith("seats") for line in lines)
    assert ada in printed(edition.code)
    assert not MatchRun.objects.exists()
    assert not Pairing.objects.exists()


def test_the_command_keeps_to_what_staff_settled_last_and_repeats_to_the_byte(
    edition, staff, people
):
    pair = (people["cy"].pk, people["far"].pk)
    start_run(edition=edition, by=staff, pins=[pair])

    once = printed(edition.code, "--plan", "stable", "--csv")

    assert f"{people['cy'].person};{people['far'].person};0" in once.splitlines()
    assert once == printed(edition.code, "--plan", "stable", "--csv")


def test_the_command_says_when_there_is_no_such_edition_or_nobody_to_pair(edition):
    with pytest.raises(CommandError, match="nie-ma"):
        printed("nie-ma")
    with pytest.raises(CommandError):
        printed(edition.code)
