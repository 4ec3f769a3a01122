"""Public pages of events and study visits."""

from django.urls import path

from .views import places, public

app_name = "activities_public"
urlpatterns = [
    path("events/", public.ComingPage.as_view(), name="coming"),
    path("events/<slug:code>/", public.PublicEvent.as_view(), name="event"),
    path("places/<str:token>/", places.Place.as_view(), name="place"),
    path("places/<str:token>/certificate/", places.Certificate.as_view(), name="place-certificate"),
    path("visits/<slug:code>/", public.PublicVisit.as_view(), name="visit"),
]
