"""Addresses of the public face that are no Wagtail pages."""

from django.conf import settings
from django.urls import URLPattern, path

from cms.views import screen, styleguide
from cms.views.openings import Openings

urlpatterns: list[URLPattern] = [
    path("visits/", Openings.as_view(), name="open-visits"),
    path("mentoring/", Openings.as_view(), name="open-mentoring"),
    path("text-size/", screen.set_text_size, name="text-size"),
]
if settings.TANDEM_DEVELOPMENT:
    urlpatterns.append(path("styleguide/", styleguide.show, name="styleguide"))
