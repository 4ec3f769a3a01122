"""Where a pair works: its page, its goal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.querysets import HOLDS_A_PLACE
from mentoring import guards, rules
from mentoring.actions import change_goal, rows_to_take
from mentoring.forms import GoalForm
from mentoring.models import Pairing
from mentoring.models.journeys import can_still_apply, journeys
from mentoring.prefill import name_of
from questionnaires.prefill import places_now
from workflows.models import StoredFile
from workflows.options import options_for
from workflows.views import MoveView, ObjectView

from .forms_in_pair import InPair


class PairingPage(ObjectView):
    """One pair: the next step first, then the plan as a path, then the meetings."""

    model = Pairing
    template_name = "mentoring/pairing.html"

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        return rows.for_its_page()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        pair, user = self.object, self.request.user
        milestones = pair.planned()
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
            can_write=pair.works and rules.works_in_pair(user, pair),
            ahead=list(pair.meetings.ahead()) if pair.started_on else [],
            logs=logs[:6],
            more_logs=len(logs) > 6,
            confirmed=sum(log.state == "confirmed" for log in logs),
            hours=pair.confirmed_minutes() / 60,
            writes=pair.goes_on and rules.writes_to_pair(user, pair),
            message_files=self.files(),
            # a joined relation that found nothing leaves no attribute
            agreement=getattr(pair, "standing_agreement", None),
            may_offer=pair.goes_on
            and bool(pair.edition.agreement_text)
            and rules.is_staff(user, pair),
            inquiries=pair.inquiries.visible_to(user).select_related("of__person"),
            to_take=rows_to_take(pair) if pair.works and rules.works_in_pair(user, pair) else [],
            deputy=pair.deputy,
            deputy_moves=options_for(pair.deputy, user) if pair.deputy else [],
            may_name_deputy=pair.goes_on and rules.names_deputy(user, pair) and not pair.deputy,
            offline=[each.person for each in pair.without_account()],
            **self.care(),
            **self.completion(),
            **self.plan(),
            visits=self.visits(),
            runs=rules.is_staff(user, pair),
            topics=pair.topics_in_common() if pair.is_proposed else (),
            **given,
        )

    def care(self) -> dict[str, Any]:
        """Why staff should look after the pair, and what its sides said to them in confidence."""
        pair, user = self.object, self.request.user
        signals = pair.signals() if rules.is_staff(user, pair) else []
        if not rules.reads_pulses(user, pair):
            return {"signals": signals, **self.asking()}
        prefetch_related_objects([pair], Pairing.objects.pulses_with_authors())
        followups = pair.followups.select_related("assigned_to").order_by("-state", "due_on", "pk")
        return {
            "signals": [*signals, *pair.low_pulses()],
            "pulses": pair.pulses()[:6],
            "cares": True,
            "followups": followups[:10],
            "requests": pair.requests.visible_to(user) if pair.has_requests else (),
        }

    def files(self) -> Any:
        """What came with messages inside the pair."""
        if not self.object.has_files:
            return ()
        return StoredFile.objects.of(self.object).present().about_a("message")

    def asking(self) -> dict[str, Any]:
        """What only the mentee finds: the way to ask in confidence, or what was asked."""
        pair, user = self.object, self.request.user
        works = pair.state in (Pairing.States.ACTIVE, Pairing.States.PAUSED)
        if not (works and rules.is_mentee(user, pair)):
            return {}
        # a joined relation that found nothing leaves no attribute
        asked = getattr(pair, "open_request", None)
        return {"may_ask": True, "requests": [asked] if asked else []}

    def plan(self) -> dict[str, Any]:
        """Whether the plan is approved as it stands; for its mentee, the calls into which it may be taken."""
        pair = self.object
        approved = pair.has_approved_plan
        if not (approved and rules.is_mentee(self.request.user, pair)):
            return {"plan_is_approved": approved}
        return {"plan_is_approved": True, "takers": places_now(), "plan_name": name_of(pair)}

    def visits(self) -> list[dict[str, Any]]:
        """The visits of the edition: the reader's own place at each, and whether the mentee goes or was there.

        That somebody asked for a place and has none is their own matter and the team's.
        """
        pair = self.object
        if not pair.has_visits:
            return []
        people = {each.person.user_id: each.person_id for each in (pair.mentor, pair.mentee)}
        mine = people.get(self.request.user.pk, 0)
        found = []
        for each in journeys(pair.edition, people.values()):
            theirs = each.places.get(pair.mentee.person_id)
            if each.visit.state == "draft":
                continue
            found.append(
                {
                    "visit": each.visit,
                    "own": each.places.get(mine),
                    "mentees": theirs
                    if theirs and mine != theirs.person_id and theirs.state in HOLDS_A_PLACE
                    else None,
                    "open": mine and mine not in each.places and can_still_apply(each.visit),
                }
            )
        return found

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
    """Before a pair pauses or goes on, the page says what becomes of its days and meetings."""

    model = Pairing
    template_name = "mentoring/pairing_move.html"


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
