"""Finding a mentor by hand: one mentee, and what speaks for and against each mentor."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from mentoring import rules
from mentoring.actions import ABOUT_YOU, fits, is_about, latest_terms, obstacles, propose_by_hand
from mentoring.forms import ProposalForm
from mentoring.models import Enrolment
from workflows.errors import MoveRefused

from .staff import ForStaff


class Matching(ForStaff):
    """Mentees without a mentor on one side, mentors with free places on the other."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(request.GET.get("mentee", ""))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = ProposalForm(request.POST, edition=self.object)
        if not form.is_valid():
            return self.page(request.POST.get("mentee", ""), form, status=422)
        try:
            pair = propose_by_hand(by=request.user, **form.cleaned_data)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(request.POST.get("mentee", ""), form, status=refusal.status)
        said = gettext("The pair is proposed. %(mentor)s answers first.") % {
            "mentor": pair.mentor.person
        }
        messages.success(request, said)
        return redirect("mentoring:matching", code=self.object.code)

    def page(
        self, chosen_key: str, form: ProposalForm | None = None, status: int = 200
    ) -> HttpResponse:
        rows = self.object.enrolments.select_related("person").prefetch_related("topics", "wishes")
        waiting = list(rows.without_mentor().order_by("person__sort_key", "pk"))
        chosen = next((each for each in waiting if str(each.pk) == chosen_key), None)
        mentors = rows.accepted_as("mentor").with_load().order_by("person__sort_key", "pk")
        candidates = self.candidates(list(mentors), chosen) if chosen else []
        context = {
            "object": self.object,
            "mentees": waiting,
            "chosen": chosen,
            "candidates": candidates,
            # what candidates wrote in their own words is for people to read: no plan can
            "reads_confidence": chosen is not None and rules.selects(self.request.user, chosen),
            "liftable": any(each["against"] and not each["refused"] for each in candidates),
            "mentors": mentors,
            "form": form or ProposalForm(edition=self.object, initial={"mentee": chosen}),
            "back": self.object.get_absolute_url(),
            "back_label": str(self.object),
        }
        return TemplateResponse(self.request, "mentoring/matching.html", context, status=status)

    def candidates(self, mentors: list[Enrolment], mentee: Enrolment) -> list[dict[str, Any]]:
        """Mentors with what speaks for and against them, the best fit first; those who cannot come last.

        The fit is that of the plans, by the weights staff set last.
        """
        against = obstacles([mentee], mentors)
        known = fits(mentee, mentors, latest_terms(self.object).weights)
        topics = set(mentee.topics.all())
        found = []
        for mentor in mentors:
            reasons = against.get((mentee.pk, mentor.pk), [])
            about_you = is_about(self.request.user, mentor, mentee)
            found.append(
                {
                    "mentor": mentor,
                    "fit": None if about_you else known[mentor.pk],
                    "topics": [each for each in mentor.topics.all() if each in topics],
                    "same_region": bool(mentor.region) and mentor.region == mentee.region,
                    "free": max(mentor.free_places, 0),
                    "against": [ABOUT_YOU] if about_you else [each.says for each in reasons],
                    "refused": about_you or not all(each.can_be_lifted for each in reasons),
                }
            )
        return sorted(
            found, key=lambda each: (each["refused"], -(each["fit"] or 0), each["mentor"].pk)
        )
