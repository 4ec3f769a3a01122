"""Staff name the committee and ask assessors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.models import User
from workflows import clock
from workflows.forms import InstantField


class AskForm(forms.Form):
    """Until when the assessors are asked to be ready; the boxes of the table come beside it."""

    due_at = InstantField(
        label=_("Assessments are due"),
        error_messages={"required": _("Say until when the assessments are due.")},
    )

    def clean_due_at(self) -> Any:
        """A due instant lies ahead."""
        due = self.cleaned_data["due_at"]
        if due <= clock.now():
            raise ValidationError(_("Choose a time that is still to come."))
        return due


class CommitteeForm(forms.Form):
    """Name somebody with an account to the committee."""

    email = forms.EmailField(
        label=_("E-mail of the account"),
        help_text=_("Whoever has no account yet is invited first, on the page of people."),
        error_messages={"required": _("Write the e-mail of the account.")},
    )
    role = forms.ChoiceField(
        label=_("As"),
        choices=[
            ("assessor", _("assessor")),
            ("reserve", _("reserve assessor: asked when somebody hands an application back")),
            ("chair", _("chair of the committee")),
            ("deputy", _("deputy chair")),
            ("member", _("member of the committee")),
            ("secretary", _("secretary of the committee")),
        ],
    )

    def clean_email(self) -> User:
        """The account itself."""
        email = self.cleaned_data["email"].strip().lower()
        user = User.objects.filter(email=email, is_active=True).first()
        if user is None:
            raise ValidationError(
                _("Nobody with this e-mail has an account here. Invite them first.")
            )
        return user
