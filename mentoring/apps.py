from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = _("Mentoring")

    def ready(self) -> None:
        from . import actions, counts, kinds, ties, traces  # noqa: F401, PLC0415 -- they register themselves
