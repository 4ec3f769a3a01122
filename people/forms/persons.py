"""Forms about one person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.actions.persons import DETAILS
from people.forms.fields import PhoneField
from people.models import Person

NAMES_MISSING = {
    "given_name": {"required": _("Write the given name.")},
    "family_name": {"required": _("Write the family name.")},
}


class PersonForm(forms.ModelForm):
    """Who somebody is and how to reach them; everything but the name may stay empty."""

    phone = PhoneField()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Person
        fields = DETAILS
        error_messages = {
            **NAMES_MISSING,
            "email": {"invalid": _("Write an address such as ula@example.org.")},
            "birth_year": {"invalid": _("Write the year with four digits.")},
        }
        help_texts = {
            "email": _("An invitation to log in goes to this address."),
            "birth_year": _("Only where the funder counts age groups."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["seen"] = self.instance.fingerprint(DETAILS) if self.instance.pk else ""
        self.fields["email"].widget.attrs["autocomplete"] = "off"
        self.fields["birth_year"].widget.attrs["inputmode"] = "numeric"

    def details(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {name: self.cleaned_data[name] for name in DETAILS}


class EnterPersonForm(PersonForm):
    """The same, with a yes to entering somebody who looks like a person already here."""

    sure = forms.BooleanField(
        label=_("This is somebody else. Enter them."), required=False, widget=forms.HiddenInput
    )

    def ask_whether_sure(self) -> None:
        """Show the tick box: the next sending may answer it."""
        self.fields["sure"].widget = forms.CheckboxInput()


class PersonSearchForm(forms.Form):
    """The list's filter, read as a sentence."""

    account = forms.ChoiceField(
        label=pgettext_lazy("filter of people", "who"),
        required=False,
        choices=[
            ("", pgettext_lazy("filter of people", "log in or not")),
            ("yes", pgettext_lazy("filter of people", "log in")),
            ("no", pgettext_lazy("filter of people", "never log in")),
        ],
    )
    words = forms.CharField(
        label=pgettext_lazy("filter of people", "with"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "size": 32, "placeholder": _("a name, e-mail or town")}
        ),
    )

    def narrow(self, people: Any) -> Any:
        """Return the persons of the queryset `people` that the filter asks for."""
        if not self.is_valid():
            return people
        if words := self.cleaned_data["words"]:
            people = people.search(words)
        account = self.cleaned_data["account"]
        return people.filter(user__isnull=account == "no") if account else people


class MergeForm(forms.Form):
    """Why two records are one person."""

    note = forms.CharField(
        label=_("Why are these the same person?"),
        max_length=300,
        required=False,
        help_text=_("For example: the same telephone, she confirmed it."),
    )


class PartForm(forms.Form):
    """Why two merged records are two people."""

    note = forms.CharField(
        label=_("Why are these two people?"),
        max_length=300,
        error_messages={"required": _("Say how you know; it stays in the history.")},
    )


class EraseForm(forms.Form):
    """The last question before a name is forgotten."""

    note = forms.CharField(
        label=_("Who asked for it, and when?"),
        max_length=300,
        error_messages={"required": _("Write who asked for it, and when.")},
    )
