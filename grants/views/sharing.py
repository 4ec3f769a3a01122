"""Who writes an application: the list with the invitation, and each invitation's own page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.actions.sharing import invite_co_author
from grants.forms.sharing import CoAuthorForm
from grants.models import Application, CoAuthor
from grants.rules import application as rules
from grants.views.asking import AskingView
from workflows.views import MoveView, ObjectView


class PeopleView(AskingView):
    """Who is in the application; its author invites here."""

    form_class = CoAuthorForm
    template_name = "grants/application_people.html"
    address = "grants:application-people"
    said = gettext_lazy("Invited. The letter goes to %(email)s.")

    def ask(self, application: Application, given: dict[str, Any]) -> None:
        """Invite them."""
        invite_co_author(application=application, by=self.request.user, **given)

    def context(self, application: Application) -> dict[str, Any]:
        """Everybody invited for the author, those who joined for the others."""
        mine = rules.is_author(self.request.user, application)
        rows = application.co_authors.for_lists()
        return {
            "mine": mine,
            "invites": mine and application.is_written,
            "co_authors": rows if mine else rows.in_state("joined"),
        }


class CoAuthorView(ObjectView):
    """One invitation: for whoever was invited, before the application itself is open to them."""

    model = CoAuthor
    template_name = "grants/co_author.html"

    def get_queryset(self) -> Any:
        """With the application and its author."""
        rows: Any = super().get_queryset()
        return rows.for_lists()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the way to the application, where it is open."""
        invitation, user = self.object, self.request.user
        application = invitation.application
        within = rules.takes_part(user, application)
        return super().get_context_data(
            application=application,
            invited=invitation.user_id == user.pk,
            within=within,
            back=reverse("grants:application-people", args=[application.pk])
            if within
            else reverse("workflows:inbox"),
            back_label=_("Who writes the application") if within else _("What waits for me"),
            **given,
        )


class CoAuthorMoveView(MoveView):
    """Joining, declining, leaving; the author takes off the list."""

    model = CoAuthor

    def get_success_url(self) -> str:
        """Into the application after joining; to the list for its author."""
        application = self.object.application
        if self.move.name == "join":
            return application.get_absolute_url()
        if self.move.name == "take_off":
            return reverse("grants:application-people", args=[application.pk])
        return super().get_success_url()

    def done_message(self) -> str:
        """What happened, in words that fit the move."""
        said = {
            "join": _("You are in it. What the others write stands here as they save."),
            "decline": _("Declined. The author has a letter about it."),
            "leave": _("You are out of it. What you wrote stays in the application."),
            "take_off": _("Taken off the list. They have a letter about it."),
        }
        return said[self.move.name]
