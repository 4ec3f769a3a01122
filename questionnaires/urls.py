"""Addresses of the workspace on which forms are written."""

from django.urls import path

from questionnaires.views import keeping, preview, writing

app_name = "questionnaires"

version = "<slug:code>/versions/<int:number>/"
urlpatterns = [
    path("", keeping.FormList.as_view(), name="forms"),
    path("new/", keeping.NewForm.as_view(), name="new"),
    path("<slug:code>/", keeping.FormPage.as_view(), name="form"),
    path("<slug:code>/draft/", writing.DraftPage.as_view(), name="draft"),
    path("<slug:code>/draft/add/", writing.NewBlock.as_view(), name="block-new"),
    path("<slug:code>/draft/blocks/<slug:key>/", writing.EditBlock.as_view(), name="block"),
    path(version, keeping.VersionPage.as_view(), name="version"),
    path(f"{version}preview/", preview.VersionPreview.as_view(), name="preview"),
    path(f"{version}file/", keeping.VersionFile.as_view(), name="file"),
]
