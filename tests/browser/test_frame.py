"""What every page carries: the way past the menus, larger letters, the other language, nothing foreign."""

from __future__ import annotations

import pytest

PUBLIC = [
    "/",
    "/programy/",
    "/aktualnosci/",
    "/pytania/",
    "/deklaracja-dostepnosci/",
    "/ciasteczka/",
    "/kontakt/",
]
ENTRY = ["/account/signup/", "/account/login/code/", "/account/password/reset/"]


@pytest.mark.parametrize("path", [*PUBLIC, *ENTRY, "/styleguide/", "/styleguide/?errors=1", "/en/"])
def test_page_anybody_may_open_is_accessible_and_fits(invite, path):
    invite().open(path)


def test_first_tab_leads_past_the_menus(invite):
    stranger = invite().open("/")

    stranger.page.keyboard.press("Tab")
    stranger.page.keyboard.press("Enter")

    assert stranger.page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("javascript", [True, False])
def test_larger_letters_stay_on_the_next_page(invite, javascript):
    stranger = invite(javascript=javascript).open("/")

    stranger.press("największe litery").open("/pytania/")

    assert stranger.page.locator("html.text-xl").count() == 1


def test_largest_letters_fit_on_every_public_page(invite):
    stranger = invite().open("/").press("największe litery")

    for path in PUBLIC:
        stranger.open(path)


def test_language_switch_keeps_the_page(invite):
    stranger = invite().open("/pytania/")

    stranger.page.locator("a[hreflang=en]").click()
    stranger.page.wait_for_load_state()

    assert stranger.page.url.endswith("/en/questions/")
    stranger.look()


def test_dark_mode_keeps_its_contrast(invite):
    stranger = invite()
    stranger.page.emulate_media(color_scheme="dark")

    for path in ["/", "/styleguide/", "/styleguide/?errors=1", "/account/login/"]:
        stranger.open(path)


def test_person_logs_out_from_the_menu_without_javascript(invite):
    person = invite(javascript=False)
    person.log_in("mentee@demo.tandem.example")

    person.page.locator("details.menu > summary").click()
    person.press("Wyloguj się")

    assert "Zaloguj się" in person.page.locator("header").inner_text()
