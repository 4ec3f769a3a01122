"""Addresses of this room, below /panel/people/."""

from django.urls import path

from people.views import (
    clauses,
    data_requests,
    doubles,
    entrance,
    handing_over,
    me,
    merging,
    organisations,
    persons,
    readers,
)

app_name = "people"
urlpatterns = [
    path("", persons.People.as_view(), name="people"),
    path("new/", persons.EnterPerson.as_view(), name="person-new"),
    path("<int:pk>/", persons.PersonPage.as_view(), name="person"),
    path("<int:pk>/edit/", persons.EditPerson.as_view(), name="person-edit"),
    path("<int:pk>/invite/", persons.InvitePerson.as_view(), name="person-invite"),
    path("<int:pk>/forget/", persons.ErasePerson.as_view(), name="person-erase"),
    path("<int:pk>/merge/", merging.MergePersons.as_view(), name="person-merge"),
    path("<int:pk>/consent/", me.RecordConsent.as_view(), name="person-consent"),
    path("<int:pk>/join/", organisations.JoinOrganisation.as_view(), name="person-join"),
    path("<int:pk>/hand-over/", handing_over.NewHandOver.as_view(), name="handover-new"),
    path("hand-overs/<int:pk>/", handing_over.HandOverPage.as_view(), name="handover"),
    path(
        "hand-overs/<int:pk>/<slug:move>/",
        handing_over.HandOverMove.as_view(),
        name="handover-move",
    ),
    path("<int:pk>/request/", data_requests.TakeDownRequest.as_view(), name="request-new"),
    path("requests/", data_requests.DataRequests.as_view(), name="requests"),
    path("requests/<int:pk>/", data_requests.DataRequestPage.as_view(), name="request"),
    path("requests/<int:pk>/copy/", data_requests.CopyForRequest.as_view(), name="request-copy"),
    path(
        "requests/<int:pk>/<slug:move>/",
        data_requests.DataRequestMove.as_view(),
        name="datarequest-move",
    ),
    path("merges/<int:pk>/", merging.MergePage.as_view(), name="merge"),
    path("merges/<int:pk>/undo/", merging.TakeBackMerge.as_view(), name="merge-undo"),
    path("twice/", doubles.Doubles.as_view(), name="doubles"),
    path("<int:pk>/not/<int:other>/", doubles.TellApart.as_view(), name="tell-apart"),
    path(
        "memberships/<int:pk>/leave/",
        organisations.LeaveOrganisation.as_view(),
        name="membership-leave",
    ),
    path("organisations/", organisations.Organisations.as_view(), name="organisations"),
    path("organisations/new/", organisations.EnterOrganisation.as_view(), name="organisation-new"),
    path("organisations/<int:pk>/", organisations.OrganisationPage.as_view(), name="organisation"),
    path(
        "organisations/<int:pk>/edit/",
        organisations.EditOrganisation.as_view(),
        name="organisation-edit",
    ),
    path(
        "organisations/<int:pk>/members/",
        organisations.AddMember.as_view(),
        name="organisation-member",
    ),
    path("clauses/", clauses.Clauses.as_view(), name="clauses"),
    path("clauses/<slug:key>/", clauses.NextClause.as_view(), name="clause-next"),
    path("consents/<int:pk>/withdraw/", me.WithdrawConsent.as_view(), name="consent-withdraw"),
    path("me/", me.Me.as_view(), name="me"),
    path("me/language/", me.MyLanguage.as_view(), name="my-language"),
    path("me/copy/", me.MyCopy.as_view(), name="my-copy"),
    path("me/ask/", data_requests.AskAboutData.as_view(), name="my-request"),
    path("me/readers/", readers.WhoSeesMe.as_view(), name="my-readers"),
    path("me/consent/<int:pk>/", me.GiveMyConsent.as_view(), name="my-consent"),
    path("invitation/<str:token>/", entrance.AcceptInvitation.as_view(), name="invitation"),
    path("demo/", entrance.DemoLogin.as_view(), name="demo-login"),
]
