"""Addresses of the workspace for calls, applications and what follows from them."""

from django.urls import path

from grants.urls import awarded, judging, setting_up
from grants.views import (
    application,
    board,
    call,
    dossier,
    exports,
    formal,
    many,
    more_time,
    patron,
    preview,
    receipt,
    reuse,
    sharing,
    writing,
)

app_name = "grants"

urlpatterns = [
    *judging.urlpatterns,
    *awarded.urlpatterns,
    path("calls/", call.CallListView.as_view(), name="call-list"),
    *setting_up.urlpatterns,
    path("calls/<slug:code>/", call.CallView.as_view(), name="call"),
    path("calls/<slug:code>/board/", board.BoardView.as_view(), name="call-board"),
    path("calls/<slug:code>/more-time/", more_time.MoreTimeView.as_view(), name="call-more-time"),
    path("calls/<slug:code>/form/", preview.CallPreview.as_view(), name="call-preview"),
    path("calls/<slug:code>/apply/", application.StartView.as_view(), name="application-start"),
    path("applications/", application.ApplicationListView.as_view(), name="application-list"),
    path(
        "applications/export/", exports.ApplicationExportView.as_view(), name="application-export"
    ),
    path("applications/columns/", application.ColumnsView.as_view(), name="application-columns"),
    path("applications/many/", many.ManyView.as_view(), name="application-many"),
    path("applications/mine/", application.MineView.as_view(), name="application-mine"),
    path("applications/<int:pk>/", application.ApplicationView.as_view(), name="application"),
    path("applications/<int:pk>/write/", writing.WriteView.as_view(), name="application-write"),
    path("applications/<int:pk>/save/", writing.SaveView.as_view(), name="application-save"),
    path("applications/<int:pk>/submit/", writing.SubmitView.as_view(), name="application-submit"),
    path(
        "applications/<int:pk>/resubmit/", writing.SubmitView.as_view(), name="application-resubmit"
    ),
    path(
        "applications/<int:pk>/receipt/",
        receipt.ReceiptView.as_view(),
        name="application-receipt",
    ),
    path(
        "applications/<int:pk>/as-sent/", receipt.AsSentView.as_view(), name="application-as-sent"
    ),
    path(
        "applications/<int:pk>/dossier/<slug:form>/",
        dossier.ApplicationDossierView.as_view(),
        name="application-dossier",
    ),
    path("applications/<int:pk>/reuse/", reuse.ReuseView.as_view(), name="application-reuse"),
    path("applications/<int:pk>/people/", sharing.PeopleView.as_view(), name="application-people"),
    path("applications/<int:pk>/patron/", patron.AskView.as_view(), name="application-patron"),
    path("patrons/<int:pk>/", patron.PatronageView.as_view(), name="patronage"),
    path("co-authors/<int:pk>/", sharing.CoAuthorView.as_view(), name="co-author"),
    path("applications/<int:pk>/paper/", receipt.PaperView.as_view(), name="application-paper"),
    path(
        "applications/<int:pk>/check/", formal.FormalCheckView.as_view(), name="application-check"
    ),
]

# Any other word after an object is one of its moves, so these come last.
moves = [
    *setting_up.moves,
    *judging.moves,
    *awarded.moves,
    path("calls/<slug:code>/<slug:move>/", call.CallMoveView.as_view(), name="call-move"),
    path(
        "patrons/<int:pk>/<slug:move>/",
        patron.PatronageMoveView.as_view(),
        name="patronage-move",
    ),
    path(
        "co-authors/<int:pk>/<slug:move>/",
        sharing.CoAuthorMoveView.as_view(),
        name="coauthor-move",
    ),
    path(
        "applications/<int:pk>/<slug:move>/",
        application.ApplicationMoveView.as_view(),
        name="application-move",
    ),
]
urlpatterns += moves
