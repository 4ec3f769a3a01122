"""The ranking of a call and the one act that decides it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from finance.money import format_money
from grants.actions.committee import change_ranking
from grants.actions.decision import decide_call
from grants.actions.ranking import standing_of
from grants.actions.reserve import move_up, next_on_reserve
from grants.actions.sitting import open_sitting, sentences_against_deciding
from grants.forms.committee import ChangeForm, ScenarioForm
from grants.forms.decision import DecideForm, MoveUpForm
from grants.models import Application, Call, Decision, SetAside, Track
from grants.rules import call as call_rules
from grants.rules import decision as rules
from grants.rules.lot import lacks_seed
from grants.rules.ranking import Outcome
from grants.rules.words import order_rules_of
from grants.views.assignment import CallPage
from grants.views.ranked import AT_ONCE, first_of, page_of, seen_by, supposed
from grants.views.typing import seen_version
from workflows.errors import MoveRefused
from workflows.moves import move_named
from workflows.views.moves import arrived_at


class RankingView(CallPage):
    """The ordered table against the pool; after the decision, the frozen one."""

    refused_move: MoveUpForm | None = None

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """What stands now, or what was decided."""
        call = self.ranked_call(code)
        decision = call.decisions.first_ones().select_related("decided_by").first()
        if decision is not None:
            return self.decided(call, decision)
        prefetch_related_objects([call], "criteria", "criterion_groups")
        standing = seen_by(self.request.user, standing_of(call))
        supposes = any(name.startswith("pool") for name in request.GET)
        form = ScenarioForm(
            request.GET if supposes else None, tracks=[one.track for one in standing.lists]
        )
        context = self.context(
            call,
            standing=standing,
            order_rules=order_rules_of(call),
            **page_of(standing, request.GET.get("page")),
            waiting=standing.first_waiting(AT_ONCE),
            scenario=form,
            supposed=supposed(standing, form),
            asides=SetAside.objects.in_call(call),
            lacks_seed=lacks_seed(call) and call.state == Call.States.ASSESSMENT,
            writes_letters=call_rules.is_staff(request.user, call),
            may_decide=rules.may_decide(request.user, call)
            and call.state == Call.States.ASSESSMENT,
            tied=call_rules.is_chair(request.user, call)
            and rules.is_tied_to_an_application(request.user, call),
        )
        return TemplateResponse(request, "grants/ranking.html", context)

    def ranked_call(self, code: str) -> Call:
        """The call, for its staff and its chair; assessors hear who sees the ranking."""
        call = self.call(code)
        if not rules.can_see_ranking(self.request.user, call):
            raise PermissionDenied(" ".join(rules.can_see_ranking.why_not(self.request.user, call)))
        return call

    def decided(self, call: Call, decision: Decision) -> TemplateResponse:
        """The decision as it was taken."""
        left = call.letters_left().count()
        rows = decision.rows.select_related(
            "application__organisation", "application__author", "track"
        )
        page = Paginator(rows, AT_ONCE).get_page(self.request.GET.get("page"))
        changed = call.decisions.filter(corrects__isnull=False).prefetch_related(
            "rows__application"
        )
        context = self.context(
            call,
            decision=decision,
            writes_letters=call_rules.is_staff(self.request.user, call),
            letters_left=left,
            rows=page,
            page_obj=page,
            intact=decision.is_intact(),
            changed=changed,
            upward=[] if left else self.upward(call),
            offers=list(call.offers().visible_to(self.request.user).for_pages()),
            asides=SetAside.objects.in_call(call),
        )
        return TemplateResponse(self.request, "grants/ranking_decided.html", context)

    def upward(self, call: Call) -> list[dict[str, Any]]:
        """For staff: who is next on the reserve list (of each track), and whether the free money reaches."""
        if not call_rules.is_staff(self.request.user, call) or call.state != Call.States.DECIDED:
            return []
        found = []
        tracks: list[Track | None] = list(call.tracks.all()) or [None]
        for track in tracks:
            application = next_on_reserve(call, track)
            if application is not None:
                left = call.left_of_pool(track)
                found.append(
                    {
                        "application": application,
                        "left": left,
                        "fits": (application.requested_amount or 0) <= left,
                        "form": self.asking_why(call, left, track),
                    }
                )
        return found

    def asking_why(self, call: Call, left: Decimal, track: Track | None) -> MoveUpForm:
        """The form that moves the next one up, with a reason that will often do; as it was typed where it was refused."""
        key = track.key if track else ""
        if self.refused_move and self.refused_move["track"].value() in {key, None}:
            return self.refused_move
        free = _("%(left)s of the pool is free.") % {"left": format_money(left, call.currency)}
        return MoveUpForm(initial={"track": key, "reason": free}, auto_id=f"id_{key}_%s")


class ReserveView(RankingView):
    """Staff move the next application on the reserve list up."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Fund it and go back to the ranking, or say there why not."""
        call = self.ranked_call(code)
        form = MoveUpForm(request.POST)
        if not form.is_valid():
            return self.refuse(call, form, 422)
        track = call.tracks.filter(key=form.cleaned_data["track"]).first()
        try:
            application = move_up(
                call=call, track=track, reason=form.cleaned_data["reason"], by=request.user
            )
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.refuse(call, form, refusal.status)
        said = _("%(number)s moved up: the applicant has a letter, the agreement is prepared.")
        messages.success(request, said % {"number": application.number})
        return redirect("grants:call-ranking", call.code)

    def refuse(self, call: Call, form: MoveUpForm, status: int) -> HttpResponse:
        """The decision with the form as it was typed; where there is none any more, the sentences alone."""
        decision = call.decisions.first_ones().select_related("decided_by").first()
        self.refused_move = form
        answer = self.decided(call, decision) if decision else None
        if answer is None or not (answer.context_data or {})["upward"]:
            every = [one for errors in form.errors.values() for one in errors]
            messages.error(self.request, " ".join(map(str, every)))
            return redirect("grants:call-ranking", call.code)
        answer.status_code = status
        return answer


