"""The description of a programme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.models import Funder, Point, Programme

from .seen import SeenForm

_FUNDER = (
    "name",
    "currency",
    "local_currency",
    "credit_line_pl",
    "credit_line_en",
    "slogan_pl",
    "slogan_en",
)


class NewProgrammeForm(forms.ModelForm[Programme]):
    """The little that a programme needs to exist."""

    class Meta:
        model = Programme
        fields = ["title_pl", "title_en", "code"]
        labels = {"title_pl": _("Title in Polish"), "title_en": _("Title in English")}
        help_texts = {"code": _("Part of its address; it cannot be changed later.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["title_pl"].required = True
        self.fields["title_en"].required = False


class ProgrammeForm(forms.ModelForm[Programme]):
    """What a programme is, when it runs and who pays for it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    funder_name = forms.CharField(label=_("Funder"), max_length=300, required=False)
    funder_currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=_("Currency of the grant"),
        required=False,
        help_text=_("Three letters, for example PLN."),
    )
    funder_local_currency = forms.RegexField(
        r"^[A-Z]{3}$", label=_("Currency of the spending, if it is another"), required=False
    )
    funder_credit_line_pl = forms.CharField(
        label=_("Credit line in Polish"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    funder_credit_line_en = forms.CharField(
        label=_("Credit line in English"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    funder_slogan_pl = forms.CharField(label=_("Slogan in Polish"), max_length=300, required=False)
    funder_slogan_en = forms.CharField(label=_("Slogan in English"), max_length=300, required=False)

    class Meta:
        model = Programme
        fields = [
            "title_pl",
            "title_en",
            "subtitle_pl",
            "subtitle_en",
            "kind",
            "website",
            "start",
            "end",
        ]
        labels = {
            "title_pl": _("Title in Polish"),
            "title_en": _("Title in English"),
            "subtitle_pl": _("Subtitle in Polish"),
            "subtitle_en": _("Subtitle in English"),
        }
        help_texts = {
            "start": _(
                "A date (2023-06-01), a month (2023-06) or a year (2023): what is known, no more."
            ),
            "end": _("Leave empty what nobody has said."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["title_pl"].required = True
        self.initial["version"] = self.instance.version
        for name in _FUNDER:
            self.initial[f"funder_{name}"] = getattr(self.instance.funder, name, "")

    def clean(self) -> dict[str, Any]:
        """A funder has a name and a currency, or there is none."""
        values = super().clean() or {}
        told = [name for name in _FUNDER if values.get(f"funder_{name}")]
        if told and "funder_name" not in self.errors and not values.get("funder_name"):
            self.add_error("funder_name", _("Write who pays for the programme."))
        if told and "funder_currency" not in self.errors and not values.get("funder_currency"):
            self.add_error("funder_currency", _("Write in which currency the grant is given."))
        return values

    def funder(self) -> Funder | None:
        """The funder as filled in, not yet saved; None when nothing was."""
        if not self.cleaned_data["funder_name"]:
            return None
        funder = self.instance.funder or Funder()
        for name in _FUNDER:
            setattr(funder, name, self.cleaned_data[f"funder_{name}"])
        return funder


class PointsForm(SeenForm):
    """Goals, policy areas, topics and audience: one a line, the languages side by side."""

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, **options)
        points = list(programme.points.all())
        for section, label in Point.Section.choices:
            for language, called in (("pl", _("in Polish")), ("en", _("in English"))):
                texts = [
                    getattr(point, f"text_{language}") or ""
                    for point in points
                    if point.section == section
                ]
                self.fields[f"{section}_{language}"] = forms.CharField(
                    label=f"{str(label).capitalize()} {called}",
                    required=False,
                    max_length=10_000,
                    strip=False,
                    initial="\n".join(texts).rstrip("\n"),
                    widget=forms.Textarea(attrs={"rows": 4}),
                    help_text=_("One a line.")
                    if language == "pl"
                    else _("The same lines in the same order."),
                )
        self.note_what_is_seen()

    def clean(self) -> dict[str, Any]:
        """A line in English stands beside a line in Polish."""
        values = super().clean()
        for section in Point.Section.values:
            polish, english = (self._lines(values, section, language) for language in ("pl", "en"))
            if len(english) > len(polish):
                self.add_error(f"{section}_en", _("There are more lines here than in Polish."))
        return values

    def _lines(self, values: dict[str, Any], section: str, language: str) -> list[str]:
        text = values.get(f"{section}_{language}") or ""
        lines = [line.strip() for line in text.splitlines()]
        while lines and not lines[-1]:
            lines.pop()
        return [line for line in lines if line] if language == "pl" else lines

    def texts(self) -> dict[str, list[dict[str, str]]]:
        """By section, the texts by language, as `programmes.actions.set_points` takes them."""
        found = {}
        for section in Point.Section.values:
            polish, english = (
                self._lines(self.cleaned_data, section, language) for language in ("pl", "en")
            )
            english += [""] * (len(polish) - len(english))
            found[section] = [{"pl": pl, "en": en} for pl, en in zip(polish, english, strict=True)]
        return found
