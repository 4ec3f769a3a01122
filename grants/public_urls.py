"""Addresses of calls that everybody may open."""

from django.urls import path

from grants.views import public

app_name = "grants_public"

urlpatterns = [
    path("", public.PublicCallListView.as_view(), name="call-list"),
    path("<slug:code>/", public.PublicCallView.as_view(), name="call"),
]
