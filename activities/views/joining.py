"""Before the journey: the letters of those who go, the lists for insurer and host, what people need."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from activities import guards, rules
from activities.actions import change_gathering
from activities.actions.joining import note_needs, send_joining_letters
from activities.documents import PAPERS, joining_letters
from activities.documents.joining import JoiningPaper
from activities.documents.lists import OF_EVENT, OF_VISIT, missing_birth_dates
from activities.forms.joining import NeedsForm, PreparationForm
from activities.models import Event, JoiningLetter, Registration, StudyVisit
from people.actions.consents import give_consent
from workflows.errors import MoveRefused, SomeoneWasFaster
from workflows.forms import say_refusal

from .staff import ForStaff, may_change


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """A private file to keep."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


class BeforeVisit(ForStaff):
    """Who has which letter; one button sends what is due."""

    model = StudyVisit
    template_name = "activities/before.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        letters = joining_letters(self.object)
        if not (seen := request.POST.get("seen", "")):
            return self.page([gettext("Look through the letters, then send them.")], status=422)
        try:
            if seen != digest_of(letters):
                raise SomeoneWasFaster(
                    [gettext("The letters have changed since you looked. Look again, then send.")]
                )
            # typeset before the transaction: nothing slow holds the lock
            due = [each.ready() for each in letters if self.status(each)["due"]]
            number = send_joining_letters(visit=self.object, letters=due, by=request.user)
        except MoveRefused as refusal:
            return self.page(refusal.sentences, status=refusal.status)
        said = ngettext(
            "%(count)d letter is on its way.", "%(count)d letters are on their way.", number
        )
        messages.success(
            request,
            said % {"count": number} if number else gettext("Everybody has the newest letter."),
        )
        return redirect(request.path)

    def status(self, letter: JoiningPaper) -> dict[str, Any]:
        """The latest letter that went to this person, and whether another is due."""
        gone = self.gone.get(letter.registration.pk)
        due = gone is None or gone.fingerprint != letter.fingerprint
        return {"registration": letter.registration, "gone": gone, "due": due}

    @property
    def gone(self) -> dict[int, JoiningLetter]:
        """The latest letter of each person; asked once."""
        if not hasattr(self, "_gone"):
            rows = JoiningLetter.objects.of_visit(self.object)
            self._gone = {each.registration_id: each for each in rows}
        return self._gone

    def page(self, errors: Any = (), status: int = 200) -> HttpResponse:
        if not self.object.is_prepared:
            raise Http404
        letters = joining_letters(self.object)
        rows = [self.status(each) for each in letters]
        context = {
            "object": self.object,
            "rows": rows,
            "due_count": sum(row["due"] for row in rows),
            "seen": digest_of(letters),
            "errors": errors,
            "reasons": guards.can_send_joining_letters.sentences(self.object, {}),
            "missing": missing_birth_dates(self.object),
            "can_change": may_change(self.object),
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)


def digest_of(letters: list[JoiningPaper]) -> str:
    """Tells whether the letters are still those that were shown."""
    words = ",".join(f"{each.registration.pk}:{each.fingerprint}" for each in letters)
    return hashlib.sha256(words.encode()).hexdigest()[:40]


class EditPreparation(ForStaff):
    """Where and when the group meets, what to take, whom to call."""

    model = StudyVisit

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(PreparationForm(instance=self.object))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = PreparationForm(request.POST, instance=self.object)
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
        return redirect("activities:visit-before", self.object.code)

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        if not may_change(self.object) or not self.object.is_prepared:
            raise Http404
        return self.form_page(form, _("Before the journey"), _("Save"), status=status)


class LetterPreview(LoginRequiredMixin, View):
    """The joining letter of one participant as PDF: for staff at any time, for its reader once it went."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Registration.objects.visible_to(request.user).select_related(
            "person__user", "visit__activity__programme"
        )
        found = get_object_or_404(rows, pk=pk, visit__isnull=False)
        if not (rules.is_staff(request.user, found) or found.joining_letters.exists()):
            raise Http404
        letter = JoiningPaper(found, found.visit)
        return as_file(letter.pdf(), letter.name, "application/pdf")


class GroupPaper(ForStaff):
    """A list of the group as a file."""

    papers: tuple[str, ...]

    def get(self, request: HttpRequest, code: str, paper: str, form: str) -> HttpResponse:
        if paper not in self.papers or form not in PAPERS[paper].forms:
            raise Http404
        name, content, kind = PAPERS[paper].file(self.object, form)
        return as_file(content, name, kind)


class EventPaper(GroupPaper):
    model = Event
    papers = OF_EVENT


class VisitPaper(GroupPaper):
    model = StudyVisit
    papers = OF_VISIT


class Needs(LoginRequiredMixin, View):
    """What one needs to take part; staff answer for people without an account."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        registration = self.load(pk)
        return self.page(registration, self.get_form(registration))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        registration = self.load(pk)
        form = self.get_form(registration, request.POST)
        if not form.is_valid():
            return self.page(registration, form, status=422)
        try:
            self.keep(registration, form)
        except MoveRefused as refusal:
            say_refusal(form, refusal)
            return self.page(registration, form, status=refusal.status)
        messages.success(request, gettext("Saved. The organisers see what you need."))
        return redirect(registration)

    @transaction.atomic
    def keep(self, registration: Registration, form: NeedsForm) -> None:
        """Both or neither: nothing of health is kept without its consent."""
        by: Any = self.request.user
        note_needs(
            registration=registration, seen=form.cleaned_data["version"], by=by, **form.needs()
        )
        if clause := form.needs_agreed():
            give_consent(person=registration.person, clause=clause, by=by, way=form.way)

    def get_form(self, registration: Registration, data: Any = None) -> NeedsForm:
        own = rules.is_own(self.request.user, registration)
        return NeedsForm(data, instance=registration, in_their_place=not own)

    def load(self, pk: int) -> Registration:
        """Somebody's place, if one sees it; 404 unless one may write what is needed there."""
        rows = Registration.objects.visible_to(self.request.user).with_subjects()
        registration = get_object_or_404(rows.select_related("person__user"), pk=pk)
        if not rules.may_write_needs(self.request.user, registration):
            raise Http404
        return registration

    def page(self, registration: Registration, form: NeedsForm, status: int = 200) -> HttpResponse:
        if registration.state not in rules.STANDS and status == 200:
            raise Http404
        context = {
            "form": form,
            "title": _("What you need"),
            "submit_label": _("Save what I need"),
            "back": registration.get_absolute_url(),
            "back_label": registration.subject.title,
        }
        return TemplateResponse(self.request, "activities/form.html", context, status=status)
