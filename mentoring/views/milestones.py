"""The milestones of a pair: their pages, the plan, what shows that they are reached."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring import rules
from mentoring.actions import change_milestone, plan_milestone, show_evidence
from mentoring.forms import EvidenceForm, MilestoneForm
from mentoring.models import Milestone, Pairing
from workflows.views import MoveView, ObjectView

from .forms_in_pair import InPair


class MilestonePage(ObjectView):
    """One milestone: what shall be reached, what shows it, and what the mentor says."""

    model = Milestone
    template_name = "mentoring/milestone.html"

    def get_queryset(self) -> QuerySet[Any]:
        return (
            super()
            .get_queryset()
            .select_related(
                "pairing__mentor__person__user",
                "pairing__mentee__person__user",
                "pairing__edition__activity__programme",
            )
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        milestone, user = self.object, self.request.user
        editable = milestone.can_be_worked_on and milestone.pairing.works
        return super().get_context_data(
            pair=milestone.pairing,
            can_plan=editable and rules.works_in_pair(user, milestone),
            can_show=editable
            and milestone.state != "planned"
            and rules.is_on_mentees_side(user, milestone),
            back=milestone.pairing.get_absolute_url(),
            back_label=str(milestone.pairing),
            **given,
        )


class MilestoneMove(MoveView):
    model = Milestone


class NewMilestone(InPair):
    title = _("New milestone")
    label = _("Add to the plan")

    def get_form(self, data: Any = None) -> MilestoneForm:
        return MilestoneForm(data)

    def write(self, form: MilestoneForm) -> Any:
        fields = {name: form.cleaned_data[name] for name in form.written_fields()}
        plan_milestone(pairing=self.pair, by=self.request.user, **fields)
        messages.success(self.request, gettext("The milestone is in the plan."))
        return self.pair


class OnMilestone(InPair):
    """A form on one milestone."""

    milestone: Milestone

    def get_pair(self) -> Pairing:
        rows = Milestone.objects.visible_to(self.request.user).with_pair()
        self.milestone = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self.milestone.pairing

    def back(self) -> Milestone:
        return self.milestone

    def write(self, form: Any) -> Any:
        change_milestone(
            milestone=form.instance,
            seen=form.cleaned_data["version"] or 0,
            fields=form.written_fields(),
            by=self.request.user,
        )
        messages.success(self.request, gettext("Saved."))
        return self.milestone


class EditMilestone(OnMilestone):
    title = _("Change the milestone")
    label = _("Save the changes")

    def get_form(self, data: Any = None) -> MilestoneForm:
        return MilestoneForm(data, instance=self.milestone)


class EditEvidence(OnMilestone):
    title = _("Show that it is done")
    label = _("Save")

    def get_form(self, data: Any = None) -> EvidenceForm:
        files = self.request.FILES if data is not None else None
        return EvidenceForm(data, files, instance=self.milestone)

    def write(self, form: Any) -> Any:
        show_evidence(
            milestone=form.instance,
            seen=form.cleaned_data["version"] or 0,
            fields=form.written_fields(),
            files=form.cleaned_data["attached"],
            by=self.request.user,
        )
        messages.success(self.request, gettext("Saved."))
        return self.milestone
