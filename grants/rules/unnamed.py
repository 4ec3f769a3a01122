"""Those whose names no applicant learns from what Tandem sends: the assessors and the committee of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from grants.rules.call import COMMITTEE
from grants.rules.named import names_in
from people.models import User
from workflows.roles import holders_of_any

if TYPE_CHECKING:
    from grants.models import Call


def people_behind(call: Call) -> list[str]:
    """The names that no applicant learns from a letter: of whoever assessed in `call`, and of its committee."""
    model: Any = call.applications.model._meta.get_field("assessments").related_model
    asked = model.objects.in_call(call).order_by().values("assessor")
    judges = User.objects.filter(pk__in=asked).select_related("person").order_by("pk")
    people = {one.pk: one for one in (*judges, *holders_of_any(COMMITTEE, call))}
    return [str(one) for one in people.values()]


def sentences_naming(call: Call, text: str) -> list[str]:
    """Why `text` cannot go to an applicant: the names in it of those who stay unnamed; empty when there are none."""
    names = names_in(text, people_behind(call))
    if not names:
        return []
    return [_("The text names: %(names)s. Take the names out.") % {"names": ", ".join(names)}]
