"""What of this room can be found: pairs with their milestones and meetings, applications of mentors and mentees, editions."""

from __future__ import annotations

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentoring.models import Edition, Enrolment, Milestone, Pairing, PlannedMeeting, SessionLog
from people.finding import Findable, Hit, findables


def _names(path: str) -> tuple[str, ...]:
    return f"{path}__given_name__folded__contains", f"{path}__family_name__folded__contains"


def _enrolments(user: Any) -> Any:
    return Enrolment.objects.visible_to(user).select_related("person", "edition")


def _enrolment_told(one: Enrolment) -> Hit:
    return Hit(str(one.person), f"{one.get_role_display()} · {one.edition}")


def _editions(user: Any) -> Any:
    return Edition.objects.visible_to(user).select_related("activity__programme")


OF_THE_PAIR = (*_names("pairing__mentor__person"), *_names("pairing__mentee__person"))


findables.add(
    "mentoring.pairing",
    Findable(
        pgettext_lazy("what was found", "Pairs"),
        64,
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
findables.add(
    "mentoring.milestone",
    Findable(
        _("Milestones"),
        65,
        lambda user: Milestone.objects.visible_to(user).with_pair(),
        ("title__folded__contains", *OF_THE_PAIR),
        lambda milestone: Hit(milestone.title, str(milestone.pairing)),
    ),
)
findables.add(
    "mentoring.meeting",
    Findable(
        _("Planned meetings"),
        66,
        lambda user: PlannedMeeting.objects.visible_to(user).ahead().with_pair(),
        OF_THE_PAIR,
        lambda meeting: Hit(meeting.title_line),
    ),
)
findables.add(
    "mentoring.log",
    Findable(
        _("Meetings of pairs"),
        67,
        lambda user: SessionLog.objects.visible_to(user).with_pair(),
        ("done__folded__contains", "next_steps__folded__contains", *OF_THE_PAIR),
        lambda log: Hit(log.title_line, Truncator(log.done).chars(80)),
    ),
)
