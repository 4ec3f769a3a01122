"""An editor publishes what everybody reads: words of their own, beside what the workspace knows at this moment."""

from __future__ import annotations

import pytest

from tests.browser.visitor import Visitor

# The page editor is Wagtail's, with a policy of its own: nothing is checked inside it.
DESK = 1280


class Editor:
    """Somebody at the page editor."""

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page

    def find(self, title: str) -> None:
        """Look a page up by its title, and open it for editing."""
        self.page.goto(f"/cms/pages/search/?q={title}")
        self.page.locator("main tbody").get_by_role("link", name=title).first.click()
        self.page.wait_for_load_state()

    def add(self, parent: str, kind: str) -> None:
        """Begin a page of that kind below the page `parent`."""
        self.find(parent)
        self.page.goto(self.page.url.replace("/edit/", "/add_subpage/"))
        if f"/{kind}/" not in self.page.url:
            self.page.locator(f"main a[href*='/{kind}/']").first.click()
        self.page.wait_for_load_state()

    def translate(self, title: str) -> None:
        """Begin the English version of the page `title`."""
        self.find(title)
        self.page.get_by_role("button", name="Akcje", exact=True).click()
        self.page.locator("a[href*='/translation/submit/']").first.click()
        self.page.wait_for_load_state()
        self.page.get_by_label("Angielski").check()
        self.page.locator("main form [type=submit]").click()
        self.page.wait_for_load_state()

    def write(self, **words: str) -> None:
        """Fill in the fields, publish."""
        for name, text in words.items():
            field = self.page.locator(f"main [name={name}]")
            if field.evaluate("each => each.matches('select')"):
                field.select_option(label=text)
            else:
                field.fill(text)
        self.page.get_by_role("button", name="Więcej akcji").click()
        self.page.locator("[name=action-publish]").click()
        self.page.wait_for_load_state()


def test_editor_publishes_a_programme_page_and_news_in_both_languages(invite):
    editor = Editor(invite("editor", at_width=DESK))
    editor.add("Programy", "programmepage")
    editor.write(
        title="Mikrogranty w subregionie",
        programme="Międzysektorowa współpraca czyli wspólnota samorządowa w innym wymiarze",
        lead="Pieniądze na pomysły sąsiadów.",
    )
    editor.translate("Mikrogranty w subregionie")
    editor.write(title="Micro-grants in the subregion", lead="For neighbours.")
    editor.add("Aktualności", "articlepage")
    editor.write(title="Ruszył nabór", lead="Do zimy.")
    editor.translate("Ruszył nabór")
    editor.write(title="The call is open", lead="Until winter.")

    reader = invite().open("/programy/").follow("Mikrogranty w subregionie")
    reader.reads("Konkurs na inicjatywy lokalne: zima").reads("Seminarium: klauzule społeczne")
    reader.open("/programy/przestrzen-praktykow-partycypacji/").reads("Mentoring 2027")
    reader.reads("Wizyta w Lublinie")
    reader.open("/aktualnosci/").follow("Ruszył nabór").reads("Do zimy.")
    reader.open("/en/programmes/").follow("Micro-grants in the subregion")
    reader.reads("Call for local initiatives: winter")
    reader.open("/en/news/").follow("The call is open").reads("Until winter.")


@pytest.mark.parametrize("width", [DESK])
def test_call_that_is_cancelled_leaves_the_programme_page_at_once(invite, width):
    page = "/programy/miedzysektorowa-wspolpraca/"
    reader = invite().open(page).reads("Konkurs na inicjatywy lokalne: zima")
    staff = invite("staff")
    with staff.hurry():
        staff.open("/panel/grants/calls/inicjatywy-lokalne-3/").follow("Odwołaj nabór")
        staff.fill("Twoje słowa", "Zabrakło pieniędzy.").press("Odwołaj nabór")

    reader.open(page)

    assert "Konkurs na inicjatywy lokalne: zima" not in reader.text
