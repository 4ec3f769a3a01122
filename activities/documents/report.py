"""The report of a visit on paper: who was there, what they saw, what each will apply, what they thought, photos."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from activities.models import StudyVisit, Takeaway
from activities.rules import WAS_THERE
from workflows.models import StoredFile
from workflows.typesetting import typeset

from .evaluation import standing_of
from .lists import when_and_where

WIDEST = 1400  # pixels of a photo on paper: sharp when printed across the page
PHOTOS = ("image/jpeg", "image/png", "image/webp")


def photos_of(visit: StudyVisit) -> list[StoredFile]:
    """The pictures among the files of a visit, in the order in which they came."""
    files = StoredFile.objects.of(visit).present().filter(content_type__in=PHOTOS)
    return list(files.order_by("pk"))


def takeaways_of(visit: StudyVisit) -> list[Takeaway]:
    """What each who was there will apply at home, by name; also of those who wrote nothing in time."""
    rows = Takeaway.objects.filter(registration__visit=visit, registration__state__in=WAS_THERE)
    found = rows.select_related("registration__person").order_by("registration__person__sort_key")
    return list(found)


def report_paper(visit: StudyVisit) -> bytes:
    """The PDF in the language in use."""
    title = _("Report of the visit: %(visit)s") % {"visit": visit.title}
    pictures = {f"photo{number}.jpg": small for number, small in enumerate(_small(visit), start=1)}
    blocks = [*_blocks(visit, title), *_pictures(list(pictures))]
    return typeset(blocks, title=title, language=get_language() or "pl", pictures=pictures)


def _blocks(visit: StudyVisit, title: str) -> Iterator[dict[str, Any]]:
    yield {"kind": "mark"}
    yield {"kind": "title", "lines": [title]}
    yield {"kind": "text", "lines": [when_and_where(visit), str(visit.programme)]}
    yield {"kind": "heading", "lines": [_("Who was there")]}
    yield {"kind": "table", "rows": [[_("Day"), _("Persons")], *_days(visit)]}
    if visit.report:
        yield {"kind": "heading", "lines": [_("What we saw and what we will apply")]}
        yield {"kind": "text", "lines": visit.report.splitlines()}
    written = [each for each in takeaways_of(visit) if each.state == Takeaway.States.WRITTEN]
    if written:
        yield {"kind": "heading", "lines": [_("What each will apply at home")]}
    for each in written:
        person = str(each.registration.person)
        yield {"kind": "answer", "label": person, "lines": each.words.splitlines()}
    yield from _evaluation(visit)


def _days(visit: StudyVisit) -> Iterator[list[str]]:
    there = Count("pk", filter=Q(attendances__present=True))
    counted = dict(
        visit.registrations.order_by()
        .values_list("attendances__day")
        .annotate(there=there)
        .values_list("attendances__day", "there")
    )
    for day in visit.days:
        yield [date_format(day), str(counted.get(day, 0))]


def _evaluation(visit: StudyVisit) -> Iterator[dict[str, Any]]:
    standing = standing_of(visit)
    if standing is None or not standing.result:
        return
    yield {"kind": "heading", "lines": [_("What they thought of it")]}
    said = _("%(answered)d of %(asked)d answered.")
    yield {
        "kind": "text",
        "lines": [said % {"answered": standing.answered, "asked": standing.asked}],
    }
    for question in standing.result:
        if question.answers:
            rows = [[label, str(count)] for label, count in question.answers]
            yield {
                "kind": "table",
                "rows": [[question.title, _("How many")], *rows],
                "widths": [5, 1],
            }
        else:
            yield {
                "kind": "answer",
                "label": question.title,
                "lines": list(question.words) or ["–"],
            }


def _pictures(names: list[str]) -> Iterator[dict[str, Any]]:
    if names:
        yield {"kind": "heading", "lines": [_("Photos")]}
    for number, name in enumerate(names, start=1):
        label = _("Photo %(number)d of the visit") % {"number": number}
        yield {"kind": "picture", "name": name, "label": label}


def _small(visit: StudyVisit) -> Iterator[bytes]:
    """Photos turned upright and without what a camera writes into them; what cannot be read is left out."""
    for file in photos_of(visit):
        try:
            with file.open() as content, Image.open(content) as picture:
                upright = ImageOps.exif_transpose(picture).convert("RGB")
                upright.thumbnail((WIDEST, WIDEST))
                out = io.BytesIO()
                upright.save(out, "JPEG", quality=82)
                yield out.getvalue()
        except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
            continue
