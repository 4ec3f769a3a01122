"""Who stands in for a mentor, until when and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.actions import candidates
from mentoring.models import Deputy, Pairing
from workflows.forms import SaysWhoReads

from .work import DAY


class DeputyForm(SaysWhoReads, forms.ModelForm[Deputy]):
    """The people to choose from are the edition's other mentors and the team; the mentee never is."""

    readers = {"reason": _("Mentor, mentee and the deputy read it in their letter.")}

    class Meta:
        model = Deputy
        fields = ["user", "until", "reason"]
        widgets = {"until": DAY}
        help_texts = {
            "user": _("Another mentor of this edition, or somebody of the team."),
            "until": _("The last day. After it the standing in ends by itself."),
        }
        error_messages = {
            "user": {
                "required": _("Choose who stands in."),
                "invalid_choice": _(
                    "Choose another mentor of the edition or somebody of the team."
                ),
            },
            "until": {"required": _("Give the last day.")},
            "reason": {"required": _("Say why in a few words.")},
        }

    def __init__(self, *args: Any, pairing: Pairing, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["user"]
        field.queryset = candidates(pairing)
        field.label_from_instance = lambda each: each.display_name
