"""Who hears of what happens to a call."""

from django.conf import settings
from django.urls import reverse

from grants.notices.sharing import everyone_applying
from grants.rules.declaring import yet_to_tick
from grants.rules.expertise import yet_to_say
from workflows.notices import Notice
from workflows.topics import Topic

authors_cancelled = Notice(
    "grants/call_cancelled",
    to=everyone_applying,
    gives=lambda call, entry: {"call": call.title, "reason": entry.text.note},
    placeholders=("call", "reason"),
    topic=Topic.MUST,
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
    topic=Topic.MUST,
)

assessors_list_ready = Notice(
    "grants/parties_listed",
    to=yet_to_tick,
    gives=lambda call, entry: {"call": call.title},
    placeholders=("call",),
    topic=Topic.MUST,
)

assessors_topics = Notice(
    "grants/topics_asked",
    to=yet_to_say,
    gives=lambda call, entry: {"call": call.title},
    placeholders=("call",),
    leads_to=lambda call: reverse("grants:call-topics", args=[call.code]),
    topic=Topic.MUST,
)
