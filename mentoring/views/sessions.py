"""Meetings of a pair as they were: written down, corrected, with private notes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring import rules
from mentoring.actions import correct_session, keep_note, write_session
from mentoring.forms import PrivateNoteForm, PulseForm, SessionForm
from mentoring.models import Pairing, Pulse, SessionLog, SessionNote
from workflows.views import MoveView, ObjectView

from .forms_in_pair import InPair


class SessionPage(ObjectView):
    """One meeting, with the reader's own private note."""

    model = SessionLog
    template_name = "mentoring/log.html"

    def get_queryset(self) -> QuerySet[Any]:
        return (
            super()
            .get_queryset()
            .select_related(
                "pairing__mentor__person__user",
                "pairing__mentee__person__user",
                "pairing__edition__activity__programme",
                "written_by",
            )
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        log, user = self.object, self.request.user
        note = SessionNote.objects.filter(log=log, author=user).first()
        said = Pulse.objects.filter(log=log, author=user).first()
        return super().get_context_data(
            pair=log.pairing,
            note_form=given.pop("note_form", PrivateNoteForm(initial={"text": note and note.text})),
            pulse_form=given.pop("pulse_form", PulseForm(instance=said)),
            said=said,
            moods=Pulse.Mood.choices,
            in_pair=rules.is_in_pair(user, log),
            can_correct=log.state == "questioned" and rules.is_writer(user, log),
            back=log.pairing.get_absolute_url(),
            back_label=str(log.pairing),
            **given,
        )


class SessionMove(MoveView):
    model = SessionLog


class SessionNotePage(SessionPage):
    """Keep the private note on a meeting; only its author ever sees it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        log = self.object = self.get_object()
        if not rules.is_in_pair(request.user, log):
            raise Http404
        form = PrivateNoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(note_form=form), status=422)
        keep_note(log=log, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, gettext("Your note is kept. Only you see it."))
        return redirect(log)


class NewSession(InPair):
    title = _("Write a meeting down")
    label = _("Save the meeting")
    template_name = "mentoring/log_form.html"

    def get_form(self, data: Any = None) -> SessionForm:
        return SessionForm(data, pairing=self.pair)

    def write(self, form: SessionForm) -> Any:
        fields = {name: form.cleaned_data[name] for name in form.written_fields()}
        log = write_session(
            pairing=self.pair, by=self.request.user, note=form.cleaned_data["note"], **fields
        )
        messages.success(
            self.request, gettext("The meeting is saved. The other side is asked to confirm it.")
        )
        return log


class CorrectSession(InPair):
    """Correct a meeting that the other side questioned, and send it again."""

    title = _("Correct the meeting")
    label = _("Save and send again")
    template_name = "mentoring/log_form.html"
    log: SessionLog

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A correction that arrived while its answer was lost leads to the meeting as it is now."""
        if request.user.is_authenticated:
            rows = SessionLog.objects.visible_to(request.user).with_pair()
            self.log = get_object_or_404(rows, pk=kwargs["pk"])
            if not rules.is_writer(request.user, self.log):
                raise Http404
            if self.log.state != "questioned":
                return redirect(self.log)
        return super().dispatch(request, *args, **kwargs)

    def get_pair(self) -> Pairing:
        return self.log.pairing

    def back(self) -> SessionLog:
        return self.log

    def get_form(self, data: Any = None) -> SessionForm:
        note = SessionNote.objects.filter(log=self.log, author=self.request.user.pk).first()
        initial = {"note": note.text if note else ""}
        return SessionForm(data, instance=self.log, pairing=self.pair, initial=initial)

    def write(self, form: SessionForm) -> Any:
        correct_session(
            log=form.instance,
            seen=form.cleaned_data["version"] or 0,
            fields=form.written_fields(),
            note=form.cleaned_data["note"],
            by=self.request.user,
        )
        messages.success(self.request, gettext("Sent again. The other side is asked once more."))
        return self.log
