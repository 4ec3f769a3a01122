"""After the journey: what the demo's people will apply at home, and what they thought of the visit."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from activities.actions import change_gathering, evaluate, write_takeaway
from activities.models import StudyVisit, Takeaway
from people.models import User
from questionnaires.actions import publish_version
from questionnaires.models import Questionnaire, Version
from workflows import clock
from workflows.actions import attach_file

FORM = "ocena-wizyty"
#: Question, in Polish and in English; what can be answered.
SCALE = (("5", "bardzo", "very much"), ("4", "raczej tak", "rather"), ("3", "trudno powiedzieć", "hard to say"),
         ("2", "raczej nie", "not really"), ("1", "wcale", "not at all"))  # fmt: skip
QUESTIONS = (
    ("useful", "Czy to, co zobaczyliśmy, przyda się u Ciebie?", "Is what we saw of use to you?"),
    ("hosts", "Czy rozmowy z gospodarzami dały to, po co jechaliśmy?", "Did the talks with the hosts give what we came for?"),
    ("way", "Czy organizacja (droga, nocleg, posiłki) była w porządku?", "Were the journey, the night and the meals all right?"),
)  # fmt: skip
MORE = ("Co zrobić inaczej następnym razem?", "What should we do differently next time?")
THOUGHTS = (
    "Więcej czasu na rozmowy w małych grupach.",
    "",
    "Mniej prezentacji, więcej chodzenia.",
    "Zaprosić też kogoś z rady gminy, bo to ją trzeba przekonać.",
)
PLANS = (
    "Zrobię spacer badawczy po osiedlu przed zebraniem wiejskim, razem z sołtyską i szkołą. Termin: do końca kwartału.",
    "Przeniesiemy tablicę „co stało się z pomysłem” do naszej biblioteki. Rozmawiam o tym z dyrektorką w przyszłym tygodniu.",
    "Zaproponuję radzie, żeby na każdy wniosek do budżetu obywatelskiego ktoś odpowiadał na piśmie w czternaście dni.",
    "Dyżur na targu raz w miesiącu: stół, mapa i karteczki. Zaczynamy we dwie z mentorką.",
)


def choose_form(visit: StudyVisit, staff: User) -> None:
    """The group will be asked by the one form for all visits."""
    visit.evaluation = _form()
    change_gathering(gathering=visit, seen=visit.version, fields=["evaluation"], by=staff)


def play(visit: StudyVisit, staff: User, *, is_over: bool) -> None:
    """Most write and answer; while there is time left the first one has not written yet."""
    for number in range(2):
        photo = SimpleUploadedFile(f"wizyta-{number + 1}.png", _photo(number), "image/png")
        with clock.at(visit.ends_at + timedelta(hours=20)):
            attach_file(obj=visit, upload=photo, by=staff)
    asked = Takeaway.objects.filter(registration__visit=visit).exclude(
        registration__person__user=None
    )
    for number, takeaway in enumerate(asked.for_pages().order_by("pk")):
        if number or is_over:
            moment = visit.ends_at + timedelta(days=1 + number % 3, hours=number)
            with clock.at(min(moment, clock.now() - timedelta(hours=1))):
                _answer(takeaway, number)


def _answer(takeaway: Takeaway, number: int) -> None:
    person = takeaway.registration.person.user
    if number % 4 != 3 or number > 5:
        words = PLANS[number % len(PLANS)]
        write_takeaway(takeaway=takeaway, words=words, seen=takeaway.version, by=person)
    given = {key: str(5 - (number + place) % 3) for place, (key, *_label) in enumerate(QUESTIONS)}
    given["better"] = THOUGHTS[number % len(THOUGHTS)]
    evaluate(takeaway=takeaway, answers=given, by=person, at=clock.now())


def _form() -> Version:
    form, is_new = Questionnaire.objects.get_or_create(
        code=FORM, defaults={"name": "Ocena wizyty studyjnej"}
    )
    if is_new:
        publish_version(questionnaire=form, blocks=[*map(_scale, QUESTIONS), _open()])
    return form.versions.published().get()


def _scale(question: tuple[str, str, str]) -> dict[str, Any]:
    key, polish, english = question
    options = [{"key": value, "label": {"pl": pl, "en": en}} for value, pl, en in SCALE]
    label = {"pl": polish, "en": english}
    return {"kind": "choice", "key": key, "label": label, "options": options}


def _open() -> dict[str, Any]:
    label = {"pl": MORE[0], "en": MORE[1]}
    return {"kind": "long_text", "key": "better", "label": label, "required": False}


def _photo(number: int) -> bytes:
    """In place of a photograph two wheels on a line, as in the mark: nobody is in the picture."""
    picture = Image.new("RGB", (960, 640), "#E3F0EE")
    draw = ImageDraw.Draw(picture)
    for place in range(3 + number):
        left, size = 90 + place * 210, 130 + 40 * ((place + number) % 3)
        draw.ellipse([left, 470 - size, left + size, 470], outline="#0B5351", width=14)
    draw.line([60, 470, 900, 470], fill="#073B3A", width=14)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
