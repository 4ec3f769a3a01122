"""What events and visits hold about a person."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.traces import OnMerge, trace

NEEDS = (
    "motivation",
    "diet",
    "access_needs",
    "room",
    "guardian_name",
    "guardian_contact",
    "region",
)


def forget_needs(rows: Any) -> None:
    """Take what people told of themselves, health among it; that they came, and what it cost, stays."""
    nothing = dict.fromkeys(NEEDS, "")
    rows.update(**nothing, birth_date=None)


trace(
    "activities.Registration.person",
    _("Registrations for events and study visits"),
    shows=[
        "event",
        "visit",
        "state",
        "motivation",
        "diet",
        "access_needs",
        "room",
        "birth_date",
        "region",
        "guardian_name",
        "guardian_contact",
        "takeaway__words",
    ],
    erases=forget_needs,
)
trace(
    "activities.TravelClaim.checked_by",
    _("Travel costs they checked"),
    on_merge=OnMerge.STAYS,
    shows=["registration", "state"],
)
trace(
    "activities.JoiningLetter.sent_by",
    _("Joining letters they sent"),
    on_merge=OnMerge.STAYS,
    shows=["sent_at"],
)
trace(
    "activities.Advance.proposed_by",
    _("Advances they proposed"),
    on_merge=OnMerge.STAYS,
    shows=["registration", "state"],
)
trace(
    "activities.BoughtTicket.bought_by",
    _("Tickets they bought for the people on a study visit"),
    on_merge=OnMerge.STAYS,
    shows=["what", "amount"],
)
trace(
    "activities.Attendance.marked_by",
    _("Attendance they took"),
    on_merge=OnMerge.STAYS,
    shows=["day"],
)
trace(
    "activities.ApplicantScore.scored_by",
    _("Points they gave to people who applied for a study visit"),
    on_merge=OnMerge.STAYS,
    shows=["criterion", "points"],
)
