"""An application as its author writes it and as its readers see it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from grants.actions.application import start_application
from grants.actions.columns import choose_columns, chosen_columns
from grants.actions.waiting import moves_waiting
from grants.forms.filters import ApplicationFilter
from grants.forms.formal import RejectForm, ReturnForm
from grants.forms.more_time import MoreTimeForm
from grants.models import Application, Call
from grants.rules import appeal as appeal_rules
from grants.rules import application as rules
from grants.rules.columns import COLUMNS, USUAL, columns_named
from grants.rules.dossier import keeps_application
from grants.rules.patron import needs_patron, patronage_of
from grants.rules.words import main_rules_of
from grants.views.tabs import lists_of_grants
from workflows import clock
from workflows.errors import MoveRefused
from workflows.many import chances
from workflows.views import ListView, MoveView, ObjectView

# What staff do to many at once; each is one move of one application, with its own letter and history.
FOR_MANY = ("admit", "return_for_correction", "allow_more_time_to_correct", "reject_formally")


class StartView(LoginRequiredMixin, View):
    """The way from a public call into one's own draft."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Somebody came here through logging in: one button away from their draft."""
        return self.page(self._call(code))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Begin a draft, or go on with the one begun before."""
        call = self._call(code)
        try:
            application = start_application(
                call=call, by=request.user, kind=request.POST.get("as", "")
            )
        except MoveRefused as refusal:
            return self.page(call, sentences=refusal.sentences, status=refusal.status)
        if origin := request.POST.get("from", ""):
            reuse = reverse("grants:application-reuse", args=[application.pk])
            return redirect(f"{reuse}?{urlencode({'from': origin})}")
        return redirect("grants:application-write", application.pk)

    def page(self, call: Call, *, sentences: Any = (), status: int = 200) -> HttpResponse:
        context = {
            "call": call,
            "rules": main_rules_of(call),
            "sentences": sentences,
            "kind": self.request.GET.get("as", ""),
            "origin": self.request.POST.get("from", ""),
        }
        return TemplateResponse(
            self.request, "grants/application_start.html", context, status=status
        )

    def _call(self, code: str) -> Call:
        return get_object_or_404(
            Call.objects.public().with_programme().prefetch_related("tracks"), code=code
        )


class MineView(ListView):
    """My own applications."""

    model = Application
    template_name = "grants/application_mine.html"
    title = gettext_lazy("My applications")

    def get_queryset(self) -> Any:
        """One's own and those one writes or reads with others, what needs writing first."""
        return (
            Application.objects.with_part_of(self.request.user)
            .for_lists()
            .order_by("submitted_at", "-pk")
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the calls one can apply in."""
        return super().get_context_data(
            open_calls=Call.objects.public().with_programme().taking_applications()[:5], **given
        )


class ApplicationListView(ListView):
    """The applications that this person's calls have received."""

    model = Application
    template_name = "grants/application_list.html"
    filterset_class = ApplicationFilter
    title = gettext_lazy("Applications")

    def get_rows(self) -> Any:
        """Submitted ones of the calls that the person runs or chairs."""
        received = Application.objects.received_by(self.request.user)
        return received.for_lists().select_related("track").order_by("-submitted_at", "-pk")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the lists beside this one, whose move each row is, and whether many can be acted on at once."""
        context = super().get_context_data(tabs=lists_of_grants("grants:application-list"), **given)
        rows, user = list(context["object_list"]), self.request.user
        moves = moves_waiting(rows, user)
        context["table"] = [(row, moves[row.pk]) for row in rows]
        context["acts"] = bool(chances(rows, FOR_MANY, user))
        context["columns"] = chosen_columns(user) or columns_named(USUAL)
        context["all_columns"] = COLUMNS
        return context


def open_until(application: Application) -> Any:
    """Until when an appeal may be filed; None when its window is not open, or one was filed already."""
    until = appeal_rules.appeal_until(application)
    kind = appeal_rules.kind_open_to(application)
    if until is None or until < clock.now():
        return None
    return None if any(one.kind == kind for one in application.appeals.all()) else until


class ColumnsView(LoginRequiredMixin, View):
    """Which columns one sees in the table of applications, and takes along in its files."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep them and go back to the list as it was filtered."""
        keys = [] if "usual" in request.POST else request.POST.getlist("column")
        kept = choose_columns(keys=keys, by=request.user)
        said = _("Kept: the table and its files show these columns.")
        messages.success(request, said if kept else _("The table shows the usual columns."))
        return redirect(f"{reverse('grants:application-list')}?{request.GET.urlencode()}")


class ApplicationView(ObjectView):
    """One application: where it is, what was submitted, what was said."""

    model = Application
    template_name = "grants/application.html"

    def get_queryset(self) -> Any:
        """With call and programme."""
        rows: Any = super().get_queryset()
        rows = rows.for_lists().select_related("call__questionnaire", "answers")
        return rows.prefetch_related("submissions", "appeals")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the submitted content, and what the person may do beside the moves."""
        application, user = self.object, self.request.user
        mine = rules.is_author(user, application)
        within = mine or rules.is_beside_author(user, application)
        reads_draft = within and not mine and application.is_written
        shows_changes = within or rules.is_staff(user, application)
        changes, against = application.corrected() if shows_changes else (None, None)
        checks = rules.may_check(user, application)
        return super().get_context_data(
            parts=application.as_written() if reads_draft else application.content(),
            mine=mine,
            within=within,
            reads_draft=reads_draft,
            changes=changes,
            against=against,
            appeals=application.appeals.all(),
            offer=application.offers.filter(state="made").first()
            if application.state == "reserve" and application.author_id == user.pk
            else None,
            appeal_until=open_until(application),
            writes=rules.may_write(user, application) and application.is_written,
            asks_patron=within and needs_patron(application),
            patronage=patronage_of(application) if shows_changes else None,
            keeps=keeps_application(user, application),
            checks=checks and application.state in {"submitted", "returned"},
            marks=application.formal_marks.select_related("item") if checks else [],
            back=reverse("grants:application-mine")
            if within
            else application.call.get_absolute_url(),
            back_label=_("My applications") if within else application.call.title,
            **given,
        )


class ApplicationMoveView(MoveView):
    """A move of an application; submitting has its own page."""

    model = Application
    forms = {
        "return_for_correction": ReturnForm,
        "reject_formally": RejectForm,
        "allow_more_time_to_correct": MoreTimeForm,
    }

    def get_success_url(self) -> str:
        """The application; for its author too after withdrawing."""
        return self.object.get_absolute_url()

    def done_message(self) -> str:
        """What happened, in words that fit the move."""
        said = {
            "withdraw": _("The application is withdrawn."),
            "admit": _("Admitted. The applicant has a letter about it."),
            "return_for_correction": _("Returned. The applicant has a letter with your words."),
            "reject_formally": _("Rejected. The applicant has a letter with the grounds."),
        }
        return said.get(self.move.name) or super().done_message()


def note_saved(request: HttpRequest) -> None:
    """Tell the author that the draft is kept."""
    messages.success(request, _("Saved. You can close this page and come back."))
