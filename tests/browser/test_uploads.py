"""Files that go piece by piece: a lost signal, a reload, a mistake elsewhere in the form, a change of mind."""

from __future__ import annotations

import re

from playwright.sync_api import Request, expect

from tests.browser.visitor import Visitor

PAPER = b"%PDF-1.7\n" + bytes(3 * 1024 * 1024)
PATIENCE = 30_000


def write_to_pair(visitor: Visitor) -> Visitor:
    return visitor.open("/panel/mentoring/").follow("Napisz do pary")


def choose(visitor: Visitor, name: str = "plan.pdf", content: bytes = PAPER) -> None:
    visitor.page.locator("[name=attached]").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )


def test_a_file_goes_on_by_itself_when_the_signal_is_back(invite):
    mentee = write_to_pair(invite("mentee"))
    pieces: list[str] = []

    def lose_signal(request: Request) -> None:
        if request.method == "PATCH":
            pieces.append(request.headers["upload-offset"])
            if len(pieces) == 2:
                mentee.page.context.set_offline(True)

    mentee.page.on("request", lose_signal)
    choose(mentee)
    mentee.page.get_by_text("Nie ma sygnału").wait_for(timeout=PATIENCE)
    mentee.look()
    mentee.page.context.set_offline(False)
    mentee.page.get_by_text("„plan.pdf” już tu jest").wait_for(timeout=PATIENCE)
    assert pieces.count("0") == 1  # it did not begin anew

    mentee.page.locator("[name=text]").fill("Plan w załączniku.")
    mentee.press("Wyślij wiadomość").reads("plan.pdf")


def test_a_mistake_elsewhere_does_not_ask_for_the_file_again(invite_once):
    mentee = write_to_pair(invite_once("mentee"))
    choose(mentee, "umowa.pdf")
    mentee.page.get_by_text("„umowa.pdf” już tu jest").wait_for(timeout=PATIENCE)
    mentee.press("Wyślij wiadomość").reads("Napisz")
    mentee.reads("umowa.pdf")

    mentee.page.locator("[name=text]").fill("Teraz z tekstem.")
    mentee.press("Wyślij wiadomość").reads("umowa.pdf")


def test_after_a_reload_the_file_goes_on_where_it_was_and_can_be_cancelled(invite_once):
    mentee = write_to_pair(invite_once("mentee"))
    page = mentee.page
    page.route(re.compile(r"/panel/uploads/[0-9a-f-]+/"), lambda route: route.abort())
    choose(mentee)
    page.get_by_text("Nie ma sygnału").wait_for(timeout=PATIENCE)
    page.unroute(re.compile(r"/panel/uploads/[0-9a-f-]+/"))
    page.reload()
    begun: list[str] = []
    page.on("request", lambda request: begun.append(request.method))
    choose(mentee)
    page.get_by_text("„plan.pdf” już tu jest").wait_for(timeout=PATIENCE)

    page.get_by_role("button", name="Anuluj").click()

    expect(page.locator("[name='_kept.attached']")).to_have_count(0)
