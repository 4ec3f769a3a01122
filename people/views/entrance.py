"""Doors without a log-in: an invitation's link, and the buttons of the demo."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views import View

from people.actions.invitations import accept_invitation
from people.demo_accounts import offered
from people.forms.accounts import InvitationForm
from people.models import Invitation, User
from people.views.base import attempt
from workflows import clock

BACKEND = "django.contrib.auth.backends.ModelBackend"


class AcceptInvitation(View):
    """The page an invitation leads to. Opening it uses nothing up: mail scanners open links too."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Greet the person and offer to log in."""
        invitation = Invitation.objects.of_link(token)
        if invitation is None or not invitation.is_open(clock.now()):
            return self.closed()
        return self.show(invitation, InvitationForm(user=invitation.person.user))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Use the link up and log in."""
        invitation = Invitation.objects.of_link(token)
        if invitation is None or not invitation.is_open(clock.now()):
            return self.closed()
        form = InvitationForm(request.POST, user=invitation.person.user)
        if form.is_valid():
            password = form.cleaned_data["password"]
            user = attempt(
                form,
                lambda: accept_invitation(invitation=invitation, at=clock.now(), password=password),
            )
            if user:
                login(request, user, backend=BACKEND)
                messages.success(request, _("Welcome, %(name)s.") % {"name": user.get_short_name()})
                return redirect(settings.LOGIN_REDIRECT_URL)
        return self.show(invitation, form)

    def show(self, invitation: Invitation, form: InvitationForm) -> HttpResponse:
        """Show the greeting."""
        context = {"title": _("You are invited"), "invitation": invitation, "form": form}
        return render(
            self.request, "people/invitation.html", context, status=200 if not form.errors else 422
        )

    def closed(self) -> HttpResponse:
        """Say that the link no longer works, in the same words for every reason."""
        context = {"title": _("This link no longer works")}
        return render(self.request, "people/invitation_closed.html", context, status=410)


class DemoLogin(View):
    """Log in as somebody of the demo with one click; the address does not exist elsewhere."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Log in as the account `email`, one of those offered."""
        email = request.POST.get("email", "")
        if email not in {account.email for account in offered()}:
            raise Http404
        user = get_object_or_404(User, email=email, is_active=True)
        login(request, user, backend=BACKEND)
        return redirect(resolve_url(settings.LOGIN_REDIRECT_URL))
