"""Putting pages into the public tree, in Polish and English at once, never over an editor's words."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
)

from cms.editors import EDITORS
from cms.models import (
    ArticleIndexPage,
    ArticlePage,
    HomePage,
    ProgrammeIndexPage,
    ProgrammePage,
    SectionPage,
    SitePage,
)

PAGES = Path(__file__).parent / "pages"
KINDS: Mapping[str, type[SitePage]] = {
    "articles": ArticleIndexPage,
    "article": ArticlePage,
    "home": HomePage,
    "programmes": ProgrammeIndexPage,
    "programme": ProgrammePage,
    "section": SectionPage,
}
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
PICTURE_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)

P = TypeVar("P", bound=SitePage)


@transaction.atomic
def set_up_site() -> HomePage:
    """Make locales, first pages, the plain pages everybody needs and the editors' group; twice changes nothing.

    Returns the Polish first page. Pages that exist already are left as they are.
    """
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    home = _home()
    for sheet in sheets("site"):
        put_page(home, sheet)
    _let_editors_in(HomePage.objects.all())
    return home


def sheets(name: str) -> Sequence[Mapping[str, Any]]:
    """Read the pages written down in `cms/pages/<name>.yaml`; the format is explained in its first lines."""
    with (PAGES / f"{name}.yaml").open(encoding="utf-8") as file:
        found: Sequence[Mapping[str, Any]] = yaml.safe_load(file)
    return found


def put_page(parent: SitePage, sheet: Mapping[str, Any], **fields: Any) -> SitePage:
    """Publish the page of `sheet` below the Polish page `parent`, and its English translation below the parent's.

    `fields` are columns both share (the programme, the day). A page with the same Polish slug is
    returned untouched: editors' words are theirs.
    """
    existing = parent.get_children().filter(slug=sheet["slug"]["pl"]).first()
    if existing is not None:
        page: SitePage = existing.specific
        return page
    shared = fields | {
        key: sheet[key] for key in ("show_in_menus", "in_footer", "shows_contact") if key in sheet
    }
    page = KINDS[sheet["kind"]](locale=Locale.get_default(), **_words(sheet, "pl"), **shared)
    parent.add_child(instance=page)
    page.save_revision().publish()
    _translate(page, _words(sheet, "en"))
    return page


def _words(sheet: Mapping[str, Any], language: str) -> dict[str, Any]:
    words = {key: sheet[key][language] for key in ("slug", "title", "lead") if key in sheet}
    blocks: Iterable[Mapping[str, Any]] = sheet.get("body", {}).get(language, ())
    return words | {"body": [(kind, value) for block in blocks for kind, value in _block(block)]}


def _block(block: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Give a block its type and its value the way a stream field takes them."""
    body = SitePage._meta.get_field("body").stream_block
    for kind, value in block.items():
        yield kind, body.child_blocks[kind].to_python(value)


def _translate(page: SitePage, words: Mapping[str, Any]) -> None:
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    for field, value in words.items():
        setattr(english, field, value)
    english.draft_title = english.title
    english.save_revision().publish()


def _home() -> HomePage:
    home = HomePage.objects.filter(locale=Locale.get_default()).first()
    if home is not None:
        return home
    (sheet,) = sheets("home")
    root = Page.get_first_root_node()
    # Wagtail's welcome page holds the slug "home" and the site; it goes once ours stands.
    welcome = root.get_children().exclude(content_type__app_label="cms").first()
    home = HomePage(locale=Locale.get_default(), **_words(sheet, "pl"))
    root.add_child(instance=home)
    home.save_revision().publish()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": home, "site_name": "Tandem"},
    )
    if welcome is not None:
        Page.objects.get(pk=welcome.pk).delete()
    _translate(home, _words(sheet, "en"))
    return HomePage.objects.get(pk=home.pk)


def _let_editors_in(homes: Iterable[Page]) -> None:
    """Give the group of editors the pages below every first page, pictures, documents, and nothing else."""
    group, _made = Group.objects.get_or_create(name=EDITORS)
    rights = {
        right.codename: right
        for right in Permission.objects.filter(codename__in=(*PAGE_RIGHTS, *PICTURE_RIGHTS))
    }
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        Permission.objects.get(
            content_type__app_label="simple_translation", codename="submit_translation"
        ),
    )
    for home in homes:
        for name in PAGE_RIGHTS:
            GroupPagePermission.objects.get_or_create(
                group=group, page=home, permission=rights[name]
            )
    everything = Collection.get_first_root_node()
    for name in PICTURE_RIGHTS:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=everything, permission=rights[name]
        )
