"""Merging two records of one person."""

import pytest

from people.actions.consents import give_consent
from people.actions.merging import merge_persons, preview_merge
from people.models import ConsentClause, Membership, MergeRecord, Person
from tests.factories.people import (
    make_admin,
    make_membership,
    make_office_worker,
    make_organisation,
    make_person,
    make_user,
)
from workflows.errors import GuardsFailed, NotYours
from workflows.models import History, RoleGrant
from workflows.roles import give_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make_office_worker("Anna Wrona")


@pytest.fixture
def kept(staff):
    return make_person("Ula Nowak", entered_by=staff, phone="+48600100200")


@pytest.fixture
def merged(staff):
    return make_person("Urszula Nowak", entered_by=staff, email="ula@example.org", birth_year=1980)


def test_everything_held_about_one_goes_to_the_other(kept, merged, staff):
    membership = make_membership(merged)
    consent = give_consent(
        person=merged, clause=ConsentClause.objects.first(), by=staff, way="paper"
    )

    record = merge_persons(kept=kept, merged=merged, by=staff, note="ten sam telefon")

    membership.refresh_from_db()
    consent.refresh_from_db()
    assert (membership.person, consent.person) == (kept, kept)
    assert record.moved["people.Membership.person"] == {"moved": [str(membership.pk)], "stayed": []}
    assert record.moved_rows == 2


def test_gaps_are_filled_and_what_the_kept_record_says_stands(kept, merged, staff):
    merge_persons(kept=kept, merged=merged, by=staff)

    kept.refresh_from_db()
    assert (kept.given_name, kept.phone, kept.email, kept.birth_year) == (
        "Ula", "+48600100200", "ula@example.org", 1980,
    )  # fmt: skip


def test_the_merged_record_stays_and_points_at_the_kept_one(kept, merged, staff):
    record = merge_persons(kept=kept, merged=merged, by=staff, note="potwierdziła")

    merged.refresh_from_db()
    assert merged.merged_into == kept
    assert (record.note, record.merged_by, record.before["given_name"]) == (
        "potwierdziła",
        staff,
        "Urszula",
    )
    assert [History.objects.of(side).get().move for side in (kept, merged)] == [
        "merged",
        "merged_away",
    ]


def test_what_both_have_is_not_doubled(kept, merged, staff):
    organisation = make_organisation()
    make_membership(kept, organisation)
    twin = make_membership(merged, organisation)

    record = merge_persons(kept=kept, merged=merged, by=staff)

    assert Membership.objects.filter(person=kept).count() == 1
    assert record.moved["people.Membership.person"] == {"moved": [], "stayed": [str(twin.pk)]}


def test_the_account_goes_with_the_kept_record(kept, staff):
    user = make_user("Ula Nowak")
    Person.objects.filter(pk=user.person.pk).update(entered_by=staff)

    merge_persons(kept=kept, merged=Person.objects.get(user=user), by=staff)

    kept.refresh_from_db()
    assert kept.user == user
    assert Person.objects.filter(user=user).count() == 1


def test_of_two_accounts_one_is_closed_and_its_roles_move():
    admin, one, two = make_admin(), make_user("Ula Nowak"), make_user("Ula Nowak")
    programme = make_organisation()
    give_role(two, "mentor", programme, by=admin)

    merge_persons(kept=one.person, merged=two.person, by=admin)

    two.refresh_from_db()
    assert not two.is_active
    assert RoleGrant.objects.get(role="mentor").user == one


def test_staff_do_not_merge_two_accounts(staff):
    one, two = make_user(), make_user()
    Person.objects.filter(user__in=[one, two]).update(entered_by=staff)

    with pytest.raises(GuardsFailed, match="administrator merges them"):
        merge_persons(kept=one.person, merged=two.person, by=staff)


def test_nobody_merges_themselves(kept, staff):
    with pytest.raises(NotYours, match="own record"):
        merge_persons(kept=kept, merged=staff.person, by=staff)


def test_staff_merge_only_whom_they_see(kept, staff):
    with pytest.raises(NotYours):
        merge_persons(kept=kept, merged=make_person(), by=staff)


def test_a_record_is_not_merged_with_itself(kept, staff):
    with pytest.raises(GuardsFailed, match="two different records"):
        merge_persons(kept=kept, merged=kept, by=staff)


def test_a_record_is_merged_once(kept, merged, staff):
    merge_persons(kept=kept, merged=merged, by=staff)
    merged.refresh_from_db()

    with pytest.raises(NotYours, match="merged into another"):
        merge_persons(kept=kept, merged=merged, by=staff)


def test_when_a_part_fails_nothing_has_moved(kept, merged, staff, monkeypatch):
    membership = make_membership(merged)

    def broken(**fields):
        raise RuntimeError

    monkeypatch.setattr(MergeRecord.objects, "create", broken)
    with pytest.raises(RuntimeError):
        merge_persons(kept=kept, merged=merged, by=staff)

    membership.refresh_from_db()
    merged.refresh_from_db()
    assert (membership.person, merged.merged_into) == (merged, None)


def test_the_preview_counts_both_sides_and_changes_nothing(kept, merged, staff):
    make_membership(merged)

    preview = preview_merge(kept=kept, merged=merged, by=staff)

    assert [(line.kept, line.merged, line.moves) for line in preview.lines] == [(0, 1, True)]
    assert preview.problems == []
    assert Membership.objects.get().person == merged
