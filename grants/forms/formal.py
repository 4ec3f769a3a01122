"""The formal card of one application, with what staff decide on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.actions.formal import Finding, found
from workflows.forms import InstantField

if TYPE_CHECKING:
    from grants.models import Application, ChecklistItem

ANSWERS = (
    ("yes", pgettext_lazy("formal check", "in order")),
    ("no", pgettext_lazy("formal check", "not in order")),
)


PASSED = {"yes": True, "no": False}


class FindingForm(forms.Form):
    """What was found about one item."""

    passed = forms.ChoiceField(
        choices=ANSWERS, widget=forms.RadioSelect, required=False, label=_("Finding")
    )
    note = forms.CharField(max_length=500, required=False, label=_("Note for colleagues"))

    def finding(self) -> Finding:
        """The valid finding."""
        answer = self.cleaned_data["passed"]
        return Finding(PASSED.get(answer), self.cleaned_data["note"])


@dataclass(frozen=True)
class Row:
    """One item of the card: what is asked, its form, and the finding that stands now (sent along by the page)."""

    item: ChecklistItem
    form: FindingForm
    stands: str


class FormalCard:
    """One `FindingForm` for each item of the call's checklist."""

    def __init__(self, application: Application, data: Any = None) -> None:
        marks = {mark.item_id: mark for mark in application.formal_marks.all()}
        self.data = data
        self.rows = [
            self._row(item, found(marks.get(item.pk))) for item in application.call.checklist.all()
        ]

    def _row(self, item: ChecklistItem, finding: Finding) -> Row:
        answer = {True: "yes", False: "no"}.get(finding.passed, "")  # type: ignore[arg-type]
        initial = {"passed": answer, "note": finding.note}
        form = FindingForm(self.data, prefix=f"item-{item.pk}", initial=initial)
        form.fields["passed"].label = str(item)
        return Row(item, form, f"{answer}:{finding.note}")

    def is_valid(self) -> bool:
        """Whether each finding can be kept."""
        return all(row.form.is_valid() for row in self.rows)

    def findings(self) -> dict[int, Finding]:
        """The valid findings by item key."""
        return {row.item.pk: row.form.finding() for row in self.rows}

    def shown(self) -> dict[int, Finding]:
        """The findings that the posted page had shown, by item key; one that does not say showed none."""
        found_then = {}
        for row in self.rows:
            answer, _colon, note = self.data.get(f"{row.form.prefix}-shown", "").partition(":")
            found_then[row.item.pk] = Finding(PASSED.get(answer), note)
        return found_then


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
