"""Taking over into a draft what one wrote before, or what is known of one's organisation: shown first, ticked, then typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import ngettext

from grants.actions.application import save_answers
from grants.models import Application, Call
from grants.rules import application as rules
from grants.rules.reuse import Inside, Offer, offer_of
from questionnaires.forms import Page
from questionnaires.prefill import Record, filled_from, record_named, records_of
from questionnaires.views.form_pages import both_texts
from workflows.errors import MoveRefused

from .writing import OwnApplicationView, sent_to_read

LISTED = 30  # earlier applications, the newest first


@dataclass(frozen=True)
class Origin:
    """Something to take over from: its `key` in the address, its name, whence it is, what of it fits."""

    key: str
    title: str
    note: str
    offer: Offer


def days_of(call: Call) -> Inside:
    """Whether a day lies in the time in which projects of `call` last."""

    def inside(day: str) -> bool:
        try:
            return call.eligible_from <= date.fromisoformat(day) <= call.eligible_to
        except ValueError:
            return False

    return inside


class ReuseView(OwnApplicationView):
    """What may be taken over, from where; POST takes what is ticked."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The places to take from, or with `?from=` what of one of them fits."""
        application = self.application()
        if not application.is_written:
            return redirect(application)
        if not rules.may_write(request.user, application):
            return sent_to_read(request, application)
        if "from" not in request.GET:
            return self.choice(application)
        return self.page(application, self.origin(application, request.GET["from"]))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Type the ticked answers into the draft; what somebody changed meanwhile is not overwritten."""
        application, key = self.application(), request.POST.get("from", "")
        if not key:
            return redirect("grants:application-reuse", application.pk)
        origin = self.origin(application, key)
        values = origin.offer.values(set(request.POST.getlist("take")))
        try:
            saved = save_answers(
                application=application,
                typed=values,
                page=Page.posted(request.POST),
                by=request.user,
            )
        except MoveRefused as refusal:
            return self.page(
                application, origin, sentences=refusal.sentences, status=refusal.status
            )
        if saved.conflicts:
            application = self.application()
            form = application.form(check=False)
            return self.page(
                application,
                self.origin(application, origin.key),
                conflicts=both_texts(form, saved.conflicts),
                status=409,
            )
        self.say(len(values))
        return redirect("grants:application-write", application.pk)

    def say(self, taken: int) -> None:
        """Tell what happened."""
        if not taken:
            return
        said = ngettext(
            "%(count)d answer is taken over. Read it through: it was written for another purpose.",
            "%(count)d answers are taken over. Read them through: they were written for another purpose.",
            taken,
        )
        messages.success(self.request, said % {"count": taken})

    def origin(self, application: Application, key: str) -> Origin:
        """What of the source `key` fits; 404 for what is not this person's."""
        record = record_named(self.request.user, key)
        found = self.known(application, key, record) if record else self.earlier(application, key)
        if found is None:
            raise Http404
        return found

    def known(self, application: Application, key: str, record: Record) -> Origin | None:
        """What another room knows about this person; None where it knows nothing that is asked."""
        blocks = application.questions()
        typed = filled_from(record.facts, blocks)
        asked = [block for block in blocks if block.key in typed]
        offer = self.fitting(application, asked, typed)
        fits = offer.fills or offer.differs or offer.same
        return Origin(key, str(record.title), record.note, offer) if fits else None

    def earlier(self, application: Application, key: str) -> Origin | None:
        """What of an earlier application fits."""
        if not (key.isascii() and key.isdecimal() and len(key) < 10):
            return None
        rows = self.others_of(application).select_related("call__questionnaire", "answers")
        found = rows.filter(pk=int(key)).first()
        if found is None:
            return None
        offer = self.fitting(application, found.questions(), found.answers.values)
        return Origin(key, found.title_line, found.call.title, offer)

    def fitting(self, application: Application, blocks: Any, typed: Any) -> Offer:
        """What of `typed` fits the form of `application`."""
        return offer_of(
            application.questions(),
            application.answers.values,
            from_blocks=blocks,
            from_typed=typed,
            inside=days_of(application.call),
        )

    def choice(self, application: Application) -> HttpResponse:
        """The list of places to take from."""
        context = {
            "object": application,
            "known": [
                one
                for key, record in records_of(self.request.user)
                if (one := self.known(application, key, record))
            ],
            "earlier": self.others_of(application)[:LISTED],
        }
        return TemplateResponse(self.request, "grants/application_reuse.html", context)

    def page(self, application: Application, origin: Origin, **given: Any) -> HttpResponse:
        status = given.pop("status", 200)
        context = {
            "object": application,
            "origin": origin,
            "offer": origin.offer,
            "page": Page.drawn(application.answers.version),
            **given,
        }
        return TemplateResponse(
            self.request, "grants/application_reuse.html", context, status=status
        )
