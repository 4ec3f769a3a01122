"""Looking after pairs: to-dos of coordinators, and confidential requests."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring import rules
from mentoring.actions import ask_for_another, begin_followup, change_followup, rematch
from mentoring.forms import CloseForm, FollowupForm, RematchForm, RequestForm
from mentoring.models import Followup, MentorRequest, Pairing
from mentoring.signals import Kind
from workflows.views import MoveView, ObjectView

from .forms_in_pair import InPair

FOR_COORDINATORS = _("Only the programme's coordinators read this. The pair never does.")


class AboutPair(InPair):
    """A form about one pair for those who look after it; the pair itself learns nothing of it."""

    readers = FOR_COORDINATORS

    def may(self) -> bool:
        return rules.reads_pulses(self.request.user, self.pair)


class NewFollowup(AboutPair):
    """Make a to-do out of a signal; what the signal says is kept with it."""

    title = _("New to-do about a pair")
    label = _("Make the to-do")

    @property
    def signal(self) -> tuple[str, str]:
        """The kind asked for with the sentence it says now; OTHER for a kind that does not speak."""
        asked = self.request.GET.get("signal", "")
        rows = Pairing.objects.with_people().with_pulses()
        pair = rows.get(pk=self.pair.pk)
        said = [each for each in (*pair.signals(), *pair.low_pulses()) if each.kind == asked]
        return (asked, " ".join(said)[:300]) if said else (Kind.OTHER.value, "")

    def get_form(self, data: Any = None) -> FollowupForm:
        form = FollowupForm(data, pairing=self.pair, user=self.request.user)
        form.initial.setdefault("what", SUGGESTED.get(self.signal[0], ""))
        return form

    def write(self, form: FollowupForm) -> Any:
        kind, says = self.signal
        fields = {name: form.cleaned_data[name] for name in form.written_fields()}
        begin_followup(pairing=self.pair, by=self.request.user, kind=kind, signal=says, **fields)
        messages.success(
            self.request, gettext("The to-do is made; it waits for whoever you chose.")
        )
        return self.pair


#: What one usually does about a signal.
SUGGESTED = {
    "silence": _("Ask both when they meet next"),
    "late": _("Ask what holds the milestone up"),
    "returned": _("Talk with both about what the milestone needs"),
    "pulse": _("Call whoever had a hard meeting"),
}


class OnFollowup(AboutPair):
    """Change a to-do that is open."""

    title = _("Change the to-do")
    label = _("Save the changes")
    followup: Followup

    def get_pair(self) -> Pairing:
        rows = Followup.objects.visible_to(self.request.user).with_pair()
        self.followup = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self.followup.pairing

    def back(self) -> Followup:
        return self.followup

    def get_form(self, data: Any = None) -> FollowupForm:
        return FollowupForm(data, pairing=self.pair, instance=self.followup)

    def write(self, form: FollowupForm) -> Any:
        change_followup(
            followup=form.instance,
            seen=form.cleaned_data["version"] or 0,
            fields=form.written_fields(),
            by=self.request.user,
        )
        messages.success(self.request, gettext("Saved."))
        return self.followup


class FollowupPage(ObjectView):
    """One to-do: the signal behind it, what is to be done, what came of it."""

    model = Followup
    template_name = "mentoring/followup.html"

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        return rows.with_pair().select_related("assigned_to")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        pair = self.object.pairing
        return super().get_context_data(
            pair=pair, back=pair.get_absolute_url(), back_label=str(pair), **given
        )


class FollowupMove(MoveView):
    model = Followup
    forms = {"close": CloseForm}


class AskForAnother(InPair):
    """A mentee asks the coordinators for another mentor; the mentor's address answers that there is nothing here."""

    title = _("Ask for another mentor")
    label = _("Send to the coordinators")
    readers = _(
        "Only you and the programme's coordinators read this. Your mentor sees nothing of it."
    )

    def may(self) -> bool:
        return rules.is_mentee(self.request.user, self.pair) and self.pair.started_on is not None

    def get_form(self, data: Any = None) -> RequestForm:
        return RequestForm(data)

    def write(self, form: RequestForm) -> Any:
        made = ask_for_another(pairing=self.pair, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, gettext("Sent. A coordinator will talk with you first."))
        return made


class RequestPage(ObjectView):
    """One confidential request, for the mentee and the coordinators."""

    model = MentorRequest
    template_name = "mentoring/request.html"

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        return rows.with_pair()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        request, user = self.object, self.request.user
        return super().get_context_data(
            pair=request.pairing,
            hears=rules.hears_requests(user, request),
            back=request.pairing.get_absolute_url(),
            back_label=gettext("The pair"),
            **given,
        )


class RequestMove(MoveView):
    model = MentorRequest
    forms = {"rematch": RematchForm}

    def make_move(self, form: Any, **inputs: Any) -> None:
        if self.move.name != "rematch":
            super().make_move(form, **inputs)
            return
        rematch(request=self.object, by=self.request.user, seen=self.seen, **inputs)
