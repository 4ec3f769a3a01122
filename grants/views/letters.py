"""The letters about the result: staff read each as its addressee will, put its words right, and send them.

The list of them is `views.letter_list`.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants.actions.justifying import edit_justification, newest_of
from grants.actions.letters import (
    Draft,
    drafts_of,
    letters_about,
    send_letter,
    send_letters,
    sentences_naming_people,
)
from grants.forms.justifying import LetterForm, SendForm
from grants.models import Application, Call
from grants.rules.letters import LetterKind
from grants.views.assignment import CallPage
from grants.views.signing import add_sentences
from grants.views.typing import seen_version
from workflows.errors import MoveRefused
from workflows.models import Message
from workflows.moves import move_named
from workflows.views.moves import arrived_at


class SendView(CallPage):
    """The page that shows what one press will send, and sends it."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """How many letters of which kind go, and what still keeps them."""
        return self.page(self.staffed_call(code), SendForm())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Send all that have not gone; pressed twice, they go once."""
        call = self.staffed_call(code)
        form = SendForm(request.POST)
        form.is_valid()  # one tick, which may be missing: nothing in it can be wrong
        try:
            number = send_letters(
                call=call,
                by=request.user,
                seen=seen_version(request),
                wordless=form.cleaned_data["wordless"],
                at=arrived_at(request),
            )
        except MoveRefused as refusal:
            return self.refused(code, form, refusal)
        said = ngettext(
            "%(count)d letter is on its way.", "%(count)d letters are on their way.", number
        )
        messages.success(request, said % {"count": number})
        return redirect("grants:call-letters", call.code)

    def refused(self, code: str, form: SendForm, refusal: MoveRefused) -> HttpResponse:
        """A call whose letters have gone shows them; otherwise the sentences stand above the page as it is now."""
        call = self.staffed_call(code)
        if call.state in Call.JUDGED and not call.letters_left().exists():
            messages.info(self.request, _("The letters have gone already; nothing was sent twice."))
            return redirect("grants:call-letters", call.code)
        add_sentences(form, refusal)
        return self.page(call, form, status=refusal.status)

    def page(self, call: Call, form: SendForm, *, status: int = 200) -> HttpResponse:
        """What will be sent, with the form or with the reasons why there is none."""
        left = [one for one in drafts_of(call) if not one.has_gone]
        move = move_named(Call, "send_letters")
        reasons = [] if move.leaves(call.state) else [_("The letters go after the decision.")]
        reasons = (
            reasons
            or move.why_not_yet(call, {"by": self.request.user})
            or sentences_naming_people(left)
        )
        kinds = [one.kind for one in left]
        context = self.context(
            call,
            reasons=reasons,
            form=form,
            version=call.version,
            number=len(left),
            kinds=[(kind.label, kinds.count(kind)) for kind in LetterKind if kind in kinds],
            wordless=[one for one in left if one.is_wordless],
            a_minute=settings.TANDEM_LETTERS_A_MINUTE,
            back=reverse("grants:call-letters", args=[call.code]),
            back_label=_("Letters about the result"),
        )
        return TemplateResponse(self.request, "grants/letters_send.html", context, status=status)


class LetterView(CallPage):
    """One letter: its words on each criterion, the assessors' own beside them, and the whole as it will go."""

    def get(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        """The letter as it stands, or as it went."""
        return self.page(self.staffed_call(code), pk)

    def post(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        """Keep the words."""
        call = self.staffed_call(code)
        application, draft = self.drawn(call, pk)
        form = form_of(draft, request.POST)
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

    def drawn(self, call: Call, pk: int) -> tuple[Application, Draft | None]:
        """The application and its letter (None while a sheet is missing); 404 for one that was not assessed."""
        for draft in drafts_of(call, [pk]):
            return draft.application, draft
        return get_object_or_404(call.applications.in_state("admitted"), pk=pk), None

    def page(
        self, call: Call, pk: int, form: LetterForm | None = None, *, status: int = 200
    ) -> HttpResponse:
        """The page, with what was typed where it was refused."""
        application, draft = self.drawn(call, pk)
        has_gone = draft is not None and draft.has_gone
        context = self.context(
            call,
            application=application,
            draft=draft,
            form=form or form_of(draft),
            letters=_letters_of(call, draft),
            has_gone=has_gone,
            can_send=call.state == Call.States.DECIDED and not has_gone,
            back=reverse("grants:call-letters", args=[call.code]),
            back_label=_("Letters about the result"),
        )
        return TemplateResponse(self.request, "grants/letter.html", context, status=status)


class SendOneView(CallPage):
    """Staff send one letter ahead of the others."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        """Send it, or say why not; back to it either way."""
        call = self.staffed_call(code)
        application = get_object_or_404(
            call.applications.filter(decision_rows__isnull=False), pk=pk
        )
        seen = request.POST.get("seen", "")
        try:
            send_letter(
                application=application, by=request.user, seen=int(seen) if seen.isdecimal() else -1
            )
        except MoveRefused as refusal:
            messages.error(request, " ".join(map(str, refusal.sentences)))
        else:
            messages.success(request, _("The letter is on its way."))
        return redirect("grants:call-letter", call.code, application.pk)


def form_of(draft: Draft | None, data: Any = None) -> LetterForm:
    """The words of a letter to edit; no field where there is none, or where it has gone."""
    if draft is None or draft.has_gone:
        return LetterForm(data, passages=(), seen=0)
    return LetterForm(data, passages=draft.passages, seen=newest_of(draft.application))


def _letters_of(call: Call, draft: Draft | None) -> list[Message]:
    """The letter in each language of its readers; once it has gone, the copies that went."""
    if draft is None:
        return []
    if draft.has_gone:
        return letters_about(call, [draft.application.pk]).get(draft.application.pk, [])
    return draft.messages()
