from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Public site")

    def ready(self) -> None:
        """Fill the registries of the rooms below."""
        from cms import traces  # noqa: F401, PLC0415 -- start-up is when registries are filled
