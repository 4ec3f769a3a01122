"""Addresses of what follows an admitted application: assessment and decision."""

from django.urls import path

from grants.views import (
    appeal,
    asking_assessors,
    assessment,
    assignment,
    attachment,
    expertise,
    exports,
    letter_list,
    letter_texts,
    letters,
    listed,
    meeting,
    minutes,
    panel,
    paper_sheets,
    ranking,
)

urlpatterns = [
    path(
        "calls/<slug:code>/assessors/",
        asking_assessors.AssessorsView.as_view(),
        name="call-assessors",
    ),
    path("calls/<slug:code>/panel/", panel.PanelView.as_view(), name="call-panel"),
    path("calls/<slug:code>/parties/", listed.PartiesView.as_view(), name="call-parties"),
    path("calls/<slug:code>/topics/", expertise.MyTopicsView.as_view(), name="call-topics"),
    path(
        "calls/<slug:code>/topics/<int:pk>/",
        expertise.TopicsView.as_view(),
        name="call-topics-of",
    ),
    path("calls/<slug:code>/committee/", assignment.CommitteeView.as_view(), name="call-committee"),
    path("calls/<slug:code>/meetings/", meeting.MeetingsView.as_view(), name="call-meetings"),
    path("meetings/<int:pk>/", meeting.MeetingView.as_view(), name="meeting"),
    path("meetings/<int:pk>/screen/", meeting.ScreenView.as_view(), name="meeting-screen"),
    path("meetings/<int:pk>/record/", meeting.RecordView.as_view(), name="meeting-record"),
    path("calls/<slug:code>/letters/", letter_list.LettersView.as_view(), name="call-letters"),
    path("calls/<slug:code>/letters/<int:pk>/", letters.LetterView.as_view(), name="call-letter"),
    path(
        "calls/<slug:code>/letters/<int:pk>/send/",
        letters.SendOneView.as_view(),
        name="call-letter-send",
    ),
    path(
        "calls/<slug:code>/letters/words/",
        letter_texts.LetterTextsView.as_view(),
        name="call-letter-texts",
    ),
    path(
        "calls/<slug:code>/letters/words/<slug:kind>/<slug:language>/",
        letter_texts.LetterTextView.as_view(),
        name="call-letter-text",
    ),
    path("calls/<slug:code>/send_letters/", letters.SendView.as_view(), name="call-send-letters"),
    path("calls/<slug:code>/ranking/", ranking.RankingView.as_view(), name="call-ranking"),
    path(
        "calls/<slug:code>/ranking/<int:pk>/change/",
        ranking.ChangeView.as_view(),
        name="ranking-change",
    ),
    path("calls/<slug:code>/reserve/", ranking.ReserveView.as_view(), name="call-reserve"),
    path(
        "calls/<slug:code>/ranking/export/",
        exports.RankingExportView.as_view(),
        name="call-ranking-export",
    ),
    path(
        "calls/<slug:code>/paper-sheets/",
        paper_sheets.PaperSheetsView.as_view(),
        name="call-paper-sheets",
    ),
    path("calls/<slug:code>/decide/", ranking.DecideView.as_view(), name="call-decide"),
    path("applications/<int:pk>/appeal/", appeal.FileView.as_view(), name="application-appeal"),
    path("appeals/<int:pk>/", appeal.AppealView.as_view(), name="appeal"),
    path("assessments/", assessment.AssessmentListView.as_view(), name="assessment-list"),
    path("assessments/<int:pk>/", assessment.AssessmentView.as_view(), name="assessment"),
    path(
        "assessments/<int:pk>/files/<int:number>/",
        attachment.AssessmentFileView.as_view(),
        name="assessment-file",
    ),
    path(
        "assessments/<int:pk>/save/",
        assessment.AssessmentSaveView.as_view(),
        name="assessment-save",
    ),
]

# Any other word after an object is one of its moves, so these come last.
moves = [
    path("minutes/<int:pk>/", minutes.MinutesView.as_view(), name="minutes"),
    path("minutes/<int:pk>/course/", minutes.CourseView.as_view(), name="minutes-course"),
    path("minutes/<int:pk>/paper.<slug:kind>", minutes.PaperView.as_view(), name="minutes-paper"),
    path("minutes/<int:pk>/<slug:move>/", minutes.MinutesMoveView.as_view(), name="minutes-move"),
    path("meetings/<int:pk>/<slug:move>/", meeting.MeetingMoveView.as_view(), name="meeting-move"),
    path("appeals/<int:pk>/<slug:move>/", appeal.AppealMoveView.as_view(), name="appeal-move"),
    path(
        "assessments/<int:pk>/<slug:move>/",
        assessment.AssessmentMoveView.as_view(),
        name="assessment-move",
    ),
]
