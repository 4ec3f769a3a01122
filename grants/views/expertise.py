"""An assessor says which topics of a call they know; staff enter it for them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from grants.actions.desk import ASSESSOR
from grants.actions.expertise import OVER, say_topics
from grants.forms.expertise import TopicsForm
from grants.models import Call, TopicDeclaration
from grants.rules import call as rules
from grants.rules.topics import Topics
from grants.views.assignment import CallPage
from people.models import User
from workflows.errors import MoveRefused
from workflows.roles import holders
from workflows.views.moves import arrived_at


class MyTopicsView(CallPage):
    """One's own topics."""

    def assessor(self, call: Call, pk: int | None) -> User:
        """Whoever looks, if they assess in the call."""
        if not rules.is_assessor(self.request.user, call):
            raise PermissionDenied(" ".join(rules.is_assessor.why_not(self.request.user, call)))
        user: User = self.request.user
        return user

    def get(self, request: HttpRequest, code: str, pk: int | None = None) -> HttpResponse:
        """The topics of the call, with those that are known ticked."""
        call = self.call(code)
        assessor = self.assessor(call, pk)
        last = TopicDeclaration.objects.last_of(call, assessor)
        labels = Topics(call).labels
        answered = TopicsForm.answered(last.topics if last else None, labels)
        form = TopicsForm(initial={**answered, "seen": last.pk if last else 0}, labels=labels)
        return self.page(call, assessor, form)

    def post(self, request: HttpRequest, code: str, pk: int | None = None) -> HttpResponse:
        """Keep what is ticked."""
        call = self.call(code)
        assessor = self.assessor(call, pk)
        form = TopicsForm(request.POST, labels=Topics(call).labels)
        if not form.is_valid():
            return self.page(call, assessor, form, status=422)
        try:
            say_topics(
                call=call,
                assessor=assessor,
                topics=form.cleaned_data["topics"],
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=arrived_at(request),
            )
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(call, assessor, form, status=refusal.status)
        messages.success(request, _said(form.cleaned_data["topics"]))
        return redirect(self.after(call))

    def after(self, call: Call) -> str:
        """Back to the call."""
        return call.get_absolute_url()

    def page(
        self, call: Call, assessor: User, form: TopicsForm, *, status: int = 200
    ) -> HttpResponse:
        """The form, with who said it last and when."""
        context = self.context(
            call,
            form=form,
            assessor=assessor,
            mine=assessor == self.request.user,
            last=TopicDeclaration.objects.filter(call=call, assessor=assessor)
            .select_related("made_by")
            .last(),
            over=call.state in OVER,
        )
        return TemplateResponse(self.request, "grants/call_topics.html", context, status=status)


class TopicsView(MyTopicsView):
    """The topics of one assessor, entered by staff."""

    def assessor(self, call: Call, pk: int | None) -> User:
        """The assessor of the call with this key, for its staff; 404 where there is none."""
        if not rules.is_staff(self.request.user, call):
            raise PermissionDenied(" ".join(rules.is_staff.why_not(self.request.user, call)))
        found: User | None = next((one for one in holders(ASSESSOR, call) if one.pk == pk), None)
        if found is None:
            raise Http404
        return found

    def after(self, call: Call) -> str:
        """Back to where staff came from: the committee, once assessors are asked their table."""
        table = call.state == Call.States.ASSESSMENT
        return reverse(
            "grants:call-assessors" if table else "grants:call-committee", args=[call.code]
        )


def _said(topics: list[str]) -> str:
    if topics:
        return _("Saved. Tandem proposes applications on these topics first.")
    return _("Saved. Tandem shares by load whatever names other topics.")
