"""The first day of an organisation's own installation."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, UpdateView, View

from cms import actions, first_steps
from cms.forms import FirstAdministratorForm, OrganisationForm
from cms.models import Installation


class ForAdministrators(LoginRequiredMixin, UserPassesTestMixin, View):
    """Only those who administer the installation; to others the page does not exist."""

    def test_func(self) -> bool:
        """Ask whether the person may administer the installation."""
        return bool(self.request.user.is_superuser)

    def handle_no_permission(self) -> Any:
        """Lead to the log-in page, or answer 404."""
        if self.request.user.is_authenticated:
            raise Http404
        return super().handle_no_permission()


class Overview(ForAdministrators, TemplateView):
    template_name = "cms/first_steps.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the steps, and the first one that is left as the page's one primary action."""
        left = first_steps.steps_left()
        return super().get_context_data(
            steps=first_steps.STEPS, next_step=left[0] if left else None, **kwargs
        )


class Introduce(ForAdministrators, UpdateView):
    template_name = "cms/organisation.html"
    form_class = OrganisationForm
    success_url = reverse_lazy("cms:first-steps")

    def get_object(self, queryset: Any = None) -> Installation:
        """Give the one record of this installation."""
        return Installation.load()


class SendTestMail(ForAdministrators, TemplateView):
    template_name = "cms/test_mail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether mail leaves this machine at all."""
        folder = settings.EMAIL_BACKEND == "cms.mail.FolderBackend"
        return super().get_context_data(kept_in_folder=folder, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send the message, or say in a sentence why it did not leave."""
        try:
            actions.send_test_message(by=request.user)
        except OSError as reason:
            messages.error(request, _("The message did not leave: %(why)s") % {"why": reason})
        else:
            sent = _("Sent to %(email)s. Look into the mailbox, also among the spam.")
            messages.success(request, sent % {"email": request.user.email})
        return redirect("cms:test-mail")


class ConfirmMail(ForAdministrators):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note that the message arrived."""
        actions.confirm_mail_arrives(by=request.user)
        return redirect("cms:first-steps")


class Backup(ForAdministrators, TemplateView):
    template_name = "cms/backup.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say when the newest backup was made and where they lie."""
        return super().get_context_data(
            newest=first_steps.newest_backup(), folder=settings.TANDEM_BACKUPS, **kwargs
        )


class FirstAdministrator(FormView):
    """Behind the link that the first start prints: whoever holds it makes the first log-in."""

    template_name = "cms/first_administrator.html"
    form_class = FirstAdministratorForm
    success_url = reverse_lazy("cms:first-steps")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not first_steps.may_make_first_administrator(kwargs["token"]):
            messages.info(request, _("This link has been used or is too old. Log in instead."))
            return redirect("account_login")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: FirstAdministratorForm) -> HttpResponse:
        """Make the account and log it in."""
        user = actions.make_first_administrator(**form.cleaned_data)
        login(self.request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return super().form_valid(form)
