"""Before the decision, staff read every letter as its addressee will, and put its words right."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from grants.actions.decision import WHY_DECLINED
from grants.actions.justifying import (
    details_of,
    edit_justification,
    letters_by_status,
    names_by_application,
    newest_of,
    passages_of,
    texts_of,
)
from grants.actions.ranking import standing_of
from grants.forms.justifying import LetterForm
from grants.models import Application, Call, DecisionRow
from grants.models.judged import Decline
from grants.notices.decision import values_of
from grants.rules.ranking import Outcome, Row
from grants.views.assignment import CallPage
from grants.views.signing import add_sentences
from workflows.errors import MoveRefused
from workflows.letters import Letter
from workflows.outbox import letter_about
from workflows.views.moves import arrived_at

TEMPLATES = {
    Outcome.FUNDED: "grants/decision_funded",
    Outcome.RESERVE: "grants/decision_reserve",
}


class LettersView(CallPage):
    """Every letter that the decision would send now."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The list: what each says of its application, whether staff edited it, whose names stand in it."""
        call = self.staffed_call(code)
        standing = standing_of(call)
        edited, named = texts_of(call), names_by_application(call, standing)
        lines = [
            {
                "row": row,
                "application": standing.applications[row.candidate.key],
                "names": named.get(row.candidate.key, []),
                "is_edited": any(one.text for one in edited.get(row.candidate.key, {}).values()),
            }
            for row in standing.rows
        ]
        context = self.context(
            call,
            lines=lines,
            waiting=standing.waiting,
            fares=letters_by_status(call),
            is_open=call.state == Call.States.ASSESSMENT,
            back=reverse("grants:call-ranking", args=[call.code]),
            back_label=_("Ranking"),
        )
        return TemplateResponse(request, "grants/letter_list.html", context)


class LetterView(CallPage):
    """One letter: its words on each criterion, the assessors' own beside them, and the whole as it will go."""

    def get(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        """The letter as it stands."""
        return self.page(self.staffed_call(code), pk)

    def post(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        """Keep the words."""
        call = self.staffed_call(code)
        application, form, _letter = self.drawn(call, pk, request.POST)
        if not form.is_valid():
            return self.page(call, pk, form, status=422)
        try:
            edit_justification(
                application=application,
                typed=form.typed(),
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=arrived_at(request),
            )
        except MoveRefused as refusal:
            add_sentences(form, refusal)
            return self.page(call, pk, form, status=refusal.status)
        messages.success(request, _("Saved. The letter below says it now."))
        return redirect("grants:call-letter", call.code, application.pk)

    def drawn(
        self, call: Call, pk: int, data: Any = None
    ) -> tuple[Application, LetterForm, Letter | None]:
        """The application, the form of its words, and the letter (None while a sheet is missing)."""
        rows = call.applications.in_state("admitted").select_related("author__person", "call")
        application = get_object_or_404(rows, pk=pk)
        standing = standing_of(call)
        row = next((one for one in standing.rows if one.candidate.key == pk), None)
        if row is None:
            return application, LetterForm(data, passages=(), seen=0), None
        passages = passages_of(standing, pk, list(call.criteria.all()), texts_of(call))
        form = LetterForm(data, passages=passages, seen=newest_of(application))
        return application, form, letter_of(application, row, details_of(row, passages))

    def page(
        self, call: Call, pk: int, form: LetterForm | None = None, *, status: int = 200
    ) -> HttpResponse:
        """The page, with what was typed where it was refused."""
        application, fresh, letter = self.drawn(call, pk)
        context = self.context(
            call,
            application=application,
            form=form or fresh,
            letter=letter,
            back=reverse("grants:call-letters", args=[call.code]),
            back_label=_("Letters about the result"),
        )
        return TemplateResponse(self.request, "grants/letter.html", context, status=status)


def letter_of(application: Application, row: Row, details: list[dict[str, Any]]) -> Letter:
    """Subject and body as the author of `application` would get them if the call were decided now."""
    line = DecisionRow(application=application, place=row.place, points=row.points, details=details)
    declined = WHY_DECLINED.get(row.outcome)

    def gives() -> dict[str, str]:
        return values_of(
            application,
            line,
            amount=row.granted or Decimal(0),
            reason=str(Decline(declined).label) if declined else "",
        )

    template = TEMPLATES.get(row.outcome, "grants/decision_declined")
    message = letter_about(application, template, application.author, gives=gives)
    return Letter(message.subject, message.body)
