"""Naming a deputy for a mentor, and ending the standing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring import rules
from mentoring.actions import name_deputy
from mentoring.forms import DeputyForm
from mentoring.models import Deputy
from workflows.views import MoveView

from .forms_in_pair import InPair


class NewDeputy(InPair):
    """Staff say who stands in for the mentor of a pair, until when and why."""

    title = _("Name a deputy for the mentor")
    label = _("Name the deputy")
    readers = _(
        "The deputy reads what the pair reads, approves and returns milestones and confirms meetings. Confidential requests and private notes stay closed to them."
    )

    def may(self) -> bool:
        return rules.names_deputy(self.request.user, self.pair) and self.pair.goes_on

    def get_form(self, data: Any = None) -> DeputyForm:
        return DeputyForm(data, pairing=self.pair)

    def write(self, form: DeputyForm) -> Any:
        deputy = name_deputy(pairing=self.pair, by=self.request.user, **form.cleaned_data)
        messages.success(
            self.request, gettext("Named. Mentor, mentee and the deputy get a letter.")
        )
        return deputy


class DeputyMove(MoveView):
    """Before the standing in ends, the page says what follows."""

    model = Deputy
    template_name = "mentoring/deputy_move.html"
