"""What grantees and finance staff hear of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from programmes import roles
from workflows.notices import Notice
from workflows.roles import holders
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import BankAccount
    from people.models import User


def _keepers(account: BankAccount) -> list[User]:
    programme = account.agreement.programme
    both = [*holders(roles.FINANCE, programme), *holders(roles.STAFF, programme)]
    return list({user.pk: user for user in both}.values())


def _about(account: BankAccount, entry: Any) -> dict[str, str]:
    return {
        "number": account.agreement.number,
        "title": account.agreement.title_line,
        "ending": account.number[-4:],
        "reason": entry.text.note,
    }


def _grantee(account: BankAccount) -> list[User]:
    return [account.agreement.application.author]


PLACES = ("number", "title", "ending", "reason")
staff_entered = Notice(
    "grants/account_entered", to=_keepers, gives=_about, placeholders=PLACES, topic=Topic.MOVE
)
grantee_confirmed = Notice(
    "grants/account_confirmed", to=_grantee, gives=_about, placeholders=PLACES, topic=Topic.MUST
)
grantee_rejected = Notice(
    "grants/account_rejected", to=_grantee, gives=_about, placeholders=PLACES, topic=Topic.MUST
)