class DecideView(RankingView):
    """The page that shows what the decision will do, and does it."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Everything that will happen, before it happens."""
        return self.page(self.ranked_call(code), DecideForm())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Decide the whole call in one act."""
        call = self.ranked_call(code)
        form = DecideForm(request.POST)
        if not form.is_valid():
            return self.page(call, form, status=422)
        try:
            decide_call(
                call=call,
                by=request.user,
                seen=seen_version(request),
                ranking=form.cleaned_data["ranking"],
                at=arrived_at(request),
                note=form.cleaned_data["note"],
            )
        except MoveRefused as refusal:
            return self.refused(code, form, refusal)
        messages.success(
            request, _("Decided. Nobody has been told yet: staff read the letters and send them.")
        )
        return redirect("grants:call-ranking", call.code)

    def refused(self, code: str, form: DecideForm, refusal: MoveRefused) -> HttpResponse:
        """A decided call shows its decision; otherwise the sentences stand above the page as it is now."""
        call = self.ranked_call(code)
        if call.state == Call.States.DECIDED:
            messages.info(self.request, _("This call was already decided."))
            return redirect("grants:call-ranking", call.code)
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
        return self.page(call, form, status=refusal.status)

    def page(self, call: Call, form: DecideForm, *, status: int = 200) -> HttpResponse:
        """What the decision will do, with the form or with the reasons why there is none."""
        user = self.request.user
        standing = seen_by(user, standing_of(call))
        funded = standing.of(Outcome.FUNDED)
        move = move_named(Call, "decide")
        assert move is not None  # noqa: S101 -- the model has it
        reasons = [] if move.leaves(call.state) else [_("This call is not in assessment.")]
        reasons = (
            reasons
            or move.may.why_not(user, call)
            # together: whoever mends the first should not find the second only then
            or [
                *move.why_not_yet(call, {"by": user, "at": arrived_at(self.request)}),
                *sentences_against_deciding(call, standing),
            ]
        )
        context = self.context(
            call,
            standing=standing,
            **page_of(standing, self.request.GET.get("page")),
            funded=funded,
            named=first_of(standing, funded),
            reserve=standing.of(Outcome.RESERVE),
            no_funds=standing.of(Outcome.NO_FUNDS),
            below=standing.of(Outcome.BELOW_THRESHOLD),
            reasons=reasons,
            form=form,
            digest=standing.digest(),
            version=call.version,
        )
        return TemplateResponse(self.request, "grants/ranking_decide.html", context, status=status)


class ChangeView(RankingView):
    """The committee changes one application's points, place or amount."""

    def get(self, request: HttpRequest, code: str, pk: int = 0) -> HttpResponse:
        """The form, beside what stands now."""
        call, application = self.changing(code, pk)
        return self.asking(call, application, ChangeForm(initial={"kind": "points"}))

    def post(self, request: HttpRequest, code: str, pk: int = 0) -> HttpResponse:
        """Make the change, or say what stands in the way with everything typed kept."""
        call, application = self.changing(code, pk)
        form = ChangeForm(request.POST)
        if not form.is_valid():
            return self.asking(call, application, form, status=422)
        given = form.cleaned_data
        try:
            change_ranking(
                application=application,
                kind=given["kind"],
                value=given["value"],
                reason=given["reason"],
                votes=form.votes(),
                ranking=given["ranking"],
                by=request.user,
                at=arrived_at(request),
            )
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.asking(call, application, form, status=refusal.status)
        messages.success(request, _("Changed. Reason and vote stand in the record."))
        return redirect("grants:call-ranking", call.code)

    def changing(self, code: str, pk: int) -> tuple[Call, Application]:
        """The call and the application of the address, for those who see the ranking while it can change."""
        call = self.ranked_call(code)
        if not rules.may_decide(self.request.user, call):
            raise PermissionDenied(" ".join(rules.may_decide.why_not(self.request.user, call)))
        rows = call.applications.in_state("admitted").select_related(
            "author__person", "organisation"
        )
        return call, get_object_or_404(rows, pk=pk)

    def asking(
        self, call: Call, application: Application, form: ChangeForm, *, status: int = 200
    ) -> HttpResponse:
        standing = seen_by(self.request.user, standing_of(call))
        row = next((one for one in standing.rows if one.candidate.key == application.pk), None)
        context = self.context(
            call,
            application=application,
            row=row,
            form=form,
            digest=standing.digest(),
            sitting=open_sitting(call, standing),
            earlier=application.committee_changes.select_related("made_by"),
            back=reverse("grants:call-ranking", args=[call.code]),
            back_label=_("Ranking"),
        )
        return TemplateResponse(self.request, "grants/ranking_change.html", context, status=status)
