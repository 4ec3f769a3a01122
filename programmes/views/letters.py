"""Letters to groups: begin one from a list, look at it as the people will, try it, send it, follow it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from programmes import rules, telling
from programmes.forms import GroupLetterForm
from programmes.models import GroupLetter, Programme
from programmes.registries.audiences import audiences
from workflows.errors import MoveRefused, SomeoneWasFaster
from workflows.models import Message
from workflows.views import ListView, MoveView, ObjectView

SHOWN = 50


class Letters(ListView):
    """The letters to groups of the programmes one runs, the newest first."""

    model = GroupLetter
    template_name = "programmes/letters.html"
    title = gettext_lazy("Letters to groups")
    select_related = ("programme",)

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        return rows.order_by("-pk")


class WriteLetter(LoginRequiredMixin, View):
    """Begin a letter to the people behind a list: `to` names the audience, the query is what the list was asked."""

    def get(self, request: HttpRequest, to: str) -> HttpResponse:
        return self.page(GroupLetterForm(instance=self.fresh()))

    def post(self, request: HttpRequest, to: str) -> HttpResponse:
        letter = self.fresh()
        form = GroupLetterForm(request.POST, instance=letter)
        if letter.programme_id is None or not form.is_valid():
            return self.page(form, status=422)
        try:
            kept = telling.begin_letter(letter=form.instance, by=request.user)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(form, status=refusal.status)
        messages.success(
            request, _("The letter is kept. Read it as the people will, then send it.")
        )
        return redirect(kept)

    def fresh(self) -> GroupLetter:
        """A letter, not kept yet, to the group that the address asks for.

        404 for an unknown audience, and for whoever runs no programme at all.

        Without a programme where the rows are of several, or there are none; PermissionDenied for whoever does not
        run the programme.
        """
        name = self.kwargs["to"]
        if name not in audiences or not Programme.objects.run_by(self.request.user).exists():
            raise Http404
        keys = audiences[name].asked(self.request).values_list("pk", flat=True)
        letter = GroupLetter(audience=name, keys=list(dict.fromkeys(keys[: telling.MOST + 1])))
        self.programmes = {audiences[name].programme(row) for row in letter.rows}
        if len(self.programmes) == 1:
            letter.programme = self.programmes.pop()
            if not rules.runs_programme(self.request.user, letter.programme):
                raise PermissionDenied(
                    " ".join(rules.runs_programme.why_not(self.request.user, letter.programme))
                )
        return letter

    def page(self, form: GroupLetterForm, status: int = 200) -> HttpResponse:
        letter = form.instance
        copies = telling.copies_of(letter) if letter.programme_id else []
        context = {
            "form": form,
            "letter": letter,
            "several": len(self.programmes) > 1,
            "too_many": len(letter.keys) > telling.MOST,
            "most": telling.MOST,
            "list": reverse(letter.group.place),
            "number": len(copies),
            "first": copies[:SHOWN],
            "title": _("Letter to a group"),
        }
        return TemplateResponse(self.request, "programmes/letter_new.html", context, status=status)


class LetterPage(ObjectView):
    """One letter: as each of the people reads it; once it is sent, how each copy fares."""

    model = GroupLetter
    template_name = "programmes/letter.html"
    select_related = ("programme",)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        letter = self.object
        return super().get_context_data(
            back=reverse("programmes:letters"),
            back_label=_("Letters to groups"),
            **(self.sent(letter) if letter.state == "sent" else self.written(letter)),
            **given,
        )

    def written(self, letter: GroupLetter) -> dict[str, Any]:
        """Who would get it, and how one of them would read it."""
        copies = telling.copies_of(letter)
        page = Paginator(copies, SHOWN).get_page(self.request.GET.get("page"))
        asked = self.request.GET.get("as", "")
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
        shown = copies[min(max(number, 1), len(copies)) - 1] if copies else None
        return {
            "copies": list(enumerate(page, page.start_index())),
            "number": len(copies),
            "page_obj": page,
            "is_paginated": page.has_other_pages(),
            "shown": shown,
            "read": shown and telling.as_read(letter, shown, sender=self.request.user),
            "draft": letter.state == "draft",
        }

    def sent(self, letter: GroupLetter) -> dict[str, Any]:
        """The copies with what became of each."""
        rows = Message.objects.filter(entry__in=letter.sending()).order_by("pk")
        rows = rows.defer("attachment", "attachment_bytes")
        page = Paginator(rows, SHOWN).get_page(self.request.GET.get("page"))
        left_out = get_user_model().objects.filter(pk__in=letter.left_out).order_by("name")
        return {
            "left_out": [each.display_name for each in left_out] if letter.left_out else [],
            "sent": page.object_list,
            "page_obj": page,
            "is_paginated": page.has_other_pages(),
            "number": page.paginator.count,
        }


class EditLetter(LoginRequiredMixin, View):
    """Other words for a letter that is not sent yet."""

    letter: GroupLetter

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            rows = GroupLetter.objects.visible_to(request.user).select_related("programme")
            self.letter = get_object_or_404(rows, pk=kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(GroupLetterForm(instance=self.letter))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = GroupLetterForm(request.POST, instance=self.letter)
        if not form.is_valid():
            return self.page(form, 422)
        try:
            seen = form.cleaned_data["version"] or 0
            telling.change_letter(letter=form.instance, seen=seen, by=request.user)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            if isinstance(refusal, SomeoneWasFaster):
                form.see_afresh(GroupLetter.objects.get(pk=pk).version)
            return self.page(form, refusal.status)
        messages.success(request, _("Saved."))
        return redirect(self.letter)

    def page(self, form: GroupLetterForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "letter": self.letter, "title": _("Change the letter")}
        return TemplateResponse(self.request, "programmes/letter_edit.html", context, status=status)


class TryLetter(EditLetter):
    """Send the letter to oneself alone, to see it in a mail program."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            telling.send_test(letter=self.letter, by=request.user)
            address = {"address": getattr(request.user, "email", "")}
            messages.success(request, _("A test goes to %(address)s in a moment.") % address)
        except MoveRefused as refusal:
            messages.error(request, " ".join(refusal.sentences))
        return redirect(self.letter)


class LetterMove(MoveView):
    model = GroupLetter
