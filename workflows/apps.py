from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = _("Workflows")

    def ready(self) -> None:
        """Have the history guarded after each migrate, and the lifecycles checked at each start."""
        from . import checks as ours  # noqa: PLC0415 -- models are loaded by now
        from . import digest, reminders, seals, triggers, undoing  # noqa: F401, PLC0415 -- they register their letters

        post_migrate.connect(triggers.install, sender=self, dispatch_uid="workflows.triggers")
        checks.register(ours.check_lifecycles)
        checks.register(ours.check_triggers, checks.Tags.database)
