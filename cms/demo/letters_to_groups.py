"""Letters to groups in the demo: one that went to everybody of a visit, one that a coordinator is still writing."""

from __future__ import annotations

from typing import Any

from activities.models import Registration
from mentoring.models import Pairing
from programmes.models import GroupLetter
from programmes.telling import begin_letter

BEFORE_THE_VISIT = """Dzień dobry, {{ name }}!

Zbiórka jest kwadrans przed odjazdem, przy wejściu do urzędu od strony parku. Weźcie wygodne buty i coś do pisania.
Potrzeby (dieta, dojazd, nocleg) można jeszcze uzupełnić tutaj: {{ link }}

Do zobaczenia
{{ sender }}
"""
AFTER_A_PAUSE = """Dzień dobry, {{ name }}!

Dawno nie widzimy nowego spotkania w programie „{{ title }}”. Jeśli coś utrudnia pracę, napiszcie albo zadzwońcie.
Ostatnie ustalenia są tutaj: {{ link }}

{{ sender }}
"""


def play(staff: Any) -> None:
    """A letter to the people of a visit, sent; another to the mentees of an edition, still in the writing."""
    place = Registration.objects.filter(visit__isnull=False).order_by("pk").first()
    if place is not None and place.visit is not None:
        people = place.visit.registrations.open()
        about = {"programme": place.visit.programme, "audience": "activities.people"}
        words = {"subject_pl": "Przed wyjazdem: zbiórka i co zabrać", "body_pl": BEFORE_THE_VISIT}
        _begin(staff, people, **about, **words).send(by=staff)
    pair = Pairing.objects.filter(state="active").order_by("pk").first()
    if pair is not None:
        pairs = pair.edition.pairings.filter(state="active")
        about = {"programme": pair.programme, "audience": "mentoring.mentees"}
        _begin(staff, pairs, **about, subject_pl="Jak idzie? {{ title }}", body_pl=AFTER_A_PAUSE)


def _begin(staff: Any, rows: Any, **fields: Any) -> GroupLetter:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return begin_letter(letter=GroupLetter(keys=keys, **fields), by=staff)
