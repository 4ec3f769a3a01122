"""Photos: made smaller on the phone, shown as pictures, and nobody learns from them where they were taken."""

from __future__ import annotations

import io

from PIL import ExifTags, Image
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

GDANSK = {1: "N", 2: (54.0, 21.0, 7.0), 3: "E", 4: (18.0, 38.0, 47.0)}
SIDEWAYS = 6


def photo(size: tuple[int, int]) -> bytes:
    """A photo as a phone takes it: full of detail, lying on its side, with the place in it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = SIDEWAYS
    exif[ExifTags.Base.GPSInfo] = GDANSK
    out = io.BytesIO()
    grain = Image.effect_noise((size[0] // 2, size[1] // 2), 60).resize(size)
    grain.convert("RGB").save(out, "JPEG", quality=92, exif=exif)
    return out.getvalue()


def choose(visitor: Visitor, *photos: tuple[str, bytes]) -> None:
    visitor.page.locator("[name=attached]").set_input_files(
        [{"name": name, "mimeType": "image/jpeg", "buffer": content} for name, content in photos]
    )


def fetched(visitor: Visitor, name: str) -> Image.Image:
    """The newest file called `name`, as whoever sees the page gets it."""
    link = visitor.page.get_by_role("link", name=f"Pobierz {name}").last.get_attribute("href")
    answer = visitor.page.request.get(str(link))
    assert answer.status == 200
    return Image.open(io.BytesIO(answer.body()))


def write_to_pair(visitor: Visitor) -> Visitor:
    visitor.open("/panel/mentoring/").follow("Napisz do pary")
    visitor.page.locator("[name=text]").fill("Zdjęcia z warsztatów.")
    return visitor


def test_a_photo_is_made_smaller_before_it_goes_unless_one_wants_the_original(invite):
    mentee = write_to_pair(invite("mentee"))
    large, small = photo((2600, 1800)), photo((200, 150))
    choose(mentee, ("tablica.jpg", large), ("ikona.jpg", small))
    mentee.page.get_by_text("„tablica.jpg”: zdjęcie zmniejszone z").wait_for()
    mentee.look()
    mentee.page.get_by_role("button", name="Wyślij oryginał").click()
    mentee.reads("„tablica.jpg” zostanie wysłane w oryginale")
    mentee.page.get_by_role("button", name="Wyślij zmniejszone").click()
    mentee.press("Wyślij wiadomość")

    sent = fetched(mentee, "tablica.jpg")
    assert sent.size == (1385, 2000)  # upright, 2000 pixels a side at most
    assert not sent.getexif()
    assert fetched(mentee, "ikona.jpg").size == (200, 150)
    pictures = mentee.page.locator("#messages img")
    pictures.first.scroll_into_view_if_needed()
    expect(pictures.first).not_to_have_js_property("naturalWidth", 0)


def test_without_scripts_the_photo_goes_as_it_is_and_its_place_stays_behind(invite_once):
    mentee = write_to_pair(invite_once("mentee", javascript=False))
    choose(mentee, ("tablica.jpg", photo((900, 600))))
    mentee.press("Wyślij wiadomość")

    sent = fetched(mentee, "tablica.jpg")
    assert sent.size == (900, 600)
    assert sent.getexif()[ExifTags.Base.Orientation] == SIDEWAYS
    assert not sent.getexif().get_ifd(ExifTags.IFD.GPSInfo)


def test_who_sends_at_once_sends_the_smaller_photo(invite_once):
    mentee = write_to_pair(invite_once("mentee"))
    choose(mentee, ("tablica.jpg", photo((2600, 1800))))
    mentee.press("Wyślij wiadomość")

    assert fetched(mentee, "tablica.jpg").size == (1385, 2000)
