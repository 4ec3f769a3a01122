"""Workspace pages of events and study visits, under /panel/activities/."""

from django.urls import path

from .views import (
    advances,
    afterwards,
    attendance,
    checkin,
    joining,
    own,
    presence,
    selection,
    staff,
    travel,
)

app_name = "activities"
urlpatterns = [
    path("", own.Home.as_view(), name="home"),
    path("mine/", own.MyRegistrations.as_view(), name="mine"),
    path("registrations/<int:pk>/", own.RegistrationPage.as_view(), name="registration"),
    path("registrations/<int:pk>/travel/", travel.WriteClaim.as_view(), name="registration-travel"),
    path("registrations/<int:pk>/needs/", joining.Needs.as_view(), name="registration-needs"),
    path(
        "registrations/<int:pk>/letter/",
        joining.LetterPreview.as_view(),
        name="registration-letter",
    ),
    path(
        "registrations/<int:pk>/points/",
        selection.ApplicantPoints.as_view(),
        name="registration-points",
    ),
    path(
        "registrations/<int:pk>/<slug:move>/",
        own.RegistrationMove.as_view(),
        name="registration-move",
    ),
    path("here/<str:token>/", presence.Presence.as_view(), name="presence"),
    path("claims/<int:pk>/", travel.ClaimPage.as_view(), name="claim"),
    path("claims/<int:pk>/<slug:move>/", travel.ClaimMove.as_view(), name="travelclaim-move"),
    path("advances/<int:pk>/", advances.AdvancePage.as_view(), name="advance"),
    path("advances/<int:pk>/<slug:move>/", advances.AdvanceMove.as_view(), name="advance-move"),
    path("takeaways/<int:pk>/", afterwards.TakeawayPage.as_view(), name="takeaway"),
    path("takeaways/<int:pk>/evaluation/", afterwards.Evaluate.as_view(), name="takeaway-evaluate"),
    path(
        "takeaways/<int:pk>/<slug:move>/", afterwards.TakeawayMove.as_view(), name="takeaway-move"
    ),
    path("travel-rates/", travel.TravelRates.as_view(), name="travel-rates"),
    path("events/", staff.EventList.as_view(), name="events"),
    path("events/new/", staff.NewEvent.as_view(), name="event-new"),
    path("events/move/<int:pk>/<slug:move>/", staff.EventMove.as_view(), name="event-move"),
    path("events/<slug:code>/", staff.EventPage.as_view(), name="event"),
    path("events/<slug:code>/edit/", staff.EditEvent.as_view(), name="event-edit"),
    path(
        "events/<slug:code>/people/new/", staff.AddToEvent.as_view(), name="event-participant-new"
    ),
    path(
        "events/<slug:code>/attendance/",
        attendance.EventAttendance.as_view(),
        name="event-attendance",
    ),
    path("events/<slug:code>/programme/", staff.EventStops.as_view(), name="event-stops"),
    path("events/<slug:code>/check-in/", checkin.CheckIn.as_view(), name="event-checkin"),
    path(
        "events/<slug:code>/attendance/sheet/", attendance.EventSheet.as_view(), name="event-sheet"
    ),
    path(
        "events/<slug:code>/papers/<slug:paper>/<slug:form>/",
        joining.EventPaper.as_view(),
        name="event-paper",
    ),
    path("visits/", staff.VisitList.as_view(), name="visits"),
    path("visits/new/", staff.NewVisit.as_view(), name="visit-new"),
    path("visits/move/<int:pk>/<slug:move>/", staff.VisitMove.as_view(), name="studyvisit-move"),
    path("visits/<slug:code>/", staff.VisitPage.as_view(), name="visit"),
    path("visits/<slug:code>/edit/", staff.EditVisit.as_view(), name="visit-edit"),
    path("visits/<slug:code>/before/", joining.BeforeVisit.as_view(), name="visit-before"),
    path(
        "visits/<slug:code>/before/edit/",
        joining.EditPreparation.as_view(),
        name="visit-before-edit",
    ),
    path(
        "visits/<slug:code>/papers/<slug:paper>/<slug:form>/",
        joining.VisitPaper.as_view(),
        name="visit-paper",
    ),
    path("visits/<slug:code>/programme/", staff.VisitStops.as_view(), name="visit-stops"),
    path("visits/<slug:code>/criteria/", selection.VisitCriteria.as_view(), name="visit-criteria"),
    path(
        "visits/<slug:code>/selection/", selection.VisitSelection.as_view(), name="visit-selection"
    ),
    path("visits/<slug:code>/report/", staff.VisitReport.as_view(), name="visit-report"),
    path(
        "visits/<slug:code>/report/paper/",
        afterwards.ReportPaper.as_view(),
        name="visit-report-paper",
    ),
    path("visits/<slug:code>/after/", afterwards.AfterVisit.as_view(), name="visit-after"),
    path(
        "visits/<slug:code>/evaluation/",
        afterwards.SetUpEvaluation.as_view(),
        name="visit-evaluation",
    ),
    path("visits/<slug:code>/money/", advances.VisitMoney.as_view(), name="visit-money"),
    path("visits/<slug:code>/money/limit/", advances.SetLimit.as_view(), name="visit-limit"),
    path(
        "visits/<slug:code>/advances/new/",
        advances.NewAdvance.as_view(),
        name="visit-advance-new",
    ),
    path("visits/<slug:code>/tickets/new/", advances.NewTicket.as_view(), name="visit-ticket-new"),
    path(
        "visits/<slug:code>/tickets/<int:pk>/back/",
        advances.TicketBack.as_view(),
        name="visit-ticket-back",
    ),
    path("visits/<slug:code>/claims/", travel.VisitClaims.as_view(), name="visit-claims"),
    path(
        "visits/<slug:code>/people/new/", staff.AddToVisit.as_view(), name="visit-participant-new"
    ),
    path(
        "visits/<slug:code>/attendance/",
        attendance.VisitAttendance.as_view(),
        name="visit-attendance",
    ),
    path(
        "visits/<slug:code>/attendance/sheet/", attendance.VisitSheet.as_view(), name="visit-sheet"
    ),
]
