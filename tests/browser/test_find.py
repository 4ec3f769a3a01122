"""Find, as one types: with the keyboard at a desk, through the page on a phone, and without JavaScript."""

from __future__ import annotations

import pytest

from tests.browser.conftest import WIDTHS

FIELD = "#find-field"


# There is room for the field at a desk; a phone has an icon.
at_desk = pytest.mark.parametrize("width", [WIDTHS["desk"]])
on_a_phone = pytest.mark.parametrize("width", [WIDTHS["phone"]])


@at_desk
def test_the_keyboard_finds_and_opens_without_the_mouse(invite):
    staff = invite("staff").open("/panel/")
    page = staff.page

    page.keyboard.press("/")
    page.keyboard.type("ogrod")
    page.wait_for_selector("#find-popup [role=option]")
    staff.look()
    assert page.locator(FIELD).get_attribute("aria-expanded") == "true"
    assert "Znalaz" in page.locator("#find-says").inner_text()

    page.keyboard.press("ArrowDown")
    chosen = page.locator("#find-popup [aria-selected=true]")
    first = chosen.get_attribute("id")
    assert page.locator(FIELD).get_attribute("aria-activedescendant") == first
    page.keyboard.press("ArrowUp")
    assert chosen.get_attribute("id") == "find-hit-all"
    page.keyboard.press("ArrowDown")
    assert chosen.get_attribute("id") == first
    aim = chosen.get_attribute("href")

    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(aim)


@at_desk
def test_escape_closes_the_list_and_keeps_the_words_and_enter_shows_the_page(invite):
    staff = invite("staff").open("/panel/")
    page = staff.page

    page.keyboard.press("/")
    page.keyboard.type("ogrod")
    page.wait_for_selector("#find-popup [role=option]")
    page.keyboard.press("Escape")
    assert page.locator("#find-popup").is_hidden()
    assert page.locator(FIELD).get_attribute("aria-expanded") == "false"
    assert page.locator(FIELD).input_value() == "ogrod"

    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/panel/find/?q=ogrod" in page.url
    staff.look()


@at_desk
def test_words_that_find_nothing_say_what_to_try(invite):
    staff = invite("staff").open("/panel/")
    page = staff.page

    page.locator(FIELD).press_sequentially("zzzz")
    page.wait_for_selector("#find-popup .find__nothing")
    staff.look()

    assert page.locator(FIELD).get_attribute("aria-expanded") == "false"
    assert "mniej liter" in page.locator("#find-says").inner_text()


@at_desk
def test_the_stroke_is_only_a_sign_while_one_writes(invite):
    staff = invite("staff").open("/panel/people/")
    page = staff.page

    page.locator("main input[name=words]").press_sequentially("1/2")

    assert page.locator("main input[name=words]").input_value() == "1/2"


@on_a_phone
@pytest.mark.parametrize("javascript", [True, False])
def test_an_icon_leads_to_the_page_on_a_phone(invite, javascript):
    staff = invite(javascript=javascript)
    staff.log_in("staff@demo.tandem.example")

    staff.page.locator(".find__way").click()
    staff.page.wait_for_url("**/panel/find/")
    staff.look()
    staff.page.locator(FIELD).fill("ogrod")
    staff.page.locator(FIELD).press("Enter")
    staff.page.wait_for_url("**q=ogrod")
    staff.look()

    assert staff.page.locator("main .row-link__title").count() > 3


@at_desk
def test_the_field_is_a_form_without_javascript(invite):
    staff = invite(javascript=False)
    staff.log_in("staff@demo.tandem.example")

    staff.page.locator(FIELD).fill("ogród")
    staff.page.locator(FIELD).press("Enter")
    staff.page.wait_for_url("**/panel/find/**")

    assert staff.page.locator("main .row-link__title").count() > 3
