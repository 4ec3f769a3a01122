"""On what grounds an agreement ends before its settlement."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Grounds(models.TextChoices):
    """Why an agreement is terminated; the grounds that agreements about public tasks know."""

    MISUSED = "misused", pgettext_lazy("grounds", "money spent against its purpose")
    NOT_CARRIED_OUT = (
        "not_carried_out",
        pgettext_lazy("grounds", "the project is not carried out as agreed"),
    )
    NO_REPORT = "no_report", pgettext_lazy("grounds", "no report in spite of reminders")
    NO_INSPECTION = "no_inspection", pgettext_lazy("grounds", "an inspection was refused")
    GIVEN_UP = "given_up", pgettext_lazy("grounds", "the grantee gives the project up")
    AGREED = "agreed", pgettext_lazy("grounds", "both sides agreed to end it")
    OTHER = "other", pgettext_lazy("grounds", "another reason")
