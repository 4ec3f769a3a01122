"""Forms about organisations and who belongs to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.actions.memberships import COLUMNS
from people.forms.fields import DateInput, PhoneField, RegisterNumberField
from people.models import Membership, Organisation, OrganisationKind, Person


class OrganisationForm(forms.ModelForm):
    """An organisation; which numbers it has depends on its kind."""

    teryt = RegisterNumberField(
        label=_("TERYT code"),
        help_text=_("Local governments only: seven digits, four for a county."),
    )
    nip = RegisterNumberField(
        label="NIP", help_text=_("Ten digits; spaces, dashes and PL do no harm.")
    )
    regon = RegisterNumberField(label="REGON", help_text=_("Nine digits, or fourteen."))
    krs = RegisterNumberField(label="KRS", help_text=_("Ten digits, with the zeros in front."))
    phone = PhoneField()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Organisation
        fields = COLUMNS
        widgets = {"registered_on": DateInput}
        error_messages = {
            "kind": {"required": _("Choose what kind of organisation it is.")},
            "name": {"required": _("Write the full name of the organisation.")},
            "email": {"invalid": _("Write an address such as ula@example.org.")},
            "registered_on": {"invalid": _("Write the date as day, month and year.")},
        }
        help_texts = {
            "local_government_type": _("Local governments only."),
            "address": _("As in the register, such as: ul. Długa 8, 47-400."),
        }

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # whoever may not see the body it answers to leaves it as it is
        known = Organisation.objects.filter(pk=self.instance.superior_id)
        choices = (Organisation.objects.visible_to(user) | known).exclude(pk=self.instance.pk)
        self.fields["superior"].queryset = choices  # type: ignore[attr-defined]
        self.initial["seen"] = self.instance.fingerprint(COLUMNS) if self.instance.pk else ""

    def columns(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {name: self.cleaned_data[name] for name in COLUMNS}


class OrganisationSearchForm(forms.Form):
    """The list's filter, read as a sentence."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("filter of organisations", "of kind"),
        required=False,
        choices=[("", pgettext_lazy("filter of organisations", "any")), *OrganisationKind.choices],
    )
    words = forms.CharField(
        label=pgettext_lazy("filter of organisations", "with"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "size": 32, "placeholder": _("a name, town or number")}
        ),
    )

    def narrow(self, organisations: Any) -> Any:
        """Return the organisations of the queryset that the filter asks for."""
        if not self.is_valid():
            return organisations
        if words := self.cleaned_data["words"]:
            organisations = organisations.search(words)
        kind = self.cleaned_data["kind"]
        return organisations.filter(kind=kind) if kind else organisations


class JoinForm(forms.ModelForm):
    """A person joins an organisation, both chosen among those that the writer sees."""

    class Meta:
        model = Membership
        fields = ("organisation", "role", "since")
        widgets = {"since": DateInput}
        error_messages = {
            "organisation": {"required": _("Choose the organisation.")},
            "since": {"invalid": _("Write the date as day, month and year.")},
        }

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = Organisation.objects.visible_to(user)
        self.fields["organisation"].queryset = choices  # type: ignore[attr-defined]


class AddMemberForm(forms.ModelForm):
    """The same from the organisation's side."""

    class Meta:
        model = Membership
        fields = ("person", "role", "since")
        widgets = {"since": DateInput}
        error_messages = {
            "person": {"required": _("Choose the person.")},
            "since": {"invalid": _("Write the date as day, month and year.")},
        }

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = Person.objects.visible_to(user).present()
        self.fields["person"].queryset = choices  # type: ignore[attr-defined]
