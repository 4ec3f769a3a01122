"""The letter with which a participant sets out: where and when, the programme, what to take, whom to call."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from activities.actions.joining import ReadyLetter
from activities.models import Registration, StudyVisit
from activities.notices import hours_of, person_of
from people.names import slug
from workflows.notices import Attachment
from workflows.outbox import addressee
from workflows.typesetting import typeset

PDF = "application/pdf"


class JoiningPaper:
    """One participant's letter in their language: its words at once, the PDF when asked for."""

    def __init__(self, registration: Registration, visit: StudyVisit) -> None:
        """Compose the words; `visit` has its `stops` prefetched."""
        self.registration, self.visit = registration, visit
        (who,) = person_of(registration)
        self.language = addressee(who).language
        with translation.override(self.language):
            self.blocks = list(_blocks(registration, visit))
            self.title = visit.title
            self.name = slug(_("joining letter")) + ".pdf"

    @property
    def fingerprint(self) -> str:
        """The same for the same words."""
        words = json.dumps([self.language, self.blocks], ensure_ascii=False)
        return hashlib.sha256(words.encode()).hexdigest()[:40]

    def pdf(self) -> bytes:
        """The paper."""
        return typeset(self.blocks, title=self.title, language=self.language)

    def ready(self) -> ReadyLetter:
        """As it is sent."""
        file = Attachment(self.name, PDF, self.pdf())
        return ReadyLetter(self.registration, self.fingerprint, file)


def joining_letters(visit: StudyVisit) -> list[JoiningPaper]:
    """The letters of all who go, by name; two queries."""
    prefetch_related_objects([visit], "stops")
    return [JoiningPaper(each, visit) for each in visit.going()]


def _blocks(registration: Registration, visit: StudyVisit) -> Iterator[dict[str, Any]]:
    yield {"kind": "mark"}
    yield {"kind": "title", "lines": [visit.title]}
    hello = _("For %(person)s. Read it before you set out and take it along.")
    yield {"kind": "text", "lines": [hello % {"person": registration.person}]}
    yield {"kind": "heading", "lines": [_("Where and when we meet")]}
    meets = date_format(localtime(visit.meets_at), "l, j E Y, H:i") if visit.meets_at else "–"
    yield {"kind": "text", "lines": [meets, visit.meeting_place or "–"]}
    if visit.contact:
        yield {
            "kind": "text",
            "lines": [_("On the way call: %(contact)s") % {"contact": visit.contact}],
        }
    yield from _programme(visit)
    if visit.take_along:
        yield {"kind": "heading", "lines": [_("Take along")]}
        yield {"kind": "text", "lines": visit.take_along.splitlines()}
    yield {"kind": "heading", "lines": [_("What we noted for you")]}
    yield {"kind": "text", "lines": list(_needs(registration))}


def _programme(visit: StudyVisit) -> Iterator[dict[str, Any]]:
    for day, stops in groupby(visit.stops.all(), key=lambda stop: stop.day):
        yield {"kind": "heading", "lines": [date_format(day, "l, j E Y")]}
        head = [_("Hour"), _("What"), _("Where"), _("With whom")]
        rows = [[hours_of(stop), stop.title, stop.place or "–", stop.host or "–"] for stop in stops]
        yield {"kind": "table", "rows": [head, *rows], "widths": [2, 5, 4, 4]}


def _needs(registration: Registration) -> Iterator[str]:
    noted = [
        (_("Diet: %(words)s"), registration.diet),
        (_("To take part: %(words)s"), registration.access_needs),
        (_("Night: %(words)s"), registration.get_room_display() if registration.room else ""),
    ]
    if not any(words for _sentence, words in noted):
        yield _("Nothing so far.")
    for sentence, words in noted:
        if words:
            yield sentence % {"words": words}
    yield _("If this is wrong, change it on the page of your place.")
