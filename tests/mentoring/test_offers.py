"""A grantee is offered a mentor, or asks for one; the application says already what the project is about."""

from datetime import timedelta

import pytest
from django.urls import reverse

from grants.models import Agreement
from grants.projects import find, project_of
from mentoring.actions import begin_draft, offer_mentor
from mentoring.models import EnrolmentDraft, MentorOffer
from programmes.registries.projects import project_named
from tests.factories.activities import make_activity, make_staff
from tests.factories.grants_later import make_agreement
from tests.factories.mentoring import make_edition, make_enrolment
from tests.factories.people import make_user
from workflows import clock, tasks
from workflows.errors import GuardsFailed, MoveRefused, NotYours
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement():
    """A project that is being carried out."""
    return Agreement.objects.get(pk=make_agreement().pk)


@pytest.fixture
def grantee(agreement):
    return agreement.application.author


@pytest.fixture
def staff(agreement):
    return make_staff(agreement.call.programme)


@pytest.fixture
def edition(agreement):
    """An edition of the same programme that takes applications."""
    return make_edition(activity=make_activity("mentoring", agreement.call.programme))


@pytest.fixture
def offer(agreement, edition, staff):
    project = project_of(agreement, staff)
    return offer_mentor(edition=edition, project=project, by=staff, at=clock.now())


def new(edition, agreement):
    return reverse("mentoring:mentor-offer-new", args=[edition.code, f"grant-{agreement.pk}"])


def read(browser, obj):
    return " ".join(browser.get(obj.get_absolute_url()).content.decode().split())


def answer(browser, offer, move, **typed):
    address = reverse("mentoring:mentoroffer-move", args=[offer.pk, move])
    return browser.post(address, {"version": offer.version, **typed})


class TestOffering:
    def test_staff_find_the_edition_at_the_agreement_and_offer_a_mentor(
        self, client_of, agreement, edition, staff, grantee
    ):
        browser = client_of(staff)
        assert new(edition, agreement) in read(browser, agreement)

        browser.post(new(edition, agreement))

        made = MentorOffer.objects.get()
        assert (made.person, made.state) == (grantee.person, "offered")
        assert made.idea.startswith(agreement.application.answers.values["need"])
        letter = Message.objects.get(template="mentoring/mentor_offered")
        assert letter.recipient == grantee
        assert agreement.application.title in letter.body
        assert {turn.holder for turn in Turn.objects.of(made)} == {grantee}
        assert made.get_absolute_url() in read(browser, agreement)
        assert new(edition, agreement) not in read(browser, agreement)

    def test_a_second_click_leads_to_the_first_offer(self, client_of, agreement, edition, staff):
        browser = client_of(staff)

        first, second = (browser.post(new(edition, agreement)).url for _click in range(2))

        assert first == second
        assert Message.objects.filter(template="mentoring/mentor_offered").count() == 1

    def test_the_grantee_asks_for_a_mentor_and_gets_no_letter_about_it(
        self, client_of, agreement, edition, grantee
    ):
        browser = client_of(grantee)
        assert "Chcę mentora" in read(browser, agreement)

        browser.post(new(edition, agreement))

        made = MentorOffer.objects.get()
        assert made.is_own_wish
        assert not Message.objects.filter(template="mentoring/mentor_offered").exists()

    def test_nobody_else_offers_and_a_stranger_learns_nothing(self, client_of, agreement, edition):
        assert client_of(make_user()).post(new(edition, agreement)).status_code == 404
        other = make_staff(make_activity("mentoring").programme)
        assert client_of(other).post(new(edition, agreement)).status_code == 404
        assert not MentorOffer.objects.exists()

    def test_an_edition_of_another_programme_is_not_offered(self, agreement, staff):
        other = make_edition()

        with pytest.raises(MoveRefused):
            offer_mentor(
                edition=other, project=project_of(agreement, staff), by=staff, at=clock.now()
            )

    def test_who_runs_another_programme_offers_nothing_here(self, agreement, edition, staff):
        project = project_of(agreement, staff)
        other = make_staff(make_activity("mentoring").programme)

        with pytest.raises(NotYours):
            offer_mentor(edition=edition, project=project, by=other, at=clock.now())

    def test_whoever_takes_part_already_is_not_offered_it(
        self, client_of, agreement, edition, staff, grantee
    ):
        make_enrolment(edition, user=grantee)

        assert new(edition, agreement) not in read(client_of(staff), agreement)
        with pytest.raises(GuardsFailed):
            offer_mentor(
                edition=edition, project=project_of(agreement, staff), by=staff, at=clock.now()
            )

    @pytest.mark.parametrize("state", ["draft", "running"])
    def test_an_edition_that_takes_no_applications_is_not_offered(
        self, client_of, agreement, staff, state
    ):
        closed = make_edition(state, activity=make_activity("mentoring", agreement.call.programme))

        assert new(closed, agreement) not in read(client_of(staff), agreement)

    @pytest.mark.parametrize(
        "name", ["", "grant", "grant-", "grant-x", "grant-٣", "plan-1", "grant-999999"]
    )
    def test_a_project_that_is_not_there_is_none(self, staff, name):
        assert project_named(staff, name) is None

    def test_a_project_that_is_over_gets_no_offer(self, agreement, staff):
        assert find(staff, str(agreement.pk)) is not None
        for over in ("settled", "terminated", "resigned"):
            vars(agreement)["state"] = over
            assert project_of(agreement, staff) is None


