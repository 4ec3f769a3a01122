"""The public face of a programme: its editor's words beside what is live in the workspace."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.now import open_now
from cms.progress import progress_of

from .articles import ArticlePage
from .base import SitePage


class ProgrammeIndexPage(SitePage):
    subpage_types: ClassVar[list[str]] = ["cms.ProgrammePage"]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    template = "cms/programme_index_page.html"

    class Meta:
        verbose_name = _("list of programmes")
        verbose_name_plural = _("lists of programmes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the live programme pages below this page, in the editors' order."""
        pages = ProgrammePage.objects.live().child_of(self).select_related("programme")
        return super().get_context(request, *args, **kwargs) | {"programme_pages": pages}


class ProgrammePage(SitePage):
    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, related_name="+", verbose_name=_("programme")
    )
    shows_progress = models.BooleanField(
        _("show how far its targets are"),
        default=False,
        help_text=_("Indicators with a target, counted from the workspace at this moment."),
    )

    subpage_types: ClassVar[list[str]] = ["cms.SectionPage"]
    parent_page_types: ClassVar[list[str]] = ["cms.ProgrammeIndexPage"]
    content_panels: ClassVar[list[object]] = [
        *SitePage.content_panels[:1],
        FieldPanel("programme"),
        FieldPanel("shows_progress"),
        *SitePage.content_panels[1:],
    ]
    template = "cms/programme_page.html"

    class Meta:
        verbose_name = _("programme page")
        verbose_name_plural = _("programme pages")

    @property
    def seed(self) -> str:
        """Give the programme's code: its picture is the same in every installation."""
        return str(self.programme.code)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what people can join now, who carries the programme, and what was written about it."""
        programme = self.programme
        articles = ArticlePage.objects.live().filter(programme=programme, locale=self.locale)
        return super().get_context(request, *args, **kwargs) | {
            "now": open_now(programme),
            "progress": progress_of(programme) if self.shows_progress else [],
            "partners": programme.partners.all(),
            "local_governments": programme.local_governments.all(),
            "goals": programme.texts("goals"),
            "articles": articles.order_by("-published_on", "-pk")[:3],
        }
