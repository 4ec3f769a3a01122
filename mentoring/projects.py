"""Mentoring as help for those whose projects the programme funds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from programmes.registries.projects import Help, Project, helps

from .actions import editions_for
from .models import MentorOffer


def mentoring_for(user: Any, project: Project) -> Iterator[Help]:
    """Offers made already, then editions in which the person could still find a mentor; two queries."""
    made = MentorOffer.objects.visible_to(user).filter(project=project.name)
    for offer in made.select_related("edition"):
        yield Help(
            title=str(offer.edition),
            note=str(offer.get_state_display()),
            url=offer.get_absolute_url(),
            label=_("Open the offer"),
        )
    own = project.person.user_id == user.pk
    for edition in editions_for(project):
        until = date_format(localtime(edition.recruits_until), "j E Y, H:i")
        yield Help(
            title=str(edition),
            note=_("Applications until %(moment)s.") % {"moment": until},
            url=reverse("mentoring:mentor-offer-new", args=[edition.code, project.name]),
            label=_("I would like a mentor") if own else _("Offer a mentor"),
            asks=True,
        )


helps.add("mentoring", mentoring_for)