class TestAnswer:
    def test_accepting_begins_the_application_with_the_words_of_the_project(
        self, client_of, offer, grantee
    ):
        browser = client_of(grantee)

        where = answer(browser, offer, "accept").url

        draft = EnrolmentDraft.objects.get()
        assert where == draft.get_absolute_url()
        assert draft.role == "mentee"
        assert draft.answers.values["need"] == offer.idea
        assert draft.get_absolute_url() in read(browser, offer)

    def test_words_of_an_application_begun_before_are_kept(self, client_of, offer, grantee):
        draft = begin_draft(
            edition=offer.edition, person=grantee.person, role="mentee", at=clock.now()
        )
        draft.answers.save_typed({"need": "Moje słowa"}, seen=draft.answers.version)

        answer(client_of(grantee), offer, "accept")

        assert EnrolmentDraft.objects.get().answers.values["need"] == "Moje słowa"

    def test_declining_is_told_to_whoever_offered(self, client_of, offer, grantee, staff):
        answer(client_of(grantee), offer, "decline", note="Mam już z kim.")

        letter = Message.objects.get(template="mentoring/mentor_offer_declined")
        assert letter.recipient == staff
        assert "Mam już z kim." in letter.body
        assert not EnrolmentDraft.objects.exists()
        assert not Turn.objects.of(offer).exists()

    def test_nobody_answers_for_the_grantee(self, client_of, offer, staff):
        assert answer(client_of(staff), offer, "accept").status_code == 403
        with pytest.raises(NotYours):
            offer.decline(by=staff)

    def test_staff_take_an_offer_back_with_a_reason(self, offer, staff):
        with pytest.raises(MoveRefused):
            offer.take_back(by=staff)
        offer.take_back(by=staff, note="Zabrakło mentorów.")

        assert offer.state == "taken_back"
        letter = Message.objects.get(template="mentoring/mentor_offer_taken_back")
        assert letter.recipient == offer.person.user
        assert "Zabrakło mentorów." in letter.body

    def test_it_cannot_be_accepted_once_the_edition_takes_nobody(self, client_of, offer, grantee):
        with clock.at(offer.edition.recruits_until + timedelta(minutes=1)):
            refused = answer(client_of(grantee), offer, "accept")

        assert refused.status_code in {409, 422}
        assert MentorOffer.objects.get().state == "offered"

    def test_an_offer_without_an_answer_lapses_when_the_deadline_passes(self, offer):
        with clock.at(offer.edition.recruits_until + timedelta(minutes=1)):
            tasks.tick()

        offer.refresh_from_db()
        assert offer.state == "lapsed"

    def test_only_the_grantee_and_the_team_read_it(self, client_of, offer, grantee, staff):
        statuses = [
            client_of(user).get(offer.get_absolute_url()).status_code
            for user in (grantee, staff, make_user())
        ]

        assert statuses == [200, 200, 404]


def test_the_page_of_an_agreement_asks_no_more_with_three_editions_than_with_one(
    client_of, agreement, edition, staff, django_assert_max_num_queries
):
    browser = client_of(staff)
    read(browser, agreement)
    with django_assert_max_num_queries(60) as asked:
        read(browser, agreement)
    for _one in range(2):
        make_edition(activity=edition.activity)

    with django_assert_max_num_queries(len(asked)):
        read(browser, agreement)
