"""Who walks: somebody with the test client who does only what the pages offer them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, SoupStrainer, Tag
from django.test import Client

MAIN = SoupStrainer("main")  # the frame around it is the same everywhere
SPACES = {ord("\N{NO-BREAK SPACE}"): " ", ord("\N{NARROW NO-BREAK SPACE}"): " "}


class Walker:
    """Opens pages, follows links by their words, and presses buttons with what the form holds and what they type."""

    def __init__(self, user: Any) -> None:
        self.user, self.client = user, Client()
        self.client.force_login(user)
        self.here, self.page = "", BeautifulSoup("", "html.parser")

    def opens(self, path: str) -> Walker:
        """Go to `path`; a page that refuses fails the journey."""
        return self._arrive(self.client.get(path, follow=True), path)

    def follows(self, words: str) -> Walker:
        """Follow the first link with these words in it."""
        links = [link for link in self._main.find_all("a", href=True) if words in link.get_text()]
        assert links, f"{self.here} has no link “{words}”:\n{self.text}"
        return self.opens(self._from_here(str(links[0]["href"])))

    def presses(self, words: str, **typed: Any) -> Walker:
        """Press the first button with these words; `typed` goes into the fields of its form."""
        button = next(
            (each for each in self._main.find_all("button") if words in each.get_text()), None
        )
        assert button is not None, f"{self.here} has no button “{words}”:\n{self.text}"
        form = button.find_parent("form")
        assert form is not None
        data = _filled(form)
        unknown = typed.keys() - {field["name"] for field in form.select("[name]")}
        assert not unknown, f"{self.here} has no fields {unknown}"
        data |= typed
        if button.get("name"):
            data[button["name"]] = button.get("value", "")
        path = self._from_here(str(form.get("action") or ""))
        return self._arrive(self.client.post(path, data, follow=True), path)

    def posts(self, path: str, data: dict[str, Any]) -> Walker:
        """Send a form that a script of the page fills."""
        return self._arrive(self.client.post(path, data, follow=True), path)

    def reads(self, *words: str) -> Walker:
        """They find all these words on the page."""
        for each in words:
            assert each in self.text, f"{self.here} does not say “{each}”:\n{self.text}"
        return self

    @property
    def text(self) -> str:
        """What the page says, with plain spaces."""
        return " ".join(self._main.get_text(" ").translate(SPACES).split())

    @property
    def _main(self) -> Tag:
        found = self.page.find("main")
        assert isinstance(found, Tag)
        return found

    def _from_here(self, href: str) -> str:
        href = href.partition("#")[0]
        if href.startswith("?"):
            return self.here.partition("?")[0] + href
        return href or self.here

    def _arrive(self, answer: Any, path: str) -> Walker:
        self.here = answer.redirect_chain[-1][0] if answer.redirect_chain else path
        self.page = BeautifulSoup(answer.content, "html.parser", parse_only=MAIN)
        assert answer.status_code == 200, f"{answer.status_code} at {self.here}:\n{self.text}"
        return self


def _filled(form: Tag) -> dict[str, Any]:
    """What a browser would send of `form` as it stands, without its buttons."""
    data: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type", "")
        if not name or field.has_attr("disabled") or kind in {"file", "submit"}:
            continue
        if kind in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        if field.name == "textarea":
            value: Any = field.get_text()
        elif field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            value = chosen.get("value", "") if chosen else ""
        else:
            value = field.get("value", "on" if kind == "checkbox" else "")
        data.setdefault(name, []).append(value)
    return data


@pytest.fixture
def walks() -> Callable[[Any], Walker]:
    """Return a function that lets `user` walk."""
    return Walker
