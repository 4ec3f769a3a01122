"""Forms of the installation's first day."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.models import Installation
from people.models import User


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Installation
        fields = ["name", "email", "phone", "address"]
        widgets = {"address": forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "email"):
            self.fields[name].required = True
        self.fields["name"].error_messages["required"] = _("Write the name of your organisation.")
        self.fields["email"].error_messages["required"] = _("Give an address people can write to.")


class FirstAdministratorForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Give the e-mail you will log in with.")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters; several words are easiest to remember."),
        error_messages={"required": _("Choose a password.")},
    )

    def clean_email(self) -> str:
        """Refuse an address that has an account already."""
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("This address has an account already."))
        return email

    def clean_password(self) -> str:
        """Hold the password against the installation's rules."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.cleaned_data.get("email", "")))
        return password
