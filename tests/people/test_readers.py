"""Who can see my data: the page names whoever the rules let in, why, and nobody else."""

import pytest
from django.urls import reverse

from people.actions.readers import who_sees_matters, who_sees_record
from people.models import Person, User
from tests.factories.activities import make_registration, make_staff, make_visit
from tests.factories.grants import chair_of, make_application, staff_of
from tests.factories.grants_later import (
    applications_of,
    ask,
    hand_in_sheet,
    make_assessment,
    make_assessor,
    make_judged_call,
)
from tests.factories.mentoring import make_pair, mentee_of, mentor_of
from tests.factories.people import make_admin, make_office_worker, make_person
from workflows.roles import end_role, give_role

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


def test_who_is_alone_reads_that_nobody_else_sees_anything(client_of):
    admin = make_admin()

    assert "nobody but you sees" in page_of(client_of, admin)
    assert "nobody but you sees" not in page_of(client_of, make_office_worker())


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
    with django_assert_num_queries(28):
        browser.get(url)

    for _number in range(2):
        make_staff(pair.edition.programme)
        make_pair(edition=pair.edition, mentor=mentor)
    with django_assert_num_queries(28):
        browser.get(url)


def sheets_seen_by(assessor):
    """Who sees the sheets of `assessor`: the accounts, by the words that the page has for them."""
    sheets = next(each for each in who_sees_matters(assessor.person) if "sheets" in each.says)
    return {str(line.who): line for line in sheets.readers}


def test_an_assessor_reads_who_sees_their_sheets_and_the_chair_stays_unnamed(client_of):
    sheet = make_assessment("submitted")
    call, assessor = sheet.application.call, sheet.assessor
    staff, chair = staff_of(call), chair_of(call)

    seen = sheets_seen_by(assessor)
    page = page_of(client_of, assessor)

    assert seen["coordinators and staff of the programme"].accounts == (staff,)
    assert seen["the chair of the committee and the deputy"].accounts == (chair,)
    assert not seen["the chair of the committee and the deputy"].named
    assert "The sheets on which you assess" in page
    assert sheet.application.number in page
    assert str(chair) not in page


@pytest.mark.parametrize("named", [True, False])
def test_assessors_who_read_each_other_are_named_only_where_the_call_names_them(named):
    call = make_judged_call(assessors_see_others=True, assessors_named=named)
    application = applications_of(call)[0]
    first, second = make_assessor(call, "Jedna Ocena"), make_assessor(call, "Druga Ocena")
    for who in (first, second):
        sheet = ask(application, who)
        sheet.declare_no_conflict(by=who, confirmed=True)
        hand_in_sheet(sheet)

    peers = [line for line in sheets_seen_by(first).values() if line.accounts == (second,)]

    assert [line.named for line in peers] == [named]


def test_staff_who_applied_themselves_do_not_see_who_judges_them_and_the_page_does_not_say_so():
    sheet = make_assessment("in_progress")
    author = sheet.application.author
    give_role(author, "staff", sheet.application.call.programme, by=None)
    staff = staff_of(sheet.application.call)

    seen = sheets_seen_by(sheet.assessor)

    assert seen["coordinators and staff of the programme"].accounts == (staff,)


def test_who_reads_the_letters_that_somebody_got_is_told_by_programme(client_of):
    pair = make_pair()
    mentee, programme = mentee_of(pair), pair.edition.programme
    staff, other = make_staff(programme, name="Anna Biurowa"), make_office_worker()

    letters = next(each for each in who_sees_matters(mentee.person) if "letters" in each.says)

    accounts = {account for line in letters.readers for account in line.accounts}
    assert staff in accounts
    assert other not in accounts
    assert {reason for line in letters.readers for reason in line.reasons} == {programme.title}


def test_the_page_says_what_a_host_and_an_insurer_get_of_a_place(client_of):
    place = make_registration(make_visit())

    assert "hosts a study visit" in page_of(client_of, place.person.user)
    assert "hosts a study visit" not in page_of(client_of, mentee_of(make_pair()))
