"""Addresses on which calls are set up: begun, ruled chapter by chapter, loaded, copied, rehearsed."""

from django.urls import path

from grants.views import call_file, question, rehearsal, setup

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
    path("calls/<slug:code>/questions/", question.QuestionsView.as_view(), name="call-questions"),
    path("questions/<int:pk>/", question.QuestionView.as_view(), name="question"),
]

# Any other word after an object is one of its moves, so these come last.
moves = [
    path(
        "questions/<int:pk>/<slug:move>/",
        question.QuestionMoveView.as_view(),
        name="callquestion-move",
    ),
]
