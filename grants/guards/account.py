"""Facts about the account of a grantee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from workflows.guards import guard
from workflows.models import StoredFile

if TYPE_CHECKING:
    from grants.models import BankAccount


@guard(_("Attach the evidence first: the agreement with the bank, or the bank's confirmation."))
def evidence_is_kept(account: BankAccount) -> bool:
    return StoredFile.objects.of(account).present().exists()
