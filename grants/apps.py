"""Start-up of this room: its registries are filled, its consequences are known to the engine."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The words for the roles that this room gives on a call; pages ask for them by the role's name.
ROLE_WORDS = (
    pgettext_lazy("role", "chair"),
    pgettext_lazy("role", "deputy"),
    pgettext_lazy("role", "member"),
    pgettext_lazy("role", "secretary"),
    pgettext_lazy("role", "assessor"),
    pgettext_lazy("role", "reserve"),
)


class GrantsConfig(AppConfig):
    name = "grants"
    verbose_name = _("Grants")

    def ready(self) -> None:
        """Fill the registries this room adds to, and declare what follows from its moves."""
        from grants import (  # noqa: F401, PLC0415 -- models are loaded by now
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
        from grants.actions import (  # noqa: F401, PLC0415 -- as above
            agreement,
            appeal,
            application,
            assessment,
            call,
            change,
            charging,
            decision,
            handover,
            inspecting,
            interim,
            letters,
            meeting,
            minutes,
            offering,
            patron,
            payout,
            register,
            report,
            sharing,
            signing,
            third,
            volunteering,
        )

        post_migrate.connect(call.plant_default_form, sender=self, dispatch_uid="grants.form")
