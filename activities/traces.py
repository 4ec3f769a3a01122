"""What events and visits hold about a person."""

from django.utils.translation import gettext_lazy as _

from people.traces import OnMerge, trace

trace(
    "activities.Registration.person",
    _("Registrations for events and study visits"),
    shows=["event", "visit", "state", "motivation", "diet", "access_needs"],
)
trace(
    "activities.TravelClaim.checked_by",
    _("Travel costs they checked"),
    on_merge=OnMerge.STAYS,
    shows=["registration", "state"],
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
