"""A plain page: about us, contact, accessibility, cookies."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from .base import SitePage


class SectionPage(SitePage):
    in_footer = models.BooleanField(_("link from the foot of every page"), default=False)

    shows_contact = models.BooleanField(
        _("show who runs the site and how to reach them"),
        default=False,
        help_text=_("The data are kept in the settings."),
    )

    promote_panels: ClassVar[list[object]] = [
        *SitePage.promote_panels,
        FieldPanel("in_footer"),
        FieldPanel("shows_contact"),
    ]
    template = "cms/section_page.html"

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
