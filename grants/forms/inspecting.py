"""Forms of checks: announcing one, writing its protocol, objecting, answering, telling what was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.forms.agreement import DayField
from grants.models import Agreement, Inspection
from grants.rules import inspecting as rules
from grants.rules.inspecting import InspectionKind, Result
from people.models import User
from workflows import clock
from workflows.forms import PrivateFileField

SPARE = 2
MOST = 15


def words(label: Any, *, required: Any = "", rows: int = 4, most: int = 6000, **more: Any) -> Any:
    """A field for several lines; `required` is the sentence for an empty one, none where it may be empty."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required} if required else None,
        **more,
    )


class AnnounceForm(forms.Form):
    """What the letter to the grantee says."""

    kind = forms.ChoiceField(
        label=_("Kind of check"), choices=InspectionKind.choices, widget=forms.RadioSelect
    )
    day = DayField(label=_("Day"))
    where = forms.CharField(label=_("Hour and place"), max_length=200, required=False)
    lead = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Carried out by"),
        error_messages={"required": _("Say who carries it out.")},
    )
    scope = words(
        _("What is looked at"),
        required=_("Say what you will look at, so that the grantee can prepare."),
        most=2000,
    )

    def __init__(self, data: Any = None, *, agreement: Agreement, user: Any) -> None:
        first = clock.today() + timedelta(days=agreement.call.inspection_notice_days)
        allowed = [one.pk for one in rules.may_lead(agreement)]
        initial = {"kind": "desk", "day": first, "lead": user.pk if user.pk in allowed else None}
        super().__init__(data, initial=initial)
        self.fields["lead"].queryset = User.objects.filter(pk__in=allowed)  # type: ignore[attr-defined]
        self.fields["day"].help_text = _("%(day)s or later, as the call promises.") % {
            "day": date_format(first)
        }


class FindingForm(forms.Form):
    """What was found about one item."""

    result = forms.ChoiceField(
        label=pgettext_lazy("inspection", "Finding"),
        choices=Result.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    note = words(_("Description"), rows=2, most=2000)


class WantedForm(forms.Form):
    """One recommendation."""

    text = words(_("Recommendation"), rows=2, most=500)
    due_on = DayField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        """Words need a day; a row without words is none, so that emptying it takes it out."""
        given = super().clean() or {}
        if given.get("text") and not given.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Say until when."))
        return given


class ProtocolForm:
    """The protocol: a finding for each item, what follows, and the recommendations."""

    def __init__(self, data: Any = None, *, inspection: Inspection) -> None:
        self.items = [
            (rules.item_shown(mark), FindingForm(data, prefix=f"item-{place}", initial=mark))
            for place, mark in enumerate(inspection.marks)
        ]
        self.conclusion = ConclusionForm(data, initial={"conclusion": inspection.conclusion})
        kept: list[dict[str, Any]] = [
            {"text": text, "due_on": day} for text, day in inspection.recommended()
        ]
        usual: dict[str, Any] = {"due_on": clock.today() + timedelta(days=rules.DAYS_TO_CARRY_OUT)}
        rows = [*kept, *[usual] * SPARE][:MOST]
        self.wanted = [
            WantedForm(data, prefix=f"wanted-{place}", initial=one)
            for place, one in enumerate(rows)
        ]

    @property
    def parts(self) -> list[forms.Form]:
        """Every form on the page."""
        return [*(form for _item, form in self.items), self.conclusion, *self.wanted]

    def is_valid(self) -> bool:
        """Whether everything can be kept; every part is asked, so that every mistake is shown."""
        valid = [part.is_valid() for part in self.parts]
        return all(valid)

    def found(self) -> list[dict[str, str]]:
        """Result and note of each item."""
        return [form.cleaned_data for _item, form in self.items]

    def recommendations(self) -> Iterator[tuple[str, date]]:
        """Those that have words."""
        for form in self.wanted:
            given = form.cleaned_data
            if given.get("text"):
                yield given["text"].strip(), given["due_on"]


class ConclusionForm(forms.Form):
    """What follows from the check."""

    conclusion = words(
        _("What follows from it"), help_text=_("The grantee reads exactly these words.")
    )


class HoldForm(forms.Form):
    """When the check took place."""

    held_on = DayField(label=_("Took place on"))

    def __init__(self, data: Any = None, files: Any = None, *, object: Inspection) -> None:  # noqa: A002 -- the engine's name
        day = min(object.day, clock.today())
        super().__init__(data, files, initial={"held_on": day})


class MoveToForm(forms.Form):
    """Another day, and why."""

    day = DayField(label=_("New day"))
    where = forms.CharField(label=_("Hour and place"), max_length=200, required=False)
    note = words(_("Why"), required=_("Write why: the grantee will read it."), rows=3)

    def __init__(self, data: Any = None, files: Any = None, *, object: Inspection) -> None:  # noqa: A002 -- as above
        super().__init__(data, files, initial={"day": object.day, "where": object.where})


class ObjectionForm(forms.Form):
    """What the grantee disagrees with."""

    objection = words(
        _("Objection"),
        required=_("Write what you disagree with, and why."),
        rows=6,
        help_text=_("Name the finding and say what shows that it is otherwise."),
    )


class AnswerForm(forms.Form):
    """The answer to an objection."""

    answer = words(_("Answer"), required=_("Write the answer; the grantee will read it."), rows=6)


class DoneForm(forms.Form):
    """What the grantee did, with what shows it."""

    answer = words(
        _("What was done"),
        required=_("Write what you did, and add what shows it."),
        most=2000,
    )
    evidence = PrivateFileField(label=_("What shows it: a photo or a scan"), required=False)
