"""Whom the author of an application invites."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.models.sharing import Part


class InvitedForm(forms.Form):
    """An address and a name: whoever has no account yet gets one with these."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_(
            "The invitation goes there, with a link to log in if they have no account yet."
        ),
        max_length=254,
        error_messages={
            "required": _("Write the e-mail of whom you invite."),
            "invalid": _("Write the whole address, for example anna@example.org."),
        },
    )
    given_name = forms.CharField(
        label=_("Given name"),
        max_length=80,
        error_messages={"required": _("Write the given name.")},
    )
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=120,
        error_messages={"required": _("Write the family name.")},
    )


class CoAuthorForm(InvitedForm):
    """Somebody to write together, or to read what is written."""

    part = forms.ChoiceField(
        label=_("They may"),
        choices=Part,
        initial=Part.WRITES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they may do.")},
    )
