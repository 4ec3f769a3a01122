"""Who may do what with people and organisations, each with the sentence for whoever may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from workflows.predicates import predicate
from workflows.roles import roles_of

if TYPE_CHECKING:
    from people.models import DataRequest, HandOver, Organisation, Person

# Names of roles given on programmes; who holds one anywhere works in the office.
OFFICE_ROLES = frozenset({"staff", "coordinator"})


@predicate(_("People of the programme office do this."))
def works_in_office(user: Any, obj: object) -> bool:
    """Hold for administrators and for staff or coordinators of any programme."""
    if not getattr(user, "is_authenticated", False):
        return False
    return bool(user.is_superuser) or bool(OFFICE_ROLES & roles_of(user).names)


@predicate(_("You see the people of your own programmes only."))
def can_view(user: Any, person: Person) -> bool:
    """The twin of `PersonQuerySet.visible_to`."""
    return apps.get_model("people", "Person").objects.visible_to(user).filter(pk=person.pk).exists()


@predicate(
    _("This is somebody else's record."), says_not=_("Nobody does this with their own record.")
)
def is_themself(user: Any, person: Person) -> bool:
    """Hold when the account is the person's own."""
    return person.user_id is not None and person.user_id == getattr(user, "pk", None)


@predicate(_("Whoever logs in keeps their own details; ask them to change it."))
def never_logged_in(user: Any, person: Person) -> bool:
    """Hold for a person without an account, or invited to one and not yet there."""
    return person.user is None or person.user.last_login is None


@predicate(_("An administrator does this."))
def is_admin(user: Any, obj: object) -> bool:
    """Hold for whoever administers the installation."""
    return bool(getattr(user, "is_active", False) and user.is_superuser)


@predicate(_("This record was merged into another; work with that one."))
def is_present(user: Any, person: Person) -> bool:
    """Hold for a record that was neither merged away nor erased."""
    return person.merged_into_id is None and person.erased_at is None


@predicate(_("Whoever speaks for the organisation, or the office, does this."))
def speaks_for(user: Any, organisation: Organisation) -> bool:
    """Hold for present board members and representatives of the organisation."""
    if not getattr(user, "is_authenticated", False):
        return False
    return organisation.memberships.filter(
        person__user=user, role__in=("board", "representative"), until__isnull=True
    ).exists()


@predicate(_("Whoever entered the organisation does this."))
def entered_it(user: Any, organisation: Organisation) -> bool:
    """Hold for whoever entered the organisation."""
    return organisation.entered_by_id is not None and organisation.entered_by_id == getattr(
        user, "pk", None
    )


can_enter_person = works_in_office


@predicate(_("Whoever logs in keeps their own details; the office keeps those of everybody else."))
def keeps_details(user: Any, person: Person) -> bool:
    """Hold for the person, for administrators, and for the office until the person logs in."""
    of_office = works_in_office & can_view & never_logged_in
    return (is_themself | is_admin | of_office)(user, person)


@predicate(_("The person does this, or the office at their word."))
def records_consent(user: Any, person: Person) -> bool:
    """Hold for the person and for the office that sees them."""
    return (is_themself | (works_in_office & can_view))(user, person)


@predicate(_("Whoever speaks for the organisation, entered it, or the office does this."))
def keeps_organisation(user: Any, organisation: Organisation) -> bool:
    """Hold for the office, for whoever entered the organisation, and for who speaks for it."""
    return (works_in_office | entered_it | speaks_for)(user, organisation)


@predicate(_("Whoever hands over, takes over or arranged it does this."))
def is_of_hand_over(user: Any, hand_over: HandOver) -> bool:
    """Hold for the two sides of a hand-over and for whoever made it."""
    sides = hand_over.giver_id, hand_over.recipient_id, hand_over.made_by_id
    return bool(getattr(user, "is_authenticated", False)) and user.pk in sides


@predicate(_("This person has no account, so nothing waits for them."))
def has_account(user: Any, person: Person) -> bool:
    """Hold for a person who logs in, or did."""
    return person.user_id is not None


#: The twin of `HandOverQuerySet.visible_to`.
can_view_hand_over = is_of_hand_over | is_admin
ends_hand_over = is_of_hand_over | is_admin
#: Of what somebody else has, only that passes which `user` runs themselves; an administrator passes on all of it.
can_hand_over = has_account & (is_themself | is_admin | (works_in_office & can_view))

can_edit = is_present & keeps_details
can_invite = is_present & works_in_office & can_view & never_logged_in & ~is_themself
can_merge = is_present & works_in_office & can_view & (~is_themself | is_admin)
can_record_consent = is_present & records_consent
can_erase = is_present & is_admin & ~is_themself
can_edit_organisation = keeps_organisation


@predicate(_("Whoever the data are about does this."), says_not=_("Nobody answers themselves."))
def is_requester(user: Any, request: DataRequest) -> bool:
    """Hold for the account of the person whose data it is about."""
    return request.person.user_id is not None and request.person.user_id == getattr(
        user, "pk", None
    )


@predicate(
    _("This is no request to be forgotten."),
    says_not=_("Forget the name on its own page: that ends this request."),
)
def is_about_erasure(user: Any, request: DataRequest) -> bool:
    """Hold for a request to be forgotten."""
    return request.kind == "erasure"


#: The twin of `DataRequestQuerySet.visible_to`.
can_view_request = is_requester | is_admin
answers_request = is_admin & ~is_requester
takes_request_back = is_requester | is_admin
can_ask_about_data = is_present & is_themself
#: Whoever may forget a name also takes down what the person asks about their data.
can_take_request_down = can_erase


@predicate(_("You see the organisations you belong to; the office sees all."))
def can_view_organisation(user: Any, organisation: Organisation) -> bool:
    """The twin of `OrganisationQuerySet.visible_to`."""
    return (
        apps.get_model("people", "Organisation")
        .objects.visible_to(user)
        .filter(pk=organisation.pk)
        .exists()
    )
