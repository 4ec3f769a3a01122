"""How staff plan and run events and study visits."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from activities import rules
from activities.actions import begin_gathering, change_gathering, enter_participant
from activities.forms import (
    EventForm,
    ListFilter,
    ParticipantForm,
    ReportForm,
    SessionFormSet,
    StopFormSet,
    StudyVisitForm,
)
from activities.models import Event, StudyVisit
from activities.querysets import HOLDS_A_PLACE
from people.actions.persons import enter_person
from programmes.models import Programme
from workflows.errors import MoveRefused
from workflows.forms import say_refusal
from workflows.views import ListView, MoveView, ObjectView


class GatheringList(ListView):
    """Events or visits of the programmes one works in, the latest first."""

    template_name = "activities/gatherings.html"
    new_url = ""
    new_label: Any = ""
    empty: Any = ""

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset().select_related("activity__programme")
        self.narrowed_by = ListFilter(self.request.GET or None, rows=rows)
        rows = self.narrowed_by.narrow(rows)
        return rows.with_counts().order_by("-starts_at", "pk")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        may_plan = Programme.objects.run_by(self.request.user).exists()
        context = super().get_context_data(
            action_url=reverse(self.new_url) if may_plan else "",
            action_label=self.new_label,
            tabs=self.tabs(),
            empty=self.empty if may_plan else _("Here stand those of the programmes you work in."),
            **given,
        )
        return {**context, "filter": {"form": self.narrowed_by}}

    def tabs(self) -> list[dict[str, Any]]:
        return [
            {
                "label": gettext("Events"),
                "url": reverse("activities:events"),
                "current": self.model is Event,
            },
            {
                "label": gettext("Study visits"),
                "url": reverse("activities:visits"),
                "current": self.model is StudyVisit,
            },
            {
                "label": gettext("Where I am going"),
                "url": reverse("activities:mine"),
                "current": False,
            },
        ]


class EventList(GatheringList):
    model = Event
    title = _("Events")
    new_url = "activities:event-new"
    new_label = _("New event")
    empty = _("No events yet. Plan the first one; it stays a draft until you announce it.")


class VisitList(GatheringList):
    model = StudyVisit
    title = _("Study visits")
    new_url = "activities:visit-new"
    new_label = _("New study visit")
    empty = _(
        "No study visits yet. Plan the first one; it stays a draft until you open the recruitment."
    )


class GatheringPage(ObjectView):
    """Everything about one event or visit, with its list of people."""

    template_name = "activities/gathering.html"
    slug_field = slug_url_kwarg = "code"
    select_related = ("activity__programme",)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        gathering = self.object
        runs = rules.is_staff(self.request.user, gathering)
        people: list[Any] = []
        if runs:
            rows = gathering.registrations.select_related("person")
            people = list(rows.order_by("person__sort_key", "pk"))
            gathering.taken_count = sum(each.state in HOLDS_A_PLACE for each in people)
        stops = list(gathering.stops.with_chosen())
        return super().get_context_data(
            runs=runs,
            registrations=people,
            free_places=gathering.free_places(),
            is_visit=isinstance(gathering, StudyVisit),
            can_change=runs and may_change(gathering),
            takes_people=gathering.takes_applications or gathering.takes_attendance,
            records=runs and gathering.takes_attendance and gathering.awaits_attendance(),
            at_door=runs and isinstance(gathering, Event) and gathering.is_on_today(),
            criteria=gathering.criteria.all() if isinstance(gathering, StudyVisit) else [],
            stops=stops,
            invitation_url=settings.TANDEM_URL + gathering.get_invitation_url()
            if runs and isinstance(gathering, Event)
            else "",
            has_sessions=any(stop.capacity is not None for stop in stops),
            prepares=isinstance(gathering, StudyVisit) and gathering.is_prepared,
            **given,
        )


class EventPage(GatheringPage):
    model = Event


class VisitPage(GatheringPage):
    model = StudyVisit


class EventMove(MoveView):
    model = Event


class VisitMove(MoveView):
    model = StudyVisit


def may_change(gathering: Event | StudyVisit) -> bool:
    """Whether its description may still change: a visit's until it took place, an event's until it is closed."""
    if isinstance(gathering, Event):  # what stays of it is written when it is over
        return gathering.state in ("draft", "announced", "held")
    return gathering.state in ("draft", "recruiting", "selected", "confirmed")


class ForStaff(LoginRequiredMixin, View):
    """A page about one event or visit for those who run it; nobody else learns that it exists."""

    model: type[Event | StudyVisit]
    object: Event | StudyVisit

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        rows = self.model.objects.visible_to(request.user).select_related("activity__programme")
        self.object = get_object_or_404(rows, code=kwargs["code"])
        if not rules.is_staff(request.user, self.object):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_page(
        self, form: Any, title: Any, label: Any, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        """A page with one form under a title; back leads to the object."""
        context = {
            "form": form,
            "title": title,
            "submit_label": label,
            "object": self.object,
            "back": self.object.get_absolute_url(),
            "back_label": str(self.object),
            **more,
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)

    template_name = "activities/form.html"


class NewGathering(LoginRequiredMixin, View):
    """Plan an event or a visit: it begins as a draft."""

    model: type[Event | StudyVisit]
    form_class: type[EventForm | StudyVisitForm]
    title: Any = ""
    back = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not Programme.objects.run_by(request.user).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = {"activity": request.GET.get("activity")}
        return self.page(self.form_class(user=request.user, initial=chosen))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST, user=request.user)
        if not form.is_valid():
            return self.page(form, status=422)
        fields = {name: form.cleaned_data[name] for name in form.written_fields()}
        made = begin_gathering(model=self.model, by=request.user, code=form.free_code(), **fields)
        messages.success(request, gettext("The draft is saved. Only your team sees it."))
        return redirect(made.get_absolute_url())

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": self.title,
            "submit_label": _("Save the draft"),
            "back": reverse(self.back),
            "back_label": _("All"),
        }
        return TemplateResponse(self.request, "activities/form.html", context, status=status)


class NewEvent(NewGathering):
    model = Event
    form_class = EventForm
    title = _("New event")
    back = "activities:events"


class NewVisit(NewGathering):
    model = StudyVisit
    form_class = StudyVisitForm
    title = _("New study visit")
    back = "activities:visits"


class EditGathering(ForStaff):
    """Change the description of an event or a visit."""

    form_class: type[EventForm | StudyVisitForm]

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(self.form_class(instance=self.object, user=request.user))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = self.form_class(request.POST, instance=self.object, user=request.user)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_gathering(
                gathering=form.instance,
                seen=form.cleaned_data["version"] or 0,
                fields=form.written_fields(),
                by=request.user,
            )
        except MoveRefused as refusal:
            say_refusal(form, refusal)
            return self.page(form, status=refusal.status)
        messages.success(request, gettext("Saved."))
        return redirect(self.object.get_absolute_url())

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        if not may_change(self.object):
            raise Http404
        return self.form_page(
            form, _("Change the description"), _("Save the changes"), status=status
        )


class EditEvent(EditGathering):
    model = Event
    form_class = EventForm


class EditVisit(EditGathering):
    model = StudyVisit
    form_class = StudyVisitForm


class Stops(ForStaff):
    """The programme, day by day."""

    formset_class: Any
    template_name = "activities/stops.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(self.formset())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        formset = self.formset(request.POST)
        if not formset.is_valid():
            return self.page(formset, status=422)
        formset.save()
        messages.success(request, gettext("The programme is saved."))
        return redirect(self.object.get_absolute_url())

    def formset(self, data: Any = None) -> Any:
        if not may_change(self.object):
            raise Http404
        return self.formset_class(
            data, instance=self.object, form_kwargs={"gathering": self.object}
        )

    def page(self, formset: Any, status: int = 200) -> HttpResponse:
        return self.form_page(
            None,
            _("Programme"),
            _("Save the programme"),
            status=status,
            formset=formset,
        )


class VisitStops(Stops):
    model = StudyVisit
    formset_class = StopFormSet


class EventStops(Stops):
    model = Event
    formset_class = SessionFormSet


class VisitReport(ForStaff):
    """What was seen and what will be applied, while it is being written."""

    model = StudyVisit

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(ReportForm(instance=self.object))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = ReportForm(request.POST, instance=self.object)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_gathering(
                gathering=form.instance,
                seen=form.cleaned_data["version"],
                fields=["report"],
                by=request.user,
            )
        except MoveRefused as refusal:
            say_refusal(form, refusal)
            return self.page(form, status=refusal.status)
        messages.success(request, gettext("Saved. Submit the report when it says everything."))
        return redirect(self.object.get_absolute_url())

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        if self.object.state != StudyVisit.States.HELD:
            raise Http404
        return self.form_page(form, _("Report of the visit"), _("Save"), status=status)


class AddParticipant(ForStaff):
    """Put on the list somebody who told staff, or who came without registering."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(ParticipantForm(user=request.user, subject=self.object))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = ParticipantForm(request.POST, user=request.user, subject=self.object)
        if not form.is_valid():
            return self.page(form, status=422)
        person = form.cleaned_data["person"] or enter_person(by=request.user, **form.new_person())
        try:
            registration = enter_participant(subject=self.object, person=person, by=request.user)
        except MoveRefused as refusal:
            say_refusal(form, refusal)
            return self.page(form, status=refusal.status)
        messages.success(
            request, gettext("%(person)s is on the list.") % {"person": registration.person}
        )
        return redirect(self.object.get_absolute_url())

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        return self.form_page(form, _("Add a participant"), _("Put on the list"), status=status)


class AddToEvent(AddParticipant):
    model = Event


class AddToVisit(AddParticipant):
    model = StudyVisit
