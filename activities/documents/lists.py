"""Lists of a group: for the insurer, for the host, for signatures; as a table and on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from activities.models import Event, Registration, SessionChoice, StudyVisit
from activities.notices import hours_of
from people.models import Membership
from people.names import slug
from workflows.spreadsheets import XLSX, Table, workbook
from workflows.typesetting import typeset

Subject = Event | StudyVisit
Rows = list[list[Any]]
SPARE = 3  # empty lines for those who come without a word

PDF = "application/pdf"


@dataclass(frozen=True)
class Paper:
    """A list by its name in the address, what it says, and in which forms it leaves."""

    title: Any
    rows: Callable[[Any], Rows]
    widths: Callable[[Rows], list[int]]
    forms: Sequence[str] = ("pdf", "xlsx")
    roomy: bool = False
    kind: str = "table"  # how the layout sets the rows: as a table, or each as a badge to cut out

    def file(self, subject: Subject, form: str) -> tuple[str, bytes, str]:
        """Name, bytes and MIME type of the list of `subject` as `form`: pdf or xlsx."""
        name = f"{slug(self.title)}-{subject.code}.{form}"
        rows = self.rows(subject)
        if form == "xlsx":
            return name, workbook([Table(str(self.title), rows)]), XLSX
        return name, self._paper(subject, rows), PDF

    def _paper(self, subject: Subject, rows: Rows) -> bytes:
        title = f"{self.title}: {subject.title}"
        written = [[_on_paper(cell) for cell in row] for row in rows]
        table: dict[str, Any] = {
            "kind": self.kind,
            "rows": written,
            "widths": self.widths(rows),
            "roomy": self.roomy,
        }
        blocks: list[dict[str, Any]] = [
            {"kind": "mark"},
            {"kind": "title", "lines": [title]},
            {"kind": "text", "lines": [when_and_where(subject), str(subject.programme)]},
            table,
        ]
        return typeset(blocks, title=title, language=get_language() or "pl")


def _on_paper(cell: Any) -> str:
    if cell is None:
        return ""
    return date_format(cell, "j.m.Y") if hasattr(cell, "isoformat") else str(cell)


def when_and_where(subject: Subject) -> str:
    """First and last day, and the place."""
    first, last = (date_format(subject.days[at], "j.m.Y") for at in (0, -1))
    return f"{first if first == last else f'{first} – {last}'}, {subject.place}"


def insurance_rows(visit: StudyVisit) -> Rows:
    """Who is insured and for which days; the date of birth only where the insurer asks for it."""
    first, last = visit.days[0], visit.days[-1]
    born = [_("Date of birth")] if visit.asks_birth_date else []
    number = pgettext("ordinal", "No.")
    head = [number, _("Name"), *born, _("From"), _("To"), _("Days")]
    return [
        head,
        *(
            [
                place,
                str(each.person),
                *([each.birth_date] if born else []),
                first,
                last,
                len(visit.days),
            ]
            for place, each in enumerate(visit.going(), start=1)
        ),
    ]


def host_rows(visit: StudyVisit) -> Rows:
    """What the host prepares: how many people, beds, meals, and what somebody needs; nobody is named.

    Needs are data about health (GDPR, art. 9): a host can prepare a ramp without knowing for whom.
    """
    going = list(visit.going())
    return [
        [_("What"), _("How many"), _("Note")],
        [_("Persons"), len(going), when_and_where(visit)],
        *_counted(_("Night"), (str(each.get_room_display()) for each in going if each.room)),
        *_counted(_("Diet"), (each.diet for each in going)),
        *_counted(_("To take part"), (each.access_needs for each in going)),
    ]


def _counted(what: str, answers: Iterator[str]) -> Iterator[list[Any]]:
    """Equal answers once, with how many gave them; the most frequent first, then by the alphabet."""
    written = [" ".join(answer.split()) for answer in answers]
    first_spelling = {answer.casefold(): answer for answer in reversed(written)}
    given = Counter(answer.casefold() for answer in written if answer)
    for key, count in sorted(given.items(), key=lambda pair: (-pair[1], pair[0])):
        yield [what, count, first_spelling[key]]


def signature_rows(subject: Subject) -> Rows:
    """Names, and for each day a place to sign; empty lines for those who come without a word."""
    names = subject.registrations.taking_a_place().select_related("person")
    days = [date_format(day, "j.m.Y") for day in subject.days]
    number = pgettext("ordinal", "No.")
    signed = [_("Signature, %(day)s") % {"day": day} for day in days]
    people = [
        [place, str(each.person), *([""] * len(days))]
        for place, each in enumerate(names.order_by("person__sort_key", "pk"), start=1)
    ]
    return [[number, _("Name"), *signed], *people, *([["", "", *([""] * len(days))]] * SPARE)]


def badge_rows(subject: Subject) -> Rows:
    """Each who has a place: the name large, below it the organisation, at the foot the event and the day."""
    places = subject.registrations.taking_a_place().select_related("person")
    people = places.order_by("person__sort_key", "pk").prefetch_related(
        Prefetch(
            "person__memberships",
            Membership.objects.filter(until=None).select_related("organisation").order_by("pk"),
        )
    )
    foot = f"{subject.title} · {when_and_where(subject)}"
    return [
        [each.person.given_name, each.person.family_name, _organisation(each.person), foot]
        for each in people
    ]


def _organisation(person: Any) -> str:
    found = person.memberships.all()
    return str(found[0].organisation) if found else ""


def session_rows(event: Event) -> Rows:
    """Who chose which session, session by session."""
    choices = SessionChoice.objects.standing().filter(stop__event=event)
    rows = choices.select_related("stop", "registration__person").order_by(
        "stop__day", "stop__starts", "stop", "registration__person__sort_key"
    )
    head = [_("Day"), _("Hour"), _("Session"), _("Room"), _("Name")]
    return [
        head,
        *(
            [
                one.stop.day,
                hours_of(one.stop),
                one.stop.title,
                one.stop.place,
                str(one.registration.person),
            ]
            for one in rows
        ),
    ]


def without_birth_date(visit: StudyVisit) -> list[Registration]:
    """Those who go and whose date of birth the insurer asks for in vain."""
    if not visit.asks_birth_date:
        return []
    return [each for each in visit.going() if each.birth_date is None]


def missing_birth_dates(visit: StudyVisit) -> str:
    """A sentence for the page; empty when none is missing."""
    count = len(without_birth_date(visit))
    if not count:
        return ""
    sentence = ngettext(
        "%(count)d person has not given the date of birth that the insurer asks for.",
        "%(count)d persons have not given the date of birth that the insurer asks for.",
        count,
    )
    return sentence % {"count": count}


def _even(rows: Rows) -> list[int]:
    return [1, 5, *([3] * (len(rows[0]) - 2))]


PAPERS = {
    "insurance": Paper(gettext_lazy("Insurance list"), insurance_rows, _even),
    "host": Paper(gettext_lazy("List for the host"), host_rows, lambda rows: [3, 2, 8]),
    "signatures": Paper(
        gettext_lazy("Attendance sheet"), signature_rows, _even, forms=("pdf",), roomy=True
    ),
    "badges": Paper(
        gettext_lazy("Badges"), badge_rows, lambda rows: [1, 1], forms=("pdf",), kind="badges"
    ),
    "sessions": Paper(
        gettext_lazy("Who comes to which session"), session_rows, lambda rows: [3, 3, 6, 3, 5]
    ),
}
#: Which of them an event has, and which a visit.
OF_EVENT = ("signatures", "badges", "sessions")
OF_VISIT = ("insurance", "host", "signatures")
