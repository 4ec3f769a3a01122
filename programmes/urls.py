"""Addresses of the workspace about programmes; a programme's own page is `reporting:programme`."""

from django.urls import path

from programmes.views import description, filters, letters, lists, parts, roles, upload

app_name = "programmes"

of_programme = "<slug:code>/"
urlpatterns = [
    path("", lists.ProgrammeList.as_view(), name="programmes"),
    path("new/", lists.NewProgramme.as_view(), name="new"),
    path("filters/new/", filters.SaveFilter.as_view(), name="filter-new"),
    path("filters/<int:pk>/", filters.ChangeFilter.as_view(), name="filter"),
    path("filters/<int:pk>/delete/", filters.DeleteFilter.as_view(), name="filter-delete"),
    path("letters/", letters.Letters.as_view(), name="letters"),
    path("letters/to/<str:to>/", letters.WriteLetter.as_view(), name="letter-new"),
    path("letters/<int:pk>/", letters.LetterPage.as_view(), name="letter"),
    path("letters/<int:pk>/edit/", letters.EditLetter.as_view(), name="letter-edit"),
    path("letters/<int:pk>/test/", letters.TryLetter.as_view(), name="letter-test"),
    path("letters/<int:pk>/<slug:move>/", letters.LetterMove.as_view(), name="groupletter-move"),
    path("import/", upload.Upload.as_view(), name="import"),
    path("import/apply/", upload.Apply.as_view(), name="import-apply"),
    path(f"{of_programme}description/", description.Description.as_view(), name="description"),
    path(f"{of_programme}description/edit/", description.Edit.as_view(), name="edit"),
    path(f"{of_programme}description/points/", description.EditPoints.as_view(), name="points"),
    path(f"{of_programme}partners/", parts.Partners.as_view(), name="partners"),
    path(f"{of_programme}partners/new/", parts.NewPartner.as_view(), name="partner-new"),
    path(f"{of_programme}partners/<int:pk>/", parts.EditPartner.as_view(), name="partner"),
    path(
        f"{of_programme}partners/<int:pk>/remove/",
        parts.RemovePartner.as_view(),
        name="partner-remove",
    ),
    path(f"{of_programme}activities/", parts.Activities.as_view(), name="activities"),
    path(f"{of_programme}activities/new/", parts.NewActivity.as_view(), name="activity-new"),
    path(f"{of_programme}activities/<int:pk>/", parts.EditActivity.as_view(), name="activity"),
    path(
        f"{of_programme}activities/<int:pk>/remove/",
        parts.RemoveActivity.as_view(),
        name="activity-remove",
    ),
    path(f"{of_programme}indicators/", parts.Indicators.as_view(), name="indicators"),
    path(f"{of_programme}indicators/new/", parts.NewIndicator.as_view(), name="indicator-new"),
    path(f"{of_programme}indicators/<int:pk>/", parts.EditIndicator.as_view(), name="indicator"),
    path(
        f"{of_programme}indicators/<int:pk>/remove/",
        parts.RemoveIndicator.as_view(),
        name="indicator-remove",
    ),
    path(f"{of_programme}team/", roles.Team.as_view(), name="roles"),
    path(f"{of_programme}team/<int:pk>/end/", roles.EndRole.as_view(), name="role-end"),
    path("moves/<int:pk>/<slug:move>/", lists.ProgrammeMove.as_view(), name="programme-move"),
]
