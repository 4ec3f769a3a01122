"""Who hears of what happens to a call."""

from workflows.notices import Notice

authors_cancelled = Notice(
    "grants/call_cancelled",
    to=lambda call: call.applicants(),
    gives=lambda call, entry: {"call": call.title, "reason": entry.text.note},
    placeholders=("call", "reason"),
)
