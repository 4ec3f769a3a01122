"""Letters: which went, which failed, send again; and the words they use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views import generic

from workflows import clock
from workflows.delivery import send_again
from workflows.errors import MoveRefused
from workflows.forms import OwnWordsForm, words_form
from workflows.letters import Letter, text_on_file
from workflows.models import MailText, Message, OwnWords
from workflows.notices import Notice, notices
from workflows.policies import INTERNAL_ROLES, may_see
from workflows.roles import roles_of


class ForTheTeam(LoginRequiredMixin, UserPassesTestMixin):
    """Pages for those who run a programme, and for administrators."""

    request: HttpRequest

    def test_func(self) -> bool:
        user = self.request.user
        runs_one = any(role in roles_of(user).names for role in INTERNAL_ROLES)
        return runs_one or bool(user.is_active and user.is_superuser)


class MailListView(ForTheTeam, generic.ListView[Message]):
    """The letters this person looks after, the newest first; `?status=failed` shows what failed."""

    template_name = "workflows/mails.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Message]:
        """Letters of the programmes this person runs."""
        rows = (
            Message.objects.visible_to(self.request.user)
            .defer("body", "attachment", "attachment_bytes")
            .order_by("-created_at", "-pk")
        )
        return rows.filter(status=self.status) if self.status else rows

    @property
    def status(self) -> str:
        """The status asked for, or nothing."""
        asked = self.request.GET.get("status", "")
        return asked if asked in Message.Status.values else ""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `tabs`."""
        return super().get_context_data(tabs=list(self._tabs()), status=self.status, **given)

    def _tabs(self) -> Iterator[dict[str, Any]]:
        yield {"label": _("All"), "url": self.request.path, "current": not self.status}
        for status in Message.Status:
            url = f"{self.request.path}?status={status.value}"
            yield {"label": status.label, "url": url, "current": self.status == status}


class MailView(ForTheTeam, generic.DetailView[Message]):
    """One letter as it was written; POST sends it again."""

    template_name = "workflows/mail.html"
    context_object_name = "message"

    def get_queryset(self) -> QuerySet[Message]:
        """Letters of the programmes this person runs."""
        return Message.objects.visible_to(self.request.user).select_related("entry", "gathered_in")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds what the letter is `about`, where it has a page that this person may open."""
        about = self.object.entry.about if self.object.entry else None
        opens = about is not None and may_see(self.request.user, about)
        return super().get_context_data(about=about if opens else None, **given)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put the letter back into the outbox."""
        letter = self.get_object()
        try:
            send_again(letter)
            messages.success(request, _("The letter goes out again in a moment."))
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("workflows:mail", pk=letter.pk)


@dataclass(frozen=True)
class TextRow:
    """A letter in one language, for the list."""

    template: str
    language: str
    subject: str
    own: bool

    @property
    def language_name(self) -> str:
        """The language in the reader's words."""
        return str(get_language_info(self.language)["name_translated"])


class TextListView(ForTheTeam, generic.TemplateView):
    """Every letter of the installation, with the words it uses now."""

    template_name = "workflows/mail_texts.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `texts`."""
        own = {(text.template, text.language): text for text in MailText.objects.all()}
        texts = [
            self._row(notice, language, own)
            for notice in notices
            for language, _n in settings.LANGUAGES
        ]
        return super().get_context_data(texts=sorted(texts, key=lambda row: row.template), **given)

    def _row(self, notice: Notice, language: str, own: dict[tuple[str, str], MailText]) -> TextRow:
        mine = own.get((notice.template, language))
        subject = mine.subject if mine else text_on_file(notice.template, language).subject
        return TextRow(notice.template, language, subject, mine is not None)


class WordsView(generic.View):
    """Base of the page of one letter's words: look, change, go back to the words that hold without one's own.

    A subclass says by its address which text it is (`find`), and may show it with the values of a real letter.
    """

    template_name: str

    def find(self, **address: Any) -> tuple[OwnWords, Letter, Notice]:
        """The text, saved or fresh, the words that hold without it, and the letter; Http404 for an unknown one."""
        raise NotImplementedError

    def sample(self, text: OwnWords, notice: Notice) -> dict[str, Any]:
        """The values the preview fills the places with; a place that is left out shows its name."""
        return {}

    def more(self, text: OwnWords) -> dict[str, Any]:
        """What the template has beside the text, the form and the preview."""
        return {}

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        """The form with the words in use, and how they look filled in."""
        text, without, notice = self.find(**address)
        return self.page(text, notice, self.form(text, without, notice, None))

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        """`do` says what: look (a preview, nothing kept), reset (without words of one's own), else keep."""
        text, without, notice = self.find(**address)
        if request.POST.get("do") == "reset":
            type(text)._default_manager.filter(pk=text.pk).delete()
            messages.success(request, _("The letter uses the words on file again."))
            return redirect(request.path)
        form = self.form(text, without, notice, request.POST)
        if not form.is_valid():
            return self.page(text, notice, form, status=422)
        if request.POST.get("do") == "look":
            return self.page(text, notice, form)
        text.edited_by, text.edited_at = request.user, clock.now()
        form.save()
        messages.success(request, _("Kept. Letters from now on use these words."))
        return redirect(request.path)

    def form(self, text: OwnWords, without: Letter, notice: Notice, data: Any) -> OwnWordsForm:
        """The form of subject and text; only places that the letter has may be named."""
        places = without.places() | set(notice.placeholders)
        return words_form(type(text))(data, instance=text, places=places)

    def page(
        self, text: OwnWords, notice: Notice, form: OwnWordsForm, status: int = 200
    ) -> HttpResponse:
        """The form and the letter as it would be read."""
        values = {
            "name": _("Maria Kowalska"),
            "link": f"{settings.TANDEM_URL}/panel/…",
            "site": settings.TANDEM_URL,
            **self.sample(text, notice),
        }
        letter = Letter(text.subject, text.body)
        filled = letter.filled({place: f"[{place}]" for place in letter.places()} | values)
        context = {"text": text, "form": form, "preview": filled, **self.more(text)}
        return TemplateResponse(self.request, self.template_name, context, status=status)


class TextView(ForTheTeam, WordsView):
    """The words of one letter for the whole installation."""

    template_name = "workflows/mail_text.html"

    def find(self, **address: Any) -> tuple[OwnWords, Letter, Notice]:
        """The installation's own text, or a fresh one with the words on file."""
        template, language = address["template"], address["language"]
        if template not in notices or language not in dict(settings.LANGUAGES):
            raise Http404
        on_file = text_on_file(template, language)
        own = MailText.objects.filter(template=template, language=language).first()
        fresh = MailText(
            template=template, language=language, subject=on_file.subject, body=on_file.body
        )
        return own or fresh, on_file, notices[template]
