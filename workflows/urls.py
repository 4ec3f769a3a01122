"""The engine's own pages."""

from django.urls import path

from .views import around, files, inbox, mails, my_letters, stop_letters, uploads

app_name = "workflows"

_about = "<slug:app_label>/<slug:model>/<int:pk>/"

urlpatterns = [
    path("panel/", inbox.InboxView.as_view(), name="inbox"),
    path("panel/my-letters/", my_letters.MyLettersView.as_view(), name="my-letters"),
    path(
        "letters/stop/<slug:what>/<str:token>/",
        stop_letters.StopLettersView.as_view(),
        name="stop-letters",
    ),
    path("panel/mails/", mails.MailListView.as_view(), name="mails"),
    path("panel/mails/texts/", mails.TextListView.as_view(), name="mail-texts"),
    path(
        "panel/mails/texts/<path:template>/<slug:language>/",
        mails.TextView.as_view(),
        name="mail-text",
    ),
    path("panel/mails/<int:pk>/", mails.MailView.as_view(), name="mail"),
    path(f"panel/comments/{_about}", around.CommentView.as_view(), name="comment"),
    path(f"panel/files/{_about}", around.FileAddView.as_view(), name="file-add"),
    path("panel/files/<uuid:key>/remove/", around.FileRemoveView.as_view(), name="file-remove"),
    path("panel/uploads/", uploads.UploadsView.as_view(), name="uploads"),
    path("panel/uploads/<uuid:key>/", uploads.UploadView.as_view(), name="upload"),
    path("files/<uuid:key>/", files.FileView.as_view(), name="file"),
    path("files/<uuid:key>/open/", files.FileOpenView.as_view(), name="file-open"),
    path("files/<uuid:key>/small/", files.FileSmallView.as_view(), name="file-small"),
]
