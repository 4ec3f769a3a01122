"""The public site of the demo: a page for each programme and some news, in Polish and English."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cms.models import ArticleIndexPage, Installation, ProgrammeIndexPage
from cms.tree import put_page, set_up_site, sheets
from workflows import clock


def play(cast: Any, programmes: Mapping[str, Any]) -> None:
    """Publish the pages of `programmes` (by code) and the news, owned by the cast's editor."""
    home = set_up_site()
    index = ProgrammeIndexPage.objects.child_of(home).get()
    for sheet in sheets("programmes"):
        put_page(
            index,
            sheet,
            programme=programmes[sheet["programme"]],
            shows_progress=True,
            owner=cast.editor,
        )
    news = ArticleIndexPage.objects.child_of(home).get()
    for sheet in sheets("articles"):
        day = clock.today() - timedelta(days=sheet["days_ago"])
        put_page(
            news,
            sheet,
            programme=programmes[sheet["programme"]],
            published_on=day,
            owner=cast.editor,
        )
    _introduce()


def _introduce() -> None:
    installation = Installation.load()
    installation.name = "Forum Organizacji Pozarządowych (demo)"
    installation.email = "biuro@demo.tandem.example"
    installation.save()
