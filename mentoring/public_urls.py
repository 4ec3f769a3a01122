"""Public pages of mentoring, under /mentoring/."""

from django.urls import path

from .views import public

app_name = "mentoring_public"
urlpatterns = [path("<slug:code>/", public.EditionPage.as_view(), name="edition")]
