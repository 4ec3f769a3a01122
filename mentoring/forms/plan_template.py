"""The rows of an edition's template of the plan, as staff type them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.models import Edition, MilestoneTemplate
from mentoring.models.plan_template import MOST
from workflows.forms import SaysWhoReads

EMPTY_ROWS = 2


class TemplateRowForm(SaysWhoReads, forms.Form):
    """One milestone; an empty row is none."""

    readers = dict.fromkeys(("title", "shown_by"), _("Every pair of the edition reads this."))

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("What shall be reached"),
        max_length=160,
        required=False,
        help_text=_("For example: residents of both housing estates said what they need."),
    )
    shown_by = forms.CharField(
        label=_("What shows that it is done"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    days = forms.IntegerField(
        label=_("Days from the beginning"),
        min_value=0,
        max_value=1000,
        required=False,
        help_text=_("Counted from the day on which the pair begins."),
        error_messages={
            "invalid": _("Write a whole number of days, for example 30."),
            "min_value": _("Write a whole number of days, for example 30."),
            "max_value": _("1000 days at most."),
        },
    )
    required = forms.BooleanField(
        label=_("Asked of every pair"),
        required=False,
        help_text=_("A pair can not drop it, and is complete only with it."),
    )

    def clean(self) -> dict[str, Any]:
        """A row is empty, or says everything."""
        given = super().clean() or {}
        if not self.has_changed() and not given.get("id"):
            return given
        needed = {
            "title": _("Write what shall be reached."),
            "shown_by": _("Write what shows that it is done."),
            "days": _("Write after how many days."),
        }
        for name, sentence in needed.items():
            if given.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, sentence)
        return given


TemplateFormSet = forms.formset_factory(
    TemplateRowForm, extra=EMPTY_ROWS, can_delete=True, max_num=MOST, validate_max=True
)


def template_rows(edition: Edition) -> list[dict[str, Any]]:
    """The rows that stand, as the form shows them."""
    names = ("id", "title", "shown_by", "days", "required")
    return list(MilestoneTemplate.objects.filter(edition=edition).values(*names))


def rows_typed(formset: Any, edition: Edition) -> list[dict[str, Any]]:
    """The rows of a valid formset; empty ones and those to be taken out are left out, as are keys of other editions."""
    known = set(edition.milestone_templates.values_list("pk", flat=True))
    rows = []
    for form in formset:
        typed = form.cleaned_data
        if not typed or not typed.get("title") or typed.get("DELETE"):
            continue
        row = {name: typed[name] for name in ("id", "title", "shown_by", "days", "required")}
        rows.append(row | {"id": row["id"] if row["id"] in known else None})
    return rows
