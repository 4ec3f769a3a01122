"""An offer from the reserve list, and its answer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from grants.models import ReserveOffer
from grants.rules import application as application_rules
from workflows.views import MoveView, ObjectView


class OfferView(ObjectView):
    """One offer: how much, why it is free, until when."""

    model = ReserveOffer
    template_name = "grants/offer.html"

    def get_queryset(self) -> Any:
        """With the application and its call."""
        rows: Any = super().get_queryset()
        return rows.for_pages()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the way back."""
        application = self.object.application
        return super().get_context_data(
            application=application,
            runs=application_rules.is_staff(self.request.user, application),
            back=application.get_absolute_url(),
            back_label=application.title_line,
            **given,
        )


class OfferMoveView(MoveView):
    """The answer."""

    model = ReserveOffer

    def done_message(self) -> str:
        """What happened, in words that fit the move."""
        said = {
            "accept": _("Accepted. We prepare the agreement and write to you."),
            "decline": _("Declined. The next one on the list is asked."),
        }
        return said.get(self.move.name) or super().done_message()
