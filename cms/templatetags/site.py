"""The public tree as menus: top places, foot links, the same page in the other language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language
from wagtail.models import Page, Site

from cms.editors import may_edit_site
from cms.models import SectionPage

register = template.Library()
register.simple_tag(may_edit_site)

ENDONYMS = {"pl": "polski", "en": "English"}


@dataclass(frozen=True)
class MenuEntry:
    title: str
    url: str
    current: str = ""


@dataclass(frozen=True)
class LanguageEntry:
    code: str
    name: str
    url: str
    current: bool


@register.inclusion_tag("components/languages.html", takes_context=True)
def languages(context: template.Context) -> dict[str, Any]:
    """Offer every language on the same page; a page not translated yet leads to that language's front."""
    request: HttpRequest | None = context.get("request")
    twins = _twins(context.get("page"))
    now = get_language()
    return {
        "entries": [
            LanguageEntry(
                code, ENDONYMS.get(code, code), _address(code, request, twins), code == now
            )
            for code, _name in settings.LANGUAGES
        ]
    }


def _twins(page: Any) -> dict[str, Page] | None:
    """Find a page's live translations by language; None where there is no page but a view."""
    if not isinstance(page, Page):
        return None
    live = page.get_translations(inclusive=True).live().select_related("locale")
    return {twin.locale.language_code: twin for twin in live}


def _address(code: str, request: HttpRequest | None, twins: dict[str, Page] | None) -> str:
    front = "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
    if request is None:
        return front
    if twins is None:
        return str(translate_url(request.get_full_path(), code))
    return (twins[code].get_url(request) if code in twins else None) or front


def front_page(request: HttpRequest) -> Page | None:
    """Find the site's first page in the language of the request, or None before `setup_site` ran."""
    site = Site.find_for_request(request)
    return site.root_page.localized if site else None


@register.simple_tag(takes_context=True)
def site_places(context: template.Context) -> list[MenuEntry]:
    """List the pages of the top menu; `current` is `page` on the page itself and `true` below it."""
    return list(_menu(context["request"], context.get("page")))


def _menu(request: HttpRequest, page: Any) -> Iterator[MenuEntry]:
    front = front_page(request)
    if front is None:
        return
    here = page.path if isinstance(page, Page) else ""
    for child in front.get_children().live().in_menu():
        current = "page" if here == child.path else "true" if here.startswith(child.path) else ""
        yield MenuEntry(child.title, child.get_url(request) or "", current)


@register.simple_tag(takes_context=True)
def foot_pages(context: template.Context) -> list[MenuEntry]:
    """List the pages every visitor must be able to reach: accessibility, cookies, contact."""
    request = context["request"]
    pages = SectionPage.objects.live().filter(in_footer=True, locale__language_code=get_language())
    return [MenuEntry(page.title, page.get_url(request) or "") for page in pages.order_by("path")]
