"""A form as those who will fill it in see it: the real one, where nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from questionnaires.blocks import Block
from questionnaires.forms import AnswersForm, buttons_of, part_of, posted, typed
from questionnaires.views.keeping import OfForm


class PreviewPage:
    """Mixed into a view that knows `blocks()`: draws a page of the form; a POST goes on, or says what is missing.

    What was typed travels with the page itself, so that conditions and totals work and nothing is saved.
    """

    request: HttpRequest

    def form(self, blocks: list[Block], values: Mapping[str, Any], **given: Any) -> AnswersForm:
        """The form that asks `blocks`."""
        return AnswersForm(blocks, values, **given)

    def drawn(self, blocks: list[Block], **context: Any) -> HttpResponse:
        """The page that the request asks for."""
        data, part = self.request.POST, part_of(self.request)
        values = typed(blocks, data) if self.request.method == "POST" else {}
        form = self.form(blocks, values, part=part)
        if "next" in data and not buttons_of(blocks, data):
            form = self.form(blocks, values, part=part + 1)
        if "check" in data:
            form = self.form(blocks, values, part=part, check=True)
        missing = form.missing() if form.is_bound else []
        context |= {
            "form": form,
            "carried": list(carried(form)),
            "missing": missing,
            "steps": form.steps(address=self.request.path, missing=missing, seen=form.is_bound),
        }
        return TemplateResponse(
            self.request,
            "questionnaires/preview.html",
            context,
            status=422 if missing else 200,
        )


def carried(form: AnswersForm) -> Iterable[tuple[str, str]]:
    """Name and value of what was typed on the other pages."""
    others = [block for block in form.blocks if block.key not in form.page.keys]
    for name, values in posted(others, form.typed).lists():
        for value in values:
            if isinstance(value, str):
                yield name, value


class VersionPreview(PreviewPage, OfForm):
    """A version as those who fill it in see it."""

    def get(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        version = self.version()
        return self.drawn(
            version.draft_blocks(),
            title=version.questionnaire.name,
            back=version.questionnaire.get_absolute_url(),
        )

    def post(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        """As a page of the form goes on; nothing is saved."""
        return self.get(request, code, number)
