"""The demo's pairs answer: how they see their skills before and after, how the pair works half-way."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from mentoring.actions import answer_inquiry, inquiries_to_open
from mentoring.models import Edition, Inquiry
from workflows import clock
from workflows.moves import SYSTEM

SKILLS = ("reach", "talk", "plan", "office", "answer")
BEFORE = ((2, 3, 1, 1, 2), (1, 2, 2, 3, 1), (3, 3, 2, 2, 2))
AFTER = (4, 4, 3, 2, 4)


def _at(offset: int, hour: int = 18) -> datetime:
    day = timezone.localdate() + timedelta(days=offset)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def play_answers(edition: Edition) -> None:
    """Every mentee assessed themselves at the beginning; whoever completed did it again; mentors answered half-way."""
    with clock.at(_at(-25)):
        for inquiry in inquiries_to_open(clock.now()):
            inquiry.open(by=SYSTEM)
    rows = Inquiry.objects.filter(pairing__edition=edition).with_pair().order_by("pk")
    for number, inquiry in enumerate(rows.filter(kind="before", state="asked")):
        with clock.at(_at(-118)):
            _answer(inquiry, BEFORE[number % len(BEFORE)])
    for inquiry in rows.filter(kind="after", state="asked"):
        with clock.at(_at(-20)):
            _answer(inquiry, AFTER)
    for inquiry in rows.filter(kind="middle", state="asked", of__role="mentor"):
        with clock.at(_at(-15)):
            words = {"pair": "4", "helps": "Stała pora spotkań.", "hinders": ""}
            answer_inquiry(inquiry=inquiry, by=inquiry.of.person.user, values=words)


def _answer(inquiry: Inquiry, marks: tuple[int, ...]) -> None:
    values = {key: str(mark) for key, mark in zip(SKILLS, marks, strict=True)}
    answer_inquiry(inquiry=inquiry, by=inquiry.of.person.user, values=values)
