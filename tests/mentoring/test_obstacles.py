"""What forbids a pair holds on every way to it: by hand, in a plan, and when a plan made earlier is published."""

import pytest
from django.urls import reverse

from mentoring import tasks
from mentoring.actions import obstacles, propose_pair, start_run, state_wishes
from mentoring.models import MatchRun, Pairing
from people.models import Membership
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_enrolment, make_pair, mentor_of
from tests.factories.people import make_organisation, make_user
from workflows.errors import GuardsFailed, NotYours
from workflows.roles import give_role

pytestmark = pytest.mark.django_db

IN_CONFIDENCE = "w zaufaniu"
ABOUT_YOU = "Ta para dotyczy Ciebie"


@pytest.fixture
def edition():
    return make_edition(mentor_capacity=1)


@pytest.fixture
def staff(edition):
    return make_staff(edition.activity.programme)


@pytest.fixture
def mentor(edition):
    return make_enrolment(edition, "mentor")


@pytest.fixture
def mentee(edition):
    return make_enrolment(edition)


def exclude(one, other):
    state_wishes(enrolment=one, wanted=[], excluded=[other], by=one.person.user)


def colleagues(mentor, mentee, edition, staff):
    organisation = make_organisation("Dom Sąsiedzki")
    for each in (mentor, mentee):
        Membership.objects.create(person=each.person, organisation=organisation)


def mentor_excludes(mentor, mentee, edition, staff):
    exclude(mentor, mentee)


def mentee_excludes(mentor, mentee, edition, staff):
    exclude(mentee, mentor)


def declined(mentor, mentee, edition, staff):
    pair = propose_pair(mentor=mentor, mentee=mentee, by=staff)
    pair.decline(by=mentor_of(pair), note="Nie mam doświadczenia w tym temacie.")


def ended(mentor, mentee, edition, staff):
    pair = propose_pair(mentor=mentor, mentee=mentee, by=staff)
    pair.accept_as_mentor(by=mentor.person.user)
    pair.accept_as_mentee(by=mentee.person.user)
    pair.terminate(by=staff, note="Inne godziny pracy.")


def no_language(mentor, mentee, edition, staff):
    for each, code in ((mentor, "pl"), (mentee, "uk")):
        each.languages = [code]
        each.save()


def no_place(mentor, mentee, edition, staff):
    propose_pair(mentor=mentor, mentee=make_enrolment(edition), by=staff)


WAYS = {
    "tie": (colleagues, "Dom Sąsiedzki"),
    "exclusion by the mentor": (mentor_excludes, IN_CONFIDENCE),
    "exclusion by the mentee": (mentee_excludes, IN_CONFIDENCE),
    "declined": (declined, "została już raz odrzucona"),
    "ended": (ended, "były już parą"),
    "language": (no_language, "wspólnego języka"),
    "seats": (no_place, "nie ma wolnego miejsca"),
}
LIFTABLE = ("declined", "ended")


@pytest.fixture(params=WAYS)
def way(request, mentor, mentee, edition, staff):
    """Each way in which a pair may not be; its name, and what staff read."""
    make, says = WAYS[request.param]
    make(mentor, mentee, edition, staff)
    return request.param, says


def propose(client, edition, mentor, mentee, **more):
    address = reverse("mentoring:matching", args=[edition.code])
    return client.post(address, {"mentor": mentor.pk, "mentee": mentee.pk, "note": "", **more})


def test_whatever_forbids_a_pair_is_said_and_refused_by_hand(
    client, edition, staff, mentor, mentee, way
):
    name, says = way
    client.force_login(staff)
    page = client.get(reverse("mentoring:matching", args=[edition.code]), {"mentee": mentee.pk})

    (candidate,) = page.context["candidates"]
    assert candidate["refused"] is (name not in LIFTABLE)
    assert says in page.content.decode()
    before = Pairing.objects.count()
    answer = propose(client, edition, mentor, mentee)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Pairing.objects.count() == before


def test_staff_lift_what_was_declined_or_ended_and_nothing_else(
    client, edition, staff, mentor, mentee, way
):
    name, _says = way
    client.force_login(staff)

    answer = propose(client, edition, mentor, mentee, lifted="on")

    assert (answer.status_code == 302) is (name in LIFTABLE)
    proposed = Pairing.objects.in_state("proposed").filter(mentee=mentee, mentor=mentor)
    assert proposed.exists() is (name in LIFTABLE)


def test_whatever_forbids_a_pair_keeps_it_out_of_every_plan(edition, staff, mentor, mentee, way):
    run = start_run(edition=edition, by=staff)
    tasks.match(run.pk)
    run.refresh_from_db()

    for plan in run.result["plans"].values():
        assert [mentee.pk, mentor.pk] not in [pair[:2] for pair in plan["pairs"]]


