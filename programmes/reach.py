"""Whom the team of a programme sees: the people who take part in it; and who reads the letters they got."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.reach import Reach, Sight, Way, reach, sights
from programmes import roles
from programmes.models import Participation, Programme
from workflows.models import Message
from workflows.models.link import type_of

reach.add(
    "programmes.participants",
    Reach(
        _("you take part in it"),
        rows=Participation.objects.all,
        person="person",
        scope="programme",
        of="programmes.Programme",
        roles=roles.RUNNERS,
        since="since",
    ),
)


def _of_a_programme() -> Q:
    return Q(scope_type=type_of(Programme))


def _letters() -> Any:
    """Every letter to somebody, with the titles of the programme that it is of; its words stay where they are."""
    of = Programme.objects.filter(pk=OuterRef("scope_id"))
    titles = {f"programme_{name}": Subquery(of.values(name)) for name in ("title_pl", "title_en")}
    return Message.objects.annotate(**titles).defer("body", "attachment", "attachment_bytes")


def _programme_of(letter: Any) -> str:
    english = letter.programme_title_en if get_language() == "en" else ""
    return english or letter.programme_title_pl or ""


sights.add(
    "programmes.letters",
    Sight(
        _("The letters you got from us"),
        rows=_letters,
        person="recipient__person",
        ways=[
            Way(
                _("coordinators and staff of the programme"),
                roles=roles.RUNNERS,
                scope="scope_id",
                of="programmes.Programme",
                where=_of_a_programme,
            )
        ],
        names=_programme_of,
    ),
)
