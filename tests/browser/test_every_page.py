"""Every page that links lead to, as each role: it answers, fits a phone, speaks one language, needs no script."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import urlsplit, urlunsplit

import pytest
from babel.messages.pofile import read_po
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from cms.access import ROLES, VISITOR
from tests.browser.conftest import ROOT
from tests.browser.visitor import Visitor

CATALOGUE = ROOT / "cms" / "locale" / "pl" / "LC_MESSAGES" / "django.po"
OFFICE = {"staff", "finance"}
TWINS_OF_STAFF = {"coordinator", "admin"}
# Pages of libraries, files, and what other tests of this folder look at whole.
BESIDE = ("/account/", "/cms/", "/documents/", "/dev/", "/media/", "/static/", "/styleguide/")

PANEL, WRITTEN = "/panel/", "wagtail_serve"
VIEWED = "workflows:file-open"  # a picture or a PDF in the browser's own viewer: no page of ours

SHOWN = "each => each.getClientRects().length > 0"
# What one fills in and cannot send, and buttons that only a script would answer.
DEAD = f"""() => [
  ...[...document.forms].filter(form => {{
    const open = [...form.elements].filter({SHOWN}).filter(each => each.matches(":enabled:not(fieldset)"));
    return open.length && !open.some(each => each.type === "submit");
  }}),
  ...[...document.querySelectorAll("button[type=button]")].filter({SHOWN}),
].map(each => each.outerHTML.slice(0, 120))"""
# What is not said to be Polish, text by text.
TEXTS = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("[lang=pl], script, textarea")) {
      found.push(walker.currentNode.textContent.trim());
    }
  }
  return found;
}"""
# Names of languages are their own; the rest people typed in Polish, by chance in words that Tandem uses too.
TYPED = {
    "polski",
    "koordynacja",
    "nowe",
    "sprawozdanie częściowe",
    "sprawozdanie końcowe",
    "animacja społeczna",
    "wizyta studyjna",
    "wizyty studyjne",
    "osoby zaangażowane dłużej niż pół roku",
}


@pytest.fixture(scope="session")
def examined() -> set[tuple[bool, str]]:
    """Addresses that the accessibility checker was asked about, by the office and by others: it is slower than a page."""
    return set()


def address_of(path: str, *, by_page: bool = False) -> str | None:
    """The name under which `path` is served, `by_page` itself where an editor wrote it; None for what is not walked."""
    bare = urlsplit(path).path.removeprefix("/en") or "/"
    if bare.startswith(BESIDE):
        return None
    try:
        name = resolve(bare).view_name
    except Resolver404:
        return None
    if name == VIEWED:
        return None
    return path if by_page and name == WRITTEN else name


def links_on(visitor: Visitor) -> Iterator[str]:
    """Addresses of our own, with what is asked there, that the page in front of the visitor leads to."""
    page = urlsplit(visitor.page.url)
    found = visitor.page.eval_on_selector_all(
        "a[href]:not([download], [hreflang], main [lang=pl] *)", "all => all.map(each => each.href)"
    )
    ours = (parts for parts in map(urlsplit, found) if parts.netloc == page.netloc)
    return (urlunsplit(("", "", parts.path, parts.query, "")) for parts in ours)


def is_page(visitor: Visitor, path: str) -> bool:
    """Open `path`; False where it is a file to be kept."""
    try:
        visitor.open(path)
    except Error as stopped:
        if "Download is starting" not in str(stopped):
            raise
        return False
    return True


def nothing(address: str) -> None:
    """What a walk does at an address where it does no more than open its page."""


def walk(
    visitor: Visitor,
    start: str,
    *,
    before: Callable[[str], None] = nothing,
    after: Callable[[str], None] = nothing,
) -> int:
    """Follow links from `start`, to one page of every address; returns how many pages that were.

    `before` and `after` hear the address of each page when it is about to be opened, and when it is there. Whoever
    starts at the public site goes through all that editors wrote there.
    """
    waiting, known, seen = deque([start]), {start}, set()
    while waiting:
        path = waiting.popleft()
        address = address_of(path, by_page=PANEL not in start)
        if address is None or address in seen:
            continue
        before(address)
        if not is_page(visitor, path):
            continue
        after(address)
        seen.add(address)
        fresh = [each for each in dict.fromkeys(links_on(visitor)) if each not in known]
        known.update(fresh)
        waiting.extend(fresh)
    return len(seen)


def first_page(role: str) -> str:
    return "/" if role == VISITOR else PANEL


def comes(invite_once: Callable[..., Visitor], role: str, **options: bool) -> Visitor:
    return invite_once(None if role == VISITOR else role, **options)


@cache
def polish_words() -> frozenset[str]:
    """Everything that Tandem says in Polish and not the same in English, in small letters."""
    said: set[str] = set()
    english: set[str] = set()
    with CATALOGUE.open("rb") as file:
        for message in read_po(file, locale="pl"):
            said.update(_forms(message.string))
            english.update(_forms(message.id))
    return frozenset(said - english - TYPED)


def _forms(words: str | tuple[str, ...]) -> set[str]:
    return {each.lower() for each in ([words] if isinstance(words, str) else words) if each}


def polish_on(visitor: Visitor) -> list[str]:
    """Texts of the page in front of the visitor that are Tandem's own and Polish."""
    texts = visitor.page.evaluate(TEXTS)
    return [each for each in texts if each.strip(" :·,").lower() in polish_words()]


# What coordinators and administrators open is what staff open: their walks are the one in English and the one
# without scripts.
@pytest.mark.parametrize("role", [role for role in ROLES if role not in TWINS_OF_STAFF])
def test_whatever_links_lead_to_can_be_read_on_a_phone(invite_once, examined, role):
    visitor, in_office = comes(invite_once, role), role in OFFICE

    def arrives(address: str) -> None:
        visitor.examines = (in_office, address) not in examined
        examined.add((in_office, address))

    assert walk(visitor, first_page(role), before=arrives) > 15


@pytest.mark.parametrize("role", ["coordinator", VISITOR])
def test_in_english_nothing_is_left_in_polish_or_leads_there(invite_once, role):
    visitor = comes(invite_once, role)
    visitor.examines = False
    left: list[str] = []

    def look(address: str) -> None:
        away = [path for path in links_on(visitor) if not path.startswith("/en/")]
        left.extend(f"{address}: {each}" for each in filter(address_of, away))
        left.extend(f"{address}: {each}" for each in polish_on(visitor))

    assert walk(visitor, f"/en{first_page(role)}", after=look) > 15
    assert left == []


@pytest.mark.parametrize("role", ["admin", "applicant", "mentee", VISITOR])
def test_without_scripts_every_form_can_be_sent(invite_once, role):
    visitor = comes(invite_once, role, javascript=False)
    dead: list[str] = []

    def look(address: str) -> None:
        dead.extend(f"{address}: {each}" for each in visitor.page.evaluate(DEAD))

    assert walk(visitor, first_page(role), after=look) > 15
    assert dead == []
