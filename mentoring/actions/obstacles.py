"""What forbids a pair: one table of reasons for proposals by hand, for plans, and for the pages of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.matching import Profile, speak_together
from mentoring.models import Enrolment, Pairing
from mentoring.querysets import ENDED_PAIR
from people.models import Membership
from people.ties import ties_among
from workflows import clock

#: The name and kind under which this room registers its own ties; a pair of an earlier edition hinders no new one.
OWN_TIE = "mentoring.pair"

#: Said to somebody of the team who is one of the two, whatever speaks for or against the pair: a refusal that came
#: only after an exclusion would tell that somebody asked not to work with them.
ABOUT_YOU = gettext_lazy("This pair is about yourself: somebody else on the team decides about it.")

#: What staff may lift when they know of it; the others are not theirs to lift.
LIFTABLE = frozenset({"declined", "ended"})

#: What is said of a pair in general; ties and taken places name the person.
SAYS = {
    "exclusion": gettext_lazy("One of them asked, in confidence, not to work with the other."),
    "declined": gettext_lazy("A proposal of this pair was declined before."),
    "ended": gettext_lazy("They were a pair in this edition already, and it ended."),
    "language": gettext_lazy("They have no language in common."),
}

#: (mentee, mentor, sentence), the people by the keys of their applications.
Found = Iterator[tuple[int, int, str]]


@dataclass(frozen=True)
class Obstacle:
    """One reason against a pair, with its sentence for staff."""

    code: str
    says: str

    @property
    def can_be_lifted(self) -> bool:
        return self.code in LIFTABLE


def is_about(user: Any, *sides: Enrolment) -> bool:
    """Whether `user` is one of these people; reads their persons."""
    return any(each.person.user_id == user.pk for each in sides)


def obstacles(
    mentees: Sequence[Enrolment], mentors: Sequence[Enrolment], codes: Iterable[str] | None = None
) -> dict[tuple[int, int], list[Obstacle]]:
    """All that forbids each pair of one edition, by (mentee, mentor); pairs that nothing forbids are left out.

    Mentors come `with_load`, both sides with their persons. The number of queries does not grow with the people.
    """
    found: dict[tuple[int, int], list[Obstacle]] = {}
    for code in KINDS if codes is None else codes:
        for mentee, mentor, says in KINDS[code](mentees, mentors):
            reasons = found.setdefault((mentee, mentor), [])
            if (obstacle := Obstacle(code, says)) not in reasons:
                reasons.append(obstacle)
    return found


def _by_person(people: Iterable[Enrolment]) -> dict[int, int]:
    return {each.person_id: each.pk for each in people}


def _tied(mentees: Sequence[Enrolment], mentors: Sequence[Enrolment]) -> Found:
    """Of whom a registry says that they are tied, or one of them to where the other belongs: colleagues, superiors, calls.

    Everybody is asked about everybody at once, so that a tie is found whichever of the two it is about.
    """
    today = clock.today()
    left, right = _by_person(mentees), _by_person(mentors)
    people = {each.person_id: each.person for each in (*mentees, *mentors)}
    members: dict[int, list[int]] = {}
    bodies = {}
    rows = Membership.objects.on(today).filter(person__in=people)
    for each in rows.select_related("organisation"):
        members.setdefault(each.organisation_id, []).append(each.person_id)
        bodies[each.organisation_id] = each.organisation
    parties = [*people.values(), *bodies.values()]
    for tie in ties_among(people.values(), parties, on=today, leaving_out=[OWN_TIE]):
        named = _("%(person)s: %(tie)s") % {"person": people[tie.person_id], "tie": tie.says}
        says = str(tie.says) if tie.discreet else named
        if tie.to_person_id:
            # a tie of two people is told from both sides: once is enough
            to = [tie.to_person_id] if tie.person_id in right else []
        else:
            to = members.get(tie.to_organisation_id or 0, [])
        for other in to:
            if tie.person_id in right and other in left:
                yield left[other], right[tie.person_id], says
            elif tie.person_id in left and other in right:
                yield left[tie.person_id], right[other], says


def _excluded(mentees: Sequence[Enrolment], mentors: Sequence[Enrolment]) -> Found:
    """Who asked not to work with whom, either way; it holds for the person, who may have withdrawn and applied again."""
    left, right = _by_person(mentees), _by_person(mentors)
    through: Any = Enrolment.excludes.through
    rows = through.objects.filter(
        from_enrolment__edition__in={each.edition_id for each in (*mentees, *mentors)}
    )
    for one, other in rows.values_list("from_enrolment__person", "to_enrolment__person"):
        for mentee, mentor in ((one, other), (other, one)):
            if mentee in left and mentor in right:
                yield left[mentee], right[mentor], str(SAYS["exclusion"])


def _paired_before(code: str, *states: str) -> Callable[..., Found]:
    def find(mentees: Sequence[Enrolment], mentors: Sequence[Enrolment]) -> Found:
        left, right = _by_person(mentees), _by_person(mentors)
        rows = Pairing.objects.in_state(*states).filter(
            edition__in={each.edition_id for each in mentees}
        )
        for mentee, mentor in rows.values_list("mentee__person", "mentor__person"):
            if mentee in left and mentor in right:
                yield left[mentee], right[mentor], str(SAYS[code])

    return find


def _speechless(mentees: Sequence[Enrolment], mentors: Sequence[Enrolment]) -> Found:
    def profiles(people: Sequence[Enrolment]) -> list[Profile]:
        return [Profile(id=each.pk, languages=tuple(each.languages)) for each in people]

    together = speak_together(profiles(mentees), profiles(mentors))
    for row, column in np.argwhere(~together):
        yield mentees[row].pk, mentors[column].pk, str(SAYS["language"])


def _full(mentees: Sequence[Enrolment], mentors: Sequence[Enrolment]) -> Found:
    for mentor in mentors:
        if mentor.free_places <= 0:
            says = _("%(mentor)s has no free place.") % {"mentor": mentor.person}
            for mentee in mentees:
                yield mentee.pk, mentor.pk, says


#: Each kind of reason by its code, in the order in which they are said.
KINDS: Mapping[str, Callable[[Sequence[Enrolment], Sequence[Enrolment]], Found]] = {
    "tie": _tied,
    "exclusion": _excluded,
    "declined": _paired_before("declined", "declined"),
    "ended": _paired_before("ended", *ENDED_PAIR),
    "language": _speechless,
    "seats": _full,
}
