"""Facts about things that are given and lent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from grants.rules import in_kind as rules
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import Agreement


@guard
def what_was_lent_is_back(agreement: Agreement) -> Iterator[str | Promise]:
    for name in rules.still_lent(agreement.handovers.all()):
        yield _("Lent and not given back yet: %(name)s.") % {"name": name}
    if agreement.handovers.filter(state="drawn").exists():
        yield _("A handing-over protocol is not confirmed yet.")
