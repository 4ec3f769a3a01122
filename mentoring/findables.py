"""What of this room can be found: pairs, applications of mentors and mentees, editions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

from mentoring.models import Edition, Enrolment, Pairing
from people.finding import Findable, Hit, findables


def _names(path: str) -> tuple[str, ...]:
    return f"{path}__given_name__folded__contains", f"{path}__family_name__folded__contains"


def _enrolments(user: Any) -> Any:
    return Enrolment.objects.visible_to(user).select_related("person", "edition")


def _enrolment_told(one: Enrolment) -> Hit:
    return Hit(str(one.person), f"{one.get_role_display()} · {one.edition}")


def _editions(user: Any) -> Any:
    return Edition.objects.visible_to(user).select_related("activity__programme")


findables.add(
    "mentoring.pairing",
    Findable(
        pgettext_lazy("what was found", "Pairs"),
        70,
        lambda user: Pairing.objects.visible_to(user).with_people(),
        (*_names("mentor__person"), *_names("mentee__person")),
        lambda pair: Hit(f"{pair.mentor.person} · {pair.mentee.person}", str(pair.edition)),
    ),
)
findables.add(
    "mentoring.enrolment",
    Findable(
        pgettext_lazy("what was found", "Candidates for mentoring"),
        72,
        _enrolments,
        _names("person"),
        _enrolment_told,
    ),
)
findables.add(
    "mentoring.edition",
    Findable(
        pgettext_lazy("what was found", "Editions of mentoring"),
        74,
        _editions,
        ("title_pl__folded__contains", "title_en__folded__contains"),
        lambda edition: Hit(edition.title, str(edition.programme)),
    ),
)
