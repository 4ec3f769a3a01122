"""Public pages of mentoring, under /mentoring/."""

from django.urls import path

from .views import certificates, directory, public

app_name = "mentoring_public"
urlpatterns = [
    path("practitioners/", directory.Directory.as_view(), name="directory"),
    path("certificates/<str:token>/", certificates.CertificateCheck.as_view(), name="certificate"),
    path("<slug:code>/<slug:side>/", public.Recruitment.as_view(), name="recruitment"),
    path("<slug:code>/", public.EditionPage.as_view(), name="edition"),
]
