"""What this room holds about a person."""

from django.utils.translation import gettext_lazy as _

from people.traces import OnErase, OnMerge, trace

trace(
    "programmes.Participation.person",
    _("programmes taken part in"),
    shows=("programme__title", "capacity", "since", "until"),
)
trace(
    "programmes.SavedFilter.owner",
    _("filters of lists, saved"),
    on_merge=OnMerge.STAYS,
    on_erase=OnErase.DELETED,
    shows=("name",),
)
