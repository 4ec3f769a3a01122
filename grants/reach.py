"""Whom the staff of a call see: those who apply in it and those who judge it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from grants.models import Application, Assessment
from people.models import Person
from people.reach import Reach, reach
from programmes import roles
from programmes.querysets import programme_ids


def applicants(user: Any) -> QuerySet[Any, Any]:
    """Keys of the persons who applied in a call that `user` runs."""
    run = programme_ids(user, *roles.RUNNERS)
    applied = Application.objects.submitted_once().filter(call__activity__programme__in=run)
    return Person.objects.filter(user__in=applied.order_by().values("author")).values("pk")


def assessors(user: Any) -> QuerySet[Any, Any]:
    """Keys of the persons who were asked to assess in a call that `user` runs."""
    run = programme_ids(user, *roles.RUNNERS)
    asked = Assessment.objects.filter(application__call__activity__programme__in=run)
    return Person.objects.filter(user__in=asked.order_by().values("assessor")).values("pk")


reach.add("grants.applicants", Reach(_("applied in your call"), applicants))
reach.add("grants.assessors", Reach(_("assesses in your call"), assessors))
