"""The public directory of practitioners: who agreed stands in it, and what happens when they take it back.

The list asks for the standing consent itself (`EnrolmentQuerySet.in_directory`), so there is nothing to remove.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.registries import Withdrawal, withdrawals

withdrawals.add(
    "directory",
    Withdrawal(
        [
            _(
                "Your name, town, experience and fields leave the public directory at once, and their page with them."
            ),
            _("Your pairs, meetings and certificates stay as they are."),
        ]
    ),
)
