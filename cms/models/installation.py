"""Who runs this installation: what the footer, mail and documents say about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="home")
class Installation(BaseGenericSetting):
    name = models.CharField(
        _("name of the organisation"),
        max_length=200,
        blank=True,
        help_text=_("In full, as on letters; it stands in the footer and under every mail."),
    )
    email = models.EmailField(_("e-mail for questions"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.TextField(_("postal address"), max_length=500, blank=True)
    mail_seen_at = models.DateTimeField(
        _("a test message arrived"), null=True, blank=True, editable=False
    )
    worker_seen_at = models.DateTimeField(
        _("the worker gave a sign"), null=True, blank=True, editable=False
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("email"), FieldPanel("phone"), FieldPanel("address")],
            heading=_("Organisation"),
        ),
    ]

    class Meta:
        verbose_name = _("organisation that runs this site")

    def __str__(self) -> str:
        return self.name or "Tandem"

    @property
    def is_introduced(self) -> bool:
        """Say whether people can tell who runs the site and whom to ask."""
        return bool(self.name and self.email)
