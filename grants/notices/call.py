"""Who hears of what happens to a call."""

from django.conf import settings

from grants.notices.sharing import everyone_applying
from grants.rules.declaring import yet_to_tick
from workflows.notices import Notice

authors_cancelled = Notice(
    "grants/call_cancelled",
    to=everyone_applying,
    gives=lambda call, entry: {"call": call.title, "reason": entry.text.note},
    placeholders=("call", "reason"),
)

authors_amended = Notice(
    "grants/call_amended",
    to=everyone_applying,
    gives=lambda call, entry: {
        "call": call.title,
        "reason": entry.text.note,
        "changes": "\n".join(call.latest_changes_in_words()),
        "page": settings.TANDEM_URL + call.get_public_url(),
    },
    placeholders=("call", "reason", "changes", "page"),
)

assessors_list_ready = Notice(
    "grants/parties_listed",
    to=yet_to_tick,
    gives=lambda call, entry: {"call": call.title},
    placeholders=("call",),
)
