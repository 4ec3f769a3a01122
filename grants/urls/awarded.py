"""Addresses of what follows the award: agreement, payment, changes, report."""

from django.urls import path

from grants.views import (
    account,
    agreement,
    aid,
    change,
    dossier,
    handover,
    inspecting,
    interim,
    offer,
    register,
    report,
    settlement,
    signing,
    volunteering,
)

urlpatterns = [
    path("agreements/<int:pk>/cuts/", settlement.CutsView.as_view(), name="cuts"),
    path("agreements/<int:pk>/settlement/", settlement.SettlementView.as_view(), name="settlement"),
    path("aid/", aid.AidListView.as_view(), name="aid-list"),
    path("aid/<int:pk>/", aid.AidView.as_view(), name="aid"),
    path("agreements/<int:pk>/aid/", aid.AidNewView.as_view(), name="aid-new"),
    path(
        "calls/<slug:code>/agreement-template/",
        signing.TemplateView.as_view(),
        name="agreement-template",
    ),
    path(
        "calls/<slug:code>/annex-template/",
        signing.AnnexTemplateView.as_view(),
        name="annex-template",
    ),
    path("agreements/", agreement.AgreementListView.as_view(), name="agreement-list"),
    path("agreements/<int:pk>/", agreement.AgreementView.as_view(), name="agreement"),
    path(
        "agreements/<int:pk>/dossier/<slug:form>/",
        dossier.AgreementDossierView.as_view(),
        name="agreement-dossier",
    ),
    path("agreements/<int:pk>/payment/", agreement.PaymentView.as_view(), name="agreement-payment"),
    path("agreements/<int:pk>/account/", account.AccountNewView.as_view(), name="account-new"),
    path("accounts/<int:pk>/", account.AccountView.as_view(), name="account"),
    path("agreements/<int:pk>/change/", change.ChangeNewView.as_view(), name="change-new"),
    path("changes/<int:pk>/", change.ChangeView.as_view(), name="change"),
    path("agreements/<int:pk>/annex/", change.AnnexNewView.as_view(), name="annex-new"),
    path("annexes/<int:pk>/", change.AnnexView.as_view(), name="annex"),
    path(
        "annexes/<int:pk>/paper/<slug:kind>/", change.AnnexPaperView.as_view(), name="annex-paper"
    ),
    path(
        "annexes/<int:pk>/parties/<int:party>/signature/",
        change.AnnexSignatureView.as_view(),
        name="annex-signature",
    ),
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
        register.DocumentView.as_view(),
        name="report-document",
    ),
    path("agreements/<int:pk>/register/", register.RegisterView.as_view(), name="register"),
    path(
        "agreements/<int:pk>/volunteers/",
        volunteering.VolunteeringView.as_view(),
        name="volunteering",
    ),
    path(
        "agreements/<int:pk>/volunteers/work/",
        volunteering.WorkNewView.as_view(),
        name="volunteering-new",
    ),
    path(
        "agreements/<int:pk>/volunteers/<int:person>/card/",
        volunteering.CardView.as_view(),
        name="volunteering-card",
    ),
    path(
        "calls/<slug:code>/inspections/",
        inspecting.CallInspectionsView.as_view(),
        name="call-inspections",
    ),
    path(
        "agreements/<int:pk>/inspection/",
        inspecting.InspectionNewView.as_view(),
        name="inspection-new",
    ),
    path("agreements/<int:pk>/handover/", handover.HandoverNewView.as_view(), name="handover-new"),
    path("offers/<int:pk>/", offer.OfferView.as_view(), name="offer"),
    path("handovers/<int:pk>/", handover.HandoverView.as_view(), name="handover"),
    path("handovers/<int:pk>/paper/", handover.HandoverPaperView.as_view(), name="handover-paper"),
    path("inspections/<int:pk>/", inspecting.InspectionView.as_view(), name="inspection"),
    path(
        "inspections/<int:pk>/protocol/",
        inspecting.ProtocolView.as_view(),
        name="inspection-protocol",
    ),
    path(
        "inspections/<int:pk>/paper/<slug:kind>/",
        inspecting.ProtocolPaperView.as_view(),
        name="inspection-paper",
    ),
    path(
        "recommendations/<int:pk>/",
        inspecting.RecommendationView.as_view(),
        name="recommendation",
    ),
    path("interim/<int:pk>/", interim.InterimView.as_view(), name="interim"),
    path("interim/<int:pk>/write/", interim.InterimWriteView.as_view(), name="interim-write"),
    path("interim/<int:pk>/save/", interim.InterimSaveView.as_view(), name="interim-save"),
    path("register/", register.RegisterListView.as_view(), name="register-list"),
    path("register/<int:pk>/", register.EntryView.as_view(), name="register-entry"),
    path("register/<int:pk>/correct/", register.CorrectView.as_view(), name="register-correct"),
]

# Any other word after an object is one of its moves, so these come last.
moves = [
    path("offers/<int:pk>/<slug:move>/", offer.OfferMoveView.as_view(), name="reserveoffer-move"),
    path(
        "handovers/<int:pk>/<slug:move>/",
        handover.HandoverMoveView.as_view(),
        name="handover-move",
    ),
    path(
        "inspections/<int:pk>/<slug:move>/",
        inspecting.InspectionMoveView.as_view(),
        name="inspection-move",
    ),
    path(
        "recommendations/<int:pk>/<slug:move>/",
        inspecting.RecommendationMoveView.as_view(),
        name="recommendation-move",
    ),
    path(
        "interim/<int:pk>/<slug:move>/",
        interim.InterimMoveView.as_view(),
        name="interimreport-move",
    ),
    path(
        "work/<int:pk>/<slug:move>/",
        volunteering.WorkMoveView.as_view(),
        name="volunteerwork-move",
    ),
    path(
        "register/<int:pk>/<slug:move>/",
        register.EntryMoveView.as_view(),
        name="registerentry-move",
    ),
    path("aid/<int:pk>/<slug:move>/", aid.AidMoveView.as_view(), name="deminimisaid-move"),
    path(
        "accounts/<int:pk>/<slug:move>/", account.AccountMoveView.as_view(), name="bankaccount-move"
    ),
    path(
        "changes/<int:pk>/<slug:move>/", change.ChangeMoveView.as_view(), name="budgetchange-move"
    ),
    path("annexes/<int:pk>/<slug:move>/", change.AnnexMoveView.as_view(), name="annex-move"),
    path(
        "agreements/<int:pk>/<slug:move>/",
        agreement.AgreementMoveView.as_view(),
        name="agreement-move",
    ),
]
