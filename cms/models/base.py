"""What all pages share: a lead, a body of blocks, a picture drawn from the mark's circles."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import Body


class SitePage(Page):
    """A page with a lead and a body; abstract, because each kind stands in its own table."""

    lead = models.TextField(
        _("lead"),
        blank=True,
        max_length=400,
        help_text=_("One or two sentences: what this is and for whom."),
    )
    body = StreamField(Body(), blank=True, verbose_name=_("body"))

    content_panels: ClassVar[list[object]] = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[object]] = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True

    @property
    def seed(self) -> str:
        """Give what the page's illustration is drawn from: the same for all its translations."""
        return str(self.translation_key)
