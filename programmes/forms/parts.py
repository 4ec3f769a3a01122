"""Partners, activities and indicators."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from programmes.models import Activity, Indicator, Partner, Programme
from programmes.registries.counts import counts

from .seen import SeenForm


class PartForm(SeenForm, forms.ModelForm):
    """A part of one programme; a code or name that is taken there is an error at its field."""

    unique_name = "code"
    largest: ClassVar[dict[str, int]] = {}

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance.programme = programme
        if "name_pl" in self.fields:
            self.fields["name_pl"].required = True
        for name, number in self.largest.items():
            self.fields[name].validators.append(MaxValueValidator(number))
        self.initial["seen"] = ""  # until there is something that others may change
        if self.instance.pk:
            self.note_what_is_seen()

    def clean(self) -> dict[str, Any]:
        """Refuse what another part of this programme already has."""
        values = super().clean()
        value = values.get(self.unique_name)
        alike = self._meta.model.objects.filter(
            programme=self.instance.programme, **{self.unique_name: value}
        )
        if value and alike.exclude(pk=self.instance.pk).exists():
            self.add_error(self.unique_name, _("Another one in this programme has this already."))
        return values


class PartnerForm(PartForm):
    """Who carries the programme out together."""

    unique_name = "name"
    largest = {"members": 1_000_000}

    class Meta:
        model = Partner
        fields = ["name", "role", "country", "type", "members", "website"]
        help_texts = {"type": _("For example: city, federation, union of local governments.")}

    def clean_country(self) -> str:
        """Two capital letters."""
        country = str(self.cleaned_data["country"]).upper()
        if country and not (len(country) == 2 and country.isalpha() and country.isascii()):
            raise forms.ValidationError(_("Two letters, for example PL."))
        return country


class ActivityForm(PartForm):
    """What the programme does with people; its numbers end where those of a programme file do."""

    largest = {"count": 100_000, "days": 1_000, "capacity": 1_000_000}
    examples = forms.CharField(
        label=_("Examples"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line."),
    )

    class Meta:
        model = Activity
        fields = [
            "kind", "code", "name_pl", "name_en", "count", "days", "capacity", "per_local_government", "note",
        ]  # fmt: skip
        labels = {"name_pl": _("Name in Polish"), "name_en": _("Name in English")}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["examples"] = "\n".join(self.instance.examples)

    def save(self, commit: bool = True) -> Any:
        """Keep the examples as a list; a new activity stands last."""
        self.instance.examples = [
            line.strip() for line in self.cleaned_data["examples"].splitlines() if line.strip()
        ]
        if self.instance._state.adding:
            self.instance.position = self.instance.programme.activities.count() + 1
        return super().save(commit)


class IndicatorForm(PartForm):
    """What the programme promised to reach."""

    class Meta:
        model = Indicator
        fields = [
            "code", "name_pl", "name_en", "counted_as", "activities", "unit", "baseline", "comparison", "target",
        ]  # fmt: skip
        labels = {"name_pl": _("Name in Polish"), "name_en": _("Name in English")}
        help_texts = {"target": _("Leave empty when nobody has set one; then no percent is shown.")}
        widgets = {"counted_as": forms.RadioSelect, "activities": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, programme=programme, **options)
        self.fields["activities"].queryset = programme.activities.all()  # type: ignore[attr-defined]
        choices = [(count.name, f"{count.label}. {count.says}") for count in counts]
        self.fields["counted_as"].choices = choices  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> Any:
        """A new indicator stands last."""
        if self.instance._state.adding:
            self.instance.position = self.instance.programme.indicators.count() + 1
        return super().save(commit)
