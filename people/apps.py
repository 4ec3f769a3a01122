"""Start-up of this room: its registries are filled, its consent clauses exist."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Fill the registries and plant the first consent clauses after migrations."""
        from people import findables, reach, ties, traces  # noqa: F401, PLC0415 -- models are loaded by now
        from people.actions import clauses, handing_over  # noqa: F401, PLC0415 -- as above

        post_migrate.connect(clauses.plant, sender=self, dispatch_uid="people.clauses")
