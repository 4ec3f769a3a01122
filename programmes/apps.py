"""Start-up of this room: its registries are filled."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        """Fill the registries this room adds to."""
        from programmes import counts, findables, importing, owners, places, reach, telling, traces  # noqa: F401, PLC0415 -- models are loaded by now
