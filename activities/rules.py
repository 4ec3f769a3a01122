"""Who may do what with events, visits and registrations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from programmes import rules as programme_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from .models import Advance, Registration, Takeaway, TravelClaim

#: Somebody who was there may have their travel costs back by now.
WAS_THERE = ("attended", "reimbursed")

#: The twin of `GatheringQuerySet.visible_to`.
can_view = programme_rules.can_view
is_staff = programme_rules.runs_programme


@predicate(
    _("Only the person who applied does this."),
    says_not=_("Nobody decides about their own application."),
)
def is_own(user: Any, registration: Registration) -> bool:
    return user.is_authenticated and registration.person.user_id == user.pk


@predicate(
    _("Only the person who comes does this."),
    says_not=_("This is your code: show it to the organisers, they confirm that you are there."),
)
def is_own_presence(user: Any, registration: Registration) -> bool:
    return is_own(user, registration)


@predicate(_("The person answers for themselves: they have an account."))
def has_no_account(user: Any, registration: Registration) -> bool:
    return registration.person.user_id is None


may_score = is_staff & ~is_own
#: Staff answer for people who never log in.
answers_for = is_staff & has_no_account
#: The twin of `RegistrationQuerySet.visible_to`.
can_view_registration = is_own | is_staff


#: Money follows presence, so nobody vouches for themselves by their own code.
may_confirm_presence = ~is_own_presence & is_staff


@predicate(_("Only the person who was there writes this."))
def is_bringing_home(user: Any, takeaway: Takeaway) -> bool:
    return is_own(user, takeaway.registration)


@predicate(_("The person answers for themselves: they have an account."))
def brings_home_offline(user: Any, takeaway: Takeaway) -> bool:
    return takeaway.registration.person.user_id is None


#: The twin of `TakeawayQuerySet.visible_to`.
can_view_takeaway = is_bringing_home | is_staff
may_write_takeaway = is_bringing_home | (is_staff & brings_home_offline)
#: Nobody answers an evaluation for somebody else: it would have a name.
may_evaluate = is_bringing_home


@predicate(
    _("Only the person whose advance it is does this."),
    says_not=_("Nobody decides about their own advance."),
)
def gets_the_advance(user: Any, advance: Advance) -> bool:
    return is_own(user, advance.registration)


@predicate(
    _("Whoever proposed the advance does this."),
    says_not=_("Somebody else approves: you proposed it."),
)
def proposed_the_advance(user: Any, advance: Advance) -> bool:
    return advance.proposed_by_id is not None and advance.proposed_by_id == user.pk


#: Tickets are bought once the group is chosen; the report closes the list.
TICKETS_BOUGHT_WHILE = ("selected", "confirmed", "held")
#: An advance is of use before the journey only.
ADVANCES_WHILE = ("selected", "confirmed")

#: The twin of `AdvanceQuerySet.visible_to`.
can_view_advance = gets_the_advance | programme_rules.keeps_money
may_propose_advance = programme_rules.keeps_money & ~gets_the_advance
may_decide_advance = programme_rules.keeps_money & ~gets_the_advance
may_approve_advance = may_decide_advance & ~proposed_the_advance

#: Who has a place and is expected; who stands on the list while it lies ahead, also without a place yet.
COMES = ("accepted", "confirmed")
STANDS = ("applied", "reserve", *COMES)
may_write_needs = is_own | answers_for

#: Who reads what is written about money: the twin sentence of `can_view_claim` and `can_view_advance`.
READ_BY_WHO_PAYS = _("Only this person and those who pay see it.")
CLAIM_WRITTEN_WHILE = ("draft", "returned")


@predicate(
    _("Only the person whose costs they are does this."),
    says_not=_("Nobody checks or approves their own costs."),
)
def is_claimant(user: Any, claim: TravelClaim) -> bool:
    return user.is_authenticated and claim.registration.person.user_id == user.pk


@predicate(_("The person answers for themselves: they have an account."))
def claims_for_nobody_online(user: Any, claim: TravelClaim) -> bool:
    return claim.registration.person.user_id is None


@predicate(
    _("Whoever checked the costs does this."),
    says_not=_("Somebody else approves: you were the first who checked."),
)
def checked_the_claim(user: Any, claim: TravelClaim) -> bool:
    return claim.checked_by_id is not None and claim.checked_by_id == user.pk


#: The twin of `TravelClaimQuerySet.visible_to`.
can_view_claim = is_claimant | programme_rules.keeps_money
may_write_claim = is_claimant | (is_staff & claims_for_nobody_online)
may_check_claim = is_staff & ~is_claimant
may_decide_claim = programme_rules.keeps_money & ~is_claimant
may_approve_claim = may_decide_claim & ~checked_the_claim
