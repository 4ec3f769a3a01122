"""Workspace pages of mentoring, under /panel/mentoring/."""

from django.urls import path

from .views import (
    certificates,
    meetings,
    milestones,
    overview,
    pairs,
    plans,
    pulses,
    sessions,
    staff,
)

app_name = "mentoring"
urlpatterns = [
    path("", overview.Home.as_view(), name="home"),
    path("mine/", overview.MyEnrolments.as_view(), name="enrolments"),
    path("mentees/", overview.Mentees.as_view(), name="mentees"),
    path("pairs/", overview.Pairs.as_view(), name="pairs"),
    path("pairs/<int:pk>/", pairs.PairingPage.as_view(), name="pairing"),
    path("pairs/<int:pk>/goal/", pairs.EditGoal.as_view(), name="goal"),
    path("pairs/<int:pk>/milestones/new/", milestones.NewMilestone.as_view(), name="milestone-new"),
    path("pairs/<int:pk>/meetings/new/", sessions.NewSession.as_view(), name="log-new"),
    path("pairs/<int:pk>/move/<slug:move>/", pairs.PairingMove.as_view(), name="pairing-move"),
    path("pairs/<int:pk>/next/", meetings.NewMeeting.as_view(), name="meeting-new"),
    path(
        "pairs/<int:pk>/certificates/<slug:role>/",
        certificates.CertificatePaper.as_view(),
        name="certificate",
    ),
    path("planned/<int:pk>/", meetings.MeetingPage.as_view(), name="meeting"),
    path("planned/<int:pk>/calendar/", meetings.MeetingCalendar.as_view(), name="meeting-calendar"),
    path(
        "planned/<int:pk>/move/<slug:move>/",
        meetings.MeetingMove.as_view(),
        name="plannedmeeting-move",
    ),
    path("milestones/<int:pk>/", milestones.MilestonePage.as_view(), name="milestone"),
    path("milestones/<int:pk>/plan/", milestones.EditMilestone.as_view(), name="milestone-edit"),
    path(
        "milestones/<int:pk>/evidence/",
        milestones.EditEvidence.as_view(),
        name="milestone-evidence",
    ),
    path(
        "milestones/<int:pk>/move/<slug:move>/",
        milestones.MilestoneMove.as_view(),
        name="milestone-move",
    ),
    path("meetings/", overview.Sessions.as_view(), name="logs"),
    path("meetings/<int:pk>/", sessions.SessionPage.as_view(), name="log"),
    path("meetings/<int:pk>/correct/", sessions.CorrectSession.as_view(), name="log-correct"),
    path("meetings/<int:pk>/note/", sessions.SessionNotePage.as_view(), name="log-note"),
    path("meetings/<int:pk>/pulse/", pulses.PulsePage.as_view(), name="log-pulse"),
    path(
        "meetings/<int:pk>/move/<slug:move>/",
        sessions.SessionMove.as_view(),
        name="sessionlog-move",
    ),
    path("editions/", staff.Editions.as_view(), name="editions"),
    path("editions/new/", staff.NewEdition.as_view(), name="edition-new"),
    path("editions/move/<int:pk>/<slug:move>/", staff.EditionMove.as_view(), name="edition-move"),
    path("editions/<slug:code>/", staff.EditionPage.as_view(), name="edition"),
    path("editions/<slug:code>/edit/", staff.EditEdition.as_view(), name="edition-edit"),
    path("editions/<slug:code>/matching/", staff.Matching.as_view(), name="matching"),
    path("editions/<slug:code>/plans/", plans.MatchRuns.as_view(), name="match-runs"),
    path("editions/<slug:code>/plans/<int:pk>/", plans.MatchRunPage.as_view(), name="match-run"),
    path("editions/<slug:code>/plans/<int:pk>/pair/", plans.MatchPair.as_view(), name="match-pair"),
    path("applications/<int:pk>/wishes/", plans.Wishes.as_view(), name="wishes"),
    path("applications/<int:pk>/", staff.EnrolmentPage.as_view(), name="enrolment"),
    path(
        "applications/<int:pk>/move/<slug:move>/",
        staff.EnrolmentMove.as_view(),
        name="enrolment-move",
    ),
]
