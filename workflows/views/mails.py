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
from workflows.forms import MailTextForm
from workflows.letters import ALWAYS, Letter, text_on_file
from workflows.models import MailText, Message
from workflows.notices import Notice, notices
from workflows.policies import INTERNAL_ROLES
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
        return Message.objects.visible_to(self.request.user).select_related("entry")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds what the letter is `about`, where it still has a page."""
        entry = self.object.entry
        return super().get_context_data(about=entry.about if entry else None, **given)

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


class TextView(ForTheTeam, generic.View):
    """The staff's own words for one letter: look, change, go back to the words on file."""

    def get(self, request: HttpRequest, template: str, language: str) -> HttpResponse:
        """The form with the words in use, and how they look filled in."""
        text, on_file = self._text(template, language)
        return self._page(text, on_file, self._form(text, on_file, None))

    def post(self, request: HttpRequest, template: str, language: str) -> HttpResponse:
        """`do` says what: look (a preview, nothing kept), reset (the words on file), else keep."""
        text, on_file = self._text(template, language)
        if request.POST.get("do") == "reset":
            MailText.objects.filter(template=template, language=language).delete()
            messages.success(request, _("The letter uses the words on file again."))
            return redirect("workflows:mail-text", template=template, language=language)
        form = self._form(text, on_file, request.POST)
        if not form.is_valid():
            return self._page(text, on_file, form, status=422)
        if request.POST.get("do") == "look":
            return self._page(text, on_file, form)
        form.instance.edited_by, form.instance.edited_at = self.request.user, clock.now()
        form.save()
        messages.success(request, _("Kept. Letters from now on use these words."))
        return redirect("workflows:mail-text", template=template, language=language)

    def _text(self, template: str, language: str) -> tuple[MailText, Letter]:
        if template not in notices or language not in dict(settings.LANGUAGES):
            raise Http404
        on_file = text_on_file(template, language)
        own = MailText.objects.filter(template=template, language=language).first()
        fresh = MailText(
            template=template, language=language, subject=on_file.subject, body=on_file.body
        )
        return own or fresh, on_file

    def _form(self, text: MailText, on_file: Letter, data: Any) -> MailTextForm:
        places = on_file.places() | set(notices[text.template].placeholders)
        return MailTextForm(data, instance=text, places=places)

    def _page(
        self, text: MailText, on_file: Letter, form: MailTextForm, status: int = 200
    ) -> HttpResponse:
        samples = {
            "name": _("Maria Kowalska"),
            "link": f"{settings.TANDEM_URL}/panel/…",
            "site": settings.TANDEM_URL,
        }
        letter = Letter(text.subject, text.body)
        values = {
            place: samples.get(place, f"[{place}]") for place in letter.places() | set(ALWAYS)
        }
        context = {"text": text, "on_file": on_file, "form": form, "preview": letter.filled(values)}
        return TemplateResponse(self.request, "workflows/mail_text.html", context, status=status)
