"""Roles are given on an object, held today, and kept on record when they end."""

import pytest

from tests.factories.people import make_organisation, make_user
from tests.factories.reporting import make_report, who
from workflows.models import Message, RoleGrant
from workflows.roles import end_role, give_role, has_role, holders, holds, roles_of

pytestmark = pytest.mark.django_db


def test_a_role_holds_on_its_object_and_on_what_belongs_to_it():
    report = make_report()
    staff = who("staff", report.programme)

    assert has_role(staff, "staff", report.programme)
    assert holds(staff, "staff", report)
    assert not has_role(staff, "staff", report)
    assert not holds(staff, "staff", make_report())


def test_giving_a_role_twice_changes_nothing_and_ending_it_keeps_the_record():
    user, giver, place = make_user(), make_user(), make_organisation()
    first = give_role(user, "staff", place, by=giver)

    assert give_role(user, "staff", place, by=giver) == first
    assert holders("staff", place) == [user]
    assert roles_of(user).ids("staff", type(place)) == {place.pk}

    end_role(user, "staff", place, by=giver)
    assert not has_role(user, "staff", place)
    kept = RoleGrant.objects.get()
    assert (kept.given_by, kept.ended_by, str(kept)) == (giver, giver, f"staff: {user}")


def test_an_account_that_was_closed_holds_nothing():
    user, place = make_user(), make_organisation()
    give_role(user, "staff", place, by=None)
    user.is_active = False
    user.save()

    assert not has_role(user, "staff", place)
    assert holders("staff", place) == []


def test_a_role_outside_the_team_looks_after_no_letters():
    report = make_report("submitted")

    assert not Message.objects.visible_to(who("funder", report.programme)).exists()
    assert Message.objects.visible_to(who("staff", report.programme)).exists()
