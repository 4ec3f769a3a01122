"""Who can see my data: the page names whoever the rules let in, why, and nobody else."""

import pytest
from django.urls import reverse

from people.actions.readers import who_sees_matters, who_sees_record
from people.models import Person, User
from tests.factories.activities import make_staff
from tests.factories.grants import make_application, staff_of
from tests.factories.grants_later import make_assessment
from tests.factories.mentoring import make_pair, mentee_of, mentor_of
from tests.factories.people import make_admin, make_office_worker, make_person
from workflows.roles import end_role

pytestmark = pytest.mark.django_db


def named(person):
    """The accounts that the page names beside the record of `person`."""
    return {account for line in who_sees_record(person) for account in line.accounts}


def page_of(client_of, user):
    return client_of(user).get(reverse("people:my-readers")).content.decode()


def test_a_mentee_reads_who_sees_their_record_and_their_pair(client_of):
    pair = make_pair()
    mentee, mentor = mentee_of(pair), mentor_of(pair)
    staff = make_staff(pair.edition.programme, name="Anna Biurowa")
    admin, stranger = make_admin(), make_office_worker("Obca Pracownica")

    page = page_of(client_of, mentee)

    assert str(mentor) in page
    assert "Your mentor" in page
    assert page.count(f"<h2>{staff}</h2>") == 1
    assert page.count(str(staff)) == 1
    assert str(admin) in page
    assert str(pair.edition.programme) in page
    assert str(stranger) not in page
    assert reverse("people:my-readers") in client_of(mentee).get(reverse("people:me")).content.decode()  # fmt: skip


def test_the_page_names_exactly_whom_the_list_lets_in():
    pair = make_pair()
    make_staff(pair.edition.programme)
    application = make_application()
    staff_of(application.call)
    helper = make_office_worker()
    make_person(entered_by=helper)
    make_admin()

    for person in Person.objects.all():
        seeing = {
            user
            for user in User.objects.filter(is_active=True)
            if user.pk != person.user_id
            and Person.objects.visible_to(user).filter(pk=person.pk).exists()
        }
        assert named(person) == seeing, person


def test_whoever_leaves_the_programme_is_named_no_more():
    pair = make_pair()
    staff = make_staff(pair.edition.programme)
    person = mentee_of(pair).person
    assert staff in named(person)

    end_role(staff, "staff", pair.edition.programme, by=None)

    assert staff not in named(person)


def test_whoever_entered_somebody_is_named_until_their_account_is_closed():
    helper = make_office_worker()
    person = make_person(entered_by=helper)
    assert named(person) == {helper}

    helper.is_active = False
    helper.save()

    assert named(Person.objects.get(pk=person.pk)) == set()


def test_assessors_are_told_by_number_and_never_by_name(client_of):
    sheet = make_assessment("in_progress")
    author, assessor = sheet.application.author, sheet.assessor

    page = page_of(client_of, author)

    assert "Assessors who were given it" in page
    assert "1 person, whose name stays with the committee" in page
    assert str(assessor) not in page


def test_a_mentee_is_not_told_of_a_pair_before_its_mentor_agreed_and_the_mentor_reads_of_them_then():
    pair = make_pair("proposed")

    told = {str(line.who) for matter in who_sees_matters(mentor_of(pair).person) for line in matter.readers}  # fmt: skip

    assert "your mentee" not in told


def test_an_account_without_a_person_is_asked_for_a_name_first(client_of):
    browser = client_of(User.objects.create_user("nowa@example.org"))

    assert browser.get(reverse("people:my-readers"))["Location"] == reverse("people:me")


def test_the_page_costs_the_same_with_one_reader_and_one_pair_as_with_three(
    client_of, django_assert_num_queries
):
    pair = make_pair()
    mentor = mentor_of(pair)
    browser, url = client_of(mentor), reverse("people:my-readers")
    make_staff(pair.edition.programme)
    browser.get(url)
    with django_assert_num_queries(24):
        browser.get(url)

    for _number in range(2):
        make_staff(pair.edition.programme)
        make_pair(edition=pair.edition, mentor=mentor)
    with django_assert_num_queries(24):
        browser.get(url)
