"""Entering somebody's step in their place: a phone call or a paper, taken down by those who run the matter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from . import policies
from .actions import attach_file
from .actors import InPlaceOf, account_of
from .models import History, RoleGrant, Turn
from .notices import Notice
from .outbox import letter_about, put_in_outbox
from .topics import Topic

if TYPE_CHECKING:
    from .moves import Move

ENTERED = Notice(
    "workflows/entered",
    to=lambda obj: [],
    placeholders=("title", "does", "who", "how"),
    topic=Topic.MUST,
)


def may_enter(user: Any, obj: Any) -> bool:
    """Whether `user` enters other people's steps on `obj`: those who run it, and are no party to it themselves."""
    return policies.runs(user, obj) and not Turn.objects.of(obj).filter(holder=user).exists()


def people_of(obj: Any, user: Any) -> QuerySet[Any]:
    """The accounts whose steps `user` may make on `obj`, each with `stood_in`: whether `user` stands in for them.

    Of the others it is entered what they said: who has the move by name, or took part already. Never those who hold a
    role there or administer the installation: what they decide, they decide with their own hands.
    """
    accounts: Any = get_user_model()._default_manager
    if obj.by_roles_alone or not policies.runs(user, obj):
        return accounts.none()  # type: ignore[no-any-return]
    # as `may_enter` asks, within the one query: every page of those who run something asks it
    is_party = Exists(Turn.objects.of(obj).filter(holder=user.pk))
    entries = History.objects.of(obj)
    took_part = Q(pk__in=entries.filter(by__isnull=False).values("by"))
    took_part |= Q(pk__in=entries.filter(acting_for__isnull=False).values("acting_for"))
    has_move = Q(pk__in=Turn.objects.of(obj).filter(holder__isnull=False).values("holder"))
    team = RoleGrant.objects.current().of_all(obj.role_scopes()).values("user")
    entered = Q(~is_party, took_part | has_move, is_active=True, is_superuser=False)
    stood_in = Exists(Turn.objects.of(obj).filter(stand_in=user.pk, holder=OuterRef("pk")))
    people = accounts.annotate(stood_in=stood_in)
    people = people.filter(entered & ~Q(pk__in=team) | Q(stood_in=True))
    return people.exclude(pk=user.pk).order_by("pk")  # type: ignore[no-any-return]


def why_not_instead(obj: Any, move: Move, actor: InPlaceOf) -> list[str]:
    """The sentences that explain why `actor` may not make `move` on `obj` in that person's place."""
    account = account_of(actor.account)
    stands_in = actor.how == History.How.STAND_IN
    if not stands_in and not may_enter(account, obj):
        return [_("Those who run this, and are no party to it, enter what somebody else says.")]
    person = people_of(obj, account).filter(pk=actor.person.pk).first()
    if person is None or (stands_in and not person.stood_in):
        return [_("%(person)s takes no part in this by name.") % {"person": actor.person}]
    return against(obj, move, person=actor.person, account=account)


def against(obj: Any, move: Move, *, person: Any, account: Any) -> list[str]:
    """What stands against the step of a `person` of `obj` being entered by one who may do so."""
    if move.instead == "none":
        sentence = _(
            "Nobody does this in another's place: %(person)s does it in their own account."
        )
        return [sentence % {"person": person}]
    return move.may.why_not(person, obj) or move.may.bars(account, obj)


def lacking(move: Move, by: Any) -> list[str]:
    """What has to come with a step entered in another's place, and did not."""
    if not isinstance(by, InPlaceOf) or move.instead != "paper":
        return []
    if by.how == History.How.PAPER and by.scan is not None:
        return []
    return [_("This needs their signature: attach the scan of the signed paper.")]


def tell_person(obj: Any, move: Move, entry: History) -> None:
    """Write to the person that their step was entered, by whom, and what to do if they did not mean it.

    Whoever handed their moves over had a letter when they did, and reads each step in the history.
    """
    if entry.how == History.How.STAND_IN:
        return
    values = partial(_values, obj, move, entry)
    put_in_outbox(
        [letter_about(obj, ENTERED.template, entry.acting_for, gives=values, entry=entry)]
    )


def _values(obj: Any, move: Move, entry: History) -> dict[str, Any]:
    how = entry.get_how_display()
    return {"title": obj.title_line, "does": str(move.label), "who": str(entry.by), "how": how}


def keep_scan(entry: History, actor: InPlaceOf) -> None:
    """Keep the scan with the entry it belongs to, apart from the files of the object."""
    if actor.scan is not None:
        attach_file(obj=entry, upload=actor.scan, by=actor.account, purpose="scan")