def test_a_plan_made_before_an_exclusion_does_not_propose_the_pair(
    client, edition, staff, mentor, mentee
):
    run = start_run(edition=edition, by=staff)
    tasks.match(run.pk)
    exclude(mentee, mentor)
    client.force_login(staff)
    client.post(run.get_absolute_url(), {"do": "publish", "plan": "total"})
    tasks.publish(run.pk)

    assert not Pairing.objects.exists()
    assert IN_CONFIDENCE in client.get(run.get_absolute_url()).content.decode()


def test_an_exclusion_holds_when_the_person_withdraws_and_applies_again(edition, mentor, mentee):
    exclude(mentee, mentor)
    mentor.withdraw(by=mentor.person.user)
    again = make_enrolment(edition, "mentor", user=mentor.person.user)

    found = obstacles([mentee], [again])[mentee.pk, again.pk]
    assert [each.code for each in found] == ["exclusion"]


def test_all_reasons_are_named_at_once_each_of_them_once(edition, staff, mentor, mentee):
    colleagues(mentor, mentee, edition, staff)
    mentee_excludes(mentor, mentee, edition, staff)
    mentor_excludes(mentor, mentee, edition, staff)

    with pytest.raises(GuardsFailed) as refusal:
        propose_pair(mentor=mentor, mentee=mentee, by=staff)

    sentences = refusal.value.sentences
    assert len(sentences) == len(set(sentences))
    assert sum("w zaufaniu" in each for each in sentences) == 1


def test_after_a_rematch_the_next_run_looks_for_somebody_else(client, edition, staff):
    pair = make_pair("active", edition=edition)
    pair.terminate(by=staff, note="Inne godziny pracy.")
    run = start_run(edition=edition, by=staff)
    tasks.match(run.pk)
    run.refresh_from_db()

    assert run.inputs["forbidden"] == [[pair.mentee_id, pair.mentor_id, "ended"]]
    assert run.result["plans"]["total"]["covered"] == 0
    client.force_login(staff)
    asked = {"plan": "total", "mentee": pair.mentee_id, "mentor": pair.mentor_id}
    page = client.get(reverse("mentoring:match-pair", args=[edition.code, run.pk]), asked)
    assert "były już parą" in page.content.decode()
    assert 'value="lift"' in page.content.decode()


def test_staff_allow_an_ended_pair_once_more_in_a_plan_and_it_is_proposed(client, edition, staff):
    pair = make_pair("active", edition=edition)
    pair.terminate(by=staff, note="Inne godziny pracy.")
    run = start_run(edition=edition, by=staff)
    tasks.match(run.pk)
    client.force_login(staff)
    client.post(
        run.get_absolute_url(), {"do": "lift", "pair": f"{pair.mentee_id}:{pair.mentor_id}"}
    )
    lifted = MatchRun.objects.first()
    tasks.match(lifted.pk)
    client.post(lifted.get_absolute_url(), {"do": "publish", "plan": "fair"})
    tasks.publish(lifted.pk)

    assert lifted.inputs["lifts"] == [[pair.mentee_id, pair.mentor_id]]
    assert Pairing.objects.in_state("proposed").get().mentor == pair.mentor
    assert "dopuszczona jeszcze raz" in client.get(lifted.get_absolute_url()).content.decode()


def test_a_lift_moves_no_tie_and_no_exclusion(edition, staff, mentor, mentee):
    ended(mentor, mentee, edition, staff)
    exclude(mentee, mentor)

    run = start_run(edition=edition, by=staff, lifts=[[mentee.pk, mentor.pk]])

    assert run.inputs["forbidden"] == [[mentee.pk, mentor.pk, "exclusion"]]


def test_reasons_cost_the_same_queries_for_one_mentor_as_for_three(
    edition, mentee, django_assert_num_queries, django_assert_max_num_queries
):
    rows = edition.enrolments.select_related("person").accepted_as("mentor").with_load()
    make_enrolment(edition, "mentor")
    obstacles([mentee], list(rows))
    with django_assert_max_num_queries(20) as first:
        obstacles([mentee], list(rows))
    for _ in range(2):
        make_enrolment(edition, "mentor")
    with django_assert_num_queries(len(first)):
        obstacles([mentee], list(rows))


