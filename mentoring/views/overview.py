"""First pages of mentoring: the mentee's, the mentor's, the coordinator's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from mentoring import rules
from mentoring.models import Edition, Enrolment, EnrolmentDraft, Pairing, SessionLog
from mentoring.models.cared import SILENCE
from mentoring.querysets import ENDED_PAIR
from mentoring.signals import Kind
from programmes.models import Programme
from workflows.views import ListView

#: The signals by which the list of pairs may be narrowed: what everybody in the team reads.
BY_RULE = (Kind.SILENCE, Kind.LATE, Kind.RETURNED)


class Home(LoginRequiredMixin, View):
    """Everybody's own way in: the programme's team, a mentor, a mentee, and whoever is none of these yet."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        pairs = Pairing.objects.visible_to(user)
        if Programme.objects.visible_to(user).exists():
            return redirect("mentoring:pairs")
        if pairs.filter(mentor__person__user=user).exists():
            return redirect("mentoring:mentees")
        mine = pairs.filter(mentee__person__user=user).order_by("-pk")
        alive = mine.exclude(state__in=("declined", *ENDED_PAIR)).first() or mine.first()
        return redirect(alive) if alive else redirect("mentoring:enrolments")


class MyEnrolments(ListView):
    """One's own applications, and where one can apply."""

    model = Enrolment
    template_name = "mentoring/my_enrolments.html"
    title = _("Mentoring")

    def get_queryset(self) -> QuerySet[Any]:
        mine = Enrolment.objects.of_person_behind(self.request.user)
        return mine.select_related("person", "edition__activity__programme").order_by("-pk")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        drafts = EnrolmentDraft.objects.filter(person__user=self.request.user)
        return super().get_context_data(
            recruiting=Edition.objects.recruiting(),
            drafts=drafts.select_related("edition").order_by("edition__recruits_until", "pk"),
            **given,
        )


class Mentees(ListView):
    """A mentor's page: all mentees, whose move it is, what is late."""

    model = Pairing
    template_name = "mentoring/mentees.html"
    title = _("My mentees")

    def get_queryset(self) -> QuerySet[Any]:
        mine = Pairing.objects.visible_to(self.request.user).filter(
            mentor__person__user=self.request.user
        )
        return mine.with_people().with_work().order_by("ended_on", "pk")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context = super().get_context_data(**given)
        lines = [_line(pair, self.request.user) for pair in context["object_list"]]
        alive = [line for line in lines if line["pair"].state not in ENDED]
        past = [line for line in lines if line["pair"].state in ENDED]
        return {**context, "alive": sorted(alive, key=_urgency), "past": past}


ENDED = ("completed", *ENDED_PAIR, "declined")


def _line(pair: Pairing, user: Any) -> dict[str, Any]:
    """One pair in a list: its next step, whether it is the reader's, and the signals."""
    step = pair.next_step()
    mine = bool(step and step.whose and step.whose.person.user_id == user.pk)
    unanswered = [
        log
        for log in pair.session_logs.all()
        if log.state == "submitted" and log.written_by_id != user.pk
    ]
    return {
        "pair": pair,
        "step": step,
        "is_mine": mine,
        "signals": pair.signals(),
        "unanswered": unanswered,
        "last_session_on": pair.last_session_on(),
        "done": sum(each.state == "approved" for each in pair.milestones.all()),
        "planned": sum(each.state != "dropped" for each in pair.milestones.all()),
    }


def _urgency(line: dict[str, Any]) -> tuple[bool, bool, int]:
    """What waits for the reader first, then what is late."""
    return not (line["is_mine"] or line["unanswered"]), not line["signals"], line["pair"].pk


class Pairs(ListView):
    """The coordinator's page: every pair with plain signals of what needs a look."""

    model = Pairing
    template_name = "mentoring/pairs.html"
    title = _("Pairs")

    def get_queryset(self) -> QuerySet[Any]:
        rows = Pairing.objects.run_by(self.request.user).with_people().with_pulses()
        code = self.request.GET.get("edition", "")
        return (rows.filter(edition__code=code) if code else rows).order_by("pk")

    def get_paginate_by(self, queryset: QuerySet[Any]) -> int | None:
        return None

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user = self.request.user
        editions = list(Edition.objects.visible_to(user).select_related("activity__programme"))
        if not editions and not Programme.objects.visible_to(user).exists():
            raise Http404
        context = super().get_context_data(**given)
        lines = [_cared(pair, user) for pair in context["object_list"]]
        code, signal = (self.request.GET.get(name, "") for name in ("edition", "signal"))
        alive = [line for line in lines if line["pair"].state not in ENDED]
        if signal:
            alive = [line for line in alive if line["pair"].has_signal(signal)]
        return {
            **context,
            "signal": signal,
            "kinds": [(kind.value, kind.label) for kind in BY_RULE],
            "tabs": edition_tabs(code),
            "editions": editions,
            "chosen": next((each for each in editions if each.code == code), None),
            "alive": sorted(alive, key=_trouble),
            "past": [line for line in lines if line["pair"].state in ENDED],
            "silence": SILENCE,
        }


def _cared(pair: Pairing, user: Any) -> dict[str, Any]:
    """A pair in the coordinator's list: with what both sides say in confidence, unless it is the reader's own."""
    line = _line(pair, user)
    if not rules.is_in_pair(user, pair):
        line["signals"] = [*line["signals"], *pair.low_pulses()]
        line["followups"] = list(pair.followups.all())
        line["cares"] = True
    return line


def _trouble(line: dict[str, Any]) -> tuple[int, int]:
    """Most signals first."""
    return -len(line["signals"]), line["pair"].pk


def edition_tabs(current: str = "") -> list[dict[str, Any]]:
    """The two ways staff look at mentoring."""
    return [
        {
            "label": gettext("Pairs"),
            "url": reverse("mentoring:pairs"),
            "current": current != "editions",
        },
        {
            "label": gettext("Editions"),
            "url": reverse("mentoring:editions"),
            "current": current == "editions",
        },
    ]


class Sessions(ListView):
    """All meetings of one's pairs, the latest first."""

    model = SessionLog
    template_name = "mentoring/logs.html"
    title = _("Meetings")

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        return rows.with_pair().order_by("-held_on", "-pk")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        mine = Pairing.objects.visible_to(self.request.user).in_state("active").with_people()
        user = self.request.user
        writable = [
            p for p in mine if user.pk in (p.mentor.person.user_id, p.mentee.person.user_id)
        ]
        return super().get_context_data(writable=writable, **given)
