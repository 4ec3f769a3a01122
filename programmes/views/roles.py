"""Who works in a programme, in which role."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from programmes import roles, rules
from programmes.actions import end_programme_role, give_programme_role
from programmes.forms import GiveRoleForm
from programmes.views.around import OfProgramme
from workflows.errors import MoveRefused
from workflows.models import RoleGrant


class Team(OfProgramme):
    """The roles people hold; the coordinator gives and ends them."""

    place = "roles"
    template_name = "programmes/roles.html"

    def show(self, form: GiveRoleForm, status: int = 200) -> HttpResponse:
        """The page with the form."""
        held = RoleGrant.objects.current().of(self.programme).select_related("user")
        rows = [
            (grant, roles.NAMES.get(grant.role, grant.role), roles.SAYS.get(grant.role, ""))
            for grant in held.order_by("role", "pk")
        ]
        gives = rules.coordinates_programme(self.request.user, self.programme)
        return self.page(status, form=form, rows=rows, gives=gives)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.show(GiveRoleForm())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        gives = rules.coordinates_programme
        if not gives(request.user, self.programme):
            raise PermissionDenied(" ".join(gives.why_not(request.user, self.programme)))
        form = GiveRoleForm(request.POST)
        if not form.is_valid():
            return self.show(form, 422)
        give_programme_role(
            programme=self.programme,
            user=form.user,
            role=form.cleaned_data["role"],
            by=request.user,
        )
        return redirect("programmes:roles", code)


class EndRole(OfProgramme):
    """End a role that somebody holds."""

    may = rules.coordinates_programme
    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        held: Any = RoleGrant.objects.current().of(self.programme).select_related("user")
        grant = get_object_or_404(held, pk=pk)
        try:
            end_programme_role(
                programme=self.programme, user=grant.user, role=grant.role, by=request.user
            )
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                messages.error(request, sentence)
        return redirect("programmes:roles", code)
