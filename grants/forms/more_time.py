"""More time: for whom, until when, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import InstantField


class MoreTimeForm(forms.Form):
    """More time to correct, for the application at hand."""

    until = InstantField(label=_("Until"), help_text=_("Warsaw time."))
    note = forms.CharField(
        label=_("Why"),
        help_text=_("The applicant reads this, and it stays on record."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the people concerned will read it.")},
    )


class MoreTimeForOneForm(MoreTimeForm):
    """More time to submit, for one applicant of a call."""

    email = forms.EmailField(
        label=_("E-mail of the applicant"),
        help_text=_("The address with which they log in. You do not see their draft."),
        error_messages={
            "required": _("Write the applicant's e-mail."),
            "invalid": _("Write the whole address, for example anna@example.org."),
        },
    )

    field_order = ["email", "until", "note"]
