"""The words of a letter to a group, in both languages; the places that are filled in for each of the people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.models import PLACES, GroupLetter
from workflows.forms import known_places


class GroupLetterForm(forms.ModelForm[GroupLetter]):
    """Polish words are needed; where there are no English ones, everybody gets the Polish."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = GroupLetter
        fields = ["subject_pl", "body_pl", "subject_en", "body_en"]
        widgets = {
            "body_pl": forms.Textarea(attrs={"rows": 10}),
            "body_en": forms.Textarea(attrs={"rows": 6}),
        }
        labels = {
            "subject_pl": _("Subject in Polish"),
            "body_pl": _("Letter in Polish"),
            "subject_en": _("Subject in English"),
            "body_en": _("Letter in English"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["version"] = self.instance.version
        names = ", ".join(f"{{{{ {name} }}}}" for name in PLACES)
        self.fields["body_pl"].help_text = _("Places that are filled in: %(names)s") % {
            "names": names
        }
        self.fields["subject_en"].help_text = _(
            "For those who read in English. Left empty, they get the Polish letter."
        )
        for name, sentence in (
            ("subject_pl", _("Say in a few words what the letter is about.")),
            ("body_pl", _("Write the letter.")),
        ):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence

    def see_afresh(self, version: int) -> None:
        """Let the next sending count as having seen `version`."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = version
        self.data = data

    def clean(self) -> dict[str, Any]:
        """Refuse unknown places, and half a letter in English."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self._meta.fields or ():
            try:
                known_places(values.get(name) or "", set(PLACES))
            except forms.ValidationError as error:
                self.add_error(name, error)
        for name, other in (("subject_en", "body_en"), ("body_en", "subject_en")):
            if values.get(other) and not values.get(name):
                self.add_error(name, _("Write both the subject and the letter, or neither."))
        return values
