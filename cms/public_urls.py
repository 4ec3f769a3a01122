"""Addresses of the public face that are no Wagtail pages."""

from django.conf import settings
from django.urls import URLPattern, path

from cms.views import screen, styleguide

urlpatterns: list[URLPattern] = [
    path("text-size/", screen.set_text_size, name="text-size"),
]
if settings.TANDEM_DEVELOPMENT:
    urlpatterns.append(path("styleguide/", styleguide.show, name="styleguide"))
