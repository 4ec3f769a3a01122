"""Calls as everybody sees them."""

from __future__ import annotations

from typing import Any

from django.views import generic

from grants.models import Application, Call, CallQuestion
from grants.models.question import Topic
from grants.rules.question import questions_until, takes_questions
from grants.rules.results import committee_of, results_of
from grants.rules.standing import standing_of
from grants.rules.words import chapters_of
from workflows import clock


class PublicCallListView(generic.TemplateView):
    """What one can apply for now, soon, and what was before."""

    template_name = "grants/call_public_list.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `open_calls`, `announced`, `past` (the last 20)."""
        calls = Call.objects.public().with_programme()
        now = clock.now()
        return super().get_context_data(
            open_calls=calls.taking_applications(),
            announced=calls.announced(),
            past=calls.filter(closes_at__lte=now).order_by("-closes_at")[:20],
            now=now,
            **given,
        )


def questions_by_topic(call: Call) -> list[tuple[str, list[Any]]]:
    """The published questions of `call` by topic, in the order of the page, the newest last; one query."""
    found: dict[str, list[Any]] = {str(topic): [] for topic in Topic}
    for question in CallQuestion.objects.published().filter(call=call):
        found[question.topic].append(question)
    return [(str(Topic(key).label), rows) for key, rows in found.items() if rows]


class PublicCallView(generic.DetailView[Call]):
    """One call: where it stands, its every rule, how it is judged, its outcome, and the way in."""

    template_name = "grants/call_public.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "call"

    def get_queryset(self) -> Any:
        """Calls that are no longer in preparation; to those who prepare one, that one as it will be."""
        rows = Call.objects.shown_to(self.request.user).with_rules()
        return rows.prefetch_related("amendments", "checklist", "inspection_items")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `standing`, `chapters`, `results`, `questions`, `now` and the reader's own applications in this call."""
        call, now = self.object, clock.now()
        published = call.results_published_at
        return super().get_context_data(
            standing=standing_of(call, now),
            chapters=chapters_of(call),
            results=results_of(call),
            committee=committee_of(call),
            appeal_until=call.merit_appeal_until(published) if published else None,
            questions=questions_by_topic(call),
            asks_until=questions_until(call) if takes_questions(call, now) else None,
            now=now,
            mine=self.own_applications(),
            **given,
        )

    def own_applications(self) -> Any:
        """What the reader has applied for here; nothing for a stranger."""
        user = self.request.user
        if not user.is_authenticated:
            return []
        return Application.objects.by_author(user).filter(call=self.object)
