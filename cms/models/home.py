"""The first page: what Tandem runs, what is open now, what is new."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.now import open_now

from .articles import ArticlePage
from .base import SitePage
from .programmes import ProgrammePage


class HomePage(SitePage):
    max_count_per_parent: ClassVar[int] = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "cms.ProgrammeIndexPage",
        "cms.ArticleIndexPage",
        "cms.SectionPage",
    ]
    template = "cms/home_page.html"

    seed = "tandem"  # chosen by eye

    class Meta:
        verbose_name = _("first page")
        verbose_name_plural = _("first pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what people can join now in any programme, the programmes and the newest articles."""
        return super().get_context(request, *args, **kwargs) | {
            "now": open_now(),
            "programme_pages": ProgrammePage.objects.live()
            .descendant_of(self)
            .select_related("programme"),
            "articles": ArticlePage.objects.live()
            .descendant_of(self)
            .order_by("-published_on", "-pk")[:3],
        }
