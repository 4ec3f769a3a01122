"""A wrong merge is taken back; two people who are alike are told apart."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.actions.doubles import likely_doubles, tell_apart
from people.actions.merging import merge_persons
from people.actions.parting import part_persons, preview_parting
from people.actions.privacy import erase_person
from people.models import Membership, Person, User
from tests.factories.mentoring import make_pair
from tests.factories.people import (
    make_admin,
    make_membership,
    make_office_worker,
    make_organisation,
    make_person,
    make_user,
)
from workflows.errors import GuardsFailed, NotYours
from workflows.integrity import findings
from workflows.models import History, RoleGrant, Turn
from workflows.roles import give_role

pytestmark = pytest.mark.django_db
QUERIES = 10


@pytest.fixture
def staff():
    return make_office_worker("Anna Wrona")


@pytest.fixture
def kept(staff):
    return make_person("Ula Nowak", entered_by=staff, phone="+48600100200")


@pytest.fixture
def merged(staff):
    return make_person("Urszula Nowak", entered_by=staff, email="ula@example.org", birth_year=1980)


def afresh(*rows):
    for row in rows:
        row.refresh_from_db()


class TestTakingAMergeBack:
    def test_what_moved_goes_back_and_what_came_since_stays(self, kept, merged, staff):
        moved = make_membership(merged)
        merge = merge_persons(kept=kept, merged=merged, by=staff)
        since = make_membership(kept)

        preview = preview_parting(merge=merge, by=staff)
        left = part_persons(merge=merge, by=staff, note="To dwie siostry.")

        afresh(moved, since, kept, merged, merge)
        assert [(line.back, line.stay) for line in preview.lines] == [(1, 1)]
        assert (moved.person, since.person, merged.merged_into, left) == (merged, kept, None, [])
        assert (merge.undone_by, merge.undone_why) == (staff, "To dwie siostry.")
        assert [History.objects.of(side).last().move for side in (kept, merged)] == ["parted"] * 2

    def test_details_that_were_taken_over_go_back_unless_somebody_changed_them(
        self, kept, merged, staff
    ):
        merge = merge_persons(kept=kept, merged=merged, by=staff)
        afresh(kept)
        kept.birth_year = 1981
        kept.save()

        part_persons(merge=merge, by=staff)

        afresh(kept, merged)
        assert (kept.email, kept.birth_year, kept.phone) == ("", 1981, "+48600100200")
        assert (merged.email, merged.birth_year) == ("ula@example.org", 1980)

    def test_an_account_goes_back_with_everything_that_it_did(self, kept, staff):
        user = make_user("Urszula Nowak")
        Person.objects.filter(pk=user.person.pk).update(entered_by=staff)
        merge = merge_persons(kept=kept, merged=Person.objects.get(user=user), by=staff)

        part_persons(merge=merge, by=staff)

        user.refresh_from_db()
        assert (user.person.pk, user.name, user.is_active) == (
            merge.merged_id,
            "Urszula Nowak",
            True,
        )

    def test_an_account_that_was_closed_since_stays_closed(self, kept, staff):
        user = make_user("Urszula Nowak")
        Person.objects.filter(pk=user.person.pk).update(entered_by=staff)
        merge = merge_persons(kept=kept, merged=Person.objects.get(user=user), by=staff)
        User.objects.filter(pk=user.pk).update(is_active=False)

        part_persons(merge=merge, by=staff)

        user.refresh_from_db()
        assert (user.person.pk, user.is_active) == (merge.merged_id, False)

    def test_of_two_accounts_the_closed_one_opens_again_with_its_roles_and_moves(self):
        admin, pair = make_admin(), make_pair("proposed")
        one, two = make_user("Ula Nowak"), pair.mentor.person.user
        give_role(two, "mentor", make_organisation(), by=admin)
        merge = merge_persons(kept=one.person, merged=two.person, by=admin)
        assert Turn.objects.of(pair).get().holder == one

        part_persons(merge=merge, by=admin)

        two.refresh_from_db()
        assert two.is_active
        assert RoleGrant.objects.get(role="mentor", user=two)
        assert Turn.objects.of(pair).get().holder == two
        assert list(findings()) == []

    def test_what_the_other_record_has_again_stays_and_is_told(self, kept, merged, staff):
        organisation = make_organisation()
        make_membership(merged, organisation)
        merge = merge_persons(kept=kept, merged=merged, by=staff)
        make_membership(merged, organisation)

        left = part_persons(merge=merge, by=staff)

        assert len(left) == 1
        assert Membership.objects.filter(person=kept).count() == 1

    def test_a_merge_is_taken_back_once(self, kept, merged, staff):
        merge = merge_persons(kept=kept, merged=merged, by=staff)
        part_persons(merge=merge, by=staff)

        with pytest.raises(GuardsFailed, match="was taken back on"):
            part_persons(merge=merge, by=staff)

    def test_a_later_merge_is_taken_back_first(self, kept, merged, staff):
        first = merge_persons(kept=kept, merged=merged, by=staff)
        afresh(kept)
        merge_persons(kept=make_person("Ula N.", entered_by=staff), merged=kept, by=staff)

        afresh(kept, first)
        assert "Take that merge back first" in " ".join(
            preview_parting(merge=first, by=staff).problems
        )
        with pytest.raises(NotYours, match="merged into another"):
            part_persons(merge=first, by=staff)

    def test_who_was_forgotten_is_not_told_apart(self, kept, merged, staff):
        merge = merge_persons(kept=kept, merged=merged, by=staff)
        erase_person(person=kept, by=make_admin())

        afresh(merge)
        assert merge.kept_before == merge.before == {}
        assert preview_parting(merge=merge, by=staff).problems != []

    def test_staff_do_not_part_two_accounts(self, staff):
        one, two, admin = make_user(), make_user(), make_admin()
        Person.objects.filter(user__in=[one, two]).update(entered_by=staff)
        merge = merge_persons(
            kept=Person.objects.get(user=one), merged=Person.objects.get(user=two), by=admin
        )

        with pytest.raises(GuardsFailed, match="administrator takes the merge back"):
            part_persons(merge=merge, by=staff)

    def test_the_page_shows_both_sides_asks_why_and_does_it(self, client_of, kept, merged, staff):
        make_membership(merged)
        merge = merge_persons(kept=kept, merged=merged, by=staff)
        office, page = client_of(staff), reverse("people:merge-undo", args=[merge.pk])
        roll = reverse("people:merge", args=[merge.pk])
        assert page in office.get(roll).content.decode()

        shown = office.get(page).content.decode()
        refused = office.post(page, {"note": ""})
        done = office.post(page, {"note": "Zadzwoniła ta druga."}, follow=True).content.decode()

        assert "Goes back to Urszula Nowak" in shown
        assert "ula@example.org" in shown
        assert refused.status_code == 422
        assert "Say how you know" in refused.content.decode()
        assert "Zadzwoniła ta druga." in done
        assert page not in done


class TestRecordsThatAreAlike:
    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ({"email": "ula@example.org"}, {"email": "ula@example.org"}, ["email"]),
            ({"phone": "+48600100200"}, {"phone": "+48600100200"}, ["phone"]),
            ({"name": "Róża Żak"}, {"name": "roza ŻAK"}, ["name"]),
            (
                {"name": "Ula Nowak", "birth_year": 1980},
                {"name": "Urszula Nowak", "birth_year": 1980},
                ["year"],
            ),
            ({"name": "Ula Nowak"}, {"name": "Jan Nowak"}, None),
            (
                {"name": "Ula Nowak", "birth_year": 1980},
                {"name": "Jan Nowak", "birth_year": 1980},
                None,
            ),
        ],
    )
    def test_a_pair_is_proposed_for_what_it_has_in_common(self, one, other, same):
        people = [
            make_person(**({"name": name} | given))
            for name, given in (("Ula Jaz", one), ("Ewa Bór", other))
        ]

        found = likely_doubles(Person.objects.filter(pk__in=[each.pk for each in people]))

        assert [each.same for each in found] == ([same] if same else [])

    def test_a_family_name_in_one_organisation_is_something_in_common(self):
        one, other, organisation = (
            make_person("Ula Bis"),
            make_person("U. Bis"),
            make_organisation(),
        )
        for person in (one, other):
            make_membership(person, organisation)

        assert [each.same for each in likely_doubles(Person.objects.all())] == [["organisation"]]
        assert [*Person.objects.alike(one)] == [other]

    def test_an_office_telephone_makes_nobody_alike(self):
        for number in range(13):
            make_person(f"Osoba Biurowa-{number}", phone="+48600100200")

        assert likely_doubles(Person.objects.all()) == []

    def test_the_likeliest_pair_comes_first(self):
        make_person("Ula Bis"), make_person("Ula Bis")
        make_person("Ewa Bór", email="e@example.org"), make_person("E. B.", email="e@example.org")

        assert [each.same for each in likely_doubles(Person.objects.all())] == [["email"], ["name"]]

    def test_two_people_told_apart_are_not_proposed_again(self, client_of, staff):
        one, other = (make_person("Jan Nowak", entered_by=staff) for _each in range(2))
        office, page = client_of(staff), reverse("people:doubles")
        assert "Jan Nowak" in office.get(page).content.decode()

        answer = office.post(reverse("people:tell-apart", args=[other.pk, one.pk]), follow=True)

        assert answer.context["pairs"] == []
        assert "Nobody looks entered twice" in answer.content.decode()
        assert not Person.objects.alike(one).exists()

    def test_only_people_whom_one_sees_are_proposed_and_told_apart(self, client_of, staff):
        one, other = make_person("Jan Nowak"), make_person("Jan Nowak")

        assert client_of(staff).get(reverse("people:doubles")).context["pairs"] == []
        answer = client_of(staff).post(reverse("people:tell-apart", args=[one.pk, other.pk]))
        assert answer.status_code == 404
        with pytest.raises(NotYours):
            tell_apart(one=one, other=other, by=staff)

    def test_a_list_of_many_costs_as_many_queries_as_one_of_few(
        self, client_of, staff, django_assert_num_queries: DjangoAssertNumQueries
    ):
        office, page = client_of(staff), reverse("people:doubles")

        for name in ("Jan Nowak", "Ewa Bór", "Ula Jaz"):
            for _each in range(2):
                make_membership(make_person(name, entered_by=staff))
            with django_assert_num_queries(QUERIES):
                office.get(page)
