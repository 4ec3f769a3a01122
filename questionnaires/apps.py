from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionnairesConfig(AppConfig):
    name = "questionnaires"
    verbose_name = _("Questionnaires")

    def ready(self) -> None:
        """Fill the registries of the rooms below."""
        from questionnaires import findables, traces  # noqa: F401, PLC0415 -- start-up is when registries are filled
