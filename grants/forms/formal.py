"""The formal card of one application, with what staff decide on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.actions.formal import Finding
from workflows.forms import InstantField

if TYPE_CHECKING:
    from grants.models import Application, ChecklistItem

ANSWERS = (
    ("yes", pgettext_lazy("formal check", "in order")),
    ("no", pgettext_lazy("formal check", "not in order")),
)


class FindingForm(forms.Form):
    """What was found about one item."""

    passed = forms.ChoiceField(
        choices=ANSWERS, widget=forms.RadioSelect, required=False, label=_("Finding")
    )
    note = forms.CharField(max_length=500, required=False, label=_("Note for colleagues"))

    def finding(self) -> Finding:
        """The valid finding."""
        answer = self.cleaned_data["passed"]
        return Finding({"yes": True, "no": False}.get(answer), self.cleaned_data["note"])


class FormalCard:
    """One `FindingForm` for each item of the call's checklist."""

    def __init__(self, application: Application, data: Any = None) -> None:
        marks = {mark.item_id: mark for mark in application.formal_marks.all()}
        self.rows: list[tuple[ChecklistItem, FindingForm]] = []
        for item in application.call.checklist.all():
            mark = marks.get(item.pk)
            passed = "" if mark is None or mark.passed is None else "yes" if mark.passed else "no"
            initial = {"passed": passed, "note": mark.note if mark else ""}
            form = FindingForm(data, prefix=f"item-{item.pk}", initial=initial)
            form.fields["passed"].label = str(item)
            self.rows.append((item, form))

    def is_valid(self) -> bool:
        """Whether each finding can be kept."""
        return all(form.is_valid() for _item, form in self.rows)

    def findings(self) -> dict[int, Finding]:
        """The valid findings by item key."""
        return {item.pk: form.finding() for item, form in self.rows}


class ReturnForm(forms.Form):
    """Return for correction: what to correct, until when."""

    reasons = forms.CharField(
        label=_("What has to be corrected"),
        help_text=_("The applicant reads this. Name the question and say what is needed."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={
            "required": _("Write what has to be corrected; the applicant will read it.")
        },
    )
    due_at = InstantField(label=_("Until"), help_text=_("Warsaw time."))


class RejectForm(forms.Form):
    """Reject formally, with grounds."""

    grounds = forms.CharField(
        label=_("Grounds"),
        help_text=_("The applicant reads this. Name the rule of the call."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": _("Write the grounds; the applicant will read them.")},
    )
