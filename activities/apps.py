from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = _("Activities")

    def ready(self) -> None:
        from . import actions, audiences, counts, findables, kinds, reach, traces  # noqa: F401, PLC0415 -- they register themselves
