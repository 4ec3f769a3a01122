"""The roles a person may hold on a programme; a role is always given on an object, never globally."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

STAFF = "staff"
COORDINATOR = "coordinator"
FINANCE = "finance"
FUNDER = "funder"
EDITOR = "editor"

NAMES: dict[str, str | Promise] = {
    COORDINATOR: pgettext_lazy("role", "coordinator"),
    STAFF: pgettext_lazy("role", "staff"),
    FINANCE: pgettext_lazy("role", "finance"),
    EDITOR: pgettext_lazy("role", "editor"),
    FUNDER: pgettext_lazy("role", "funder"),
}

SAYS: dict[str, str | Promise] = {
    COORDINATOR: pgettext_lazy("role", "Runs the programme and decides who works in it."),
    STAFF: pgettext_lazy("role", "Runs calls, mentoring, events and reports."),
    FINANCE: pgettext_lazy("role", "Keeps the budget, expenses and payments."),
    EDITOR: pgettext_lazy("role", "Writes the programme's public pages."),
    FUNDER: pgettext_lazy("role", "Reads the reports that were submitted."),
}

RUNNERS = (STAFF, COORDINATOR)
"""Who runs the programme day by day."""

KEEPERS_OF_MONEY = (FINANCE, STAFF, COORDINATOR)
"""Who enters and reads budgets and expenses."""

TEAM = (STAFF, COORDINATOR, FINANCE)
"""Who sees the programme's workspace pages."""
