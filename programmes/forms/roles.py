"""Giving a role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import User
from programmes import roles


class GiveRoleForm(forms.Form):
    """Who is to work in the programme, as what."""

    email = forms.EmailField(label=_("E-mail of the account"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=list(roles.NAMES.items()),
        widget=forms.RadioSelect,
    )

    def clean_email(self) -> str:
        """The account must exist; who has none is invited first."""
        email = str(self.cleaned_data["email"]).lower()
        self.user: Any = User.objects.filter(email=email, is_active=True).first()
        if self.user is None:
            raise forms.ValidationError(
                _("Nobody logs in with this address yet. Invite them first, under People.")
            )
        return email
