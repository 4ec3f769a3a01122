"""The words of a call's letters: its staff put each letter, in each language, the way this call speaks."""

from __future__ import annotations

from itertools import product
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from grants.actions.letters import drafts_of
from grants.models import Call, LetterText
from grants.rules.letters import LetterKind
from grants.views.assignment import CallPage
from workflows.letters import Letter, text_on_file
from workflows.models import MailText, OwnWords
from workflows.notices import Notice, notices
from workflows.outbox import own_words
from workflows.views.mails import WordsView


class LetterTextsView(CallPage):
    """The letters of a call with the words they use now."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """A row for each letter and language."""
        call = self.staffed_call(code)
        own = {(one.kind, one.language): one for one in call.letter_texts.all()}
        templates = [kind.template for kind in LetterKind]
        of_all = MailText.objects.filter(template__in=templates)
        general = {(one.template, one.language): one for one in of_all}
        rows = []
        for kind, (language, _name) in product(LetterKind, settings.LANGUAGES):
            mine, theirs = own.get((kind, language)), general.get((kind.template, language))
            used = mine or theirs or text_on_file(kind.template, language)
            rows.append(
                {
                    "kind": kind,
                    "language": language,
                    "language_name": get_language_info(language)["name_translated"],
                    "subject": used.subject,
                    "own": mine,
                }
            )
        return TemplateResponse(request, "grants/letter_texts.html", self.context(call, rows=rows))


class LetterTextView(CallPage, WordsView):
    """The words of one letter of a call, shown with a real application where the ranking has one."""

    template_name = "grants/letter_text.html"

    def find(self, **address: Any) -> tuple[OwnWords, Letter, Notice]:
        """The call's text, or a fresh one with the words that hold without it."""
        call, language = self.staffed_call(address["code"]), address["language"]
        if address["kind"] not in LetterKind.values or language not in dict(settings.LANGUAGES):
            raise Http404
        kind = LetterKind(address["kind"])
        template = kind.template
        without = own_words(template, language) or text_on_file(template, language)
        own = call.letter_texts.filter(kind=kind, language=language).first()
        fresh = LetterText(
            call=call, kind=kind, language=language, subject=without.subject, body=without.body
        )
        return own or fresh, without, notices[template]

    def sample(self, text: OwnWords, notice: Notice) -> dict[str, Any]:
        """The values of the first letter of this kind in the ranking; none before there is one."""
        assert isinstance(text, LetterText)  # noqa: S101 -- `find` made it
        first = next((one for one in drafts_of(text.call) if one.kind == text.kind), None)
        if first is None:
            return {}
        with translation.override(text.language):
            return first.values()

    def more(self, text: OwnWords) -> dict[str, Any]:
        """The call, and the way back to its letters."""
        assert isinstance(text, LetterText)  # noqa: S101 -- `find` made it
        call: Call = text.call
        back = reverse("grants:call-letter-texts", args=[call.code])
        kept = {"back": back, "back_label": _("The words of this call's letters")}
        return self.context(call) | kept
