"""Organisations, their numbers, and who belongs to them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from people.actions.memberships import (
    edit_organisation,
    enter_organisation,
    join_organisation,
    leave_organisation,
)
from people.models import Membership, Organisation
from tests.factories.people import (
    make_local_government,
    make_membership,
    make_office_worker,
    make_organisation,
    make_person,
    make_user,
)
from workflows.errors import GuardsFailed, NotYours

pytestmark = pytest.mark.django_db


def test_numbers_are_kept_without_prefix_spaces_and_dashes():
    row = enter_organisation(
        by=make_user(),
        kind="ngo",
        name="Fundacja Ławka",
        nip="PL 526-025-02-74",
        krs=" 0000 123 456",
    )

    assert (row.nip, row.krs) == ("5260250274", "0000123456")


@pytest.mark.parametrize("field", ["nip", "regon", "krs"])
def test_a_wrong_number_is_refused_at_its_field(field):
    with pytest.raises(ValidationError) as refusal:
        enter_organisation(by=make_user(), kind="ngo", name="Fundacja", **{field: "123"})

    assert set(refusal.value.error_dict) == {field}


def test_an_organisation_is_entered_once():
    make_organisation(nip="5260250274")

    with pytest.raises(ValidationError, match="NIP is already here"):
        enter_organisation(by=make_user(), kind="ngo", name="Ta sama", nip="5260250274")


def test_a_district_shares_the_number_of_its_city():
    city = {"kind": "local_government", "nip": "5260250274", "local_government_type": "district"}
    enter_organisation(by=make_user(), name="Dzielnica Jeden", teryt="1465038", **city)

    enter_organisation(by=make_user(), name="Dzielnica Dwa", teryt="1465088", **city)

    assert Organisation.objects.local_governments().count() == 2


def test_a_local_government_says_its_type():
    with pytest.raises(ValidationError) as refusal:
        enter_organisation(by=make_user(), kind="local_government", name="Gmina")

    assert set(refusal.value.error_dict) == {"local_government_type"}


def test_a_code_of_another_type_is_refused():
    with pytest.raises(ValidationError) as refusal:
        enter_organisation(
            by=make_user(),
            kind="local_government",
            name="G",
            local_government_type="rural",
            teryt="2261011",
        )

    assert set(refusal.value.error_dict) == {"teryt"}


def test_only_local_governments_keep_a_teryt_code():
    row = enter_organisation(
        by=make_user(), kind="ngo", name="F", teryt="2261011", local_government_type="urban"
    )

    assert (row.teryt, row.local_government_type) == ("", "")


def test_whoever_entered_an_organisation_edits_it():
    user = make_user()
    row = enter_organisation(by=user, kind="ngo", name="Fundacja")

    edit_organisation(organisation=row, by=user, name="Fundacja Ławka")

    row.refresh_from_db()
    assert row.name == "Fundacja Ławka"


def test_whoever_speaks_for_it_edits_it_and_a_member_does_not():
    head, member, row = make_user(), make_user(), make_organisation()
    make_membership(head.person, row, role="board")
    make_membership(member.person, row, role="member")

    edit_organisation(organisation=row, by=head, town="Łódź")
    with pytest.raises(NotYours):
        edit_organisation(organisation=row, by=member, town="Kutno")


def test_a_former_head_edits_no_more():
    head, row = make_user(), make_organisation()
    make_membership(head.person, row, role="board", until=date(2026, 1, 1))

    with pytest.raises(NotYours):
        edit_organisation(organisation=row, by=head, town="Kutno")


def test_somebody_joins_and_leaves_and_it_stays_on_record():
    staff, row = make_office_worker(), make_organisation()
    person = make_person(entered_by=staff)

    membership = join_organisation(
        person=person, organisation=row, by=staff, since=date(2026, 1, 1)
    )
    leave_organisation(membership=membership, by=staff, until=date(2026, 6, 30))

    membership.refresh_from_db()
    assert membership.lasts_on(date(2026, 6, 30))
    assert not membership.lasts_on(date(2026, 7, 1))
    assert list(Membership.objects.on(date(2026, 3, 1))) == [membership]


def test_nobody_claims_to_belong_to_an_organisation():
    user = make_user()

    with pytest.raises(NotYours):
        join_organisation(person=user.person, organisation=make_organisation(), by=user)


def test_one_role_is_held_once_at_a_time():
    staff = make_office_worker()
    membership = make_membership(make_person(entered_by=staff))

    with pytest.raises(ValidationError, match="already has this role"):
        join_organisation(person=membership.person, organisation=membership.organisation, by=staff)


def test_a_membership_ends_after_it_starts_and_once():
    user = make_user()
    membership = make_membership(user.person, since=date(2026, 5, 1))

    with pytest.raises(GuardsFailed, match="before it starts"):
        leave_organisation(membership=membership, by=user, until=date(2026, 4, 1))
    leave_organisation(membership=membership, by=user, until=date(2026, 6, 1))
    with pytest.raises(GuardsFailed, match="already ended"):
        leave_organisation(membership=membership, by=user)


def test_local_governments_are_found_by_name_and_code():
    row = make_local_government("Gmina Łęczna", teryt="0610013"[:6] + "2")

    assert list(Organisation.objects.search("leczna")) == [row]
    assert list(Organisation.objects.search("0610012")) == [row]
