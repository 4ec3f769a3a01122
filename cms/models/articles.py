"""News: an index and its articles."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from .base import SitePage

ARTICLES_ON_A_PAGE = 12


class ArticleIndexPage(SitePage):
    subpage_types: ClassVar[list[str]] = ["cms.ArticlePage"]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    template = "cms/article_index_page.html"

    class Meta:
        verbose_name = _("list of articles")
        verbose_name_plural = _("lists of articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the live articles below this page, the newest first, a page of twelve at a time."""
        articles = ArticlePage.objects.live().child_of(self).order_by("-published_on", "-pk")
        shown = Paginator(articles, ARTICLES_ON_A_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"page_obj": shown}


class ArticlePage(SitePage):
    published_on = models.DateField(_("day"), default=timezone.localdate)
    programme = models.ForeignKey(
        "programmes.Programme",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme it is about"),
    )

    subpage_types: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["cms.ArticleIndexPage"]
    content_panels: ClassVar[list[object]] = [
        *SitePage.content_panels[:1],
        FieldPanel("published_on"),
        FieldPanel("programme"),
        *SitePage.content_panels[1:],
    ]
    search_fields: ClassVar[list[object]] = [
        *SitePage.search_fields,
        index.FilterField("published_on"),
    ]
    template = "cms/article_page.html"

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
