"""Addresses of programmes' overviews and of reports."""

from django.urls import path

from reporting.views import figures, programme, reports

app_name = "reporting"

of_programme = "programmes/<slug:code>/"
urlpatterns = [
    path("reports/", reports.ReportList.as_view(), name="reports"),
    path("reports/<int:pk>/", reports.ReportPage.as_view(), name="report"),
    path("reports/<int:pk>/write/", reports.WriteReport.as_view(), name="report-write"),
    path("reports/<int:pk>/correct/", reports.CorrectReport.as_view(), name="report-correct"),
    path(
        "reports/<int:pk>/figures/<slug:indicator>/",
        figures.ReportFigure.as_view(),
        name="report-figure",
    ),
    path("reports/<int:pk>/lines/<int:line>/", figures.ReportLine.as_view(), name="report-line"),
    path("reports/<int:pk>/<slug:move>/", reports.ReportMove.as_view(), name="report-move"),
    path(of_programme, programme.ProgrammePage.as_view(), name="programme"),
    path(f"{of_programme}late/", programme.LatePage.as_view(), name="programme-late"),
    path(f"{of_programme}reports/", reports.ProgrammeReports.as_view(), name="programme-reports"),
    path(f"{of_programme}reports/new/", reports.NewReport.as_view(), name="report-new"),
    path(
        f"{of_programme}figures/<slug:indicator>/",
        figures.ProgrammeFigure.as_view(),
        name="programme-figure",
    ),
    path(
        f"{of_programme}lines/<int:line>/",
        figures.ProgrammeLine.as_view(),
        name="programme-line",
    ),
]
