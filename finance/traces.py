"""What this room holds about a person."""

from django.utils.translation import gettext_lazy as _

from people.traces import OnMerge, trace

trace(
    "finance.WorkEntry.person",
    _("hours worked"),
    shows=("programme__title", "day", "minutes", "way", "what"),
)
trace("finance.WorkEntry.entered_by", _("hours entered"), on_merge=OnMerge.STAYS)
trace("finance.ExpenseDocument.entered_by", _("expenses entered"), on_merge=OnMerge.STAYS)
trace("finance.ExpenseShare.entered_by", _("shares of expenses entered"), on_merge=OnMerge.STAYS)
trace("finance.TransferFile.made_by", _("transfer files made"), on_merge=OnMerge.STAYS)
trace("finance.BankStatement.read_by", _("bank statements read"), on_merge=OnMerge.STAYS)
trace("finance.BankStatement.booked_by", _("bank statements booked"), on_merge=OnMerge.STAYS)
