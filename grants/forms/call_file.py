"""Calls brought in by file, and copied from earlier ones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.models import Call
from grants.rules.soundness import is_thinkable
from programmes.forms import UploadForm
from workflows.workdays import day_in_warsaw

from .call import ADDRESSES

A_YEAR = timedelta(weeks=52)  # keeps the day of the week


class CallFileForm(UploadForm):
    """The file."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].label = _("Call file")
        self.fields["file"].help_text = _(
            "A YAML file like the example below. Nothing changes yet."
        )


class CopyForm(forms.Form):
    """What the copy is called and when it opens; every other day moves with it."""

    code = forms.SlugField(
        label=_("Code in addresses"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens; it stands in the public address."),
    )
    title_pl = forms.CharField(label=_("Title (in Polish)"), max_length=200)
    title_en = forms.CharField(label=_("Title (in English)"), max_length=200, required=False)
    opens_on = forms.DateField(
        label=_("Opens on"),
        help_text=_("Every other day moves by as much; the hours stay."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, call: Call, **options: Any) -> None:
        options["initial"] = {
            "title_pl": call.title_pl,  # type: ignore[attr-defined]  # a column per language
            "title_en": call.title_en,  # type: ignore[attr-defined]  # as above
            "opens_on": day_in_warsaw(call.opens_at) + A_YEAR,
        }
        super().__init__(*args, **options)

    def clean_code(self) -> str:
        """Refuse a code that is taken."""
        code = str(self.cleaned_data["code"])
        if code in ADDRESSES or Call.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Choose another code; this word is taken."))
        return code

    def clean_opens_on(self) -> date:
        """Refuse a day from which no window could be counted on."""
        day: date = self.cleaned_data["opens_on"]
        if not is_thinkable(day):
            raise forms.ValidationError(_("Choose a year between 2000 and 2100."))
        return day

    def title(self) -> dict[str, str]:
        """The title by language."""
        return {tag: self.cleaned_data[f"title_{tag}"] for tag in ("pl", "en")}