class TestOneOfTheTeam:
    """A mentor who runs the programme as well learns nothing about pairs with themselves, however they ask."""

    @pytest.fixture(params=["staff", "coordinator"])
    def both(self, request, edition, mentor):
        give_role(mentor.person.user, request.param, edition.activity.programme, by=None)
        return mentor.person.user

    @pytest.fixture(params=[True, False], ids=["excluded", "free"])
    def excluded(self, request, mentor, mentee):
        if request.param:
            exclude(mentee, mentor)
        return request.param

    def test_by_hand_the_answer_is_the_same_with_an_exclusion_and_without(
        self, client, edition, mentor, mentee, both, excluded
    ):
        client.force_login(both)
        address = reverse("mentoring:matching", args=[edition.code])
        page = client.get(address, {"mentee": mentee.pk})
        answer = propose(client, edition, mentor, mentee)

        assert page.context["candidates"][0]["refused"]
        assert answer.status_code == 403
        for text in (page.content.decode(), answer.content.decode()):
            assert ABOUT_YOU in text
            assert IN_CONFIDENCE not in text

    def test_a_plan_tells_them_whom_they_get_and_no_reason(
        self, client, edition, staff, mentor, mentee, both, excluded
    ):
        run = start_run(edition=edition, by=staff)
        tasks.match(run.pk)
        client.force_login(both)
        asked = {"plan": "total", "mentee": mentee.pk, "mentor": mentor.pk}
        pair = client.get(reverse("mentoring:match-pair", args=[edition.code, run.pk]), asked)
        page = client.get(run.get_absolute_url()).content.decode()

        assert ABOUT_YOU in pair.content.decode()
        assert "parts" not in pair.context["pair"]
        for text in (page, pair.content.decode()):
            assert IN_CONFIDENCE not in text
            assert "wykluczeni" not in text

    @pytest.mark.parametrize("order", ["pin", "ban", "lift"])
    def test_they_settle_nothing_about_themselves(
        self, client, edition, staff, mentor, mentee, both, excluded, order
    ):
        run = start_run(edition=edition, by=staff)
        tasks.match(run.pk)
        client.force_login(both)
        answer = client.post(
            run.get_absolute_url(), {"do": order, "pair": f"{mentee.pk}:{mentor.pk}"}
        )

        assert answer.status_code == 403
        assert ABOUT_YOU in answer.content.decode()
        assert MatchRun.objects.count() == 1

    def test_what_was_not_published_is_told_them_without_the_reason(
        self, client, edition, staff, mentor, mentee, both
    ):
        run = start_run(edition=edition, by=staff)
        tasks.match(run.pk)
        exclude(mentee, mentor)
        client.force_login(both)
        client.post(run.get_absolute_url(), {"do": "publish", "plan": "total"})
        tasks.publish(run.pk)
        page = client.get(run.get_absolute_url()).content.decode()

        assert ABOUT_YOU in page
        assert IN_CONFIDENCE not in page


class TestWishes:
    """With whom somebody would and would not work is written by them, and read by nobody it is about."""

    def test_staff_do_not_open_what_somebody_with_an_account_wishes(
        self, client, edition, staff, mentee
    ):
        client.force_login(staff)
        address = reverse("mentoring:wishes", args=[mentee.pk])

        assert client.get(address).status_code == 404
        assert client.post(address, {}).status_code == 404
        assert address not in client.get(mentee.get_absolute_url()).content.decode()
        with pytest.raises(NotYours):
            state_wishes(enrolment=mentee, wanted=[], excluded=[], by=staff)

    def test_staff_write_them_down_for_a_person_without_an_account(
        self, client, edition, staff, mentor, mentee
    ):
        mentee.person.user = None
        mentee.person.save()
        client.force_login(staff)
        address = reverse("mentoring:wishes", args=[mentee.pk])

        assert address in client.get(mentee.get_absolute_url()).content.decode()
        assert client.post(address, {"excluded": [mentor.pk]}).status_code == 302
        assert list(mentee.excludes.all()) == [mentor]

    def test_a_mentor_on_the_team_never_writes_or_reads_what_is_said_about_them(
        self, client, edition, mentor, mentee
    ):
        state_wishes(enrolment=mentee, wanted=[mentor], excluded=[], by=mentee.person.user)
        mentee.person.user = None
        mentee.person.save()
        give_role(mentor.person.user, "staff", edition.activity.programme, by=None)
        client.force_login(mentor.person.user)
        address = reverse("mentoring:wishes", args=[mentee.pk])

        assert client.get(address).status_code == 404
        assert client.post(address, {"excluded": []}).status_code == 404
        page = client.get(mentee.get_absolute_url()).content.decode()
        assert str(mentor.person) not in page.split("<main", 1)[1]
        assert mentee.wishes.count() == 1

    def test_strangers_learn_nothing(self, client, mentee):
        client.force_login(make_user())

        assert client.get(reverse("mentoring:wishes", args=[mentee.pk])).status_code == 404


def test_the_page_by_hand_orders_by_the_weights_that_staff_set_last(client, edition, staff, mentee):
    topic = edition.topics.create(name_pl="budżet obywatelski")
    near = make_enrolment(edition, "mentor", region=mentee.region)
    knows = make_enrolment(edition, "mentor", region="02")
    for each in (mentee, knows):
        each.topics.add(topic)
    client.force_login(staff)
    address = reverse("mentoring:matching", args=[edition.code])

    def order():
        found = client.get(address, {"mentee": mentee.pk}).context["candidates"]
        return [(each["mentor"], each["fit"]) for each in found]

    assert order() == [(knows, 27), (near, 18)]
    start_run(edition=edition, by=staff, weights={"topics": 1, "region": 9})
    assert order() == [(near, 56), (knows, 6)]
