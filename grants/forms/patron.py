"""Asking a patron, and its answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.forms.sharing import InvitedForm


class AskPatronForm(InvitedForm):
    """Who answers for the organisation that the application names."""


class ConfirmForm(forms.Form):
    """What a patron says when it confirms."""

    capacity = forms.CharField(
        label=_("Who you are in the organisation"),
        help_text=_("What entitles you to speak for it, for example: chair of the board."),
        max_length=100,
        error_messages={"required": _("Write who you are in the organisation.")},
    )
    agreed = forms.BooleanField(
        label=_(
            "Our organisation is the patron of this group. It takes the grant on its account, signs the agreement "
            "and is liable for it. The group runs the project, not we."
        ),
        error_messages={"required": _("Tick that the organisation knows what a patron takes on.")},
    )
