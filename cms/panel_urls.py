"""Addresses of the workspace that belong to the installation, not to a programme."""

from django.conf import settings
from django.urls import URLPattern, path

from cms.views import dev_mail, find, first_steps, operations

app_name = "cms"
urlpatterns: list[URLPattern] = [
    path("panel/find/", find.Find.as_view(), name="find"),
    path("panel/operations/", operations.Operations.as_view(), name="operations"),
    path("panel/first-steps/", first_steps.Overview.as_view(), name="first-steps"),
    path("panel/first-steps/organisation/", first_steps.Introduce.as_view(), name="organisation"),
    path("panel/first-steps/mail/", first_steps.SendTestMail.as_view(), name="test-mail"),
    path("panel/first-steps/mail/arrived/", first_steps.ConfirmMail.as_view(), name="mail-arrived"),
    path("panel/first-steps/backup/", first_steps.Backup.as_view(), name="backup"),
    path(
        "start/<str:token>/",
        first_steps.FirstAdministrator.as_view(),
        name="first-administrator",
    ),
]
if settings.TANDEM_DEVELOPMENT:
    urlpatterns += [
        path("dev/mail/", dev_mail.index, name="dev-mail"),
        path("dev/mail/<slug:number>/", dev_mail.show, name="dev-mail-message"),
    ]
