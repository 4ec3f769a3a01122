"""To whom the team writes as a group: those who signed up for an event or a study visit."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from activities.models import Registration
from activities.notices import person_of
from programmes.registries.audiences import Audience, audiences

#: Of what the address may name one; its people are those who did not give their place up.
SUBJECTS = ("event", "visit")


def people_asked(request: Any) -> QuerySet[Registration]:
    """People of one gathering, in the states asked for (all who did not leave, without any); nobody without one."""
    for name in SUBJECTS:
        if code := request.GET.get(name):
            rows = Registration.objects.visible_to(request.user).filter(**{f"{name}__code": code})
            known = Registration.States.values
            states = [each for each in request.GET.getlist("state") if each in known]
            rows = rows.filter(state__in=states) if states else rows.open()
            return rows.order_by("pk")
    return Registration.objects.none()


audiences.add(
    "activities.people",
    Audience(
        label=_("people who signed up"),
        place="activities:home",
        asked=people_asked,
        rows=lambda keys: (
            Registration.objects.filter(pk__in=keys)
            .select_related("person__user")
            .with_subjects()
            .order_by("pk")
        ),
        who=person_of,
        programme=lambda registration: registration.subject.programme,
        title=lambda registration: str(registration.subject),
    ),
)
