"""Whether the applicant has applied already where the call allows it once.

A call may say that an organisation applies once, and a group: in the call itself, or in a calendar year over all calls of
the programme (domain.md §2: “same line-up once a year”). A group is the same where all its people are, or, in stricter
calls, where even one person is. What was withdrawn, and what ended because its call was cancelled, does not count. Of an application that is not the reader's own nothing is told but
that there is one: not its title, not its author, not whom of the group it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from grants.rules.line_up import as_one_person
from grants.rules.opening import NEW
from grants.rules.parties import GROUPS, ORGANISATIONS
from people.numbers import digits
from questionnaires.forms import Missing

if TYPE_CHECKING:
    from grants.models import Application, Call
    from people.models import User

YEAR, FREELY = "year", "freely"
WHOLE = "whole"


def in_the_way(application: Application, *, by: User, at: datetime) -> Iterator[tuple[str, str]]:
    """What the rule of the call objects to, as `by` may read it at `at`: the key of the question, and a sentence."""
    kind, call = application.applicant_kind, application.call
    if kind in ORGANISATIONS and call.organisation_applies != FREELY:
        yield from _organisation(application, by, at)
    if kind in GROUPS and call.line_up_applies != FREELY:
        yield from _line_up(application, by, at)


def missing_of_once(application: Application, *, by: User, at: datetime) -> list[Missing]:
    """The same as things to do, each with the way to its question."""
    return [
        Missing(key, _("One application only"), sentence, f"question-{key}", part=1)
        for key, sentence in in_the_way(application, by=by, at=at)
    ]


def _organisation(application: Application, by: User, at: datetime) -> Iterator[tuple[str, str]]:
    key, nip = application.organisation_id, _typed_nip(application)
    if not (key or nip) or (key and _first_sent(application).get("organisation") == str(key)):
        return
    rule = application.call.organisation_applies
    others = _counted(application, rule, at).of_organisation(key, nip)
    if (own := others.with_part_of(by).first()) is not None:
        said = _("Your organisation applied already: %(number)s, “%(title)s”. %(rule)s")
        yield (
            _asked(key),
            said % {"number": own.number, "title": own.title_line, "rule": organisation_rule(rule)},
        )
    elif others.exists():
        said = _(
            "An application of this organisation was received already. %(rule)s Ask in your organisation who submitted it, or write to the staff of the call."
        )
        yield _asked(key), said % {"rule": organisation_rule(rule)}


def _asked(key: int | None) -> str:
    return "organisation" if key else "organisation_nip"


def organisation_rule(rule: str) -> str:
    """What a call says of organisations that apply."""
    if rule == YEAR:
        return _("An organisation applies once in a calendar year.")
    return _("An organisation applies once in this call.")


def line_up_rule(call: Call) -> str:
    """What `call` says of people in groups."""
    in_a_year = call.line_up_applies == YEAR
    if call.line_up_match == WHOLE:
        if in_a_year:
            return _(
                "A group of the same people applies once in a calendar year; with one person more, fewer or other it is another group."
            )
        return _(
            "A group of the same people applies once in this call; with one person more, fewer or other it is another group."
        )
    if in_a_year:
        return _("A person applies in one group only in a calendar year.")
    return _("A person applies in one group only in this call.")


def _typed_nip(application: Application) -> str:
    """The NIP of an organisation that the applicant names themselves; empty where they chose a known one."""
    typed: dict[str, Any] = application.answers.values
    named = typed.get("organisation") in {None, "", NEW}
    return digits(str(typed.get("organisation_nip") or "")) if named else ""


def _first_sent(application: Application) -> dict[str, Any]:
    """The answers with which a returned application was received; what stood in them is not asked about again.

    Nothing for a draft, even within its submission, where the content is frozen before the move.
    """
    first = application.submissions.first() if application.submitted_at else None
    return first.content["values"] if first else {}


def _line_up(application: Application, by: User, at: datetime) -> Iterator[tuple[str, str]]:
    call = application.call
    people = _folded(application.group_members).keys()
    stood = _folded(_first_sent(application).get("group_members") or []).keys()
    whole = call.line_up_match == WHOLE
    # Of a whole line-up nobody can be left out, so where a correction changed it, all of it is asked about again.
    asked = set(people) if whole and people != stood else people - stood
    if not asked:
        return
    others = _counted(application, call.line_up_applies, at).exclude(group_members=[])
    taken = {
        pk: shared
        for pk, members in others.values_list("pk", "group_members").order_by("pk")
        if (shared := _shared(asked, set(_folded(members)), whole=whole))
    }
    if not taken:
        return
    own = others.filter(pk__in=list(taken)).with_part_of(by).first()
    yield (
        "group_members",
        _about_the_whole(application, own) if whole else _about_people(application, own, taken),
    )


def _shared(asked: set[str], theirs: set[str], *, whole: bool) -> set[str]:
    """Who of `asked` makes the group of `theirs` the same one; nobody where it is another group."""
    if whole:
        return asked if asked == theirs else set()
    return asked & theirs


def _about_the_whole(application: Application, own: Application | None) -> str:
    rule = line_up_rule(application.call)
    if own is None:
        return _(
            "A group of exactly the people on your list applied already. %(rule)s Ask everybody on the list who submitted it, or write to the staff of the call."
        ) % {"rule": rule}
    said = _("A group of the same people applied already: %(number)s, “%(title)s”. %(rule)s")
    return said % {"number": own.number, "title": own.title_line, "rule": rule}


def _about_people(
    application: Application, own: Application | None, taken: dict[int, set[str]]
) -> str:
    rule = line_up_rule(application.call)
    if own is None:
        return _(
            "Somebody on your list stands already in another group that applied. %(rule)s Ask everybody on the list. If it is a namesake, add a second name, so that the two are told apart."
        ) % {"rule": rule}
    names = [
        name for key, name in _folded(application.group_members).items() if key in taken[own.pk]
    ]
    return _("%(names)s: already in the group of %(number)s, “%(title)s”. %(rule)s") % {
        "names": ", ".join(names),
        "number": own.number,
        "title": own.title_line,
        "rule": rule,
    }


def _folded(names: list[str]) -> dict[str, str]:
    return {as_one_person(name): name for name in names}


def _counted(application: Application, rule: str, at: datetime) -> Any:
    received = type(application)._default_manager.exclude(pk=application.pk)
    if rule == YEAR:
        return received.counted_in_year(application.call.programme, application.submitted_at or at)
    return received.filter(call=application.call).counted_once()
