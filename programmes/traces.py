"""What this room holds about a person."""

from django.utils.translation import gettext_lazy as _

from people.traces import trace

trace(
    "programmes.Participation.person",
    _("programmes taken part in"),
    shows=("programme__title", "capacity", "since", "until"),
)
