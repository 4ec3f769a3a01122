"""Entering organisations; joining and leaving them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people import rules
from people.actions.checks import record, refuse_if_changed, require
from people.models import Membership, MembershipRole, Organisation, Person, User
from workflows import clock
from workflows.errors import GuardsFailed, NotYours

COLUMNS = (
    "kind", "name", "town", "address", "nip", "regon", "krs", "registered_on",
    "email", "phone", "website", "local_government_type", "teryt", "superior",
)  # fmt: skip


@transaction.atomic
def enter_organisation(*, by: User, **columns: Any) -> Organisation:
    """Enter an organisation; anybody logged in may, and who does so may edit it.

    Raise ValidationError when a number is wrong or already here.
    """
    organisation = Organisation(entered_by=by, **columns)
    organisation.full_clean()
    organisation.save()
    record(organisation, "entered", by=by)
    return organisation


@transaction.atomic
def edit_organisation(
    *, organisation: Organisation, by: User, seen: str = "", **columns: Any
) -> Organisation:
    """Change columns of an organisation and keep what they said before in its history."""
    require(rules.can_edit_organisation, by, organisation)
    fresh = Organisation.objects.select_for_update().get(pk=organisation.pk)
    refuse_if_changed(fresh, COLUMNS, seen)
    before = {name: getattr(fresh, name) for name in COLUMNS}
    for name, value in columns.items():
        setattr(fresh, name, value)
    fresh.full_clean()
    changes = {
        name: [str(before[name] or ""), str(getattr(fresh, name) or "")]
        for name in COLUMNS
        if before[name] != getattr(fresh, name)
    }
    if changes:
        fresh.save()
        record(fresh, "edited", by=by, changes=changes)
    return fresh


@transaction.atomic
def join_organisation(
    *,
    person: Person,
    organisation: Organisation,
    by: User,
    role: str = MembershipRole.MEMBER,
    since: date | None = None,
) -> Membership:
    """Record that `person` belongs to `organisation`.

    Raise NotYours unless `by` may edit the organisation and see the person, ValidationError when the
    person already has this role there.
    """
    require(rules.can_edit_organisation, by, organisation)
    if not (rules.is_themself(by, person) or rules.can_view(by, person)):
        raise NotYours([_("You see the people of your own programmes only.")])
    membership = Membership(
        person=person, organisation=organisation, role=role, since=since, entered_by=by
    )
    membership.full_clean()
    membership.save()
    record(person, "joined_organisation", by=by, note=str(organisation))
    return membership


@transaction.atomic
def leave_organisation(
    *, membership: Membership, by: User, until: date | None = None
) -> Membership:
    """End a membership on `until` (today when not given); the row stays on record.

    Raise NotYours unless `by` is the person or may edit the organisation, GuardsFailed when it
    already ended or would end before it started.
    """
    fresh = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("person", "organisation")
        .get(pk=membership.pk)
    )
    if not rules.is_themself(by, fresh.person):
        require(rules.can_edit_organisation, by, fresh.organisation)
    if fresh.until is not None:
        raise GuardsFailed([_("This membership has already ended.")])
    fresh.until = until or clock.today()
    if fresh.since and fresh.until < fresh.since:
        raise GuardsFailed([_("A membership cannot end before it starts.")])
    fresh.save(update_fields=["until"])
    record(fresh.person, "left_organisation", by=by, note=str(fresh.organisation))
    return fresh
