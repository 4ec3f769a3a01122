"""The seed of the lot, as somebody reads it off where the call said it comes from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grants.models import Call


class SeedForm(forms.Form):
    """One line of text, as it was drawn."""

    seed = forms.CharField(
        label=_("Seed of the lot"),
        max_length=Call._meta.get_field("lot_seed").max_length,
        error_messages={
            "required": _("Write the seed as it was drawn; an empty one decides nothing.")
        },
    )

    def __init__(self, *args: Any, object: Call, **options: Any) -> None:  # noqa: A002 -- MoveView names it so
        super().__init__(*args, **options)
        self.fields["seed"].help_text = gettext(
            "The rules say: %(rule)s. Copy it exactly: it cannot be changed afterwards, and everybody sees it with the results."
        ) % {"rule": object.lot_seed_rule.rstrip(".")}
