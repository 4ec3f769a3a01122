"""Start-up of this room: its registries are filled."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FinanceConfig(AppConfig):
    name = "finance"
    verbose_name = _("Finance")

    def ready(self) -> None:
        """Fill the registries this room adds to."""
        from finance import findables, importing, places, reach, traces  # noqa: F401, PLC0415 -- models are loaded by now
