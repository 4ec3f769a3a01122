"""Blind calls: until the decision, the committee does not learn who applies; staff do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.rules import call as call_rules
from people.names import fold
from questionnaires.summary.reading import Part
from workflows.predicates import is_admin, predicate

if TYPE_CHECKING:
    from grants.models import Application, Call
    from people.models import User

DECIDED = ("decided", "finished")
# The questions with which every form of a call opens and that name the applicant.
SAYS_WHO = frozenset(
    {
        "organisation",
        "organisation_name",
        "organisation_nip",
        "group_name",
        "group_members",
        "patron_name",
        "patron_nip",
    }
)


def keeps_names(call: Call) -> bool:
    """Whether the committee must not learn yet who applies in `call`."""
    return call.is_blind and call.state not in DECIDED


def hides_names_from(user: User, call: Call) -> bool:
    """Whether names of applicants in `call` are to be left out of what `user` gets."""
    return keeps_names(call) and not (call_rules.is_staff(user, call) or is_admin(user, call))


@predicate(_("In a blind call the committee learns who applies when the call is decided."))
def names_are_open(user: User, application: Application) -> bool:
    """Over an application: twin of `with_open_names`."""
    return not keeps_names(application.call)


def with_open_names(prefix: str) -> Q:
    """Over rows whose call stands under `prefix`: those in which the committee may know who applies."""
    return Q(**{f"{prefix}is_blind": False}) | Q(**{f"{prefix}state__in": DECIDED})


def nameless(parts: Iterable[Part]) -> list[Part]:
    """What was answered, without the questions that say who applies; a part without answers is left out."""
    kept = (
        replace(part, lines=[line for line in part.lines if not says_who(line.block)])
        for part in parts
    )
    return [part for part in kept if part.lines]


def says_who(block: object) -> bool:
    """Whether the answer to this question tells who applies, so that it is left out."""
    return getattr(block, "key", "") in SAYS_WHO or bool(getattr(block, "says_who", False))


def names_written(given: Mapping[str, Any]) -> list[str]:
    """The names of two words or more that the opening questions of a form were answered with, as people read them.

    One word alone may be an everyday one ("Neighbours"), so it is not held against what is written elsewhere.
    """
    names = [given.get(key) or "" for key in ("organisation_name", "group_name", "patron_name")]
    names += given.get("group_members") or []
    return [name for name in names if len(fold(name).split()) > 1]


def named_in(text: str, names: Iterable[str]) -> str:
    """The first of `names` that stands in `text`, whatever its case and accents; empty when none does."""
    words = f" {' '.join(re.findall(r'[a-z0-9]+', fold(text)))} "
    for name in names:
        if f" {' '.join(re.findall(r'[a-z0-9]+', fold(name)))} " in words:
            return name
    return ""


def take_names(applications: Iterable[Application]) -> None:
    """Make loaded applications nameless for a page or a file: no applicant, no way to their page. Nothing is saved."""
    for application in applications:
        application.applicant = ""
        application.is_nameless = True
