"""A person at a browser, who notices what a person and an accessibility checker would notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from re import Pattern
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, Response

PASSWORD = "tandem-demo"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Axe measures with inline styles of its own, which the policy blocks: what comes after it started does not count.
WATCH_POLICY = """
window.tandemBlocked = [];
document.addEventListener("securitypolicyviolation", (event) => {
  if (!window.axe) window.tandemBlocked.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
});
"""

# Whether the middle of what has the focus is what one would touch there.
SEEN = """each => {
  const box = each.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 40) / 2);
  return top !== null && (each.contains(top) || top.contains(each) && !top.matches("main, body, html"));
}"""


@cache
def axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


class Visitor:
    """Every page they come to is checked: an answer below 400, axe silent, no CSP violation, no script error.

    `examines` off leaves axe out: for pages that it was asked about already, or in another language.
    """

    def __init__(self, page: Page, *, javascript: bool) -> None:
        self.page, self.javascript = page, javascript
        self.complaints: list[str] = []
        self.hurries = False
        self.examines = True
        page.set_default_timeout(10_000)
        if javascript:
            page.add_init_script(WATCH_POLICY)
        else:
            page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("response", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.complaints.append(f"CSP: {message.text}")

    def _see(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} at {response.url}")

    def log_in(self, email: str) -> None:
        """Log in; `look` at the first page is for the test that is about it."""
        self.page.goto("/account/login/")
        self.page.locator("input[name=login]").fill(email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("form:has(input[name=password]) button[type=submit]").click()
        self.page.wait_for_url("**/panel/**")

    @contextmanager
    def hurry(self) -> Iterator[None]:
        """Within it pages are not looked at: for steps whose pages another test, or another visitor, looks at."""
        self.hurries = True
        try:
            yield
        finally:
            self.hurries = False

    def open(self, path: str) -> Visitor:
        response = self.page.goto(path)
        assert response is not None, path
        assert response.status < 400, f"{path}: {response.status}"
        return self.look()

    def look(self) -> Visitor:
        """Check the page in front of us."""
        if self.hurries:
            return self
        if self.javascript:
            self.complaints += self.page.evaluate("window.tandemBlocked")
        assert not self.complaints, f"{self.page.url}: {self.complaints}"
        if self.javascript:
            found = self._violations() if self.examines else []
            assert not found, f"{self.page.url}: {found}"
            overflow = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 0, f"{self.page.url} is {overflow} px wider than the screen"
        return self

    def _violations(self) -> list[str]:
        self.page.evaluate(axe_source())
        result: dict[str, Any] = self.page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
            RULES,
        )
        return [
            f"{each['id']}: {[node['target'] for node in each['nodes'][:4]]}"
            for each in result["violations"]
        ]

    def fill(self, label: str, value: str) -> Visitor:
        self.main.get_by_label(label, exact=False).first.fill(value)
        return self

    def fill_all(self, words: Mapping[str, str]) -> Visitor:
        """Fill one field after the other, each by its label."""
        for label, value in words.items():
            self.fill(label, value)
        return self

    def choose(self, label: str, option: str = "") -> Visitor:
        """Tick the box or the circle `label`; with `option`, pick it from the list `label`."""
        field = self.main.get_by_label(label, exact=False).first
        if option:
            field.select_option(label=option)
        else:
            field.check()
        return self

    def attach(self, field: str, name: str = "skan.pdf") -> Visitor:
        """Put a PDF called `name` into the field of files that is sent as `field`."""
        self.main.locator(f"[name={field}]").set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
        )
        return self

    def press(self, name: str | Pattern[str]) -> Visitor:
        """Press the button that bears `name`, wait for what comes, check it."""
        return self._go(self.page.get_by_role("button", name=name).first)

    def follow(self, name: str | Pattern[str]) -> Visitor:
        """Follow the link that bears `name`, wait for what comes, check it."""
        return self._go(self.page.get_by_role("link", name=name).first)

    def _go(self, way: Locator) -> Visitor:
        with self.page.expect_navigation():
            way.click()
        return self.look()

    def receives(self, subject: str, *, to: str = "") -> Visitor:
        """A letter with `subject`, to that address, reaches the folder of mails; the worker brings it within seconds."""
        self.page.goto("/dev/mail/")
        letters = self.page.locator("tbody tr", has_text=to)
        letter = letters.get_by_role("link", name=subject).first
        for _ in range(40):
            if letter.count():
                return self._go(letter)
            self.page.wait_for_timeout(250)
            self.page.reload()
        raise AssertionError(f"No letter “{subject}” came.")

    def reads(self, text: str) -> Visitor:
        """They find `text` on the page; spaces that do not break count as spaces."""
        assert text in self.text, f"{self.page.url} does not say “{text}” but:\n{self.text}"
        return self

    def tab_to(self, target: Locator) -> Visitor:
        """Go on with the Tab key alone until `target` has the focus; nothing may lie over it."""
        for _ in range(200):
            self.page.keyboard.press("Tab")
            if target.evaluate("each => each === document.activeElement"):
                assert target.evaluate(SEEN), f"{target} has the focus under something else"
                return self
        raise AssertionError(f"The Tab key does not lead to {target}")

    def another_window(self) -> Visitor:
        """The same person in a second window of the same browser."""
        return Visitor(self.page.context.new_page(), javascript=self.javascript)

    @property
    def text(self) -> str:
        return self.main.inner_text().replace("\N{NO-BREAK SPACE}", " ")

    @property
    def main(self) -> Locator:
        return self.page.locator("main")
