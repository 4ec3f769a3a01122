"""Checks of a running grant: who carries them out, when, and what their protocol has to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from grants.rules import agreement as agreement_rules
from grants.rules.conflicts import conflicts
from programmes import roles
from workflows.predicates import predicate
from workflows.roles import holders

if TYPE_CHECKING:
    from grants.models import Agreement, Inspection, Recommendation
    from people.models import User

# Between the signatures and the end: a grant that ended early has nothing left to look at.
WHILE = ("signed", "paid", "carried", "reported", "returned", "refund_due", "settled")
# The model agreement of a public task gives 14 days to carry recommendations out and to say how
# (regulation of 24 October 2018, Journal of Laws item 2057, agreement § 10).
DAYS_TO_CARRY_OUT = 14
BEFORE_THE_PROTOCOL = ("announced", "held")
STANDS = ("signed", "standing", "closed")


class InspectionKind(models.TextChoices):
    """Where staff look."""

    DESK = "desk", pgettext_lazy("inspection", "check of documents")
    VISIT = "visit", pgettext_lazy("inspection", "visit on the spot")


class Result(models.TextChoices):
    """What was found about one item."""

    IN_ORDER = "in_order", pgettext_lazy("inspection", "in order")
    NOT_IN_ORDER = "not_in_order", pgettext_lazy("inspection", "not in order")
    NOT_ASKED = "not_asked", pgettext_lazy("inspection", "does not apply")


# What is looked at where a call says nothing of its own.
USUAL_ITEMS: tuple[tuple[str, str, str], ...] = (
    (
        "desk",
        "Dowody księgowe są kompletne, opisane i zgodne z kosztorysem.",
        "Documents of costs are complete, described and within the cost estimate.",
    ),
    (
        "desk",
        "Wydatki mieszczą się w okresie realizacji i zostały zapłacone.",
        "Costs lie within the period of the project and were paid.",
    ),
    (
        "desk",
        "Wkład własny i praca wolontariuszy są udokumentowane.",
        "Own contribution and volunteers' work are documented.",
    ),
    (
        "visit",
        "Działania odbywają się zgodnie z wnioskiem i harmonogramem.",
        "What happens is what the application and its schedule say.",
    ),
    (
        "visit",
        "Rzeczy kupione z dotacji są na miejscu i służą projektowi.",
        "Things bought from the grant are there and serve the project.",
    ),
    (
        "",
        "Jest informacja, z czyich środków powstał projekt.",
        "It says who paid for the project.",
    ),
    (
        "",
        "Projekt jest dostępny dla osób ze szczególnymi potrzebami tak, jak obiecano.",
        "The project is as accessible as was promised.",
    ),
)


@predicate(
    _("The grantee does this."), says_not=_("Nobody checks, signs or answers their own grant.")
)
def is_grantee(user: User, inspection: Inspection) -> bool:
    return agreement_rules.is_grantee(user, inspection.agreement)


@predicate(_("The staff of this programme do this, unless they are tied to the grantee."))
def may_inspect(user: User, inspection: Inspection) -> bool:
    return agreement_rules.may_judge(user, inspection.agreement)


@predicate(_("The grantee does this."))
def carries_out(user: User, recommendation: Recommendation) -> bool:
    return agreement_rules.is_grantee(user, recommendation.agreement)


@predicate(_("The staff of this programme do this, unless they are tied to the grantee."))
def looks_after(user: User, recommendation: Recommendation) -> bool:
    return agreement_rules.may_judge(user, recommendation.agreement)


def may_lead(agreement: Agreement) -> list[User]:
    """The accounts that may carry out a check of `agreement`: its staff, without those tied to the grantee."""
    staff = [
        user
        for user in holders(roles.STAFF, agreement.programme)
        if not agreement_rules.is_grantee(user, agreement)
    ]
    prefetch_related_objects(staff, "person")
    tied = conflicts(staff, [agreement.application])
    return [user for user in staff if (user.pk, agreement.application_id) not in tied]


def sees_protocol(user: Any, inspection: Inspection) -> bool:
    """Whether `user` reads what was found: the grantee does once the protocol was sent."""
    return inspection.state not in BEFORE_THE_PROTOCOL or not is_grantee(user, inspection)


def against_day(agreement: Agreement, day: date, today: date) -> Iterator[Promise]:
    """Why a check cannot take place on `day` when it is announced `today`."""
    if day < today + timedelta(days=agreement.call.inspection_notice_days):
        yield _("That is too soon: the call promises more days' notice.")


def items_for(agreement: Agreement, kind: str) -> list[dict[str, str]]:
    """The checklist of a check of `kind`, nothing marked yet: the call's own, or the usual one."""
    rows: Any = agreement.call.inspection_items.all()
    own = [(one.kind, one.text_pl, one.text_en) for one in rows]
    return [
        {"pl": polish, "en": english or polish, "result": "", "note": ""}
        for asked_in, polish, english in own or USUAL_ITEMS
        if asked_in in {"", kind}
    ]


def item_shown(mark: Mapping[str, str]) -> str:
    """What an item asks, in the language that is active."""
    return mark["en"] if str(get_language()).startswith("en") else mark["pl"]


def marks_shown(marks: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The items with what was found, as pages and papers show them."""
    return [
        {
            "item": item_shown(mark),
            "result": str(Result(mark["result"]).label) if mark["result"] else "",
            "wrong": mark["result"] == Result.NOT_IN_ORDER,
            "note": mark["note"],
        }
        for mark in marks
    ]


def against_protocol(inspection: Inspection, today: date) -> Iterator[Promise]:
    """What the protocol lacks before it can be sent."""
    marks = inspection.marks
    if any(not mark["result"] for mark in marks):
        yield _("Say of every item what was found.")
    if any(mark["result"] == Result.NOT_IN_ORDER and not mark["note"].strip() for mark in marks):
        yield _("Describe whatever is not in order.")
    if not inspection.conclusion.strip():
        yield _("Write what follows from the check.")
    if any(row["due_on"] <= today.isoformat() for row in inspection.wanted):
        yield _("Give each recommendation a day that is still ahead.")
