"""Where a pair works: its plan, its milestones, its meetings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from mentoring import guards, rules
from mentoring.actions import (
    change_goal,
    change_milestone,
    correct_session,
    keep_note,
    plan_milestone,
    write_session,
)
from mentoring.forms import (
    EvidenceForm,
    GoalForm,
    MilestoneForm,
    PrivateNoteForm,
    PulseForm,
    SessionForm,
)
from mentoring.forms.work import READ_BY_PAIR
from mentoring.models import Milestone, Pairing, Pulse, SessionLog, SessionNote
from workflows.errors import MoveRefused
from workflows.views import MoveView, ObjectView


class PairingPage(ObjectView):
    """One pair: the next step first, then the plan as a path, then the meetings."""

    model = Pairing
    template_name = "mentoring/pairing.html"

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        return rows.with_people().with_work()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        pair, user = self.object, self.request.user
        milestones = [each for each in pair.milestones.all() if each.state != "dropped"]
        in_pair = rules.is_in_pair(user, pair)
        step = pair.next_step()
        logs = list(pair.session_logs.all())
        return super().get_context_data(
            milestones=milestones,
            approved=sum(each.state == "approved" for each in milestones),
            step=step,
            current=next((each for each in milestones if each.is_open), None),
            step_is_mine=bool(step and step.whose and step.whose.person.user_id == user.pk),
            in_pair=in_pair,
            is_mentor=rules.is_mentor(user, pair),
            can_write=in_pair and pair.works,
            ahead=list(pair.meetings.ahead()) if pair.started_on else [],
            logs=logs[:6],
            more_logs=len(logs) > 6,
            confirmed=sum(log.state == "confirmed" for log in logs),
            hours=pair.confirmed_minutes() / 60,
            **self.care(),
            **self.completion(),
            runs=rules.is_staff(user, pair),
            **given,
        )

    def care(self) -> dict[str, Any]:
        """Why staff should look after the pair, and what its sides said to them in confidence."""
        pair, user = self.object, self.request.user
        signals = pair.signals() if rules.is_staff(user, pair) else []
        if not rules.reads_pulses(user, pair):
            return {"signals": signals}
        prefetch_related_objects([pair], "session_logs__pulses__author")
        return {"signals": [*signals, *pair.low_pulses()], "pulses": pair.pulses()[:6]}

    def completion(self) -> dict[str, Any]:
        """How far the pair is by the edition's rules; once it is completed, the papers this reader may have."""
        pair, user = self.object, self.request.user
        papers = [
            each
            for each in pair.certificates()
            if rules.is_own(user, each.holder) or rules.is_staff(user, pair)
        ]
        if pair.state not in ("active", "paused"):
            return {"certificates": papers}
        return {"missing": pair.missing(), "conditions": guards.conditions(pair)}


class PairingMove(MoveView):
    model = Pairing


class MilestonePage(ObjectView):
    """One milestone: what shall be reached, what shows it, and what the mentor says."""

    model = Milestone
    template_name = "mentoring/milestone.html"

    def get_queryset(self) -> QuerySet[Any]:
        return (
            super()
            .get_queryset()
            .select_related(
                "pairing__mentor__person__user",
                "pairing__mentee__person__user",
                "pairing__edition__activity__programme",
            )
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        milestone, user = self.object, self.request.user
        editable = milestone.can_be_worked_on and milestone.pairing.works
        return super().get_context_data(
            pair=milestone.pairing,
            can_plan=editable and rules.is_in_pair(user, milestone),
            can_show=editable and milestone.state != "planned" and rules.is_mentee(user, milestone),
            back=milestone.pairing.get_absolute_url(),
            back_label=str(milestone.pairing),
            **given,
        )


class MilestoneMove(MoveView):
    model = Milestone


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


class InPair(LoginRequiredMixin, View):
    """A form on one pair for its mentor and its mentee; nobody else learns that it exists."""

    template_name = "mentoring/form.html"
    title: Any = ""
    label: Any = ""
    pair: Pairing

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.pair = self.get_pair()
        if not rules.is_in_pair(request.user, self.pair):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_pair(self) -> Pairing:
        rows = Pairing.objects.visible_to(self.request.user).with_people()
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.get_form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it; a refusal keeps everything typed and says why at the form."""
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            where = self.write(form)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(form, status=refusal.status)
        return redirect(where)

    def get_form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def write(self, form: Any) -> Any:
        """Do what the form asks and return where to go on."""
        raise NotImplementedError

    def back(self) -> Any:
        """The object the page belongs to."""
        return self.pair

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": self.title,
            "submit_label": self.label,
            "pair": self.pair,
            "back": self.back().get_absolute_url(),
            "back_label": self.back().title_line,
            "readers": READ_BY_PAIR,
            "draft": f"{self.request.resolver_match.url_name}-{self.kwargs['pk']}",
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)


class EditGoal(InPair):
    title = _("What this pair wants to bring about")
    label = _("Save the goal")

    def get_form(self, data: Any = None) -> GoalForm:
        return GoalForm(data, instance=self.pair)

    def write(self, form: GoalForm) -> Any:
        change_goal(
            pairing=form.instance, seen=form.cleaned_data["version"] or 0, by=self.request.user
        )
        messages.success(self.request, gettext("The goal is saved."))
        return self.pair


class NewMilestone(InPair):
    title = _("New milestone")
    label = _("Add to the plan")

    def get_form(self, data: Any = None) -> MilestoneForm:
        return MilestoneForm(data)

    def write(self, form: MilestoneForm) -> Any:
        fields = {name: form.cleaned_data[name] for name in form.written_fields()}
        plan_milestone(pairing=self.pair, by=self.request.user, **fields)
        messages.success(self.request, gettext("The milestone is in the plan."))
        return self.pair


class OnMilestone(InPair):
    """A form on one milestone."""

    milestone: Milestone

    def get_pair(self) -> Pairing:
        rows = Milestone.objects.visible_to(self.request.user).with_pair()
        self.milestone = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self.milestone.pairing

    def back(self) -> Milestone:
        return self.milestone

    def write(self, form: Any) -> Any:
        change_milestone(
            milestone=form.instance,
            seen=form.cleaned_data["version"] or 0,
            fields=form.written_fields(),
            by=self.request.user,
        )
        messages.success(self.request, gettext("Saved."))
        return self.milestone


class EditMilestone(OnMilestone):
    title = _("Change the milestone")
    label = _("Save the changes")

    def get_form(self, data: Any = None) -> MilestoneForm:
        return MilestoneForm(data, instance=self.milestone)


class EditEvidence(OnMilestone):
    title = _("Show that it is done")
    label = _("Save")

    def get_form(self, data: Any = None) -> EvidenceForm:
        return EvidenceForm(data, instance=self.milestone)


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
