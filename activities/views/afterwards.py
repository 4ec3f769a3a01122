"""After a visit: what each will apply at home, what they think of it, the report on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from activities import guards, rules
from activities.actions import change_gathering
from activities.actions.afterwards import evaluate, write_takeaway
from activities.documents.evaluation import COUNTED, standing_of
from activities.documents.report import photos_of, report_paper, takeaways_of
from activities.forms.afterwards import EvaluationSetupForm, TakeawayForm
from activities.models import StudyVisit, Takeaway
from people.names import slug
from questionnaires.blocks import PageBreak, questions
from questionnaires.forms import AnswersForm, typed
from questionnaires.summary import canonical
from workflows.errors import MoveRefused
from workflows.forms import say_refusal
from workflows.views import MoveView, ObjectView
from workflows.views.moves import arrived_at

from .joining import as_file
from .staff import ForStaff

READ_AS_WRITTEN = _("The team reads this as you wrote it, without your name.")
READ_AS_A_COUNT = _("The team sees only how many chose what, without names.")


def asked(blocks: list[Any], values: Any = None, *, check: bool = False) -> AnswersForm:
    """The form of an evaluation; below each question stands what the team sees of its answer."""
    readers = {
        block.key: READ_AS_A_COUNT if isinstance(block, COUNTED) else READ_AS_WRITTEN
        for block in questions(blocks)
    }
    return AnswersForm(blocks, values, check=check, readers=readers)


class TakeawayPage(ObjectView):
    """What one person will apply: theirs to write, the team's to read."""

    model = Takeaway
    template_name = "activities/takeaway.html"

    def get_queryset(self) -> QuerySet[Any]:
        """With person and visit."""
        rows: Any = super().get_queryset()
        return rows.for_pages()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        takeaway, user = self.object, self.request.user
        writes = rules.may_write_takeaway(user, takeaway) and takeaway.state == "asked"
        asked = guards.can_be_evaluated.sentences(takeaway, {"at": arrived_at(self.request)})
        return super().get_context_data(
            own=rules.is_bringing_home(user, takeaway),
            form=self.kwargs.get("form") or (TakeawayForm(instance=takeaway) if writes else None),
            evaluates=rules.may_evaluate(user, takeaway) and not asked,
            back=takeaway.registration.get_absolute_url(),
            back_label=takeaway.visit.title,
            **given,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the words and send them; a refusal keeps everything typed."""
        self.object = self.get_object()
        if reasons := rules.may_write_takeaway.why_not(request.user, self.object):
            messages.error(request, " ".join(reasons))
            return self.render_to_response(self.get_context_data(), status=403)
        form = TakeawayForm(request.POST, instance=self.object)
        if not form.is_valid():
            return self.drawn(form, 422)
        try:
            write_takeaway(
                takeaway=self.get_object(),
                words=form.cleaned_data["words"],
                seen=form.cleaned_data["version"],
                by=request.user,
            )
        except MoveRefused as refusal:
            say_refusal(form, refusal)
            return self.drawn(form, refusal.status)
        messages.success(request, gettext("Sent. Thank you: it stands in the report of the visit."))
        return redirect(self.object)

    def drawn(self, form: TakeawayForm, status: int) -> HttpResponse:
        """The page with what was typed."""
        self.kwargs["form"] = form
        self.object.refresh_from_db()
        return self.render_to_response(self.get_context_data(), status=status)


class TakeawayMove(MoveView):
    model = Takeaway


class Evaluate(LoginRequiredMixin, View):
    """The form of the evaluation, answered once and without a name."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        takeaway = self.load(pk)
        return self.page(takeaway, asked(self.blocks(takeaway)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        takeaway = self.load(pk)
        blocks = self.blocks(takeaway)
        form = asked(blocks, typed(blocks, request.POST), check=True)
        if not form.is_valid():
            return self.page(takeaway, form, status=422)
        try:
            evaluate(
                takeaway=takeaway,
                answers=canonical(form.cleaned_data),
                by=request.user,
                at=arrived_at(request),
            )
        except MoveRefused as refusal:
            return self.page(takeaway, form, refusal.sentences, status=refusal.status)
        messages.success(request, gettext("Thank you. Your answers are kept without your name."))
        return redirect(takeaway.registration)

    def load(self, pk: int) -> Takeaway:
        """One's own; 404 for everybody else and where the visit has no evaluation."""
        rows: Any = Takeaway.objects.visible_to(self.request.user)
        takeaway: Takeaway = get_object_or_404(rows.for_pages(), pk=pk)
        if not rules.may_evaluate(self.request.user, takeaway) or not takeaway.visit.evaluation:
            raise Http404
        return takeaway

    def blocks(self, takeaway: Takeaway) -> list[Any]:
        """All questions on one page: an evaluation that turns pages is given up half-way."""
        version: Any = takeaway.visit.evaluation
        return [block for block in version.read() if not isinstance(block, PageBreak)]

    def page(
        self, takeaway: Takeaway, form: AnswersForm, errors: Any = (), status: int = 200
    ) -> HttpResponse:
        reasons = guards.can_be_evaluated.sentences(takeaway, {"at": arrived_at(self.request)})
        context = {
            "form": form,
            "visit": takeaway.visit,
            "reasons": errors or reasons,
            "back": takeaway.registration.get_absolute_url(),
        }
        return TemplateResponse(self.request, "activities/evaluate.html", context, status=status)


class AfterVisit(ForStaff):
    """Who has written what they will apply, what the group thinks, the report on paper."""

    model = StudyVisit
    template_name = "activities/after.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        visit = self.object
        if not visit.is_prepared:
            raise Http404
        takeaways = takeaways_of(visit)
        context = {
            "object": visit,
            "takeaways": takeaways,
            "written": sum(each.state == "written" for each in takeaways),
            "evaluation": standing_of(visit),
            "photos": photos_of(visit),
            "sets_up": visit.state in ("selected", "confirmed", "held"),
            "has_report": visit.state in ("held", "reported", "settled"),
        }
        return TemplateResponse(request, self.template_name, context)


class SetUpEvaluation(ForStaff):
    """Which form the group answers."""

    model = StudyVisit

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(EvaluationSetupForm(instance=self.object, user=request.user))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = EvaluationSetupForm(request.POST, instance=self.object, user=request.user)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_gathering(
                gathering=form.instance,
                seen=form.cleaned_data["version"],
                fields=form.written_fields(),
                by=request.user,
            )
        except MoveRefused as refusal:
            say_refusal(form, refusal)
            return self.page(form, status=refusal.status)
        messages.success(request, gettext("Saved."))
        return redirect("activities:visit-after", self.object.code)

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        if self.object.state not in ("selected", "confirmed", "held"):
            raise Http404
        return self.form_page(form, _("Evaluation of the visit"), _("Save"), status=status)


class ReportPaper(ForStaff):
    """The report as PDF, with what each will apply, the evaluation and the photos."""

    model = StudyVisit

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        if self.object.state not in ("held", "reported", "settled"):
            raise Http404
        name = slug("-".join([gettext("visit report"), self.object.code])) + ".pdf"
        return as_file(report_paper(self.object), name, "application/pdf")
