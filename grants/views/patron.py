"""The patron of a group: the applicant's page that asks it, and the patron's own page that answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.actions.patron import ask_patron
from grants.forms.patron import AskPatronForm, ConfirmForm
from grants.models import Application, Patronage
from grants.rules import application as application_rules
from grants.rules import patron as rules
from grants.views.asking import AskingView
from questionnaires.summary import Part
from workflows.views import MoveView, ObjectView
from workflows.views.moves import arrived_at


class AskView(AskingView):
    """Whom the application names as patron, what it answered; its author asks here."""

    form_class = AskPatronForm
    template_name = "grants/application_patron.html"
    address = "grants:application-patron"
    said = gettext_lazy("Asked. The letter goes to %(email)s.")

    def ask(self, application: Application, given: dict[str, Any]) -> None:
        """Ask the patron that the application names."""
        ask_patron(
            application=application, by=self.request.user, at=arrived_at(self.request), **given
        )

    def context(self, application: Application) -> dict[str, Any]:
        """Whom the application names, what still lacks, and what was asked before."""
        name, nip = rules.patron_named(application)
        mine = application_rules.is_author(self.request.user, application)
        needed, standing = rules.needs_patron(application), rules.standing_with(application)
        return {
            "name": name,
            "nip": nip,
            "needed": needed,
            "lacks": rules.why_no_patron(application),
            "asks": mine and application.is_written and needed and name and nip and not standing,
            "patronages": application.patronages.for_lists().order_by("-pk"),
        }


def without_files(parts: list[Part]) -> list[Part]:
    """The answers with the names of attached files only: the files open once the patron has confirmed."""
    return [
        replace(
            part,
            lines=[
                replace(line, files=(), items=tuple(file.name for file in line.files))
                if line.files
                else line
                for line in part.lines
            ],
        )
        for part in parts
    ]


class PatronageView(ObjectView):
    """The patron's own page: who asks, for what, what it takes on, and the draft to read."""

    model = Patronage
    template_name = "grants/patronage.html"

    def get_queryset(self) -> Any:
        """With the application, its call and its form."""
        rows: Any = super().get_queryset()
        return rows.for_lists().select_related("application__answers")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the draft while an answer is awaited, and the ways to the application where it is open."""
        patronage, user = self.object, self.request.user
        application = patronage.application
        within = application_rules.takes_part(user, application)
        reads = patronage.state == "asked" and not within
        back = reverse("workflows:inbox")
        if application_rules.can_view(user, application):
            back = application.get_absolute_url()
        return super().get_context_data(
            application=application,
            asked=patronage.user_id == user.pk,
            opens=application_rules.can_view(user, application),
            parts=without_files(application.as_written()) if reads else [],
            back=back,
            back_label=_("What waits for me")
            if back == reverse("workflows:inbox")
            else application.title_line,
            **given,
        )


class PatronageMoveView(MoveView):
    """Confirming, declining; the author calls the question off."""

    model = Patronage
    forms = {"confirm": ConfirmForm}

    def get_success_url(self) -> str:
        """Back to the author's page after calling off."""
        if self.move.name == "call_off":
            return reverse("grants:application-patron", args=[self.object.application_id])
        return super().get_success_url()

    def done_message(self) -> str:
        """What happened, in words that fit the move."""
        said = {
            "confirm": _("Confirmed. The group has a letter about it and can submit."),
            "decline": _("Declined. The group has a letter with your reason."),
            "call_off": _("Called off. They have a letter about it."),
        }
        return said[self.move.name]
