"""Addresses on which calls are set up: begun, ruled chapter by chapter, loaded, copied, rehearsed."""

from django.urls import path

from grants.views import call_file, rehearsal, setup

urlpatterns = [
    path("calls/new/", setup.CallCreateView.as_view(), name="call-create"),
    path("calls/import/", call_file.CallUploadView.as_view(), name="call-import"),
    path("calls/import/apply/", call_file.CallApplyView.as_view(), name="call-import-apply"),
    path("calls/<slug:code>/edit/", setup.CallSetupView.as_view(), name="call-edit"),
    path(
        "calls/<slug:code>/edit/<slug:chapter>/",
        setup.CallChapterView.as_view(),
        name="call-chapter",
    ),
    path("calls/<slug:code>/file/", call_file.CallFileView.as_view(), name="call-file"),
    path("calls/<slug:code>/copy/", call_file.CallCopyView.as_view(), name="call-copy"),
    path("calls/<slug:code>/rehearsal/", rehearsal.RehearsalView.as_view(), name="call-rehearsal"),
]
