"""An assessor of a blind call goes through the list of all parties."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from grants.actions.listing import declare_ties
from grants.forms.listed import PartiesForm
from grants.models import Call, PartyDeclaration
from grants.rules import call as rules
from grants.rules.declaring import LISTED, parties_in
from grants.views.assignment import CallPage
from workflows.errors import MoveRefused
from workflows.views.moves import arrived_at


class PartiesView(CallPage):
    """The alphabetical list; what is ticked is linked to no application."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The list, with what was ticked last."""
        call = self.blind_call(code)
        last = PartyDeclaration.objects.filter(call=call, assessor=request.user.pk).last()
        parties = parties_in(call)
        ticked = last.ticked if last else []
        form = PartiesForm(initial={"ticked": ticked}, parties=parties)
        return self.page(call, form, parties, last)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Keep what is ticked; nothing ticked means: nobody."""
        call = self.blind_call(code)
        parties = parties_in(call)
        form = PartiesForm(request.POST, parties=parties)
        seen = request.POST.getlist("seen")
        if not seen:
            form.add_error(None, _("Go through the list first, then send what you ticked."))
        if not form.is_valid():
            return self.page(call, form, parties, None, status=422)
        try:
            declare_ties(
                call=call,
                ticked=form.cleaned_data["ticked"],
                seen=seen,
                by=request.user,
                at=arrived_at(request),
            )
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(call, form, parties, None, status=refusal.status)
        messages.success(
            request, _("Thank you. You will not be given what comes from those you ticked.")
        )
        return redirect(call)

    def blind_call(self, code: str) -> Call:
        """A blind call that this person assesses in, between its closing and its decision."""
        call = self.call(code)
        if not rules.is_assessor(self.request.user, call):
            raise PermissionDenied(" ".join(rules.is_assessor.why_not(self.request.user, call)))
        if not call.is_blind or call.state not in LISTED:
            raise Http404
        return call

    def page(
        self,
        call: Call,
        form: PartiesForm,
        parties: list[tuple[str, str]],
        last: PartyDeclaration | None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        """The list with the form."""
        context = self.context(call, form=form, parties=parties, last=last)
        return TemplateResponse(self.request, "grants/call_parties.html", context, status=status)
