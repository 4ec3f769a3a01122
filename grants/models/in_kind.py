"""The road of an agreement under which things and services are given and no money is transferred."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.guards import ending as ending_guards
from grants.notices import agreement as notices
from grants.rules import agreement as rules
from workflows.moves import transition
from workflows.predicates import nobody

if TYPE_CHECKING:
    from people.models import User


class InKind(models.Model):
    """Abstract. Local initiative: Act of 24 April 2003 on public benefit activity, art. 19b to 19h."""

    call: Any
    ended_because: Any
    path: ClassVar[Sequence[str]]

    class Meta:
        abstract = True

    @property
    def road(self) -> Sequence[str]:
        """Where no money is given nothing is paid: the work begins with the signature."""
        if self.call.gives_money:
            return self.path
        others = {"signed": None, "paid": "carried"}
        return [state for one in self.path if (state := others.get(one, one))]

    @transition(source="signed", target="carried", label=_("Begin the work"), may=nobody)
    def begin_work(self, *, by: User) -> None:
        """Follows the signature: there is no transfer to wait for."""

    @transition(
        source=["carried", "reported", "returned"],
        target="terminated",
        label=_("Terminate the agreement"),
        may=rules.may_run & rules.gives_things,
        guards=[ending_guards.has_grounds],
        tells=[notices.grantee_terminated],
        note="must",
    )
    def end_early(self, *, by: User, grounds: str) -> None:
        """It ends while the work goes on; what was lent comes back by a protocol."""
        self.ended_because = grounds
