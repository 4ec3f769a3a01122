from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = _("Mentoring")

    def ready(self) -> None:
        post_migrate.connect(self.plant, sender=self, dispatch_uid="mentoring.forms")
        from . import (  # noqa: F401, PLC0415 -- they register themselves
            actions,
            audiences,
            counts,
            findables,
            integrity,
            kinds,
            prefill,
            projects,
            reach,
            ties,
            traces,
        )

    @staticmethod
    def plant(**given: Any) -> None:
        from .actions import plant_forms  # noqa: PLC0415 -- models are not ready when this file is read

        plant_forms(**given)
