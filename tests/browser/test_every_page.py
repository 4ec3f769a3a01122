"""Every page that links lead to, as each role: axe is silent, nothing is wider than the phone, no script fails."""

from __future__ import annotations

from collections import Counter, deque
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

ROLES = [
    "applicant",
    "assessor",
    "chair",
    "mentor",
    "mentee",
    "staff",
    "finance",
    "funder",
]
# Pages of libraries, files, and what other tests of this folder look at whole.
BESIDE = ("/account/", "/cms/", "/documents/", "/dev/", "/media/", "/static/", "/styleguide/")


def address_of(path: str) -> str | None:
    """The name under which `path` is served; None for what is not walked here."""
    bare = path.removeprefix("/en") or "/"
    if bare.startswith(BESIDE):
        return None
    try:
        return resolve(bare).view_name
    except Resolver404:
        return None


def links_on(visitor) -> list[str]:
    """Addresses of our own that the page in front of the visitor leads to."""
    found = visitor.page.eval_on_selector_all(
        "a[href]:not([download])", "all => all.map(each => each.href)"
    )
    here = urlsplit(visitor.page.url).netloc
    parts = [urlsplit(each) for each in found]
    return [each.path for each in parts if each.netloc == here]


def walk(visitor, start: str, *, of_each: int) -> Counter[str]:
    """Follow links from `start`, up to `of_each` pages of every address; how many of each were looked at."""
    waiting, known, seen = deque([start]), {start}, Counter()
    while waiting:
        path = waiting.popleft()
        address = address_of(path)
        if address is None or seen[address] >= of_each:
            continue
        try:
            visitor.open(path)
        except Error as stopped:
            # a file to be kept is no page
            if "Download is starting" not in str(stopped):
                raise
            continue
        seen[address] += 1
        fresh = [each for each in links_on(visitor) if each not in known]
        known.update(fresh)
        waiting.extend(fresh)
    return seen


@pytest.mark.parametrize("role", ROLES)
def test_whatever_the_workspace_links_to_can_be_read_on_a_phone(invite_once, role):
    seen = walk(invite_once(role, at_width=360), "/panel/", of_each=1)

    assert seen.total() > 5


def test_whatever_staff_open_at_a_desk_can_be_read_in_english(invite_once):
    seen = walk(invite_once("staff", at_width=1280), "/en/panel/", of_each=1)

    assert seen.total() > 50


@pytest.mark.parametrize("role", [None, "applicant", "assessor", "mentee"])
def test_every_page_stands_without_javascript(invite_once, role):
    visitor = invite_once(role, javascript=False, at_width=360)

    seen = walk(visitor, "/panel/" if role else "/", of_each=1)

    assert seen.total() > 5
    assert visitor.page.locator("h1").count() == 1
