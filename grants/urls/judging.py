"""Addresses of what follows an admitted application: assessment, decision, agreement, report."""

from django.urls import path

from grants.views import (
    account,
    agreement,
    assessment,
    assignment,
    exports,
    paper_sheets,
    ranking,
    report,
    signing,
)

urlpatterns = [
    path("calls/<slug:code>/assessors/", assignment.AssessorsView.as_view(), name="call-assessors"),
    path("calls/<slug:code>/committee/", assignment.CommitteeView.as_view(), name="call-committee"),
    path("calls/<slug:code>/ranking/", ranking.RankingView.as_view(), name="call-ranking"),
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
    path(
        "calls/<slug:code>/agreement-template/",
        signing.TemplateView.as_view(),
        name="agreement-template",
    ),
    path("assessments/", assessment.AssessmentListView.as_view(), name="assessment-list"),
    path("assessments/<int:pk>/", assessment.AssessmentView.as_view(), name="assessment"),
    path(
        "assessments/<int:pk>/save/",
        assessment.AssessmentSaveView.as_view(),
        name="assessment-save",
    ),
    path("agreements/", agreement.AgreementListView.as_view(), name="agreement-list"),
    path("agreements/<int:pk>/", agreement.AgreementView.as_view(), name="agreement"),
    path("agreements/<int:pk>/payment/", agreement.PaymentView.as_view(), name="agreement-payment"),
    path("agreements/<int:pk>/account/", account.AccountNewView.as_view(), name="account-new"),
    path("accounts/<int:pk>/", account.AccountView.as_view(), name="account"),
    path("agreements/<int:pk>/parties/", signing.PartiesView.as_view(), name="agreement-parties"),
    path(
        "agreements/<int:pk>/parties/<int:party>/signature/",
        signing.SignatureView.as_view(),
        name="signature",
    ),
    path(
        "agreements/<int:pk>/draft/<slug:kind>/",
        signing.DraftView.as_view(),
        name="agreement-draft",
    ),
    path("agreements/<int:pk>/report/", report.ReportView.as_view(), name="report"),
    path("agreements/<int:pk>/report/save/", report.ReportSaveView.as_view(), name="report-save"),
    path(
        "agreements/<int:pk>/report/document/",
        report.DocumentView.as_view(),
        name="report-document",
    ),
    path(
        "agreements/<int:pk>/report/document/<int:share>/remove/",
        report.DocumentRemoveView.as_view(),
        name="report-document-remove",
    ),
]

# Any other word after an object is one of its moves, so these come last.
moves = [
    path(
        "assessments/<int:pk>/<slug:move>/",
        assessment.AssessmentMoveView.as_view(),
        name="assessment-move",
    ),
    path(
        "accounts/<int:pk>/<slug:move>/", account.AccountMoveView.as_view(), name="bankaccount-move"
    ),
    path(
        "agreements/<int:pk>/<slug:move>/",
        agreement.AgreementMoveView.as_view(),
        name="agreement-move",
    ),
]
